import { describe, expect, it } from 'vitest';
import { decisionInput } from '#app/decision-input.ts';
import { judgeClosely, type Snapshot } from '#core/judge.ts';
import type { Leaf, Step } from '#core/mcp/surface.ts';
import type { Cut } from '#core/redact.ts';
import type { JsonObject, Submission } from '#core/submission.ts';
import type { Verdict } from '#core/verdict.ts';

const SNAPSHOT: Snapshot = { posture: 'starter', strictness: 'standard', monitor: false, policies: [], suppressions: [], digest: '' };

const submission = (request: JsonObject, more: Partial<Submission> = {}): Submission => ({
  request,
  context: {},
  options: {},
  faults: [],
  ...more,
});

const step = (...keys: (string | number)[]): Step => keys.reduce<Step | null>((up, key) => ({ key, up }), null)!;
function cut(keys: (string | number)[], text: string, start: number, end: number, kind: Leaf['kind'] = 'value'): Cut {
  return { leaf: { text, kind, origin: 'caller', slot: 'argument', at: step(...keys) }, start, end, label: 'secret.x' };
}

/** What is kept when the engine finds `cuts` and leaves `unjudged` out. */
function kept(s: Submission, cuts: Cut[], unjudged: Verdict['unjudged'] = []): { request: unknown; [key: string]: unknown } {
  const judgement = judgeClosely(s, SNAPSHOT, { now_ms: 0, verdict_id: 'vrd_x' });
  const bytes = decisionInput(s, { ...judgement, cuts, verdict: { ...judgement.verdict, unjudged } }, 0, null);
  return JSON.parse(new TextDecoder().decode(bytes));
}

describe('what is sealed', () => {
  it('has secrets and personal data cut out where they stood, and everything else as it came', () => {
    const s = submission({ params: { 'a/b': ['x', 'key=SECRET end'], other: 'SELECT 1' } });
    const cuts = [cut(['request', 'params', 'a/b', 1], 'key=SECRET end', 4, 10)];
    expect(kept(s, cuts).request).toEqual({ params: { 'a/b': ['x', 'key=[REDACTED:secret.x] end'], other: 'SELECT 1' } });
    expect(s.request).toEqual({ params: { 'a/b': ['x', 'key=SECRET end'], other: 'SELECT 1' } });
  });

  it('a secret that is the name of a member goes; what it named stays', () => {
    const s = submission({ params: { 'SECRET-name': { deep: 'SECRET' }, b: 2 } });
    const cuts = [
      cut(['request', 'params', 'SECRET-name'], 'SECRET-name', 0, 6, 'name'),
      cut(['request', 'params', 'SECRET-name', 'deep'], 'SECRET', 0, 6),
    ];
    expect(kept(s, cuts).request).toEqual({ params: { '[REDACTED:secret.x]-name': { deep: '[REDACTED:secret.x]' }, b: 2 } });
  });

  it('the engine itself finds what to cut', () => {
    const token = ['ghp', '16C7e42F292c6912E7710c838347Ae4H2Y7G'].join('_');
    const s = submission({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name: 'x', arguments: { note: `use ${token}`, [token]: 1 } },
    });
    const { cuts } = judgeClosely(s, SNAPSHOT, { now_ms: 0, verdict_id: 'vrd_x' });
    expect(cuts).toHaveLength(2);
    expect(JSON.stringify(kept(s, [...cuts]))).not.toContain(token);
  });

  it('what was not looked into is not kept', () => {
    expect(kept(submission({ data: 'AAAA', x: 1 }), [], [{ path: '/request/data', reason: 'binary' }]).request).toEqual({
      data: '[NOT KEPT:binary]',
      x: 1,
    });
  });

  it('of the request that a judged response answers, which was judged on its own, only method and tool', () => {
    const request = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'login', arguments: { password: 'SECRET' } } };
    const s = submission(request, { response: { jsonrpc: '2.0', id: 1, result: { content: [] } } });
    expect(kept(s, []).request).toEqual({ method: 'tools/call', tool: 'login' });
  });

  it('paths that lead nowhere change nothing, __proto__ among them', () => {
    const request: JsonObject = JSON.parse('{"a":[1],"__proto__":{"b":"SECRET"}}');
    const cuts = [
      cut(['request', 'a', 7], 'x', 0, 1),
      cut(['request', 'toString', 'x'], 'x', 0, 1),
      cut(['nothing'], 'x', 0, 1),
      cut(['request', '__proto__', 'b'], 'SECRET', 0, 6),
    ];
    expect(JSON.stringify(kept(submission(request), cuts).request)).toBe('{"a":[1],"__proto__":{"b":"[REDACTED:secret.x]"}}');
    expect(Object.hasOwn(Object.prototype, 'b')).toBe(false);
  });

  it('no token, and of the headers only those that carry no credentials', () => {
    const headers = new Map([
      ['authorization', 'Bearer SECRET'],
      ['cookie', 'SECRET'],
      ['x-api-key', 'SECRET'],
      ['mcp-method', 'tools/call'],
    ]);
    const input = kept(submission({}, { headers, context: { user_id: 'u', token: 'SECRET' } }), []);
    expect(JSON.stringify(input)).not.toContain('SECRET');
    expect(input).toMatchObject({ headers: { 'mcp-method': 'tools/call' }, context: { user_id: 'u' } });
  });
});
