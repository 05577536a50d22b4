import { sha256Hex } from '#core/hash.ts';
import type { PolicyDocument } from '#core/policy/document.ts';
import { Problem } from '#core/problem.ts';
import { requireScope, type Actor } from './actor.ts';
import { mutate, newId } from './mutate.ts';
import type { Page, PageRequest, PolicyRow, WriteTx } from './ports.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

/** Policies that are not deleted, per tenant. */
export const POLICIES_MAX = 100;

export type PolicyText = { name: string; enabled: boolean; document: PolicyDocument };
/** Whether the caller knows the version with this digest (RFC 9110, 13.1.1). */
export type Precondition = (digest: string) => boolean;

/** Of the version, not only of its text: it is a strong validator (RFC 9110, 8.8.1), and a text may come back as a later version. */
const digestOf = ({ name, enabled, document }: PolicyText, version: number): string =>
  sha256Hex(JSON.stringify([version, name, enabled, document]));

export function createPolicy(world: World, actor: Actor, text: PolicyText): Promise<PolicyRow> {
  return mutate(world, actor, { scope: 'policies:write', action: 'policies.create' }, async (tx) => {
    // Of two that take the last place, the second counts after the first.
    await tx.tenant.getLocked();
    if ((await tx.policies.count()) >= POLICIES_MAX)
      throw new Problem('POLICIES_MAX_REACHED', { detail: `A tenant may have ${POLICIES_MAX} policies.` });
    const at = new Date(world.machine.now());
    const row: PolicyRow = { ...text, id: newId(world, 'pol'), version: 1, digest: digestOf(text, 1), created_at: at, updated_at: at };
    await tx.policies.insert(row);
    return { subject: row.id, result: row };
  });
}

export function listPolicies(world: World, actor: Actor, page: PageRequest): Promise<Page<PolicyRow>> {
  requireScope(actor, 'policies:read');
  return onStore(() => world.database.read(actor.tenant, (tx) => tx.policies.list(page)));
}

export async function getPolicy(world: World, actor: Actor, id: string): Promise<PolicyRow> {
  requireScope(actor, 'policies:read');
  const row = await onStore(() => world.database.read(actor.tenant, (tx) => tx.policies.get(id)));
  if (!row) throw new Problem('NOT_FOUND');
  return row;
}

/** Versions are immutable: replacing adds one. */
export function replacePolicy(world: World, actor: Actor, id: string, text: PolicyText, known: Precondition): Promise<PolicyRow> {
  return mutate(world, actor, { scope: 'policies:write', action: 'policies.replace' }, async (tx) => {
    const old = await knownVersion(tx, id, known);
    const version = old.version + 1;
    const row: PolicyRow = { ...old, ...text, version, digest: digestOf(text, version), updated_at: new Date(world.machine.now()) };
    if (!(await tx.policies.replace(row, old.version))) throw new Problem('PRECONDITION_FAILED');
    return { subject: id, result: row };
  });
}

export function deletePolicy(world: World, actor: Actor, id: string, known: Precondition): Promise<void> {
  return mutate(world, actor, { scope: 'policies:write', action: 'policies.delete' }, async (tx) => {
    const old = await knownVersion(tx, id, known);
    if (!(await tx.policies.remove(id, old.version, new Date(world.machine.now())))) throw new Problem('PRECONDITION_FAILED');
    return { subject: id, result: undefined };
  });
}

async function knownVersion(tx: WriteTx, id: string, known: Precondition): Promise<PolicyRow> {
  const row = await tx.policies.get(id);
  if (!row) throw new Problem('NOT_FOUND');
  if (!known(row.digest)) throw new Problem('PRECONDITION_FAILED');
  return row;
}
