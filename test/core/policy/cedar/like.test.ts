import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matcherOf } from '#core/policy/cedar/like.ts';
import type { PatternPart } from '#core/policy/cedar/policy-json.ts';

const patternOf = (text: string): PatternPart[] =>
  text.split(/(\*)/).map((part) => (part === '*' ? ('Wildcard' as const) : { Literal: part }));

/** By the book: row by row over pattern and text. */
const byTable = (pattern: string, text: string): boolean => {
  let row = Array.from({ length: text.length + 1 }, (_, i) => i === 0);
  for (const p of pattern) {
    const next = row.map(() => false);
    for (let i = 0; i <= text.length; i++)
      next[i] = p === '*' ? row[i]! || (i > 0 && next[i - 1]!) : i > 0 && row[i - 1]! && text[i - 1] === p;
    row = next;
  }
  return row.at(-1)!;
};

describe('like', () => {
  it('is what a small table says', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 8 });
    fc.assert(
      fc.property(letters, fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 12 }), (pattern, text) => {
        expect(matcherOf(patternOf(pattern))(text)).toBe(byTable(pattern, text));
      }),
      { seed: 7, numRuns: 3000 },
    );
  });

  it.each([
    ['a part that is nearly everywhere', `*b${'a'.repeat(100_000)}*`, 'a'.repeat(1_000_000), false],
    ['one that is there at last', `*b${'a'.repeat(100_000)}*`, `${'a'.repeat(900_000)}b${'a'.repeat(100_000)}`, true],
    ['many parts', '*ab'.repeat(50_000), 'a'.repeat(1_000_000), false],
  ])('takes time that is linear: %s', (_, pattern, text, expected) => {
    const matches = matcherOf(patternOf(pattern));
    const started = performance.now();
    expect(matches(text)).toBe(expected);
    // 10^11 steps otherwise.
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
