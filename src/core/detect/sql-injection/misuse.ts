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

/** What SQL in its own place must not do. `t` is one segment of the statement, never inside a quote. */
export function findMisuse(t: readonly SqlToken[]): Shape[] {
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
    if (text === 'or') keep(interpolationAt(t, i));
    else if (text === 'delete' || text === 'update' || text === 'drop' || text === 'truncate') keep(writeAt(t, i));
  }
  return found;
}
