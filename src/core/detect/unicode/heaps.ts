/** Characters heaped or lined up where no writing does so: marks on one letter, private use characters in a row. */
import { isCombining, isPrivateUse } from './characters.ts';
import type { Matches } from './collect.ts';
import { RULES } from './rules.ts';

/** Marks on one letter: Biblical Hebrew and polytonic Greek take four at most. */
const MARKS_MIN = 10;
/** Letters with three marks and more, one after the other. */
const HEAPED_LETTERS_MIN = 8;
const HEAPED_MARKS_MIN = 3;
/** Icons of a font stand alone or in pairs; this many in a row spell something. */
const PRIVATE_MIN = 12;

export function findHeaps(text: string, matches: Matches): void {
  let letters = 0;
  let from = 0;
  for (let i = 0; i < text.length;) {
    const start = i;
    const unit = text.charCodeAt(i);
    if (isCombining(unit)) {
      while (i < text.length && isCombining(text.charCodeAt(i))) i++;
      if (letters === 0) from = start;
      letters = i - start >= HEAPED_MARKS_MIN ? letters + 1 : 0;
      if (i - start >= MARKS_MIN) matches.push(RULES.heap, start, i);
      else if (letters === HEAPED_LETTERS_MIN) matches.push(RULES.heap, from, i);
      i++;
    } else if (isPrivateUse(unit)) {
      letters = 0;
      let count = 0;
      while (i < text.length && isPrivateUse(text.charCodeAt(i))) {
        i += text.charCodeAt(i) >= 0xe000 ? 1 : 2;
        count++;
      }
      if (count >= PRIVATE_MIN) matches.push(RULES.privateUse, start, i);
    } else {
      if (!isCombining(text.charCodeAt(i + 1))) letters = 0;
      i++;
    }
  }
}

/** U+2044, U+2215, U+29F8, U+FF0F, U+3033, U+2571 within the host of an address. */
const FALSE_SLASH = /:\/\/[^\s/?#"'<>\u2044\u2215\u29f8\uff0f\u3033\u2571]{1,128}[\u2044\u2215\u29f8\uff0f\u3033\u2571]/gu;

/** Of an address that is written about rather than opened. */
const MENTIONED_SCORE = 0.6;

export function findFalseSlashes(text: string, opened: boolean, matches: Matches): void {
  if (!text.includes('://')) return;
  for (const hit of text.matchAll(FALSE_SLASH))
    matches.push(RULES.falseSlash, hit.index, hit.index + hit[0].length, opened ? undefined : MENTIONED_SCORE);
}
