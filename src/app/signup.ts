import { KEY_MODES } from '#core/api-key.ts';
import { sha256 } from '#core/hash.ts';
import { ID_RANDOM_BYTES, makeTenantId, uuidToTenantId } from '#core/id.ts';
import { Problem } from '#core/problem.ts';
import { NO_RATE_LIMITS, type PlanName } from '#core/quota.ts';
import { SCOPES } from '#core/scope.ts';
import type { Posture, Tenant } from '#core/tenant.ts';
import { founderOf } from './actor.ts';
import { makeKey, type NewKey } from './keys.ts';
import { mutate } from './mutate.ts';
import type { TenantRow, WriteTx } from './ports.ts';
import type { World } from './world.ts';

/** `verify`: a tenant is made once the code that was mailed to its address has come back. */
export type SignupMode = 'open' | 'verify' | 'closed';

export type Founding = { name: string; email: string | null; plan: PlanName; posture: Posture };
export type Founded = { tenant: Tenant; api_key: NewKey };

/** A new tenant with its first key, which may do everything. */
export const foundTenant = (world: World, wish: Founding): Promise<Founded> => found(world, async () => ({ ...wish, mailbox: null }));

/**
 * The same for a mailbox that has been proved (its HMAC), of which there is one tenant at most. `wishOf` is asked within the
 * transaction. Throws `SIGNUP_MAILBOX_TAKEN`.
 */
export function found(world: World, wishOf: (tx: WriteTx) => Promise<Founding & { mailbox: Uint8Array | null }>): Promise<Founded> {
  const now = world.machine.now();
  const id = makeTenantId(now, world.machine.randomBytes(ID_RANDOM_BYTES));
  return mutate(world, founderOf(id), { scope: 'tenant:write', action: 'tenant.create' }, async (tx) => {
    const { name, email, plan, posture, mailbox } = await wishOf(tx);
    const row: TenantRow = {
      id,
      name,
      plan,
      posture,
      strictness: 'standard',
      fail_mode: 'closed',
      monitor: false,
      rate_limits: NO_RATE_LIMITS,
      argument_roles: [],
      issuers: [],
      trust_asserted_roles: false,
      tool_groups: {},
      created_at: new Date(now),
      email_hash: email === null ? null : sha256(email.toLowerCase()),
      verified_mailbox: mailbox,
      wrapped_key: world.vault.newTenantKey(),
    };
    if (!(await tx.tenant.insert(row))) throw new Problem('SIGNUP_MAILBOX_TAKEN');
    const wish = { name: 'first key', scopes: SCOPES, mode: KEY_MODES[0], expires_at: null, networks: null };
    const api_key = makeKey(world, wish);
    await tx.keys.insert(api_key.row);
    const { email_hash: _, verified_mailbox: __, wrapped_key: ___, ...tenant } = row;
    return { subject: uuidToTenantId(id), result: { tenant, api_key } };
  });
}
