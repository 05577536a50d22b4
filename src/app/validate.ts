/** The heart: judge, commit, and only then answer. */
import { Problem } from '#core/problem.ts';
import type { Verdict } from '#core/verdict.ts';
import type { Actor } from './actor.ts';
import { requireScope } from './actor.ts';
import { limitCall } from './call-limits.ts';
import { refundLimits, type Limits } from './limits.ts';
import { decide, isLetThrough, type DecidedCase } from './decide.ts';
import { refundFacts } from './facts.ts';
import { INPUT_RETENTION_MS, withFacts } from './decision-input.ts';
import { judgeCase, type Case, type JudgedCase, type JudgingFacts, type ReadItem, type Unread } from './judged.ts';
import { newId } from './mutate.ts';
import type { Notes } from './notes.ts';
import type { KeptAnswer, VerdictEntry } from './ports.ts';
import { knownExhaustion, quotaExceeded } from './quota.ts';
import { nameOf, unknownSet } from './naming-sets.ts';
import { withRequested } from './requested-sets.ts';
import { loadSettings, type Settings } from './settings.ts';
import { keepVerdicts } from './trail.ts';
import { verdictRecord } from './verdict-record.ts';
import type { World } from './world.ts';

export type Arrival = {
  /** By the stopwatch. */
  started_ms: number;
  /** What was missing while the call was taken in, such as `limits`. */
  degraded: readonly string[];
  notes: Notes;
  /** Gives back `cost` units of the rate that the call has taken. */
  refund(cost: number): void;
  /** Of a call that has one case: makes of its verdict what is kept beside the record, for whoever repeats the call. */
  keep?(verdict: Verdict): KeptAnswer;
};
export type Outcome = { verdict: Verdict } | { problem: Problem };

/**
 * Judges the cases in order and commits their records together. What the month's quota no longer allows is not answered with a
 * verdict. Throws `AUDIT_UNAVAILABLE` when nothing could be committed: a verdict that is answered is in the audit trail.
 * The rate that was taken for what is not answered is given back, but for a quota that is known to be used up: that costs a call.
 */
export async function validate(world: World, actor: Actor, cases: readonly Case[], arrival: Arrival): Promise<Outcome[]> {
  requireScope(actor, 'validate');
  if (!cases.length) return [];
  return refunding(arrival, cases.length, async () => {
    const { settings: own, now_ms } = await begin(world, actor, cases.length);
    const settings = await withRequested(world, own, cases.flatMap(nameOf));
    return commit(world, actor, settings, judgeHere(world, settings, cases, now_ms, arrival.notes), { ...arrival, now_ms });
  });
}

export type Elsewhere = {
  /** Units of the rate that were taken for the call before it was read. */
  taken: number;
  patience: 'call' | 'stream';
  items_max: number;
  /** Told how many cases there are, before any is committed; takes the rest of the rate. What it throws ends the call. */
  admit(cases: number): Promise<void>;
};

/** The same for messages that another thread reads and judges. `outcomes` are those of the items that have no problem of their own. */
export async function validateElsewhere(
  world: World,
  actor: Actor,
  unread: Unread,
  arrival: Arrival,
  { taken, patience, items_max, admit }: Elsewhere,
): Promise<{ items: ReadItem[]; outcomes: Outcome[] }> {
  requireScope(actor, 'validate');
  const orGiveBack = <T>(work: Promise<T>, is_owed: (error: unknown) => boolean): Promise<T> =>
    work.catch((error: unknown) => {
      if (taken && is_owed(error)) arrival.refund(taken);
      throw error;
    });
  const { settings: own, now_ms } = await orGiveBack(begin(world, actor, 1), (error) => !isSpent(error));
  const verdict_ids = Array.from({ length: items_max }, () => newId(world, 'vrd'));
  const facts = { now_ms, verdict_ids, limited: own.call_limits !== null };
  const given_ms = world.stopwatch();
  const { settings, items } = await orGiveBack(judgeThere(world, own, unread, facts, patience), isOurs);
  arrival.notes.passed('judge', given_ms, world.stopwatch());
  const failed = items.flatMap((item) => ('problem' in item && isOurs(item.problem) ? [item.problem] : []));
  for (const { cause } of failed) tell(world, cause);
  const judged = items.flatMap((item) => ('judged' in item ? [item.judged] : []));
  if (!judged.length) {
    // Of several, only the call's own unit was taken.
    if (taken && failed.length) arrival.refund(taken);
    return { items, outcomes: [] };
  }
  await admit(judged.length);
  return { items, outcomes: await refunding(arrival, judged.length, () => commit(world, actor, settings, judged, { ...arrival, now_ms })) };
}

/** Which sets the cases name is read there; what is then looked up is sent after, and the whole once more. */
async function judgeThere(world: World, own: Settings, unread: Unread, facts: JudgingFacts, patience: Elsewhere['patience']) {
  const first = await world.judging.judge(unread, own.snapshot, facts, patience);
  if (!('wanted' in first)) return { settings: own, items: first };
  const settings = await withRequested(world, own, first.wanted);
  const items = await world.judging.judge(unread, settings.snapshot, { ...facts, looked_up: first.wanted }, patience);
  if ('wanted' in items) throw new Error('a judging thread asks for what it was told');
  return { settings, items };
}

/** `cases`, as far as it is known by then how many there are. */
async function begin(world: World, actor: Actor, cases: number): Promise<{ settings: Settings; now_ms: number }> {
  const settings = await loadSettings(world, actor.tenant);
  const now_ms = world.machine.now();
  const spent = knownExhaustion(world, actor.tenant, settings.plan.verdicts_per_month, now_ms);
  if (spent) {
    world.telemetry.countQuotaRefused(cases);
    throw spent;
  }
  return { settings, now_ms };
}

/** What was taken for cases that get no verdict is given back. */
async function refunding(arrival: Arrival, taken: number, work: () => Promise<Outcome[]>): Promise<Outcome[]> {
  let owed = taken;
  try {
    const outcomes = await work();
    // A set that there is not has been looked up.
    for (const outcome of outcomes) if ('verdict' in outcome || outcome.problem.code === 'BODY_INVALID') owed--;
    return outcomes;
  } catch (error) {
    if (isSpent(error)) owed = 0;
    throw error;
  } finally {
    if (owed) arrival.refund(owed);
  }
}

type Failed = { problem: Problem };
type Recorded = { verdict: Verdict; entry: VerdictEntry };
type Moment = Arrival & { now_ms: number };

function judgeHere(
  world: World,
  { snapshot, call_limits }: Settings,
  cases: readonly Case[],
  now_ms: number,
  notes: Notes,
): (JudgedCase | Failed)[] {
  const limited = call_limits !== null;
  const from_ms = world.stopwatch();
  let before_ms = from_ms;
  const judged = cases.map((c) => {
    const unknown = unknownSet(c, snapshot);
    if (unknown) return { problem: unknown };
    const one = attempt(world, () => judgeCase(world.judge, c, snapshot, { now_ms, verdict_id: newId(world, 'vrd'), limited }));
    const after_ms = world.stopwatch();
    world.telemetry.observeJudging((after_ms - before_ms) / 1_000);
    before_ms = after_ms;
    return one;
  });
  notes.passed('judge', from_ms, before_ms);
  return judged;
}

type Judged = readonly (JudgedCase | Failed)[];
type Cases = readonly (DecidedCase | Failed)[];

/** Limited by what the tenant allows its principals and tools, where it does; what these were charged for in vain is given back. */
async function commit(world: World, actor: Actor, settings: Settings, judged: Judged, moment: Moment): Promise<Outcome[]> {
  const from_ms = world.stopwatch();
  const deciding = judged.map((j) => ('problem' in j ? j : decideOne(world, settings, j, moment.now_ms)));
  const cases = deciding.some((d) => d instanceof Promise) ? await Promise.all(deciding) : (deciding as (DecidedCase | Failed)[]);
  moment.notes.passed('policies', from_ms, world.stopwatch());
  let outcomes: Outcome[] = [];
  try {
    outcomes = await limit(world, actor, settings, cases, moment);
    return outcomes;
  } finally {
    cases.forEach((j, i) => {
      const outcome = outcomes[i];
      const is_let_through = outcome && 'verdict' in outcome && isLetThrough(outcome.verdict);
      if ('held' in j && j.held && !is_let_through) void refundFacts(j.held, moment.now_ms);
      // What is tried has decided for itself; but a call that the tenant's rates refuse, or that gets no verdict, is none.
      const is_call = outcome && 'verdict' in outcome && !outcome.verdict.reasons.some(({ code }) => code === 'RATE_LIMIT');
      if ('tried' in j && !is_call) for (const taken of j.tried ?? []) void refundFacts(taken, moment.now_ms);
    });
  }
}

/** A fault of ours in one case must neither pass for a verdict nor take its neighbours down. */
function decideOne(
  world: World,
  settings: Settings,
  judged: JudgedCase,
  now_ms: number,
): DecidedCase | Failed | Promise<DecidedCase | Failed> {
  const decided = attempt(world, () => decide(world, settings, judged, now_ms));
  return decided instanceof Promise ? decided.catch((cause: unknown) => failure(world, cause)) : decided;
}

async function limit(world: World, actor: Actor, settings: Settings, cases: Cases, moment: Moment): Promise<Outcome[]> {
  if (!settings.call_limits) return recordAll(world, actor, settings, cases, moment);
  const from_ms = world.stopwatch();
  const limited = await Promise.all(cases.map((j) => limitOne(world, actor, settings, j)));
  moment.notes.passed('call_limits', from_ms, world.stopwatch());
  let outcomes: Outcome[] = [];
  try {
    outcomes = await recordAll(world, actor, settings, limited, moment);
    return outcomes;
  } finally {
    limited.forEach((j, i) => {
      const outcome = outcomes[i];
      if ('taken' in j && j.taken && !(outcome && 'verdict' in outcome)) void refundLimits(world, [j.taken], Infinity);
    });
  }
}

async function recordAll(
  world: World,
  actor: Actor,
  settings: Settings,
  cases: Cases,
  { now_ms, started_ms, degraded, notes, keep }: Moment,
): Promise<Outcome[]> {
  const finish = (verdict: Verdict, missing: readonly string[] = []): Verdict => {
    const latency_ms = Math.round((world.stopwatch() - started_ms) * 1_000) / 1_000;
    return { ...verdict, degraded: [...new Set([...verdict.degraded, ...degraded, ...missing])], latency_ms };
  };
  const recorded = cases.map((j) => ('problem' in j ? j : attempt(world, () => recordOne(actor, settings, j, now_ms))));
  // What is kept is what is answered, to the byte: it is finished before it is committed.
  if (keep) for (const r of recorded) if ('entry' in r) r.entry.answer = keep((r.verdict = finish(r.verdict)));
  const entries = recorded.flatMap((r) => ('entry' in r ? [r.entry] : []));
  const quota = settings.plan.verdicts_per_month;
  const from_ms = world.stopwatch();
  const { granted, missing } = entries.length ? await keepVerdicts(world, settings, entries, now_ms) : { granted: 0, missing: [] };
  if (entries.length) notes.passed('commit', from_ms, world.stopwatch());
  if (granted < entries.length) world.telemetry.countQuotaRefused(entries.length - granted);
  let left = granted;
  return recorded.map((r) => {
    if ('problem' in r) return r;
    if (left-- <= 0) return { problem: quotaExceeded(quota ?? 0, now_ms) };
    const verdict = keep ? r.verdict : finish(r.verdict, missing);
    world.telemetry.countVerdict(verdict);
    for (const policy of verdict.policy.determining) world.policy_uses.note(actor.tenant, policy, now_ms);
    notes.judged(verdict);
    return { verdict };
  });
}

/** A fault of ours in one case must neither pass for a verdict nor take its neighbours down. */
function attempt<T>(world: World, work: () => T): T | Failed {
  try {
    return work();
  } catch (error) {
    return failure(world, error);
  }
}

function failure(world: World, cause: unknown): Failed {
  tell(world, cause);
  return { problem: new Problem('INTERNAL', { cause }) };
}

const tell = (world: World, cause: unknown): void => world.telemetry.error('a case could not be judged', {}, cause);

const isSpent = (error: unknown): boolean => error instanceof Problem && error.code === 'QUOTA_EXCEEDED';

/** Whether it is no fault of what was sent. */
const OURS: ReadonlySet<string> = new Set(['INTERNAL', 'OVERLOADED', 'STORE_UNAVAILABLE']);
const isOurs = (error: unknown): boolean => !(error instanceof Problem) || OURS.has(error.code);

async function limitOne(
  world: World,
  { tenant }: Actor,
  { key, call_limits }: Settings,
  judged: DecidedCase | Failed,
): Promise<(DecidedCase & { taken?: Limits | null }) | Failed> {
  if ('problem' in judged || !judged.passing || !call_limits) return judged;
  const { context, passing } = judged;
  if ((judged.verdict.would_be ?? judged.verdict).decision === 'deny') return judged;
  const { verdict, taken } = await limitCall(world, { tenant, key, limits: call_limits }, context, judged.verdict, passing);
  return { ...judged, taken, verdict: taken?.degraded ? { ...verdict, degraded: [...verdict.degraded, 'limits'] } : verdict };
}

function recordOne({ key_id }: Actor, { key }: Settings, judged: DecidedCase, now_ms: number): Recorded {
  const { verdict, context, facts } = judged;
  const input = withFacts(judged.input, facts);
  const record = verdictRecord(verdict, judged.record, context, { at: new Date(now_ms), key_id: key_id ?? '', tenant_key: key });
  return { verdict, entry: { record, input: key.seal(verdict.id, input, new Date(now_ms + INPUT_RETENTION_MS)) } };
}
