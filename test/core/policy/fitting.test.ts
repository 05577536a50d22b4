/** Policies whose tools are not as they were when they were written. */
import { describe, expect, it } from 'vitest';
import { compileCedar } from '#core/policy/cedar/cedar-document.ts';
import type { InputTypes } from '#core/policy/cedar/input.ts';
import { typesOf } from '#core/policy/cedar/manifest.ts';
import { reliedOn } from '#core/policy/cedar/relied.ts';
import { actionsRelied, fitting, unfitOf } from '#core/policy/fitting.ts';
import { isServerName, meantAction, NOTHING_REGISTERED, serversIn, splitAction } from '#core/policy/registered.ts';
import { policyOf } from '../../support/policies.ts';

const BASE = {
  amount: { type: 'integer' },
  kind: { type: 'string', enum: ['full', 'part'] },
  extra: { type: 'object', properties: { on: { type: 'boolean' }, off: { type: 'boolean' } }, required: ['on'] },
  free: { type: 'object', additionalProperties: { type: 'string' } },
  tags: { type: 'array', items: { type: 'string' } },
};
const typesWith = async (properties: object, required: string[] = ['amount', 'extra']): Promise<InputTypes> =>
  (await typesOf([{ server: 'pay', name: 'refund', inputSchema: { type: 'object', properties, required } }])).types;

async function policyOn(condition: string, types: InputTypes) {
  const text = `forbid (principal, action == Action::"pay___refund", resource) when { ${condition} };`;
  const { compiled, faults } = await compileCedar(text, { ...NOTHING_REGISTERED, types });
  expect(faults).toEqual([]);
  return { id: 'pol_0', ...compiled };
}

describe('what a policy relies on', () => {
  it.each([
    ['context.input.amount > 5', { amount: 'Long' }],
    [
      'context.input has kind && context.input.kind == pay___refund_Input_kind::"full"',
      { kind: 'pay___refund_Input_kind("full", "part")?' },
    ],
    ['context.input.extra.on || context.input.extra has off', { 'extra.on': 'Bool', 'extra.off': 'Bool?' }],
    [
      'context.input has free && context.input.free.hasTag("x")',
      { free: expect.stringMatching(/^pay___refund_Input_free.*#[0-9a-f]{16}\?$/) as string },
    ],
    ['context.input has tags && context.input.tags.contains("x")', { tags: 'Set<String>?' }],
    ['context has input.extra.on && context.input.extra.on', { 'extra.on': 'Bool' }],
    ['context.input has nothing', { nothing: 'none' }],
    [
      '(if principal is User then context.input else context.input) == context.input',
      { '': expect.stringMatching(/#[0-9a-f]{16}$/) as string },
    ],
    ['context.input.extra == context.input.extra', { extra: expect.stringMatching(/#/) as string }],
    ['context.nums.hasTag("amount")', undefined],
  ])('%s', async (condition, relied) => {
    const { statements } = await policyOn(condition, await typesWith(BASE));
    expect(statements.map(({ inputs }) => inputs?.['pay___refund'])).toEqual([relied]);
  });

  it('is nothing for a tool that is not typed', async () => {
    const { statements } = await policyOn('context.args.hasTag("x")', await typesWith(BASE));
    expect(reliedOn(statements[0]!.cedar, NOTHING_REGISTERED.types)).toBeUndefined();
  });
});

describe('a change of types', () => {
  const changes: [string, object, string[], boolean][] = [
    ['none', BASE, ['amount', 'extra'], true],
    ['another argument comes', { ...BASE, more: { type: 'string' } }, ['amount', 'extra'], true],
    ['another argument goes', { amount: BASE.amount, extra: BASE.extra }, ['amount', 'extra'], true],
    ['the type is another', { ...BASE, amount: { type: 'number' } }, ['amount', 'extra'], false],
    ['it need not be there any more', BASE, ['extra'], false],
    ['what it is in need not be there', BASE, ['amount'], false],
    ['it is gone', { extra: BASE.extra }, ['extra'], false],
  ];
  it.each(changes)('%s', async (_, properties, required, fits) => {
    const before = await typesWith(BASE);
    const policy = await policyOn('context.input.amount > 5 && context.input.extra.on', before);
    const types = await typesWith(properties, required);
    const tools = { types, tool_groups: {} };
    expect(unfitOf(policy, types).length === 0).toBe(fits);
    const list = [policy];
    const fitted = fitting(list, tools);
    expect(fitted === list).toBe(fits);
    expect(fitting(list, tools)).toBe(fitted);
    expect(fitted[0]!.statements.slice(1)).toMatchObject(
      fits ? [] : [{ lane: 'access', code: 'POLICY_ERROR', cedar: { effect: 'forbid', conditions: [] } }],
    );
    expect(actionsRelied(fitted)).toEqual(['pay___refund']);
  });

  it('of an enumeration is one, also of its values', async () => {
    const policy = await policyOn('context.input has kind && context.input.kind == pay___refund_Input_kind::"full"', await typesWith(BASE));
    const more = await typesWith({ ...BASE, kind: { type: 'string', enum: ['full', 'part', 'none'] } });
    expect(unfitOf(policy, more)).toMatchObject([{ path: 'kind', now: 'pay___refund_Input_kind("full", "part", "none")?' }]);
    expect(unfitOf(policy, NOTHING_REGISTERED.types)).toMatchObject([{ path: 'kind', now: null }]);
  });
});

describe('a group that there is not', () => {
  const tools = { types: NOTHING_REGISTERED.types, tool_groups: { payments: ['pay/*'] } };
  it.each([
    [{ effect: 'deny', target: { tool_groups: ['gone'] } }, 1],
    [{ effect: 'require', target: { tool_groups: ['gone'] }, require: { args: { '/a': { max: 1 } } } }, 1],
    [{ effect: 'deny', decision: 'challenge', target: { tool_groups: ['payments', 'gone'] } }, 1],
    [{ effect: 'allow', target: { tool_groups: ['gone'] } }, 0],
    [{ effect: 'deny', target: { tool_groups: ['payments', 'high-risk'] } }, 0],
  ] as const)('%j', (document, guards) => {
    const policy = policyOf('p', structuredClone(document) as Parameters<typeof policyOf>[1]);
    expect(fitting([policy], tools)[0]!.statements.length - policy.statements.length).toBe(guards);
  });
});

it('actions are cut where no registered server could begin otherwise', () => {
  expect(splitAction('pay___refund')).toEqual({ server: 'pay', tool: 'refund' });
  expect(splitAction('pay____refund')).toEqual({ server: 'pay', tool: '_refund' });
  expect(splitAction('pay___a___b')).toEqual({ server: 'pay', tool: 'a___b' });
  expect([splitAction('tools/call'), splitAction('___x')]).toEqual([null, null]);
  for (const name of ['pay', 'io.github.acme/pay', 'a__b', '_', 'Über uns'])
    expect(isServerName(name) && splitAction(`${name}___t`)?.server === name, name).toBe(name !== '_');
  for (const name of ['', 'a___b', 'a_', 'a"b', 'a\\b']) expect(isServerName(name), name).toBe(false);
  expect(serversIn({ cedar: 'permit (principal, action in [Action::"a___b", Action::"c d___e"], resource == Tool::"x");' })).toEqual([
    'a',
    'c d',
  ]);
  expect(serversIn({ effect: 'deny', target: { tools: ['a___b'] } })).toEqual([]);
  const tools = { pay: ['refund', 'void'] };
  expect(meantAction('pay___refund', { tools })).toBeUndefined();
  expect(meantAction('bank___x', { tools })).toBeUndefined();
  expect(meantAction('pay___refnd', { tools })).toEqual({ nearest: 'pay___refund' });
  expect(meantAction('pay___other', { tools })).toEqual({ nearest: null });
});
