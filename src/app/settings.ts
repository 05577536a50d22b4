/** What a tenant has decided, ready to judge by. */
import type { ShadowSet, Snapshot } from '#core/judge.ts';
import { NO_TYPES, type InputTypes } from '#core/policy/cedar/input.ts';
import { inputTypeOf } from '#core/policy/cedar/type-graph.ts';
import { fittingIn, relying } from '#core/policy/fitting.ts';
import { listsNamed } from '#core/policy/lists.ts';
import { Problem } from '#core/problem.ts';
import { PLANS, type Plan } from '#core/quota.ts';
import { sha256Hex } from '#core/hash.ts';
import type { Tenant, TenantId } from '#core/tenant.ts';
import { readInForce } from './in-force.ts';
import type { SuppressionRow, TenantKey } from './ports.ts';
import type { VersionHead } from './policy-ports.ts';
import type { KnownSets } from './requested-sets.ts';
import { compileAhead } from './compile-ahead.ts';
import { callLimits, type CallLimits } from './call-limits.ts';
import { onStore } from './store.ts';
import { inTurns } from './turns.ts';
import type { World } from './world.ts';

export type Settings = {
  /** When the store was asked. */ read_ms: number;
  tenant: Tenant;
  plan: Plan;
  call_limits: CallLimits | null;
  key: TenantKey;
  snapshot: Snapshot;
  /** Sets that calls have named since. */
  requested: KnownSets;
};

/**
 * SHA-256 in hex over id, version and content digest of every policy in force, and the id of every suppression (they never change), in order of
 * id, the roles of arguments as the tenant gave them, whom it believes about who calls, the lists that policies name, the tenant's tool
 * groups, and the types of the arguments that policies look at.
 */
export const snapshotDigest = (
  policies: readonly VersionHead[],
  suppressions: readonly SuppressionRow[],
  {
    argument_roles,
    issuers,
    trust_asserted_roles,
    tool_groups,
  }: Pick<Tenant, 'argument_roles' | 'issuers' | 'trust_asserted_roles' | 'tool_groups'>,
  lists: readonly { name: string; digest: string }[] = [],
  types: InputTypes = NO_TYPES,
): string =>
  sha256Hex(
    [
      ...policies.map((p) => `${p.id} ${p.version} ${p.digest}\n`),
      ...suppressions.map(({ id }) => `${id}\n`),
      ...argument_roles.map(({ server, tool, argument, role }) => `${JSON.stringify([server, tool, argument, role])}\n`),
      ...issuers.map((issuer) => `issuer ${JSON.stringify(issuer)}\n`),
      ...(trust_asserted_roles ? ['trust_asserted_roles\n'] : []),
      ...lists.map(({ name, digest }) => `list ${name} ${digest}\n`),
      ...Object.entries(tool_groups).map((group) => `tool_group ${JSON.stringify(group)}\n`),
      ...Object.keys(types.actions).map((action) => `input ${JSON.stringify([action, inputTypeOf(action, types)])}\n`),
    ].join(''),
  );

/** The tenant's settings and active policies, as they were within `CHANGE_SEEN_MS`; of one who goes on without the store, as last known. */
export async function loadSettings(world: World, id: TenantId): Promise<Settings> {
  const now = world.machine.now();
  const cached = await world.settings.get(id, now);
  if (cached && !world.changes.isChanged(id, cached.read_ms)) return cached;
  const last = world.last_known.settings(id, now);
  if (last && world.outage.stands(now)) return last;
  const loading = onStore(() => readSettings(world, id, now)).then(
    (settings) => {
      world.last_known.noteSettings(settings, now);
      return settings;
    },
    (error: unknown) => withoutStore(world, last, error),
  );
  world.settings.set(id, loading, now);
  loading.catch(() => world.settings.delete(id));
  return loading;
}

/** What was known last, when it is the store that fails. */
export function withoutStore<T>(world: World, last: T | null, error: unknown): T {
  if (error instanceof Problem && error.code !== 'STORE_UNAVAILABLE') throw error;
  world.outage.begin(world.machine.now());
  if (last === null) throw error;
  return last;
}

async function readSettings(world: World, id: TenantId, read_ms: number): Promise<Settings> {
  const kept = world.sides.get(id, read_ms);
  const { row, in_force, lists, types, suppressions } = await world.database.read(id, async (tx) => {
    const found = await readInForce(tx, kept);
    const all = [found, ...(found.shadow?.sets ?? [])].flatMap(({ policies }) => policies);
    const names = all.flatMap(({ needs }) => listsNamed(needs));
    return {
      row: await tx.tenant.get(),
      in_force: found,
      lists: await world.named_lists.read(id, tx, [...new Set(names)]),
      types: await world.known_types.read(id, tx, await inTurns(relying(all))),
      suppressions: await tx.suppressions.inForce(new Date(read_ms)),
    };
  });
  if (!row) throw new Problem('KEY_INVALID');
  const { set, heads, shadow, sides } = in_force;
  world.sides.set(id, sides, read_ms);
  const { email_hash: _, wrapped_key, ...tenant } = row;
  const { posture, strictness, monitor, argument_roles, tool_groups } = tenant;
  const tools = { types, tool_groups };
  const policies = await inTurns(fittingIn(in_force.policies, tools));
  const sets: ShadowSet[] = [];
  for (const watching of shadow?.sets ?? []) sets.push({ ...watching, policies: await inTurns(fittingIn(watching.policies, tools)) });
  const watched = shadow && { ...shadow, sets };
  await compileAhead([policies, ...(watched?.sets ?? []).map((one) => one.policies)]);
  return {
    read_ms,
    tenant,
    plan: PLANS[tenant.plan],
    call_limits: callLimits(tenant.rate_limits),
    key: world.vault.open(wrapped_key),
    requested: new Map(),
    snapshot: {
      posture,
      strictness,
      monitor,
      ...(set !== null && { set }),
      policies,
      ...(lists.length && { lists }),
      ...(Object.keys(tool_groups).length && { tool_groups }),
      ...(Object.keys(types.actions).length && { input_types: types }),
      ...(watched && { shadow: watched }),
      suppressions: suppressions.map(({ id: suppression, rule, server, tool, path, expires_at }) => ({
        id: suppression,
        rule,
        server,
        tool,
        path,
        expires_ms: expires_at.getTime(),
      })),
      argument_roles,
      digest: snapshotDigest(heads, suppressions, tenant, lists, types),
    },
  };
}
