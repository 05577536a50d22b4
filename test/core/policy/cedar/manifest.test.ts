import { expect, it } from 'vitest';
import { schemaWithManifest, typesOf } from '#core/policy/cedar/manifest.ts';
import { cedarRequestOf } from '#core/policy/cedar/request.ts';
import { compileSet, evaluateSet } from '#core/policy/cedar/set.ts';
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
  const { policies, faults } = await readCedar(
    `permit (principal, action == Action::"pay___refund-x", resource) when { ${condition} };`,
    types,
  );
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
  expect(await answerTo('context.input has price', { ...ARGS, price: 1.23456 })).toBe('silent');
  expect(await answerTo('context.input has kind', { ...ARGS, kind: 'other' })).toBe('silent');
  expect(await answerTo('context.input.amount == 1', null)).toBe('error');
});

it('the types are those of the generator, in one schema with ours; what cannot be typed is told and harms no other', async () => {
  const loop = { server: 's', name: 'loop', inputSchema: { type: 'object', properties: { t: { $ref: '#/$defs/gone' } } } };
  const { untyped, ...schema } = await schemaWithManifest([
    loop,
    REFUND,
    { server: 's', name: 'none' },
    { server: 'pay', name: 'refund.x' },
  ]);
  expect(untyped.map(({ tool }) => tool)).toEqual(['s/loop']);
  expect(cedar.checkParseSchema(schema as never)).toEqual({ type: 'success' });
  expect(Object.keys(schema.Mcp.actions)).toEqual(expect.arrayContaining(['pay___refund-x', 'pay___refund.x', 's___none', 'tools/call']));
  expect(schema.Mcp.entityTypes['pay___refund_x_Input_kind']).toEqual({ enum: ['full', 'part'] });
  expect(schema.Mcp.commonTypes['pay___refund_xInput']).toMatchObject({
    attributes: { amount: { name: 'Long' }, price: { name: 'decimal', required: false } },
  });
});
