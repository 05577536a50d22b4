import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRedisLimiter } from '#adapters/redis/limiter.ts';
import type { Limiter } from '#app/ports.ts';
import type { RateRequest } from '#core/quota.ts';
import { startRedis, type Server } from '../../support/servers.ts';

const policy = { interval_ms: 3_600_000, burst: 20 };
const requestsOf = (tenant: number | string): RateRequest[] => [
  { key: `{tenant:${tenant}}:key`, policy, cost: 1 },
  { key: `{tenant:${tenant}}:calls`, policy, cost: 1 },
];
const PATIENT_MS = 5_000;

let server: Server;
let redis: Redis;
const calls: number[] = [];
beforeAll(async () => {
  server = await startRedis();
  redis = new Redis(server.url);
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});

const open = (url = server.url): Promise<Limiter> =>
  openRedisLimiter({
    url,
    command_timeout_ms: PATIENT_MS,
    onCall: (turns) => calls.push(turns),
    key_prefix: randomBytes(6).toString('hex'),
  });

async function scriptCalls(): Promise<number> {
  const stats = await redis.info('commandstats');
  return [...stats.matchAll(/cmdstat_evalsha:calls=(\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0);
}

test('what is asked within one turn of the event loop is one call of the script, which reads and writes each key once', async () => {
  const limiter = await open();
  await limiter.take(requestsOf('warm'), 0);
  calls.length = 0;
  const before = await scriptCalls();
  await redis.config('RESETSTAT');
  const answers = await Promise.all(Array.from({ length: 64 }, (_, i) => limiter.take(requestsOf(i % 4), 0)));
  expect(calls).toEqual([64]);
  expect(before).toBeGreaterThan(0);
  expect(await scriptCalls()).toBe(1);
  expect(/cmdstat_set:calls=(\d+)/.exec(await redis.info('commandstats'))?.[1]).toBe('8');
  expect(answers.filter((all) => all.every((a) => a.allowed))).toHaveLength(64);
  const more = await Promise.all(Array.from({ length: 64 }, (_, i) => limiter.take(requestsOf(i % 4), 0)));
  // 20 for each of the four, of which 16 were taken.
  expect(more.filter((all) => all.every((a) => a.allowed))).toHaveLength(16);
  await limiter.close();
});

test('a turn that is too large is refused by itself', async () => {
  const limiter = await open();
  const [large, small] = await Promise.allSettled([
    limiter.take(Array(5_000).fill(requestsOf('large')[0]), 0),
    limiter.take(requestsOf('small'), 0),
  ]);
  expect(large).toMatchObject({ status: 'rejected', reason: expect.any(RangeError) });
  expect(small.status).toBe('fulfilled');
  await limiter.close();
});

test('a Redis that was emptied counts anew, without an error', async () => {
  const limiter = await open();
  for (let i = 0; i < 20; i++) await limiter.take(requestsOf('emptied'), 0);
  expect((await limiter.take(requestsOf('emptied'), 0))[0]).toMatchObject({ allowed: false });
  await redis.flushall();
  await redis.script('FLUSH');
  expect((await limiter.take(requestsOf('emptied'), 0))[0]).toMatchObject({ allowed: true, remaining: 19 });
  await limiter.close();
});

test('on a Redis Cluster tenants are asked for apart', async () => {
  const cluster = await startRedis(['--cluster-enabled', 'yes', '--cluster-config-file', 'nodes.conf']);
  const node = new Redis(cluster.url);
  await node.cluster('ADDSLOTSRANGE', 0, 16_383);
  await expect.poll(() => node.cluster('INFO'), { timeout: 10_000 }).toContain('cluster_state:ok');
  const limiter = await open(cluster.url);
  calls.length = 0;
  const round = () => Promise.all(Array.from({ length: 12 }, (_, i) => limiter.take(requestsOf(i % 3), 0)));
  const [first, second] = [await round(), await round()];
  expect(calls).toEqual([12, 4, 4, 4, 4, 4, 4]);
  expect([...first, ...second].every((all) => all.every((a) => a.allowed))).toBe(true);
  expect(await round()).toHaveLength(12);
  expect((await limiter.take(requestsOf(0), 0))[0]).toMatchObject({ remaining: 20 - 13 });
  await limiter.close();
  node.disconnect();
  await cluster.stop();
});
