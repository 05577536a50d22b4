/** Letters one by one, as in `i g n o r e` and `i.g.n.o.r.e`: put together, and parted into words where wider gaps or known words part them. */
import { DISGUISE, SINGLES_GAP_MAX } from '../disguises.ts';
import { bitsOf, CLASSES, COMBINING, PLAIN, ROOT, stateAfter } from '../disguised-words.ts';
import type { Decoder } from './decoder.ts';
import type { Draft } from './draft.ts';

const SPACE = 0x20;
const LETTERS_MIN = 4;
/** The longest word that is looked for in letters without gaps. */
const WORD_MAX = 16;

const isLetter = (text: string, at: number): boolean => {
  const kind = CLASSES[text.charCodeAt(at)];
  return kind !== undefined && kind !== 0 && kind !== COMBINING;
};

export const spaced: Decoder = {
  name: 'spaced',
  triggers: DISGUISE.spaced,
  decode(text, draft) {
    const places: number[] = [];
    for (let i = 0; i < text.length && !draft.full;) {
      places.length = 0;
      let next = i;
      while (next >= 0 && isSingle(text, next)) {
        places.push(next);
        next = singleAfter(text, next);
      }
      if (places.length >= LETTERS_MIN) putWords(text, places, draft);
      i = (places.at(-1) ?? i) + 1;
    }
    if (draft.changed) draft.copyTo(text.length);
    return text.length;
  },
};

const isSingle = (text: string, at: number): boolean =>
  isLetter(text, at) && !isLetter(text, at + 1) && (at === 0 || !isLetter(text, at - 1));

/** Where the next letter may stand, behind at most three units of one kind; −1 for nowhere. */
function singleAfter(text: string, at: number): number {
  for (let i = at + 1; i <= at + 1 + SINGLES_GAP_MAX && i < text.length; i++) {
    if (isLetter(text, i)) return i;
    if (text.charCodeAt(i) === 0x0a) return -1;
  }
  return -1;
}

function putWords(text: string, places: readonly number[], draft: Draft): void {
  const gaps = places.slice(1).map((place, i) => place - places[i]!);
  const least = Math.min(...gaps.slice(0, WORD_MAX));
  const isParted = gaps.some((gap) => gap > least);
  const starts = isParted ? null : wordStarts(text, places);
  for (let i = 1; i < places.length; i++) {
    const from = places[i - 1]! + 1;
    const parted = starts ? starts.has(i) : gaps[i - 1]! > least;
    draft.replace(from, places[i]! - from, parted ? SPACE : -1);
    draft.touch();
  }
}

/** Where known words begin, the longest first. */
function wordStarts(text: string, places: readonly number[]): Set<number> {
  const starts = new Set<number>();
  for (let i = 0; i < places.length;) {
    let state = ROOT;
    let end = 0;
    for (let k = i; k < places.length && k < i + WORD_MAX && state !== 0; k++) {
      state = stateAfter(state, CLASSES[text.charCodeAt(places[k]!)]!);
      if ((bitsOf(state) & PLAIN) !== 0) end = k + 1;
    }
    if (end > 0) {
      if (i > 0) starts.add(i);
      if (end < places.length) starts.add(end);
    }
    i = end > 0 ? end : i + 1;
  }
  return starts;
}
