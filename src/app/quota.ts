/** The month's quota as this process knows it. The count itself is the store's, which is exact (`recordVerdicts`). */
import { Problem } from '#core/problem.ts';
import { isQuotaLow, monthOf, nextMonth } from '#core/quota.ts';
import type { TenantId } from '#core/tenant.ts';
import { expiringMap, type ExpiringMap } from './expiring-map.ts';
import type { Standing } from './limits.ts';
import type { Database, Machine } from './ports.ts';

/** For so long an exhausted tenant is refused without being judged. */
const KNOWN_MS = 2_000;
const KNOWN_TENANTS_MAX = 10_000;

export type KnownUsage = ExpiringMap<TenantId, { month: string; used: number }>;
export const knownUsage = (): KnownUsage => expiringMap({ ttl_ms: KNOWN_MS, max: KNOWN_TENANTS_MAX });

/** The store, remembering what each commit told of the count of tenants that have a quota. */
export function notingUsage(
  database: Pick<Database, 'recordVerdicts'>,
  usage: KnownUsage,
  machine: Machine,
): Pick<Database, 'recordVerdicts'> {
  return {
    async recordVerdicts(groups) {
      const charges = await database.recordVerdicts(groups);
      groups.forEach(({ tenant, month, quota }, i) => {
        const charge = charges[i];
        if (quota !== null && charge) usage.set(tenant, { month, used: charge.used }, machine.now());
      });
      return charges;
    },
  };
}

type Knowing = { usage: KnownUsage };

/** Verdicts that were used of `month` a moment ago, or null. */
function usedOf({ usage }: Knowing, tenant: TenantId, now_ms: number): number | null {
  const known = usage.get(tenant, now_ms);
  return known?.month === monthOf(now_ms) ? known.used : null;
}

/** `QUOTA_EXCEEDED` when the month was used up a moment ago: then nothing need be judged. */
export function knownExhaustion(world: Knowing, tenant: TenantId, quota: number | null, now_ms: number): Problem | null {
  const used = quota === null ? null : usedOf(world, tenant, now_ms);
  return quota !== null && used !== null && used >= quota ? quotaExceeded(quota, now_ms) : null;
}

export function quotaExceeded(quota: number, now_ms: number): Problem {
  const reset_ms = nextMonth(now_ms);
  const detail = `The plan's ${quota} verdicts of this month are used up. The count starts anew at ${new Date(reset_ms).toISOString()}.`;
  return new Problem('QUOTA_EXCEEDED', { detail, retry_after_ms: reset_ms - now_ms });
}

/** The month among the rate limits, once most of it is used. */
export function monthStanding(world: Knowing, tenant: TenantId, quota: number | null, now_ms: number): Standing | null {
  if (quota === null) return null;
  const used = usedOf(world, tenant, now_ms);
  if (used === null || !isQuotaLow(used, quota)) return null;
  const reset_ms = nextMonth(now_ms) - now_ms;
  const month_ms = nextMonth(now_ms) - Date.parse(monthOf(now_ms));
  const policy = { burst: quota, interval_ms: month_ms / quota };
  return { name: 'month', policy, answer: { allowed: true, remaining: Math.max(0, quota - used), retry_after_ms: 0, reset_ms } };
}
