import { describe, expect, it } from 'vitest';
import { compilePolicy } from '#core/policy/cedar/closures.ts';
import { CompileError, EXPRESSION_DEPTH_MAX, EXPRESSION_NODES_MAX } from '#core/policy/cedar/compiler.ts';
import type { CedarRequest } from '#core/policy/cedar/environment.ts';
import type { Expr, PolicyJson } from '#core/policy/cedar/policy-json.ts';
import { compileSet, evaluateSet } from '#core/policy/cedar/set.ts';
import { entity, record } from '#core/policy/cedar/value.ts';
import { cedar, oracleOf } from './oracle.ts';

const policy = (effect: 'permit' | 'forbid', body: Expr): PolicyJson => ({
  effect,
  principal: { op: 'All' },
  action: { op: 'All' },
  resource: { op: 'All' },
  conditions: [{ kind: 'when', body }],
});
const REQUEST: CedarRequest = {
  principal: entity('User', 'a'),
  action: entity('Action', 'x'),
  resource: entity('Tool', 't'),
  context: record({ n: Number.MAX_SAFE_INTEGER }),
  entities: {},
};
const attribute = (attr: string): Expr => ({ '.': { left: { Var: 'context' }, attr } });
const big = Array.from({ length: 2 }, () => attribute('n')).reduce<Expr>((left, right) => ({ '*': { left, right } }), attribute('n'));

describe('what Cedar does that must not be an allow here (policy.md 1)', () => {
  it.each([
    ['a missing attribute', { '==': { left: attribute('missing'), right: { Value: 1 } } } as Expr],
    ['an overflow', { '>': { left: big, right: { Value: 1 } } } as Expr],
  ])('1: a forbid with %s is allowed by Cedar, and an error with its id by us', (_, body) => {
    const set = [
      { id: 'p', json: policy('permit', { Value: true }) },
      { id: 'f', json: policy('forbid', body) },
    ];
    expect(oracleOf(set)(REQUEST)).toEqual({ decision: 'allow', reasons: ['p'], errors: ['f'] });
    expect(evaluateSet(compileSet(set), REQUEST)).toMatchObject({ permits: ['p'], forbids: [], errors: [{ id: 'f' }] });
  });

  it('2: Cedar numbers the policies of one text itself', () => {
    const answer = cedar.isAuthorized({
      principal: REQUEST.principal,
      action: REQUEST.action,
      resource: REQUEST.resource,
      context: {},
      entities: [],
      policies: { staticPolicies: '@id("mine") permit (principal, action, resource);' },
    });
    expect(answer).toMatchObject({ response: { diagnostics: { reason: ['policy0'] } } });
  });

  it('3: a call with too many arguments is found by validation alone, and an error when it comes all the same', () => {
    const text = 'forbid (principal, action, resource) when { ip("::1").isInRange(ip("::1"), ip("::2")) };';
    expect(cedar.checkParsePolicySet({ staticPolicies: { p: text } })).toEqual({ type: 'success' });
    const parsed = cedar.policyToJson(text);
    const set = [{ id: 'f', json: (parsed as { json: PolicyJson }).json }];
    expect(oracleOf(set)(REQUEST).errors).toEqual(['f']);
    expect(evaluateSet(compileSet(set), REQUEST).errors.map(({ id }) => id)).toEqual(['f']);
  });

  it('4: JSON in the context is interpreted by Cedar, and is text for us', () => {
    const asked = (context: object): unknown =>
      cedar.isAuthorized({
        principal: REQUEST.principal,
        action: REQUEST.action,
        resource: REQUEST.resource,
        context: context as never,
        entities: [],
        policies: { staticPolicies: {} },
      }).type;
    expect(asked({ x: { __extn: { fn: 'ip', arg: 'nonsense' } } })).toBe('failure');
    expect(asked({ x: null })).toBe('failure');
    expect(asked({ x: 1.5 })).toBe('failure');
    const { of } = record({ x: record({ __entity: record({ type: 'Role', id: 'admin' }) }) });
    const json = policy('permit', { in: { left: attribute('x'), right: { Value: { __entity: { type: 'Role', id: 'admin' } } } } });
    expect(evaluateSet(compileSet([{ id: 'p', json }]), { ...REQUEST, context: { kind: 'record', of } }).errors).toHaveLength(1);
  });

  it('6: all satisfied forbids are told, in the order of the set', () => {
    const set = ['c', 'a', 'b'].map((id) => ({ id, json: policy('forbid', { Value: true }) }));
    expect(evaluateSet(compileSet(set), REQUEST).forbids).toEqual(['c', 'a', 'b']);
    expect(oracleOf(set)(REQUEST).reasons).toEqual(['a', 'b', 'c']);
  });
});

const nested = (n: number): Expr => Array.from({ length: n }).reduce<Expr>((arg) => ({ '!': { arg } }), { Value: true });
const long = (n: number): Expr =>
  Array.from({ length: n }).reduce<Expr>((left) => ({ '&&': { left, right: { Value: true } } }), { Value: true });

describe('what is no policy', () => {
  it.each([
    ['too deep', nested(EXPRESSION_DEPTH_MAX + 1), /nest deeper/],
    ['20,000 deep', nested(20_000), /nest deeper/],
    ['too large', { Set: Array.from({ length: EXPRESSION_NODES_MAX + 1 }, () => ({ Value: 1 })) } as Expr, /not have more than/],
    ['rounded', { '==': { left: { Value: 2 ** 53 }, right: { Value: 1 } } } as Expr, /within ±/],
    ['unheard of', { frobnicate: [] } as never, /no expression "frobnicate"/],
    ['named like what every object has', { constructor: [] } as never, /no expression "constructor"/],
    ['two things', { Value: 1, Var: 'context' } as never, /one key/],
    ['null', { Value: null } as never, /no such literal/],
    ['a slot', { Slot: '?principal' } as never, /no expression "Slot"/],
  ])('%s: says so when it is compiled, and is an error of every request in a set', (_, body, told) => {
    const json = policy('permit', body);
    expect(() => compilePolicy(json)).toThrow(CompileError);
    expect(() => compilePolicy(json)).toThrow(told);
    expect(evaluateSet(compileSet([{ id: 'p', json }]), REQUEST)).toMatchObject({ permits: [], errors: [{ id: 'p' }] });
  });

  it('long chains are one level', () => {
    expect(evaluateSet(compileSet([{ id: 'p', json: policy('permit', long(EXPRESSION_NODES_MAX - 10)) }]), REQUEST).permits).toEqual(['p']);
  });
});

const within = (id: string): PolicyJson => ({
  ...policy('permit', { Value: true }),
  principal: { op: 'in', entity: { type: 'Group', id } },
});

it('a hierarchy that bites its tail ends', () => {
  const group = entity('Group', 'g');
  const other = entity('Group', 'h');
  const request: CedarRequest = {
    ...REQUEST,
    entities: {
      [REQUEST.principal.key]: { uid: REQUEST.principal, attrs: {}, parents: [group], tags: {} },
      [group.key]: { uid: group, attrs: {}, parents: [other], tags: {} },
      [other.key]: { uid: other, attrs: {}, parents: [group], tags: {} },
    },
  };
  const set = compileSet(['g', 'h', 'i'].map((id) => ({ id, json: within(id) })));
  expect(evaluateSet(set, request).permits).toEqual(['g', 'h']);
});
