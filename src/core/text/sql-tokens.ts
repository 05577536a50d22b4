/**
 * SQL as a stream of tokens, in whichever context the text may land: bare, or inside a quoted string that it closes.
 * One lexer for all dialects: where they differ (backslash escapes, `#` comments, `$tag$` strings) it reads what an attacker could mean.
 */

/** Where the text lands in the statement behind the tool. In `single` and `double` it starts inside a string of that quote. */
export type SqlContext = 'bare' | 'single' | 'double';

export type SqlKind =
  | 'word'
  | 'number'
  | 'string'
  | 'variable' // @x, @@x, :x
  | 'operator'
  | 'open'
  | 'close'
  | 'comma'
  | 'semicolon'
  | 'dot'
  | 'comment' // only one that hides the rest of the text; all others are white space
  | 'other';

export type SqlToken = {
  kind: SqlKind;
  start: number;
  end: number;
  /** Lower case for words, variables and operators; the quote for strings; the opening mark for comments. */
  text: string;
  /** False for a string that the text leaves open. */
  closed: boolean;
  /** A comment stood directly before: what splits keywords to hide them. */
  afterComment: boolean;
  /** Opened or went through a MySQL version comment, which the server executes. */
  inExecutableComment: boolean;
};

/** Tokens of one segment; `next` is where the next segment starts, or -1. */
export type SqlTokens = { tokens: SqlToken[]; next: number };

/** Tokens per segment: memory stays bounded, and no part of a long text is unseen. */
export const SQL_TOKENS_MAX = 8192;
/** Tokens that the next segment repeats, so that no shape is cut in two; every look-ahead is shorter. */
export const SQL_OVERLAP_TOKENS = 64;
const WORD_LENGTH_MAX = 64;
const DOLLAR_TAG_MAX = 16;
const DOLLAR_MISSES_MAX = 4;
const DOLLAR_STRING_MAX = 65_536;

const OPERATORS = '=<>!|&^~+-*/%@#?:';
const STRING_PREFIXES = new Set(['n', 'x', 'b', 'e', 'u', 'r', 'q']);

export function isSpace(c: number): boolean {
  return c <= 0x20 || c === 0xa0 || c === 0x3000 || (c >= 0x2000 && c <= 0x200b) || c === 0x85;
}
export function isDigit(c: number): boolean {
  return c >= 48 && c <= 57;
}
export function isWordStart(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || c > 0xa0;
}
function isWordPart(c: number): boolean {
  return isWordStart(c) || isDigit(c) || c === 36;
}

function isVariableStart(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  return next === 64 || next === 96 || isWordPart(next);
}

/** Offset just behind the quote that ends the string in which a text of that context starts, or -1 when it never ends. */
export function sqlBreak(text: string, context: SqlContext): number {
  if (context === 'bare') return 0;
  const quote = context === 'single' ? "'" : '"';
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 2)) if (text[at + 1] !== quote) return at + 1;
  return -1;
}

/** Reads a string whose opening quote stands at `at`: its end, and whether it is closed. */
function stringEnd(text: string, at: number, quote: number): { end: number; closed: boolean } {
  for (let i = at + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 92) i++;
    else if (c === quote) {
      if (text.charCodeAt(i + 1) !== quote) return { end: i + 1, closed: true };
      i++;
    }
  }
  return { end: text.length, closed: false };
}

/** Offset behind the number that starts at `from`. */
export function numberEnd(text: string, from: number): number {
  let i = from;
  const second = text.charCodeAt(i + 1) | 32;
  if (text.charCodeAt(i) === 48 && (second === 120 || second === 98)) i += 2;
  while (i < text.length) {
    const c = text.charCodeAt(i);
    const isHex = second === 120 && (c | 32) >= 97 && (c | 32) <= 102;
    const isExponent = (c | 32) === 101 && isDigit(text.charCodeAt(i + 1));
    if (!isDigit(c) && c !== 46 && !isHex && !isExponent) break;
    i++;
  }
  return Math.max(i, from + 1);
}

/**
 * The tokens of `text` from `from` (an offset from `sqlBreak`, or `next` of the segment before), at most `limit`.
 * Linear in what it reads; never throws.
 */
export function sqlTokens(text: string, from: number, limit: number = SQL_TOKENS_MAX): SqlTokens {
  const tokens: SqlToken[] = [];
  let i = from;
  let afterComment = false;
  let inExecutableComment = false;
  let dollarMisses = 0;
  const push = (kind: SqlKind, end: number, value: string, closed = true): void => {
    tokens.push({ kind, start: i, end, text: value, closed, afterComment, inExecutableComment });
    afterComment = false;
    i = end;
  };
  while (i < text.length && tokens.length < limit) {
    const c = text.charCodeAt(i);
    const d = text.charCodeAt(i + 1);
    if (isSpace(c)) {
      i++;
    } else if (c === 45 && d === 45) {
      const eol = text.indexOf('\n', i);
      if (eol < 0) push('comment', text.length, '--');
      else [i, afterComment] = [eol + 1, true];
    } else if (c === 35 && d !== 62 && d !== 45) {
      const eol = text.indexOf('\n', i);
      if (eol < 0) push('comment', text.length, '#');
      else [i, afterComment] = [eol + 1, true];
    } else if (c === 47 && d === 42) {
      if (text[i + 2] === '!' || (text[i + 2] === 'M' && text[i + 3] === '!')) {
        inExecutableComment = true;
        i += text[i + 2] === '!' ? 3 : 4;
        while (isDigit(text.charCodeAt(i))) i++;
        afterComment = true;
      } else {
        const end = text.indexOf('*/', i + 2);
        if (end < 0) push('comment', text.length, '/*');
        else [i, afterComment] = [end + 2, true];
      }
    } else if (c === 42 && d === 47) {
      i += 2;
      afterComment = true;
      inExecutableComment = false;
    } else if (c === 39 || c === 34) {
      const { end, closed } = stringEnd(text, i, c);
      push('string', end, c === 39 ? "'" : '"', closed);
    } else if (c === 96) {
      const end = text.indexOf('`', i + 1);
      if (end < 0) push('other', i + 1, '`');
      else push('word', end + 1, text.slice(i + 1, Math.min(end, i + 1 + WORD_LENGTH_MAX)).toLowerCase());
    } else if (isDigit(c) || (c === 46 && isDigit(d))) {
      push('number', numberEnd(text, i), '');
    } else if (isWordStart(c)) {
      let end = i + 1;
      while (end < text.length && isWordPart(text.charCodeAt(end))) end++;
      const word = end - i <= WORD_LENGTH_MAX ? text.slice(i, end).toLowerCase() : '';
      const q = text.charCodeAt(end);
      if ((q === 39 || q === 34) && (STRING_PREFIXES.has(word) || (word[0] === '_' && word.length > 3))) {
        const string = stringEnd(text, end, q);
        push('string', string.end, q === 39 ? "'" : '"', string.closed);
      } else push('word', end, word);
    } else if (c === 36 && dollarMisses < DOLLAR_MISSES_MAX && (d === 36 || isWordStart(d))) {
      let tag = i + 1;
      while (tag < i + DOLLAR_TAG_MAX && isWordPart(text.charCodeAt(tag)) && text.charCodeAt(tag) !== 36) tag++;
      const end = text.charCodeAt(tag) === 36 ? text.slice(tag + 1, tag + 1 + DOLLAR_STRING_MAX).indexOf(text.slice(i, tag + 1)) : -1;
      if (end >= 0) push('string', tag + 1 + end + tag + 1 - i, '$');
      else {
        dollarMisses++;
        push('other', i + 1, '$');
      }
    } else if (c === 64 && isVariableStart(text, i)) {
      let end = i + (d === 64 ? 2 : 1);
      if (text.charCodeAt(end) === 96) end++;
      while (end < text.length && (isWordPart(text.charCodeAt(end)) || text.charCodeAt(end) === 46)) end++;
      push('variable', end, text.slice(i, Math.min(end, i + WORD_LENGTH_MAX)).toLowerCase());
    } else if (c === 40) push('open', i + 1, '(');
    else if (c === 41) push('close', i + 1, ')');
    else if (c === 44) push('comma', i + 1, ',');
    else if (c === 59) push('semicolon', i + 1, ';');
    else if (c === 46) push('dot', i + 1, '.');
    else if (OPERATORS.includes(text[i] ?? ' ')) {
      let end = i + 1;
      while (end < i + 4 && '=<>|&~@#?:'.includes(text[end] ?? ' ') && !(text[end] === '@' && isVariableStart(text, end))) end++;
      push('operator', end, text.slice(i, end));
    } else push('other', i + 1, text[i] ?? '');
  }
  if (i >= text.length) return { tokens, next: -1 };
  const resume = tokens[tokens.length - SQL_OVERLAP_TOKENS];
  return { tokens, next: resume ? resume.start : i };
}
