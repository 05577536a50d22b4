/** Facts that nothing supplies to a call yet: what needs them fails closed, says so when it is written, and can be tried with given facts. */
import { describe, expect, it } from 'vitest';
import { judge, type Snapshot } from '#core/judge.ts';
import { activePolicy } from '#core/policy/compile.ts';
import { verdictOn } from '#core/policy/rehearse.ts';
import type { PolicyDocument, StructuredDocument } from '#core/policy/document.ts';
import type { GivenFacts } from '#core/policy/policy-test.ts';
import { NOTHING_REGISTERED } from '#core/policy/registered.ts';
import { writeDocument } from '#core/policy/writing.ts';

const request = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'send', arguments: {} } };
const context = { user_id: 'ann', session_id: 's1' };

async function scene(document: PolicyDocument, posture: Snapshot['posture'] = 'starter') {
  const { compiled, faults, warnings } = await writeDocument('pol_1', document, NOTHING_REGISTERED);
  expect(faults).toEqual([]);
  const policies = [activePolicy('pol_1', document, compiled!)];
  const snapshot: Snapshot = { posture, strictness: 'standard', monitor: false, policies, suppressions: [], digest: '' };
  return {
    warnings,
    live: judge({ request, context, options: {}, faults: [] }, snapshot, { now_ms: 0, verdict_id: 'v' }),
    given: (facts: GivenFacts) => verdictOn({ request, context, facts }, { snapshot, own: 'pol_1', now_ms: 0 }),
  };
}

const notLabels = { session: { notLabels: ['untrusted'] } };
const structured = (effect: StructuredDocument['effect'], rest: Partial<StructuredDocument> = {}): StructuredDocument => ({
  effect,
  require: notLabels,
  ...rest,
});

describe('labels', () => {
  it.each([
    ['require', 'starter', 'SESSION_RESTRICTION', { bad: 'deny', good: 'allow' }],
    ['allow', 'strict', 'NO_PERMIT', { bad: 'deny', good: 'allow' }],
    ['deny', 'starter', 'POLICY_DENIED', { bad: 'allow', good: 'deny' }],
  ] as const)('%s: unknown is refused', async (effect, posture, code, expected) => {
    const { live, given, warnings } = await scene(structured(effect, effect === 'allow' ? { target: { tools: ['send'] } } : {}), posture);
    expect(live).toMatchObject({ decision: 'deny', reasons: [{ code }] });
    expect(warnings).toMatchObject([{ pointer: '/require/session/notLabels', detail: expect.stringContaining('Nothing supplies labels') }]);
    expect(given({ labels: ['untrusted'] }).decision).toBe(expected.bad);
    expect(given({ labels: ['private'] }).decision).toBe(expected.good);
    expect(given({}).decision).toBe('deny');
  });

  it.each([
    ['forbid (principal, action, resource) when { context has labels && context.labels.contains("untrusted") };', 'POLICY_ERROR'],
    ['forbid (principal, action, resource) unless { context has labels && context.labels.contains("clean") };', 'POLICY_DENIED'],
    [
      '@decision("challenge") forbid (principal, action, resource) when { context has labels && context.labels.contains("untrusted") };',
      'POLICY_ERROR',
    ],
  ])('a forbid of Cedar text that looks at them is not silent: %s', async (cedar, code) => {
    const { live, warnings } = await scene({ cedar });
    expect(live).toMatchObject({ decision: 'deny', reasons: [{ code, policy: 'pol_1' }] });
    expect(live.reasons).toHaveLength(1);
    expect(warnings).toMatchObject([{ pointer: '/cedar', detail: expect.stringContaining('Nothing supplies labels') }]);
  });

  it('of which it would not have to look is passed over', async () => {
    const cedar = 'forbid (principal, action == Action::"tools/list", resource) when { context has labels };';
    expect((await scene({ cedar })).live.decision).toBe('allow');
  });

  it('that are known decide as they are written', async () => {
    const cedar = 'forbid (principal, action, resource) when { context has labels && context.labels.contains("untrusted") };';
    const { given } = await scene({ cedar });
    expect(given({ labels: [] }).decision).toBe('allow');
    expect(given({ labels: ['untrusted'] })).toMatchObject({ decision: 'deny', reasons: [{ code: 'POLICY_DENIED' }] });
  });
});

describe('approval', () => {
  it('meets a challenge, and no denial', async () => {
    const challenge: StructuredDocument = { effect: 'deny', decision: 'challenge', target: { tools: ['send'] } };
    const { live, given } = await scene(challenge);
    expect(live.decision).toBe('challenge');
    expect(given({ approval: {} }).decision).toBe('allow');
    expect(given({ trust: { score: 1 } }).decision).toBe('challenge');
    expect((await scene({ effect: 'deny', target: { tools: ['send'] } })).given({ approval: {} }).decision).toBe('deny');
  });

  it('is an attribute of the context, and unknown it grants nothing', async () => {
    const cedar =
      'permit (principal, action, resource) when { context has approval && context.approval.method == "webauthn" && context.approval.ageSec < 300 };';
    const { live, given, warnings } = await scene({ cedar }, 'strict');
    expect(live).toMatchObject({ decision: 'deny', reasons: [{ code: 'NO_PERMIT' }] });
    expect(warnings.map(({ detail }) => detail)).toEqual([expect.stringContaining('Nothing supplies approvals')]);
    expect(given({ approval: { method: 'webauthn', age_s: 299.9 } }).decision).toBe('allow');
    expect(given({ approval: { method: 'webauthn', age_s: 300 } }).decision).toBe('deny');
    const forbid = 'forbid (principal, action, resource) when { context has approval && context.approval.method == "email" };';
    expect((await scene({ cedar: forbid })).live).toMatchObject({ decision: 'deny', reasons: [{ code: 'POLICY_ERROR' }] });
  });
});

describe('trust and session', () => {
  it('parts of trust and signals, in thousandths', async () => {
    const cedar =
      'forbid (principal, action, resource) unless { context has trust.device && context.trust.device >= 500 && context has trust.signals && !context.trust.signals.contains("impossible_travel") };';
    const { live, given, warnings } = await scene({ cedar });
    expect(live.decision).toBe('deny');
    expect(warnings.map(({ detail }) => detail)).toEqual([expect.stringContaining('Nothing supplies trust')]);
    expect(given({ trust: { score: 0.9, device: 0.5, signals: [] } }).decision).toBe('allow');
    expect(given({ trust: { score: 0.9, device: 0.499, signals: [] } }).decision).toBe('deny');
    expect(given({ trust: { score: 0.9, device: 0.9, signals: ['impossible_travel'] } }).decision).toBe('deny');
  });

  it('calls, age and depth of the session', async () => {
    const cedar = 'forbid (principal, action, resource) unless { context has session.calls && context.session.calls < 10 };';
    const { live, given, warnings } = await scene({ cedar });
    expect(live.decision).toBe('deny');
    expect(warnings.map(({ detail }) => detail)).toEqual([expect.stringContaining('Nothing supplies counts and ages')]);
    expect([given({ session: { calls: 9 } }).decision, given({ session: { calls: 10 } }).decision]).toEqual(['allow', 'deny']);
  });
});
