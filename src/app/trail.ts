/** The last step before a verdict is answered: it is in the trail or, while the store is down and the tenant goes on, in the journal. */
import { Problem } from '#core/problem.ts';
import { monthOf } from '#core/quota.ts';
import type { VerdictEntry } from './ports.ts';
import type { Settings } from './settings.ts';
import { blamesAnEntry } from './recorder.ts';
import { onStore, STORE_RETRY_MS } from './store.ts';
import type { World } from './world.ts';

/** How many of the first entries are kept; `missing` is what their verdicts say in `degraded`. */
export type Keeping = { granted: number; missing: readonly 'audit'[] };

/**
 * Throws `AUDIT_UNAVAILABLE` when they could not be kept, `OVERLOADED` when too many wait. Verdicts in the journal are counted when it
 * is replayed, whatever the quota. A call with `Idempotency-Key` is not journaled: nobody could tell that it comes again.
 */
export async function keepVerdicts(
  world: World,
  { tenant, plan }: Settings,
  entries: readonly VerdictEntry[],
  now_ms: number,
): Promise<Keeping> {
  const group = { tenant: tenant.id, month: monthOf(now_ms), entries };
  const goes_on = world.journal !== null && tenant.fail_mode === 'open' && !entries.some(({ answer }) => answer);
  if (goes_on && world.outage.stands(now_ms)) return journal(world, group, undefined);
  try {
    const record = () => world.recorder.record(group.tenant, entries, group.month, plan.verdicts_per_month);
    return { granted: await onStore(record, 'AUDIT_UNAVAILABLE'), missing: [] };
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'AUDIT_UNAVAILABLE') throw error;
    // An entry that is refused, such as a repeated call that came too late, says nothing of the store.
    if (blamesAnEntry(error.cause)) throw error;
    world.outage.begin(world.machine.now());
    if (!goes_on) throw error;
    return journal(world, group, error.cause);
  }
}

async function journal(world: World, group: Parameters<NonNullable<World['journal']>['append']>[0], cause: unknown): Promise<Keeping> {
  try {
    await world.journal?.append(group);
  } catch (error) {
    world.telemetry.error('the journal does not take verdicts', {}, error);
    throw new Problem('AUDIT_UNAVAILABLE', { retry_after_ms: STORE_RETRY_MS, cause: cause ?? error });
  }
  return { granted: group.entries.length, missing: ['audit'] };
}
