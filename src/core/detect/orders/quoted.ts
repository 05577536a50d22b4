/** Whether words are quoted within prose: said of somebody, not to the reader. */

const BACK_MAX = 40;
const QUOTES = '"\'`“”„«‘’';
const OPENING = '“„«‘';

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
    return /[\p{L}\d).,(—–-]\s?:?\s{0,2}[(\\]?$/u.test(text.slice(Math.max(0, at - 5), at));
  }
  return false;
}
