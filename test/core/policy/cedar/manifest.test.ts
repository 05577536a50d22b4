import { expect, it } from 'vitest';
import { INPUT_SCHEMA_MAX, typesOf, withInputs } from '#core/policy/cedar/manifest.ts';
import { cedarRequestOf } from '#core/policy/cedar/request.ts';
import { compileSet, evaluateSet } from '#core/policy/cedar/set.ts';
import { NOTHING_REGISTERED } from '#core/policy/registered.ts';
import { readCedar } from '#core/policy/cedar/validate.ts';
import { callOf, FACTS, messageOf } from './facts.ts';
import { cedar } from './oracle.ts';

const REFUND = {
  server: 'pay',
  name: 'refund-x',
  inputSchema: {
    type: 'object',
    properties: {
      amount: { type: 'integer' },
      price: { type: 'number' },
      to: { type: 'string' },
      kind: { type: 'string', enum: ['full', 'part'] },
      due: { type: 'string', format: 'date-time' },
      host: { type: 'string', format: 'ipv4' },
      tags: { type: 'array', items: { type: 'string' } },
      extra: { type: 'object', properties: { on: { type: 'boolean' } }, required: ['on'] },
      free: { type: 'object', additionalProperties: { type: 'string' } },
      either: { type: ['integer', 'string'] },
      'odd name': { type: 'string' },
      __proto__x: { type: 'string' },
    },
    required: ['amount', 'odd name'],
  },
};
const ARGS = {
  amount: 300,
  price: 1.25,
  kind: 'part',
  due: '2026-11-21T10:00:00Z',
  host: '10.0.0.1',
  tags: ['a'],
  extra: { on: true },
  free: { x: 'y', __proto__x: 'z' },
  either: 'e',
  'odd name': 'o',
};

async function answerTo(condition: string, args: unknown): Promise<string> {
  const { types } = await typesOf([REFUND]);
  const { policies, faults } = await readCedar(`permit (principal, action == Action::"pay___refund-x", resource) when { ${condition} };`, {
    ...NOTHING_REGISTERED,
    types,
  });
  if (faults.length) return faults[0]!.detail;
  const submission = callOf('refund-x', args, { server: { name: 'pay' } });
  const request = cedarRequestOf(submission, messageOf(submission), FACTS, { now_ms: 0, input_types: types });
  const { permits, errors } = evaluateSet(compileSet(policies.map(({ json }) => ({ id: 'p', json }))), request);
  return errors.length ? 'error' : permits.length ? 'permit' : 'silent';
}

it.each([
  'context.input.amount == 300',
  'context.input has price && context.input.price.lessThan(decimal("1.3"))',
  'context.input has kind && context.input.kind == pay___refund_x_Input_kind::"part"',
  'context.input has due && context.input.due > datetime("2026-01-01")',
  'context.input has host && context.input.host.isInRange(ip("10.0.0.0/8"))',
  'context.input has tags && context.input.tags.contains("a")',
  'context.input has extra.on && context.input.extra.on',
  'context.input has free && context.input.free.hasTag("x") && context.input.free.getTag("x") == "y"',
  'context.input has either.typeChoice1 && context.input.either.typeChoice1 == "e" && !(context.input has either.typeChoice0)',
])('what the manifest says is typed: %s', async (condition) => {
  expect(await answerTo(condition, ARGS)).toBe('permit');
});

it('what it does not say is refused, and what is of another type is left out', async () => {
  expect(await answerTo('context.input.amount == "300"', ARGS)).toMatch(/compatible|expected|never be equal/);
  expect(await answerTo('context.input.price.lessThan(decimal("1.3"))', ARGS)).toMatch(/optional attribute/);
  expect(await answerTo('context.input has nothing_like_it && context.input.nothing_like_it == 1', ARGS)).not.toBe('permit');
  expect(await answerTo('context.input.amount == 300', { ...ARGS, amount: '300' })).toBe('error');
  expect(await answerTo('context.input.amount > 1', { ...ARGS, amount: 2 ** 60 })).toBe('error');
  expect(await answerTo('context.input.amount == 1', null)).toBe('error');
});

it('arguments of which any does not fit are not there at all, and nobody learns so by asking', async () => {
  const { price: _, ...priceless } = ARGS;
  expect(await answerTo('context.input has price', priceless)).toBe('silent');
  expect(await answerTo('context.input has price', ARGS)).toBe('permit');
  const unfit: [string, unknown][] = [
    ['more digits than a decimal has', { ...ARGS, price: 1.23456 }],
    ['no number', { ...ARGS, price: '1' }],
    ['null', { ...ARGS, price: null }],
    ['none of the enumeration', { ...ARGS, kind: 'other' }],
    ['none of the types', { ...ARGS, either: true }],
    ['no time', { ...ARGS, due: 'soon' }],
    ['a member of a list', { ...ARGS, tags: ['a', 1] }],
    ['a member of an object', { ...ARGS, extra: { on: 1 } }],
    ['a member of any name', { ...ARGS, free: { x: 1 } }],
    ['a required one is missing', { ...ARGS, extra: {} }],
    ['another argument than is asked for', { ...ARGS, amount: '300' }],
    ['a list for an object', []],
    ['nothing', undefined],
    ['too many values', { ...ARGS, tags: Array.from({ length: 2_100 }, () => 'a') }],
  ];
  for (const [why, args] of unfit) {
    expect(await answerTo('context.input has price', args), why).toBe('error');
    expect(await answerTo('context has input && context.input has price', args), why).toBe('error');
    expect(await answerTo('context has input.price', args), why).toBe('error');
    expect(await answerTo('(if true then context else context) has input.price', args), why).toBe('error');
  }
});

it.each(['2026-11-21T10:00:00+01:00', '2026-11-21t09:00:00z', '2026-11-21T09:00:00.000000Z', '2026-11-21T10:00:00+0100'])(
  'takes times as RFC 3339 and as Cedar has them: %s',
  async (due) => {
    expect(await answerTo('context.input has due && context.input.due == datetime("2026-11-21T09:00:00Z")', { ...ARGS, due })).toBe(
      'permit',
    );
  },
);

it('types that lead to themselves, or take too much, are told and not made', async () => {
  const self = {
    type: 'object',
    properties: { n: { $ref: '#/$defs/node' } },
    $defs: { node: { type: 'object', properties: { n: { $ref: '#/$defs/node' } } } },
  };
  const long = { type: 'object', properties: { a: { type: 'string', description: 'x'.repeat(INPUT_SCHEMA_MAX) } } };
  const { types, untyped } = await typesOf([
    { server: 's', name: 'self', inputSchema: self },
    { server: 's', name: 'long', inputSchema: long },
    { server: 's', name: 'good', inputSchema: { type: 'object', properties: { a: { type: 'string' } } } },
  ]);
  expect(untyped.map(({ tool }) => tool).sort()).toEqual(['long', 'self']);
  expect(Object.keys(types.actions)).toEqual(['s___good']);
  expect(cedar.checkParseSchema(withInputs(types) as never)).toEqual({ type: 'success' });
});

it('no two servers share a type, and the order of tools changes nothing', async () => {
  const kind = { type: 'object', properties: { k: { type: 'string', enum: ['x'] } } };
  const names = async (server: string, ...tools: string[]): Promise<string[]> =>
    Object.keys((await typesOf(tools.map((name) => ({ server, name, inputSchema: kind })))).types.entities).sort();
  const all = await Promise.all(['a-b', 'a_b', 'a.b', 'a b', 'io.github.x/y', 'a', 'b-', 'é'].map((server) => names(server, 'c-d')));
  expect(new Set(all.flat()).size).toBe(all.flat().length);
  expect(all[1]).toEqual(['a_b___c_d_Input_k']);
  expect(await names('s', 'c-d', 'c.d')).toEqual(await names('s', 'c.d', 'c-d'));
});

it('the types are those of the generator, in one schema with ours; what cannot be typed is told and harms no other', async () => {
  const loop = { server: 's', name: 'loop', inputSchema: { type: 'object', properties: { t: { $ref: '#/$defs/gone' } } } };
  const { untyped, types } = await typesOf([loop, REFUND, { server: 's', name: 'none' }, { server: 'pay', name: 'refund.x' }]);
  const schema = withInputs(types);
  expect(untyped.map(({ tool }) => tool)).toEqual(['loop']);
  expect(cedar.checkParseSchema(schema as never)).toEqual({ type: 'success' });
  expect(Object.keys(schema.Mcp.actions)).toEqual(expect.arrayContaining(['pay___refund-x', 'pay___refund.x', 's___none', 'tools/call']));
  expect(schema.Mcp.entityTypes['pay___refund_x_Input_kind']).toEqual({ enum: ['full', 'part'] });
  expect(schema.Mcp.commonTypes['pay___refund_xInput']).toMatchObject({
    attributes: { amount: { name: 'Long' }, price: { name: 'decimal', required: false } },
  });
});
