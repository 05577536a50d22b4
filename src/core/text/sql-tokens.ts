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

/** What a token may begin with, by unit. */
const BEGINS = new Uint8Array(65_536);
const SPACE = 1;
const WORD = 2;
const DIGIT = 3;
const QUOTE = 4;
const HYPHEN = 45;
const SLASH = 47;
const ASTERISK = 42;
const HASH = 35;
const BACKTICK = 96;
for (let c = 0; c < BEGINS.length; c++)
  BEGINS[c] = isSpace(c) ? SPACE : isWordStart(c) ? WORD : isDigit(c) ? DIGIT : c === 39 || c === 34 ? QUOTE : 0;
/** Goes on with a word. */
const CONTINUES = Uint8Array.from({ length: 65_536 }, (_, c) => (isWordPart(c) ? 1 : 0));
const SINGLE = new Map<number, SqlKind>([
  [40, 'open'],
  [41, 'close'],
  [44, 'comma'],
  [59, 'semicolon'],
  [46, 'dot'],
]);

function wordEnd(text: string, at: number): number {
  let end = at + 1;
  while (end < text.length && CONTINUES[text.charCodeAt(end)] === 1) end++;
  return end;
}

/** In lower case; too long a word is no word of SQL. */
const wordOf = (text: string, from: number, to: number): string => (to - from <= WORD_LENGTH_MAX ? text.slice(from, to).toLowerCase() : '');

function variableEnd(text: string, at: number): number {
  let end = at + (text.charCodeAt(at + 1) === 64 ? 2 : 1);
  if (text.charCodeAt(end) === BACKTICK) end++;
  while (end < text.length && (CONTINUES[text.charCodeAt(end)] === 1 || text.charCodeAt(end) === 46)) end++;
  return end;
}

function operatorEnd(text: string, at: number): number {
  let end = at + 1;
  while (end < at + 4 && '=<>|&~@#?:'.includes(text[end] ?? ' ') && !(text[end] === '@' && isVariableStart(text, end))) end++;
  return end;
}

/** Where the string that `$tag$` opens at `at` ends, or −1. */
function dollarEnd(text: string, at: number): number {
  let tag = at + 1;
  while (tag < at + DOLLAR_TAG_MAX && isWordPart(text.charCodeAt(tag)) && text.charCodeAt(tag) !== 36) tag++;
  if (text.charCodeAt(tag) !== 36) return -1;
  const end = text.slice(tag + 1, tag + 1 + DOLLAR_STRING_MAX).indexOf(text.slice(at, tag + 1));
  return end < 0 ? -1 : tag + 1 + end + tag + 1 - at;
}

/** What hides the rest of its line, or of the text. */
const opensLine = (c: number, d: number): boolean => (c === HYPHEN && d === HYPHEN) || (c === HASH && d !== 62 && d !== HYPHEN);

/** Behind the mark and the number of MySQL's version comment that stands at `at`; −1: it is another. */
function executableEnd(text: string, at: number): number {
  if (text[at + 2] !== '!' && !(text[at + 2] === 'M' && text[at + 3] === '!')) return -1;
  let end = at + (text[at + 2] === '!' ? 3 : 4);
  while (isDigit(text.charCodeAt(end))) end++;
  return end;
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
  while (i < text.length && tokens.length < limit) {
    const c = text.charCodeAt(i);
    const begins = BEGINS[c];
    if (begins === SPACE) {
      i++;
      continue;
    }
    let kind: SqlKind;
    let end = i + 1;
    let value = '';
    let closed = true;
    if (begins === WORD) {
      end = wordEnd(text, i);
      value = wordOf(text, i, end);
      kind = 'word';
      const q = text.charCodeAt(end);
      if ((q === 39 || q === 34) && (STRING_PREFIXES.has(value) || (value[0] === '_' && value.length > 3))) {
        kind = 'string';
        ({ end, closed } = stringEnd(text, end, q));
        value = q === 39 ? "'" : '"';
      }
    } else if (begins === QUOTE) {
      kind = 'string';
      ({ end, closed } = stringEnd(text, i, c));
      value = c === 39 ? "'" : '"';
    } else {
      const d = text.charCodeAt(i + 1);
      if (begins === DIGIT || (c === 46 && isDigit(d))) {
        kind = 'number';
        end = numberEnd(text, i);
      } else if (opensLine(c, d)) {
        const eol = text.indexOf('\n', i);
        if (eol >= 0) {
          i = eol + 1;
          afterComment = true;
          continue;
        }
        kind = 'comment';
        end = text.length;
        value = c === HASH ? '#' : '--';
      } else if (c === SLASH && d === ASTERISK) {
        const behind = executableEnd(text, i);
        const close = behind < 0 ? text.indexOf('*/', i + 2) : -1;
        if (behind >= 0 || close >= 0) {
          inExecutableComment ||= behind >= 0;
          i = behind >= 0 ? behind : close + 2;
          afterComment = true;
          continue;
        }
        kind = 'comment';
        end = text.length;
        value = '/*';
      } else if (c === ASTERISK && d === SLASH) {
        i += 2;
        afterComment = true;
        inExecutableComment = false;
        continue;
      } else if (c === BACKTICK) {
        const close = text.indexOf('`', i + 1);
        kind = close < 0 ? 'other' : 'word';
        value = close < 0 ? '`' : text.slice(i + 1, Math.min(close, i + 1 + WORD_LENGTH_MAX)).toLowerCase();
        if (close >= 0) end = close + 1;
      } else if (c === 36 && dollarMisses < DOLLAR_MISSES_MAX && (d === 36 || isWordStart(d))) {
        const close = dollarEnd(text, i);
        kind = close < 0 ? 'other' : 'string';
        value = '$';
        if (close < 0) dollarMisses++;
        else end = close;
      } else if (c === 64 && isVariableStart(text, i)) {
        kind = 'variable';
        end = variableEnd(text, i);
        value = text.slice(i, Math.min(end, i + WORD_LENGTH_MAX)).toLowerCase();
      } else {
        const single = SINGLE.get(c);
        const isOperator = single === undefined && OPERATORS.includes(text[i]!);
        kind = single ?? (isOperator ? 'operator' : 'other');
        if (isOperator) end = operatorEnd(text, i);
        value = text.slice(i, end);
      }
    }
    tokens.push({ kind, start: i, end, text: value, closed, afterComment, inExecutableComment });
    afterComment = false;
    i = end;
  }
  if (i >= text.length) return { tokens, next: -1 };
  const resume = tokens[tokens.length - SQL_OVERLAP_TOKENS];
  return { tokens, next: resume ? resume.start : i };
}
