import { afterAll, beforeAll, expect, it } from 'vitest';
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
