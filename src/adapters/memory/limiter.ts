/** The rate limiter of a single process, and of one that has lost its Redis. */
import type { Limiter } from '#app/ports.ts';
import { refundAll, takeAll } from '#core/quota.ts';
import { LRUCache } from 'lru-cache';

/** Some 15 MB. The key that was used least recently is forgotten first: its burst is then full again. */
export const KEYS_MAX = 100_000;

/** `processes`: how many of them share the load, each counting alone. */
export function openMemoryLimiter({ keys_max = KEYS_MAX, processes = 1 } = {}): Limiter {
  const arrivals = new LRUCache<string, number>({ max: keys_max });
  return {
    kind: 'memory',
    processes: () => processes,
    take: async (requests, now_ms) => takeAll(arrivals, requests, now_ms),
    refund: async (requests, now_ms) => refundAll(arrivals, requests, now_ms),
    ready: async () => {},
    close: async () => arrivals.clear(),
  };
}
