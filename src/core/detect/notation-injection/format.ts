/** Format strings: of C, and the fields of Python's `str.format`. */
import type { Span } from '../quoting.ts';

const CONVERSION = /%(?:\d{1,3}\$)?[-+#0]?\d{0,12}(?:\.\d{1,8})?(?:hh?|ll?)?([xXpnsdiuc])/g;
/** What may stand between two conversions of a probe: nothing that reads as words. */
const BETWEEN = /^[\s.,:;|_\-A]{0,8}$/;
const ROW_MIN = 4;
/** A field of a million places fills the memory. */
const WIDE = /%0?\d{6,12}[dxscu]/;
const READS_MEMORY = /[xXpsn]/;

/** A row of four conversions that read memory, two with `%n` among them, or one field of enormous width. */
export function findFormat(text: string): Span | null {
  const wide = WIDE.exec(text);
  if (wide) return { start: wide.index, end: wide.index + wide[0].length };
  let from = 0;
  let end = -1;
  let row = 0;
  let reading = 0;
  let writes = false;
  for (const { 0: whole, 1: letter, index } of text.matchAll(CONVERSION)) {
    if (end < 0 || !BETWEEN.test(text.slice(end, index))) {
      from = index;
      row = reading = 0;
      writes = false;
    }
    row++;
    if (READS_MEMORY.test(letter!)) reading++;
    writes ||= letter === 'n';
    end = index + whole.length;
    // A word goes on behind a percent sign: `100%new`.
    if (/[A-Za-z0-9]/.test(text.charAt(end))) end = -1;
    else if ((row >= ROW_MIN && reading === row) || (writes && row >= 2)) return { start: from, end };
  }
  return null;
}

const ATTRIBUTE =
  /\{(?:\w{0,32})(?:\[\w{1,16}\])?(?:\.[a-z]\w{0,31})?(?:\.__|\[__)(?:class|init|globals|mro|base|bases|subclasses|dict|builtins|module|func|self|code)__/;

export function findFormatAttribute(text: string): Span | null {
  const found = ATTRIBUTE.exec(text);
  return found && { start: found.index, end: found.index + found[0].length };
}
