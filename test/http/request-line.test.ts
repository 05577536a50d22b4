/** One line for each request, with what an operator asks for first. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { uuidToTenantId } from '#core/id.ts';
import { requestLine, type Answered } from '#http/request-line.ts';
import { Notes } from '#app/notes.ts';
import { embeddedStores, LIST_TOOLS, openHarness, type Harness, type Tenancy } from './harness.ts';

let harness: Harness;
let own: Tenancy;
beforeAll(async () => {
  harness = await openHarness(await embeddedStores());
  own = await harness.tenant({ plan: 'standard' });
});
afterAll(() => harness.close());

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const attack = (q: string) => ({ request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'find', arguments: { q } } } });
const ATTACK = attack("1' UNION SELECT password FROM users --");

type Line = Record<string, unknown>;
/** What the call left in the log. */
async function linesOf(path: string, more: object): Promise<Line[]> {
  const before = harness.logs.length;
  const response = await harness.ask('POST', path, { key: own.key, ...more });
  await response.text();
  return harness.logs.slice(before).map((line) => JSON.parse(line) as Line);
}
const number = expect.any(Number) as number;
const WHO = () => ({ tenant: uuidToTenantId(own.id), key: own.key_id });

it('a verdict: who, what was decided and why, and how long each stage took', async () => {
  const headers = { traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01`, 'x-request-id': 'order-17.4' };
  const [line, ...others] = await linesOf('/validate', { json: ATTACK, headers });
  expect(others).toEqual([]);
  expect(line).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    message: 'request',
    request_id: expect.stringMatching(/^req_/),
    method: 'POST',
    route: '/validate',
    status: 200,
    duration_ms: number,
    trace_id: TRACE_ID,
    client_request_id: 'order-17.4',
    ...WHO(),
    body_bytes: JSON.stringify(ATTACK).length,
    limiter_ms: number,
    judge_ms: number,
    commit_ms: number,
    decision: 'deny',
    reason: 'SQL_INJECTION',
    verdicts: 1,
    challenged: 0,
    denied: 1,
    findings: number,
    categories: ['sql_injection'],
  });
  expect(Math.abs(Date.parse(String(line?.['time'])) - Date.now())).toBeLessThan(60_000);
});

it('a batch: the strictest decision, its first reason, and sums', async () => {
  const [line] = await linesOf('/validate/batch', { json: { items: [LIST_TOOLS, ATTACK, LIST_TOOLS] } });
  expect(line).toMatchObject({
    ...WHO(),
    decision: 'deny',
    reason: 'SQL_INJECTION',
    verdicts: 3,
    denied: 1,
    categories: ['sql_injection'],
  });
});

it('a stream: one line as its answer begins, one with the sums as it ends', async () => {
  const raw = [LIST_TOOLS, ATTACK].map((one) => JSON.stringify(one)).join('\n');
  const lines = await linesOf('/validate/batch', { raw, type: 'application/x-ndjson' });
  expect(lines.map(({ message }) => message).sort()).toEqual(['request', 'stream ended']);
  const [ended, began] = ['stream ended', 'request'].map((message) => lines.find((line) => line['message'] === message));
  expect(ended).toMatchObject({ lines: 2, verdicts: 2, denied: 1, decision: 'deny', request_id: began?.['request_id'] });
});

it('a large body, judged in a thread of its own, has the same line', async () => {
  const [line] = await linesOf('/validate', { json: attack('a'.repeat(300_000)) });
  expect(line).toMatchObject({ ...WHO(), verdicts: 1, judge_ms: number, commit_ms: number, status: 200 });
});

it('a repeated call with an Idempotency-Key is marked', async () => {
  const headers = { 'idempotency-key': 'a-call-of-this-test' };
  const [first] = await linesOf('/validate', { json: LIST_TOOLS, headers });
  const [second] = await linesOf('/validate', { json: LIST_TOOLS, headers });
  expect(first).not.toHaveProperty('replayed');
  expect(second).toMatchObject({ replayed: true, status: 200 });
  expect(second).not.toHaveProperty('decision');
});

it('a refusal names its code, and nobody where nobody was recognised', async () => {
  const [line] = await linesOf('/validate', { json: LIST_TOOLS, key: 'cs_live_wrong' });
  expect(line).toMatchObject({ status: 401, code: 'KEY_INVALID' });
  for (const absent of ['tenant', 'key', 'decision', 'commit_ms', 'trace_id']) expect(line).not.toHaveProperty(absent);
  const [missing] = await linesOf('/nowhere', { json: {} });
  expect(missing).toMatchObject({ status: 404, code: 'NOT_FOUND', route: 'none' });
});

const lineWith = (given: string): unknown => {
  const notes = new Notes();
  const header = (name: string): string | null => (name === 'request-id' ? given : null);
  const answered: Answered = {
    request_id: 'req_1',
    method: 'GET',
    route: '/keys',
    status: 200,
    duration_ms: 1.234_567,
    code: undefined,
    trace_id: undefined,
    header,
    notes,
  };
  return requestLine(answered)['client_request_id'];
};
it.each(['0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b', 'a', 'A.b_c-9', 'x'.repeat(128)])('an id of the caller that is one is kept: %s', (id) => {
  expect(lineWith(id)).toBe(id);
});
it.each(['', 'two words', 'x'.repeat(129), 'a\nb', 'a"b', 'name@example.com', '<script>', 'cs_live_abc', 'é'])(
  'what does not look like an id is left out: %j',
  (id) => {
    expect(lineWith(id)).toBeUndefined();
  },
);
