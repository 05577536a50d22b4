import { describe, expect, it } from 'vitest';
import { compilePolicy } from '#core/policy/cedar/closures.ts';
import { environmentOf, type CedarRequest } from '#core/policy/cedar/environment.ts';
import { compilerOf } from '#core/policy/cedar/compiler.ts';
import { FORMS } from '#core/policy/cedar/forms.ts';
import type { Expr, PolicyJson } from '#core/policy/cedar/policy-json.ts';
import { entity, EvaluationError, record, type CedarValue } from '#core/policy/cedar/value.ts';
import { SPELLINGS } from './names.ts';
import { jsonOf, oracleOf } from './oracle.ts';

const REQUEST: CedarRequest = {
  principal: entity('User', 'a'),
  action: entity('Action', 'read'),
  resource: entity('Mcp::Tool', 'a'),
  context: record({}),
  entities: {},
};
const permitWhen = (body: Expr): PolicyJson => ({
  effect: 'permit',
  principal: { op: 'All' },
  action: { op: 'All' },
  resource: { op: 'All' },
  conditions: [{ kind: 'when', body }],
});
const call = (fn: string, ...args: Expr[]): Expr => ({ [fn]: args }) as Expr;
const made = (fn: keyof typeof SPELLINGS): Expr[] => SPELLINGS[fn].map((Value) => call(fn, { Value }));
const times = (left: Expr[], right: Expr[], ...fns: string[]): Expr[] =>
  fns.flatMap((fn) => left.flatMap((a) => right.map((b) => call(fn, a, b))));

const CALLS: Record<string, Expr[]> = {
  'ip and its tests': made('ip').flatMap((a) => [a, ...['isIpv4', 'isIpv6', 'isLoopback', 'isMulticast'].map((fn) => call(fn, a))]),
  'ip in ranges': times(made('ip'), made('ip'), 'isInRange'),
  decimals: [
    ...made('decimal'),
    ...times(made('decimal'), made('decimal'), 'lessThan', 'lessThanOrEqual', 'greaterThan', 'greaterThanOrEqual'),
  ],
  datetimes: made('datetime').flatMap((a) => [a, call('toDate', a), call('toTime', a)]),
  durations: made('duration').flatMap((a) => [
    a,
    ...['toMilliseconds', 'toSeconds', 'toMinutes', 'toHours', 'toDays'].map((fn) => call(fn, a)),
  ]),
  'datetimes moved': times(made('datetime'), made('duration'), 'offset').flatMap((a) => [a, call('toDate', a), call('toTime', a)]),
  'time between datetimes': times(made('datetime'), made('datetime'), 'durationSince'),
  'wrong numbers of arguments': [call('ip'), call('isInRange', ...made('ip').slice(0, 3)), call('toDays', ...made('duration').slice(0, 2))],
};

function ours(expr: Expr): CedarValue | EvaluationError {
  try {
    return compilerOf(FORMS).closure(expr, { step: null, depth: 0 })(environmentOf(REQUEST));
  } catch (error) {
    if (error instanceof EvaluationError) return error;
    throw error;
  }
}

describe('extension functions beside Cedar', () => {
  it.each(Object.entries(CALLS))('%s give what Cedar gives, or fail where it fails', (_, exprs) => {
    const results = exprs.map((expr, i) => ({ id: `p${i}`, expr, value: ours(expr) }));
    // Cedar is asked whether its own result is ours; a Long that JSON cannot hold is compared where it comes out of a duration.
    const policies = results.map(({ id, expr, value }) => {
      const failed = value instanceof EvaluationError || typeof value === 'bigint';
      const body: Expr = failed
        ? { '==': { left: expr, right: expr } }
        : { '==': { left: expr, right: { Value: jsonOf(value) as never } } };
      return { id, json: permitWhen(body) };
    });
    for (const { json } of policies) compilePolicy(json);
    const answer = oracleOf(policies)(REQUEST);
    const failing = results.filter(({ value }) => value instanceof EvaluationError).map(({ id }) => id);
    expect(answer.errors).toEqual(failing.sort());
    expect(answer.reasons).toEqual(
      results
        .map(({ id }) => id)
        .filter((id) => !failing.includes(id))
        .sort(),
    );
    expect(results.length).toBeGreaterThan(2);
  });
});
