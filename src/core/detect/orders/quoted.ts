/** Whether words are quoted within prose: said of somebody, not to the reader. */

const BACK_MAX = 40;
const QUOTES = '"\'`“”„«‘’';
const OPENING = '“„«‘';

/** Before the mark that opens a value: what page snapshots and lists of fields have, one in a line, and prose has not. */
const FIELD =
  /(?:^|\n)[ \t]{0,40}(?:[-*] )?(?:alt|body|button|caption|cell|comment|content|description|heading|img|label|link|listitem|message|msg|name|note|option|paragraph|placeholder|row|summary|text|title|tooltip|value)(?: ?[:=])? ?$/i;
const FIELD_MAX = 64;
/** Whether the quotation mark at `at` opens the value of a field. */
export const opensField = (text: string, at: number): boolean => FIELD.test(text.slice(Math.max(0, at - FIELD_MAX), at));

/** True when a quotation mark opens shortly before `start` and what comes before that mark is prose, not JSON. */
export function isQuoted(text: string, start: number): boolean {
  for (let at = start - 1; at >= 0 && start - at <= BACK_MAX; at--) {
    const unit = text[at]!;
    if (unit === '\n') return false;
    if (!QUOTES.includes(unit)) continue;
    if (OPENING.includes(unit)) return true;
    const before = text[at - 1] ?? '';
    // An apostrophe within a word, or the mark that closes what stands before.
    if (/[\p{L}\d.!?,]/u.test(before)) {
      if (unit === "'" || unit === '’') continue;
      return false;
    }
    return /[\p{L}\d).,(—–-]\s?:?\s{0,2}[(\\]?$/u.test(text.slice(Math.max(0, at - 5), at)) && !opensField(text, at);
  }
  return false;
}
