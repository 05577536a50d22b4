/** Packs of policies: what there is, and putting one into a tenant, where it watches and decides nothing until somebody says so. */
import { canonicalJson } from '#core/canonical.ts';
import type { Params, Strength } from '#core/packs/manifest.ts';
import { policiesFor, type Pack } from '#core/packs/pack.ts';
import { Problem } from '#core/problem.ts';
import { requireScope, type Actor } from './actor.ts';
import { mutate } from './mutate.ts';
import { isInForce, policyNamed, writePackPolicy, type PolicyRows } from './pack-policies.ts';
import type { PackEntry, PackInstall } from './pack-ports.ts';
import type { PolicyRow } from './ports.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

export type ListedPack = { entry: PackEntry; installed: PackInstall | null };

export async function listPacks(world: World, actor: Actor): Promise<ListedPack[]> {
  requireScope(actor, 'policies:read');
  const installs = await onStore(() => world.database.read(actor.tenant, (tx) => tx.packs.installed()));
  const entries = await world.packs.list();
  return entries.map((entry) => ({ entry, installed: installs.find(({ name }) => name === entry.name) ?? null }));
}

/** `beside`: the one of this name is in force and stays as it is; the new text stands beside it under a name with its version. */
export type PackPolicyStatus = 'created' | 'replaced' | 'unchanged' | 'beside';
export type Installed = {
  install: PackInstall;
  policies: { policy: string; row: PolicyRow; status: PackPolicyStatus }[];
  /** Policies of an earlier version or other parameters, which this one does not have. They stay. */
  left: PolicyRow[];
};
export type PackWish = { strength: Strength; params: { [name: string]: unknown } };

/**
 * Idempotent: what is there already is left alone. A policy that is in force is never changed, weakened or taken away.
 * Throws `NOT_FOUND`, `PACK_REFUSED`, `PACK_PARAMS_INVALID` with pointers from the body.
 */
export async function installPack(world: World, actor: Actor, name: string, { strength, params: given }: PackWish): Promise<Installed> {
  requireScope(actor, 'policies:write');
  const pack = await trustedPack(world, name);
  const made = policiesFor(pack, strength, given);
  if ('faults' in made)
    throw new Problem('PACK_PARAMS_INVALID', {
      errors: made.faults.map(({ pointer, detail }) => ({ pointer: `/params${pointer}`, detail })),
    });
  return mutate(world, actor, { scope: 'policies:write', action: 'packs.install' }, async (tx) => {
    await tx.tenant.getLocked();
    const rows = await policyNamed(tx, `pack:${name}/`);
    const policies: Installed['policies'] = [];
    for (const { name: policy, document } of made.policies) {
      const text = { name: nameOf(pack, policy), document };
      policies.push({
        policy,
        ...(await place(rows, text, pack.manifest.version, (row, next) => writePackPolicy(world, actor, tx, row, next))),
      });
    }
    const install = installOf(pack, strength, made.params, new Date(world.machine.now()));
    await tx.packs.note(install);
    const kept = new Set(policies.map(({ row }) => row.id));
    return { subject: name, result: { install, policies, left: [...rows.values()].filter(({ id }) => !kept.has(id)) } };
  });
}

const nameOf = ({ manifest }: Pack, policy: string): string => `pack:${manifest.name}/${policy}`;

const installOf = ({ manifest: { name, version }, digest }: Pack, strength: Strength, params: Params, installed_at: Date): PackInstall => ({
  name,
  version,
  digest,
  strength,
  params,
  installed_at,
});

async function trustedPack(world: World, name: string): Promise<Pack> {
  const entry = await world.packs.open(name);
  if (!entry) throw new Problem('NOT_FOUND');
  if ('refused' in entry) throw new Problem('PACK_REFUSED', { detail: `The pack does not install: ${entry.refused}.` });
  return entry;
}

type Text = { name: string; document: PolicyRow['document'] };
type Placed = { row: PolicyRow; status: PackPolicyStatus };

async function place(
  rows: PolicyRows,
  text: Text,
  version: string,
  write: (old: PolicyRow | null, text: Text) => Promise<PolicyRow>,
): Promise<Placed> {
  const isSame = (row: PolicyRow): boolean => sameDocument(row.document, text.document);
  const old = rows.get(text.name);
  if (!old) return { row: await write(null, text), status: 'created' };
  if (isSame(old)) return { row: old, status: 'unchanged' };
  if (!isInForce(old)) return { row: await write(old, text), status: 'replaced' };
  const aside = { ...text, name: `${text.name}@${version}` };
  const beside = rows.get(aside.name);
  if (beside && (isSame(beside) || isInForce(beside))) return { row: beside, status: isSame(beside) ? 'unchanged' : 'beside' };
  return { row: await write(beside ?? null, aside), status: 'beside' };
}

const sameDocument = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);
