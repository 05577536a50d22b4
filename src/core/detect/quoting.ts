/** How much a match counts where it stands: an attack that is the whole value, or a text that speaks of one. */
import type { Subject } from './detector.ts';
import { QUOTED_SCORE_CAP, TEXT_ROLES } from './injection-places.ts';

/** Words beside the attack from which on a text speaks of it: a few are padding or a comment behind it. */
export const TEXT_WORDS_MAX = 4;
/** Who looks for something writes words; who attacks a search writes the attack. */
const QUERY_WORDS_MAX = 1;
/** The same for a part of a statement, such as a name, where sentences are rare. */
export const PART_WORDS_MAX = 14;

const LETTERS_MIN = 3;
/** Scripts that are written without spaces have about so many letters to a word. */
const WIDE_WORD = 3;

export type Span = { start: number; end: number };

/** @param spans all that was found in `text`, from left to right @returns the score, lowered where the text only quotes what was found */
export function scoreInPlace(score: number, text: string, spans: readonly Span[], { role }: Subject): number {
  const max = role === 'query' ? QUERY_WORDS_MAX : TEXT_ROLES.has(role) ? TEXT_WORDS_MAX : PART_WORDS_MAX;
  return isAlone(text, spans, max) ? score : Math.min(score, QUOTED_SCORE_CAP);
}

/** At most `max` words stand outside the spans, and with any, no code marks around them. */
export function isAlone(text: string, spans: readonly Span[], max: number): boolean {
  let words = 0;
  let from = 0;
  for (const { start, end } of spans) {
    words += countWords(text, from, start, max);
    if (words > max) return false;
    from = Math.max(from, end);
  }
  words += countWords(text, from, text.length, max);
  return words <= max && (words < 2 || !(isQuestion(text) || spans.every(({ start, end }) => isMarked(text, start, end))));
}

/** Also without a question mark: `java Runtime.exec example`. */
const isQuestion = (text: string): boolean =>
  /\b(?:examples?|tutorials?|documentation|docs|explained|cheat ?sheet)\s{0,8}$/i.test(text.slice(-32)) ||
  /^\s{0,8}(?:how|why|what|when|where|which|who|does|do|did|can|could|is|are|should|explain|describe|show me|tell me)\b/i.test(text) ||
  /\?\s{0,8}$/.test(text.slice(-9));

const isMarked = (text: string, start: number, end: number): boolean => text.charAt(start - 1) === '`' && text.charAt(end) === '`';

function countWords(text: string, from: number, to: number, max: number): number {
  let words = 0;
  let run = 0;
  for (let i = from; i < to && words <= max; i++) {
    const c = text.charCodeAt(i);
    if (c > 0xa0) {
      if (++run % WIDE_WORD === 0) words++;
    } else if ((c | 0x20) >= 97 && (c | 0x20) <= 122) {
      if (++run === LETTERS_MIN) words++;
    } else run = 0;
  }
  return words;
}
