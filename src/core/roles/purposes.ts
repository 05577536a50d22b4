/** A tool's purposes from its own words. */
import { IRREGULAR, PURPOSES, PURPOSE_WORDS, type Purpose } from './purpose-words.ts';
import { TEXT_MAX, wordsOf } from './tokens.ts';

/** A purpose and the words that told it. */
export type Purposes = ReadonlyMap<Purpose, string>;

const LINES: readonly { purpose: Purpose; words: readonly string[] }[] = PURPOSES.flatMap((purpose) =>
  PURPOSE_WORDS[purpose].map((line) => ({ purpose, words: line.split(' ').map(stemOf) })),
);

/** @param texts name, title and description of the tool; each read up to `TEXT_MAX` units */
export function purposesOf(texts: readonly string[]): Purposes {
  const stems = stemsOf(texts);
  const purposes = new Map<Purpose, string>();
  for (const { purpose, words } of LINES)
    if (!purposes.has(purpose) && words.every((word) => stems.has(word))) purposes.set(purpose, words.join(' '));
  return purposes;
}

/** Stems of the words, parts of camelCase words and the whole words too: `GraphQL` is `graph`, `ql` and `graphql`. */
export function stemsOf(texts: readonly string[]): Set<string> {
  const stems = new Set<string>();
  for (const text of texts) {
    for (const word of wordsOf(text, TEXT_MAX)) stems.add(stemOf(word));
    for (const word of text
      .slice(0, TEXT_MAX)
      .toLowerCase()
      .split(/[^a-z0-9]+/))
      stems.add(stemOf(word));
  }
  return stems;
}

/** Enough of a stem for the words of the table: plural and verb endings go. */
function stemOf(word: string): string {
  const irregular = IRREGULAR.get(word);
  if (irregular !== undefined) return irregular;
  if (word.length > 4 && word.endsWith('ing')) return word.slice(0, -3);
  if (word.length > 4 && word.endsWith('ed')) return word.slice(0, -2);
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : word;
}
