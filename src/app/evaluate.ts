/** What policies would say of a call, without anything being stored, counted or recorded. */
import type { ActivePolicy } from '#core/policy/compile.ts';
import type { PolicyDocument } from '#core/policy/document.ts';
import type { PolicyTest } from '#core/policy/policy-test.ts';
import { verdictOn } from '#core/policy/rehearse.ts';
import { writeDocument } from '#core/policy/writing.ts';
import { Problem, type Fault } from '#core/problem.ts';
import type { Posture } from '#core/tenant.ts';
import type { Verdict } from '#core/verdict.ts';
import { requireScope, type Actor } from './actor.ts';
import { readInForce } from './in-force.ts';
import { insteadOf, withDefinition, type InlineManifest } from './inline-manifests.ts';
import { fittingNow, registeredFor } from './registered.ts';
import { loadSettings } from './settings.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

/** Policies of one evaluation. */
export const EVALUATED_MAX = 100;

/** `id` is how reasons name the policy, and what its limits and history are called by in the facts: `<id>/<limit>`. */
export type Inline = { id: string; document: PolicyDocument };
export type Evaluation = {
  /** Null: those in force. */
  policies: readonly Inline[] | null;
  /** The tenant's own when left out. */
  posture?: Posture;
  /** Tools of servers, in the place of what is registered. */
  manifests?: readonly InlineManifest[];
  call: Omit<PolicyTest, 'name' | 'expect'>;
};

/** Its verdicts are in no trail and have no id of their own. */
const NO_ID = 'evaluation';

/** Throws `BODY_INVALID` with every fault of the inline policies. What is not among the facts is as in tests of policies (`policy-test.ts`). */
export async function evaluate(world: World, actor: Actor, { policies, posture, manifests = [], call }: Evaluation): Promise<Verdict> {
  requireScope(actor, 'policies:read');
  const { snapshot, tenant } = await loadSettings(world, actor.tenant);
  const { shadow: _, set: _1, ...rest } = snapshot;
  const instead = await insteadOf(manifests);
  const inline = policies && (await compiled(world, actor, policies, instead));
  // Those in force are held against other types, from what they were written as.
  const asked = inline ?? (manifests.length ? await inForce(world, actor) : null);
  const fitted = asked && (await fittingNow(world, actor.tenant, asked, instead));
  const own = inline?.length === 1 ? inline[0]!.id : '';
  const verdict = verdictOn(withDefinition(call, manifests), {
    own,
    now_ms: world.machine.now(),
    snapshot: {
      ...(fitted ? { ...rest, ...fitted } : snapshot),
      posture: posture ?? tenant.posture,
      trust_asserted_roles: tenant.trust_asserted_roles,
    },
  });
  return { ...verdict, id: NO_ID };
}

async function inForce(world: World, { tenant }: Actor): Promise<readonly ActivePolicy[]> {
  const kept = world.sides.get(tenant, world.machine.now());
  return (await onStore(() => world.database.read(tenant, (tx) => readInForce(tx, kept)))).policies;
}

async function compiled(
  world: World,
  actor: Actor,
  policies: readonly Inline[],
  instead: Awaited<ReturnType<typeof insteadOf>>,
): Promise<ActivePolicy[]> {
  const errors: Fault[] = [];
  const active: ActivePolicy[] = [];
  const registered = await registeredFor(
    world,
    actor.tenant,
    policies.map(({ document }) => document),
    instead,
  );
  for (const [i, { id, document }] of policies.entries()) {
    const writing = await writeDocument(id, document, registered);
    errors.push(...writing.faults.map(({ pointer, detail }) => ({ pointer: `/policies/${i}/document${pointer}`, detail })));
    if (writing.compiled) active.push({ id, ...writing.compiled });
  }
  if (errors.length) throw new Problem('BODY_INVALID', { errors });
  return active;
}
