import { canonicalJson } from '#core/canonical.ts';
import { sha256Hex } from '#core/hash.ts';
import type { PolicyDocument } from '#core/policy/document.ts';
import type { PolicyMode } from '#core/policy/mode.ts';
import type { PolicyTest } from '#core/policy/policy-test.ts';
import { Problem } from '#core/problem.ts';
import { requireScope, type Actor } from './actor.ts';
import { mutate, newId } from './mutate.ts';
import { written, type WrittenPolicy } from './policy-writing.ts';
import type { Page, PageRequest, ReadTx, WriteTx } from './ports.ts';
import type { PolicyRow, PolicyVersionRow } from './policy-ports.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

/** Policies that are not deleted, per tenant. */
export const POLICIES_MAX = 1_000;
/** Documents, tests and what they compile to, of all policies of a tenant that are not deleted. */
export const POLICY_BYTES_MAX = 16 * 1_048_576;

export type PolicyText = { name: string; mode: PolicyMode; document: PolicyDocument; tests: readonly PolicyTest[] };
/** Whether the caller knows the version with this digest (RFC 9110, 13.1.1). */
export type Precondition = (digest: string) => boolean;

/** Of the version, not only of its text: it is a strong validator (RFC 9110, 8.8.1), and a text may come back as a later version. The same in whatever order its members stand. */
const digestOf = ({ name, mode, document, tests }: PolicyText, version: number): string =>
  sha256Hex(canonicalJson([version, name, mode, document, tests]));

/** Throws `POLICY_INVALID` or `POLICY_TESTS_FAILED` with all that is wrong. */
export async function createPolicy(world: World, actor: Actor, text: PolicyText): Promise<PolicyRow> {
  requireScope(actor, 'policies:write');
  const id = newId(world, 'pol');
  const policy = await written(world, actor, id, text);
  return mutate(world, actor, { scope: 'policies:write', action: 'policies.create' }, async (tx) => {
    const row = firstVersion(world, id, policy);
    // Of two that take the last place, the second counts after the first.
    await tx.tenant.getLocked();
    await tx.policies.insert({ row, compiled: policy.compiled });
    await keepWithin(tx);
    return { subject: row.id, result: row, policies: [row] };
  });
}

export function firstVersion(world: World, id: string, { text, warnings }: WrittenPolicy): PolicyRow {
  const at = new Date(world.machine.now());
  return { ...text, id, version: 1, warnings, digest: digestOf(text, 1), created_at: at, updated_at: at };
}

/** Of what has been written in this transaction, under the lock of the tenant. */
export async function keepWithin(tx: WriteTx): Promise<void> {
  const { count, bytes } = await tx.policies.weigh();
  if (count > POLICIES_MAX) throw new Problem('POLICIES_MAX_REACHED', { detail: `A tenant may have ${POLICIES_MAX} policies.` });
  if (bytes > POLICY_BYTES_MAX)
    throw new Problem('POLICIES_MAX_REACHED', {
      detail: `All policies of a tenant together may take ${POLICY_BYTES_MAX} bytes, compiled.`,
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

/** Newest first, of deleted policies too. `next` is the version to go on before. */
export async function listVersions(
  world: World,
  actor: Actor,
  id: string,
  page: { limit: number; before?: number },
): Promise<{ rows: PolicyVersionRow[]; next: number | null }> {
  requireScope(actor, 'policies:read');
  const more = { ...page, limit: page.limit + 1 };
  const rows = await onStore(() => world.database.read(actor.tenant, (tx) => tx.policies.versions(id, more)));
  if (!rows.length && page.before === undefined) throw new Problem('NOT_FOUND');
  const shown = rows.slice(0, page.limit);
  return { rows: shown, next: rows.length > page.limit ? (shown.at(-1)?.version ?? null) : null };
}

export async function getVersion(world: World, actor: Actor, id: string, version: number): Promise<PolicyVersionRow> {
  requireScope(actor, 'policies:read');
  const row = await onStore(() => world.database.read(actor.tenant, (tx) => tx.policies.version(id, version)));
  if (!row) throw new Problem('NOT_FOUND');
  return row;
}

/** Versions are immutable: replacing adds one. */
export async function replacePolicy(world: World, actor: Actor, id: string, text: PolicyText, known: Precondition): Promise<PolicyRow> {
  requireScope(actor, 'policies:write');
  await onStore(() => world.database.read(actor.tenant, (tx) => knownVersion(tx, id, known)));
  const policy = await written(world, actor, id, text);
  return mutate(world, actor, { scope: 'policies:write', action: 'policies.replace' }, async (tx) => {
    await tx.tenant.getLocked();
    const old = await knownVersion(tx, id, known);
    const row = nextVersion(world, old, policy);
    if (!(await tx.policies.replace(row, policy.compiled, old.version))) throw new Problem('PRECONDITION_FAILED');
    await keepWithin(tx);
    return { subject: id, result: row, policies: [row] };
  });
}

export function nextVersion(world: World, old: PolicyRow, { text, warnings }: WrittenPolicy): PolicyRow {
  const version = old.version + 1;
  return { ...old, ...text, version, warnings, digest: digestOf(text, version), updated_at: new Date(world.machine.now()) };
}

export function deletePolicy(world: World, actor: Actor, id: string, known: Precondition): Promise<void> {
  return mutate(world, actor, { scope: 'policies:write', action: 'policies.delete' }, async (tx) => {
    const old = await knownVersion(tx, id, known);
    if (!(await tx.policies.remove(id, old.version, new Date(world.machine.now())))) throw new Problem('PRECONDITION_FAILED');
    return { subject: id, result: undefined };
  });
}

type Reader = { policies: Pick<ReadTx['policies'], 'get'> };

async function knownVersion(tx: Reader, id: string, known: Precondition): Promise<PolicyRow> {
  const row = await tx.policies.get(id);
  if (!row) throw new Problem('NOT_FOUND');
  if (!known(row.digest)) throw new Problem('PRECONDITION_FAILED');
  return row;
}
