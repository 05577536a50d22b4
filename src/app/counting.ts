/** Limits of policies as counters: what a call adds to which, and whether it still fits. */
import type { Addend, CounterRequest, Reservation } from '#core/policy/counters.ts';
import type { LimitRequirement, Measure } from '#core/policy/document.ts';
import type { PolicyFacts } from '#core/policy/facts.ts';
import type { TagOf } from '#core/policy/history.ts';
import type { AskedMessage } from '#core/policy/question.ts';
import { spanOf } from '#core/policy/spans.ts';
import { sumAt, textsAt } from '#core/policy/told.ts';
import { UNITS_PER_ONE, unitsOf } from '#core/policy/units.ts';
import { counterKey, tagsOf, type Party } from './fact-keys.ts';
import type { Counters } from './ports.ts';
import type { World } from './world.ts';

/** A limit, as it is asked of one message. */
export type AskedLimit = { id: string; policy: string; limit: LimitRequirement; message: AskedMessage };
export type Counted = {
  facts: PolicyFacts['counters'];
  /** To be given back where the call is not let through. */
  taken: { counters: Counters; reservations: Reservation[] } | null;
  is_degraded: boolean;
};

/** `per`: units of one. Null requests cannot be told, and fail. */
type Wanted = { id: string; per: number; request: CounterRequest | null };

const SUM = 'sum:';
const DISTINCT = 'distinct:';
const scaleOf = (measure: Measure = 'calls'): number => (measure.startsWith(SUM) ? UNITS_PER_ONE : 1);

function addendOf(measure: Measure = 'calls', { request, bytes }: AskedMessage, tagOf: TagOf): Addend | null {
  if (measure === 'calls') return 1;
  if (measure === 'bytes') return bytes;
  if (measure.startsWith(SUM)) return sumAt(request, measure.slice(SUM.length));
  return textsAt(request, measure.slice(DISTINCT.length))?.map(tagOf) ?? null;
}

const unitsMax = ({ max, measure }: LimitRequirement): number | null => (scaleOf(measure) === 1 ? Math.floor(max) : unitsOf(max));

function wantedBy(party: Party, { id, policy, limit, message }: AskedLimit): Wanted {
  const { measure, window, count = 'allowed' } = limit;
  const key = counterKey(party, policy, limit, message.names.at(-1) ?? '');
  const add = addendOf(measure, message, tagsOf(party.key));
  const [window_ms, max] = [spanOf(window), unitsMax(limit)];
  const is_told = key !== null && add !== null && window_ms !== null && max !== null;
  return { id, per: scaleOf(measure), request: is_told ? { key, window_ms, max, count, add: bounded(add, max) } : null };
}

/** Of more values than may be, one more than those shows it. */
const bounded = (add: Addend, max: number): Addend => (typeof add === 'number' ? add : add.slice(0, max + 1));

/** Messages of one batch that share a counter are counted together. */
function merged(wanted: readonly Wanted[]): CounterRequest[] {
  const byKey = new Map<string, CounterRequest>();
  for (const { request } of wanted) {
    if (!request) continue;
    const known = byKey.get(request.key);
    byKey.set(request.key, known ? { ...request, add: sumOf(known.add, request.add) } : request);
  }
  return [...byKey.values()];
}
const sumOf = (a: Addend, b: Addend): Addend =>
  typeof a === 'number' || typeof b === 'number' ? Number(a) + Number(b) : [...new Set([...a, ...b])];

/** Answers to what was asked before are no calls of their own: of them only the bytes count. */
const isCounted = ({ limit, message }: AskedLimit): boolean => message.direction === 'request' || limit.measure === 'bytes';
const NOT_COUNTED = { fits: true, value: 0 };

/**
 * Never rejects. While the shared counters do not answer, a tenant with `fail_mode: closed` is told that nothing is known, and one
 * with `open` gets those of this process alone, which begin with nothing and let its share pass (docs/adr/0025).
 */
export async function countCall(
  world: World,
  party: Party,
  asked: readonly AskedLimit[],
  { now_ms, is_taken, goes_on }: { now_ms: number; is_taken: boolean; goes_on: boolean },
): Promise<Counted> {
  const facts: PolicyFacts['counters'] = {};
  for (const one of asked) if (!isCounted(one)) facts[one.id] = NOT_COUNTED;
  const wanted = asked.filter(isCounted).map((one) => wantedBy(party, one));
  const requests = merged(wanted);
  // What cannot be told will not be let through.
  const how = { is_taken: is_taken && wanted.every(({ request }) => request !== null) };
  const { counters, counters_fallback } = world;
  let used = counters;
  let is_degraded = false;
  let answered = await reserve(world, counters, requests, how, now_ms);
  if (!answered) {
    is_degraded = true;
    used = counters_fallback;
    answered = goes_on ? await used.reserve(shared(requests, counters.processes()), how, now_ms) : null;
  }
  const answers = new Map(requests.map(({ key }, i) => [key, answered?.answers[i]]));
  for (const { id, per, request } of wanted) {
    const answer = request ? answers.get(request.key) : undefined;
    const before = facts[id];
    if (!answer || before === null) facts[id] = null;
    else facts[id] = { fits: answer.fits && before?.fits !== false, value: Math.max(answer.value / per, before?.value ?? 0) };
  }
  return { facts, taken: answered?.taken.length ? { counters: used, reservations: answered.taken } : null, is_degraded };
}

/** Null when the counters do not answer. */
async function reserve(world: World, counters: Counters, requests: CounterRequest[], how: { is_taken: boolean }, now_ms: number) {
  if (!requests.length) return { answers: [], taken: [] };
  const own = counters.kind === 'memory' ? shared(requests, counters.processes()) : requests;
  try {
    const answered = await counters.reserve(own, how, now_ms);
    if (world.lost.counters) world.telemetry.info('the shared counters answer again');
    world.lost.counters = false;
    return answered;
  } catch (error) {
    if (!world.lost.counters) world.telemetry.warn('the shared counters do not answer', {}, error);
    world.lost.counters = true;
    return null;
  }
}

/** Of processes that each count alone, none lets more than its share pass: together no more than the limit. */
const shared = (requests: readonly CounterRequest[], processes: number): readonly CounterRequest[] =>
  processes <= 1 ? requests : requests.map((request) => ({ ...request, max: Math.floor(request.max / processes) }));
