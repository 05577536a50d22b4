import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { openMemoryCounters } from '#adapters/memory/counters.ts';
import { slotName, type Addend, type CounterRequest, type Reserved } from '#core/policy/counters.ts';
import { serviceUrl } from '../../support/databases.ts';
import { freshRedisFacts } from '../../support/stores.ts';

/** Of one sub-slot while the test runs. */
const WINDOW = 31 * 86_400_000;
const request = fc.record({
  place: fc.integer({ min: 0, max: 4 }),
  max: fc.integer({ min: 0, max: 12 }),
  amount: fc.integer({ min: 0, max: 5 }),
  values: fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 4 }),
});
/** The place of the calls in flight. */
const FLIGHT = 4;
const step = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ ask: fc.uniqueArray(request, { maxLength: 4, selector: ({ place }) => place }), is_taken: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ back: fc.nat({ max: 50 }) }) },
  { weight: 1, arbitrary: fc.record({ answered: fc.constantFrom('a', 'b', 'c') }) },
);

test('Redis and memory answer alike, whatever is asked and given back', async () => {
  const redis = await freshRedisFacts();
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
      const tag = `{tenant:${randomBytes(6).toString('hex')}}`;
      const memory = openMemoryCounters();
      const [there, here]: [Reserved[], Reserved[]] = [[], []];
      let begun = 0;
      const addOf = (place: number, amount: number, values: string[]): Addend => {
        if (place < 2) return amount;
        // In the order of their names: those of one moment are answered in that.
        return place < FLIGHT ? values : { slots: values.map((call) => slotName(call, String(begun++).padStart(6, '0'))) };
      };
      for (const one of steps) {
        if ('answered' in one) {
          const answered = [{ key: `${tag}:${FLIGHT}`, call: one.answered }];
          await redis.counters.release(answered, 0);
          await memory.release(answered, Date.now());
          continue;
        }
        if ('back' in one) {
          const [i] = [one.back % (there.length + 1)];
          await redis.counters.refund(there.splice(i, 1)[0]?.taken ?? [], 0);
          await memory.refund(here.splice(i, 1)[0]?.taken ?? [], Date.now());
          continue;
        }
        const requests = one.ask.map(({ place, max, amount, values }): CounterRequest => ({
          key: `${tag}:${place}`,
          window_ms: WINDOW,
          max,
          add: addOf(place, amount, values),
          count: place % 2 ? 'attempts' : 'allowed',
        }));
        there.push(await redis.counters.reserve(requests, { is_taken: one.is_taken }, 0));
        here.push(await memory.reserve(requests, { is_taken: one.is_taken }, Date.now()));
        expect(there.at(-1)).toEqual(here.at(-1));
        compared += requests.length;
      }
    }),
    { numRuns: 150 },
  );
  expect(compared).toBeGreaterThan(500);
  await redis.close();
});

test.each(['calls', 'slots'])('two more processes at once let pass exactly as many as fit: %s', async (kind) => {
  const redis = await freshRedisFacts();
  const key = `{tenant:${randomBytes(4).toString('hex')}}:count`;
  const child = fileURLToPath(new URL('../../support/counters-child.ts', import.meta.url));
  const args = [child, serviceUrl('TEST_REDIS_URL'), redis.key_prefix, key, '250', '200', kind];
  const children = [0, 1].map(() => spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] }));
  const lines = children.map(({ stdout }) => createInterface({ input: stdout })[Symbol.asyncIterator]());
  for (const line of lines) expect((await line.next()).value).toBe('ready');
  for (const { stdin } of children) stdin.write('go\n');
  const fitted = await Promise.all(lines.map(async (line) => Number((await line.next()).value)));
  for (const one of children) {
    one.stdin.end();
    if (one.exitCode === null) await once(one, 'exit');
  }
  expect(fitted[0]! + fitted[1]!).toBe(250);
  await redis.close();
});

test('what Redis holds bears no end but its window, and is of one slot of a cluster', async () => {
  const redis = await freshRedisFacts();
  const client = new Redis(serviceUrl('TEST_REDIS_URL'));
  const tag = `{tenant:${randomBytes(4).toString('hex')}}`;
  const asked = [1, ['a', 'b'], { slots: ['a#1'] }].map((add, i): CounterRequest => ({
    key: `${tag}:${i}`,
    window_ms: 60_000,
    max: 9,
    add,
    count: 'allowed',
  }));
  await redis.counters.reserve(asked, { is_taken: true }, 0);
  await redis.history.append(`${tag}:past`, [{ id: 'v', at_ms: 0, kind: 'request', actions: [], values: {} }], 0);
  const keys = await client.keys(`${redis.key_prefix}*`);
  expect(keys.sort()).toEqual(['0', '1', '1:uses', '2', 'past'].map((rest) => `${redis.key_prefix}${tag}:${rest}`));
  for (const key of keys) {
    const left = await client.pttl(key);
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(key.endsWith('past') ? 86_400_000 : 62_000);
  }
  client.disconnect();
  await redis.close();
});
