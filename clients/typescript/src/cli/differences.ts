/** In what two policies differ. */
import type { Policy, PolicyText } from '../generated/types.ts';

export type Difference = { op: 'add' | 'remove' | 'replace'; path: string; from?: unknown; to?: unknown };
/** As in a file. */
export const textOf = ({ name, mode, document, tests }: Policy): PolicyText => ({
  name,
  mode,
  document: document as PolicyText['document'],
  tests,
});
/** With what the service takes where nothing is said. */
export const filled = ({ name, mode, enabled, document, tests }: PolicyText): PolicyText => ({
  name,
  mode: mode ?? (enabled === false ? 'off' : 'enforce'),
  document,
  tests: tests ?? [],
});

/** By JSON Pointer, in the order of the members. */
export function differencesOf(from: unknown, to: unknown, path = ''): Difference[] {
  if (Object.is(from, to)) return [];
  if (!isContainer(from) || !isContainer(to) || Array.isArray(from) !== Array.isArray(to)) return [{ op: 'replace', path, from, to }];
  const [before, after] = [new Map(Object.entries(from)), new Map(Object.entries(to))];
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((name): Difference[] => {
    const at = `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!after.has(name)) return [{ op: 'remove', path: at, from: before.get(name) }];
    if (!before.has(name)) return [{ op: 'add', path: at, to: after.get(name) }];
    return differencesOf(before.get(name), after.get(name), at);
  });
}

const isContainer = (value: unknown): value is object => typeof value === 'object' && value !== null;
