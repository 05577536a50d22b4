import { describe, expect, it } from 'vitest';
import { decisionInput } from '#app/decision-input.ts';
import type { Finding } from '#core/finding.ts';
import { ENGINE } from '#core/judge.ts';
import type { Submission } from '#core/submission.ts';
import type { Verdict } from '#core/verdict.ts';

const submission = (request: object, more: Partial<Submission> = {}): Submission => ({
  request: { ...request },
  context: {},
  options: {},
  faults: [],
  ...more,
});

const verdict = (findings: Partial<Finding>[], unjudged: Verdict['unjudged'] = []): Verdict => ({
  id: 'vrd_x',
  decision: 'allow',
  status: 200,
  risk: 0,
  reasons: [],
  findings: findings.map((f) => ({
    rule: 'secret.x',
    category: 'secret_leak',
    layer: 'data',
    severity: 'high',
    score: 1,
    path: '',
    start: 0,
    end: 0,
    threat: 'Q01',
    references: [],
    fingerprint: 'f',
    suppressed: false,
    message: 'm',
    ...f,
  })),
  modifications: [],
  unjudged,
  policy: { digest: '', determining: [] },
  ignored: [],
  engine: ENGINE,
  degraded: [],
  latency_ms: 0,
});

const kept = (s: Submission, v: Verdict): { request: unknown; [key: string]: unknown } =>
  JSON.parse(new TextDecoder().decode(decisionInput(s, v, 0)));

describe('what is sealed', () => {
  it('has secrets and personal data cut out where they stood, and everything else as it came', () => {
    const s = submission({ params: { 'a/b': ['x', 'key=SECRET end'], other: 'SELECT 1' } });
    const v = verdict([
      { path: '/request/params/a~1b/1', start: 4, end: 10 },
      { path: '/request/params/other', category: 'sql_injection', start: 0, end: 8 },
    ]);
    expect(kept(s, v).request).toEqual({ params: { 'a/b': ['x', 'key=[REDACTED:secret.x] end'], other: 'SELECT 1' } });
    // The message itself is as it was.
    expect(s.request).toEqual({ params: { 'a/b': ['x', 'key=SECRET end'], other: 'SELECT 1' } });
  });

  it('a secret that is the name of a member goes, with what it named', () => {
    const s = submission({ params: { 'SECRET-name': { deep: 1 }, b: 2 } });
    const v = verdict([{ path: '/request/params/SECRET-name', start: 0, end: 6 }]);
    expect(JSON.stringify(kept(s, v))).not.toContain('SECRET');
    expect(kept(s, v).request).toMatchObject({ params: { b: 2 } });
  });

  it('what was not looked into is not kept', () => {
    const v = verdict([], [{ path: '/request/data', reason: 'binary' }]);
    expect(kept(submission({ data: 'AAAA', x: 1 }), v).request).toEqual({ data: '[NOT KEPT:binary]', x: 1 });
  });

  it('pointers that lead nowhere change nothing, __proto__ among them', () => {
    const request: object = JSON.parse('{"a":[1],"__proto__":{"b":"SECRET"}}');
    const v = verdict([
      { path: '/request/a/7' },
      { path: '/request/toString/x' },
      { path: '/nothing' },
      { path: '/request/__proto__/b', start: 0, end: 6 },
    ]);
    const text = JSON.stringify(kept({ context: {}, options: {}, faults: [], request: JSON.parse(JSON.stringify(request)) }, v).request);
    expect(text).toBe('{"__proto__":{"b":"[REDACTED:secret.x]"},"a":[1]}');
    expect(Object.hasOwn(Object.prototype, 'b')).toBe(false);
  });

  it('no token, and of the headers only those that carry no credentials', () => {
    const headers = new Map([
      ['authorization', 'Bearer SECRET'],
      ['cookie', 'SECRET'],
      ['x-api-key', 'SECRET'],
      ['mcp-method', 'tools/call'],
    ]);
    const input = kept(submission({}, { headers, context: { user_id: 'u', token: 'SECRET' } }), verdict([]));
    expect(JSON.stringify(input)).not.toContain('SECRET');
    expect(input).toMatchObject({ headers: { 'mcp-method': 'tools/call' }, context: { user_id: 'u' } });
  });
});
