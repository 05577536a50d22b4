/** The signs of a text by where they stand, for windows to count. */
import { SIGNS, type Evidence } from '../signs.ts';

/** Signs in the order of their places: their numbers in `SIGNS`, and the offsets at which they begin. */
export type Spotted = { signs: readonly number[]; starts: readonly number[] };

const NUMBER: ReadonlyMap<string, number> = new Map(SIGNS.map((sign, i) => [sign.slice(sign.indexOf('.') + 1), i]));
/** Words of those who write about attacks. */
export const ABOUT = SIGNS.indexOf('act.about');

const NONE: Spotted = { signs: [], starts: [] };

export function spottedIn({ acts, spots }: Pick<Evidence, 'acts' | 'spots'>): Spotted {
  if (acts.length === 0 && spots.length === 0) return NONE;
  const all: { sign: number; start: number }[] = [];
  for (const { act, start } of acts) all.push({ sign: NUMBER.get(act)!, start });
  for (const { sign, start } of spots) all.push({ sign: NUMBER.get(sign)!, start });
  all.sort((a, b) => a.start - b.start);
  // Plain arrays: most texts have a few signs, and two typed arrays cost more than these.
  return { signs: all.map(({ sign }) => sign), starts: all.map(({ start }) => start) };
}

/** How much a text speaks about attacks: 0 not, 1 a little, 2 much. */
export const ABOUT_LEVELS = 3;
export function aboutLevel({ signs }: Spotted): number {
  let count = 0;
  for (let i = 0; i < signs.length && count < 3; i++) if (signs[i] === ABOUT) count++;
  return count === 0 ? 0 : count < 3 ? 1 : 2;
}
