import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openRedisLimiter } from '#adapters/redis/limiter.ts';
import { PLANS } from '#core/quota.ts';
import { BODY_HERE_BYTES_MAX } from '#http/route.ts';
import { openJudging } from '../support/judging.ts';
import { startRedis } from '../support/servers.ts';
import { embeddedStores, LIST_TOOLS, openHarness, type Harness } from './harness.ts';

const claim = (i: number) => ({ headers: { 'X-Forwarded-For': `192.0.2.${i}` } });

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness(await embeddedStores());
});
afterAll(() => harness.close());

it('the free plan allows 1,000 verdicts a month, and call 1,001 is 429 with the reset time', async () => {
  const { key } = await harness.tenant({ plan: 'free' });
  harness.clock.now_ms = Date.UTC(2027, 0, 31, 12);
  for (let i = 0; i < 9; i++) {
    harness.clock.now_ms += 60_000;
    const response = await harness.ask('POST', '/validate/batch', { key, json: { items: Array(100).fill(LIST_TOOLS) } });
    expect(await response.json()).toMatchObject({ summary: { allow: 100, error: 0 } });
  }
  // Malformed items cost nothing, and the boundary is exact within a batch too.
  harness.clock.now_ms += 60_000;
  const mixed = { items: [...Array(99).fill(LIST_TOOLS), { request: 1 }] };
  expect(await (await harness.ask('POST', '/validate/batch', { key, json: mixed })).json()).toMatchObject({
    summary: { allow: 99, error: 1 },
  });
  harness.clock.now_ms += 60_000;
  const last = await (await harness.ask('POST', '/validate/batch', { key, json: { items: [LIST_TOOLS, LIST_TOOLS] } })).json();
  expect(last).toMatchObject({ results: [{ decision: 'allow' }, { error: { code: 'QUOTA_EXCEEDED' } }], summary: { allow: 1, error: 1 } });
  const over = await harness.ask('POST', '/validate', { key, json: LIST_TOOLS });
  expect(over.status).toBe(429);
  expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await over.json()).toMatchObject({ code: 'QUOTA_EXCEEDED', detail: expect.stringContaining('2027-02-01T00:00:00.000Z') });
  expect(await (await harness.ask('GET', '/usage', { key })).json()).toEqual({
    month: '2027-01',
    used: 1_000,
    limit: 1_000,
    warning: true,
    resets_at: '2027-02-01T00:00:00.000Z',
  });
  harness.clock.now_ms = Date.UTC(2027, 1, 1);
  expect((await harness.ask('POST', '/validate', { key, json: LIST_TOOLS })).status).toBe(200);
});

const batchOf = (n: number) => ({ items: Array(n).fill(LIST_TOOLS) });
const usage = async (key: string) => (await (await harness.ask('GET', '/usage', { key })).json()) as { used: number; warning: boolean };
/** In steps that leave half of the burst. */
async function use(key: string, verdicts: number): Promise<void> {
  for (let left = verdicts; left > 0; left -= 25) {
    harness.clock.now_ms += 60_000;
    const response = await harness.ask('POST', '/validate/batch', { key, json: batchOf(Math.min(left, 25)) });
    expect(response.status).toBe(200);
  }
}
const remaining = async (key: string): Promise<number> => {
  const { headers } = await harness.ask('GET', '/tenant', { key });
  return Number(/"key";r=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]);
};

describe('a month that is nearly or wholly used', () => {
  it('warns from 80 % on, in /usage and in the RateLimit of every answer', async () => {
    const { key } = await harness.tenant({ plan: 'free' });
    harness.clock.now_ms = Date.UTC(2027, 2, 1);
    await use(key, 799);
    expect(await usage(key)).toMatchObject({ used: 799, warning: false });
    expect((await harness.ask('POST', '/validate', { key, json: LIST_TOOLS })).headers.get('ratelimit')).not.toContain('month');
    expect(await usage(key)).toMatchObject({ used: 800, warning: true });
    const { headers } = await harness.ask('POST', '/validate', { key, json: LIST_TOOLS });
    expect(headers.get('ratelimit-policy')).toMatch(/, "month";q=1000;w=2678400$/);
    const reset_s = Math.ceil((Date.UTC(2027, 3, 1) - harness.clock.now_ms) / 1_000);
    expect(headers.get('ratelimit')).toMatch(new RegExp(`, "month";r=200;t=${reset_s}$`));
  });

  it('is refused without judging and without the store once it is known to be used up, for two seconds at most', async () => {
    const { id, key } = await harness.tenant({ plan: 'free' });
    harness.clock.now_ms = Date.UTC(2027, 4, 1);
    await use(key, 1_000);
    const judge = harness.world.judge;
    let judged = 0;
    harness.world.judge = (...args) => (judged++, judge(...args));
    const codeOf = async (path: string, json: object) =>
      ((await (await harness.ask('POST', path, { key, json })).json()) as { code: string }).code;
    const codes = async () => [await codeOf('/validate', LIST_TOOLS), await codeOf('/validate/batch', batchOf(3))];
    const refused = ['QUOTA_EXCEEDED', 'QUOTA_EXCEEDED'];
    expect([await codes(), judged]).toEqual([refused, 0]);
    harness.clock.now_ms += 2_000;
    expect([await codes(), judged]).toEqual([refused, 1]);
    expect(await usage(key)).toMatchObject({ used: 1_000 });
    // Another month is another quota, at once.
    harness.clock.now_ms = Date.UTC(2027, 5, 1) - 1;
    expect((await harness.ask('POST', '/validate', { key, json: LIST_TOOLS })).status).toBe(429);
    harness.clock.now_ms += 1;
    expect((await harness.ask('POST', '/validate', { key, json: LIST_TOOLS })).status).toBe(200);
    expect(harness.world.usage.get(id, harness.clock.now_ms)).toEqual({ month: '2027-06-01', used: 1 });
    harness.world.judge = judge;
  });
});

describe('what could not be judged or recorded is given back', () => {
  const items = Array(20).fill(LIST_TOOLS);
  /** Of the burst of 50, the call that asks takes one. */
  const LEFT_OF_ALL = 49;

  it('a fault of ours', async () => {
    const { key } = await harness.tenant({ plan: 'free' });
    const judge = harness.world.judge;
    let calls = 0;
    harness.world.judge = (...args) => {
      if (calls++ % 2 === 0) throw new Error('a fault for the test');
      return judge(...args);
    };
    expect((await harness.ask('POST', '/validate', { key, json: LIST_TOOLS })).status).toBe(500);
    expect(await remaining(key)).toBe(LEFT_OF_ALL);
    // Half of these twenty are judged.
    calls = 0;
    const answer = await harness.ask('POST', '/validate/batch', { key, json: { items } });
    expect(await answer.json()).toMatchObject({ summary: { allow: 10, error: 10 } });
    expect(await remaining(key)).toBe(LEFT_OF_ALL - 1 - 10);
    harness.world.judge = judge;
  });

  it('a quota that turned out to be used up, though not one that was known to be', async () => {
    const { id, key } = await harness.tenant({ plan: 'free' });
    harness.clock.now_ms = Date.UTC(2027, 7, 1);
    for (let i = 0; i < 10; i++) {
      harness.clock.now_ms += 60_000;
      await harness.ask('POST', '/validate/batch', { key, json: { items: Array(100).fill(LIST_TOOLS) } });
    }
    harness.clock.now_ms += 60_000;
    expect(harness.world.usage.get(id, harness.clock.now_ms)).toBeUndefined();
    expect((await harness.ask('POST', '/validate/batch', { key, json: { items } })).status).toBe(429);
    expect(await remaining(key)).toBe(LEFT_OF_ALL);
    expect((await harness.ask('POST', '/validate', { key, json: LIST_TOOLS })).status).toBe(429);
    expect(await remaining(key)).toBe(LEFT_OF_ALL - 2);
  });

  it('a trail that cannot be written, but no fault of the caller', async () => {
    const stores = await embeddedStores();
    const own = await openHarness(stores);
    const { id, key } = await own.tenant({ plan: 'free' });
    expect((await own.ask('GET', '/tenant', { key })).headers.get('ratelimit')).toContain('r=49');
    expect((await own.ask('POST', '/validate', { key, json: { request: 1 } })).status).toBe(422);
    expect((await own.ask('POST', '/validate', { key, json: LIST_TOOLS })).headers.get('ratelimit')).toContain('r=47');
    await stores.database.close();
    for (const i of [1, 2, 3]) {
      const response = await own.ask('POST', '/validate', { key, json: LIST_TOOLS });
      expect([i, response.status, await response.json()]).toMatchObject([i, 503, { code: 'AUDIT_UNAVAILABLE' }]);
    }
    const calls = { key: `{tenant:${id}}:calls`, policy: PLANS.free.rate, cost: 0 };
    const [taken] = await own.world.limiter.take([calls], own.clock.now_ms);
    expect(taken?.remaining).toBe(47);
  });

  describe.each([
    ['here', LIST_TOOLS],
    ['in another thread', { ...LIST_TOOLS, context: { attributes: { long: 'x'.repeat(BODY_HERE_BYTES_MAX) } } }],
  ])('of a call that is judged %s', (where, json) => {
    it('when the store is lost after the rate was taken', async () => {
      const stores = await embeddedStores();
      const { limiter } = stores;
      let afterwards: (() => Promise<void>) | null = null;
      const take: typeof limiter.take = async (...asked) => {
        const answers = await limiter.take(...asked);
        await afterwards?.();
        return answers;
      };
      const own = await openHarness({ ...stores, limiter: { ...limiter, take } });
      const { id, key } = await own.tenant({ plan: 'free' });
      expect((await own.ask('POST', '/validate', { key, json })).status).toBe(200);
      afterwards = async () => {
        afterwards = null;
        await stores.database.close();
        // Nothing that was read before is believed any longer.
        own.world.changes.note(id, own.clock.now_ms);
      };
      expect((await own.ask('POST', '/validate', { key, json })).status).toBe(503);
      const [left] = await limiter.take([{ key: `{tenant:${id}}:calls`, policy: PLANS.free.rate, cost: 0 }], own.clock.now_ms);
      expect(left?.remaining).toBe(49);
    });

    it('when every case of it met a fault of ours', async () => {
      const { key } = await harness.tenant({ plan: 'free' });
      const { judge, judging } = harness.world;
      const faulty = openJudging({ entry: new URL('../support/faulty-judge.ts', import.meta.url) });
      harness.world.judging = faulty;
      harness.world.judge = () => {
        throw new Error('a fault for the test');
      };
      try {
        expect((await harness.ask('POST', '/validate', { key, json })).status).toBe(500);
        expect(await remaining(key)).toBe(LEFT_OF_ALL);
        expect((await harness.ask('POST', '/validate/batch', { key, json: { items: [json, json] } })).status).toBe(200);
        expect(await remaining(key)).toBe(LEFT_OF_ALL - 1);
      } finally {
        Object.assign(harness.world, { judge, judging });
        await faulty.close();
      }
    });

    it(`but not when it was the caller's`, async () => {
      const { key } = await harness.tenant({ plan: 'free' });
      const bad = { ...json, request: 1 };
      expect((await harness.ask('POST', '/validate', { key, json: bad })).status).toBe(422);
      expect((await harness.ask('POST', '/validate/batch', { key, json: { items: [bad, bad] } })).status).toBe(200);
      expect(await remaining(key), where).toBe(LEFT_OF_ALL - 2);
    });
  });
});

it('the rate of the plan holds for key and tenant, is announced, and names the violated policy', async () => {
  const { key } = await harness.tenant({ plan: 'free' });
  const first = await harness.ask('GET', '/tenant', { key });
  expect(first.headers.get('ratelimit-policy')).toBe('"key";q=50;w=5, "tenant";q=50;w=5');
  expect(first.headers.get('ratelimit')).toBe('"key";r=49;t=1, "tenant";r=49;t=1');
  for (let i = 1; i < 50; i++) expect((await harness.ask('GET', '/tenant', { key })).status).toBe(200);
  const over = await harness.ask('GET', '/tenant', { key });
  expect(over.status).toBe(429);
  expect(over.headers.get('retry-after')).toBe('1');
  expect(await over.json()).toMatchObject({ code: 'RATE_LIMITED', detail: expect.stringContaining('"key"') });
  harness.clock.now_ms += 100;
  expect((await harness.ask('GET', '/tenant', { key })).status).toBe(200);
});

it('one tenant at its limit slows down no other', async () => {
  const [busy, calm] = [await harness.tenant({ plan: 'free' }), await harness.tenant({ plan: 'free' })];
  for (let i = 0; i < 60; i++) await harness.ask('GET', '/tenant', { key: busy.key });
  expect((await harness.ask('GET', '/tenant', { key: busy.key })).status).toBe(429);
  expect((await harness.ask('GET', '/tenant', { key: calm.key })).headers.get('ratelimit')).toContain('r=49');
});

it('a plan without a rate announces none', async () => {
  const { key } = await harness.tenant({ plan: 'unlimited' });
  expect((await harness.ask('GET', '/tenant', { key })).headers.get('ratelimit-policy')).toBeNull();
});

it('sign-ups are limited per client address, whatever the caller claims it to be', async () => {
  const json = { email: 'a@example.com', name: 'A' };
  for (let i = 0; i < 5; i++) expect((await harness.ask('POST', '/signup', { json, ...claim(i) })).status).toBe(201);
  expect(await (await harness.ask('POST', '/signup', { json, ...claim(9) })).json()).toMatchObject({ code: 'RATE_LIMITED' });
});

it('a Redis that goes and comes costs no call an error: each process lets its share pass meanwhile, and says so', async () => {
  const server = await startRedis();
  const [limiter, neighbour] = [
    await openRedisLimiter({ url: server.url, beat_ms: 20 }),
    await openRedisLimiter({ url: server.url, beat_ms: 20 }),
  ];
  await expect.poll(() => limiter.processes(), { timeout: 10_000 }).toBe(2);
  const { database, close } = await embeddedStores();
  const own = await openHarness({ database, limiter, close });
  const { key } = await own.tenant({ plan: 'free' });
  const ask = async () => {
    const response = await own.ask('POST', '/validate', { key, json: LIST_TOOLS });
    const { degraded } = (await response.json()) as { degraded?: string[] };
    return { status: response.status, degraded, policy: response.headers.get('ratelimit-policy') };
  };
  expect(await ask()).toEqual({ status: 200, degraded: [], policy: '"key";q=50;w=5, "tenant";q=50;w=5' });
  await server.down();
  const lost = await Promise.all(Array.from({ length: 30 }, ask));
  // Half of the burst of 50, for there are two processes.
  expect(lost.filter(({ status }) => status === 200)).toHaveLength(25);
  expect(lost.filter(({ status }) => status === 429)).toHaveLength(5);
  expect(lost.find(({ status }) => status === 200)).toEqual({
    status: 200,
    degraded: ['limits'],
    policy: '"key";q=25;w=5, "tenant";q=25;w=5',
  });
  expect((await own.ask('GET', '/readyz')).status).toBe(200);
  await server.up();
  await expect.poll(async () => (await ask()).degraded, { timeout: 10_000 }).toEqual([]);
  const spoken = own.logs.filter((line) => line.includes('shared limiter'));
  expect(spoken).toHaveLength(2);
  await Promise.all([limiter.close(), neighbour.close()]);
  await own.close();
  await server.stop();
});
