import { isQuotaLow, monthOf, nextMonth } from '#core/quota.ts';
import { requireScope, type Actor } from './actor.ts';
import { loadSettings } from './settings.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

/** Verdicts given in this UTC month; `limit` is null when the plan has none. `warning`: most of it is used (`QUOTA_WARNING`). */
export type Usage = { month: string; used: number; limit: number | null; warning: boolean; resets_at: Date };

export async function getUsage(world: World, actor: Actor): Promise<Usage> {
  requireScope(actor, 'usage:read');
  const now = world.machine.now();
  const month = monthOf(now);
  const { plan } = await loadSettings(world, actor.tenant);
  const limit = plan.verdicts_per_month;
  const used = await onStore(() => world.database.read(actor.tenant, (tx) => tx.usage.get(month)));
  return { month: month.slice(0, 7), used, limit, warning: isQuotaLow(used, limit), resets_at: new Date(nextMonth(now)) };
}
