import { describe, expect, it } from 'vitest';
import type { StructuredDocument } from '#core/policy/document.ts';
import type { PolicyFacts } from '#core/policy/facts.ts';
import { soughtCounter } from '#core/policy/sought.ts';
import { replayOne } from '#core/replay/replay-one.ts';
import { decisionOf } from '#core/replay/content.ts';
import { policyOf } from '../../support/policies.ts';
import { againstSet, callOf, recordedCall, snapshotOf } from '../../support/recorded-calls.ts';

const SECRET = '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';
const forbid = (require: StructuredDocument['require'], more: Partial<StructuredDocument> = {}): StructuredDocument => ({
  effect: 'require',
  ...(require && { require }),
  ...more,
});
const withPolicies = (...documents: StructuredDocument[]) =>
  snapshotOf({ policies: documents.map((document, i) => policyOf(`pol_${i}`, document)), digest: JSON.stringify(documents) });
const NONE = snapshotOf();

const decided = (recorded: Parameters<typeof replayOne>[0], ...documents: StructuredDocument[]) => {
  const { decision, gap } = replayOne(recorded, againstSet(withPolicies(...documents), NONE));
  return gap ? `${decision}: ${gap}` : decision;
};

const strictly = (recorded: Parameters<typeof replayOne>[0], ...documents: StructuredDocument[]) =>
  replayOne(recorded, againstSet({ ...withPolicies(...documents), posture: 'strict' }, NONE)).decision;
const counted = (value: number): Partial<PolicyFacts> => ({ counters: { 'pol_0/c': { fits: value <= 3, value } } });

describe('a recorded call under other policies', () => {
  const plain = recordedCall(callOf('pay', { amount: 700, note: 'rent' }), NONE);

  it('was allowed, and is decided by what it was', () => {
    expect(decisionOf(plain.record)).toBe('allow');
    expect(decided(plain)).toBe('allow');
    expect(decided(plain, forbid({ args: { '/amount': { max: 500 } } }))).toBe('deny');
    expect(decided(plain, forbid({ args: { '/amount': { max: 900 } } }))).toBe('allow');
    expect(decided(plain, forbid({ args: { '/amount': { max: 500 } } }, { decision: 'challenge' }))).toBe('challenge');
    expect(decided(plain, { effect: 'deny', target: { users: ['ann'] } })).toBe('deny');
    expect(decided(plain, { effect: 'deny', target: { users: ['bob'] } })).toBe('allow');
  });

  it('by the clock of its time, and the address that it came from', () => {
    const hours = (from: string, to: string) => forbid({ time: { tz: 'Europe/Berlin', windows: [{ from, to }] } });
    expect(decided(plain, hours('12:30', '13:30'))).toBe('allow');
    expect(decided(plain, hours('13:30', '14:30'))).toBe('deny');
    expect(decided(plain, forbid({ location: { ip_allow: ['10.0.0.0/8'] } }))).toBe('allow');
    expect(decided(plain, forbid({ location: { ip_deny: ['10.0.0.0/8'] } }))).toBe('deny');
  });

  it('is unknown where nobody had looked for the fact, and the policies that do not need it decide nothing else', () => {
    expect(decided(plain, forbid({ location: { countries: ['DE'] } }))).toBe('unknown: fact');
    expect(decided(plain, forbid({ trust: { min: 0.7 } }))).toBe('unknown: fact');
    expect(decided(plain, forbid({ limits: [{ id: 'c', key: 'principal', window: '1h', max: 3 }] }))).toBe('unknown: fact');
    const past = { id: 'h', formerly: { within: '1h', action: 'ins/approve' } };
    expect(decided(plain, forbid({ history: [past] }))).toBe('unknown: fact');
  });

  it('is certain in spite of a gap where something else refuses it, or the gap is not its own', () => {
    const needy = forbid({ trust: { min: 0.7 } });
    expect(decided(plain, needy, forbid({ args: { '/amount': { max: 500 } } }))).toBe('deny');
    expect(decided(plain, { ...needy, target: { tools: ['other'] } })).toBe('allow');
    expect(
      decided(plain, { ...needy, decision: 'challenge' }, forbid({ args: { '/amount': { max: 1 } } }, { decision: 'challenge' })),
    ).toBe('challenge');
    expect(decided(plain, { ...needy, decision: 'challenge' })).toBe('unknown: fact');
  });

  it('in posture strict a permit that cannot be told leaves open what lacks any other', () => {
    const needy: StructuredDocument = { effect: 'allow', require: { trust: { min: 0.7 } } };
    expect(strictly(plain)).toBe('deny');
    expect(strictly(plain, needy)).toBe('unknown');
    expect(strictly(plain, needy, { effect: 'allow', target: { tools: ['pay'] } })).toBe('allow');
    expect(strictly(plain, needy, { effect: 'deny', target: { tools: ['pay'] } })).toBe('deny');
  });
});

describe('what was redacted', () => {
  const call = callOf('pay', { amount: 700, key: SECRET, deep: { note: `with ${SECRET} in it`, plain: 1 } });
  const lax = snapshotOf({ policies: [policyOf('pol_lax', { strictness: 'minimal', thresholds: { secret_leak: 1 } })] });
  const recorded = recordedCall(call, lax);

  it('was kept without the secret', () => expect(JSON.stringify(recorded.input)).not.toContain(SECRET));

  const replayed = (document: StructuredDocument): string => {
    const set = { ...lax, policies: [...lax.policies, policyOf('pol_x', document)] };
    const { decision, gap } = replayOne(
      { ...recorded, record: { ...recorded.record, reasons: [], decision: 'allow' } },
      againstSet(set, lax),
    );
    return gap ? `${decision}: ${gap}` : decision;
  };
  it.each([
    ['an argument that was cut', { '/key': { equals: 'x' } }, 'unknown: argument'],
    ['one within which something was cut', { '/deep/note': { like: 'with*' } }, 'unknown: argument'],
    ['its length', { '/key': { maxLength: 3 } }, 'unknown: argument'],
    ['any member', { '/deep/*': { maxLength: 1_000 } }, 'unknown: argument'],
    ['another argument', { '/amount': { max: 500 } }, 'deny'],
    ['another argument that fits', { '/amount': { max: 900 } }, 'allow'],
    ['a neighbour', { '/deep/plain': { max: 1 } }, 'allow'],
    ['one that never was', { '/none': { max: 1 } }, 'deny'],
  ] as const)('%s', (_, args, expected) => expect(replayed(forbid({ args }))).toBe(expected));

  it('the arguments of the request that a response answers are kept with that one', () => {
    const { request } = callOf('pay', { amount: 700 });
    const answer = { ...callOf('pay', {}), request, response: { jsonrpc: '2.0', id: 1, result: { content: [] } } };
    const kept = recordedCall(answer as typeof call, NONE);
    expect(decided(kept, forbid({ args: { '/amount': { max: 500 } } }, { target: { tools: ['pay'] } }))).toBe('unknown: argument');
    expect(decided(kept, { effect: 'deny', target: { tools: ['pay'] } })).toBe('deny');
    expect(decided(kept, { effect: 'deny', target: { tools: ['other'] } })).toBe('allow');
  });
});

describe('facts that were looked for', () => {
  const limit = { id: 'c', key: 'principal' as const, window: '1h', max: 3 };
  const asked = withPolicies(forbid({ limits: [limit] }));
  const under = (value: number, change: object) => {
    const set = withPolicies(forbid({ limits: [{ ...limit, ...change }] }));
    return replayOne(recordedCall(callOf('pay', {}), asked, counted(value)), againstSet(set, asked)).decision;
  };

  it('a count stands for any bound on the same count, and for no other count', () => {
    expect(under(3, {})).toBe('allow');
    expect(under(4, {})).toBe('deny');
    expect(under(4, { max: 10 })).toBe('allow');
    expect(under(3, { max: 2 })).toBe('deny');
    expect(under(3, { window: '2h' })).toBe('unknown');
    expect(under(3, { key: 'tool' })).toBe('unknown');
    expect(soughtCounter('pol_0', { ...limit, target: {} })).not.toBe(soughtCounter('pol_0', { ...limit, target: { tools: ['x'] } }));
  });

  it('attempts beyond their bound are counted no further, and stand for no higher one', () => {
    const attempts = { ...limit, count: 'attempts' as const };
    const then = withPolicies(forbid({ limits: [attempts] }));
    const at = (value: number, max: number) =>
      replayOne(
        recordedCall(callOf('pay', {}), then, counted(value)),
        againstSet(withPolicies(forbid({ limits: [{ ...attempts, max }] })), then),
      ).decision;
    expect([at(4, 3), at(4, 2), at(4, 10), at(3, 10), at(3, 2)]).toEqual(['deny', 'deny', 'unknown', 'allow', 'deny']);
  });

  it('what was looked for and could not be told fails as it did', () => {
    const trusting = withPolicies(forbid({ trust: { min: 0.7 } }));
    const recorded = recordedCall(callOf('pay', {}), trusting);
    expect(decisionOf(recorded.record)).toBe('deny');
    expect(replayOne(recorded, againstSet(trusting)).decision).toBe('deny');
    const trusted = recordedCall(callOf('pay', {}), trusting, { trust: { score: 800, confidence: 900 } });
    expect(replayOne(trusted, againstSet(trusting)).decision).toBe('allow');
    expect(replayOne(trusted, againstSet(withPolicies(forbid({ trust: { min: 0.9 } })), trusting)).decision).toBe('deny');
  });
});

describe('what no policy changes', () => {
  it('a message that is none stays refused, its input kept or not', () => {
    const recorded = recordedCall({ request: { jsonrpc: '1.0', method: 'x' }, context: {}, options: {}, faults: [] }, NONE);
    expect(decided(recorded)).toBe('deny');
    expect(decided({ record: recorded.record, input: null }, { effect: 'deny' })).toBe('deny');
  });

  it('without its input a call that policies decide is unknown', () => {
    const { record } = recordedCall(callOf('pay', {}), NONE);
    expect(decided({ record, input: null }, { effect: 'deny' })).toBe('unknown: input');
    expect(decided({ record, input: null })).toBe('allow');
  });

  it('content is held against another bar by what was found then', () => {
    const attack = recordedCall(callOf('find_customer', { name: "x' UNION SELECT password FROM users --" }), NONE);
    expect(decisionOf(attack.record)).toBe('deny');
    const lax = snapshotOf({ policies: [policyOf('pol_lax', { thresholds: { sql_injection: 1 } })], digest: 'lax' });
    expect(replayOne(attack, againstSet(lax, NONE)).decision).toBe('allow');
    expect(replayOne(attack, againstSet(NONE)).decision).toBe('deny');
  });

  it('where tokens say who calls and none was looked at, nobody knows who it was', () => {
    const { decision, gap } = replayOne(
      recordedCall(callOf('pay', {}), NONE),
      againstSet(withPolicies({ effect: 'deny', target: { users: ['ann'] } }), NONE, true),
    );
    expect([decision, gap]).toEqual(['unknown', 'fact']);
  });
});
