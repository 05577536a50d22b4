/** What the tenant had told of a tool when it was called, in a replay. */
import { beforeAll, describe, expect, it } from 'vitest';
import { compileCedar } from '#core/policy/cedar/cedar-document.ts';
import type { InputTypes } from '#core/policy/cedar/input.ts';
import { typesOf } from '#core/policy/cedar/manifest.ts';
import type { ActivePolicy } from '#core/policy/compile.ts';
import { fitting } from '#core/policy/fitting.ts';
import { NOTHING_REGISTERED } from '#core/policy/registered.ts';
import type { Snapshot } from '#core/judge.ts';
import { replayOne } from '#core/replay/replay-one.ts';
import { decisionOf } from '#core/replay/content.ts';
import type { RecordedCase } from '#core/replay/recorded.ts';
import { policyOf } from '../../support/policies.ts';
import { againstSet, callOf, recordedCall, snapshotOf } from '../../support/recorded-calls.ts';

const SECRET = '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';
const PAY = { server: { name: 'pay' } };

const typesWith = async (properties: object): Promise<InputTypes> =>
  (await typesOf([{ server: 'pay', name: 'refund', inputSchema: { type: 'object', properties, required: ['amount'] } }])).types;
async function reading(condition: string, types: InputTypes): Promise<ActivePolicy> {
  const cedar = `forbid (principal, action == Action::"pay___refund", resource) when { ${condition} };`;
  const { compiled, faults } = await compileCedar(cedar, { ...NOTHING_REGISTERED, types });
  expect(faults).toEqual([]);
  return { id: 'pol_0', ...compiled };
}

/** As if no content had refused it. */
const passed = (recorded: RecordedCase): RecordedCase => ({ ...recorded, record: { ...recorded.record, reasons: [], decision: 'allow' } });

const told = (recorded: RecordedCase, now: Snapshot, then: Snapshot): string => {
  const { decision, gap } = replayOne(recorded, againstSet(now, then));
  return gap ? `${decision}: ${gap}` : decision;
};

const snapshot = (policy: ActivePolicy, input_types: InputTypes): Snapshot =>
  snapshotOf({ policies: fitting([policy], { types: input_types, tool_groups: {} }), input_types });
const with_groups = (tool_groups: Snapshot['tool_groups'] & object, ...policies: ActivePolicy[]): Snapshot =>
  snapshotOf({ policies, tool_groups });

describe('typed input', () => {
  let types: InputTypes;
  let other: InputTypes;
  beforeAll(async () => {
    types = await typesWith({ amount: { type: 'integer' }, note: { type: 'string' }, kind: { type: 'string', enum: ['full', SECRET] } });
    other = await typesWith({ amount: { type: 'integer' }, more: { type: 'string' } });
  });
  it('is what it was, and decides as it did', async () => {
    const then = snapshot(await reading('context.input.amount > 500', types), types);
    const stricter = snapshot(await reading('context.input.amount > 5', types), types);
    for (const [args, was, is] of [
      [{ amount: 501 }, 'deny', 'deny'],
      [{ amount: 500 }, 'allow', 'deny'],
      [{ amount: 5 }, 'allow', 'allow'],
      [{ amount: '5' }, 'deny', 'deny'],
    ] as const) {
      const recorded = recordedCall(callOf('refund', args, PAY), then);
      expect([decisionOf(recorded.record), told(recorded, then, then), told(recorded, stricter, then)]).toEqual([was, was, is]);
    }
  });

  it('is unknown where it was typed otherwise, to whoever looks at it', async () => {
    const then = snapshot(await reading('context.input.amount > 500', types), types);
    const recorded = recordedCall(callOf('refund', { amount: 400 }, PAY), then);
    const now = snapshot(await reading('context.input.amount > 5', other), other);
    expect(told(recorded, now, then)).toBe('unknown: fact');
    expect(
      told(
        recorded,
        snapshotOf({ policies: [policyOf('p', { effect: 'deny', target: { tools: ['refund'] } })], input_types: other }),
        then,
      ),
    ).toBe('deny');
    const unfit = snapshot(await reading('context.input has note && context.input.note == "x"', types), other);
    expect(told(recorded, unfit, then)).toBe('deny');
    // Of a tool that nobody had registered, or that no policy looked at, nothing stands against the types of today.
    const before = recordedCall(callOf('refund', { amount: 400 }, PAY), snapshotOf({ policies: [policyOf('p', {})] }));
    expect(told(before, now, snapshotOf())).toBe('deny');
  });

  it('is unknown where an argument was redacted, or is kept with another call', async () => {
    const then = snapshot(await reading('context.input.amount > 500', types), types);
    const cut = passed(recordedCall(callOf('refund', { amount: 400, note: `token ${SECRET}` }, PAY), then));
    expect(JSON.stringify(cut.input)).not.toContain(SECRET);
    const reads = async (condition: string): Promise<string> => told(cut, snapshot(await reading(condition, types), types), then);
    expect(await reads('context.input.amount > 500')).toBe('allow');
    expect(await reads('context.input.amount > 5')).toBe('deny');
    expect(await reads('context.input has note && context.input.note like "token*"')).toBe('unknown: argument');
    // What is cut out does not fit the enumeration: whether it did nobody can tell.
    const doubtful = passed(recordedCall(callOf('refund', { amount: 400, kind: SECRET }, PAY), then));
    expect(told(doubtful, then, then)).toBe('unknown: argument');
    const response = { jsonrpc: '2.0', id: 1, result: { content: [] } };
    const answered = recordedCall(callOf('refund', { amount: 400 }, { ...PAY, response }), then);
    expect([decisionOf(answered.record), told(answered, then, then)]).toEqual(['allow', 'unknown: argument']);
  });
});

describe('tool groups', () => {
  const deny = policyOf('pol_0', { effect: 'deny', target: { tool_groups: ['payments'] } });
  const watching = policyOf('pol_w', { effect: 'deny', target: { tools: ['none'] } });
  it('are those that the tool was in; one that there was not is asked as it is today', () => {
    const then = with_groups({ payments: ['pay/*'] }, watching);
    const inside = recordedCall(callOf('refund', {}, PAY), then);
    const outside = recordedCall(callOf('refund', {}, { server: { name: 'docs' } }), then);
    expect([decisionOf(inside.record), decisionOf(outside.record)]).toEqual(['allow', 'allow']);
    for (const today of [['pay/*'], [], ['docs/*']]) {
      expect(told(inside, with_groups({ payments: today }, deny), then)).toBe('deny');
      expect(told(outside, with_groups({ payments: today }, deny), then)).toBe('allow');
    }
    const later = policyOf('pol_0', { effect: 'deny', target: { tool_groups: ['later'] } });
    expect(told(inside, with_groups({ later: ['pay/*'] }, later), then)).toBe('deny');
    expect(told(inside, with_groups({ later: ['docs/*'] }, later), then)).toBe('allow');
  });
});
