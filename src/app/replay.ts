/** Replay: recorded verdicts are decided again by another set of policies. It changes nothing, and is no leave to activate anything. */
import * as z from 'zod';
import { canonicalJson } from '#core/canonical.ts';
import { sha256Hex } from '#core/hash.ts';
import type { ActivePolicy } from '#core/policy/compile.ts';
import type { PolicyDocument } from '#core/policy/document.ts';
import type { Registered } from '#core/policy/registered.ts';
import { writeDocument } from '#core/policy/writing.ts';
import { Problem, type Fault } from '#core/problem.ts';
import { replaySet, type ReplaySet } from '#core/replay/replay-set.ts';
import type { TenantId } from '#core/tenant.ts';
import type { Actor } from './actor.ts';
import { compileAhead } from './compile-ahead.ts';
import { INPUT_RETENTION_MS } from './decision-input.ts';
import { followsTokens } from './identity.ts';
import { active } from './in-force.ts';
import type { JobHead } from './job-ports.ts';
import { createJob } from './jobs.ts';
import type { VersionHead } from './policy-ports.ts';
import type { AuditFilter, ReadTx, WriteTx } from './ports.ts';
import { fittingNow, registeredFor } from './registered.ts';
import { REPLAY_KIND } from './replay-report.ts';
import { loadSettings, type Settings } from './settings.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

/** Records that one replay examines, the newest first. */
export const REPLAY_RECORDS_MAX = 1_000_000;
export const REPLAY_POLICIES_MAX = 1_000;
/** Of what is sent along. */
const FAULTS_MAX = 100;
/** What is in force now. */
export const CURRENT = 'current';

export type InlinePolicy = { /** In place of the set's policy of this id. */ id?: string; document: PolicyDocument };
export type ReplayWish = {
  /** `current`, or the id of a set. Without: only `policies`. */
  set?: string;
  policies?: readonly InlinePolicy[];
  from?: Date;
  to?: Date;
  filter?: Pick<AuditFilter, 'decision' | 'method' | 'tool'>;
  max?: number;
};

const filter = z.object({
  decision: z.enum(['allow', 'challenge', 'deny']).exactOptional(),
  method: z.string().exactOptional(),
  tool: z.string().exactOptional(),
});
/** `versions` are immutable; `policies` are those that were sent along. */
const params = z.object({
  versions: z.array(z.object({ id: z.string(), version: z.int(), digest: z.string() })),
  policies: z.array(
    z.object({ id: z.string(), document: z.custom<PolicyDocument>((value) => typeof value === 'object' && value !== null) }),
  ),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  filter,
  max: z.int(),
});
export type ReplayParams = z.output<typeof params>;
export const replayParams = (kept: unknown): ReplayParams => params.parse(kept);

/** Throws `BODY_INVALID` for documents with faults, all at once, and for a set that there is not. */
export async function createReplay(world: World, actor: Actor, wish: ReplayWish): Promise<JobHead> {
  const { set, policies = [], filter: wanted = {}, max = REPLAY_RECORDS_MAX } = wish;
  const inline = policies.map(({ id, document }, i) => ({ id: id ?? `policy_${i}`, document }));
  const errors: Fault[] = [];
  const documents = inline.map(({ document }) => document);
  const registered = await registeredFor(world, actor.tenant, documents);
  for (const [i, { id, document }] of inline.entries())
    for (const { pointer, detail } of (await writeDocument(id, document, registered)).faults)
      errors.push({ pointer: `/policies/${i}/document${pointer}`, detail });
  if (errors.length) throw new Problem('BODY_INVALID', { errors: errors.slice(0, FAULTS_MAX) });
  const now_ms = world.machine.now();
  const to = new Date(Math.min(now_ms, wish.to?.getTime() ?? now_ms));
  const from = wish.from ?? new Date(to.getTime() - INPUT_RETENTION_MS);
  const period = { from: from.toISOString(), to: to.toISOString() };
  return createJob(world, actor, { scope: 'policies:write', action: 'policies.replay' }, REPLAY_KIND, async (tx) => {
    const replaced = new Set(inline.map(({ id }) => id));
    const versions = set === undefined ? [] : (await versionsOf(tx, set)).filter(({ id }) => !replaced.has(id));
    return { versions, policies: inline, ...period, filter: wanted, max } satisfies ReplayParams;
  });
}

async function versionsOf(tx: ReadTx | WriteTx, set: string): Promise<VersionHead[]> {
  const id = set === CURRENT ? ((await tx.policy_sets.activation())?.set ?? null) : set;
  if (id === null) return tx.policies.heads('enforce');
  if (!(await tx.policy_sets.get(id)))
    throw new Problem('BODY_INVALID', { errors: [{ pointer: '/set', detail: 'There is no such set.' }] });
  return tx.policies.heads({ set: id });
}

async function compiled({ id, document }: { id: string; document: PolicyDocument }, registered: Registered): Promise<ActivePolicy> {
  const { compiled: own } = await writeDocument(id, document, registered);
  if (!own) throw new Error(`what was sound when it was sent is not any more: ${id}`);
  return { id, ...own };
}

export type ReplayTask = { set: ReplaySet; set_digest: string; active_digest: string; settings: Settings };

/** What is in force is read now, so that a report names what it was compared with. */
export async function replayTask(world: World, tenant: TenantId, { versions, policies }: ReplayParams): Promise<ReplayTask> {
  const settings = await loadSettings(world, tenant);
  const kept = await onStore(() => world.database.read(tenant, (tx) => tx.policies.stated(versions)));
  const registered = await registeredFor(
    world,
    tenant,
    policies.map(({ document }) => document),
  );
  const all = [...kept.map(active), ...(await Promise.all(policies.map((policy) => compiled(policy, registered))))];
  all.sort((a, b) => (a.id < b.id ? -1 : 1));
  const { input_types, policies: fitted } = await fittingNow(world, tenant, all);
  const { snapshot, tenant: own } = settings;
  const { posture, strictness } = snapshot;
  await compileAhead([fitted]);
  const set = replaySet({
    policies: fitted,
    input_types,
    tool_groups: own.tool_groups,
    lists: snapshot.lists ?? [],
    posture,
    strictness,
    trust_asserted_roles: own.trust_asserted_roles,
    follows_tokens: followsTokens(own),
    present: { digest: snapshot.digest, policies: snapshot.policies },
  });
  const set_digest = sha256Hex(canonicalJson({ versions, policies, posture, strictness }));
  return { set, set_digest, active_digest: snapshot.digest, settings };
}
