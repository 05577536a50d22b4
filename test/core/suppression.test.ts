import { expect, test } from 'vitest';
import { positiveCases } from '#core/detect/cases.ts';
import { RULES } from '#core/detect/index.ts';
import { judge, type Snapshot } from '#core/judge.ts';
import type { Submission } from '#core/submission.ts';
import { covers, hiddenElsewhere, type Suppression } from '#core/suppression.ts';

const ONE: Suppression = {
  id: 'sup_1',
  rule: 'ssrf.loopback',
  server: null,
  tool: 'fetch',
  path: '/request/params/arguments/url',
  expires_ms: 1_000,
};
const PLACE = { rule: 'ssrf.loopback', server: 'web', tool: 'fetch', path: '/request/params/arguments/url' };
const SNAPSHOT: Snapshot = { posture: 'starter', strictness: 'standard', monitor: false, policies: [], suppressions: [ONE], digest: 'd' };

const call = (tool: string, args: Record<string, string>, server?: string): Submission => ({
  request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: tool, arguments: args } },
  ...(server !== undefined && { server: { name: server } }),
  context: {},
  options: {},
  faults: [],
});
const judged = (submission: Submission, snapshot = SNAPSHOT, now_ms = 0) => judge(submission, snapshot, { now_ms, verdict_id: 'vrd_1' });
const URL_ = 'http://localhost:3000/';

test('a scope covers its place alone: rule, server, tool and path, `*` for one token', () => {
  expect(covers(ONE, PLACE)).toBe(true);
  for (const other of [{ rule: 'ssrf.metadata' }, { tool: 'get' }, { tool: null }, { path: '/request/params/arguments/url/0' }])
    expect(covers(ONE, { ...PLACE, ...other }), JSON.stringify(other)).toBe(false);
  expect(covers({ ...ONE, server: 'web' }, PLACE)).toBe(true);
  expect(covers({ ...ONE, server: 'web' }, { ...PLACE, server: null })).toBe(false);
  expect(covers({ ...ONE, path: '/request/params/arguments/urls/*' }, { ...PLACE, path: '/request/params/arguments/urls/12' })).toBe(true);
  expect(covers({ ...ONE, path: '/request/params/arguments/urls/*' }, { ...PLACE, path: '/request/params/arguments/urls' })).toBe(false);
});

test('a suppressed finding is shown as such and decides nothing', () => {
  const verdict = judged(call('fetch', { url: URL_ }));
  expect(verdict).toMatchObject({ decision: 'allow', status: 200, risk: 0, reasons: [] });
  expect(verdict.findings).toMatchObject([{ rule: 'ssrf.loopback', suppressed: true, path: '/request/params/arguments/url' }]);
});

test.each([
  ['another tool', call('get', { url: URL_ })],
  ['another argument', call('fetch', { target_url: URL_ })],
  ['another rule in the same place', call('fetch', { url: 'http://169.254.169.254/latest/meta-data/' })],
  ['the place, and another one', call('fetch', { url: URL_, target_url: URL_ })],
])('%s is denied as before', (_, submission) => {
  const verdict = judged(submission);
  expect(verdict).toMatchObject({ decision: 'deny', reasons: [{ code: 'SSRF' }] });
  expect(verdict.findings.some((f) => !f.suppressed)).toBe(true);
});

const one = (tool: string) => ({ ...call(tool, { url: URL_ }).request, id: tool });

const batch = (tools: string[]): Submission => ({
  ...call('x', {}),
  request: tools.map(one),
  context: { protocol_version: '2025-03-26' },
});

test('of several messages in one, each goes by its own tool', () => {
  const path = '/request/0/params/arguments/url';
  const snapshot = { ...SNAPSHOT, suppressions: [{ ...ONE, path }] };
  expect(judged(batch(['fetch', 'get']), snapshot).findings.filter((f) => f.rule === ONE.rule)).toMatchObject([
    { suppressed: false, path: '/request/1/params/arguments/url' },
    { suppressed: true, path },
  ]);
  expect(judged(batch(['get', 'fetch']), snapshot).findings.some((f) => f.suppressed)).toBe(false);
});

test('it ends when it expires', () => {
  expect(judged(call('fetch', { url: URL_ }), SNAPSHOT, 999).decision).toBe('allow');
  expect(judged(call('fetch', { url: URL_ }), SNAPSHOT, 1_000).decision).toBe('deny');
});

test('a suppressed secret is neither refused nor cut out, and still not kept', async () => {
  const { judgeClosely } = await import('#core/judge.ts');
  const key = ['ghp_', '16C7e42F292c6912E7710c838347Ae4H2Y7G'].join('');
  const submission = call('login', { token_text: key });
  const before = judgeClosely(submission, { ...SNAPSHOT, suppressions: [] }, { now_ms: 0, verdict_id: 'v' });
  expect(before.verdict.decision).toBe('deny');
  const suppressions = before.verdict.findings.map(({ rule, path }) => ({ ...ONE, rule, path, tool: 'login' }));
  const after = judgeClosely(submission, { ...SNAPSHOT, suppressions }, { now_ms: 0, verdict_id: 'v' });
  expect(after.verdict).toMatchObject({ decision: 'allow', modifications: [] });
  expect(after.cuts).toHaveLength(before.cuts.length);
});

test.each([...RULES.keys()])('%s: tests of a suppression have its positive cases', async (rule) => {
  expect(((await positiveCases(rule)) ?? []).length).toBeGreaterThanOrEqual(2);
});

test('what would hide a positive case elsewhere is refused with its name, what names one place is not', async () => {
  const cases = (await positiveCases('ssrf.loopback')) ?? [];
  const wide = { ...ONE, tool: null };
  expect(hiddenElsewhere(wide, cases)).toEqual({ name: cases[0]?.name, where: 'any tool of any server' });
  expect(hiddenElsewhere({ ...ONE, path: '/request/params/arguments/*' }, cases)).toMatchObject({
    where: '/request/params/arguments/value',
  });
  expect(hiddenElsewhere({ ...ONE, path: '/request/params/*/value' }, cases)).toMatchObject({ where: '/request/params/arguments/value' });
  for (const scope of [
    ONE,
    { ...wide, server: 'web' },
    { ...ONE, path: '/request/params/arguments/value' },
    { ...ONE, path: '/response/result/content/*/text' },
  ])
    expect(hiddenElsewhere(scope, cases), JSON.stringify(scope)).toBeNull();
  expect(await positiveCases('ssrf.none')).toBeNull();
});
