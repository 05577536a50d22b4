/** The signs of a text by where they stand, for windows to count. */
import { SIGNS, type Evidence } from '../signs.ts';

/** Signs in the order of their places: their numbers in `SIGNS`, and the offsets at which they begin. */
export type Spotted = { signs: Int32Array; starts: Int32Array };

const NUMBER: ReadonlyMap<string, number> = new Map(SIGNS.map((sign, i) => [sign.slice(sign.indexOf('.') + 1), i]));
/** Words of those who write about attacks. */
export const ABOUT = SIGNS.indexOf('act.about');

const NONE: Spotted = { signs: new Int32Array(0), starts: new Int32Array(0) };

export function spottedIn({ acts, spots }: Pick<Evidence, 'acts' | 'spots'>): Spotted {
  if (acts.length === 0 && spots.length === 0) return NONE;
  const all: { sign: number; start: number }[] = [];
  for (const { act, start } of acts) all.push({ sign: NUMBER.get(act)!, start });
  for (const { sign, start } of spots) all.push({ sign: NUMBER.get(sign)!, start });
  all.sort((a, b) => a.start - b.start);
  const signs = new Int32Array(all.length);
  const starts = new Int32Array(all.length);
  for (let i = 0; i < all.length; i++) {
    signs[i] = all[i]!.sign;
    starts[i] = all[i]!.start;
  }
  return { signs, starts };
}

/** How much a text speaks about attacks: 0 not, 1 a little, 2 much. */
export const ABOUT_LEVELS = 3;
export function aboutLevel({ signs }: Spotted): number {
  let count = 0;
  for (let i = 0; i < signs.length && count < 3; i++) if (signs[i] === ABOUT) count++;
  return count === 0 ? 0 : count < 3 ? 1 : 2;
}
