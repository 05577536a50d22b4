/** Sliding windows: never more than the limit in any true window, whatever is given back; never less than the sub-slots explain. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forget, giveBack, MEMBERS_MAX, newCounter, SUB_SLOTS, take, UNITS_MAX, valueWith, type Counter } from '#core/policy/counters.ts';

const WINDOW = 6_000;
const MAX = 20;
const START = 1_800_000_000_123;
const SLOT = WINDOW / SUB_SLOTS;

type Step = { wait_ms: number; amount: number; given_back: boolean };
const steps = fc.array(
  fc.record({ wait_ms: fc.integer({ min: 0, max: 900 }), amount: fc.integer({ min: 0, max: 12 }), given_back: fc.boolean() }),
  { minLength: 1, maxLength: 200 },
);

/** One step of a limiter over a counter; what was let through and kept. */
function run(
  counter: Counter,
  all: readonly Step[],
  addOf: (step: Step) => number | string[],
): { at_ms: number; add: number | string[]; fits: boolean }[] {
  let now_ms = START;
  return all.map((step) => {
    now_ms += step.wait_ms;
    const add = addOf(step);
    forget(counter, now_ms);
    const fits = valueWith(counter, add) <= MAX;
    if (fits) {
      const slot = take(counter, { add }, now_ms);
      if (step.given_back) giveBack(counter, { slot, add });
    }
    return { at_ms: now_ms, add, fits: fits && !step.given_back };
  });
}

test('of units', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const done = run(newCounter(WINDOW, 0), all, ({ amount }) => amount);
      const within = (from_ms: number, to_ms: number): number =>
        done.reduce((sum, { at_ms, add, fits }) => sum + (fits && at_ms > from_ms && at_ms <= to_ms ? Number(add) : 0), 0);
      done.forEach(({ at_ms, add, fits }, i) => {
        expect(within(at_ms - WINDOW, at_ms)).toBeLessThanOrEqual(MAX);
        // What was refused would have gone beyond the limit in a window that is one sub-slot longer.
        const before = done.slice(0, i).reduce((sum, d) => sum + (d.fits && d.at_ms > at_ms - WINDOW - SLOT ? Number(d.add) : 0), 0);
        if (!fits && !all[i]!.given_back) expect(before + Number(add)).toBeGreaterThan(MAX);
      });
    }),
    { numRuns: 500 },
  );
});

test('of distinct values', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const done = run(newCounter(WINDOW, []), all, ({ amount, wait_ms }) => [`v${amount}`, `w${wait_ms % 23}`]);
      for (const { at_ms } of done) {
        const within = done.filter((d) => d.fits && d.at_ms > at_ms - WINDOW && d.at_ms <= at_ms).flatMap(({ add }) => add as string[]);
        expect(new Set(within).size).toBeLessThanOrEqual(MAX);
      }
    }),
    { numRuns: 500 },
  );
});

test('more attempts than any limit allows are kept as far as they tell', () => {
  const counter = newCounter(WINDOW, []);
  const values = (from: number, n: number): string[] => Array.from({ length: n }, (_, i) => `v${from + i}`);
  take(counter, { add: values(0, MEMBERS_MAX) }, START);
  take(counter, { add: values(MEMBERS_MAX, MEMBERS_MAX) }, START + WINDOW / 2);
  forget(counter, START + WINDOW / 2);
  expect(valueWith(counter, [])).toBe(MEMBERS_MAX + 1);
  forget(counter, START + WINDOW + SLOT);
  // Of those that came first all are old by now, of those that came last none.
  expect(valueWith(counter, [])).toBe(MEMBERS_MAX);
  const units = newCounter(WINDOW, 0);
  for (let i = 0; i < 3; i++) take(units, { add: UNITS_MAX }, START);
  expect(valueWith(units, 0)).toBe(UNITS_MAX + 1);
});
