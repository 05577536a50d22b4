/** What the enforcement point says that it can do. */
import { describe, expect, it } from 'vitest';
import { judge, type Snapshot } from '#core/judge.ts';
import type { Obligation, StructuredDocument } from '#core/policy/document.ts';
import type { CallOptions } from '#core/submission.ts';
import { activePolicy, compile } from '#core/policy/compile.ts';

const EACH: Obligation[] = [
  { type: 'redact', pointers: ['/secret'] },
  { type: 'alert' },
  { type: 'log' },
  { type: 'set_headers', headers: { 'X-A': 'b' } },
  { type: 'filter_items', tools: ['a'] },
  { type: 'limit_ttl', seconds: 5 },
];
const bound = (obligations: Obligation[], rest: Partial<StructuredDocument> = {}): StructuredDocument => ({
  effect: 'require',
  require: { args: { '/x': { max: 1, optional: true } } },
  obligations,
  ...rest,
});
const snapshotOf = (documents: StructuredDocument[], monitor = false): Snapshot => ({
  posture: 'starter',
  strictness: 'standard',
  monitor,
  policies: documents.map((document, i) => activePolicy(`pol_${i}`, document, compile(`pol_${i}`, document))),
  suppressions: [],
  digest: 'none',
});
const FACTS = { now_ms: 0, verdict_id: 'vrd_1' };
const call = (documents: StructuredDocument[], options: CallOptions, monitor = false) => {
  const request = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'read', arguments: {} } };
  return judge({ request, context: {}, options, faults: [] }, snapshotOf(documents, monitor), FACTS);
};

describe('supported_obligations', () => {
  it.each(EACH.map((obligation) => [obligation.type, obligation] as const))('%s that is not among them denies', (type, obligation) => {
    const others = EACH.map((one) => one.type).filter((one) => one !== type);
    const denied = call([bound([obligation])], { supported_obligations: others });
    expect(denied).toMatchObject({
      decision: 'deny',
      status: 403,
      reasons: [{ code: 'OBLIGATION_UNSUPPORTED', layer: 'authorization', policy: 'pol_0' }],
      policy: { determining: ['pol_0'] },
    });
    expect(denied.reasons[0]!.message).toContain(type);
    expect(denied.obligations).toBeUndefined();
    expect(denied.reply).toBeDefined();
    expect(call([bound([obligation])], { supported_obligations: [...others, type, 'of_the_future'] })).toMatchObject({
      decision: 'allow',
      obligations: [obligation],
    });
  });

  it('says all of them at once; none is asked about where nothing is said', () => {
    const denied = call([bound(EACH)], { supported_obligations: [] });
    expect(denied.reasons[0]!.message).toContain('redact, alert, log, set_headers, filter_items, limit_ttl');
    expect(call([bound(EACH)], {})).toMatchObject({ decision: 'allow', obligations: EACH });
    expect(call([], { supported_obligations: [] })).toMatchObject({ decision: 'allow', reasons: [] });
  });

  it('what is refused anyway keeps its reasons', () => {
    const documents = [bound(EACH), { effect: 'deny', target: { tools: ['read'] } } satisfies StructuredDocument];
    expect(call(documents, { supported_obligations: [] }).reasons.map(({ code }) => code)).toEqual(['POLICY_DENIED']);
  });

  it('of a challenge only what goes with it is due', () => {
    const challenge: StructuredDocument = { effect: 'deny', decision: 'challenge', target: { tools: ['read'] } };
    const headers = bound([{ type: 'set_headers', headers: { a: 'b' } }]);
    expect(call([challenge, headers], { supported_obligations: [] })).toMatchObject({ decision: 'challenge' });
    expect(call([challenge, bound([{ type: 'alert' }])], { supported_obligations: [] })).toMatchObject({
      decision: 'deny',
      reasons: [{ code: 'OBLIGATION_UNSUPPORTED' }, { code: 'POLICY_DENIED' }],
    });
  });

  it('in monitor it is what would be', () => {
    expect(call([bound(EACH)], { supported_obligations: ['log'] }, true)).toMatchObject({
      decision: 'allow',
      would_be: { decision: 'deny', status: 403 },
      reasons: [{ code: 'OBLIGATION_UNSUPPORTED' }],
      obligations: [{ type: 'log' }],
    });
  });

  it('modifications are the obligation to redact', () => {
    const response = {
      jsonrpc: '2.0',
      id: 1,
      result: { content: [{ type: 'text', text: 'postgres://app:kR7wq2Lz9xVb@db.example.net/app' }] },
    };
    const request = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'read' } };
    const answer = (options: CallOptions) => judge({ request, response, context: {}, options, faults: [] }, snapshotOf([]), FACTS);
    const passes = answer({ supported_obligations: ['redact'] });
    expect(passes.decision).toBe('allow');
    expect(passes.modifications).not.toEqual([]);
    expect(answer({})).toEqual(passes);
    const denied = answer({ supported_obligations: ['log'] });
    expect(denied).toMatchObject({
      decision: 'deny',
      modifications: [],
      reasons: [{ code: 'OBLIGATION_UNSUPPORTED' }, { code: 'SECRET_LEAK' }],
    });
    expect(denied.reasons[0]).not.toHaveProperty('policy');
  });
});

describe('policy_set', () => {
  it('that nobody has looked up lets nothing pass', () => {
    expect(call([], { policy_set: 'set_1' })).toMatchObject({ decision: 'deny', reasons: [{ code: 'POLICY_ERROR' }] });
  });
});
