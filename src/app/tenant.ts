import { Problem } from '#core/problem.ts';
import { uuidToTenantId } from '#core/id.ts';
import type { Tenant } from '#core/tenant.ts';
import { requireScope, type Actor } from './actor.ts';
import { groupsNamed } from '#core/policy/cedar/references.ts';
import type { OwnToolGroups } from '#core/policy/cedar/tool-groups.ts';
import { isKnownGroup } from '#core/policy/registered.ts';
import { readInForce } from './in-force.ts';
import { checkIssuers } from './issuers.ts';
import { mutate } from './mutate.ts';
import type { TenantPatch, WriteTx } from './ports.ts';
import { onStore } from './store.ts';
import { makeTurns } from './turns.ts';
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
    const old = isKnown || patch.tool_groups ? await tx.tenant.getLocked() : null;
    if (old && isKnown && !isKnown(old)) throw new Problem('PRECONDITION_FAILED');
    if (old && patch.tool_groups) await requireGroups(tx, old.tool_groups, patch.tool_groups);
    const row = await tx.tenant.update(patch);
    if (!row) throw new Problem('NOT_FOUND');
    return { subject: uuidToTenantId(actor.tenant), result: row };
  });
}

/** What a policy names must not go from under it: what it restricts would be refused for every tool. */
async function requireGroups(tx: WriteTx, old: OwnToolGroups, groups: OwnToolGroups): Promise<void> {
  const gone = Object.keys(old).filter((name) => !isKnownGroup(name, groups));
  if (!gone.length) return;
  const { policies, shadow } = await readInForce(tx, undefined);
  const all = [...policies, ...(shadow?.sets ?? []).flatMap((set) => set.policies)];
  const users: string[] = [];
  const turn = makeTurns();
  for (const { id, statements } of all) {
    await turn();
    const own = new Set(statements.flatMap(({ cedar }) => groupsNamed(cedar)));
    users.push(...gone.filter((name) => own.has(name)).map((name) => `${name} (${id})`));
  }
  if (!users.length) return;
  const named = [...new Set(users)].join(', ');
  throw new Problem('TOOL_GROUP_IN_USE', { detail: `These groups must stay while enabled policies name them: ${named}.` });
}
