/** Every way to damage one place of a JSON value, in order, and the place that was damaged. */
export type Mutant = { value: unknown; pointer: string; how: string };

const REPLACEMENTS: readonly (readonly [how: string, value: unknown])[] = [
  ['null', null],
  ['0', 0],
  ['1.5', 1.5],
  ['a string', 'x'],
  ['true', true],
  ['[]', []],
  ['{}', {}],
];

/** Mutants that differ from `value` in one member or item: left out, or replaced by each kind of JSON value. */
export function* mutantsOf(value: unknown, pointer = ''): Generator<Mutant> {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    const at = `${pointer}/${key}`;
    const inner: unknown = Reflect.get(value, key);
    yield { value: withMember(value, key), pointer: at, how: 'left out' };
    for (const [how, replacement] of REPLACEMENTS) yield { value: withMember(value, key, replacement), pointer: at, how };
    for (const mutant of mutantsOf(inner, at)) yield { ...mutant, value: withMember(value, key, mutant.value) };
  }
}

function withMember(value: object, key: string, ...replacement: unknown[]): unknown {
  if (Array.isArray(value)) return value.toSpliced(Number(key), 1, ...replacement);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => (name === key ? replacement.map((r) => [name, r]) : [[name, member]])),
  );
}
