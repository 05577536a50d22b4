import { Problem } from '#core/problem.ts';
import { uuidToTenantId } from '#core/id.ts';
import type { Tenant } from '#core/tenant.ts';
import { requireScope, type Actor } from './actor.ts';
import { checkIssuers } from './issuers.ts';
import { mutate } from './mutate.ts';
import type { TenantPatch } from './ports.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

export async function getTenant(world: World, actor: Actor): Promise<Tenant> {
  requireScope(actor, 'tenant:read');
  const row = await onStore(() => world.database.read(actor.tenant, (tx) => tx.tenant.get()));
  if (!row) throw new Problem('NOT_FOUND');
  return row;
}

/** `isKnown`, when the caller demands it, sees the tenant as it is until the change (RFC 9110, 13.1.1). */
export async function changeTenant(world: World, actor: Actor, patch: TenantPatch, isKnown?: (tenant: Tenant) => boolean): Promise<Tenant> {
  requireScope(actor, 'tenant:write');
  if (patch.issuers) await checkIssuers(world.key_sets, patch.issuers);
  return mutate(world, actor, { scope: 'tenant:write', action: 'tenant.change' }, async (tx) => {
    if (isKnown) {
      const old = await tx.tenant.getLocked();
      if (old && !isKnown(old)) throw new Problem('PRECONDITION_FAILED');
    }
    const row = await tx.tenant.update(patch);
    if (!row) throw new Problem('NOT_FOUND');
    return { subject: uuidToTenantId(actor.tenant), result: row };
  });
}
