/** Of a long text that was decoded in a few places, what stands around them: the rest is what was there before, and has been looked into. */

/** Shorter texts are kept whole. */
const WHOLE_MAX = 4_096;
/** Units kept on either side of what was decoded: more than the company of an order, or the reach of a rule. */
export const MARGIN = 1_024;
/** An excerpt begins with a line where one begins so near to its edge, and ends with one. */
const LINE_MAX = 256;
/** Excerpts that would be more than one in so many units of the text are not worth the cut. */
const WORTH = 2;

/** Between excerpts. */
export const SEPARATOR = '\n\n';

const NEWLINE = 0x0a;

/**
 * @param touched from, to, from, to …: what was decoded, in order, further apart than two margins
 * @returns what to keep, likewise, in order and apart; null for the whole text
 */
export function excerptsOf(units: Uint16Array, length: number, touched: readonly number[]): number[] | null {
  if (length <= WHOLE_MAX || touched.length === 0) return null;
  let kept = 0;
  for (let t = 0; t < touched.length; t += 2) kept += touched[t + 1]! - touched[t]! + 2 * MARGIN;
  if (kept * WORTH > length) return null;
  const excerpts: number[] = [];
  for (let t = 0; t < touched.length; t += 2)
    excerpts.push(lineStart(units, Math.max(0, touched[t]! - MARGIN)), lineEnd(units, Math.min(length, touched[t + 1]! + MARGIN), length));
  return excerpts;
}

/** Behind the first line feed from `at` on, if it is near. */
function lineStart(units: Uint16Array, at: number): number {
  if (at === 0) return 0;
  for (let i = at - 1; i < at + LINE_MAX; i++) if (units[i] === NEWLINE) return i + 1;
  return at;
}

/** At the last line feed before `at`, if it is near. */
function lineEnd(units: Uint16Array, at: number, length: number): number {
  if (at === length) return at;
  for (let i = at; i > at - LINE_MAX; i--) if (units[i] === NEWLINE) return i;
  return at;
}
