import { accessReport, type AccessReport } from '#core/policy/access-report.ts';
import type { Posture } from '#core/tenant.ts';
import { Problem } from '#core/problem.ts';
import { requireScope, type Actor } from './actor.ts';
import { active } from './in-force.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

/** Of what is in force: the active set, or every policy of mode `enforce`. */
export async function getAccessReport(
  world: World,
  actor: Actor,
): Promise<AccessReport & { at: Date; set: string | null; posture: Posture }> {
  requireScope(actor, 'policies:read');
  const now_ms = world.machine.now();
  // What this process has noted is in the report; other processes write theirs once a minute.
  await world.policy_uses.flush();
  return onStore(() =>
    world.database.read(actor.tenant, async (tx) => {
      const tenant = await tx.tenant.get();
      if (!tenant) throw new Problem('NOT_FOUND');
      const set = (await tx.policy_sets.activation())?.set ?? null;
      const versions = await tx.policies.written(set === null ? 'enforce' : { set });
      const stated = new Map((await tx.policies.stated(versions)).map((version) => [version.id, active(version).statements]));
      const uses = await tx.policies.uses();
      const policies = versions.map((version) => ({
        ...version,
        statements: stated.get(version.id) ?? [],
        last_used_at: uses.get(version.id) ?? null,
      }));
      return {
        at: new Date(now_ms),
        set,
        posture: tenant.posture,
        ...accessReport(policies, { posture: tenant.posture, now_ms, tool_groups: tenant.tool_groups }),
      };
    }),
  );
}
