/** What the shapes of SQL injection are looked for in, and what they share. */
import type { Rule } from '../../finding.ts';
import type { SqlToken } from '../../text/sql-tokens.ts';
import type { Expression } from './expressions.ts';
import { BOOLEANS } from './words.ts';

/** A shape that holds from token `from` up to, not including, token `to`. */
export type Shape = { rule: Rule; from: number; to: number; score?: number };
/** `broke`: the tokens start directly behind a quote that the value closed. `first`: they are the start of the text. */
export type Scene = { text: string; t: readonly SqlToken[]; broke: boolean; first: boolean };

/** Words that an operand may follow. */
export const SUBSELECT_CALLERS: ReadonlySet<string> = new Set([
  'in',
  'exists',
  'any',
  'all',
  'some',
  'not',
  'like',
  'rlike',
  'regexp',
  'or',
  'and',
  'xor',
  'div',
  'mod',
  'if',
  'case',
  'when',
  'then',
  'values',
  'by',
  'select',
  'from',
  'where',
  'having',
  'as',
  'binary',
  'row',
  'distinct',
  'limit',
  'is',
  'between',
]);

export function isBoolean(token: SqlToken | undefined): boolean {
  return token !== undefined && (token.kind === 'word' || token.kind === 'operator') && BOOLEANS.has(token.text);
}

/** Two sides that need no table: what a person would never write as a condition. */
export function isConstant(e: Expression): boolean {
  return (
    e.compares &&
    e.columns === 0 &&
    e.otherCalls === 0 &&
    (e.literals >= 2 || (e.literals >= 1 && e.sqlCalls + Number(e.selects) >= 1) || e.sqlCalls >= 2)
  );
}
