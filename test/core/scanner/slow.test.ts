/** Messages bred to be slow cost a bounded number of times what ordinary text costs, and no more the longer they are. HUNT_SECONDS hunts longer. */
import { expect, it } from 'vitest';
import { expectLinear } from '../../support/linear.ts';
import { hunt, judgeText, paceOf, PLACES, textOf } from './hunt.ts';

const SEED = 20260721;
const SECONDS = Number(process.env['HUNT_SECONDS'] ?? 8);
/** How many times what prose costs, which is some tens of ns a unit: what is found today stands near 70. */
const TIMES_PROSE_MAX = 200;
const LINEAR_LENGTH = 131_072;
const CHECKED = 3;

it(
  'judges what a hunt finds in linear time, and none of it slowly',
  () => {
    const prose = 'The quarterly report says that orders grew by 12 percent, and that the team hired three people. ';
    for (const place of PLACES.keys()) judgeText(place, prose.repeat(20));
    const plain = Math.max(5, paceOf(8, prose.repeat(170), 5));
    const caught = hunt(SEED, SECONDS * 1_000);
    const told = caught
      .slice(0, 5)
      .map(({ prey, pace }) => `${(1_000 / pace).toFixed(1)} MB/s (${(pace / plain).toFixed(0)} times prose): ${JSON.stringify(prey)}`);
    if (process.env['HUNT_SECONDS']) console.info(told.join('\n'));
    expect(caught[0]!.pace / plain, told.join('\n')).toBeLessThan(TIMES_PROSE_MAX);
    for (const { prey } of caught.slice(0, CHECKED)) expectLinear(textOf(prey, LINEAR_LENGTH), (text) => judgeText(prey.place, text));
  },
  (SECONDS + 120) * 1_000,
);
