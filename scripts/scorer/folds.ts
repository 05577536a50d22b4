/** Which examples are left out together. */
import type { Example } from './corpus.ts';

/** Five folds of examples, by a hash of their ids. */
export function randomFolds(examples: readonly Example[]): number[] {
  return examples.map(({ id }) => {
    let hash = 0;
    for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193);
    return (hash >>> 7) % 5;
  });
}

/** A fold for each source of attacks, with its benign examples; sources without attacks are dealt out over these folds. */
export function sourceFolds(examples: readonly Example[]): number[] {
  const hostile = [...new Set(examples.filter((one) => one.hostile).map(({ source }) => source))].sort();
  const others = [...new Set(examples.map(({ source }) => source))].filter((source) => !hostile.includes(source)).sort();
  const folds = new Map(
    [...hostile, ...others].map((source, i) => [source, i < hostile.length ? i : (i - hostile.length) % hostile.length]),
  );
  return examples.map(({ source }) => folds.get(source)!);
}
