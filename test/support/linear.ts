import { expect } from 'vitest';

const RUNS = 3;
/** Four times the text costs four times the time; sixteen times, if the work is quadratic. */
const GROWTH = 4;
const GROWTH_MAX = 10;
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
  const quarter = text.slice(0, text.length / GROWTH);
  expect(costOf(() => work(text)) / costOf(() => work(quarter))).toBeLessThan(GROWTH_MAX);
}
