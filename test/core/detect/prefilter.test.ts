import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildPrefilter } from '#core/detect/prefilter.ts';

const LISTENERS = [{ literals: ['ab', 'b'] }, { literals: ['b', 'ca'], ignores_hits: true as const }, { literals: ['abc'] }, {}];
const ALL = 0b1111;

it('finds the same with the smaller automaton as with the whole one', () => {
  const whole = buildPrefilter(LISTENERS);
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 40 }),
      fc.integer({ min: 0, max: ALL }),
      fc.integer({ min: 0, max: ALL }),
      (text, wanted, often) => {
        const scan = buildPrefilter(LISTENERS, often).scan(text, wanted);
        const expected = whole.scan(text, wanted);
        expect(scan.hits).toEqual(expected.hits);
        expect(scan.woken & wanted).toBe(expected.woken & wanted);
      },
    ),
    { numRuns: 40 },
  );
});

it('tells of what stands often whatever is wanted', () => {
  const { scan } = buildPrefilter(LISTENERS, 0b0010);
  expect(scan('xcax', 0).woken).toBe(0b0010);
});
