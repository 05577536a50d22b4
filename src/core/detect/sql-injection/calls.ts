/** Calls of functions that only an attack puts into a value. */
import type { SqlToken } from '../../text/sql-tokens.ts';
import { wordAt } from './expressions.ts';
import * as rules from './rules.ts';
import { type Scene, type Shape, SUBSELECT_CALLERS } from './scene.ts';
import { ERROR_CALLS, FILE_CALLS, INFO_CALLS, INFO_VARIABLES, STRING_CALLS, TIME_CALLS, isSqlCall } from './words.ts';

/** A function call of SQL; `i` is its name. */
export function callAt({ t, broke }: Scene, i: number): Shape | null {
  const name = wordAt(t, i);
  const argument = t[i + 2];
  const before = t[i - 1];
  if (!argument) return null;
  const inSql = before
    ? before.kind === 'operator' ||
      before.kind === 'comma' ||
      before.kind === 'open' ||
      (before.kind === 'word' && SUBSELECT_CALLERS.has(before.text)) ||
      before.kind === 'number'
    : broke;
  const isMethod = before?.kind === 'dot';
  if (TIME_CALLS.has(name)) {
    if (isMethod && name !== 'receive_message' && !wordAt(t, i - 2).startsWith('dbms_')) return null;
    if (name === 'benchmark')
      return t.slice(i + 3, i + 12).some((x) => x.kind === 'comma') ? { rule: rules.TIME_DELAY, from: i, to: i + 3 } : null;
    if (name === 'sleep' || name === 'get_lock' || name === 'randomblob')
      return { rule: rules.TIME_DELAY, from: i, to: i + 3, score: inSql ? 0.96 : 0.7 };
    return { rule: rules.TIME_DELAY, from: i, to: i + 3 };
  }
  if (FILE_CALLS.has(name) && !isMethod) {
    const isPath =
      argument.kind === 'string' ||
      argument.kind === 'number' ||
      isSqlCall(wordAt(t, i + 2)) ||
      argument.kind === 'open' ||
      argument.kind === 'variable';
    if (name === 'readfile' || name === 'writefile' || name === 'exp')
      return inSql && isPath ? { rule: rules.FILE_ACCESS, from: i, to: i + 3, score: 0.7 } : null;
    return isPath ? { rule: rules.FILE_ACCESS, from: i, to: i + 3 } : null;
  }
  if (!ERROR_CALLS.has(name) && !STRING_CALLS.has(name) && name !== 'floor') return null;
  const inner = t.slice(i + 2, i + 24);
  if (ERROR_CALLS.has(name) && !(isMethod && name !== 'get_host_name' && name !== 'get_host_address' && name !== 'drithsx')) {
    if (
      inner.some(
        (x, k) =>
          x.kind === 'word' && (x.text === 'select' || ((x.text === 'concat' || INFO_CALLS.has(x.text)) && inner[k + 1]?.kind === 'open')),
      )
    )
      return { rule: rules.ERROR_BASED, from: i, to: i + 3 };
    if (name === 'xmltype' && inSql) return { rule: rules.ERROR_BASED, from: i, to: i + 3, score: 0.85 };
    return null;
  }
  if (
    (name === 'convert' || name === 'cast') &&
    (wordAt(t, i + 2) === 'int' || argument.kind === 'open') &&
    inner.some((x) => (x.kind === 'word' && x.text === 'select') || (x.kind === 'variable' && x.text.startsWith('@@')))
  )
    return { rule: rules.ERROR_BASED, from: i, to: i + 3 };
  if (name === 'floor' && wordAt(t, i + 2) === 'rand' && t[i + 4]?.kind === 'number')
    return { rule: rules.ERROR_BASED, from: i, to: i + 5 };
  if ((name === 'char' || name === 'chr' || name === 'nchar') && argument.kind === 'number') {
    const next = t[i + 4];
    const chain =
      t[i + 3]?.kind === 'comma'
        ? t[i + 4]?.kind === 'number' && (t[i + 4] as SqlToken).end - (t[i + 4] as SqlToken).start > 1
        : next?.kind === 'operator' && /^chr?(?:ar)?$/.test(wordAt(t, i + 5));
    return chain || (next?.kind === 'word' && next.text === name) ? { rule: rules.CHAR_CODES, from: i, to: i + 5 } : null;
  }
  if (STRING_CALLS.has(name) && !isMethod) {
    if (
      /concat/.test(name) &&
      inner.some((x) => x.kind === 'number' && x.end - x.start >= 4 && x.end - x.start <= 200) &&
      inner.some((x) => x.kind === 'comma') &&
      !inner.some((x) => x.kind === 'dot')
    )
      return { rule: rules.CHAR_CODES, from: i, to: i + 4, score: 0.86 };
    if (
      inner.some(
        (x, k) =>
          x.kind === 'word' &&
          inner[k + 1]?.kind === 'open' &&
          inner[k + 2]?.kind === 'close' &&
          INFO_CALLS.has(x.text) &&
          x.text !== 'row_count',
      )
    )
      return { rule: rules.INFO_PROBE, from: i, to: i + 4 };
    if (inner.some((x) => x.kind === 'variable' && INFO_VARIABLES.has(x.text.split('.')[0] ?? '')))
      return { rule: rules.INFO_PROBE, from: i, to: i + 4 };
  }
  return null;
}
