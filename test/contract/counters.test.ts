import { setTimeout as delay } from 'node:timers/promises';
import { openMemoryCounters } from '#adapters/memory/counters.ts';
import { freshRedisFacts } from '../support/stores.ts';
import { countersContract } from './counters.ts';

countersContract('memory', async () => {
  let now_ms = Date.UTC(2026, 10, 20);
  const counters = openMemoryCounters();
  return { counters, others: [], now: () => now_ms, pass: async (ms) => void (now_ms += ms), close: () => counters.close() };
});

countersContract('Redis', async () => {
  const first = await freshRedisFacts();
  const second = await freshRedisFacts(first.key_prefix);
  const close = async (): Promise<void> => {
    await first.close();
    await second.close();
  };
  return { counters: first.counters, others: [second.counters], now: () => Number.NaN, pass: (ms) => delay(ms + 1), close };
});
