import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bound, FINDINGS_MAX, REDACTIONS_MAX, UNJUDGED_MAX } from '#core/detect/bound.ts';
import type { Hit } from '#core/detect/tally.ts';
import type { Leaf } from '#core/mcp/surface.ts';

const leafAt = (index: number): Leaf => ({
  text: 'x',
  kind: 'value',
  slot: 'argument',
  origin: 'caller',
  at: { key: index, up: { key: 'request', up: null } },
});
const hit = (index: number, score: number, redactable: boolean): Hit =>
  ({ leaf: leafAt(index), score, redactable, view: 'raw', start: 0, end: 1, role: 'prose' }) as Hit;

const best = (hits: readonly Hit[], redactable: boolean, most: number): Hit[] =>
  hits
    .filter((h) => h.redactable === redactable)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, most);

/** Said plainly: sort, take the first, put them back in order. */
function plainly(hits: readonly Hit[]): Hit[] {
  const keep = new Set([...best(hits, false, FINDINGS_MAX), ...best(hits, true, REDACTIONS_MAX)]);
  return hits.filter((h) => keep.has(h));
}

describe('what is returned of many hits', () => {
  it('is the strongest, of equals the first, in their order', () => {
    const score = fc.constantFrom(0.1, 0.5, 0.5, 0.8, 0.97);
    fc.assert(
      fc.property(fc.array(fc.tuple(score, fc.boolean()), { minLength: 50, maxLength: 400 }), (all) => {
        const hits = all.map(([value, redactable], i) => hit(i, value, redactable));
        expect(bound(hits, new Set()).hits).toEqual(plainly(hits));
      }),
    );
  });

  it('names where something was left out, and beyond a limit the message', () => {
    const hits = Array.from({ length: FINDINGS_MAX + UNJUDGED_MAX + 20 }, (_, i) => hit(i, 0.5, false));
    const { unjudged } = bound(hits, new Set());
    expect(unjudged).toHaveLength(UNJUDGED_MAX + 1);
    expect(unjudged[0]).toEqual({ path: `/request/${FINDINGS_MAX}`, reason: 'over_budget' });
    expect(unjudged.at(-1)).toEqual({ path: '/request', reason: 'over_budget' });
  });
});
