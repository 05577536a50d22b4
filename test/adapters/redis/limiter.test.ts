import { performance } from 'node:perf_hooks';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { COMMAND_TIMEOUT_MS } from '#adapters/redis/connection.ts';
import { openRedisLimiter } from '#adapters/redis/limiter.ts';
import type { Limiter } from '#app/ports.ts';
import type { RateRequest } from '#core/quota.ts';
import { startRedis, type Server } from '../../support/servers.ts';
import { freePort } from '../../support/supervised.ts';

/** What ioredis says of a command that timed out, was given up, or was never sent; and what readiness says. */
const REFUSAL = /Command timed out|max retries per request|Stream isn't writeable|Connection is closed|Redis did not answer/;
const REQUEST: RateRequest = { key: '{tenant:a}:k', policy: { interval_ms: 1, burst: 1_000 }, cost: 1 };
/** What a busy machine may add. */
const SLACK_MS = 1_000;

let server: Server;
let limiter: Limiter;
beforeAll(async () => {
  server = await startRedis();
  limiter = await openRedisLimiter({ url: server.url });
});
afterAll(async () => {
  await limiter.close();
  await server.stop();
});

const take = () => limiter.take([REQUEST], 0);
const recovered = () => vi.waitFor(take, { timeout: 10_000, interval: 20 });

async function refusedAfter(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await expect(work()).rejects.toThrow(REFUSAL);
  return performance.now() - start;
}

test('a Redis that is silent costs one timeout, then nothing, until it is back', async () => {
  await recovered();
  server.pause();
  expect(await refusedAfter(take)).toBeLessThan(COMMAND_TIMEOUT_MS + SLACK_MS);
  const more = await Promise.all(Array.from({ length: 50 }, () => refusedAfter(take)));
  expect(Math.max(...more)).toBeLessThan(COMMAND_TIMEOUT_MS);
  expect(await refusedAfter(() => limiter.ready(200))).toBeLessThan(200 + SLACK_MS);
  server.resume();
  await recovered();
  await limiter.ready(5_000);
});

test('a Redis that was restarted is used again, its scripts forgotten', async () => {
  await recovered();
  await server.restart();
  await recovered();
  expect(await take()).toMatchObject([{ allowed: true }]);
});

test('a Redis that does not exist is no reason not to start', async () => {
  const absent = await openRedisLimiter({ url: `redis://127.0.0.1:${await freePort()}` });
  expect(await refusedAfter(() => absent.take([REQUEST], 0))).toBeLessThan(SLACK_MS);
  await expect(absent.ready(500)).rejects.toThrow('Redis');
  await absent.close();
});

test('a database that is no number is refused before anything is opened', async () => {
  await expect(openRedisLimiter({ url: `${server.url}/abc` })).rejects.toThrow('number');
});

test('a database that Redis does not have is refused, and none other is used', async () => {
  await expect(openRedisLimiter({ url: `${server.url}/99`, key_prefix: 'absent:' })).rejects.toThrow(/Redis refuses .*DB index/);
  const client = new Redis(server.url);
  expect(await client.keys('absent:*')).toEqual([]);
  client.disconnect();
});

test('a wrong password is refused, and not repeated', async () => {
  const client = new Redis(server.url);
  await client.config('SET', 'requirepass', 'right-one');
  try {
    const opening = openRedisLimiter({ url: server.url.replace('//', '//:wrong-one@') });
    await expect(opening).rejects.toThrow(/Redis refuses .*WRONGPASS/);
    await expect(opening).rejects.not.toThrow(/-one/);
    await expect(openRedisLimiter({ url: server.url })).rejects.toThrow(/Redis refuses .*NOAUTH/);
  } finally {
    await client.config('SET', 'requirepass', '');
    client.disconnect();
  }
});

test('where a new connection is refused its database, nothing is counted in another, the reason is told, and it recovers', async () => {
  const client = new Redis(server.url);
  const key_prefix = 'third:';
  const third = await openRedisLimiter({ url: `${server.url}/3`, key_prefix, beat_ms: 10 });
  const takeThird = () => third.take([REQUEST], 0);
  await vi.waitFor(takeThird, { timeout: 10_000, interval: 20 });
  await client.acl('SETUSER', 'default', '-select');
  await client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  await vi.waitFor(() => expect(takeThird()).rejects.toThrow(/Redis refuses .*NOPERM/), { timeout: 10_000, interval: 20 });
  await expect(third.ready(500)).rejects.toThrow(/Redis refuses/);
  await client.acl('SETUSER', 'default', '+select');
  await vi.waitFor(takeThird, { timeout: 10_000, interval: 20 });
  expect(await client.keys(`${key_prefix}*`)).toEqual([]);
  await third.close();
  client.disconnect();
});
