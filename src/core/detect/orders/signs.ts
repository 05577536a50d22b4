/** What is remarkable about a text as an order to a model, as numbers: for the rules, and for the learned scorer. */
import { actsIn, type Acted } from './acts.ts';
import { scan, type Spot } from './lexicon.ts';
import { ACTS } from './patterns.ts';
import { MARKS } from './markers.ts';
import { REACHES } from './reach.ts';

/** Names of `Signs.counts`, in its order. Only ever added to. */
export const SIGNS: readonly string[] = [
  ...ACTS.map((act) => `act.${act}`),
  ...MARKS.map((mark) => `mark.${mark}`),
  ...REACHES.map((reach) => `reach.${reach}`),
];

export type Signs = { counts: readonly number[] };

/** `names`: bits of `NAME`. */
export type Evidence = { acts: readonly Acted[]; spots: readonly Spot[]; names: number };

export function evidenceIn(text: string, all = true): Evidence {
  const { words, spots, names } = scan(text, all);
  return { acts: actsIn(text, words), spots, names };
}

const INDEX = new Map(SIGNS.map((sign, i) => [sign.slice(sign.indexOf('.') + 1), i]));

export function countsOf({ acts, spots }: Pick<Evidence, 'acts' | 'spots'>): number[] {
  const counts = Array.from({ length: SIGNS.length }, () => 0);
  for (const { act } of acts) counts[INDEX.get(act)!]!++;
  for (const { sign } of spots) counts[INDEX.get(sign)!]!++;
  return counts;
}

/** How often each of `SIGNS` stands in the text. Linear, deterministic. */
export const signsOf = (text: string): Signs => ({ counts: countsOf(evidenceIn(text)) });
