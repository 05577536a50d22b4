import { expect, test } from 'vitest';
import { openMemoryLimiter } from '#adapters/memory/limiter.ts';

test('memory is bounded: of more keys than it holds, those used least recently are forgotten', async () => {
  const limiter = openMemoryLimiter({ keys_max: 100 });
  const policy = { interval_ms: 1_000_000, burst: 1 };
  const take = async (key: string) => (await limiter.take([{ key, policy, cost: 1 }], 0))[0]?.allowed;
  for (let i = 0; i < 101; i++) expect(await take(`k${i}`)).toBe(true);
  expect(await take('k100')).toBe(false);
  expect(await take('k1')).toBe(false);
  expect(await take('k0')).toBe(true);
});
