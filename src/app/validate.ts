/** The heart: judge, commit, and only then answer. */
import { Problem } from '#core/problem.ts';
import { monthOf, nextMonth } from '#core/quota.ts';
import type { Submission } from '#core/submission.ts';
import type { Verdict } from '#core/verdict.ts';
import type { Actor } from './actor.ts';
import { requireScope } from './actor.ts';
import { decisionInput, INPUT_RETENTION_MS } from './decision-input.ts';
import { newId } from './mutate.ts';
import type { VerdictEntry } from './ports.ts';
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
};
export type Outcome = { verdict: Verdict } | { problem: Problem };

/**
 * Judges the cases in order and commits their records together. What the month's quota no longer allows is not answered with a
 * verdict. Throws `AUDIT_UNAVAILABLE` when nothing could be committed: a verdict that is answered is in the audit trail.
 */
export async function validate(world: World, actor: Actor, cases: readonly Case[], arrival: Arrival): Promise<Outcome[]> {
  requireScope(actor, 'validate');
  if (!cases.length) return [];
  const settings = await loadSettings(world, actor.tenant);
  const now = world.machine.now();
  const judged = cases.map((c) => judgeOne(world, actor, settings, c, now));
  const entries = judged.flatMap((j) => ('entry' in j ? [j.entry] : []));
  const quota = settings.plan.verdicts_per_month;
  let granted = entries.length
    ? await onStore(() => world.recorder.record(actor.tenant, entries, monthOf(now), quota), 'AUDIT_UNAVAILABLE')
    : 0;
  const latency_ms = Math.round((world.stopwatch() - arrival.started_ms) * 1_000) / 1_000;
  return judged.map((j) => {
    if ('problem' in j) return j;
    if (granted-- <= 0) return { problem: quotaExceeded(quota ?? 0, now) };
    const verdict = { ...j.verdict, degraded: [...j.verdict.degraded, ...arrival.degraded], latency_ms };
    world.telemetry.countVerdict(verdict);
    return { verdict };
  });
}

type Judged = { verdict: Verdict; entry: VerdictEntry } | { problem: Problem };

function judgeOne(world: World, actor: Actor, settings: Settings, { submission, ignored }: Case, now_ms: number): Judged {
  try {
    const judgement = world.judge(submission, settings.snapshot, { now_ms, verdict_id: newId(world, 'vrd') });
    const verdict = { ...judgement.verdict, ignored: [...judgement.verdict.ignored, ...ignored] };
    const record = verdictRecord(submission, judgement, { at: new Date(now_ms), key_id: actor.key_id ?? '', tenant_key: settings.key });
    const expires = new Date(now_ms + INPUT_RETENTION_MS);
    return { verdict, entry: { record, input: settings.key.seal(verdict.id, decisionInput(submission, judgement, now_ms), expires) } };
  } catch (error) {
    // A fault of ours in one case must neither pass for a verdict nor take its neighbours down.
    world.telemetry.error('a case could not be judged', {}, error);
    return { problem: new Problem('INTERNAL', { cause: error }) };
  }
}

function quotaExceeded(quota: number, now_ms: number): Problem {
  const reset_ms = nextMonth(now_ms);
  const detail = `The plan's ${quota} verdicts of this month are used up. The count starts anew at ${new Date(reset_ms).toISOString()}.`;
  return new Problem('QUOTA_EXCEEDED', { detail, retry_after_ms: reset_ms - now_ms });
}
