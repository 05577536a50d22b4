/** Whether words are quoted within prose: said of somebody, not to the reader. */

const BACK_MAX = 60;
const QUOTES = '"\'`“”„«‘’';

/** True when a quotation mark opens shortly before `start` and what comes before that mark is prose, not JSON. */
export function isQuoted(text: string, start: number): boolean {
  for (let at = start - 1; at >= 0 && start - at <= BACK_MAX; at--) {
    const unit = text[at]!;
    if (unit === '\n') return false;
    if (!QUOTES.includes(unit)) continue;
    // An apostrophe within a word.
    if (unit === "'" || unit === '’') {
      const before = text.charCodeAt(at - 1);
      if ((before >= 97 && before <= 122) || (before >= 65 && before <= 90)) continue;
    }
    return /[\p{L}\d).,(—–-]\s?:?\s{0,2}$/u.test(text.slice(Math.max(0, at - 4), at));
  }
  return false;
}
