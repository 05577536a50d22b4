/** Plans, and the rate limiter's step (GCRA, ITU-T I.371; the same step runs in Redis as Lua). */

/** `burst` units may pass at once; one unit comes back every `interval_ms`. */
export type RatePolicy = { interval_ms: number; burst: number };
export type RateAnswer = { allowed: boolean; remaining: number; retry_after_ms: number; reset_ms: number };
/** `cost` units of what `key` stands for. */
export type RateRequest = { key: string; policy: RatePolicy; cost: number };

export const RATE_PER_SECOND = { min: 0.0001, max: 100_000 };
export const RATE_BURST = { min: 1, max: 1_000_000 };
/** A rate as people set it, within these bounds. */
export type Rate = { per_second: number; burst: number };
export const ratePolicy = ({ per_second, burst }: Rate): RatePolicy => ({ interval_ms: 1_000 / per_second, burst });

/** What a tenant allows each of its principals and each tool, in judged calls; null is no limit. */
export type RateLimits = { principal: Rate | null; tool: Rate | null };
export const NO_RATE_LIMITS: RateLimits = { principal: null, tool: null };

export type Plan = { verdicts_per_month: number | null; rate: RatePolicy | null };
export const PLANS = {
  free: { verdicts_per_month: 1_000, rate: ratePolicy({ per_second: 10, burst: 50 }) },
  standard: { verdicts_per_month: null, rate: ratePolicy({ per_second: 100, burst: 200 }) },
  unlimited: { verdicts_per_month: null, rate: null },
} as const satisfies Record<string, Plan>;
export type PlanName = keyof typeof PLANS;

/** From this part of the month's quota on, the caller is warned. */
export const QUOTA_WARNING = 0.8;
export const isQuotaLow = (used: number, quota: number | null): boolean => quota !== null && used >= quota * QUOTA_WARNING;

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

/** Theoretical arrival times by key. One that has passed says no more than an absent one. */
export type Arrivals = { get(key: string): number | undefined; set(key: string, tat: number): unknown; delete(key: string): unknown };

/**
 * All or nothing, in the order of `requests`; a key may come twice. When one is refused, the others answer what they would
 * have without this call: nothing was charged. The same steps as `redis/gcra.lua`.
 */
export function takeAll(arrivals: Arrivals, requests: readonly RateRequest[], now_ms: number): RateAnswer[] {
  const next = new Map<string, number>();
  let granted = true;
  const answers = requests.map(({ key, policy, cost }) => {
    const { tat, ...answer } = gcra(next.get(key) ?? arrivals.get(key) ?? 0, policy, cost, now_ms);
    if (answer.allowed) next.set(key, tat);
    else granted = false;
    return answer;
  });
  if (granted) {
    for (const [key, tat] of next) arrivals.set(key, tat);
    return answers;
  }
  return requests.map(({ key, policy }, i) => {
    const refused = answers[i];
    if (refused && !refused.allowed) return refused;
    const { tat: _, ...answer } = gcra(arrivals.get(key) ?? 0, policy, 0, now_ms);
    return answer;
  });
}

/** Gives units back. A key is never fuller than full: an arrival time in the past counts as now. */
export function refundAll(arrivals: Arrivals, requests: readonly RateRequest[], now_ms: number): void {
  for (const { key, policy, cost } of requests) {
    const tat = (arrivals.get(key) ?? 0) - cost * policy.interval_ms;
    if (tat > now_ms) arrivals.set(key, tat);
    else arrivals.delete(key);
  }
}

/**
 * What one of `processes` may let pass while they cannot count together: together no more than `policy`, and at least one unit each.
 */
export const shareOf = ({ interval_ms, burst }: RatePolicy, processes: number): RatePolicy => ({
  interval_ms: interval_ms * processes,
  burst: Math.max(1, Math.floor(burst / processes)),
});

/** First moment of the UTC month that contains `now_ms`, as `YYYY-MM-01`. */
export const monthOf = (now_ms: number): string => `${new Date(now_ms).toISOString().slice(0, 7)}-01`;

/** First moment of the next UTC month, in ms: when a month quota starts anew. */
export function nextMonth(now_ms: number): number {
  const d = new Date(now_ms);
  return Date.UTC(d.getUTCFullYear(), d.getUTCMonth() + 1, 1);
}
