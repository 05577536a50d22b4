/** Policy sets that calls name themselves (`options.policy_set`): looked up once, known as long as the tenant's settings, and kept within bounds. */
import { LRUCache } from 'lru-cache';
import { sha256Hex } from '#core/hash.ts';
import { NO_TYPES, type InputTypes } from '#core/policy/cedar/input.ts';
import { joinedTypes } from '#core/policy/cedar/type-graph.ts';
import type { ActivePolicy } from '#core/policy/compile.ts';
import { fittingIn, relying } from '#core/policy/fitting.ts';
import { listsNamed, type NamedList } from '#core/policy/lists.ts';
import type { RequestedSet } from '#core/policy/requested-set.ts';
import type { TenantId } from '#core/tenant.ts';
import { compileAhead } from './compile-ahead.ts';
import { active } from './in-force.ts';
import { REQUESTED_PER_CALL_MAX } from './naming-sets.ts';
import type { Settings } from './settings.ts';
import { onStore } from './store.ts';
import { inTurns } from './turns.ts';
import type { World } from './world.ts';

/** Names of one tenant, known and unknown ones; one more pushes the oldest out. */
const NAMES_MAX = 16;
/** Of the sets of all tenants, some 10 kB each: the most that one tenant may have in force, and as much again. */
const STATEMENTS_MAX = 20_000;
const NAME = /^(?:set_[0-9a-hjkmnp-tv-z]{26}|[0-9a-f]{64})$/;

type Head = Omit<RequestedSet, 'policies'> & { lists: readonly NamedList[]; types: InputTypes };
/** By name, of one tenant as of one reading of his settings; without their policies. */
export type KnownSets = Map<string, Promise<Head | null>>;

type Policies = readonly ActivePolicy[];
export type KeptPolicies = {
  /** By tenant and set: a set never changes. */
  sets: LRUCache<string, Policies>;
  /** By tenant, of whom one set at a time is read and compiled. */
  reading: Map<TenantId, Promise<unknown>>;
};
export const keptPolicies = (): KeptPolicies => ({
  sets: new LRUCache({
    maxSize: STATEMENTS_MAX,
    sizeCalculation: (policies) => 1 + policies.reduce((sum, { statements }) => sum + statements.length, 0),
  }),
  reading: new Map(),
});

/** The settings with those of the named sets that there are. Throws `STORE_UNAVAILABLE`: what cannot be looked up is not passed over. */
export async function withRequested(world: World, settings: Settings, names: readonly string[]): Promise<Settings> {
  const wanted = [...new Set(names)].slice(0, REQUESTED_PER_CALL_MAX);
  if (!wanted.length) return settings;
  const heads = (await Promise.all(wanted.map((name) => known(world, settings, name)))).filter((head) => head !== null);
  const requested = await Promise.all(
    heads.map(async ({ lists: _lists, types, ...head }) => {
      const tools = { types, tool_groups: settings.tenant.tool_groups };
      const policies = await inTurns(fittingIn(await policiesOf(world, settings, head.set), tools));
      await compileAhead([policies]);
      return { ...head, policies };
    }),
  );
  const { lists = [], input_types = NO_TYPES } = settings.snapshot;
  const more = heads.flatMap((head) => head.lists);
  const all = [...new Map([...more, ...lists].map((list) => [list.name, list])).values()];
  const typed = heads.some(({ types }) => Object.keys(types.actions).length > 0);
  const types = typed ? joinedTypes([...heads.map((head) => head.types), input_types]) : null;
  return {
    ...settings,
    snapshot: { ...settings.snapshot, requested, ...(all.length && { lists: all }), ...(types && { input_types: types }) },
  };
}

function known(world: World, settings: Settings, name: string): Promise<Head | null> {
  const { requested } = settings;
  const before = requested.get(name);
  if (before) return before;
  if (!NAME.test(name)) return Promise.resolve(null);
  const looking = look(world, settings, name);
  for (const oldest of requested.keys()) {
    if (requested.size < NAMES_MAX) break;
    requested.delete(oldest);
  }
  requested.set(name, looking);
  looking.catch(() => requested.delete(name));
  return looking;
}

async function look(world: World, settings: Settings, name: string): Promise<Head | null> {
  const tenant = settings.tenant.id;
  const found = await onStore(() => world.database.read(tenant, (tx) => tx.policy_sets.named(name)));
  if (!found) return null;
  const policies = await policiesOf(world, settings, found.id);
  const names = [...new Set(policies.flatMap(({ needs }) => listsNamed(needs)))];
  const actions = await inTurns(relying(policies));
  const { lists, types } =
    names.length || actions.length
      ? await onStore(() =>
          world.database.read(tenant, async (tx) => ({
            lists: await world.named_lists.read(tenant, tx, names),
            types: await world.known_types.read(tenant, tx, actions),
          })),
        )
      : { lists: [], types: NO_TYPES };
  const key = [found.id, ...lists.map((list) => list.digest), ...(actions.length ? [sha256Hex(JSON.stringify(types))] : [])].join(' ');
  return { name, set: found.id, digest: found.digest, key, lists, types };
}

/** Compiled. The set may be in force, or tried, already. */
async function policiesOf(world: World, { tenant: { id: tenant }, snapshot }: Settings, set: string): Promise<Policies> {
  if (set === snapshot.set) return snapshot.policies;
  const tried = snapshot.shadow?.sets.find((one) => one.set === set);
  if (tried) return tried.policies;
  const { sets, reading } = world.requested_policies;
  const place = `${tenant} ${set}`;
  for (let other = reading.get(tenant); other && !sets.has(place); other = reading.get(tenant)) await other.catch(() => {});
  const kept = sets.get(place);
  if (kept) return kept;
  const work = readPolicies(world, tenant, set);
  reading.set(tenant, work);
  try {
    const policies = await work;
    sets.set(place, policies);
    return policies;
  } finally {
    reading.delete(tenant);
  }
}

async function readPolicies(world: World, tenant: TenantId, set: string): Promise<Policies> {
  const policies = await onStore(() =>
    world.database.read(tenant, async (tx) => {
      const heads = await tx.policies.heads({ set });
      const stated = (await tx.policies.stated(heads)).map(active);
      // What is named and not there must not be passed over.
      if (stated.length !== heads.length) throw new Error('a version of a policy is missing in the store');
      return stated;
    }),
  );
  await compileAhead([policies]);
  return policies;
}
