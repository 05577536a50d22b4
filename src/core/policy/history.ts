/** What happened before, in a session or of a principal: which events are kept, and what policies make of them (docs: `policy.md` 4). */
import { matchesName } from './match-name.ts';
import type { HistoryEvent, HistoryRequirement } from './document.ts';
import { spanOf } from './spans.ts';
import { unitsOf } from './units.ts';

/** Kept of one session or principal; one more pushes the oldest out. */
export const EVENTS_MAX = 512;
export const HISTORY_LIFE_MS = 86_400_000;
/** Values kept of one event; what policies ask for beyond that counts as unknown. */
export const EVENT_VALUES_MAX = 200;

/**
 * A call that was let through, or the answer to one. Nothing stands in it as it was sent but numbers: the patterns that it fits, the
 * pointers that policies name, and the values there are tags, which only the tenant's key can make.
 */
export type PastEvent = {
  /** Of the verdict and of the message within. */
  id: string;
  at_ms: number;
  kind: 'request' | 'response';
  /** Tags of the patterns of `action` that it fits. */
  actions: readonly string[];
  /** By tag of the pointer: tag of the value, and in units if it is a number. */
  values: { readonly [pointer: string]: readonly [tag: string] | readonly [tag: string, units: number] };
  /** There were more values than are kept. */
  is_cut?: true;
};
/** Newest first. `lost_ms`: what happened by then may have been pushed out. */
export type Past = { events: readonly PastEvent[]; lost_ms: number | null };
/** @param events newest first */
export const pastOf = (events: readonly PastEvent[]): Past => ({
  events,
  lost_ms: events.length >= EVENTS_MAX ? (events.at(-1)?.at_ms ?? null) : null,
});

/** Keeps its place: whether the ring is full must not depend on it. */
export const undone = (event: PastEvent): PastEvent => ({ ...event, actions: [], values: {} });

export type Scalar = string | number | boolean;
/** Tells texts apart and is of this tenant alone. */
export type TagOf = (text: string) => string;

/** Scalars alone: what else stands at a pointer is nowhere. */
type Happening = {
  kind: 'request' | 'response';
  names: readonly string[];
  /** `input./pointer`, `output./pointer`. */
  valueAt(pointer: string): Scalar | undefined;
};

type Operator = HistoryEvent & { of?: string };
const operatorOf = ({ formerly, count_within, count_distinct_within, sum_within }: HistoryRequirement): Operator =>
  (formerly ?? count_within ?? count_distinct_within ?? sum_within)!;
const kindOf = ({ kind = 'request' }: HistoryEvent): PastEvent['kind'] => kind;
const REFERENCE = '$/';
const pointersOf = ({ match = {}, of }: Operator): string[] => [...Object.keys(match), ...(of === undefined ? [] : [of])];

/** Null where no policy will ask for it. */
export function eventOf(
  told: Happening,
  requirements: readonly HistoryRequirement[],
  { id, at_ms, tagOf }: { id: string; at_ms: number; tagOf: TagOf },
): PastEvent | null {
  const operators = requirements
    .map(operatorOf)
    .filter((operator) => kindOf(operator) === told.kind && told.names.some((name) => matchesName(operator.action, name)));
  if (!operators.length) return null;
  const pointers = [...new Set(operators.flatMap(pointersOf))];
  const values: { [pointer: string]: PastEvent['values'][string] } = {};
  for (const pointer of pointers.slice(0, EVENT_VALUES_MAX)) {
    const value = told.valueAt(pointer);
    if (value === undefined) continue;
    const units = typeof value === 'number' ? unitsOf(value) : null;
    values[tagOf(pointer)] = units === null ? [tagOf(String(value))] : [tagOf(String(value)), units];
  }
  const actions = [...new Set(operators.map(({ action }) => tagOf(action)))];
  return { id, at_ms, kind: told.kind, actions, values, ...(pointers.length > EVENT_VALUES_MAX && { is_cut: true as const }) };
}

export type Asking = {
  past: Past;
  now_ms: number;
  /** `/pointer` into the arguments of this call. */ valueAt(pointer: string): Scalar | undefined;
  tagOf: TagOf;
};

/** Whether the requirement holds; null when that cannot be told, which fails it. This call itself is not among what happened before. */
export function holdsInPast(requirement: HistoryRequirement, asking: Asking): boolean | null {
  const operator = operatorOf(requirement);
  const since_ms = asking.now_ms - (spanOf(operator.within) ?? Infinity);
  const wanted = wantedBy(operator, asking);
  if (!wanted || !Number.isFinite(since_ms)) return null;
  const action = asking.tagOf(operator.action);
  const events = asking.past.events.filter(
    (event) => event.at_ms > since_ms && event.kind === kindOf(operator) && event.actions.includes(action),
  );
  const matching = events.filter(({ values }) => wanted.every(([pointer, tag]) => values[pointer]?.[0] === tag));
  const is_lost = (asking.past.lost_ms ?? -Infinity) > since_ms || events.some(({ is_cut }) => is_cut);
  if (requirement.formerly && matching.length) return requirement.formerly.is !== false;
  if (is_lost) return null;
  if (requirement.formerly) return requirement.formerly.is === false;
  return countHolds(requirement, matching, asking.tagOf);
}

/** Tags of pointers with those of the values that must stand there; null when this call does not have what it refers to. */
function wantedBy({ match = {} }: HistoryEvent, { valueAt, tagOf }: Asking): [string, string][] | null {
  const wanted: [string, string][] = [];
  for (const [pointer, given] of Object.entries(match)) {
    const is_reference = typeof given === 'string' && given.startsWith(REFERENCE);
    const value = is_reference ? valueAt(given.slice(REFERENCE.length - 1)) : given;
    if (value === undefined) return null;
    wanted.push([tagOf(pointer), tagOf(String(value))]);
  }
  return wanted;
}

type Bounds = { min?: number; max?: number };
const isWithin = (count: number, { min = -Infinity, max = Infinity }: Bounds): boolean => count >= min && count <= max;

function countHolds(
  { count_within, count_distinct_within, sum_within }: HistoryRequirement,
  events: PastEvent[],
  tagOf: TagOf,
): boolean | null {
  if (count_within) return isWithin(events.length, count_within);
  const { of = '', ...bounds } = (count_distinct_within ?? sum_within)!;
  const values = events.map((event) => event.values[tagOf(of)]);
  if (count_distinct_within) return isWithin(new Set(values.flatMap((value) => value?.[0] ?? [])).size, bounds);
  const units = values.map((value) => value?.[1]);
  if (units.some((one) => one === undefined)) return null;
  const sum = units.reduce<number>((all, one) => all + (one ?? 0), 0);
  const [min, max] = [bounds.min ?? null, bounds.max ?? null].map((bound) => (bound === null ? undefined : (unitsOf(bound) ?? NaN)));
  return Number.isSafeInteger(sum) ? isWithin(sum, { ...(min !== undefined && { min }), ...(max !== undefined && { max }) }) : null;
}
