/** How sets come into force and go out of it. Each change is of a set that the caller has seen, as things stood then. */
import type { InputTypes } from '#core/policy/cedar/input.ts';
import { fittingIn, relying } from '#core/policy/fitting.ts';
import { setTag, type PolicySetState } from '#core/policy/policy-set.ts';
import { Problem, type Fault } from '#core/problem.ts';
import { requireScope, type Actor } from './actor.ts';
import { compileAhead } from './compile-ahead.ts';
import { active, SHADOW_SETS_MAX } from './in-force.ts';
import { mutate } from './mutate.ts';
import type { Precondition } from './policies.ts';
import { tagged, type TaggedSet } from './policy-sets.ts';
import { runTests } from './policy-tests.ts';
import { toldOf } from './policy-writing.ts';
import type { ReadTx, WriteTx } from './ports.ts';
import type { ActivationRow, PolicySetRow } from './policy-ports.ts';
import { unfitFaults } from './unfit.ts';
import { loadSettings } from './settings.ts';
import { onStore } from './store.ts';
import { inTurns, makeTurns } from './turns.ts';
import type { World } from './world.ts';

const FAILURES_MAX = 100;

const wrongState = (detail: string): Problem => new Problem('POLICY_SET_STATE', { detail });

type Seen = { set: PolicySetRow; activation: ActivationRow | null };

/** Throws `NOT_FOUND`, or `PRECONDITION_FAILED` when the set, or what is in force, is no longer as the caller knows it. */
async function seen(tx: Pick<ReadTx, 'policy_sets'>, id: string, known: Precondition): Promise<Seen> {
  const set = await tx.policy_sets.get(id);
  if (!set) throw new Problem('NOT_FOUND');
  const activation = await tx.policy_sets.activation();
  if (!known(setTag(set, activation?.serial ?? 0))) throw new Problem('PRECONDITION_FAILED');
  return { set, activation };
}

/** Under the lock of the tenant: of two that act at once, the second sees what the first has done. */
function change(world: World, actor: Actor, action: string, work: (tx: WriteTx, at: Date) => Promise<string>): Promise<TaggedSet> {
  return mutate(world, actor, { scope: 'policies:write', action }, async (tx) => {
    await tx.tenant.getLocked();
    const id = await work(tx, new Date(world.machine.now()));
    const row = await tx.policy_sets.get(id);
    if (!row) throw new Problem('NOT_FOUND');
    return { subject: id, result: await tagged(tx, row) };
  });
}

/** What it would decide is shown beside what is decided. */
export function shadowPolicySet(world: World, actor: Actor, id: string, known: Precondition): Promise<TaggedSet> {
  return change(world, actor, 'policy_sets.shadow', async (tx, at) => {
    const { set } = await seen(tx, id, known);
    if (set.state !== 'draft') throw wrongState(`Only a draft goes into shadow; this set is ${set.state}.`);
    if ((await tx.policy_sets.watching()).length >= SHADOW_SETS_MAX)
      throw new Problem('POLICY_SETS_MAX_REACHED', { detail: `At most ${SHADOW_SETS_MAX} sets may be in shadow at once.` });
    await tx.policy_sets.setState(id, 'shadow', at);
    return id;
  });
}

const ready = ({ set }: Seen): void => {
  const from: readonly PolicySetState[] = ['draft', 'shadow'];
  if (!from.includes(set.state)) throw wrongState(`A draft or a set in shadow can be activated; this set is ${set.state}.`);
};

/** Exactly its versions are in force from then on. Throws `POLICY_TESTS_FAILED` when a test of one does not pass in the company of all. */
export async function activatePolicySet(world: World, actor: Actor, id: string, known: Precondition): Promise<TaggedSet> {
  requireScope(actor, 'policies:write');
  const { tests, policies, unfit, types } = await onStore(() =>
    world.database.read(actor.tenant, async (tx) => {
      const now = await seen(tx, id, known);
      ready(now);
      const stated = await tx.policies.stated(now.set.manifest.policies);
      const read = stated.map(active);
      const known_types = await world.known_types.read(actor.tenant, tx, await inTurns(relying(read)));
      const faults = read.flatMap((policy, i) => unfitFaults(policy, known_types, `/policies/${i}`));
      return { tests: await tx.policies.tested({ set: id }), policies: read, unfit: faults, types: known_types };
    }),
  );
  if (unfit.length) throw new Problem('POLICIES_UNFIT', { errors: unfit.slice(0, FAILURES_MAX) });
  await requireGreen(world, actor, tests, { policies, types });
  return change(world, actor, 'policy_sets.activate', async (tx, at) => {
    const now = await seen(tx, id, known);
    ready(now);
    const { activation } = now;
    const back = activation?.set ? activation.serial : (activation?.previous ?? null);
    await enter(tx, activation, { set: id, previous: back, at });
    return id;
  });
}

/** To the set that was active before the present one. Its tests were green when it came into force; they are not run again. */
export function rollBackPolicySets(world: World, actor: Actor, known: Precondition): Promise<TaggedSet> {
  return change(world, actor, 'policy_sets.rollback', async (tx, at) => {
    const activation = await tx.policy_sets.activation();
    if (!activation?.set) throw wrongState('No policy set is active.');
    await seen(tx, activation.set, known);
    const before = activation.previous === null ? null : await tx.policy_sets.activationAt(activation.previous);
    if (!before?.set) throw wrongState('No policy set was active before the present one.');
    await enter(tx, activation, { set: before.set, previous: before.previous, at });
    return before.set;
  });
}

/** When it is the active one, every enabled policy is in force by itself again. */
export function archivePolicySet(world: World, actor: Actor, id: string, known: Precondition): Promise<TaggedSet> {
  return change(world, actor, 'policy_sets.archive', async (tx, at) => {
    const { set, activation } = await seen(tx, id, known);
    if (set.state === 'archived') throw wrongState('This set is archived already.');
    if (activation?.set === id) await enter(tx, activation, { set: null, previous: activation.serial, at });
    else await tx.policy_sets.setState(id, 'archived', at);
    return id;
  });
}

type Entry = { set: string | null; previous: number | null; at: Date };

async function enter(tx: WriteTx, activation: ActivationRow | null, { set, previous, at }: Entry): Promise<void> {
  if (activation?.set) await tx.policy_sets.setState(activation.set, 'archived', at);
  if (set !== null) await tx.policy_sets.setState(set, 'active', at);
  await tx.policy_sets.activated({ serial: (activation?.serial ?? 0) + 1, set, previous, at });
}

type Tested = Awaited<ReturnType<ReadTx['policies']['tested']>>;

type Stated = { policies: readonly ReturnType<typeof active>[]; types: InputTypes };

async function requireGreen(world: World, actor: Actor, versions: Tested, { policies, types }: Stated): Promise<void> {
  const { snapshot, tenant } = await loadSettings(world, actor.tenant);
  const { shadow: _, set: _1, ...rest } = snapshot;
  const { trust_asserted_roles, tool_groups } = tenant;
  const fitted = await inTurns(fittingIn(policies, { types, tool_groups }));
  await compileAhead([fitted]);
  const whole = { ...rest, trust_asserted_roles, monitor: false, policies: fitted, tool_groups, input_types: types };
  const errors: Fault[] = [];
  const turn = makeTurns();
  for (const [i, { id, name, tests }] of versions.entries()) {
    const results = await runTests(tests, { snapshot: whole, own: id, now_ms: world.machine.now() }, turn);
    for (const [j, result] of results.entries())
      if (!result.passed && errors.length < FAILURES_MAX)
        errors.push({ pointer: `/policies/${i}/tests/${j}`, detail: `${name}: ${toldOf(result)}` });
  }
  if (errors.length) throw new Problem('POLICY_TESTS_FAILED', { errors });
}
