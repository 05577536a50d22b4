/** What an order says: words of a lexicon close together in one sentence. */

import { addBit, allMeet, bitsOf, hasBit, type Bits } from './bits.ts';
import { numberOf, type Occurrence } from './lexicon.ts';
import { addresses } from './address.ts';
import { forbids, isDenied, moodOf, opens, type Mood } from './mood.ts';
import { isNarrowed, isOfMatter } from './narrowed.ts';
import { PATTERNS, type Act, type Pattern } from './patterns.ts';

export type Acted = { act: Act; start: number; end: number };

type Compiled = {
  act: Act;
  needs: readonly Bits[];
  span: number;
  mood: Pattern['mood'];
  narrowed: Act | undefined;
};

const BY_ANCHOR: readonly (readonly Compiled[])[] = (() => {
  const table: Compiled[][] = [];
  for (const { act, anchors, needs = [], span = 0, mood, narrowed } of PATTERNS)
    for (const anchor of anchors)
      (table[numberOf(anchor)] ??= []).push({ act, needs: needs.map((any) => bitsOf(any.map(numberOf))), span, mood, narrowed });
  return table;
})();

const NONE: readonly Compiled[] = [];

/** Words looked at on either side of an anchor. */
const NEIGHBOURS_MAX = 40;

/** Where another word of the concepts ends within the span, −1 if nowhere. Overlaps with the anchor do not count. */
function neighbour(words: readonly Occurrence[], i: number, any: Bits, span: number): number {
  const anchor = words[i]!;
  for (let j = i + 1; j < words.length && j - i <= NEIGHBOURS_MAX; j++) {
    const word = words[j]!;
    if (word.start - anchor.end > span || word.sentence !== anchor.sentence) break;
    if (word.start >= anchor.end && hasBit(any, word.concept)) return word.end;
  }
  if (!anchor.free) return -1;
  for (let j = i - 1; j >= 0 && i - j <= NEIGHBOURS_MAX; j--) {
    const word = words[j]!;
    if (anchor.start - word.end > span || word.sentence !== anchor.sentence) break;
    if (word.end <= anchor.start && hasBit(any, word.concept)) return anchor.end;
  }
  return -1;
}

/** How an anchor is said, found out once for all patterns that ask. */
class Saying {
  readonly #text: string;
  readonly #word: Occurrence;
  #mood: Mood | null = null;

  constructor(text: string, word: Occurrence) {
    this.#text = text;
    this.#word = word;
  }

  fits(wanted: Pattern['mood']): boolean {
    const { start, end, free } = this.#word;
    const text = this.#text;
    if (wanted === 'address') return addresses(text, start, end);
    if (wanted === 'unhindered') return !forbids(text, start, end) && !(free && isDenied(text, start, end));
    if (!wanted || free) return wanted !== 'told' && !(wanted === 'order' && free && isDenied(text, start, end));
    if (wanted === 'opening') return opens(text, start);
    return (this.#mood ??= moodOf(text, start, end)) === wanted;
  }
}

/** Every act, by its anchor; one of each kind per anchor. */
export function actsIn(text: string, words: readonly Occurrence[]): Acted[] {
  const acts: Acted[] = [];
  const present = bitsOf([]);
  for (let i = 0; i < words.length; i++) addBit(present, words[i]!.concept);
  for (let i = 0; i < words.length; i++) {
    const anchor = words[i]!;
    const patterns = BY_ANCHOR[anchor.concept] ?? NONE;
    let saying: Saying | null = null;
    for (let p = 0; p < patterns.length; p++) {
      const { act, needs, span, mood, narrowed } = patterns[p]!;
      if (!allMeet(needs, present)) continue;
      const last = acts.at(-1);
      if (last?.act === act && last.start === anchor.start) continue;
      let end = anchor.end;
      for (let n = 0; n < needs.length && end >= 0; n++) {
        const to = neighbour(words, i, needs[n]!, span);
        end = to < 0 ? -1 : Math.max(end, to);
      }
      if (end < 0) continue;
      saying ??= new Saying(text, anchor);
      if (!saying.fits(mood)) continue;
      if (act === 'void' && isOfMatter(text.slice(anchor.start, end))) continue;
      const named = narrowed && isNarrowed(text, anchor.start, end) ? narrowed : act;
      acts.push({ act: named, start: anchor.start, end });
    }
  }
  return acts;
}
