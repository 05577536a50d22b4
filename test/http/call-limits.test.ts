/** Limits of a tenant's own: they limit the judged call, not the call to us. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedStores, hostedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

/** One in 4,000 s. */
const SLOWLY = 0.000_25;
const callOf = (name: string, user_id: string | null, args: object = { id: 7 }, more: object = {}) => ({
  request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } },
  context: { ...(user_id !== null && { user_id }) },
  ...more,
});
const ATTACK = { path: '../../../../etc/passwd' };
type Answer = { id: string; decision: string; status: number; reasons: { code: string; layer: string; message: string }[] } & Record<
  string,
  unknown
>;

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness(await embeddedStores());
});
afterAll(() => harness.close());

const change = (by: Tenancy, patch: object) => harness.ask('PATCH', '/tenant', { key: by.key, json: patch });
async function limited(rate_limits: object): Promise<Tenancy> {
  const tenant = await harness.tenant();
  expect((await change(tenant, { rate_limits })).status).toBe(200);
  return tenant;
}
async function judge({ key }: Tenancy, json: object): Promise<Answer> {
  const response = await harness.ask('POST', '/validate', { key, json });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}
const statuses = async (tenant: Tenancy, ...calls: object[]): Promise<number[]> => {
  const all = [];
  for (const call of calls) all.push((await judge(tenant, call)).status);
  return all;
};

describe('the setting', () => {
  it('is none at first, takes one limit without the other, and null takes it away', async () => {
    const tenant = await harness.tenant();
    const shown = async () =>
      ((await (await harness.ask('GET', '/tenant', { key: tenant.key })).json()) as { rate_limits: object }).rate_limits;
    expect(await shown()).toEqual({ principal: null, tool: null });
    const rate = { per_second: 2.5, burst: 10 };
    await change(tenant, { rate_limits: { principal: rate } });
    await change(tenant, { rate_limits: { tool: { per_second: 1, burst: 1 } } });
    expect(await shown()).toEqual({ principal: rate, tool: { per_second: 1, burst: 1 } });
    await change(tenant, { rate_limits: { principal: null } });
    await change(tenant, { rate_limits: {} });
    expect(await shown()).toEqual({ principal: null, tool: { per_second: 1, burst: 1 } });
  });

  it.each([
    ['/rate_limits/principal/per_second', { principal: { per_second: 0, burst: 1 } }, '0.0001'],
    ['/rate_limits/principal/per_second', { principal: { per_second: 100_001, burst: 1 } }, '100000'],
    ['/rate_limits/tool/burst', { tool: { per_second: 1, burst: 0 } }, '1'],
    ['/rate_limits/tool/burst', { tool: { per_second: 1, burst: 1_000_001 } }, '1000000'],
    ['/rate_limits/tool/burst', { tool: { per_second: 1, burst: 1.5 } }, 'int'],
    ['/rate_limits/tool/burst', { tool: { per_second: 1 } }, ''],
    ['/rate_limits/session', { session: { per_second: 1, burst: 1 } }, ''],
  ])('names the field %s and its limit', async (pointer, rate_limits, limit) => {
    const response = await change(await harness.tenant(), { rate_limits });
    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { pointer: string; detail: string }[] };
    expect(errors.map((e) => e.pointer)).toEqual([pointer]);
    expect(errors[0]?.detail).toContain(limit);
  });
});

describe('a principal', () => {
  it('above its limit is denied with status 429, a reason and a reply; others are not', async () => {
    const tenant = await limited({ principal: { per_second: SLOWLY, burst: 2 } });
    expect(await statuses(tenant, callOf('a', 'ann'), callOf('b', 'ann'))).toEqual([200, 200]);
    const verdict = await judge(tenant, callOf('c', 'ann'));
    expect(verdict).toMatchObject({ decision: 'deny', status: 429, modifications: [], degraded: [] });
    expect(verdict.reasons).toMatchObject([{ code: 'RATE_LIMIT', layer: 'gateway', severity: 'low' }]);
    expect(verdict.reasons[0]?.message).toContain('4000 s');
    expect(verdict['reply']).toMatchObject({ jsonrpc: '2.0', id: 1, result: { isError: true } });
    expect(JSON.stringify(verdict['reply'])).toContain(`RATE_LIMIT (${verdict.id})`);
    expect(await statuses(tenant, callOf('a', 'bob'))).toEqual([200]);
    const record = await harness.ask('GET', `/audit/${verdict.id}`, { key: tenant.key });
    expect(await record.json()).toMatchObject({ decision: 'deny', status: 429, reasons: [{ code: 'RATE_LIMIT' }] });
    expect((await judge(await limited({ principal: { per_second: SLOWLY, burst: 2 } }), callOf('a', 'ann'))).status).toBe(200);
  });

  it('is the user, else the agent; without either nothing is counted', async () => {
    const tenant = await limited({ principal: { per_second: SLOWLY, burst: 1 } });
    const agent = (user_id: string | null) => ({ ...callOf('a', null), context: { agent_id: 'x', ...(user_id && { user_id }) } });
    expect(await statuses(tenant, agent(null), agent(null), agent('x'), agent('x'), callOf('a', 'x'))).toEqual([200, 429, 200, 429, 429]);
    expect(await statuses(tenant, callOf('a', null), callOf('a', null), callOf('a', null))).toEqual([200, 200, 200]);
  });

  it('pays nothing for what is refused anyway, nor for responses', async () => {
    const tenant = await limited({ principal: { per_second: SLOWLY, burst: 1 } });
    const response = { ...callOf('a', 'ann'), response: { jsonrpc: '2.0', id: 1, result: { content: [] } } };
    expect(await statuses(tenant, callOf('read_file', 'ann', ATTACK), response, response)).toEqual([403, 200, 200]);
    expect(await statuses(tenant, callOf('a', 'ann'), callOf('read_file', 'ann', ATTACK), callOf('a', 'ann'))).toEqual([200, 403, 429]);
  });

  it('pays for each message of a JSON-RPC batch', async () => {
    const tenant = await limited({ principal: { per_second: SLOWLY, burst: 3 } });
    const ping = { jsonrpc: '2.0', method: 'ping' };
    const batch = {
      request: [
        { ...ping, id: 1 },
        { ...ping, id: 2 },
      ],
      context: { user_id: 'ann', protocol_version: '2025-03-26' },
    };
    expect(await statuses(tenant, batch, batch, { ...batch, request: { ...ping, id: 3 } })).toEqual([200, 429, 200]);
  });

  it('gets units back with time', async () => {
    const tenant = await limited({ principal: { per_second: 1, burst: 1 } });
    expect(await statuses(tenant, callOf('a', 'ann'), callOf('a', 'ann'))).toEqual([200, 429]);
    harness.clock.now_ms += 1_000;
    expect(await statuses(tenant, callOf('a', 'ann'))).toEqual([200]);
  });
});

describe('a tool', () => {
  it('is limited for all callers together, apart from its namesake on another server', async () => {
    const tenant = await limited({ tool: { per_second: SLOWLY, burst: 2 } });
    const on = (server: string) => callOf('search', 'ann', {}, { server: { name: server } });
    expect(await statuses(tenant, callOf('search', 'ann'), callOf('search', 'bob'), callOf('search', 'eve'))).toEqual([200, 200, 429]);
    expect(await statuses(tenant, on('crm'), on('crm'), on('crm'), on('erp'), callOf('find', 'ann'))).toEqual([200, 200, 429, 200, 200]);
    const list = { request: { jsonrpc: '2.0', id: 1, method: 'tools/list' }, context: {} };
    expect(await statuses(tenant, list, list, list)).toEqual([200, 200, 200]);
  });

  it('that refuses leaves the principal uncharged, and the message names which was reached', async () => {
    const tenant = await limited({ principal: { per_second: SLOWLY, burst: 2 }, tool: { per_second: SLOWLY, burst: 1 } });
    expect(await statuses(tenant, callOf('a', 'ann'))).toEqual([200]);
    const byTool = await judge(tenant, callOf('a', 'ann'));
    expect([byTool.status, byTool.reasons[0]?.message]).toEqual([429, expect.stringContaining('for this tool is')]);
    expect(await statuses(tenant, callOf('b', 'ann'))).toEqual([200]);
    expect((await judge(tenant, callOf('b', 'ann'))).reasons[0]?.message).toContain('for this principal and this tool is');
  });
});

it('what was charged for a verdict that could not be recorded is given back', async () => {
  const stores = await embeddedStores();
  const own = await openHarness(stores);
  const { id, key } = await own.tenant();
  const rate_limits = { principal: { per_second: SLOWLY, burst: 3 }, tool: { per_second: SLOWLY, burst: 5 } };
  await own.ask('PATCH', '/tenant', { key, json: { rate_limits } });
  expect((await own.ask('POST', '/validate', { key, json: callOf('a', 'ann') })).status).toBe(200);
  await stores.database.close();
  const items = [callOf('a', 'ann'), callOf('a', 'ann')];
  expect((await own.ask('POST', '/validate/batch', { key, json: { items } })).status).toBe(503);
  const settings = await own.world.settings.get(id, own.clock.now_ms);
  const policy = { interval_ms: 1_000 / SLOWLY, burst: 3 };
  const principal = `{tenant:${id}}:principal:${settings?.key.hmac('user', 'ann')}`;
  const [left] = await own.world.limiter.take([{ key: principal, policy, cost: 0 }], own.clock.now_ms);
  expect(left?.remaining).toBe(2);
});

it('in monitor the call is allowed and would_be says 429', async () => {
  const tenant = await limited({ principal: { per_second: SLOWLY, burst: 1 } });
  await change(tenant, { monitor: true });
  expect(await judge(tenant, callOf('a', 'ann'))).toMatchObject({ decision: 'allow', would_be: { decision: 'allow', status: 200 } });
  expect(await judge(tenant, callOf('a', 'ann'))).toMatchObject({
    decision: 'allow',
    status: 200,
    would_be: { decision: 'deny', status: 429 },
    reasons: [{ code: 'RATE_LIMIT' }],
  });
  const attack = await judge(tenant, callOf('read_file', 'ann', ATTACK));
  expect(attack).toMatchObject({ would_be: { decision: 'deny', status: 403 }, reasons: [{ code: 'PATH_TRAVERSAL' }] });
});

describe('over Redis', () => {
  let hosted: Harness;
  const takes: number[] = [];
  beforeAll(async () => {
    const stores = await hostedStores();
    const { limiter } = stores;
    const counted = { ...limiter, take: (...args: Parameters<typeof limiter.take>) => (takes.push(args[0].length), limiter.take(...args)) };
    hosted = await openHarness({ ...stores, limiter: counted });
  });
  afterAll(() => hosted.close());

  it('a batch is limited in order, as single calls would be', async () => {
    const { key } = await hosted.tenant();
    const rate = { per_second: SLOWLY, burst: 3 };
    await hosted.ask('PATCH', '/tenant', { key, json: { rate_limits: { principal: rate } } });
    const items = ['ann', 'ann', 'bob', 'ann', 'ann', 'ann', 'bob'].map((user) => callOf('a', user));
    const answer = await (await hosted.ask('POST', '/validate/batch', { key, json: { items } })).json();
    const { results, summary } = answer as { results: { status: number }[]; summary: object };
    expect(results.map((r) => r.status)).toEqual([200, 200, 200, 200, 429, 429, 200]);
    expect(summary).toEqual({ allow: 5, challenge: 0, deny: 2, error: 0 });
  });

  it('a tenant without such limits asks the limiter for nothing', async () => {
    const { key } = await hosted.tenant();
    takes.length = 0;
    expect((await hosted.ask('POST', '/validate', { key, json: callOf('a', 'ann') })).status).toBe(200);
    expect(takes).toEqual([]);
    await hosted.ask('PATCH', '/tenant', { key, json: { rate_limits: { tool: { per_second: 1, burst: 1 } } } });
    expect((await hosted.ask('POST', '/validate', { key, json: callOf('a', 'ann') })).status).toBe(200);
    expect(takes).toEqual([1]);
  });
});
