import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { partsOf, REQUESTS_MAX, runTurns, TURNS_MAX, type Turn } from '#adapters/redis/turns.ts';
import { refundAll, takeAll, type RateRequest } from '#core/quota.ts';
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
const turn: fc.Arbitrary<Turn> = fc.record({
  kind: fc.constantFrom('take', 'take', 'refund'),
  requests: fc.array(request, { minLength: 1, maxLength: 5 }),
});
/** Each a call of the script, of several turns. */
const calls = fc.array(fc.array(turn, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 8 });

const newPrefix = (): string => `gcra-${randomBytes(6).toString('hex')}:`;

test('the Lua step and the TypeScript step keep alike, to the last bit, whatever turns one call carries', async () => {
  let turns_seen = 0;
  await fc.assert(
    fc.asyncProperty(calls, async (script_calls) => {
      const prefix = newPrefix();
      const oracle = new Map<string, number>();
      for (const turns of script_calls) {
        const { now_ms, answers } = await runTurns(redis, prefix, turns);
        const expected = turns.map(({ kind, requests }) => {
          if (kind === 'take') return takeAll(oracle, requests, now_ms);
          refundAll(oracle, requests, now_ms);
          return [];
        });
        expect(answers).toEqual(expected);
        await expectKept(prefix, oracle, now_ms);
        turns_seen += turns.length;
      }
    }),
    { numRuns: 150 },
  );
  expect(turns_seen).toBeGreaterThan(500);
});

/** The state is what decides: the answers are worked out beside it, from what Redis held before. */
async function expectKept(prefix: string, oracle: ReadonlyMap<string, number>, now_ms: number): Promise<void> {
  for (const key of ['{tenant:a}:1', '{tenant:a}:2', '{tenant:a}:3']) {
    const stored = Number((await redis.get(prefix + key)) ?? 0);
    const tat = oracle.get(key) ?? 0;
    // An arrival time that has passed says the same as any other that has, and as none.
    const gone = stored === 0 && tat <= (await clock());
    expect(gone || Math.max(stored, now_ms) === Math.max(tat, now_ms), `${key}: ${stored} is not ${tat}`).toBe(true);
  }
}

test('one call answers its turns as calls one after the other would', async () => {
  const hour = { interval_ms: 3_600_000, burst: 40 };
  const one = fc.record({ key: fc.constantFrom('{tenant:a}:1', '{tenant:a}:2'), cost: fc.integer({ min: 0, max: 20 }) });
  const slow: fc.Arbitrary<Turn> = fc.record({
    kind: fc.constantFrom('take', 'refund'),
    requests: fc.array(
      one.map((r) => ({ ...r, policy: hour })),
      { minLength: 1, maxLength: 3 },
    ),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(slow, { minLength: 2, maxLength: 20 }), async (turns) => {
      const [together, apart] = [newPrefix(), newPrefix()];
      const { answers } = await runTurns(redis, together, turns);
      const single = [];
      for (const t of turns) single.push(...(await runTurns(redis, apart, [t])).answers);
      // The hour is long enough that only whole units matter.
      const plain = (all: typeof answers) => all.map((a) => a.map(({ allowed, remaining }) => [allowed, remaining]));
      expect(plain(answers)).toEqual(plain(single));
    }),
    { numRuns: 60 },
  );
});

test('a key lives no longer than it says something', async () => {
  const key = `{tenant:${randomBytes(6).toString('hex')}}`;
  const requests = [{ key, policy: { interval_ms: 1_000, burst: 10 }, cost: 3 }];
  await runTurns(redis, '', [{ kind: 'take', requests }]);
  const left_ms = await redis.pttl(key);
  expect(left_ms).toBeGreaterThan(1_000);
  expect(left_ms).toBeLessThanOrEqual(3_000);
  await runTurns(redis, '', [{ kind: 'refund', requests }]);
  expect(await redis.exists(key)).toBe(0);
});

test('a server that has forgotten the script is taught it again', async () => {
  await redis.script('FLUSH');
  const key = `{tenant:${randomBytes(6).toString('hex')}}`;
  const requests = [{ key, policy: { interval_ms: 1_000, burst: 1 }, cost: 1 }];
  const { answers } = await runTurns(redis, '', [{ kind: 'take', requests }]);
  expect(answers).toEqual([[{ allowed: true, remaining: 0, retry_after_ms: 0, reset_ms: 1_000 }]]);
});

test.each(['garbage', '1e999', '-5', '0x10', '1..2', ''])('what is no arrival time counts as none: %j', async (value) => {
  const key = `{tenant:${randomBytes(6).toString('hex')}}`;
  await redis.set(key, value, 'EX', 60);
  const requests = [{ key, policy: { interval_ms: 1_000, burst: 2 }, cost: 1 }];
  const { answers } = await runTurns(redis, '', [{ kind: 'take', requests }]);
  expect(answers).toEqual([[{ allowed: true, remaining: 1, retry_after_ms: 0, reset_ms: 1_000 }]]);
  await redis.del(key);
});

test('a key of another type counts as empty too', async () => {
  const key = `{tenant:${randomBytes(6).toString('hex')}}`;
  await redis.lpush(key, 'x');
  const requests = [{ key, policy: { interval_ms: 1_000, burst: 2 }, cost: 1 }];
  expect((await runTurns(redis, '', [{ kind: 'take', requests }])).answers[0]).toMatchObject([{ allowed: true, remaining: 1 }]);
  expect(await redis.type(key)).toBe('string');
  await redis.del(key);
});

const sizes = (turns: readonly Turn[]): number[] => partsOf(turns).map((part) => part.length);

test('no call of the script is larger than its limits, and as large a one as there may be works', async () => {
  const policy = { interval_ms: 60_000, burst: 1 };
  const turnOf = (n: number, i: number): Turn => ({
    kind: 'take',
    requests: Array.from({ length: n }, (_, k) => ({ key: `{tenant:a}:${i}-${k}`, policy, cost: 1 })),
  });
  expect(sizes(Array.from({ length: 2 * TURNS_MAX + 1 }, (_, i) => turnOf(1, i)))).toEqual([TURNS_MAX, TURNS_MAX, 1]);
  expect(sizes([turnOf(REQUESTS_MAX, 0), turnOf(1, 1), turnOf(REQUESTS_MAX - 1, 2), turnOf(1, 3)])).toEqual([1, 2, 1]);
  const whole = [turnOf(REQUESTS_MAX, 0)];
  const prefix = newPrefix();
  const allowed = async () => (await runTurns(redis, prefix, whole)).answers[0]?.filter((a) => a.allowed).length;
  expect([await allowed(), await allowed()]).toEqual([REQUESTS_MAX, 0]);
});

const STRANGE = [null, 7, [], '', '1', '1 2 3', '1 x', '1 ', 'NaN 0', 'Infinity 0'].map((reply) => ({ reply }));

test.each(STRANGE)('an answer that is not the script’s is refused: $reply', async ({ reply }) => {
  const strange = { evalsha: async () => reply, eval: async () => reply };
  const requests = [{ key: 'k', policy: { interval_ms: 1, burst: 1 }, cost: 1 }];
  await expect(runTurns(strange, '', [{ kind: 'take', requests }])).rejects.toThrow('gcra.lua answered');
});

async function clock(): Promise<number> {
  const [seconds, micros] = await redis.time();
  return Number(seconds) * 1_000 + Number(micros) / 1_000;
}
