/** Conditions, tails and prose over SQL tokens. Every look-ahead is bounded, so judging a text stays linear. */
import type { SqlToken } from '../../text/sql-tokens.ts';
import { BINARY_WORDS, CLAUSE_WORDS, COMPARE_WORDS, KEYWORDS, LITERAL_WORDS, PROSE_WORDS, UNARY_WORDS, isSqlCall } from './words.ts';

export const EXPRESSION_TOKENS_MAX = 48;
const PROSE_TOKENS_MAX = 48;
const JOINED_MAX = 2;
const PROSE_RUN_MIN = 3;
const COMPARE_OPERATORS = /^(?:=|==|<|>|<=|>=|<>|!=|<=>|!|~|@>|<@|\?\||\?&|\?|#>>?|->>?|@\?|@@|@|&&)$/;

export type Expression = {
  /** Index of the first token behind it. */
  end: number;
  compares: boolean;
  operators: number;
  literals: number;
  columns: number;
  /** Calls of functions that SQL knows; of others. */
  sqlCalls: number;
  otherCalls: number;
  selects: boolean;
  /** It ends in a string that the text leaves open: the statement behind the tool closes it. */
  reopens: boolean;
  /** An operator stood directly before the string that is left open. */
  joinsReopened: boolean;
};

export function wordAt(t: readonly SqlToken[], i: number): string {
  const token = t[i];
  return token?.kind === 'word' ? token.text : '';
}

/** Index behind the bracket that closes the one at `open`, or of the last token looked at. */
function closeOf(t: readonly SqlToken[], open: number): number {
  let depth = 0;
  let i = open;
  for (; i < t.length && i < open + EXPRESSION_TOKENS_MAX; i++) {
    const kind = t[i]?.kind;
    if (kind === 'open') depth++;
    else if (kind === 'close' && --depth === 0) return i + 1;
  }
  return i;
}

/** Reads a condition or a value from token `from` on, and stops at the first token that cannot belong to it. */
export function readExpression(t: readonly SqlToken[], from: number): Expression {
  const e: Expression = {
    end: from,
    compares: false,
    operators: 0,
    literals: 0,
    columns: 0,
    sqlCalls: 0,
    otherCalls: 0,
    selects: false,
    reopens: false,
    joinsReopened: false,
  };
  let wantsOperand = true;
  let joined = 0;
  let depth = 0;
  let i = from;
  const stop = Math.min(t.length, from + EXPRESSION_TOKENS_MAX);
  while (i < stop) {
    const token = t[i] as SqlToken;
    const { kind, text } = token;
    if (kind === 'open') {
      if (wordAt(t, i + 1) === 'select') {
        e.selects = true;
        i = closeOf(t, i);
        wantsOperand = false;
        continue;
      }
      depth++;
      wantsOperand = true;
    } else if (kind === 'close') {
      if (depth === 0 || wantsOperand) break;
      depth--;
    } else if (kind === 'string') {
      if (!wantsOperand && t[i - 1]?.kind !== 'string') break;
      e.reopens = !token.closed;
      e.joinsReopened = e.reopens && wantsOperand;
      e.literals++;
      wantsOperand = false;
    } else if (kind === 'number' || kind === 'variable') {
      if (!wantsOperand) break;
      e.literals++;
      wantsOperand = false;
    } else if (kind === 'operator') {
      if (text === '::') {
        if (t[++i]?.kind !== 'word') break;
      } else if (text === '?' && wantsOperand) {
        e.literals++;
        wantsOperand = false;
      } else {
        if (COMPARE_OPERATORS.test(text) && !wantsOperand) e.compares = true;
        else e.operators++;
        wantsOperand = true;
      }
    } else if (kind === 'comma') {
      if (depth === 0) break;
      wantsOperand = true;
    } else if (kind === 'word') {
      if (COMPARE_WORDS.has(text)) {
        e.compares = true;
        wantsOperand = !(text === 'isnull' || text === 'notnull');
      } else if (text === 'array' && t[i + 1]?.text === '[') {
        while (i < stop && t[i]?.text !== ']') i++;
        e.literals++;
        wantsOperand = false;
      } else if (UNARY_WORDS.has(text)) wantsOperand = true;
      else if (text === 'or' || text === 'and' || text === 'xor' || BINARY_WORDS.has(text)) {
        // One comparison decides; reading on through a chain of them would cost a look at each from each.
        if (wantsOperand || (depth === 0 && !BINARY_WORDS.has(text) && (e.compares || ++joined > JOINED_MAX))) break;
        e.operators++;
        wantsOperand = true;
      } else if (CLAUSE_WORDS.has(text) && t[i + 1]?.kind !== 'open') break;
      else if (!wantsOperand) break;
      else if (t[i + 1]?.kind === 'open') {
        if (isSqlCall(text)) e.sqlCalls++;
        else e.otherCalls++;
        i = closeOf(t, i + 1);
        wantsOperand = false;
        continue;
      } else {
        if (LITERAL_WORDS.has(text)) e.literals++;
        else e.columns++;
        while (t[i + 1]?.kind === 'dot' && t[i + 2]?.kind === 'word') i += 2;
        wantsOperand = false;
      }
    } else break;
    i++;
  }
  e.end = i;
  return e;
}

/** What follows a shape: nothing, a comment that hides the rest, the end of the statement, a further clause, or anything else. */
export function tailAt(t: readonly SqlToken[], from: number): 'end' | 'comment' | 'semicolon' | 'clause' | 'other' {
  let i = from;
  while (t[i]?.kind === 'close') i++;
  const token = t[i];
  if (!token) return 'end';
  if (token.kind === 'comment' || token.kind === 'semicolon') return token.kind;
  if (token.kind === 'word' && (CLAUSE_WORDS.has(token.text) || token.text === 'and' || token.text === 'or')) return 'clause';
  return 'other';
}

/** True when the tokens from `from` on hold a sentence: a run of plain words, or a word that no statement has. */
export function readsAsProse(t: readonly SqlToken[], from: number): boolean {
  let run = 0;
  for (let i = from; i < t.length && i < from + PROSE_TOKENS_MAX; i++) {
    const token = t[i] as SqlToken;
    const isPlain = token.kind === 'word' && !KEYWORDS.has(token.text) && t[i + 1]?.kind !== 'open' && t[i + 1]?.kind !== 'dot';
    run = isPlain ? run + 1 : 0;
    if (run >= PROSE_RUN_MIN || (isPlain && PROSE_WORDS.has(token.text))) return true;
  }
  return false;
}
