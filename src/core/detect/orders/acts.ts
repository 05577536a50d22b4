/** What an order says: words of a lexicon close together in one sentence. */

import { CONCEPTS } from './concepts.ts';
import { numberOf, type Occurrence } from './lexicon.ts';
import { addresses } from './address.ts';
import { forbids, isDenied, moodOf, opens } from './mood.ts';
import { isNarrowed, isOfMatter } from './narrowed.ts';
import { PATTERNS, type Act, type Pattern } from './patterns.ts';

export type Acted = { act: Act; start: number; end: number };

type Compiled = {
  number: number;
  act: Act;
  needs: readonly (readonly number[])[];
  span: number;
  mood: Pattern['mood'];
  narrowed: Act | undefined;
};

const BY_ANCHOR: readonly (readonly Compiled[])[] = (() => {
  const table: Compiled[][] = [];
  for (const [number, { act, anchors, needs = [], span = 0, mood, narrowed }] of PATTERNS.entries())
    for (const anchor of anchors)
      (table[numberOf(anchor)] ??= []).push({ number, act, needs: needs.map((any) => any.map(numberOf)), span, mood, narrowed });
  return table;
})();

const NONE: readonly Compiled[] = [];

/** Words looked at on either side of an anchor. */
const NEIGHBOURS_MAX = 40;

/** Where another word of the concepts ends within the span, −1 if nowhere. Overlaps with the anchor do not count. */
function neighbour(words: readonly Occurrence[], i: number, any: readonly number[], span: number): number {
  const anchor = words[i]!;
  for (let j = i + 1; j < words.length && j - i <= NEIGHBOURS_MAX; j++) {
    const word = words[j]!;
    if (word.start - anchor.end > span || word.sentence !== anchor.sentence) break;
    if (word.start >= anchor.end && any.includes(word.concept)) return word.end;
  }
  if (!anchor.free) return -1;
  for (let j = i - 1; j >= 0 && i - j <= NEIGHBOURS_MAX; j--) {
    const word = words[j]!;
    if (anchor.start - word.end > span || word.sentence !== anchor.sentence) break;
    if (word.end <= anchor.start && any.includes(word.concept)) return anchor.end;
  }
  return -1;
}

function fits(text: string, word: Occurrence, mood: Pattern['mood']): boolean {
  if (mood === 'address') return addresses(text, word.start, word.end);
  if (mood === 'unhindered') return word.free ? !isDenied(text, word.start, word.end) : !forbids(text, word.start);
  if (!mood || word.free) return mood !== 'told' && !(mood === 'order' && word.free && isDenied(text, word.start, word.end));
  if (mood === 'opening') return opens(text, word.start);
  return moodOf(text, word.start, word.end) === mood;
}

/** Every act, by its anchor; one of each kind per anchor. */
export function actsIn(text: string, words: readonly Occurrence[]): Acted[] {
  const acts: Acted[] = [];
  const present = new Uint8Array(CONCEPTS.length);
  for (const { concept } of words) present[concept] = 1;
  /** By pattern: 1 when all that it needs stands somewhere in the text, 2 when not. */
  const open = new Uint8Array(PATTERNS.length);
  for (let i = 0; i < words.length; i++) {
    const anchor = words[i]!;
    for (const { number, act, needs, span, mood, narrowed } of BY_ANCHOR[anchor.concept] ?? NONE) {
      if (open[number] === 0) open[number] = needs.every((any) => any.some((concept) => present[concept] === 1)) ? 1 : 2;
      if (open[number] === 2) continue;
      if (acts.at(-1)?.act === act && acts.at(-1)!.start === anchor.start) continue;
      let end = anchor.end;
      for (const any of needs) {
        const to = neighbour(words, i, any, span);
        end = to < 0 ? -1 : Math.max(end, to);
        if (end < 0) break;
      }
      if (end < 0 || !fits(text, anchor, mood)) continue;
      if (act === 'void' && isOfMatter(text.slice(anchor.start, end))) continue;
      const named = narrowed && isNarrowed(text, end) ? narrowed : act;
      acts.push({ act: named, start: anchor.start, end });
    }
  }
  return acts;
}
