/** Packs of policies: what there is, and putting one into a tenant, where it watches and decides nothing until somebody says so. */
import type { Params, Strength } from '#core/packs/manifest.ts';
import { policiesFor, type Pack } from '#core/packs/pack.ts';
import { Problem } from '#core/problem.ts';
import { requireScope, type Actor } from './actor.ts';
import { mutate } from './mutate.ts';
import { isStale, planOf, prefixOf, prepare, put, rowsOf, type PackPolicyStatus, type Prepared } from './pack-policies.ts';
import { keepWithin } from './policies.ts';
import type { PackEntry, PackInstall } from './pack-ports.ts';
import type { PolicyRow } from './policy-ports.ts';
import type { WriteTx } from './ports.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

/** `installed` as long as any of its policies is there: a pack is taken out by deleting them. */
export type ListedPack = { entry: PackEntry; installed: PackInstall | null };

export async function listPacks(world: World, actor: Actor): Promise<ListedPack[]> {
  requireScope(actor, 'policies:read');
  const { installs, policies } = await onStore(() =>
    world.database.read(actor.tenant, async (tx) => {
      const noted = await tx.packs.installed();
      return { installs: noted, policies: noted.length ? await tx.policies.all() : [] };
    }),
  );
  const entries = await world.packs.list();
  const isThere = ({ name: pack }: PackInstall): boolean => policies.some(({ name }) => name.startsWith(prefixOf(pack)));
  return entries.map((entry) => ({ entry, installed: installs.find((one) => one.name === entry.name && isThere(one)) ?? null }));
}

export type Installed = {
  install: PackInstall;
  policies: { policy: string; row: PolicyRow; status: PackPolicyStatus }[];
  /** Policies of an earlier version or other parameters, which this one does not have. They stay. */
  left: PolicyRow[];
};
export type PackWish = { strength: Strength; params: { [name: string]: unknown } };

/**
 * Idempotent: what is there already is left alone. A policy that is in force is never changed, weakened or taken away.
 * Throws `NOT_FOUND`, `PACK_REFUSED`, `PACK_PARAMS_INVALID` with pointers from the body, and `PRECONDITION_FAILED` when somebody else
 * changes the same policies meanwhile.
 */
export async function installPack(world: World, actor: Actor, name: string, { strength, params: given }: PackWish): Promise<Installed> {
  requireScope(actor, 'policies:write');
  const pack = await trustedPack(world, name);
  const made = policiesFor(pack, strength, given);
  if ('faults' in made)
    throw new Problem('PACK_PARAMS_INVALID', {
      errors: made.faults.map(({ pointer, detail }) => ({ pointer: `/params${pointer}`, detail })),
    });
  const before = await onStore(() => world.database.read(actor.tenant, (tx) => rowsOf(tx, prefixOf(name))));
  const prepared: Prepared[] = [];
  for (const policy of made.policies) prepared.push(await prepare(world, actor, pack, strength, planOf(before, pack, policy)));
  return mutate(world, actor, { scope: 'policies:write', action: 'packs.install' }, async (tx) => {
    await tx.tenant.getLocked();
    const install = installOf(pack, strength, made.params, new Date(world.machine.now()));
    const result = { install, ...(await putAll(world, tx, name, prepared)) };
    await tx.packs.note(install);
    const written = result.policies.flatMap(({ row }, i) => (prepared[i]!.text ? [row] : []));
    return { subject: name, result, policies: written };
  });
}

/** Under the lock of the tenant. */
async function putAll(world: World, tx: WriteTx, pack: string, prepared: readonly Prepared[]): Promise<Omit<Installed, 'install'>> {
  const rows = await rowsOf(tx, prefixOf(pack));
  const policies: Installed['policies'] = [];
  for (const one of prepared) {
    const row = isStale(one, rows, one.name) ? null : await put(world, tx, one);
    if (!row) throw new Problem('PRECONDITION_FAILED', { detail: 'Policies of this pack were changed meanwhile; install it again.' });
    policies.push({ policy: one.policy.name, row, status: one.status });
  }
  await keepWithin(tx);
  const kept = new Set(prepared.flatMap(({ id, policy }) => [id, `${prefixOf(pack)}${policy.name}`]));
  return { policies, left: [...rows.values()].filter(({ id, name }) => !kept.has(id) && !kept.has(name)) };
}

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
