/** Hidden characters: tags, variation selectors, zero-width characters, letters without a glyph. */
import type { Match, Rule } from '../../finding.ts';
import { isAsciiLetter, isAsciiWord, isBlankLetter, isTag, isVariationSelector, isZeroWidth } from './characters.ts';
import { RULES } from './rules.ts';

/** A character takes one selector; two may meet by an editor's slip. */
const SELECTORS_MIN = 3;
/** Eight bits: the least that spells a letter. */
const ZERO_WIDTH_RUN_MIN = 8;
/** Soft hyphens part a word into syllables of two letters and more; hiding parts it into letters. */
const SPLIT_LETTERS_MAX = 1.6;
const STRAYS_MANY = 6;
const SPACE = 0x20;
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

/** Runs of tags, selectors and zero-width characters; words that such a character splits are left in `words`. */
export function findHidden(text: string, words: SplitWord[]): Match[] {
  const matches: Match[] = [];
  const edges: Match[] = [];
  const push = (rule: Rule, start: number, end: number, score?: number): void =>
    void matches.push({ rule, start, end, ...(score === undefined ? {} : { score }) });
  let lastWordEnd = 0;
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) < 0xad) continue;
    const point = text.codePointAt(i) ?? 0;
    const start = i;
    if (isTag(point)) {
      while (i < text.length && isTag(text.codePointAt(i) ?? 0)) i += 2;
      if (!isFlag(text, start, i)) push(RULES.tags, start, i);
      i--;
    } else if (isVariationSelector(point)) {
      let count = 0;
      while (i < text.length && isVariationSelector(text.codePointAt(i) ?? 0)) {
        i += text.charCodeAt(i) >= 0xd800 && text.charCodeAt(i) <= 0xdbff ? 2 : 1;
        count++;
      }
      if (count >= SELECTORS_MIN) push(RULES.selectors, start, i);
      i--;
    } else if (isZeroWidth(point)) {
      while (i < text.length && isZeroWidth(text.charCodeAt(i))) i++;
      if (i - start >= ZERO_WIDTH_RUN_MIN && text.slice(start, i).replaceAll('\u00ad', '').length >= ZERO_WIDTH_RUN_MIN)
        push(RULES.zeroWidthRun, start, i);
      if (start > 0 && start >= lastWordEnd && isAsciiWord(text.charCodeAt(start - 1)) && isAsciiWord(text.charCodeAt(i))) {
        const word = wordAround(text, start);
        lastWordEnd = word.end;
        words.push(word);
      }
      const [before, after] = [text.charCodeAt(start - 1), text.charCodeAt(i)];
      // Web pages leave byte order marks and soft hyphens behind when text is copied out of them.
      const pasted = point === 0xfeff || point === 0xad;
      const edge = (isAsciiLetter(before) && after === SPACE) || (before === SPACE && isAsciiLetter(after));
      if (edge && !pasted) edges.push({ rule: RULES.stray, start, end: i });
      i--;
    } else if (isBlankLetter(point)) {
      const before = text.charCodeAt(i - 1);
      const korean =
        (before >= 0x1100 && before <= 0x11ff) || (before >= 0x3130 && before <= 0x318f) || (before >= 0xac00 && before <= 0xd7a3);
      if (!korean) push(RULES.invisibleLetter, i, i + 1);
    } else if (point > 0xffff) i++;
  }
  return edges.length < STRAYS_MANY ? matches : [...matches, ...edges.map((edge) => ({ ...edge, rule: RULES.splitWord }))];
}

/**
 * Words with something invisible inside. In a program, a name or a host there is no reason for it; in prose it counts when the words are cut
 * into single letters, when it happens often, or when the same word also stands there clean.
 */
export function judgeSplitWords(text: string, words: readonly SplitWord[], strict: boolean): Match[] {
  const matches: Match[] = [];
  const asked = new Map<string, boolean>();
  let strays = 0;
  for (const word of words) {
    const span = { start: word.start, end: word.end };
    if (word.hidden >= 2 && word.visible.length / (word.hidden + 1) <= SPLIT_LETTERS_MAX) matches.push({ rule: RULES.splitWord, ...span });
    else if (word.soft || !isAsciiLetter(word.visible.charCodeAt(0))) continue;
    else {
      let twin = asked.get(word.visible);
      if (twin === undefined && asked.size < TWINS_MAX)
        asked.set(word.visible, (twin = word.visible.length > 2 && text.includes(word.visible)));
      if (twin || strict) matches.push({ rule: RULES.hiddenTwin, ...span });
      else {
        strays++;
        matches.push({ rule: RULES.stray, ...span });
      }
    }
  }
  return strays < STRAYS_MANY
    ? matches
    : matches.map((match) => (match.rule === RULES.stray ? { ...match, rule: RULES.splitWord } : match));
}
