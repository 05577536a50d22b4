/** Limits of policies as counters: what a call adds to which, and whether it still fits. */
import { amountOf } from '#core/policy/cedar/amount.ts';
import { withFacts } from '#core/policy/cedar/request.ts';
import {
  isSlots,
  MEMBERS_MAX,
  type Addend,
  type Answered,
  type CounterAnswer,
  type CounterRequest,
  type Reservation,
} from '#core/policy/counters.ts';
import type { LimitRequirement, Measure } from '#core/policy/document.ts';
import type { FactNeeds, PolicyFacts } from '#core/policy/facts.ts';
import type { AskedMessage } from '#core/policy/question.ts';
import { spanOf } from '#core/policy/spans.ts';
import { sumAt, textsAt } from '#core/policy/told.ts';
import { UNITS_PER_ONE, unitsOf } from '#core/policy/units.ts';
import { counterKey, tagsOf, type Party } from './fact-keys.ts';
import type { Books, Counters } from './fact-ports.ts';
import { answeredBy, releaseAll, slotOf } from './in-flight.ts';
import type { World } from './world.ts';

/** A limit, as it is asked of one message. `side`: which of several lists of policies asks; `known`: the facts that it has by then. */
export type AskedLimit = {
  side: number;
  id: string;
  policy: string;
  limit: FactNeeds['counters'][number];
  message: AskedMessage;
  known: PolicyFacts;
};
/** `call`: names the whole among all calls. */
type Counting = { call: string; now_ms: number };
export type Counted = {
  /** By side. */
  facts: PolicyFacts['counters'][];
  /** To be given back where the call is not let through. */
  taken: { counters: Counters; reservations: Reservation[] } | null;
  is_degraded: boolean;
  /** Something did not fit although its limit is not reached: there is no room to count it. */
  is_full: boolean;
};

/** `per`: units of one. Null requests cannot be told, and fail. */
type Wanted = Pick<AskedLimit, 'side' | 'id' | 'message'> & { per: number; request: CounterRequest | null };

const SUM = 'sum:';
const DISTINCT = 'distinct:';
const isSum = (measure: Measure | undefined): measure is `sum:${string}` => typeof measure === 'string' && measure.startsWith(SUM);
const scaleOf = (measure?: Measure): number => (isSum(measure) ? UNITS_PER_ONE : 1);

function addendOf({ limit, message, known }: AskedLimit, party: Party, own: string, now_ms: number): Addend | null {
  const { measure = 'calls', amount } = limit;
  const { request, bytes } = message;
  if (typeof measure === 'object') return amount ? amountOf(amount, withFacts(request, known, { now_ms })) : null;
  if (measure === 'calls') return 1;
  if (measure === 'bytes') return bytes;
  if (measure === 'concurrency') return slotOf(party, message, own);
  if (isSum(measure)) return sumAt(request, measure.slice(SUM.length));
  return textsAt(request, measure.slice(DISTINCT.length))?.map(tagsOf(party.key)) ?? null;
}

const unitsMax = ({ max, measure }: LimitRequirement): number | null => (scaleOf(measure) === 1 ? Math.floor(max) : unitsOf(max));

const keyOf = (party: Party, { policy, limit, message }: AskedLimit): string | null =>
  counterKey(party, policy, limit, message.names.at(-1) ?? '');

/** @param own names the message and the limit among all calls */
function wantedBy(party: Party, asked: AskedLimit, own: string, now_ms: number): Wanted {
  const { side, id, limit, message } = asked;
  const { measure, window, count = 'allowed' } = limit;
  const key = keyOf(party, asked);
  const add = addendOf(asked, party, own, now_ms);
  const [window_ms, max] = [spanOf(window), unitsMax(limit)];
  const is_told = key !== null && add !== null && window_ms !== null && max !== null;
  return { side, id, message, per: scaleOf(measure), request: is_told ? { key, window_ms, max, count, add: bounded(add) } : null };
}

/** Of more values than any limit allows, one more than those shows it. */
const bounded = (add: Addend): Addend => (typeof add === 'number' || isSlots(add) ? add : add.slice(0, MEMBERS_MAX + 1));

/** Messages of one batch that share a counter are counted together; one that two sides count is counted once, under the stricter bound. */
function merged(wanted: readonly Wanted[]): CounterRequest[] {
  const byKey = new Map<string, { request: CounterRequest; counted: Set<AskedMessage> }>();
  for (const { request, message } of wanted) {
    if (!request) continue;
    const known = byKey.get(request.key) ?? { request: null, counted: new Set() };
    const before = known.request;
    const add = !before ? request.add : known.counted.has(message) ? before.add : sumOf(before.add, request.add);
    byKey.set(request.key, {
      request: { ...request, add, max: Math.min(before?.max ?? Infinity, request.max) },
      counted: known.counted.add(message),
    });
  }
  return [...byKey.values()].map(({ request }) => request);
}
/** Two of one key are of one kind. */
function sumOf(a: Addend, b: Addend): Addend {
  if (typeof a === 'number' || typeof b === 'number') return Number(a) + Number(b);
  if (isSlots(a) || isSlots(b)) return { slots: [a, b].flatMap((one) => (isSlots(one) ? one.slots : [])) };
  return [...new Set([...a, ...b])];
}

/** Answers to what was asked before are no calls of their own: of them only the bytes count. What nobody answers is never in flight. */
function isCounted({ limit: { measure }, message: { direction, answer_id } }: AskedLimit): boolean {
  if (measure === 'concurrency') return direction === 'request' && answer_id !== undefined;
  return direction === 'request' || measure === 'bytes';
}
const NOT_COUNTED = { fits: true, value: 0 };

/**
 * Never rejects. While the shared counters do not answer, a tenant with `fail_mode: closed` is told that nothing is known, and one
 * with `open` gets those of this process alone, which begin with nothing and let its share pass (docs/adr/0028).
 */
export async function countCall(
  world: World,
  books: Books,
  party: Party,
  asked: readonly AskedLimit[],
  { sides, call, now_ms, is_taken, goes_on }: Counting & { sides: number; is_taken: boolean; goes_on: boolean },
): Promise<Counted> {
  const answered_calls = asked.flatMap((one) => endedBy(party, one));
  const facts = Array.from({ length: sides }, (): PolicyFacts['counters'] => ({}));
  for (const one of asked) if (!isCounted(one)) facts[one.side]![one.id] = NOT_COUNTED;
  const wanted = asked.filter(isCounted).map((one, i) => wantedBy(party, one, `${call}.${i}`, now_ms));
  const requests = merged(wanted);
  // What cannot be told will not be let through.
  const how = { is_taken: is_taken && wanted.every(({ request }) => request !== null) };
  const { counters, fallback } = books;
  let used = counters;
  // Whatever is said of an answer, its call is over.
  const is_released = !answered_calls.length || (await trying(world, () => releaseAll(books, answered_calls, now_ms))) !== null;
  let is_degraded = !is_released;
  let answered = await reserve(world, counters, requests, how, now_ms);
  if (!answered) {
    is_degraded = true;
    if (goes_on && fallback) {
      used = fallback;
      answered = await used.reserve(shared(requests, counters.processes()), how, now_ms);
    }
  }
  const answers = new Map(requests.map(({ key }, i) => [key, answered?.answers[i]]));
  for (const { side, id, per, request } of wanted) {
    const own = facts[side]!;
    const answer = request ? answers.get(request.key) : undefined;
    const before = own[id];
    if (!answer || before === null) own[id] = null;
    else own[id] = { fits: answer.fits && before?.fits !== false, value: Math.max(answer.value / per, before?.value ?? 0) };
  }
  const is_full = requests.some(({ key, max }) => isRefusedBelow(answers.get(key), max));
  return { facts, taken: answered?.taken.length ? { counters: used, reservations: answered.taken } : null, is_degraded, is_full };
}

const isRefusedBelow = (answer: CounterAnswer | undefined, max: number): boolean =>
  answer !== undefined && !answer.fits && answer.value <= max;

function endedBy(party: Party, one: AskedLimit): Answered[] {
  const { limit, message } = one;
  if (limit.measure !== 'concurrency' || message.direction !== 'response') return [];
  const ended = answeredBy(party, message, keyOf(party, one));
  return ended ? [ended] : [];
}

/** Null when the counters do not answer. */
async function reserve(world: World, counters: Counters, requests: CounterRequest[], how: { is_taken: boolean }, now_ms: number) {
  if (!requests.length) return { answers: [], taken: [] };
  const own = counters.kind === 'memory' ? shared(requests, counters.processes()) : requests;
  return trying(world, () => counters.reserve(own, how, now_ms));
}

/** Null when the counters do not answer, which is told once. */
async function trying<T>(world: World, work: () => Promise<T>): Promise<T | null> {
  try {
    const done = await work();
    if (world.lost.counters) world.telemetry.info('the shared counters answer again');
    world.lost.counters = false;
    return done;
  } catch (error) {
    if (!world.lost.counters) world.telemetry.warn('the shared counters do not answer', {}, error);
    world.lost.counters = true;
    return null;
  }
}

/** Of processes that each count alone, none lets more than its share pass: together no more than the limit. */
const shared = (requests: readonly CounterRequest[], processes: number): readonly CounterRequest[] =>
  processes <= 1 ? requests : requests.map((request) => ({ ...request, max: Math.floor(request.max / processes) }));
