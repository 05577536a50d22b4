/** Misuse of SQL by a tool that is there to run it: findings for policy, but file and program access are grave. */
import type { SqlToken } from '../../text/sql-tokens.ts';
import { readExpression, tailAt, wordAt } from './expressions.ts';
import * as rules from './rules.ts';
import type { Shape } from './scene.ts';
import { findShapes } from './shapes.ts';

const CLAUSES_MAX = 512;

/** True when the statement that starts at `i` ends before any WHERE (or LIMIT) bounds it. */
function isUnbounded(t: readonly SqlToken[], i: number): boolean {
  for (let k = i; k < t.length && k < i + CLAUSES_MAX; k++) {
    const token = t[k] as SqlToken;
    if (token.kind === 'semicolon') return true;
    if (token.kind === 'word' && (token.text === 'where' || token.text === 'limit' || token.text === 'using')) return false;
  }
  return t.length - i < CLAUSES_MAX;
}

function writeAt(t: readonly SqlToken[], i: number): Shape | null {
  const starts = i === 0 || t[i - 1]?.kind === 'semicolon';
  if (!starts) return null;
  const word = wordAt(t, i);
  const second = wordAt(t, i + 1);
  const third = wordAt(t, i + 2);
  const isDelete = word === 'delete' && second === 'from' && third !== '' && isUnbounded(t, i + 3);
  const isUpdate = word === 'update' && (third === 'set' || wordAt(t, i + 4) === 'set') && isUnbounded(t, i + 3);
  const isDrop = word === 'drop' && ['table', 'database', 'schema', 'user'].includes(second);
  const isTruncate = word === 'truncate' && second !== '';
  return isDelete || isUpdate || isDrop || isTruncate ? { rule: rules.UNBOUNDED_WRITE, from: i, to: Math.min(t.length, i + 3) } : null;
}

/** `… WHERE name = '' OR '1'='1' -- '`: a constant condition between literals in front of a comment that hides the rest. */
function interpolationAt(t: readonly SqlToken[], i: number): Shape | null {
  const before = t[i - 1];
  if (wordAt(t, i) !== 'or' || (before?.kind !== 'string' && before?.kind !== 'number')) return null;
  const e = readExpression(t, i + 1);
  if (!e.compares || e.columns > 0 || e.literals < 2 || tailAt(t, e.end) !== 'comment') return null;
  return { rule: rules.INTERPOLATION_TAIL, from: i, to: e.end };
}

const ENDS = new Set(['commit', 'rollback', 'end', 'abort']);
/** Words that open what an `end` may close. */
const OPENS = new Set(['begin', 'start', 'case', 'declare', 'do', 'loop', 'if', 'savepoint']);
const WRITES = new Set([
  'drop',
  'truncate',
  'delete',
  'update',
  'insert',
  'alter',
  'create',
  'grant',
  'revoke',
  'copy',
  'call',
  'set',
  'merge',
]);

/** `COMMIT; DROP TABLE …` in a text that never began a transaction: the tool did, to keep it read-only. */
function escapeAt(t: readonly SqlToken[], i: number): Shape | null {
  if ((i > 0 && t[i - 1]?.kind !== 'semicolon') || t[i]?.kind !== 'word') return null;
  let next = i + 1;
  if (['transaction', 'work'].includes(wordAt(t, next))) next++;
  if (t[next]?.kind !== 'semicolon') return null;
  while (t[next]?.kind === 'semicolon') next++;
  if (!WRITES.has(wordAt(t, next))) return null;
  for (let k = Math.max(0, i - CLAUSES_MAX); k < i; k++) if (OPENS.has(wordAt(t, k))) return null;
  return { rule: rules.TRANSACTION_ESCAPE, from: i, to: next + 1 };
}

/** Languages in which a function of the database is a program of the host's. */
const NATIVE = new Set(['c', 'plpythonu', 'plpython2u', 'plpython3u', 'plperlu', 'pltclu', 'plsh', 'plrubyu']);

const nameAt = (t: readonly SqlToken[], i: number, sql: string): string =>
  t[i]?.kind === 'string' ? sql.slice(t[i]!.start + 1, t[i]!.end - 1).toLowerCase() : wordAt(t, i);

const nativeAt = (t: readonly SqlToken[], i: number, sql: string): Shape | null =>
  NATIVE.has(nameAt(t, i + 1, sql)) && t.some((_, k) => k < i && wordAt(t, k) === 'function' && k < CLAUSES_MAX)
    ? { rule: rules.PROGRAM_ACCESS, from: i, to: i + 2 }
    : null;

/** Functions of ClickHouse, DuckDB, Spark and SQL Server that read whatever file or address they are given. */
const READERS = new Set(
  'file url urlcluster s3 read_text read_blob read_csv read_csv_auto read_json read_json_auto read_parquet read_ndjson openrowset bulk'.split(
    ' ',
  ),
);
const FORBIDDEN =
  /^.{0,2}(?:\/etc\/|\/proc\/|\/root\/|\/home\/[^/]{1,64}\/\.|~\/\.|\/var\/run\/|c:[\\/]windows|(?:\.\.\/){3}|https?:\/\/(?:169\.254\.|127\.|10\.|192\.168\.|localhost|metadata|\[))|\/\.(?:ssh|aws|env)\b/i;

function readerAt(t: readonly SqlToken[], i: number, text: string): Shape | null {
  const value = t[i + 2];
  if (t[i + 1]?.kind !== 'open' || value?.kind !== 'string' || !FORBIDDEN.test(text.slice(value.start, value.end))) return null;
  return { rule: rules.FILE_ACCESS, from: i, to: i + 3 };
}

/** Words that are looked at more closely. */
const TELLING = new Set(['or', 'language', 'delete', 'update', 'drop', 'truncate', ...ENDS, ...READERS]);

/** What SQL in its own place must not do. `t` is one segment of the statement, never inside a quote. */
export function findMisuse(t: readonly SqlToken[], sql: string): Shape[] {
  const found: Shape[] = [];
  const bounded = new Set<object>();
  const keep = (shape: Shape | null): void => {
    if (!shape || bounded.has(shape.rule)) return;
    bounded.add(shape.rule);
    found.push(shape);
  };
  for (const shape of findShapes({ text: '', t, broke: false, first: false })) {
    if (shape.rule === rules.FILE_ACCESS || shape.rule === rules.PROGRAM_ACCESS) keep(shape);
    else if (shape.rule === rules.CATALOGUE) keep({ ...shape, rule: rules.CATALOGUE_READ });
  }
  for (let i = 0; i < t.length; i++) {
    const text = wordAt(t, i);
    if (!TELLING.has(text)) continue;
    if (text === 'or') keep(interpolationAt(t, i));
    else if (ENDS.has(text)) keep(escapeAt(t, i));
    else if (text === 'language') keep(nativeAt(t, i, sql));
    else if (READERS.has(text)) keep(readerAt(t, i, sql));
    else if (text === 'delete' || text === 'update' || text === 'drop' || text === 'truncate') keep(writeAt(t, i));
  }
  return found;
}
