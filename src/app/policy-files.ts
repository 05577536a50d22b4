/** Policies as they are kept in Git: by name, all or none. */
import { canonicalJson } from '#core/canonical.ts';
import { LIST_NAME, type NamedList } from '#core/policy/lists.ts';
import { listsOf } from '#core/policy/lists-of.ts';
import type { Remark } from '#core/policy/lints.ts';
import { Problem, type Fault } from '#core/problem.ts';
import { requireScope, type Actor } from './actor.ts';
import { listsForFile, planLists, takeLists, type ListDeed, type ListsInFile } from './list-files.ts';
import { mutate, newId } from './mutate.ts';
import { firstVersion, keepWithin, nextVersion, type PolicyText } from './policies.ts';
import { written, type WrittenPolicy } from './policy-writing.ts';
import type { ReadTx } from './ports.ts';
import type { PolicyRow } from './policy-ports.ts';
import { registeredFor } from './registered.ts';
import { onStore } from './store.ts';
import { makeTurns } from './turns.ts';
import type { World } from './world.ts';

const ERRORS_MAX = 100;

/** In order of name, so that two exports of the same policies are the same text. */
export type Exported = ListsInFile & { policies: PolicyText[] };

export async function exportPolicies(world: World, actor: Actor): Promise<Exported> {
  requireScope(actor, 'policies:read');
  return onStore(() => world.database.read(actor.tenant, exported));
}

async function exported(tx: Pick<ReadTx, 'policies' | 'lists'>): Promise<Exported> {
  const policies = (await tx.policies.all())
    .map(({ name, mode, document, tests }): PolicyText => ({ name, mode, document, tests }))
    .sort((a, b) => compare(a.name, b.name) || compare(canonicalJson(a.document), canonicalJson(b.document)));
  const turn = makeTurns();
  const lists = new Set<string>();
  for (const { document } of policies) {
    await turn();
    for (const name of listsOf(document)) lists.add(name);
  }
  return { policies, ...(await listsForFile(tx, [...lists].filter(isListName).sort(compare))) };
}

/** Cedar text may look for what can be no list. */
const isListName = (name: string): boolean => LIST_NAME.test(name);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export type Deed = { name: string; id: string; version: number; action: 'created' | 'updated' | 'unchanged'; warnings: readonly Remark[] };
export type Import = { id: string; dry_run: boolean; policies: Deed[]; lists: ListDeed[] };
/** What a file brings. */
export type PolicyFile = { policies: readonly PolicyText[]; lists: readonly NamedList[] };

type Plan = { old: PolicyRow | null; id: string; is_changed: boolean };

/**
 * A policy of the same name gets a new version, unless it would be the same. Throws all faults at once, with pointers from the body. A dry
 * run tells nothing that `policies:read` does not: who plans a change need not be one who may make it.
 */
export async function importPolicies(
  world: World,
  actor: Actor,
  { policies: texts, lists }: PolicyFile,
  dry_run: boolean,
): Promise<Import> {
  if (!dry_run || !actor.scopes.includes('policies:read')) requireScope(actor, 'policies:write');
  const { plans, listed } = await onStore(() =>
    world.database.read(actor.tenant, async (tx) => ({ plans: await plan(world, tx, texts), listed: await planLists(tx, lists) })),
  );
  const deeds = listed.map(({ deed }) => deed);
  const policies = await writeAll(world, actor, texts, plans);
  const id = newId(world, 'imp');
  const rowsNow = async (): Promise<PolicyRow[]> => {
    const turn = makeTurns();
    const rows: PolicyRow[] = [];
    for (const [i, one] of plans.entries()) {
      await turn();
      rows.push(rowFor(world, one, policies[i]!));
    }
    return rows;
  };
  if (dry_run) return { id, dry_run, policies: (await rowsNow()).map((row, i) => told(row, plans[i]!)), lists: deeds };
  return mutate(world, actor, { scope: 'policies:write', action: 'policies.import' }, async (tx) => {
    await tx.tenant.getLocked();
    const now = await plan(world, tx, texts);
    if (now.some(({ old }, i) => old?.digest !== plans[i]?.old?.digest)) throw new Problem('PRECONDITION_FAILED');
    await takeLists(world, actor, tx, listed);
    const rows = await rowsNow();
    const made = rows.flatMap((row, i) => (plans[i]!.old ? [] : [{ row, compiled: policies[i]!.compiled }]));
    if (made.length) await tx.policies.insert(...made);
    for (const [i, { old, is_changed }] of plans.entries())
      if (old && is_changed && !(await tx.policies.replace(rows[i]!, policies[i]!.compiled, old.version)))
        throw new Problem('PRECONDITION_FAILED');
    await keepWithin(tx);
    const changed = rows.filter((_, i) => plans[i]!.is_changed);
    return { subject: id, policies: changed, result: { id, dry_run, policies: rows.map((row, i) => told(row, plans[i]!)), lists: deeds } };
  });
}

async function plan(world: World, tx: Pick<ReadTx, 'policies'>, texts: readonly PolicyText[]): Promise<Plan[]> {
  const byName = Map.groupBy(await tx.policies.all(), ({ name }) => name);
  const seen = new Set<string>();
  const errors: Fault[] = [];
  const plans: Plan[] = [];
  const turn = makeTurns();
  for (const [i, text] of texts.entries()) {
    await turn();
    const { name } = text;
    const [old = null, more] = byName.get(name) ?? [];
    if (more) errors.push({ pointer: `/policies/${i}/name`, detail: 'Several policies of the tenant have this name: give each its own' });
    if (seen.has(name)) errors.push({ pointer: `/policies/${i}/name`, detail: 'Another policy of this import has this name' });
    seen.add(name);
    plans.push({ old, id: old?.id ?? newId(world, 'pol'), is_changed: !old || contentOf(old) !== contentOf(text) });
  }
  if (errors.length) throw new Problem('BODY_INVALID', { errors: errors.slice(0, ERRORS_MAX) });
  return plans;
}

const contentOf = ({ mode, document, tests }: PolicyText): string => canonicalJson({ mode, document, tests });

async function writeAll(world: World, actor: Actor, texts: readonly PolicyText[], plans: readonly Plan[]): Promise<WrittenPolicy[]> {
  const turn = makeTurns();
  const registered = await registeredFor(
    world,
    actor.tenant,
    texts.map(({ document }) => document),
  );
  const policies: WrittenPolicy[] = [];
  const failures: { code: 'BODY_INVALID' | 'POLICY_TESTS_FAILED'; error: Fault }[] = [];
  for (const [i, text] of texts.entries()) {
    await turn();
    try {
      policies.push(await written(world, actor, plans[i]!.id, text, registered));
    } catch (error) {
      const code = error instanceof Problem ? error.code : null;
      if (!(error instanceof Problem) || (code !== 'BODY_INVALID' && code !== 'POLICY_TESTS_FAILED')) throw error;
      for (const { pointer, detail } of error.more.errors ?? [])
        failures.push({ code, error: { pointer: `/policies/${i}${pointer}`, detail } });
    }
  }
  if (!failures.length) return policies;
  const code = failures.some((failure) => failure.code === 'BODY_INVALID') ? 'BODY_INVALID' : 'POLICY_TESTS_FAILED';
  throw new Problem(code, { errors: failures.slice(0, ERRORS_MAX).map(({ error }) => error) });
}

function rowFor(world: World, { old, id, is_changed }: Plan, policy: WrittenPolicy): PolicyRow {
  if (!old) return firstVersion(world, id, policy);
  return is_changed ? nextVersion(world, old, policy) : old;
}

const told = ({ name, id, version, warnings }: PolicyRow, { old, is_changed }: Plan): Deed => ({
  name,
  id,
  version,
  action: !old ? 'created' : is_changed ? 'updated' : 'unchanged',
  warnings,
});
