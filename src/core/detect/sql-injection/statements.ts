/** Heads of SQL statements and what must follow them. Every look-ahead is bounded. */
import type { SqlToken } from '../../text/sql-tokens.ts';
import { EXPRESSION_TOKENS_MAX, readsAsProse, wordAt } from './expressions.ts';
import { CLAUSE_WORDS, LITERAL_WORDS, PROSE_WORDS } from './words.ts';

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
  if (wordAt(t, i) === 'select' || wordAt(t, i) === 'case') return i + 1;
  // `union all select null tutorial`: a column of a query has its alias before a comma or the end of a statement, not before nothing.
  if (LITERAL_WORDS.has(item.text)) return next?.kind === 'word' && !isFollowed && !t[i + 2] ? -1 : i + 1;
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

/** The words that `statementAt` knows. */
export const STATEMENT_HEADS: readonly string[] = [
  'select',
  'insert',
  'replace',
  'merge',
  'update',
  'delete',
  'drop',
  'truncate',
  'create',
  'alter',
  'exec',
  'execute',
  'declare',
  'set',
  'waitfor',
  'shutdown',
  'commit',
  'rollback',
  'vacuum',
  'analyze',
  'grant',
  'revoke',
  'copy',
  'call',
  'load',
  'attach',
  'handler',
  'rename',
  'begin',
  'if',
  'do',
  'install',
  'pragma',
];

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
      return (
        second === 'data' ||
        second === 'xml' ||
        (second !== '' && (!t[i + 2] || t[i + 2]?.kind === 'semicolon' || t[i + 2]?.kind === 'comment'))
      );
    case 'install':
      return second !== '' && (t[i + 2]?.kind === 'semicolon' || third === 'from');
    case 'pragma':
      return second !== '' && (t[i + 2]?.kind === 'open' || t[i + 2]?.text === '=');
    case 'do':
      return (
        next?.kind === 'string' &&
        (t[i + 2] === undefined || t[i + 2]?.kind === 'semicolon' || third === 'language' || t[i + 2]?.kind === 'comment')
      );
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
