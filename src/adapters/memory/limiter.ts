/** The rate limiter of a single process, and of one that has lost its Redis. */
import type { Limiter, RateRequest } from '#app/ports.ts';
import { gcra, type RateAnswer } from '#core/quota.ts';
import { LRUCache } from 'lru-cache';

/** Some 15 MB. The key that was used least recently is forgotten first: its burst is then full again. */
export const KEYS_MAX = 100_000;

export function openMemoryLimiter(keys_max = KEYS_MAX): Limiter {
  const arrivals = new LRUCache<string, number>({ max: keys_max });
  return {
    kind: 'memory',
    take: async (requests, now_ms) => takeAll(arrivals, requests, now_ms),
    ready: async () => {},
    close: async () => arrivals.clear(),
  };
}

type Arrivals = { get(key: string): number | undefined; set(key: string, tat: number): unknown };

/**
 * All or nothing, in the order of `requests`; a key may come twice. When one is refused, the others answer what they would
 * have without this call: nothing was charged. The same steps as `redis/gcra.lua`.
 */
export function takeAll(arrivals: Arrivals, requests: readonly RateRequest[], now_ms: number): RateAnswer[] {
  const next = new Map<string, number>();
  const steps = requests.map(({ key, policy, cost }) => {
    const step = gcra(next.get(key) ?? arrivals.get(key) ?? 0, policy, cost, now_ms);
    if (step.allowed) next.set(key, step.tat);
    return step;
  });
  if (steps.every((step) => step.allowed)) {
    for (const [key, tat] of next) arrivals.set(key, tat);
    return steps.map(answer);
  }
  return requests.map(({ key, policy }, i) => {
    const step = steps[i];
    return answer(step && !step.allowed ? step : gcra(arrivals.get(key) ?? 0, policy, 0, now_ms));
  });
}

const answer = ({ allowed, remaining, retry_after_ms, reset_ms }: RateAnswer): RateAnswer => ({
  allowed,
  remaining,
  retry_after_ms,
  reset_ms,
});
