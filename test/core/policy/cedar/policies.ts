/** Random Cedar policies: mostly well-typed, now and then not. */
import fc from 'fast-check';
import type { ActionScope, Expr, PatternPart, PolicyJson, PrincipalOrResource } from '#core/policy/cedar/policy-json.ts';
import {
  actionUid,
  datetimeText,
  decimalText,
  durationText,
  integer,
  ipText,
  KINDS,
  name,
  NAMES,
  SPELLINGS,
  text,
  TYPES,
  uid,
  type Kind,
} from './names.ts';

/** An expression of the wanted type, unless it is not. */
const loose = (wanted: fc.Arbitrary<Expr>, any: fc.Arbitrary<Expr>): fc.Arbitrary<Expr> =>
  fc.oneof({ weight: 40, arbitrary: wanted }, { weight: 1, arbitrary: any });

const call = (fn: string, ...args: fc.Arbitrary<Expr>[]): fc.Arbitrary<Expr> => fc.tuple(...args).map((given) => ({ [fn]: given }) as Expr);
const literal = (value: fc.Arbitrary<string | number | boolean>): fc.Arbitrary<Expr> => value.map((Value) => ({ Value }));
const pair = (left: fc.Arbitrary<Expr>, right: fc.Arbitrary<Expr>, ...ops: string[]): fc.Arbitrary<Expr> =>
  fc.tuple(fc.constantFrom(...ops), left, right).map(([op, l, r]) => ({ [op]: { left: l, right: r } }) as Expr);
const unary = (arg: fc.Arbitrary<Expr>, op: string): fc.Arbitrary<Expr> => arg.map((inner) => ({ [op]: { arg: inner } }) as Expr);
/** Small calculations that seldom fail: in bigger ones an error hides what an operator does. */
const small = literal(fc.integer({ min: -3, max: 9 }));
const made = (fn: keyof typeof SPELLINGS): fc.Arbitrary<Expr> => call(fn, literal(fc.constantFrom(...SPELLINGS[fn].slice(0, 6))));
const letters = fc.array(literal(fc.constantFrom('a', 'b', 'c')), { maxLength: 3 }).map((Set): Expr => ({ Set }));
const DECIMAL_TESTS = ['lessThan', 'lessThanOrEqual', 'greaterThan', 'greaterThanOrEqual'];
const WHOLE_UNITS = ['toMilliseconds', 'toSeconds', 'toMinutes', 'toHours', 'toDays'];
const sum = fc.oneof(
  pair(pair(small, small, '+', '-', '*'), small, '==', '!=', '<', '<=', '>', '>='),
  fc.constantFrom(...DECIMAL_TESTS).chain((fn) => call(fn, made('decimal'), made('decimal'))),
  pair(
    fc.constantFrom(...WHOLE_UNITS).chain((fn) => call(fn, made('duration'))),
    small,
    '==',
    '<',
    '>',
  ),
  call('isInRange', made('ip'), made('ip')),
  pair(letters, letters, 'containsAll', 'containsAny', '=='),
);
const patternPart: fc.Arbitrary<PatternPart> = fc.oneof(
  fc.constant<PatternPart>('Wildcard'),
  text.map((Literal) => ({ Literal })),
);

const choice = (...branches: [test: Expr, yes: Expr, no: Expr]): Expr =>
  ({ 'if-then-else': Object.fromEntries('if then else'.split(' ').map((key, i) => [key, branches[i]])) }) as Expr;
const contextual = (kind: Kind): fc.Arbitrary<Expr> =>
  fc.constantFrom(...(NAMES[kind] as readonly string[])).map((attr) => ({ '.': { left: { Var: 'context' }, attr } }));

const expressions = fc.letrec<Record<Kind | 'any' | 'bearer', Expr>>((tie) => {
  const of = (kind: Kind | 'any' | 'bearer'): fc.Arbitrary<Expr> => (kind === 'any' ? tie('any') : loose(tie(kind), tie('any')));
  const deep = { maxDepth: 4, depthSize: 'small' as const, withCrossShrink: true };
  /** Of the world: an attribute or a tag of the type. */
  const found = (kind: Kind): fc.Arbitrary<Expr> => {
    const own = fc.constantFrom(...(NAMES[kind] as readonly string[]));
    const attribute = fc.tuple(of('bearer'), own).map(([left, attr]) => ({ '.': { left, attr } }) as Expr);
    const tag = fc.tuple(of('entity'), own).map(([left, Value]) => ({ getTag: { left, right: { Value } } }) as Expr);
    return fc.oneof({ weight: 3, arbitrary: attribute }, { weight: 1, arbitrary: tag });
  };
  const either = (kind: Kind): fc.Arbitrary<Expr> =>
    fc.tuple(of('bool'), of(kind), of(kind)).map(([test, then, otherwise]) => choice(test, then, otherwise));
  const typed = (kind: Kind, leaf: fc.Arbitrary<Expr>, ...rest: fc.Arbitrary<Expr>[]): fc.Arbitrary<Expr> =>
    fc.oneof(deep, { weight: 3, arbitrary: leaf }, { weight: 2, arbitrary: contextual(kind) }, found(kind), either(kind), ...rest);
  const sameKind = (...ops: string[]): fc.Arbitrary<Expr>[] =>
    (['long', 'datetime', 'duration'] as const).map((kind) => pair(of(kind), of(kind), ...ops));
  const path = fc
    .array(name, { minLength: 1, maxLength: 3 })
    .map((names) => (names.length === 1 ? names[0]! : (names as [string, ...string[]])));
  const type = fc.constantFrom(...TYPES, 'Action', 'None');
  return {
    any: fc.oneof(...KINDS.map((kind) => tie(kind))),
    bearer: fc.oneof(
      deep,
      fc.constantFrom<Expr>({ Var: 'principal' }, { Var: 'resource' }, { Var: 'context' }, { Var: 'action' }),
      tie('record'),
      tie('entity'),
    ),
    bool: typed(
      'bool',
      literal(fc.boolean()),
      { weight: 4, arbitrary: pair(of('bool'), of('bool'), '&&', '||') } as never,
      { weight: 4, arbitrary: sum } as never,
      unary(of('bool'), '!'),
      unary(of('set'), 'isEmpty'),
      { weight: 2, arbitrary: fc.oneof(...sameKind('<', '<=', '>', '>=')) } as never,
      { weight: 2, arbitrary: fc.oneof(...KINDS.map((kind) => pair(tie(kind), of(kind), '==', '!='))) } as never,
      pair(of('entity'), fc.oneof(of('entity'), of('set')), 'in'),
      pair(of('set'), tie('any'), 'contains'),
      pair(of('set'), of('set'), 'containsAll', 'containsAny'),
      pair(of('entity'), fc.oneof(literal(name), of('string')), 'hasTag'),
      { weight: 2, arbitrary: fc.tuple(of('bearer'), path).map(([left, attr]) => ({ has: { left, attr } }) as Expr) } as never,
      fc.tuple(of('string'), fc.array(patternPart, { maxLength: 5 })).map(([left, pattern]) => ({ like: { left, pattern } }) as Expr),
      fc.tuple(of('entity'), type).map(([left, entity_type]) => ({ is: { left, entity_type } }) as Expr),
      fc.tuple(of('entity'), type, of('entity')).map(([left, entity_type, within]) => ({ is: { left, entity_type, in: within } }) as Expr),
      fc.constantFrom('isIpv4', 'isIpv6', 'isLoopback', 'isMulticast').chain((fn) => call(fn, of('ip'))),
      call('isInRange', of('ip'), of('ip')),
      fc
        .constantFrom('lessThan', 'lessThanOrEqual', 'greaterThan', 'greaterThanOrEqual')
        .chain((fn) => call(fn, of('decimal'), of('decimal'))),
    ),
    long: typed(
      'long',
      literal(integer),
      pair(of('long'), of('long'), '+', '-', '*'),
      unary(of('long'), 'neg'),
      fc.constantFrom(...WHOLE_UNITS).chain((fn) => call(fn, of('duration'))),
    ),
    string: typed('string', literal(text)),
    set: typed(
      'set',
      fc.array(tie('any'), { maxLength: 3 }).map((Set) => ({ Set })),
    ),
    record: typed(
      'record',
      fc.dictionary(name, tie('any'), { maxKeys: 3 }).map((Record) => ({ Record })),
    ),
    entity: typed(
      'entity',
      fc.oneof(
        fc.constantFrom<Expr>({ Var: 'principal' }, { Var: 'resource' }, { Var: 'action' }),
        fc.oneof(uid, actionUid).map((given) => ({ Value: { __entity: given } }) as Expr),
      ),
    ),
    ip: typed('ip', call('ip', literal(ipText))),
    decimal: typed('decimal', call('decimal', literal(decimalText))),
    datetime: typed(
      'datetime',
      call('datetime', literal(datetimeText)),
      call('offset', of('datetime'), of('duration')),
      call('toDate', of('datetime')),
    ),
    duration: typed(
      'duration',
      call('duration', literal(durationText)),
      call('durationSince', of('datetime'), of('datetime')),
      call('toTime', of('datetime')),
    ),
  };
});

const scope: fc.Arbitrary<PrincipalOrResource> = fc.oneof(
  { weight: 12, arbitrary: fc.constant<PrincipalOrResource>({ op: 'All' }) },
  uid.map((given): PrincipalOrResource => ({ op: '==', entity: given })),
  uid.map((given): PrincipalOrResource => ({ op: 'in', entity: given })),
  fc.constantFrom(...TYPES).map((entity_type): PrincipalOrResource => ({ op: 'is', entity_type })),
  fc
    .tuple(fc.constantFrom(...TYPES), uid)
    .map(([entity_type, given]): PrincipalOrResource => ({ op: 'is', entity_type, in: { entity: given } })),
);
const actionScope: fc.Arbitrary<ActionScope> = fc.oneof(
  { weight: 9, arbitrary: fc.constant<ActionScope>({ op: 'All' }) },
  actionUid.map((given): ActionScope => ({ op: '==', entity: given })),
  actionUid.map((given): ActionScope => ({ op: 'in', entity: given })),
  fc.array(actionUid, { maxLength: 3 }).map((entities): ActionScope => ({ op: 'in', entities })),
);

const policyOf = (effect: fc.Arbitrary<'permit' | 'forbid'>): fc.Arbitrary<PolicyJson> =>
  fc.record({
    effect,
    principal: scope,
    action: actionScope,
    resource: scope,
    conditions: fc.array(
      fc.record({
        kind: fc.constantFrom('when', 'unless'),
        body: fc.oneof({ weight: 3, arbitrary: expressions.bool }, { weight: 1, arbitrary: sum }),
      }),
      { maxLength: 3 },
    ),
  });

/** On a deny Cedar tells which forbids are satisfied and not which permits: so some sets are of one effect alone. */
export const policies: fc.Arbitrary<PolicyJson[]> = fc
  .constantFrom(fc.constant('permit' as const), fc.constant('forbid' as const), fc.constantFrom('permit' as const, 'forbid' as const))
  .chain((effect) => fc.array(policyOf(effect), { minLength: 1, maxLength: 10 }));
