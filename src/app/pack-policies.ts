/** The policies of packs among those of the tenant. */
import type { PackTest, Strength } from '#core/packs/manifest.ts';
import type { Pack, PackPolicy } from '#core/packs/pack.ts';
import { asPolicyTest } from '#core/packs/run-test.ts';
import { canonicalJson } from '#core/canonical.ts';
import type { Actor } from './actor.ts';
import { newId } from './mutate.ts';
import { firstVersion, nextVersion } from './policies.ts';
import { registeredFor } from './registered.ts';
import { runTests } from './policy-tests.ts';
import { stageFor, written, type WrittenPolicy } from './policy-writing.ts';
import type { PolicyRow } from './policy-ports.ts';
import type { ReadTx, WriteTx } from './ports.ts';
import type { World } from './world.ts';

/** `beside`: the one of this name is in force and stays as it is; the new text stands beside it under a name with its version. */
export type PackPolicyStatus = 'created' | 'replaced' | 'unchanged' | 'beside';
/** What is to become of one policy; `old` is what is replaced, or stays. */
export type Plan = { policy: PackPolicy; name: string; status: PackPolicyStatus; old: PolicyRow | null };

/** How a policy of a pack comes into a tenant: it is shown what it would say, and decides nothing. */
const MODE = 'shadow' as const;
const isInForce = ({ mode }: PolicyRow): boolean => mode === 'enforce';

type Rows = ReadonlyMap<string, PolicyRow>;
/** By name; of several with one name the one in force, else the oldest. */
export async function rowsOf(tx: { policies: Pick<ReadTx['policies'], 'all'> }, prefix: string): Promise<Rows> {
  const found = new Map<string, PolicyRow>();
  for (const row of await tx.policies.all()) {
    const known = found.get(row.name);
    if (row.name.startsWith(prefix) && (!known || (isInForce(row) && !isInForce(known)))) found.set(row.name, row);
  }
  return found;
}

export const prefixOf = (pack: string): string => `pack:${pack}/`;

export function planOf(rows: Rows, { manifest }: Pack, policy: PackPolicy): Plan {
  const name = `${prefixOf(manifest.name)}${policy.name}`;
  const old = rows.get(name) ?? null;
  if (!old) return { policy, name, status: 'created', old };
  if (isSame(old, policy)) return { policy, name, status: 'unchanged', old };
  if (!isInForce(old)) return { policy, name, status: 'replaced', old };
  const aside = `${name}@${manifest.version}`;
  const beside = rows.get(aside) ?? null;
  return { policy, name: aside, status: beside && isSame(beside, policy) ? 'unchanged' : 'beside', old: beside };
}

const isSame = ({ document }: PolicyRow, policy: PackPolicy): boolean => canonicalJson(document) === canonicalJson(policy.document);

/** It has been compiled, and of the pack's tests those go with it that hold with the parameters and settings of this tenant. */
export type Prepared = Plan & { id: string; text: WrittenPolicy | null };

export async function prepare(world: World, actor: Actor, pack: Pack, strength: Strength, plan: Plan): Promise<Prepared> {
  const id = plan.old?.id ?? newId(world, 'pol');
  // What stands beside and is in force itself stays too.
  if (plan.status === 'unchanged' || (plan.status === 'beside' && plan.old && isInForce(plan.old))) return { ...plan, id, text: null };
  const draft = await written(world, actor, id, { name: plan.name, mode: MODE, document: plan.policy.document, tests: [] });
  const registered = await registeredFor(world, actor.tenant, [plan.policy.document]);
  const own = (pack.tests.get(plan.policy.name) ?? [])
    .filter((test) => suits(test, strength))
    .map((test) => asPolicyTest(test, pack.tools));
  const results = await runTests(own, await stageFor(world, actor, { id, compiled: draft.compiled }, registered));
  return { ...plan, id, text: { ...draft, text: { ...draft.text, tests: own.filter((_, i) => results[i]?.passed) } } };
}

const suits = ({ strengths, params }: PackTest, strength: Strength): boolean =>
  params === undefined && (strengths === undefined || strengths.includes(strength));

/** Whether the tenant has changed under the plan. */
export const isStale = ({ old }: Prepared, rows: Rows, name: string): boolean =>
  rows.get(name)?.id !== old?.id || rows.get(name)?.digest !== old?.digest;

export async function put(world: World, tx: WriteTx, { id, old, text }: Prepared): Promise<PolicyRow | null> {
  if (!text) return old;
  if (!old) {
    const row = firstVersion(world, id, text);
    await tx.policies.insert({ row, compiled: text.compiled });
    return row;
  }
  const row = nextVersion(world, old, text);
  return (await tx.policies.replace(row, text.compiled, old.version)) ? row : null;
}
