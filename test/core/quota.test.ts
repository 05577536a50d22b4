import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gcra, isQuotaLow, monthOf, nextMonth, refundAll, shareOf, takeAll } from '#core/quota.ts';

describe('gcra', () => {
  it('never lets more than burst plus refill pass, and refuses nothing that a token bucket would allow', () => {
    const arrivals = fc.array(fc.record({ wait_ms: fc.nat(300), cost: fc.integer({ min: 1, max: 4 }) }), { maxLength: 60 });
    fc.assert(
      fc.property(arrivals, fc.constantFrom(10, 100), fc.integer({ min: 1, max: 8 }), (steps, interval_ms, burst) => {
        let tat = 0;
        let now = 1_000_000;
        let tokens = burst * interval_ms;
        for (const { wait_ms, cost } of steps) {
          now += wait_ms;
          tokens = Math.min(burst * interval_ms, tokens + wait_ms);
          const answer = gcra(tat, { interval_ms, burst }, cost, now);
          const bucket = tokens >= cost * interval_ms;
          if (answer.allowed !== bucket) return false;
          if (bucket) tokens -= cost * interval_ms;
          if (answer.remaining !== Math.floor(tokens / interval_ms)) return false;
          tat = answer.tat;
        }
        return true;
      }),
    );
  });
  it('says when a refused call may come again, and then it passes', () => {
    const policy = { interval_ms: 100, burst: 2 };
    const spent = gcra(0, policy, 2, 5_000);
    const refused = gcra(spent.tat, policy, 1, 5_010);
    expect(refused).toMatchObject({ allowed: false, remaining: 0, retry_after_ms: 90 });
    expect(gcra(spent.tat, policy, 1, 5_010 + refused.retry_after_ms).allowed).toBe(true);
  });
  it('a cost above the burst can never pass', () => {
    expect(gcra(0, { interval_ms: 1, burst: 3 }, 4, 9)).toMatchObject({ allowed: false, retry_after_ms: Infinity });
  });
});

describe('shares of a limit', () => {
  it('let no more pass together than the whole, at once and over time, unless there are more processes than units', () => {
    const policies = fc.record({ interval_ms: fc.integer({ min: 1, max: 10_000 }), burst: fc.integer({ min: 1, max: 1_000 }) });
    fc.assert(
      fc.property(policies, fc.integer({ min: 1, max: 64 }), (policy, processes) => {
        const share = shareOf(policy, processes);
        expect(share.burst * processes).toBeLessThanOrEqual(Math.max(policy.burst, processes));
        expect(share.burst).toBeGreaterThanOrEqual(1);
        expect(processes / share.interval_ms).toBeCloseTo(1 / policy.interval_ms, 9);
      }),
    );
  });
});

const sum = (all: number[]): number => all.reduce((a, b) => a + b, 0);

describe('refunds', () => {
  it('undo what was taken, and never make a key fuller than full', () => {
    const costs = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(costs, costs, (taken, given) => {
        const policy = { interval_ms: 1_000, burst: 100 };
        const arrivals = new Map<string, number>();
        const requests = (all: number[]) => all.map((cost) => ({ key: 'k', policy, cost }));
        takeAll(arrivals, requests(taken), 5_000);
        refundAll(arrivals, requests(given), 5_000);
        const [left] = takeAll(arrivals, requests([0]), 5_000);
        expect(left?.remaining).toBe(100 - Math.max(0, sum(taken) - sum(given)));
      }),
    );
  });
});

describe('the quota', () => {
  it.each([
    [799, 1_000, false],
    [800, 1_000, true],
    [1_000, 1_000, true],
    [1e9, null, false],
  ])('%d of %j is low: %j', (used, quota, low) => {
    expect(isQuotaLow(used, quota)).toBe(low);
  });
});

describe('months', () => {
  it.each([
    [Date.UTC(2026, 10, 20), '2026-11-01', Date.UTC(2026, 11, 1)],
    [Date.UTC(2026, 11, 31, 23, 59, 59, 999), '2026-12-01', Date.UTC(2027, 0, 1)],
    [Date.UTC(2028, 1, 29), '2028-02-01', Date.UTC(2028, 2, 1)],
  ])('%d is in month %s, which ends at %d', (now, month, end) => {
    expect(monthOf(now)).toBe(month);
    expect(nextMonth(now)).toBe(end);
  });
});
