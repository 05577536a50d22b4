/**
 * Whether a text may hold SQL at all, told without tokens. It looks at every place where the lexer can begin a token, whatever quote the text
 * lands in, and asks for what each shape needs at least; `true` says "may", `false` says "cannot". Ordinary text ends here.
 */
import { isDigit, isSpace, isWordStart, numberEnd, sqlBreak, sqlTokens } from '../../text/sql-tokens.ts';
import { readsAsProse } from './expressions.ts';
import { COMMENT, commentAt, joinsConstants, next } from './gate-condition.ts';
import { BITS, WORDS } from './gate-words.ts';
import { statementAt } from './statements.ts';

/** Heads of statements that are looked at closely, per text. */
const HEADS_MAX = 8;
/** Every look-ahead of a statement and of prose is shorter. */
const HEAD_TOKENS = 64;
const SPLIT_LENGTH_MAX = 9;

/** What was seen of a text so far. */
class Sight {
  heads = 0;
  /** Words of a CASE, as bits. */
  words = 0;
  comment = false;
  select = false;
  /** A function of SQL is called. */
  call = false;
  /** A bit operator needs a call somewhere; a condition with a column needs a call or a comment that hides the rest. */
  needsCall = false;
  needsTail = false;
}

/** A row, a column or an assignment behind a quote that the value closed. */
const ROW = /\)\s{0,8}(?:,|\/\*)/;
function mayAddToList(text: string): boolean {
  const comma = text.lastIndexOf(',');
  if (comma < 0 || !(text.includes('--') || (text.includes('(') && ROW.test(text)))) return false;
  const quote = text.indexOf("'");
  const double = text.indexOf('"');
  return (quote >= 0 && quote < comma) || (double >= 0 && double < comma);
}

export function mayHoldSql(text: string): boolean {
  const sight = new Sight();
  return (
    opensStatement(text, sight) ||
    breaksOut(text, sqlBreak(text, 'single'), sight) ||
    breaksOut(text, sqlBreak(text, 'double'), sight) ||
    holdsTrigger(text, sight) ||
    meets(text, sight) ||
    mayAddToList(text)
  );
}

/** What is only an attack together. */
function meets(text: string, { comment, select, call, words, needsCall, needsTail }: Sight): boolean {
  if ((comment && select) || (words & BITS.CASE_PARTS) === BITS.CASE_PARTS) return true;
  return call ? needsCall || needsTail : needsTail && comment && hidesRest(text);
}

/** A comment that runs to the end of the text. */
function hidesRest(text: string): boolean {
  const line = text.lastIndexOf('\n') + 1;
  if (text.includes('--', line) || text.includes('#', line)) return true;
  const open = text.lastIndexOf('/*');
  return open >= 0 && !text.includes('*/', open + 2);
}

/** A statement stands at `at`, and no sentence. */
function headsStatement(text: string, at: number, sight: Sight): boolean {
  if (++sight.heads > HEADS_MAX) return true;
  const { tokens } = sqlTokens(text, at, HEAD_TOKENS);
  if (readsAsProse(tokens, 0)) return false;
  // Of these two the look-ahead is as long as what may be skipped.
  const isCut = tokens.length === HEAD_TOKENS && /^(?:create|select)$/.test(tokens[0]?.text ?? '');
  return isCut || statementAt(tokens, 0);
}

function opensStatement(text: string, sight: Sight): boolean {
  const c = next(text, 0);
  const { at } = next;
  if (c === COMMENT || c === 96) return true;
  return isWordStart(c) && (WORDS.bitsAt(text, at) & BITS.HEAD) !== 0 && headsStatement(text, at, sight);
}

/** Directly behind the quote that the text closes: an operator, a comment, or a word that goes on with the statement. */
function breaksOut(text: string, from: number, sight: Sight): boolean {
  if (from < 0) return false;
  let c = next(text, from);
  while (c === 41) c = next(text, next.at + 1);
  const { at } = next;
  if (c === COMMENT || c === 96 || c === 59) return true;
  if (!isWordStart(c)) return at < text.length && '=+-*/%<>!~|&^#'.includes(text[at]!);
  const bits = WORDS.bitsAt(text, at);
  return (bits & BITS.GOES_ON) !== 0 || ((bits & BITS.HEAD) !== 0 && headsStatement(text, at, sight));
}

/** Goes over the words and marks of the text; true at the first that is enough by itself. */
function holdsTrigger(text: string, sight: Sight): boolean {
  /** The last unit before, spaces left out, and the bits of the last word when it ended there. */
  let last = 0;
  let lastBits = 0;
  for (let i = 0; i < text.length;) {
    const c = text.charCodeAt(i);
    // A word in backticks is a word.
    if (isSpace(c) || c === 96) {
      i++;
      continue;
    }
    if (isWordStart(c)) {
      const bits = WORDS.bitsAt(text, i);
      const { end } = WORDS;
      if (bits !== 0 && wordTriggers(text, end, bits, last, lastBits, sight)) return true;
      i = end;
      last = WORD;
      lastBits = bits;
      continue;
    }
    if (isDigit(c) || (c === 46 && isDigit(text.charCodeAt(i + 1)))) i = numberEnd(text, i);
    else {
      if (MARKS[c] === 1 && markTriggers(text, i, c, sight)) return true;
      i++;
    }
    last = c;
    lastBits = 0;
  }
  return false;
}

const WORD = 97;
const MARKS = new Uint8Array(65_536);
for (const mark of ';:|&^@-#/*$') MARKS[mark.charCodeAt(0)] = 1;

/** A known word that ends at `end`, behind the unit `last`. */
function wordTriggers(text: string, end: number, bits: number, last: number, lastBits: number, sight: Sight): boolean {
  if (bits & BITS.ALONE) return true;
  sight.words |= bits;
  if (bits & BITS.JOINS && (text.charCodeAt(end) === 96 || joins(text, end, sight))) return true;
  if (bits & BITS.SELECT) {
    if (last === 40) return true;
    sight.select = true;
  }
  if ((bits & BITS.PROGRAM && (lastBits & BITS.FROM_TO) !== 0) || (bits & BITS.PROGRAM && sight.comment)) return true;
  if ((bits & BITS.BEFORE_MARK) === 0) return false;
  let c = next(text, end);
  if (c === 96 && next.at === end) c = next(text, end + 1);
  if (c === COMMENT) return true;
  if (c === 40) {
    if (bits & BITS.SHOWS) return true;
    if (bits & BITS.CALLS) sight.call = true;
    if (bits & BITS.IF && mayCondition(last, lastBits, sight)) return true;
  }
  if (bits & BITS.SCHEMA && c === 46) return true;
  if (bits & BITS.UNITES && (c === 40 || c === 43 || c === 96)) return true;
  if ((bits & (BITS.UNITES | BITS.ORDERS | BITS.PROCEDURE)) === 0) return false;
  if (c === 96) return true;
  if (!isWordStart(c)) return false;
  const follows = WORDS.bitsAt(text, next.at);
  WORDS.end = end;
  if (bits & BITS.UNITES && follows & BITS.AFTER_UNION) return true;
  if (bits & BITS.ORDERS && follows & BITS.BY) return true;
  return (bits & BITS.PROCEDURE) !== 0 && (follows & BITS.ANALYSE) !== 0;
}

/** `if(` is SQL behind an operator, a bracket, a word that wants an operand, or a quote that the text closed. */
function mayCondition(last: number, lastBits: number, { comment }: Sight): boolean {
  if (comment) return true;
  if (last === WORD) return (lastBits & BITS.CALLER) !== 0;
  return !(last > 32 && last < 128 && ').;,{}[]\\'.includes(String.fromCharCode(last)));
}

function joins(text: string, from: number, sight: Sight): boolean {
  const found = joinsConstants(text, from);
  if (found === 'never') sight.needsTail = true;
  return found === 'may';
}

function markTriggers(text: string, at: number, c: number, sight: Sight): boolean {
  const d = text.charCodeAt(at + 1);
  switch (c) {
    case 59: {
      const e = next(text, at + 1);
      if (e === COMMENT || e === 96) return true;
      const head = next.at;
      return isWordStart(e) && (WORDS.bitsAt(text, head) & BITS.HEAD) !== 0 && headsStatement(text, head, sight);
    }
    case 58: {
      if (d !== 58) return false;
      const e = next(text, at + 2);
      return e === COMMENT || e === 96 || (isWordStart(e) && (WORDS.bitsAt(text, next.at) & BITS.TYPE) !== 0);
    }
    case 64:
      return d === 64;
    case 36:
      return tagsString(text, at);
    case 124:
    case 38:
    case 94:
      if (d === c) return joins(text, at + 2, sight);
      sight.needsCall = true;
      return false;
    default:
      if (commentAt(text, at) === 0) return false;
      sight.comment = true;
      return (c === 47 && (text[at + 2] === '!' || text[at + 2] === 'M')) || splitsWord(text, at);
  }
}

/** `$tag$` opens a string of PostgreSQL. */
function tagsString(text: string, at: number): boolean {
  let tag = at + 1;
  if (text.charCodeAt(tag) === 36) return true;
  if (!isWordStart(text.charCodeAt(tag))) return false;
  while (tag < at + 17 && /[\w\u00a1-\uffff]/.test(text[tag] ?? '')) tag++;
  return text.charCodeAt(tag) === 36;
}

/** Or the mark that a name may stand in. */
const isLetter = (c: number): boolean => ((c | 32) >= 97 && (c | 32) <= 122) || c === 96;

// `un/**/ion`: a comment, four units with the white space around it, between two halves that may be one keyword.
function splitsWord(text: string, mark: number): boolean {
  for (let end = Math.max(1, mark - 3); end <= mark; end++) {
    const start = end + 4;
    if (!isLetter(text.charCodeAt(end - 1)) || !isLetter(text.charCodeAt(start)) || isLetter(text.charCodeAt(start - 1))) continue;
    let from = end;
    while (from > 0 && end - from <= SPLIT_LENGTH_MAX && isLetter(text.charCodeAt(from - 1))) from--;
    let to = start;
    while (to < text.length && to - start <= SPLIT_LENGTH_MAX && isLetter(text.charCodeAt(to))) to++;
    if (end - from + to - start <= SPLIT_LENGTH_MAX && /\n|\*\//.test(text.slice(mark, start))) return true;
  }
  return false;
}
