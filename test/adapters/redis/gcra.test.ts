import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { takeAll } from '#adapters/memory/limiter.ts';
import { takeTimed } from '#adapters/redis/limiter.ts';
import type { RateRequest } from '#app/ports.ts';
import { serviceUrl } from '../../support/databases.ts';

let redis: Redis;
beforeAll(() => {
  redis = new Redis(serviceUrl('TEST_REDIS_URL'));
});
afterAll(() => redis.disconnect());

const request: fc.Arbitrary<RateRequest> = fc.record({
  key: fc.constantFrom('{tenant:a}:1', '{tenant:a}:2', '{tenant:a}:3'),
  policy: fc.record({
    interval_ms: fc.oneof(fc.double({ min: 0.001, max: 1e7, noNaN: true }), fc.integer({ min: 1, max: 100_000 })),
    burst: fc.integer({ min: 1, max: 50 }),
  }),
  cost: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.double({ min: 0, max: 3, noNaN: true })),
});

test('the Lua step and the TypeScript step answer alike and keep alike, to the last bit', async () => {
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(request, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 12 }), async (calls) => {
      const prefix = `gcra-${randomBytes(6).toString('hex')}:`;
      const oracle = new Map<string, number>();
      let last_ms = 0;
      for (const requests of calls) {
        const { now_ms, answers } = await takeTimed(redis, prefix, requests);
        expect(answers).toEqual(takeAll(oracle, requests, now_ms));
        last_ms = now_ms;
        steps += requests.length;
      }
      for (const [key, tat] of oracle) {
        const stored = Number((await redis.get(prefix + key)) ?? 0);
        const gone = stored === 0 && tat <= (await clock());
        // An arrival time that has passed says the same as any other that has, and as none.
        expect(gone || Math.max(stored, last_ms) === Math.max(tat, last_ms)).toBe(true);
      }
    }),
    { numRuns: 150 },
  );
  expect(steps).toBeGreaterThan(500);
});

test('a key lives no longer than it says something', async () => {
  const key = `{tenant:${randomBytes(6).toString('hex')}}`;
  await takeTimed(redis, '', [{ key, policy: { interval_ms: 1_000, burst: 10 }, cost: 3 }]);
  const left_ms = await redis.pttl(key);
  expect(left_ms).toBeGreaterThan(1_000);
  expect(left_ms).toBeLessThanOrEqual(3_000);
});

test('a server that has forgotten the script is taught it again', async () => {
  await redis.script('FLUSH');
  const key = `{tenant:${randomBytes(6).toString('hex')}}`;
  const { answers } = await takeTimed(redis, '', [{ key, policy: { interval_ms: 1_000, burst: 1 }, cost: 1 }]);
  expect(answers).toEqual([{ allowed: true, remaining: 0, retry_after_ms: 0, reset_ms: 1_000 }]);
});

async function clock(): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1_000 + Number(micros) / 1_000;
}
