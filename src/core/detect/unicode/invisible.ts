/** Hidden characters: tags, variation selectors, zero-width characters, letters without a glyph. */
import { isAsciiLetter, isAsciiWord, isBlankLetter, isSilent, isTag, isVariationSelector, isZeroWidth } from './characters.ts';
import type { Matches } from './collect.ts';
import { RULES } from './rules.ts';

/** A character takes one selector; two may meet by an editor's slip. */
const SELECTORS_MIN = 3;
/** Eight bits: the least that spells a letter. */
const ZERO_WIDTH_RUN_MIN = 8;
/** Soft hyphens part a word into syllables of two letters and more; hiding parts it into letters. */
const SPLIT_LETTERS_MAX = 1.6;
const STRAYS_MANY = 6;
const SPACE = 0x20;
const SOFT_HYPHEN = 0xad;
const BYTE_ORDER_MARK = 0xfeff;
/** Split words that are judged; more of them say the same. */
const WORDS_MAX = 256;
const TWINS_MAX = 64;
const WORD_MAX = 80;

/** 🏴 followed by tags and U+E007F is a flag of a region, such as England: at most six letters (UTS #51). */
function isFlag(text: string, start: number, end: number): boolean {
  return start >= 2 && text.codePointAt(start - 2) === 0x1f3f4 && text.codePointAt(end - 2) === 0xe007f && end - start <= 14;
}

/** A word that has an invisible character between two of its ASCII letters. */
export type SplitWord = { start: number; end: number; visible: string; hidden: number; soft: boolean };

/** The word around `at`, at most `WORD_MAX` units to each side. */
function wordAround(text: string, at: number): SplitWord {
  let start = at;
  let end = at;
  let hidden = 0;
  let soft = true;
  let visible = '';
  const member = (i: number): boolean => isAsciiWord(text.charCodeAt(i)) || isZeroWidth(text.charCodeAt(i));
  while (start > 0 && start > at - WORD_MAX && member(start - 1)) start--;
  while (end < text.length && end < at + WORD_MAX && member(end)) end++;
  for (let i = start; i < end; i++) {
    if (isZeroWidth(text.charCodeAt(i))) {
      hidden++;
      if (text.charCodeAt(i) !== 0xad) soft = false;
    } else visible += text.charAt(i);
  }
  return { start, end, visible, hidden, soft };
}

/** Runs of tags, selectors and zero-width characters into `matches`; words that such a character splits are returned, at most `WORDS_MAX`. */
export function findHidden(text: string, matches: Matches): SplitWord[] {
  const words: SplitWord[] = [];
  const edges: { start: number; end: number }[] = [];
  let lastWordEnd = 0;
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) < 0xad) continue;
    const point = text.codePointAt(i) ?? 0;
    const start = i;
    if (isTag(point)) {
      while (i < text.length && isTag(text.codePointAt(i) ?? 0)) i += 2;
      if (!isFlag(text, start, i)) matches.push(RULES.tags, start, i);
      i--;
    } else if (isVariationSelector(point)) {
      let count = 0;
      while (i < text.length && isVariationSelector(text.codePointAt(i) ?? 0)) {
        i += text.charCodeAt(i) >= 0xd800 && text.charCodeAt(i) <= 0xdbff ? 2 : 1;
        count++;
      }
      if (count >= SELECTORS_MIN) matches.push(RULES.selectors, start, i);
      i--;
    } else if (isZeroWidth(point)) {
      let soft = 0;
      while (i < text.length && isZeroWidth(text.charCodeAt(i))) if (text.charCodeAt(i++) === SOFT_HYPHEN) soft++;
      if (i - start - soft >= ZERO_WIDTH_RUN_MIN) matches.push(RULES.zeroWidthRun, start, i);
      const [before, after] = [text.charCodeAt(start - 1), text.charCodeAt(i)];
      if (start >= lastWordEnd && words.length < WORDS_MAX && isAsciiWord(before) && isAsciiWord(after)) {
        const word = wordAround(text, start);
        lastWordEnd = word.end;
        words.push(word);
      }
      // Web pages leave byte order marks and soft hyphens behind when text is copied out of them.
      const pasted = point === BYTE_ORDER_MARK || point === SOFT_HYPHEN;
      const edge = (isAsciiLetter(before) && after === SPACE) || (before === SPACE && isAsciiLetter(after));
      if (edge && !pasted && edges.length < STRAYS_MANY) edges.push({ start, end: i });
      i--;
    } else if (isBlankLetter(point)) {
      const before = text.charCodeAt(i - 1);
      const korean =
        (before >= 0x1100 && before <= 0x11ff) || (before >= 0x3130 && before <= 0x318f) || (before >= 0xac00 && before <= 0xd7a3);
      if (!korean) matches.push(RULES.invisibleLetter, i, i + 1);
    } else if (point > 0xffff) i++;
  }
  if (edges.length >= STRAYS_MANY) for (const edge of edges) matches.push(RULES.splitWord, edge.start, edge.end);
  return words;
}

/**
 * Words with something invisible inside. In a program, a name or a host there is no reason for it (`strict`); in prose it counts when the
 * words are cut into single letters, when it happens often, or when the same word also stands there clean.
 */
export function judgeSplitWords(text: string, words: readonly SplitWord[], strict: boolean, matches: Matches): void {
  const asked = new Map<string, boolean>();
  const strays: SplitWord[] = [];
  for (const word of words) {
    if (word.hidden >= 2 && word.visible.length / (word.hidden + 1) <= SPLIT_LETTERS_MAX)
      matches.push(RULES.splitWord, word.start, word.end);
    else if (word.soft || !isAsciiLetter(word.visible.charCodeAt(0))) continue;
    else {
      let twin = asked.get(word.visible);
      if (twin === undefined && asked.size < TWINS_MAX)
        asked.set(word.visible, (twin = word.visible.length > 2 && text.includes(word.visible)));
      if (twin || strict) matches.push(RULES.hiddenTwin, word.start, word.end);
      else strays.push(word);
    }
  }
  const rule = strays.length < STRAYS_MANY ? RULES.stray : RULES.splitWord;
  for (const word of strays) matches.push(rule, word.start, word.end);
}

/** Names are short. */
const NAME_MAX = 256;

/** A name that is ASCII but for characters that do not show: it is not the name that it looks like. What a page leaves behind at its start is a slip. */
export function findSilentInName(text: string, matches: Matches): void {
  if (text.length > NAME_MAX) return;
  let hidden = -1;
  let visible = 0;
  for (let i = text.charCodeAt(0) === BYTE_ORDER_MARK ? 1 : 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80 || unit === SOFT_HYPHEN) visible++;
    else if (isZeroWidth(unit) || isSilent(unit)) hidden = hidden < 0 ? i : hidden;
    else return;
  }
  if (hidden >= 0 && visible > 0) matches.push(RULES.hiddenTwin, hidden, hidden + 1);
}
