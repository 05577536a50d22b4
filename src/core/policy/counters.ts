/**
 * Counting over sliding windows, and calls in flight. A window is `SUB_SLOTS` sub-slots of time and the one that has begun: what is counted is what came
 * within it or up to one sub-slot before, so that no true window ever holds more than was allowed. The same steps as
 * `adapters/redis/counters.lua`.
 */
export const SUB_SLOTS = 60;
/** Distinct values that a limit may allow. */
export const MEMBERS_MAX = 10_000;
/** Whole numbers up to here stay exact, and so does one more (2^53 is 9,007,199,254,740,992). */
export const UNITS_MAX = 9_000_000_000_000_000;

/** Calls in flight that a limit may allow: to find the one that is answered, all of a counter are looked through. */
export const SLOTS_MAX = 1_000;

/** Names of calls in flight (`slotName`), no name twice. Each holds its slot until it is given back or released, or a window is over. */
export type Slots = { slots: readonly string[] };
/** A whole number of units, or what distinct values are told apart by (no value twice), or calls in flight. */
export type Addend = number | readonly string[] | Slots;
export const isSlots = (add: Addend): add is Slots => typeof add === 'object' && 'slots' in add;
export type CounterRequest = {
  /** With the tenant's tag; no identifier stands in it. No two requests of one call share one. */
  key: string;
  window_ms: number;
  /** At most `UNITS_MAX` units, `MEMBERS_MAX` values, or `SLOTS_MAX` calls in flight. */
  max: number;
  add: Addend;
  /** `attempts` are counted whatever becomes of the call; never of calls in flight. */
  count: 'allowed' | 'attempts';
};
/** `value` is the count with this call. */
export type CounterAnswer = { fits: boolean; value: number };
/** What a call has been counted for and may be given back, once. */
export type Reservation = Pick<CounterRequest, 'key' | 'window_ms' | 'add'> & { slot: number };
/** A call that has been answered. `call`: what its slot is named by. */
export type Answered = { key: string; call: string };
/** Answers in the order of the requests. */
export type Reserved = { answers: CounterAnswer[]; taken: Reservation[] };

export const slotOf = (now_ms: number, window_ms: number): number => Math.floor((now_ms * SUB_SLOTS) / window_ms);
/** The first sub-slot that still counts. */
export const firstSlot = (slot: number): number => slot - SUB_SLOTS;
/** After so long nothing of a counter counts any more. */
export const lifeOf = (window_ms: number): number => Math.ceil((window_ms * (SUB_SLOTS + 2)) / SUB_SLOTS);

/**
 * Of a value: the last sub-slot in which it came, how many calls of that one it stands for, and the same of the one before. Calls of
 * still earlier ones are added to the one before, for good: given back, a value may count for too long, never for too short a time.
 */
type Use = { last: number; uses: number; before: number; before_uses: number };
type Units = { window_ms: number; units: Map<number, number> };
type Members = { window_ms: number; members: Map<string, Use> };
/** By slot: until when it is held. */
type Leases = { window_ms: number; leases: Map<string, number> };
export type Counter = Units | Members | Leases;

export function newCounter(window_ms: number, add: Addend): Counter {
  if (typeof add === 'number') return { window_ms, units: new Map() };
  return isSlots(add) ? { window_ms, leases: new Map() } : { window_ms, members: new Map() };
}

/** What it takes of memory. */
export const sizeOf = (counter: Counter): number =>
  1 + ('units' in counter ? counter.units : 'leases' in counter ? counter.leases : counter.members).size;

/** @param call what its answer is known by, null where none can be; @param own tells it from every other call */
export const slotName = (call: string | null, own: string): string => `${call ?? ''}#${own}`;

/** Drops what counts no more. */
export function forget(counter: Counter, now_ms: number): void {
  const first = firstSlot(slotOf(now_ms, counter.window_ms));
  if ('units' in counter) {
    for (const slot of counter.units.keys()) if (slot < first) counter.units.delete(slot);
    return;
  }
  if ('leases' in counter) {
    for (const [name, until_ms] of counter.leases) if (until_ms <= now_ms) counter.leases.delete(name);
    return;
  }
  // In order of their last use, but for those that were given back, which wait for the ones before them.
  for (const [member, { last }] of counter.members) {
    if (last >= first) return;
    counter.members.delete(member);
  }
}

/** The count with this call, after `forget`. */
export function valueWith(counter: Counter, add: Addend): number {
  if ('units' in counter && typeof add === 'number') return [...counter.units.values()].reduce((sum, units) => sum + units, add);
  if ('leases' in counter && isSlots(add)) return counter.leases.size + add.slots.length;
  if ('members' in counter && typeof add !== 'number' && !isSlots(add))
    return counter.members.size + add.filter((member) => !counter.members.has(member)).length;
  return Infinity;
}

/** Counts it. Attempts may go beyond any limit: then no more is counted than shows that they do. */
export function take(counter: Counter, { add }: Pick<CounterRequest, 'add'>, now_ms: number): number {
  const slot = slotOf(now_ms, counter.window_ms);
  if ('units' in counter && typeof add === 'number') counter.units.set(slot, Math.min((counter.units.get(slot) ?? 0) + add, UNITS_MAX + 1));
  if ('leases' in counter && isSlots(add)) for (const name of add.slots) counter.leases.set(name, now_ms + counter.window_ms);
  if (!('members' in counter) || typeof add === 'number' || isSlots(add)) return slot;
  for (const member of add) {
    const known = counter.members.get(member);
    counter.members.delete(member);
    counter.members.set(member, usedIn(slot, known));
  }
  for (const oldest of counter.members.keys()) {
    if (counter.members.size <= MEMBERS_MAX + 1) break;
    counter.members.delete(oldest);
  }
  return slot;
}

function usedIn(slot: number, known: Use | undefined): Use {
  if (!known) return { last: slot, uses: 1, before: 0, before_uses: 0 };
  const { last, uses, before_uses } = known;
  if (last >= slot) return { ...known, uses: uses + 1 };
  return { last: slot, uses: 1, before: last, before_uses: uses + (before_uses > 0 ? 1 : 0) };
}

/** Of what was taken in `slot`. */
export function giveBack(counter: Counter, { slot, add }: Pick<Reservation, 'slot' | 'add'>): void {
  if ('units' in counter && typeof add === 'number') {
    const left = (counter.units.get(slot) ?? 0) - add;
    if (left > 0) counter.units.set(slot, left);
    else counter.units.delete(slot);
  }
  if ('leases' in counter && isSlots(add)) for (const name of add.slots) counter.leases.delete(name);
  if (!('members' in counter) || typeof add === 'number' || isSlots(add)) return;
  for (const member of add) {
    const known = counter.members.get(member);
    const left = known && unusedIn(slot, known);
    if (left) counter.members.set(member, left);
    else if (left === null) counter.members.delete(member);
  }
}

/** Null: it was never used. */
function unusedIn(slot: number, use: Use): Use | null {
  const { last, uses, before, before_uses } = use;
  if (slot === before && before_uses > 0) return { ...use, before_uses: before_uses - 1 };
  if (slot !== last) return use;
  if (uses > 1) return { ...use, uses: uses - 1 };
  return before_uses > 0 ? { last: before, uses: before_uses, before: 0, before_uses: 0 } : null;
}

/** One answer ends one call: of several that bear the same name the one that began first. */
export function release(counter: Counter, call: string, now_ms: number): void {
  if (!('leases' in counter)) return;
  forget(counter, now_ms);
  const prefix = slotName(call, '');
  for (const name of counter.leases.keys()) {
    if (!name.startsWith(prefix)) continue;
    counter.leases.delete(name);
    return;
  }
}
