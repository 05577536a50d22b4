import { listDigest, manifestDigest, setTag, type PolicySetManifest } from '#core/policy/policy-set.ts';
import { Problem, type Fault } from '#core/problem.ts';
import { requireScope, type Actor } from './actor.ts';
import { mutate, newId } from './mutate.ts';
import type { Page, PageRequest, ReadTx, WriteTx } from './ports.ts';
import type { PolicySetRow, VersionHead } from './policy-ports.ts';
import { loadSettings } from './settings.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

/** Sets that are not archived, per tenant. */
export const POLICY_SETS_MAX = 1_000;
/** Of all policies of a set together, so that they can be run before it comes into force. */
export const SET_TESTS_MAX = 5_000;

export type SetWish = { name: string; policies: 'current' | readonly { id: string; version: number }[] };
/** With the validator that its changes want; it changes with every activation of any set. */
export type TaggedSet = PolicySetRow & { tag: string };

export async function createPolicySet(world: World, actor: Actor, { name, policies }: SetWish): Promise<TaggedSet> {
  requireScope(actor, 'policies:write');
  const { lists = [] } = (await loadSettings(world, actor.tenant)).snapshot;
  return mutate(world, actor, { scope: 'policies:write', action: 'policy_sets.create' }, async (tx) => {
    const tenant = await tx.tenant.getLocked();
    if (!tenant) throw new Problem('NOT_FOUND');
    if ((await tx.policy_sets.count()) >= POLICY_SETS_MAX)
      throw new Problem('POLICY_SETS_MAX_REACHED', { detail: `A tenant may have ${POLICY_SETS_MAX} policy sets that are not archived.` });
    const heads = policies === 'current' ? await tx.policies.heads('enforce') : await named(tx, policies);
    const manifest: PolicySetManifest = {
      policies: heads.map(({ id, version, digest }) => ({ id, version, digest })),
      settings: { posture: tenant.posture, strictness: tenant.strictness },
      lists: lists.map((list) => ({ name: list.name, digest: listDigest(list) })),
    };
    const at = new Date(world.machine.now());
    const digest = manifestDigest(manifest);
    const row: PolicySetRow = { id: newId(world, 'set'), name, state: 'draft', digest, manifest, created_at: at, updated_at: at };
    await tx.policy_sets.insert(row);
    const tests = (await tx.policies.tested({ set: row.id })).reduce((sum, version) => sum + version.tests.length, 0);
    if (tests > SET_TESTS_MAX)
      throw new Problem('BODY_INVALID', {
        errors: [{ pointer: '/policies', detail: `They have ${tests} tests together; at most ${SET_TESTS_MAX}` }],
      });
    return { subject: row.id, result: await tagged(tx, row) };
  });
}

async function named(tx: WriteTx, wanted: readonly { id: string; version: number }[]): Promise<VersionHead[]> {
  const heads = await tx.policies.known(wanted);
  const known = new Set(heads.map(({ id, version }) => `${id} ${version}`));
  const seen = new Set<string>();
  const errors: Fault[] = [];
  for (const [i, { id, version }] of wanted.entries()) {
    if (!known.has(`${id} ${version}`)) errors.push({ pointer: `/policies/${i}`, detail: 'There is no such version of a policy' });
    if (seen.has(id)) errors.push({ pointer: `/policies/${i}/id`, detail: 'The set has a version of this policy already' });
    seen.add(id);
  }
  if (errors.length) throw new Problem('BODY_INVALID', { errors });
  return heads;
}

export async function tagged(tx: Pick<ReadTx, 'policy_sets'>, row: PolicySetRow): Promise<TaggedSet> {
  const activation = await tx.policy_sets.activation();
  return { ...row, tag: setTag(row, activation?.serial ?? 0) };
}

export function listPolicySets(world: World, actor: Actor, page: PageRequest): Promise<Page<PolicySetRow>> {
  requireScope(actor, 'policies:read');
  return onStore(() => world.database.read(actor.tenant, (tx) => tx.policy_sets.list(page)));
}

export async function getPolicySet(world: World, actor: Actor, id: string): Promise<TaggedSet> {
  requireScope(actor, 'policies:read');
  return onStore(() =>
    world.database.read(actor.tenant, async (tx) => {
      const row = await tx.policy_sets.get(id);
      if (!row) throw new Problem('NOT_FOUND');
      return tagged(tx, row);
    }),
  );
}
