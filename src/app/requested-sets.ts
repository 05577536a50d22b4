/** Policy sets that calls name themselves (`options.policy_set`): looked up once, known as long as the tenant's settings, and kept within bounds. */
import { LRUCache } from 'lru-cache';
import type { ActivePolicy } from '#core/policy/compile.ts';
import { listsNamed, type NamedList } from '#core/policy/lists.ts';
import type { RequestedSet } from '#core/policy/requested-set.ts';
import type { TenantId } from '#core/tenant.ts';
import { compileAhead } from './compile-ahead.ts';
import { active } from './in-force.ts';
import { REQUESTED_PER_CALL_MAX } from './naming-sets.ts';
import type { Settings } from './settings.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

/** Names of one tenant, known and unknown ones; one more pushes the oldest out. */
const NAMES_MAX = 16;
/** Of the sets of all tenants; some 10 kB each. The policies of a set that is larger are read whenever settings are. */
const STATEMENTS_MAX = 20_000;
const NAME = /^(?:set_[0-9a-hjkmnp-tv-z]{26}|[0-9a-f]{64})$/;

type Found = RequestedSet & { lists: readonly NamedList[] };
/** By name, of one tenant as of one reading of his settings. */
export type KnownSets = Map<string, Promise<Found | null>>;
/** By tenant and set: a set never changes. */
export type KeptPolicies = LRUCache<string, readonly ActivePolicy[]>;
export const keptPolicies = (): KeptPolicies =>
  new LRUCache({
    maxSize: STATEMENTS_MAX,
    sizeCalculation: (policies) => 1 + policies.reduce((sum, { statements }) => sum + statements.length, 0),
  });

/** The settings with those of the named sets that there are. Throws `STORE_UNAVAILABLE`: what cannot be looked up is not passed over. */
export async function withRequested(world: World, settings: Settings, names: readonly string[]): Promise<Settings> {
  const wanted = [...new Set(names)].slice(0, REQUESTED_PER_CALL_MAX);
  if (!wanted.length) return settings;
  const requested = (await Promise.all(wanted.map((name) => known(world, settings, name)))).filter((one) => one !== null);
  const { lists = [] } = settings.snapshot;
  const more = requested.flatMap((one) => one.lists);
  const all = [...new Map([...more, ...lists].map((list) => [list.name, list])).values()];
  return { ...settings, snapshot: { ...settings.snapshot, requested, ...(all.length && { lists: all }) } };
}

function known(world: World, settings: Settings, name: string): Promise<Found | null> {
  const { requested } = settings;
  const before = requested.get(name);
  if (before) return before;
  if (!NAME.test(name)) return Promise.resolve(null);
  const looking = onStore(() => look(world, settings, name));
  for (const oldest of requested.keys()) {
    if (requested.size < NAMES_MAX) break;
    requested.delete(oldest);
  }
  requested.set(name, looking);
  looking.catch(() => requested.delete(name));
  return looking;
}

async function look(world: World, { tenant: { id: tenant }, snapshot }: Settings, name: string): Promise<Found | null> {
  const found = await world.database.read(tenant, async (tx) => {
    const head = await tx.policy_sets.named(name);
    if (!head) return null;
    const policies = policiesAtHand(world, tenant, snapshot, head.id) ?? (await readPolicies(tx, head.id));
    const names = policies.flatMap(({ needs }) => listsNamed(needs));
    return { head, policies, lists: await world.named_lists.read(tenant, tx, [...new Set(names)]) };
  });
  if (!found) return null;
  const { head, policies, lists } = found;
  await compileAhead([policies]);
  world.requested_policies.set(`${tenant} ${head.id}`, policies);
  const key = [head.id, ...lists.map((list) => list.digest)].join(' ');
  return { name, set: head.id, digest: head.digest, key, policies, lists };
}

/** The set may be in force, or tried, already. */
function policiesAtHand(world: World, tenant: TenantId, { set, policies, shadow }: Settings['snapshot'], id: string) {
  if (id === set) return policies;
  return shadow?.sets.find((one) => one.set === id)?.policies ?? world.requested_policies.get(`${tenant} ${id}`);
}

type Tx = Parameters<Parameters<World['database']['read']>[1]>[0];

async function readPolicies(tx: Tx, set: string): Promise<readonly ActivePolicy[]> {
  const heads = await tx.policies.heads({ set });
  const policies = (await tx.policies.stated(heads)).map(active);
  // What is named and not there must not be passed over.
  if (policies.length !== heads.length) throw new Error('a version of a policy is missing in the store');
  return policies;
}
