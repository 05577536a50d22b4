import { describe, expect, it } from 'vitest';
import { engineOf } from '#core/detect/engine.ts';
import { DETECTORS } from '#core/detect/index.ts';
import { buildLiterals } from '#core/text/literals.ts';
import { DISGUISE_LITERALS, LATE_LITERALS } from '#core/text/views.ts';

const BUILD_MS_MAX = 300;
const TRIES = 3;

function costOf(work: () => void): number {
  let best = Infinity;
  for (let i = 0; i < TRIES; i++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
}

describe('the automaton of all literals', () => {
  it(`is built from the rules in ${BUILD_MS_MAX} ms of processor time`, () => {
    expect(costOf(() => void engineOf(DETECTORS))).toBeLessThan(BUILD_MS_MAX);
  });

  it('costs in proportion to its literals', () => {
    const literals = [...new Set([...DETECTORS.flatMap((d) => d.literals ?? []), ...LATE_LITERALS, ...DISGUISE_LITERALS])];
    const half = costOf(() => void buildLiterals(literals.filter((_, i) => i % 2 === 0)));
    expect(costOf(() => void buildLiterals(literals)) / Math.max(half, 1)).toBeLessThan(8);
  });
});
