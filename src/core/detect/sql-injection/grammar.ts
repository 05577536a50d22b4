/** Small decidable pieces of SQL grammar over tokens. Every look-ahead is bounded, so judging a text stays linear. */
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

/** Index behind the first item of a select list that starts at `from`, or -1 when none stands there. */
export function selectItem(t: readonly SqlToken[], from: number): number {
  let i = from;
  for (
    let w = wordAt(t, i);
    w === 'all' || w === 'distinct' || w === 'distinctrow' || w === 'top' || w.startsWith('sql_');
    w = wordAt(t, i)
  ) {
    i++;
    if (w === 'top') while (t[i]?.kind === 'number' || t[i]?.kind === 'open' || t[i]?.kind === 'close') i++;
  }
  while (t[i]?.kind === 'open' || (t[i]?.kind === 'operator' && t[i]?.text !== '*')) i++;
  const item = t[i];
  if (!item) return -1;
  if (item.kind === 'operator' || item.kind === 'variable') return i + 1;
  const next = t[i + 1];
  const isFollowed =
    !next ||
    ['comma', 'close', 'comment', 'semicolon', 'operator', 'dot'].includes(next.kind) ||
    (next.kind === 'word' && (CLAUSE_WORDS.has(next.text) || next.text === 'as' || next.text === 'and' || next.text === 'or'));
  if (item.kind === 'number' || item.kind === 'string') return isFollowed || next?.kind === 'string' ? i + 1 : -1;
  if (item.kind !== 'word') return -1;
  if (wordAt(t, i) === 'select' || wordAt(t, i) === 'case' || LITERAL_WORDS.has(item.text)) return i + 1;
  if (next?.kind === 'open') return i + 2;
  if (CLAUSE_WORDS.has(item.text) || PROSE_WORDS.has(item.text)) return -1;
  return isFollowed && !(wordAt(t, i + 1) === 'from' && PROSE_WORDS.has(wordAt(t, i + 2))) ? i + 1 : -1;
}

const OBJECTS = new Set([
  'table',
  'database',
  'schema',
  'view',
  'index',
  'user',
  'function',
  'procedure',
  'trigger',
  'role',
  'login',
  'tablespace',
  'sequence',
  'column',
  'alias',
  'extension',
  'server',
  'system',
]);
const CREATE_CONTINUES = new Set([
  'as',
  'identified',
  'with',
  'set',
  'returns',
  'language',
  'on',
  'like',
  'select',
  'for',
  'default',
  'password',
  'character',
  'from',
  'if',
]);
const ALTER_CONTINUES = new Set([
  'add',
  'drop',
  'set',
  'modify',
  'change',
  'rename',
  'with',
  'enable',
  'disable',
  'alter',
  'identified',
  'owner',
  'password',
  'default',
]);

function isName(t: readonly SqlToken[], i: number): boolean {
  const token = t[i];
  return (
    (token?.kind === 'word' && !PROSE_WORDS.has(token.text)) || token?.kind === 'string' || (token?.kind === 'other' && token.text === '[')
  );
}

/** True when the statement that the word at `i` would head goes on as SQL says. */
export function statementAt(t: readonly SqlToken[], i: number): boolean {
  const next = t[i + 1];
  const second = wordAt(t, i + 1);
  const third = wordAt(t, i + 2);
  const closes = !next || next.kind === 'comment' || next.kind === 'semicolon';
  switch (wordAt(t, i)) {
    case 'select':
      return next !== undefined && selectItem(t, i + 1) >= 0;
    case 'insert':
    case 'replace':
    case 'merge':
      return (
        (second === 'into' && isName(t, i + 2)) ||
        (second !== '' && (third === 'values' || (t[i + 2]?.kind === 'open' && wordAt(t, i) !== 'merge')))
      );
    case 'update':
      return second !== '' && (third === 'set' || (t[i + 2]?.kind === 'dot' && wordAt(t, i + 4) === 'set'));
    case 'delete':
      return second === 'from' && isName(t, i + 2);
    case 'drop':
      return OBJECTS.has(second) && (isName(t, i + 2) || third === 'if');
    case 'truncate':
      return second === 'table' && isName(t, i + 2);
    case 'create': {
      let k = i + 1;
      while (['or', 'replace', 'temporary', 'temp', 'unique', 'global', 'definer'].includes(wordAt(t, k))) k++;
      if (!OBJECTS.has(wordAt(t, k)) || !isName(t, k + 1)) return false;
      while (t[k + 2]?.kind === 'dot') k += 2;
      return (
        t[k + 2]?.kind === 'open' ||
        t[k + 2]?.kind === 'other' ||
        CREATE_CONTINUES.has(wordAt(t, k + 2)) ||
        (!t[k + 2] && wordAt(t, k) === 'database')
      );
    }
    case 'alter':
      return OBJECTS.has(second) && [3, 5].some((k) => ALTER_CONTINUES.has(wordAt(t, i + k)));
    case 'exec':
    case 'execute':
      return (
        next !== undefined &&
        (next.kind === 'open' ||
          next.kind === 'variable' ||
          next.kind === 'string' ||
          /^[xs]p_/.test(second) ||
          second === 'immediate' ||
          (second !== '' && t[i + 2]?.kind === 'dot'))
      );
    case 'declare':
      return next?.kind === 'variable' || (next?.kind === 'operator' && next.text.startsWith('@'));
    case 'set':
      return (
        next?.kind === 'variable' ||
        (next?.kind === 'operator' && next.text.startsWith('@')) ||
        ((second === 'global' || second === 'session') && third !== '')
      );
    case 'waitfor':
      return (second === 'delay' || second === 'time') && t[i + 2] !== undefined;
    case 'shutdown':
    case 'commit':
    case 'rollback':
    case 'vacuum':
    case 'analyze':
      return closes || (second === 'with' && third === 'nowait');
    case 'grant':
    case 'revoke':
      return [2, 3, 4, 5].some((k) => wordAt(t, i + k) === 'on' || wordAt(t, i + k) === 'to') && !readsAsProse(t, i + 1);
    case 'copy':
      return (
        (next?.kind === 'open' || isName(t, i + 1)) &&
        [2, 3, 4].some(
          (k) => ['from', 'to'].includes(wordAt(t, i + k)) && (t[i + k + 1]?.kind === 'string' || wordAt(t, i + k + 1) === 'program'),
        )
      );
    case 'call':
      return second !== '' && (t[i + 2]?.kind === 'open' || t[i + 2]?.kind === 'dot');
    case 'load':
      return second === 'data' || second === 'xml';
    case 'attach':
      return second === 'database' || next?.kind === 'string';
    case 'handler':
      return third === 'open' || third === 'read';
    case 'rename':
      return second === 'table' && third !== '';
    case 'begin':
      return closes || second === 'declare' || second === 'dbms_lock';
    case 'if':
      return (
        next?.kind === 'open' &&
        ['select', 'exec', 'waitfor', 'drop'].some((w) =>
          t.slice(i + 2, i + EXPRESSION_TOKENS_MAX).some((x) => x.kind === 'word' && x.text === w),
        )
      );
    default:
      return false;
  }
}
