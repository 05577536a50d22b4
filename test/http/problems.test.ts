/** Each problem can be met: the way to it, and the proof that no code stands in the table for nothing. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openSmtp } from '#adapters/smtp.ts';
import { BAD_KEYS } from '#app/bad-keys.ts';
import { JOBS_QUEUED_MAX } from '#app/jobs.ts';
import { KEYS_MAX } from '#app/keys.ts';
import type { Charge } from '#app/ports.ts';
import { makeRecorder } from '#app/recorder.ts';
import { SHADOW_SETS_MAX } from '#app/in-force.ts';
import { POLICIES_MAX } from '#app/policies.ts';
import { SUPPRESSIONS_MAX } from '#app/suppressions.ts';
import { KEY_RANDOM_BYTES, makeApiKey } from '#core/api-key.ts';
import { BODY_BYTES_MAX } from '#core/json.ts';
import { ENTRY_CHARS_MAX, LISTS_MAX } from '#core/policy/lists.ts';
import { SERVERS_MAX } from '#core/policy/registered.ts';
import { PROBLEMS, type ProblemCode } from '#core/problem.ts';
import { BODY_DEADLINE_MS } from '#http/body.ts';
import { refusal } from '#http/observe.ts';
import { listen } from '#http/server.ts';
import { type Mailbox, openMailbox } from '../support/mailbox.ts';
import { openPacks } from '#adapters/packs.ts';
import { packsWith } from '../support/packs.ts';
import { embeddedStores, LIST_TOOLS, openHarness, type Ask, type Harness } from './harness.ts';

let harness: Harness;
let lost: Harness;
let key: string;
let free: string;
let orphan: string;
let mailbox: Mailbox;
let verifying: Harness;
beforeAll(async () => {
  harness = await openHarness(await embeddedStores(), { signup: 'closed', packs: openPacks({ folder: await packsWith('unsigned') }) });
  key = (await harness.tenant()).key;
  free = (await harness.tenant({ plan: 'free' })).key;
  lost = await openHarness(await embeddedStores());
  orphan = (await lost.tenant()).key;
  await lost.close();
  mailbox = await openMailbox();
  const mailer = openSmtp({ url: mailbox.url, from: 'signup@countersign.example' });
  verifying = await openHarness(await embeddedStores(), { signup: 'verify', mailer });
});
afterAll(async () => {
  await harness.close();
  await verifying.close();
  await mailbox.close();
});

const POLICY = { name: 'p', document: {} };
const NO_POLICY = '/policies/pol_00000000000000000000000000';
const ask = (method: string, path: string, more: Ask = {}) => harness.ask(method, path, { key, ...more });
const raw = (text: string | Uint8Array<ArrayBuffer>) => ask('POST', '/validate', { raw: text });

async function keyWith(wish: object): Promise<{ id: string; key: string }> {
  return (await (await ask('POST', '/keys', { json: { name: 'k', scopes: ['validate'], ...wish } })).json()) as { id: string; key: string };
}

/** The last of as many calls as it takes. */
async function until(status: number, most: number, call: () => Promise<Response>): Promise<Response> {
  let last = await call();
  for (let i = 1; i < most && last.status !== status; i++) last = await call();
  return last;
}

/** What a server answers to these bytes. */
async function exchange(text: string): Promise<Response> {
  const app = { fetch: () => new Response(), refuse: refusal(harness.world) };
  const listening = await listen(app, { port: 0, host: '127.0.0.1', connections_max: 10 });
  const socket = connect(listening.port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  socket.write(text);
  await once(socket, 'close');
  await listening.close(1_000);
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  const [line = '', ...fields] = head.split('\r\n');
  const headers = fields.map((field): [string, string] => [field.slice(0, field.indexOf(':')), field.slice(field.indexOf(':') + 2)]);
  return new Response(body, { status: Number(line.split(' ')[1]), headers });
}

const suppression = () => ({
  rule: 'ssrf.loopback',
  tool: 'fetch',
  path: '/request/params/arguments/url',
  reason: 'a server of the developers',
  expires_at: new Date(harness.clock.now_ms + 86_400_000).toISOString(),
});

async function signUp(email: string): Promise<Response> {
  await verifying.ask('POST', '/signup', { json: { email, name: 'A' } });
  return verifying.ask('POST', '/signup/verify', { json: { email, code: mailbox.codeTo(email) } });
}

const WAYS: Record<ProblemCode, () => Promise<Response>> = {
  JSON_INVALID: () => raw('{'),
  UTF8_INVALID: () => raw(new Uint8Array([0xff])),
  JSON_REFUSED: () => raw('{"a":1,"a":2}'),
  REQUEST_INVALID: () => exchange('GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n'),
  HEADERS_TOO_LARGE: () => exchange(`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`),
  HEADERS_TIMEOUT: () => exchange('GET / HTTP/1.1\r\nHost: a\r\n'),
  IDEMPOTENCY_KEY_INVALID: () => ask('POST', '/policies', { json: POLICY, headers: { 'Idempotency-Key': 'a b' } }),
  async IDEMPOTENCY_IN_PROGRESS() {
    return until(409, 10, async () => {
      harness.clock.now_ms += 1;
      const call = { json: POLICY, headers: { 'Idempotency-Key': `twice-${harness.clock.now_ms}` } };
      const [first, second] = (await Promise.all([ask('POST', '/policies', call), ask('POST', '/policies', call)])) as [Response, Response];
      return first.status === 409 ? first : second;
    });
  },
  async IDEMPOTENCY_KEY_REUSED() {
    const headers = { 'Idempotency-Key': '"one key for two calls"' };
    await ask('POST', '/policies', { json: POLICY, headers });
    return ask('POST', '/policies', { json: { ...POLICY, name: 'q' }, headers });
  },
  PACK_REFUSED: () => ask('POST', '/packs/unsigned/install', { json: {} }),
  PACK_PARAMS_INVALID: () => ask('POST', '/packs/read-only/install', { json: { params: { groups: 'write' } } }),
  KEY_MISSING: () => ask('GET', '/tenant', { key: null }),
  KEY_INVALID: () => ask('GET', '/tenant', { key: makeApiKey(new Uint8Array(KEY_RANDOM_BYTES), 'live') }),
  async KEY_REVOKED() {
    const gone = await keyWith({});
    await ask('DELETE', `/keys/${gone.id}`);
    return ask('POST', '/validate', { key: gone.key, json: LIST_TOOLS });
  },
  async KEY_EXPIRED() {
    const short = await keyWith({ expires_at: new Date(harness.clock.now_ms + 1).toISOString() });
    harness.clock.now_ms += 1;
    return ask('POST', '/validate', { key: short.key, json: LIST_TOOLS });
  },
  SCOPE_MISSING: async () => ask('GET', '/tenant', { key: (await keyWith({})).key }),
  async SCOPES_TOO_WIDE() {
    const { key: narrow } = await keyWith({ scopes: ['keys:write'] });
    return ask('POST', '/keys', { key: narrow, json: { name: 'k', scopes: ['validate'] } });
  },
  KEY_ADDRESS_REFUSED: async () => ask('POST', '/validate', { key: (await keyWith({ ip_allow: ['192.0.2.1'] })).key, json: LIST_TOOLS }),
  async KEY_ENDED() {
    const { id } = await keyWith({});
    await ask('POST', `/keys/${id}/rotate`, { json: {} });
    return ask('POST', `/keys/${id}/rotate`, { json: {} });
  },
  KEY_ATTEMPTS_EXCEEDED: () => until(429, BAD_KEYS.burst + 1, () => ask('GET', '/tenant', { key: 'garbage' })),
  SIGNUP_CODE_INVALID: () => verifying.ask('POST', '/signup/verify', { json: { email: 'a@example.com', code: '00000-00000' } }),
  async SIGNUP_MAILBOX_TAKEN() {
    expect((await signUp('twice@example.com')).status).toBe(201);
    return signUp('Twice+again@example.com');
  },
  MAIL_UNAVAILABLE: () => verifying.ask('POST', '/signup', { json: { email: 'nobody@example.com', name: 'A' } }),
  SIGNUP_CLOSED: () => ask('POST', '/signup', { json: { email: 'a@example.com', name: 'A' } }),
  NOT_FOUND: () => ask('GET', NO_POLICY),
  METHOD_NOT_ALLOWED: () => ask('DELETE', '/validate'),
  async BODY_TIMEOUT() {
    await ask('POST', '/validate', { json: LIST_TOOLS });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const answer = ask('POST', '/validate', { raw: new ReadableStream({ pull: () => new Promise(() => {}) }) });
    await vi.advanceTimersByTimeAsync(BODY_DEADLINE_MS);
    vi.useRealTimers();
    return answer;
  },
  KEYS_MAX_REACHED: () => until(409, KEYS_MAX + 1, () => ask('POST', '/keys', { json: { name: 'k', scopes: ['validate'] } })),
  POLICY_TESTS_FAILED: () =>
    ask('POST', '/policies', {
      json: {
        ...POLICY,
        tests: [{ name: 't', request: { jsonrpc: '2.0', id: 1, method: 'tools/list' }, expect: { decision: 'deny' } }],
      },
    }),
  POLICY_SET_STATE: () => ask('POST', '/policy-sets/rollback', { headers: { 'If-Match': '*' } }),
  POLICY_SETS_MAX_REACHED: () =>
    until(409, SHADOW_SETS_MAX + 1, async () => {
      const set = await ask('POST', '/policy-sets', { json: { name: 's', policies: [] } });
      const { id } = z.looseObject({ id: z.string() }).parse(await set.json());
      return ask('POST', `/policy-sets/${id}/shadow`, { headers: { 'If-Match': '*' } });
    }),
  async POLICIES_MAX_REACHED() {
    const { key: crowded } = await harness.tenant();
    const policies = Array.from({ length: POLICIES_MAX }, (_, i) => ({ name: `p${i}`, document: {} }));
    const imported = await ask('POST', '/policies/import', { key: crowded, json: { policies } });
    expect(imported.status, await imported.clone().text()).toBe(200);
    return ask('POST', '/policies', { key: crowded, json: POLICY });
  },
  SUPPRESSION_TOO_WIDE: () => ask('POST', '/suppressions', { json: { ...suppression(), tool: null } }),
  SUPPRESSIONS_MAX_REACHED: () => until(409, SUPPRESSIONS_MAX + 1, () => ask('POST', '/suppressions', { json: suppression() })),
  LISTS_MAX_REACHED: async () => {
    const { key: crowded } = await harness.tenant();
    let n = 0;
    return until(409, LISTS_MAX + 1, () => ask('PUT', `/lists/l${++n}`, { key: crowded, json: { kind: 'texts', entries: [] } }));
  },
  async LISTS_FULL() {
    const { key: full } = await harness.tenant();
    let n = 0;
    await ask('PUT', '/lists/full', { key: full, json: { kind: 'texts', entries: [] } });
    return until(409, 20, () => {
      const add = Array.from({ length: 3_000 }, () => String(++n).padStart(ENTRY_CHARS_MAX, 'x'));
      return ask('PATCH', '/lists/full', { key: full, json: { add } });
    });
  },
  async LIST_IN_USE() {
    const document = { effect: 'require', require: { location: { ip_lists: { deny: ['used'] } } } };
    const { key: using } = await harness.tenant();
    await ask('PUT', '/lists/used', { key: using, json: { kind: 'networks', entries: [] } });
    await ask('POST', '/policies', { key: using, json: { name: 'p', document } });
    return ask('DELETE', '/lists/used', { key: using, headers: { 'If-Match': '*' } });
  },
  async SERVERS_FULL() {
    const { key: full } = await harness.tenant();
    let n = 0;
    return until(409, SERVERS_MAX + 1, () => ask('PUT', `/servers/s${++n}/manifest`, { key: full, json: { tools: [] } }));
  },
  async POLICIES_UNFIT() {
    const { key: using } = await harness.tenant();
    const tools = [{ name: 'refund', inputSchema: { type: 'object', properties: { amount: { type: 'integer' } }, required: ['amount'] } }];
    await ask('PUT', '/servers/pay/manifest', { key: using, json: { tools } });
    const cedar = 'forbid (principal, action == Action::"pay___refund", resource) when { context.input.amount > 500 };';
    await ask('POST', '/policies', { key: using, json: { name: 'p', document: { cedar } } });
    return ask('DELETE', '/servers/pay', { key: using, headers: { 'If-Match': '*' } });
  },
  async TOOL_GROUP_IN_USE() {
    const { key: using } = await harness.tenant();
    await ask('PATCH', '/tenant', { key: using, json: { tool_groups: { payments: ['pay/*'] } } });
    await ask('POST', '/policies', {
      key: using,
      json: { name: 'p', document: { effect: 'deny', target: { tool_groups: ['payments'] } } },
    });
    return ask('PATCH', '/tenant', { key: using, json: { tool_groups: {} } });
  },
  JOBS_MAX_REACHED: () => until(409, JOBS_QUEUED_MAX + 1, () => ask('POST', '/policies/replay', { json: { set: 'current' } })),
  async JOB_ENDED() {
    const { data } = (await (await ask('GET', '/jobs')).json()) as { data: { id: string }[] };
    await ask('DELETE', `/jobs/${data[0]?.id}`);
    return ask('DELETE', `/jobs/${data[0]?.id}`);
  },
  async PRECONDITION_FAILED() {
    const { data } = (await (await ask('GET', '/policies')).json()) as { data: { id: string }[] };
    return ask('PUT', `/policies/${data[0]?.id}`, { json: POLICY, headers: { 'If-Match': '"0"' } });
  },
  BODY_TOO_LARGE: () => raw(' '.repeat(BODY_BYTES_MAX + 1)),
  MEDIA_TYPE_UNSUPPORTED: () => ask('POST', '/validate', { json: LIST_TOOLS, type: 'text/plain' }),
  BODY_INVALID: () => raw('{}'),
  QUERY_INVALID: () => ask('GET', '/keys?limit=0'),
  PRECONDITION_REQUIRED: () => ask('PUT', NO_POLICY, { json: POLICY }),
  RATE_LIMITED: () => until(429, 60, () => ask('GET', '/tenant', { key: free })),
  async QUOTA_EXCEEDED() {
    return until(429, 20, () => {
      harness.clock.now_ms += 60_000;
      return ask('POST', '/validate/batch', { key: free, json: { items: Array(100).fill(LIST_TOOLS) } });
    });
  },
  async INTERNAL() {
    const { telemetry } = harness.world;
    const countVerdict = vi.spyOn(telemetry, 'countVerdict').mockImplementationOnce(() => {
      throw new Error('a fault of ours');
    });
    const answer = await ask('POST', '/validate', { json: LIST_TOOLS });
    countVerdict.mockRestore();
    return answer;
  },
  STORE_UNAVAILABLE: () => lost.ask('GET', '/tenant', { key: orphan }),
  async OVERLOADED() {
    const { world } = harness;
    const { recorder } = world;
    const store = Promise.withResolvers<Charge[]>();
    world.recorder = makeRecorder({ recordVerdicts: () => store.promise }, { limits: { entries: 1 } });
    const first = ask('POST', '/validate', { json: LIST_TOOLS });
    await expect.poll(() => world.recorder.depth.entries).toBe(1);
    const second = await ask('POST', '/validate', { json: LIST_TOOLS });
    world.recorder = recorder;
    store.resolve([{ granted: 1, used: 1 }]);
    expect((await first).status).toBe(200);
    return second;
  },
  AUDIT_UNAVAILABLE: () => lost.ask('POST', '/validate', { key: orphan, json: LIST_TOOLS }),
  NOT_READY: () => lost.ask('GET', '/readyz'),
};

describe('every problem of the table is met', () => {
  it.each(Object.entries(WAYS))(
    '%s',
    async (code, way) => {
      const response = await way();
      const request_id = response.headers.get('request-id');
      expect(await response.json()).toMatchObject({
        code,
        status: response.status,
        title: PROBLEMS[code as ProblemCode].title,
        request_id,
      });
      expect(request_id).toMatch(/^req_/);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    },
    60_000,
  );

  it('with Retry-After where waiting helps', async () => {
    for (const code of ['STORE_UNAVAILABLE', 'AUDIT_UNAVAILABLE', 'OVERLOADED', 'NOT_READY'] as const) {
      expect(Number((await WAYS[code]()).headers.get('retry-after')), code).toBeGreaterThan(0);
    }
  });
});
