import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gcra, monthOf, nextMonth } from '#core/quota.ts';

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
