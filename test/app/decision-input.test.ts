import { describe, expect, it } from 'vitest';
import { decisionInput } from '#app/decision-input.ts';
import { judgeClosely, type Judgement } from '#core/judge.ts';
import type { Leaf, Step } from '#core/mcp/surface.ts';
import type { Submission } from '#core/submission.ts';
import type { Verdict } from '#core/verdict.ts';

const submission = (request: object, more: Partial<Submission> = {}): Submission => ({
  request: { ...request },
  context: {},
  options: {},
  faults: [],
  ...more,
});

const SNAPSHOT = { posture: 'starter', strictness: 'standard', monitor: false, policies: [], digest: '' } as const;
type Span = { keys: (string | number)[]; kind?: Leaf['kind']; text: string; start: number; end: number };

/** The judgement on it, had these spans been found, and these places not looked into. */
function judgement(s: Submission, spans: Span[], unjudged: Verdict['unjudged'] = []): Judgement {
  const judged = judgeClosely(s, SNAPSHOT, { now_ms: 0, verdict_id: 'vrd_x' });
  const cuts = spans.map(({ keys, kind = 'value', text, start, end }) => {
    const at = keys.reduce<Step | null>((up, key) => ({ key, up }), null) ?? { key: '', up: null };
    return { leaf: { text, kind, origin: 'caller', slot: 'argument', at } satisfies Leaf, start, end, label: 'secret.x' };
  });
  return { ...judged, verdict: { ...judged.verdict, unjudged }, cuts };
}

const kept = (s: Submission, spans: Span[], unjudged?: Verdict['unjudged']): { request: unknown; [key: string]: unknown } =>
  JSON.parse(new TextDecoder().decode(decisionInput(s, judgement(s, spans, unjudged), 0)));

describe('what is sealed', () => {
  it('has secrets and personal data cut out where they stood, and everything else as it came', () => {
    const s = submission({ params: { 'a/b': ['x', 'key=SECRET end'], other: 'SELECT 1' } });
    const input = kept(s, [{ keys: ['request', 'params', 'a/b', 1], text: 'key=SECRET end', start: 4, end: 10 }]);
    expect(input.request).toEqual({ params: { 'a/b': ['x', 'key=[REDACTED:secret.x] end'], other: 'SELECT 1' } });
    // The message itself is as it was.
    expect(s.request).toEqual({ params: { 'a/b': ['x', 'key=SECRET end'], other: 'SELECT 1' } });
  });

  it('a secret that is the name of a member goes', () => {
    const s = submission({ params: { 'SECRET-name': { deep: 1 }, b: 2 } });
    const input = kept(s, [{ keys: ['request', 'params', 'SECRET-name'], kind: 'name', text: 'SECRET-name', start: 0, end: 6 }]);
    expect(JSON.stringify(input)).not.toContain('SECRET');
    expect(input.request).toMatchObject({ params: { b: 2 } });
  });

  it('what was not looked into is not kept', () => {
    const input = kept(submission({ data: 'AAAA', x: 1 }), [], [{ path: '/request/data', reason: 'binary' }]);
    expect(input.request).toEqual({ data: '[NOT KEPT:binary]', x: 1 });
  });

  it('paths that lead nowhere change nothing, and __proto__ is a name like any other', () => {
    const request: object = JSON.parse('{"a":[1],"__proto__":{"b":"SECRET"}}');
    const s: Submission = { context: {}, options: {}, faults: [], request: JSON.parse(JSON.stringify(request)) };
    const nowhere = [['request', 'a', 7], ['request', 'toString', 'x'], ['nothing']].map((keys): Span => ({
      keys,
      text: 'x',
      start: 0,
      end: 1,
    }));
    const input = kept(s, [...nowhere, { keys: ['request', '__proto__', 'b'], text: 'SECRET', start: 0, end: 6 }]);
    expect(JSON.stringify(input.request)).toBe('{"__proto__":{"b":"[REDACTED:secret.x]"},"a":[1]}');
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
