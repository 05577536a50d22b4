import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundedName, fromStoredJson, fromStoredText, NAME_CHARS_MAX, storableJson, storableText } from '#adapters/postgres/storable.ts';

/** UTF-16 code units, with those that matter here more often than chance would have them. */
const unit = fc.oneof(
  fc.integer({ min: 0, max: 0xffff }),
  fc.constantFrom(0, 0x5c, 0x22, 0x75, 0x30, 0xd800, 0xdbff, 0xdc00, 0xdfff, 0xfdd0, 0x66, 0x64),
);
const text = fc.array(unit, { maxLength: 40 }).map((units) => String.fromCharCode(...units));
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    text,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.array(fc.tuple(text, tie('any')), { maxLength: 4 }).map((pairs) => Object.fromEntries(pairs.filter(([key]) => key !== '__proto__'))),
  ),
})).any;

/** Of a `text` or `jsonb` value: no U+0000 and no surrogate without its other half. */
const holdable = (stored: string): boolean => stored.isWellFormed() && !stored.includes('\0');

test('any JSON value comes back as it was, keys included, and its stored form has nothing that jsonb refuses', () => {
  fc.assert(
    fc.property(value, (given) => {
      const stored = storableJson(given);
      expect(holdable(stored)).toBe(true);
      const refused = JSON.stringify(JSON.parse(stored));
      expect(refused).not.toMatch(/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/);
      expect(fromStoredJson(stored)).toEqual(given);
    }),
    { numRuns: 2_000 },
  );
});

test('any text comes back as it was, and an ordinary one is stored as it is', () => {
  fc.assert(
    fc.property(text, (given) => {
      expect(holdable(storableText(given))).toBe(true);
      expect(fromStoredText(storableText(given))).toBe(given);
    }),
    { numRuns: 2_000 },
  );
  for (const plain of ['', 'tools/call', 'é😀', '\\u0000', '\t\u0001']) expect(storableText(plain)).toBe(plain);
});

test('names of any length are bounded, and stay as different as they were', () => {
  const long = 'x'.repeat(1_000_000);
  const names = ['x', 'x'.repeat(NAME_CHARS_MAX), 'x'.repeat(NAME_CHARS_MAX + 1), long, `${long}y`, `${long}\ud800`, `${long}\ud801`];
  const bounded = names.map((name) => storableText(boundedName(name)));
  expect(new Set(bounded).size).toBe(names.length);
  for (const name of bounded) expect(Buffer.byteLength(name)).toBeLessThan(2_704);
  expect(Buffer.byteLength(storableText(boundedName('\0'.repeat(1_000))))).toBeLessThan(2_704);
});

test('a megabyte of what must be escaped is escaped in linear time', () => {
  const hostile = '\0\ud800\\"'.repeat(250_000);
  const start = performance.now();
  const stored = storableJson([hostile]);
  expect(fromStoredJson(stored)).toEqual([hostile]);
  expect(performance.now() - start).toBeLessThan(5_000);
});
