import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { freshMemory, freshPostgres, freshRedis } from '../support/stores.ts';
import { embeddedStores, hostedStores, LIST_TOOLS, openHarness, type Harness, type Tenancy } from './harness.ts';

const verdict = z.looseObject({
  id: z.string(),
  decision: z.enum(['allow', 'challenge', 'deny']),
  status: z.number(),
  reasons: z.array(z.looseObject({ code: z.string(), policy: z.string().optional() })),
  findings: z.array(z.looseObject({ path: z.string(), category: z.string() })),
  ignored: z.array(z.string()),
  degraded: z.array(z.string()),
  latency_ms: z.number(),
});
const problem = z.looseObject({ code: z.string(), detail: z.string(), errors: z.array(z.object({ pointer: z.string() })).optional() });

let harness: Harness;
let own: Tenancy;
beforeAll(async () => {
  harness = await openHarness(await hostedStores());
  own = await harness.tenant();
});
afterAll(() => harness.close());

const judged = async (json: unknown): Promise<z.output<typeof verdict>> => {
  const response = await harness.ask('POST', '/validate', { key: own.key, json });
  expect(response.status, await response.clone().text()).toBe(200);
  return verdict.parse(await response.json());
};
const refused = async (raw: string): Promise<z.output<typeof problem> & { status: number }> => {
  const response = await harness.ask('POST', '/validate', { key: own.key, raw });
  return { ...problem.parse(await response.json()), status: response.status };
};
const callOf = (name: string, args: object): object => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } });

describe('the envelope', () => {
  it('the documented call works as it stands', async () => {
    expect(await judged(LIST_TOOLS)).toMatchObject({ decision: 'allow', status: 200, ignored: [], degraded: [] });
  });

  it('every member of the contract is accepted; what we compute ourselves is named in ignored', async () => {
    const made = await harness.ask('POST', '/policy-sets', { key: own.key, json: { name: 's', policies: [] } });
    const { id: policy_set } = z.looseObject({ id: z.string() }).parse(await made.json());
    const { decision, ignored, explanation } = await judged({
      request: callOf('read', { path: 'a.txt' }),
      tool: {
        name: 'read',
        description: 'Reads a file',
        inputSchema: { type: 'object' },
        annotations: { readOnlyHint: true },
        anything: 1,
      },
      server: { name: 'files', url: 'https://files.example', version: '1' },
      headers: { 'User-Agent': 'test' },
      context: {
        user_id: 'u',
        device_id: 'd',
        ip_address: '2001:db8::1',
        ip_kind: 'user',
        session_id: 's',
        agent_id: 'a',
        user_agent: 'x',
        protocol_version: '2025-06-18',
        roles: ['r'],
        permissions: ['p'],
        token: 'a.b.c',
        attributes: { any: { thing: [1] } },
        trust_score: 1,
        behavioral_data: {},
      },
      options: { mode: 'full', strictness: 'minimal', policy_set, explain: true, receipt: true, supported_obligations: ['log'] },
    });
    expect(decision).toBe('allow');
    expect(explanation).toMatchObject({ roles: [{ path: '/request/params/arguments/path', roles: [{ role: 'path' }] }], left_out: 0 });
    expect(new Set(ignored)).toEqual(
      new Set(['/options/strictness', '/context/token', '/context/trust_score', '/context/behavioral_data', '/options/receipt']),
    );
  });

  it.each([
    ['{}', '/request'],
    ['{"request":"tools/list"}', '/request'],
    ['{"request":null}', '/request'],
    ['{"response":1}', '/response'],
    ['{"request":{},"context":{"user_id":7}}', '/context/user_id'],
    ['{"request":{},"context":{"nobody":7}}', '/context/nobody'],
    ['{"request":{},"options":{"strictness":"lax"}}', '/options/strictness'],
    ['{"request":{},"server":{"id":1}}', '/server/id'],
    ['{"request":{},"headers":{"a":1}}', '/headers/a'],
  ])('422: %s', async (raw, pointer) => {
    const { status, code, errors } = await refused(raw);
    expect({ status, code }).toEqual({ status: 422, code: 'BODY_INVALID' });
    expect(errors?.map((e) => e.pointer)).toContain(pointer);
  });

  it('422 names all faults at once', async () => {
    const { errors } = await refused('{"request":1,"context":{"user_id":7,"x":1},"y":2}');
    expect(errors?.map((e) => e.pointer).sort()).toEqual(['/context/user_id', '/context/x', '/request', '/y']);
  });

  it.each([['{}'], ['{"a":1}'], ['{"jsonrpc":"1.0","method":7}'], ['{"method":"tools/call"}'], ['[]'], ['[1,"x"]']])(
    'whatever is wrong inside the message is for the verdict: %s',
    async (message) => {
      const response = await harness.ask('POST', '/validate', { key: own.key, raw: `{"request":${message}}` });
      expect(response.status).toBe(200);
      expect(verdict.parse(await response.json())).toMatchObject({ decision: 'deny', status: 400 });
    },
  );

  it.each([
    ['a duplicate key', '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/call"}'],
    ['a lone surrogate', '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"x":"\\ud800"}}}'],
    ['a number that no double can hold', '{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"x":1e999}}}'],
    ['100,000 levels', `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":{"x":${'['.repeat(100_000)}${']'.repeat(100_000)}}}}`],
  ])('%s inside the message: deny with status 400, and a record', async (_, message) => {
    const response = await harness.ask('POST', '/validate', { key: own.key, raw: `{"request":${message}}` });
    expect(response.status).toBe(200);
    const { id, decision, status } = verdict.parse(await response.json());
    expect({ decision, status }).toEqual({ decision: 'deny', status: 400 });
    expect((await harness.ask('GET', `/audit/${id}`, { key: own.key })).status).toBe(200);
  });

  it('the message itself may not be said twice: that is a fault of the call', async () => {
    expect(await refused('{"request":{},"request":{"a":1}}')).toMatchObject({ status: 400, code: 'JSON_REFUSED' });
  });
});

describe('policies', () => {
  it('are in force with the next call, and name themselves', async () => {
    const tenancy = await harness.tenant();
    const ask = async (): Promise<z.output<typeof verdict>> =>
      verdict.parse(await (await harness.ask('POST', '/validate', { key: tenancy.key, json: { request: callOf('drop', {}) } })).json());
    expect((await ask()).decision).toBe('allow');
    const made = await harness.ask('POST', '/policies', { key: tenancy.key, json: { name: 'p', document: { tools: { deny: ['drop'] } } } });
    const { id } = z.looseObject({ id: z.string() }).parse(await made.json());
    expect(await ask()).toMatchObject({ decision: 'deny', status: 403, reasons: [{ code: 'TOOL_DENIED', policy: id }] });
    await harness.ask('DELETE', `/policies/${id}`, { key: tenancy.key, headers: { 'If-Match': made.headers.get('etag') ?? '' } });
    expect((await ask()).decision).toBe('allow');
  });

  it('monitor answers allow and shows what would have been', async () => {
    const tenancy = await harness.tenant({ posture: 'strict' });
    await harness.ask('PATCH', '/tenant', { key: tenancy.key, json: { monitor: true } });
    const response = await harness.ask('POST', '/validate', { key: tenancy.key, json: { request: callOf('x', {}) } });
    expect(await response.json()).toMatchObject({ decision: 'allow', would_be: { decision: 'deny', status: 403 } });
  });
});

describe('what is kept', () => {
  const CANARY = 'canary-7f3a-of-the-message';
  const SECRET = `ghp_${'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'}`;

  it('no text of the message and no identifier in clear stands in lists, logs or metrics', async () => {
    const tenancy = await harness.tenant();
    const json = {
      request: callOf('note', { text: CANARY, [`${CANARY} is the name of a member`]: { path: '../../../../etc/shadow' } }),
      context: { user_id: `${CANARY}-user`, session_id: `${CANARY}-session`, token: CANARY },
    };
    await harness.ask('POST', '/validate', { key: tenancy.key, json });
    const list = await (await harness.ask('GET', '/audit', { key: tenancy.key })).text();
    const metrics = await harness.world.telemetry.metrics();
    expect(list).toContain('tools/call');
    expect(list).toContain('/request/params/arguments/*/path');
    expect(list).not.toContain(CANARY);
    expect(metrics.text).toContain('countersign_verdicts_total');
    expect(metrics.text + harness.logs.join('')).not.toContain(CANARY);
    expect(harness.logs.length).toBeGreaterThan(0);
  });

  it('the sealed input opens for its tenant, without the token', async () => {
    const tenancy = await harness.tenant();
    const json = { request: callOf('note', { text: CANARY }), context: { user_id: 'u1', token: 'a.b.c' } };
    const { id } = verdict.parse(await (await harness.ask('POST', '/validate', { key: tenancy.key, json })).json());
    const text = await (await harness.ask('GET', `/audit/${id}`, { key: tenancy.key })).text();
    expect(JSON.parse(text)).toMatchObject({ id, decision: 'allow', input: { request: json.request, context: { user_id: 'u1' } } });
    expect(text).not.toContain('a.b.c');
  });

  it('a secret is cut out before the input is sealed', async () => {
    const tenancy = await harness.tenant();
    const json = { request: callOf('note', { text: `use ${SECRET} now` }) };
    const answer = verdict.parse(await (await harness.ask('POST', '/validate', { key: tenancy.key, json })).json());
    expect(answer.findings.map((f) => f.category)).toContain('secret_leak');
    const text = await (await harness.ask('GET', `/audit/${answer.id}`, { key: tenancy.key })).text();
    expect(text).not.toContain(SECRET);
    expect(text).toContain('[REDACTED:');
  });
});

describe('without the store', () => {
  it('no verdict is given: 503 with Retry-After', async () => {
    const postgres = await freshPostgres();
    const lone = await openHarness({ database: postgres.database, limiter: freshMemory().limiter, close: () => postgres.close() });
    const { key } = await lone.tenant();
    expect((await lone.ask('POST', '/validate', { key, json: LIST_TOOLS })).status).toBe(200);
    await postgres.database.close();
    for (const age_ms of [0, 60_000]) {
      lone.clock.now_ms += age_ms;
      const response = await lone.ask('POST', '/validate', { key, json: LIST_TOOLS });
      expect(await response.json()).toMatchObject({ status: 503, code: 'AUDIT_UNAVAILABLE' });
      expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(await (await lone.ask('GET', '/keys', { key })).json()).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(await (await lone.ask('GET', '/readyz')).json()).toMatchObject({ code: 'NOT_READY' });
    await postgres.close().catch(() => {});
  });

  it('a lost Redis is no error: the process counts alone and says so', async () => {
    const [embedded, redis] = [await embeddedStores(), await freshRedis()];
    const lone = await openHarness({ ...embedded, limiter: redis.limiter });
    const { key } = await lone.tenant({ plan: 'free' });
    await redis.close();
    const response = await lone.ask('POST', '/validate', { key, json: LIST_TOOLS });
    expect(response.headers.get('ratelimit')).toContain('"tenant"');
    expect(await response.json()).toMatchObject({ decision: 'allow', degraded: ['limits'] });
    expect(await (await lone.ask('GET', '/readyz')).json()).toEqual({ status: 'ok', database: 'ok', limiter: 'degraded' });
    for (let i = 0; i < 20; i++) await lone.ask('POST', '/validate', { key, json: LIST_TOOLS });
    expect(lone.logs.filter((line) => line.includes('the shared limiter'))).toHaveLength(1);
    await lone.close();
  });
});
