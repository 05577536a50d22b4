import { setTimeout as delay } from 'node:timers/promises';
import { freshMemory, freshRedis } from '../support/stores.ts';
import { limiterContract } from './limiter.ts';

limiterContract('memory', async () => {
  let now_ms = Date.UTC(2026, 10, 20);
  return { ...freshMemory(), now: () => now_ms, pass: async (ms) => void (now_ms += ms) };
});

// Redis goes by a clock of its own, which only time moves; one more millisecond, since it counts whole ones.
limiterContract('Redis', async () => ({ ...(await freshRedis()), now: () => Number.NaN, pass: (ms) => delay(ms + 1) }));
