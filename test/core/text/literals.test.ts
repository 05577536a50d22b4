import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildLiterals, CELLS_MAX, HITS_MAX, LATE_HITS_MAX, type LiteralHit } from '#core/text/literals.ts';

const lower = (text: string): string => text.replace(/[A-Z]/g, (c) => c.toLowerCase());

function found(literals: readonly string[], text: string): LiteralHit[] {
  const hits: LiteralHit[] = [];
  buildLiterals(literals).scan(text, (literal, start, end) => hits.push({ literal, start, end }));
  return hits;
}

function expected(literals: readonly string[], text: string): LiteralHit[] {
  const hits: LiteralHit[] = [];
  for (const [literal, l] of literals.entries())
    for (let at = lower(text).indexOf(lower(l)); at >= 0; at = lower(text).indexOf(lower(l), at + 1))
      hits.push({ literal, start: at, end: at + l.length });
  return hits;
}

const byPlace = (a: LiteralHit, b: LiteralHit): number => a.end - b.end || a.start - b.start || a.literal - b.literal;

describe('buildLiterals', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B', 'é', '￿', '\0'), minLength: 1, maxLength: 4 });

  it('finds what indexOf finds, overlaps, duplicates and letters of either case included', () => {
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 12 }),
        fc.string({ unit: fc.constantFrom('a', 'b', 'A', 'B', 'é', '￿', '\0', 'x'), maxLength: 60 }),
        (literals, text) => {
          expect(found(literals, text).sort(byPlace)).toEqual(expected(literals, text).sort(byPlace));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('reports in order of end, longer first', () => {
    expect(found(['she', 'he', 'hers', 'e'], 'usHERs').map((h) => [h.literal, h.start, h.end])).toEqual([
      [0, 1, 4],
      [1, 2, 4],
      [3, 3, 4],
      [2, 2, 6],
    ]);
  });

  it('folds ASCII only: the Kelvin sign is no k, dotted İ no i', () => {
    expect(found(['k', 'i', 'é'], '\u212a\u0130\u00c9')).toEqual([]);
  });

  it('reports nothing when there are no literals', () => {
    expect(found([], 'anything')).toEqual([]);
  });

  it('refuses an empty literal and a table beyond the limit', () => {
    expect(() => buildLiterals(['a', ''])).toThrow(RangeError);
    const wide = Array.from({ length: 40_000 }, (_, i) => String.fromCharCode(0x4e00 + (i % 20_000)));
    expect(wide.length * 20_000).toBeGreaterThan(CELLS_MAX);
    expect(() => buildLiterals(wide)).toThrow(RangeError);
  });

  it('bounds the occurrences of a flood, says how many it left out, and still reports a literal that comes after it', () => {
    const counts = [0, 0];
    const left_out = buildLiterals(['a', 'attack']).scan(`${'a'.repeat(HITS_MAX + 1_000)} attack`, (literal) => counts[literal]!++);
    expect(counts).toEqual([HITS_MAX + LATE_HITS_MAX, 1]);
    expect(left_out).toBe(1_000 + 2 - LATE_HITS_MAX);
  });
});
