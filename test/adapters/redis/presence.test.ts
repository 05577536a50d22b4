import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { openRedisLimiter } from '#adapters/redis/limiter.ts';
import { startRedis } from '../../support/servers.ts';

test('each process learns how many there are, keeps the number while Redis is away, and learns anew', async () => {
  const server = await startRedis();
  const key_prefix = randomBytes(6).toString('hex');
  const open = () => openRedisLimiter({ url: server.url, key_prefix, beat_ms: 20 });
  const [first, second, third] = [await open(), await open(), await open()];
  const seen = () => [first, second, third].map((limiter) => limiter.processes());
  await expect.poll(seen, { timeout: 10_000 }).toEqual([3, 3, 3]);
  await third.close();
  await expect.poll(() => [first.processes(), second.processes()], { timeout: 10_000 }).toEqual([2, 2]);
  server.pause();
  await expect(first.take([{ key: '{a}', policy: { interval_ms: 1, burst: 1 }, cost: 1 }], 0)).rejects.toThrow('Command timed out');
  expect(first.processes()).toBe(2);
  server.resume();
  await server.restart();
  const fourth = await open();
  await expect.poll(() => [first, second, fourth].map((limiter) => limiter.processes()), { timeout: 10_000 }).toEqual([3, 3, 3]);
  await Promise.all([fourth.close(), first.close(), second.close()]);
  await server.stop();
});
