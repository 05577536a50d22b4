/** Words that mix scripts to look like others (UTS #39, 5.1 mixed-script detection; CVE-2021-42694). */
import { isAsciiLetter, isAsciiWord, isCyrillicOrGreek, LATIN_TWIN } from './characters.ts';
import type { Matches } from './collect.ts';
import { RULES } from './rules.ts';

/** A single word among a text in that script is a slip of the keyboard. */
const AMONG_SCRIPT_SCORE = 0.5;
/** Nobody who wants to be taken for another names the trick beside it. */
const EXPLAINED_SCORE = 0.6;
const EXPLAINED_WITHIN = 80;
const EXPLAINING = /\b(?:cyrillic|greek|homoglyphs?|homographs?|look-?alikes?|confusables?|U\+0[34][\da-f]{2})\b/i;
const WORDS_MAX = 64;
const WORD_MAX = 128;

type Word = { start: number; end: number; skeleton: string; latin: number; twins: number; others: number };

function readWord(text: string, from: number): Word {
  const word: Word = { start: from, end: from, skeleton: '', latin: 0, twins: 0, others: 0 };
  let at = from;
  for (; at < text.length && at < from + WORD_MAX; at++) {
    const unit = text.charCodeAt(at);
    if (isAsciiWord(unit)) {
      word.skeleton += text.charAt(at);
      if (isAsciiLetter(unit)) word.latin++;
    } else if (isCyrillicOrGreek(unit)) {
      const twin = LATIN_TWIN.get(text.charAt(at));
      if (twin === undefined) word.others++;
      else word.twins++;
      word.skeleton += twin ?? '\uffff';
    } else break;
  }
  word.end = at;
  return word;
}

/** A label of a host name whose every letter passes for Latin, with an ASCII end: a whole-script confusable (UTS #39, 4.1). */
const HOST_TWINS_MIN = 3;
const isHostLabel = (text: string, { end }: Word): boolean =>
  /^(?:\.[a-z0-9-]{1,63}){0,4}\.[a-z]{2,10}(?![\p{L}\w.])/iu.test(text.slice(end, end + 96));

/** `text` has at least one Cyrillic or Greek letter. Linear; at most `WORDS_MAX` words are compared with the rest. */
export function findLookAlikes(text: string, matches: Matches): void {
  const mixed: Word[] = [];
  let ownWords = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (!isAsciiWord(unit) && !isCyrillicOrGreek(unit)) continue;
    const word = readWord(text, i);
    if (word.others === 0 && word.twins >= HOST_TWINS_MIN && isHostLabel(text, word)) {
      matches.push(RULES.homoglyph, word.start, word.end);
    } else if (word.others > 0 || (word.twins > 0 && word.latin === 0)) ownWords++;
    else if (word.twins > 0 && word.latin >= 2 && mixed.length < WORDS_MAX) mixed.push(word);
    i = word.end - 1;
  }
  const compared = new Map<string, boolean>();
  for (const word of mixed) {
    let twin = compared.get(word.skeleton);
    if (twin === undefined) compared.set(word.skeleton, (twin = word.skeleton.length > 3 && text.includes(word.skeleton)));
    if (twin) matches.push(RULES.homoglyphTwin, word.start, word.end, isExplained(text, word) ? EXPLAINED_SCORE : undefined);
    else matches.push(RULES.homoglyph, word.start, word.end, ownWords > 0 ? AMONG_SCRIPT_SCORE : undefined);
  }
}

/** Whether prose beside the word says which letters it has. */
const isExplained = (text: string, { start, end }: Word): boolean =>
  EXPLAINING.test(text.slice(Math.max(0, start - EXPLAINED_WITHIN), end + EXPLAINED_WITHIN));
