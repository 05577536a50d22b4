/** Plans, and the rate limiter's step (GCRA, ITU-T I.371; the same step runs in Redis as Lua). */

export const PLANS = {
  free: { verdicts_per_month: 1_000, rate: { per_second: 10, burst: 50 } },
  standard: { verdicts_per_month: null, rate: { per_second: 100, burst: 200 } },
  unlimited: { verdicts_per_month: null, rate: null },
} as const satisfies Record<string, Plan>;
export type PlanName = keyof typeof PLANS;
export type Plan = { verdicts_per_month: number | null; rate: { per_second: number; burst: number } | null };

/** `burst` units may pass at once; one unit comes back every `interval_ms`. */
export type RatePolicy = { interval_ms: number; burst: number };
export type RateAnswer = { allowed: boolean; remaining: number; retry_after_ms: number; reset_ms: number };

/**
 * One GCRA step. `tat` is the theoretical arrival time in ms (0 when the key is new), `cost` in units.
 * A refused step changes nothing. A cost above `burst` can never pass: `retry_after_ms` is then Infinity.
 */
export function gcra(tat: number, policy: RatePolicy, cost: number, now_ms: number): RateAnswer & { tat: number } {
  const capacity_ms = policy.interval_ms * policy.burst;
  const base = Math.max(tat, now_ms);
  const next = base + cost * policy.interval_ms;
  const over_ms = next - now_ms - capacity_ms;
  const allowed = over_ms <= 0;
  const after = allowed ? next : base;
  return {
    allowed,
    tat: allowed ? next : tat,
    remaining: Math.max(0, Math.floor((capacity_ms - (after - now_ms)) / policy.interval_ms)),
    retry_after_ms: allowed ? 0 : cost > policy.burst ? Infinity : Math.ceil(over_ms),
    reset_ms: Math.max(0, Math.ceil(after - now_ms)),
  };
}

/** First moment of the UTC month that contains `now_ms`, as `YYYY-MM-01`. */
export const monthOf = (now_ms: number): string => `${new Date(now_ms).toISOString().slice(0, 7)}-01`;

/** First moment of the next UTC month, in ms: when a month quota starts anew. */
export function nextMonth(now_ms: number): number {
  const d = new Date(now_ms);
  return Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 1);
}
