/** The heart: judge, commit, and only then answer. */
import { Problem } from '#core/problem.ts';
import { monthOf } from '#core/quota.ts';
import type { Judgement } from '#core/judge.ts';
import { passingOf, type Passing } from '#core/rate-refusal.ts';
import type { Submission } from '#core/submission.ts';
import type { Verdict } from '#core/verdict.ts';
import type { Actor } from './actor.ts';
import { requireScope } from './actor.ts';
import { limitCall } from './call-limits.ts';
import { decisionInput, INPUT_RETENTION_MS } from './decision-input.ts';
import { newId } from './mutate.ts';
import type { VerdictEntry } from './ports.ts';
import { knownExhaustion, quotaExceeded } from './quota.ts';
import { loadSettings, type Settings } from './settings.ts';
import { onStore } from './store.ts';
import { verdictRecord } from './verdict-record.ts';
import type { World } from './world.ts';

export type Case = {
  submission: Submission;
  /** Pointers to what the call asserted or asked for and the service does not follow. */
  ignored: readonly string[];
};
export type Arrival = {
  /** By the stopwatch. */
  started_ms: number;
  /** What was missing while the call was taken in, such as `limits`. */
  degraded: readonly string[];
  /** Gives back `cost` units of the rate that the call has taken. */
  refund(cost: number): void;
};
export type Outcome = { verdict: Verdict } | { problem: Problem };

/**
 * Judges the cases in order and commits their records together. What the month's quota no longer allows is not answered with a
 * verdict. Throws `AUDIT_UNAVAILABLE` when nothing could be committed: a verdict that is answered is in the audit trail.
 * The rate that was taken for what is not answered is given back, but for a quota that is known to be used up: that costs a call.
 */
export async function validate(world: World, actor: Actor, cases: readonly Case[], arrival: Arrival): Promise<Outcome[]> {
  requireScope(actor, 'validate');
  let owed = cases.length;
  if (!owed) return [];
  try {
    const settings = await loadSettings(world, actor.tenant);
    const now = world.machine.now();
    const spent = knownExhaustion(world, actor.tenant, settings.plan.verdicts_per_month, now);
    if (spent) {
      owed = 0;
      throw spent;
    }
    const outcomes = await judgeAll(world, actor, settings, cases, { ...arrival, now_ms: now });
    for (const outcome of outcomes) if ('verdict' in outcome) owed--;
    return outcomes;
  } finally {
    if (owed) arrival.refund(owed);
  }
}

type Moment = Arrival & { now_ms: number };

async function judgeAll(world: World, actor: Actor, settings: Settings, cases: readonly Case[], moment: Moment): Promise<Outcome[]> {
  const now = moment.now_ms;
  const attempts = cases.map((c) => attempt(world, () => judgeOne(world, settings, c, now)));
  const limited = settings.call_limits ? await Promise.all(attempts.map((j) => limitOne(world, actor, settings, j))) : attempts;
  const judged = limited.map((j) => ('problem' in j ? j : attempt(world, () => recordOne(actor, settings, j, now))));
  const entries = judged.flatMap((j) => ('entry' in j ? [j.entry] : []));
  const quota = settings.plan.verdicts_per_month;
  let granted = entries.length
    ? await onStore(() => world.recorder.record(actor.tenant, entries, monthOf(now), quota), 'AUDIT_UNAVAILABLE')
    : 0;
  const latency_ms = Math.round((world.stopwatch() - moment.started_ms) * 1_000) / 1_000;
  return judged.map((j) => {
    if ('problem' in j) return j;
    if (granted-- <= 0) return { problem: quotaExceeded(quota ?? 0, now) };
    const degraded = new Set([...j.verdict.degraded, ...moment.degraded]);
    const verdict = { ...j.verdict, degraded: [...degraded], latency_ms };
    world.telemetry.countVerdict(verdict);
    return { verdict };
  });
}

type Failed = { problem: Problem };
type Judged = Case & { judgement: Judgement; /** Null where nothing is limited. */ passing: Passing | null };
type Recorded = { verdict: Verdict; entry: VerdictEntry };

/** A fault of ours in one case must neither pass for a verdict nor take its neighbours down. */
function attempt<T>(world: World, work: () => T): T | Failed {
  try {
    return work();
  } catch (error) {
    world.telemetry.error('a case could not be judged', {}, error);
    return { problem: new Problem('INTERNAL', { cause: error }) };
  }
}

function judgeOne(world: World, { snapshot, call_limits }: Settings, one: Case, now_ms: number): Judged {
  const judgement = world.judge(one.submission, snapshot, { now_ms, verdict_id: newId(world, 'vrd') });
  return { ...one, judgement, passing: call_limits && passingOf(judgement, one.submission) };
}

async function limitOne(
  world: World,
  { tenant }: Actor,
  { key, call_limits }: Settings,
  judged: Judged | Failed,
): Promise<Judged | Failed> {
  if ('problem' in judged || !judged.passing || !call_limits) return judged;
  const { submission, judgement, passing } = judged;
  const { verdict, degraded } = await limitCall(
    world,
    { tenant, key, limits: call_limits },
    submission.context,
    judgement.verdict,
    passing,
  );
  const whole = degraded ? { ...verdict, degraded: [...verdict.degraded, 'limits'] } : verdict;
  return { ...judged, judgement: { ...judgement, verdict: whole } };
}

function recordOne({ key_id }: Actor, { key }: Settings, { submission, ignored, judgement }: Judged, now_ms: number): Recorded {
  const verdict = { ...judgement.verdict, ignored: [...judgement.verdict.ignored, ...ignored] };
  const record = verdictRecord(submission, judgement, { at: new Date(now_ms), key_id: key_id ?? '', tenant_key: key });
  const expires = new Date(now_ms + INPUT_RETENTION_MS);
  return { verdict, entry: { record, input: key.seal(verdict.id, decisionInput(submission, judgement, now_ms), expires) } };
}
