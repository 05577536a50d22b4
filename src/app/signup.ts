import { KEY_MODES } from '#core/api-key.ts';
import { sha256 } from '#core/hash.ts';
import { ID_RANDOM_BYTES, makeTenantId, uuidToTenantId } from '#core/id.ts';
import type { PlanName } from '#core/quota.ts';
import { SCOPES } from '#core/scope.ts';
import type { Posture, Tenant } from '#core/tenant.ts';
import { founderOf } from './actor.ts';
import { makeKey, type NewKey } from './keys.ts';
import { mutate } from './mutate.ts';
import type { TenantRow } from './ports.ts';
import type { World } from './world.ts';

export type Founding = { name: string; email: string | null; plan: PlanName; posture: Posture };
export type Founded = { tenant: Tenant; api_key: NewKey };

/** A new tenant with its first key, which may do everything. */
export function foundTenant(world: World, wish: Founding): Promise<Founded> {
  const now = world.machine.now();
  const row: TenantRow = {
    id: makeTenantId(now, world.machine.randomBytes(ID_RANDOM_BYTES)),
    name: wish.name,
    plan: wish.plan,
    posture: wish.posture,
    strictness: 'standard',
    fail_mode: 'closed',
    monitor: false,
    created_at: new Date(now),
    email_hash: wish.email === null ? null : sha256(wish.email.toLowerCase()),
    wrapped_key: world.vault.newTenantKey(),
  };
  return mutate(world, founderOf(row.id), { scope: 'tenant:write', action: 'tenant.create' }, async (tx) => {
    await tx.tenant.insert(row);
    const api_key = makeKey(world, { name: 'first key', scopes: SCOPES, mode: KEY_MODES[0], expires_at: null });
    await tx.keys.insert(api_key.row);
    const { email_hash: _, wrapped_key: __, ...tenant } = row;
    return { subject: uuidToTenantId(row.id), result: { tenant, api_key } };
  });
}
