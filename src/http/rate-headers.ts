/** `RateLimit` and `RateLimit-Policy` as structured fields (draft-ietf-httpapi-ratelimit-headers-10; RFC 9651). */
import type { Limits, Standing } from '#app/limits.ts';
import { Problem } from '#core/problem.ts';
import type { RatePolicy } from '#core/quota.ts';

const seconds = (ms: number): number => Math.max(0, Math.ceil(ms / 1_000));

/** Those of the plans live as long as the process; others go when their policy does. */
const quotas = new WeakMap<RatePolicy, string>();

function quotaOf(policy: RatePolicy): string {
  const known = quotas.get(policy);
  if (known !== undefined) return known;
  const quota = `;q=${policy.burst};w=${seconds(policy.burst * policy.interval_ms)}`;
  quotas.set(policy, quota);
  return quota;
}

/** Empty when the plan knows no rate. */
export function rateHeaders({ standings }: { standings: readonly Standing[] }): Record<string, string> {
  if (!standings.length) return {};
  let [policies, states] = ['', ''];
  for (const { name, policy, answer } of standings) {
    const comma = policies && ', ';
    policies += `${comma}"${name}"${quotaOf(policy)}`;
    states += `${comma}"${name}";r=${answer.remaining};t=${seconds(answer.reset_ms)}`;
  }
  return { 'RateLimit-Policy': policies, RateLimit: states };
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
