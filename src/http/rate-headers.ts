/** `RateLimit` and `RateLimit-Policy` as structured fields (draft-ietf-httpapi-ratelimit-headers-10; RFC 9651). */
import type { Limits, Standing } from '#app/limits.ts';
import { Problem } from '#core/problem.ts';

const seconds = (ms: number): number => Math.max(0, Math.ceil(ms / 1_000));

const policyItem = ({ name, policy }: Standing): string => `"${name}";q=${policy.burst};w=${seconds(policy.burst * policy.interval_ms)}`;
const standingItem = ({ name, answer }: Standing): string => `"${name}";r=${answer.remaining};t=${seconds(answer.reset_ms)}`;

/** Empty when the plan knows no rate. */
export function rateHeaders({ standings }: Limits): Record<string, string> {
  if (!standings.length) return {};
  return { 'RateLimit-Policy': standings.map(policyItem).join(', '), RateLimit: standings.map(standingItem).join(', ') };
}

/** Throws `RATE_LIMITED`, naming the violated policies, when one of them refused. */
export function requireAllowed(limits: Limits): void {
  const refused = limits.standings.filter((s) => !s.answer.allowed);
  if (!refused.length) return;
  const names = refused.map((s) => `"${s.name}"`).join(' and ');
  throw new Problem('RATE_LIMITED', {
    detail: `The rate of calls is above the limit ${names} (see RateLimit-Policy).`,
    retry_after_ms: Math.max(...refused.map((s) => s.answer.retry_after_ms)),
    headers: rateHeaders(limits),
  });
}
