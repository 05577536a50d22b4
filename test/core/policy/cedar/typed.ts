/** Random tools with random input schemas, calls of them, the tenant's own tool groups, and policies about all of that. */
import fc from 'fast-check';
import type { ActionScope, Expr, PolicyJson, PrincipalOrResource } from '#core/policy/cedar/policy-json.ts';
import type { OwnToolGroups } from '#core/policy/cedar/tool-groups.ts';
import type { JsonObject } from '#core/submission.ts';

export const SERVER = 'pay';
export const TOOL = 'refund';
export const ACTION = `${SERVER}___${TOOL}`;

type Property = { schema: JsonObject; good: fc.Arbitrary<unknown>; expr: fc.Arbitrary<Expr> };
const input: Expr = { '.': { left: { Var: 'context' }, attr: 'input' } };
const at = (...path: string[]): Expr => path.reduce<Expr>((left, attr) => ({ '.': { left, attr } }), input);
const compare = (left: Expr, op: string, value: string | number | boolean): Expr => ({ [op]: { left, right: { Value: value } } }) as Expr;
const numbers = fc.integer({ min: -2, max: 5 });
const words = fc.constantFrom('', 'a', 'b', 'ab', '__proto__');
const wordIs = (left: Expr): fc.Arbitrary<Expr> => words.map((word) => compare(left, '==', word));
const numberIs = (left: Expr): fc.Arbitrary<Expr> =>
  fc.tuple(fc.constantFrom('<', '<=', '>', '=='), numbers).map(([op, n]) => compare(left, op, n));
const KIND = `Mcp::${ACTION}_Input_kind`;

const PROPERTIES: Record<string, Property> = {
  amount: { schema: { type: 'integer' }, good: numbers, expr: numberIs(at('amount')) },
  on: { schema: { type: 'boolean' }, good: fc.boolean(), expr: fc.constant(at('on')) },
  to: {
    schema: { type: 'string' },
    good: words,
    expr: fc.oneof(wordIs(at('to')), fc.constant({ like: { left: at('to'), pattern: [{ Literal: 'a' }, 'Wildcard'] } } as Expr)),
  },
  kind: {
    schema: { type: 'string', enum: ['full', 'part'] },
    good: fc.constantFrom('full', 'part'),
    expr: fc
      .constantFrom('full', 'part')
      .map((id): Expr => ({ '==': { left: at('kind'), right: { Value: { __entity: { type: KIND, id } } } } })),
  },
  list: {
    schema: { type: 'array', items: { type: 'integer' } },
    good: fc.array(numbers, { maxLength: 4 }),
    expr: numbers.map((n): Expr => ({ contains: { left: at('list'), right: { Value: n } } })),
  },
  deep: {
    schema: { type: 'object', properties: { n: { type: 'integer' }, w: { type: 'string' } }, required: ['n'] },
    good: fc.record({ n: numbers, w: words }, { requiredKeys: ['n'] }),
    expr: fc.oneof(numberIs(at('deep', 'n')), wordIs(at('deep', 'w'))),
  },
  free: {
    schema: { type: 'object', additionalProperties: { type: 'string' } },
    good: fc.dictionary(
      words.filter((word) => word !== '__proto__'),
      words,
      { maxKeys: 3 },
    ),
    expr: fc.tuple(words, words).map(([tag, word]): Expr => compare({ getTag: { left: at('free'), right: { Value: tag } } }, '==', word)),
  },
  either: {
    schema: { type: ['integer', 'string'] },
    good: fc.oneof(numbers, words),
    expr: fc.oneof(numberIs(at('either', 'typeChoice0')), wordIs(at('either', 'typeChoice1'))),
  },
};
export const NAMES = Object.keys(PROPERTIES);

/** `all` or some of them required. */
export const schemas: fc.Arbitrary<JsonObject> = fc
  .tuple(fc.subarray(NAMES, { minLength: 1 }), fc.subarray(NAMES))
  .map(([names, required]) => ({
    type: 'object',
    properties: Object.fromEntries(names.map((name) => [name, PROPERTIES[name]!.schema])),
    required: required.filter((name) => names.includes(name)),
  }));

const wrong = fc.constantFrom<unknown>(null, 'x', 1, true, [], {}, ['a'], { n: 'x' }, { a: 1 }, [1, null]);
const member = (name: string): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 30, arbitrary: PROPERTIES[name]!.good }, { weight: 1, arbitrary: wrong });
/** Most fit: those that do not are of another type, or missing. */
export const argumentsOf = (schema: JsonObject): fc.Arbitrary<JsonObject> => {
  const names = Object.keys(schema.properties as JsonObject);
  const required = schema.required as string[];
  return fc
    .tuple(
      fc.record(Object.fromEntries(names.map((name) => [name, member(name)])), { requiredKeys: required }),
      fc.subarray(required),
      fc.nat(12),
    )
    .map(([args, dropped, odds]) => {
      const kept = odds === 0 ? Object.entries(args).filter(([name]) => !dropped.includes(name)) : Object.entries(args);
      return { ...Object.fromEntries(kept), ...(odds === 1 && { unnamed: { any: 'thing' } }) };
    });
};

export const PATTERNS = ['*', 'pay/*', 're*', 'refund', 'pay/refund', '*und', 'pay/*und', 'x', 'bank/*', 'pay'];
export const GROUPS = ['payments', 'ops', 'read', 'constructor'];
export const groups: fc.Arbitrary<OwnToolGroups> = fc.dictionary(
  fc.constantFrom(...GROUPS),
  fc.uniqueArray(fc.constantFrom(...PATTERNS), { maxLength: 3 }),
  {
    maxKeys: 4,
  },
);

const uid = (type: string, id: string) => ({ type: `Mcp::${type}`, id });
const groupUid = fc.constantFrom(...GROUPS, 'financial', 'nobody').map((id) => uid('ToolGroup', id));
const inGroup = groupUid.map((entity): Expr => ({ in: { left: { Var: 'resource' }, right: { Value: { __entity: entity } } } }));

function conditionsOn(names: readonly string[]): fc.Arbitrary<Expr> {
  const read = fc.constantFrom(...names).chain((name) => PROPERTIES[name]!.expr);
  const has = fc.constantFrom(...names, 'deep.w', 'either.typeChoice0').map((path): Expr => {
    const [first, ...rest] = path.split('.');
    return { has: { left: input, attr: rest.length ? [first!, ...rest] : first! } } as Expr;
  });
  const whole = fc.constantFrom<Expr>({ has: { left: { Var: 'context' }, attr: 'input' } }, {
    has: { left: { Var: 'context' }, attr: ['input', names[0]!] },
  } as Expr);
  const leaf = fc.oneof({ weight: 4, arbitrary: read }, { weight: 3, arbitrary: has }, { weight: 2, arbitrary: inGroup }, whole);
  return fc.oneof(
    leaf,
    fc.tuple(fc.constantFrom('&&', '||'), leaf, leaf).map(([op, left, right]) => ({ [op]: { left, right } }) as Expr),
    leaf.map((arg): Expr => ({ '!': { arg } })),
  );
}

const resourceScope: fc.Arbitrary<PrincipalOrResource> = fc.oneof(
  { weight: 3, arbitrary: fc.constant<PrincipalOrResource>({ op: 'All' }) },
  fc.constantFrom('pay/refund', 'refund', 'bank/refund').map((id): PrincipalOrResource => ({ op: '==', entity: uid('Tool', id) })),
  groupUid.map((entity): PrincipalOrResource => ({ op: 'in', entity })),
);
const actionScope: fc.Arbitrary<ActionScope> = fc.oneof(
  { weight: 2, arbitrary: fc.constant<ActionScope>({ op: '==', entity: uid('Action', ACTION) }) },
  fc.constantFrom('tools/call', 'mcp').map((id): ActionScope => ({ op: 'in', entity: uid('Action', id) })),
  fc.constant<ActionScope>({ op: '==', entity: uid('Action', 'bank___refund') }),
);

export const policiesOn = (names: readonly string[]): fc.Arbitrary<PolicyJson[]> =>
  fc.constantFrom('permit' as const, 'forbid' as const).chain((effect) =>
    fc.array(
      fc.record({
        effect: fc.constant(effect),
        principal: fc.constant<PrincipalOrResource>({ op: 'All' }),
        action: actionScope,
        resource: resourceScope,
        conditions: fc.array(fc.record({ kind: fc.constantFrom('when', 'unless'), body: conditionsOn(names) }), {
          minLength: 1,
          maxLength: 2,
        }),
      }),
      { minLength: 4, maxLength: 14 },
    ),
  );
