/** Limits and history while Redis does not answer: the tenant has said what is to be done then. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { connect } from '#adapters/redis/connection.ts';
import { redisCounters } from '#adapters/redis/counters.ts';
import { redisHistory } from '#adapters/redis/history.ts';
import { startRedis, type Server } from '../support/servers.ts';
import { embeddedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

const PROCESSES = 2;
let server: Server;
let harness: Harness;
beforeAll(async () => {
  server = await startRedis();
  const connection = await connect({ url: server.url });
  const stores = await embeddedStores();
  const facts = { counters: redisCounters(connection, { processes: () => PROCESSES }), history: redisHistory(connection) };
  const close = async (): Promise<void> => {
    await facts.counters.close();
    await stores.close();
  };
  harness = await openHarness({ ...stores, ...facts, close });
});
afterAll(async () => {
  await harness.close();
  await server.stop();
});

type Answer = { decision: string; degraded: string[]; reasons: { code: string }[] };
async function call({ key }: Tenancy, name: string, more: object = {}): Promise<string> {
  const request = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } };
  const json = { request, context: { user_id: 'ann', session_id: 's' }, ...more };
  const answer = (await (await harness.ask('POST', '/validate', { key, json })).json()) as Answer;
  return [answer.decision, ...answer.reasons.map(({ code }) => code), ...answer.degraded].join(' ');
}
async function tenantWith(fail_mode: string, require: object, tools: string[]): Promise<Tenancy> {
  const tenant = await harness.tenant();
  await harness.ask('PATCH', '/tenant', { key: tenant.key, json: { fail_mode } });
  const json = { name: 'p', document: { effect: 'require', target: { tools }, require } };
  expect((await harness.ask('POST', '/policies', { key: tenant.key, json })).status).toBe(201);
  return tenant;
}
const LIMIT = { limits: [{ id: 'l', key: 'principal', window: '1h', max: 5 }] };
const CLEAN = { history: [{ id: 'h', formerly: { within: '1h', action: 'fetch', is: false } }] };

it('who fails closed is refused what cannot be told; who goes on gets the share of this process', async () => {
  const closed = await tenantWith('closed', LIMIT, ['send']);
  const open = await tenantWith('open', LIMIT, ['send']);
  expect([await call(closed, 'send'), await call(open, 'send')]).toEqual(['allow', 'allow']);
  server.pause();
  const during = [await call(closed, 'send'), await call(open, 'send'), await call(open, 'send'), await call(open, 'send')];
  expect(await call(closed, 'other')).toBe('allow');
  server.resume();
  expect(during).toEqual(['deny RESOURCE_LIMIT limits', 'allow limits', 'allow limits', 'deny RESOURCE_LIMIT limits']);
  await vi.waitFor(async () => expect(await call(closed, 'send')).toBe('allow'), { timeout: 10_000 });
  expect(harness.logs.filter((line) => line.includes('shared counters do not answer'))).toHaveLength(1);
});

it('calls in flight are those of this process meanwhile, and end there; what has begun before ends with its lease', async () => {
  const flight = { limits: [{ id: 'f', key: 'principal', window: '1h', max: 2, measure: 'concurrency' }] };
  const open = await tenantWith('open', flight, ['send']);
  const answer = { response: { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text: 'done' }] } } };
  expect([await call(open, 'send'), await call(open, 'send'), await call(open, 'send')]).toEqual(['allow', 'allow', 'deny RESOURCE_LIMIT']);
  server.pause();
  const during = [await call(open, 'send'), await call(open, 'send'), await call(open, 'send', answer), await call(open, 'send')];
  server.resume();
  expect(during).toEqual(['allow limits', 'deny RESOURCE_LIMIT limits', 'allow limits', 'allow limits']);
  await vi.waitFor(async () => expect(await call(open, 'send')).toBe('deny RESOURCE_LIMIT'), { timeout: 10_000 });
  expect(await call(open, 'send', answer)).toBe('allow');
  expect([await call(open, 'send'), await call(open, 'send')]).toEqual(['allow', 'deny RESOURCE_LIMIT']);
});

it('nothing passes that a policy will ask for and that cannot be kept', async () => {
  const closed = await tenantWith('closed', CLEAN, ['send']);
  const open = await tenantWith('open', CLEAN, ['send']);
  server.pause();
  const during = [
    await call(closed, 'fetch'),
    await call(closed, 'send'),
    await call(closed, 'other'),
    await call(open, 'fetch'),
    await call(open, 'send'),
  ];
  server.resume();
  expect(during).toEqual([
    'deny HISTORY_REQUIREMENT history',
    'deny HISTORY_REQUIREMENT history',
    'allow',
    'allow history',
    'deny HISTORY_REQUIREMENT history',
  ]);
  await vi.waitFor(async () => expect(await call(closed, 'fetch')).toBe('allow'), { timeout: 10_000 });
  expect(await call(closed, 'send')).toBe('deny HISTORY_REQUIREMENT');
});
