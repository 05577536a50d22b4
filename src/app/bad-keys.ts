/**
 * Callers who try keys. Each client address may send so many that are none; beyond them the answer is 429 and tells nothing of the key.
 * Who has a valid key is let in whatever its address has done, for only what turned out to be no key gets here.
 */
import { Problem } from '#core/problem.ts';
import { clientBlock } from '#core/network.ts';
import { gcra, type RatePolicy } from '#core/quota.ts';
import { expiringMap, type ExpiringMap } from './expiring-map.ts';

/** Sixty at once, then one a second. A gateway that was misconfigured sees 401 before it sees 429. */
export const BAD_KEYS: RatePolicy = { interval_ms: 1_000, burst: 60 };
/** Some 10 MB. The address whose latest bad key is the oldest is forgotten first. */
const ADDRESSES_MAX = 50_000;

/** Theoretical arrival times (GCRA) by client address, of this process alone. */
export type BadKeys = ExpiringMap<string, number>;

export const makeBadKeys = (): BadKeys => expiringMap({ ttl_ms: BAD_KEYS.burst * BAD_KEYS.interval_ms, max: ADDRESSES_MAX });

/** What is thrown at the sender of a key that is none. */
export function refuseBadKey(bad_keys: BadKeys, address: string, now_ms: number): Problem {
  const client = clientBlock(address);
  const step = gcra(bad_keys.get(client, now_ms) ?? 0, BAD_KEYS, 1, now_ms);
  if (!step.allowed) return new Problem('KEY_ATTEMPTS_EXCEEDED', { retry_after_ms: step.retry_after_ms });
  bad_keys.set(client, step.tat, now_ms);
  return new Problem('KEY_INVALID');
}
