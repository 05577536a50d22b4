/** A Cedar policy in the making. */
import { all } from '../cedar/build.ts';
import type { Expr, PolicyJson } from '../cedar/policy-json.ts';
import type { Statement } from '../statement.ts';

export type Draft = Pick<Statement, 'code' | 'message'> &
  Partial<Omit<Statement, 'id' | 'cedar'>> & {
    effect: 'permit' | 'forbid';
    scope?: Pick<PolicyJson, 'principal' | 'action' | 'resource'>;
    when?: readonly Expr[];
    unless?: readonly Expr[];
  };

const EVERYTHING = { principal: { op: 'All' }, action: { op: 'All' }, resource: { op: 'All' } } as const;

export function finish(draft: Draft, index: number): Statement {
  const { effect, scope = EVERYTHING, when = [], unless = [], ...told } = draft;
  const conditions = [
    ...(when.length ? [{ kind: 'when' as const, body: all(...when) }] : []),
    ...(unless.length ? [{ kind: 'unless' as const, body: all(...unless) }] : []),
  ];
  return {
    lane: 'access',
    severity: 'medium',
    obligations: [],
    is_personal: false,
    ...told,
    id: `#${index}`,
    cedar: { effect, ...scope, conditions },
  };
}
