/** The condition behind OR, AND and their like, read without tokens: can it be one that needs no column of a table? */
import { isDigit, isSpace, isWordStart, numberEnd } from '../../text/sql-tokens.ts';
import { BITS, WORDS } from './gate-words.ts';

/** What `next` gives where a comment starts or ends: what stands behind it is not looked for. */
export const COMMENT = -1;
const STEPS_MAX = 24;
const STRING_MAX = 64;

/** 1 when a comment starts or ends at `at`. */
export function commentAt(text: string, at: number): 0 | 1 {
  const c = text.charCodeAt(at);
  const d = text.charCodeAt(at + 1);
  return c === 35 || (c === 45 && d === 45) || (c === 47 && d === 42) || (c === 42 && d === 47) ? 1 : 0;
}

/** The first unit from `from` on that is no space, `COMMENT`, or 0 at the end of the text; `next.at` is where it stands. */
export function next(text: string, from: number): number {
  let i = from;
  while (i < text.length && isSpace(text.charCodeAt(i))) i++;
  next.at = i;
  if (i >= text.length) return 0;
  return commentAt(text, i) ? COMMENT : text.charCodeAt(i);
}
next.at = 0;

/** `never`: it holds a column or compares nothing, so it counts only before a comment or with a call or a sub-select in it. */
export function joinsConstants(text: string, from: number): 'may' | 'never' {
  let literals = 0;
  let compares = false;
  let wantsOperand = true;
  let depth = 0;
  let i = from;
  for (let step = 0; step < STEPS_MAX; step++) {
    const c = next(text, i);
    i = next.at;
    if (c === COMMENT) return 'may';
    if (c === 0) return 'never';
    if (isWordStart(c) || c === 96) {
      const bits = WORDS.bitsAt(text, c === 96 ? i + 1 : i);
      i = WORDS.end;
      if (c === 96) {
        if (text.charCodeAt(i) !== 96) return bits === 0 && wantsOperand ? 'never' : 'may';
        i++;
      }
      const q = text.charCodeAt(i);
      // `n'…'` and `_utf8'…'` are strings.
      if ((q === 39 || q === 34) && (bits & BITS.PREFIX || c === 95)) return 'may';
      if (bits & (BITS.JOINS | BITS.BINARY | BITS.SELECT | BITS.ARRAY)) return 'may';
      if (bits & BITS.COMPARES) {
        if (literals > 1) return 'may';
        compares = true;
        wantsOperand = true;
        continue;
      }
      if (bits & BITS.UNARY) {
        wantsOperand = true;
        continue;
      }
      if (bits & (BITS.CLAUSE | BITS.CALLS)) {
        const after = next(text, i);
        if (after === 40 || after === COMMENT) return 'may';
        if (bits & BITS.CLAUSE) return 'never';
      }
      if (!wantsOperand || (bits & BITS.LITERAL) === 0) return 'never';
      if (++literals > 1 && compares) return 'may';
      wantsOperand = false;
      continue;
    }
    if (isDigit(c) || (c === 46 && isDigit(text.charCodeAt(i + 1)))) {
      if (!wantsOperand) return 'never';
      i = numberEnd(text, i);
    } else if (c === 39 || c === 34) {
      const end = stringEnd(text, i, c);
      if (end < 0) return 'may';
      i = end;
    } else if (OPERATORS.includes(String.fromCharCode(c))) {
      if (c === 63 || c === 64) return 'may';
      if (c === 58 && text.charCodeAt(i + 1) === 58) return 'may';
      compares ||= COMPARISONS.includes(String.fromCharCode(c)) || text.charCodeAt(i + 1) === 62;
      if (compares && literals > 1) return 'may';
      wantsOperand = true;
      i++;
      continue;
    } else if (c === 40 || (c === 44 && depth > 0)) {
      if (c === 40) depth++;
      wantsOperand = true;
      i++;
      continue;
    } else if (c === 41 && depth-- > 0 && !wantsOperand) {
      i++;
      continue;
    } else return 'never';
    if (++literals > 1 && compares) return 'may';
    wantsOperand = false;
  }
  return 'may';
}

const OPERATORS = '=<>!|&^~+-*/%@?:';
const COMPARISONS = '=<>!~&';

/** Behind the string that opens at `at`; −1 when it is long, or does not end plainly. */
function stringEnd(text: string, at: number, quote: number): number {
  for (let i = at + 1; i < text.length && i < at + STRING_MAX; i++) {
    const c = text.charCodeAt(i);
    if (c === 92) return -1;
    if (c === quote) return text.charCodeAt(i + 1) === quote ? -1 : i + 1;
  }
  return -1;
}
