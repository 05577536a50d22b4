import { expect } from 'vitest';

const RUNS = 3;
/** A collection of garbage can fall into the one measurement and not into the other; quadratic work is quadratic every time. */
const TRIES = 4;
/** Eight times the text costs eight times the time, and up to twice that where memory is short; sixty-four times, if the work is quadratic. */
const GROWTH = 8;
const GROWTH_MAX = 28;
/** Below this the clock says more of the machine than of the work. */
const FLOOR_MS = 2;

/** Processor time in ms, which other work on the machine does not take away; the best of some runs. */
function costOf(work: () => void): number {
  let best = Infinity;
  for (let run = 0; run < RUNS; run++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1_000);
  }
  return Math.max(best, FLOOR_MS);
}

/** Asserts that work on `text` costs in proportion to its length: a ratio within one run, for absolute times say little on a busy machine. */
export function expectLinear(text: string, work: (text: string) => void): void {
  const part = text.slice(0, text.length / GROWTH);
  let growth = Infinity;
  for (let i = 0; i < TRIES && growth >= GROWTH_MAX; i++) growth = costOf(() => work(text)) / costOf(() => work(part));
  expect(growth).toBeLessThan(GROWTH_MAX);
}
