import { Problem } from '#core/problem.ts';
import { uuidToTenantId } from '#core/id.ts';
import type { Tenant } from '#core/tenant.ts';
import { requireScope, type Actor } from './actor.ts';
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

export function changeTenant(world: World, actor: Actor, patch: TenantPatch): Promise<Tenant> {
  return mutate(world, actor, { scope: 'tenant:write', action: 'tenant.change' }, async (tx) => {
    const row = await tx.tenant.update(patch);
    if (!row) throw new Problem('NOT_FOUND');
    return { subject: uuidToTenantId(actor.tenant), result: row };
  });
}
