/** What is remarkable about a text as an order to a model, as numbers: for the rules, and for the learned scorer. */
import { ACTS, actsIn, type Acted } from './acts.ts';
import { occurrencesIn } from './lexicon.ts';
import { MARKS, marksIn, type Marked } from './markers.ts';
import { REACHES, reachesIn, type Reached } from './reach.ts';

/** Names of `Signs.counts`, in its order. Only ever added to. */
export const SIGNS: readonly string[] = [
  ...ACTS.map((act) => `act.${act}`),
  ...MARKS.map((mark) => `mark.${mark}`),
  ...REACHES.map((reach) => `reach.${reach}`),
];

export type Signs = { counts: readonly number[] };

export type Evidence = { acts: readonly Acted[]; marks: readonly Marked[]; reaches: readonly Reached[] };

export function evidenceIn(text: string): Evidence {
  return { acts: actsIn(text, occurrencesIn(text)), marks: marksIn(text), reaches: reachesIn(text) };
}

const INDEX = new Map(SIGNS.map((sign, i) => [sign, i]));

export function countsOf({ acts, marks, reaches }: Evidence): number[] {
  const counts = Array.from({ length: SIGNS.length }, () => 0);
  for (const { act } of acts) counts[INDEX.get(`act.${act}`)!]!++;
  for (const { mark } of marks) counts[INDEX.get(`mark.${mark}`)!]!++;
  for (const { reach } of reaches) counts[INDEX.get(`reach.${reach}`)!]!++;
  return counts;
}

/** How often each of `SIGNS` stands in the text. Linear, deterministic. */
export const signsOf = (text: string): Signs => ({ counts: countsOf(evidenceIn(text)) });
