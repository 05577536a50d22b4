import { monthOf, nextMonth } from '#core/quota.ts';
import { requireScope, type Actor } from './actor.ts';
import { loadSettings } from './settings.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

/** Verdicts given in this UTC month; `limit` is null when the plan has none. */
export type Usage = { month: string; used: number; limit: number | null; resets_at: Date };

export async function getUsage(world: World, actor: Actor): Promise<Usage> {
  requireScope(actor, 'usage:read');
  const now = world.machine.now();
  const month = monthOf(now);
  const { plan } = await loadSettings(world, actor.tenant);
  const used = await onStore(() => world.database.read(actor.tenant, (tx) => tx.usage.get(month)));
  return { month: month.slice(0, 7), used, limit: plan.verdicts_per_month, resets_at: new Date(nextMonth(now)) };
}
