/** Counters of a single process, and of one that has lost its Redis. */
import type { Counters } from '#app/fact-ports.ts';
import {
  forget,
  giveBack,
  isSlots,
  lifeOf,
  newCounter,
  release,
  sizeOf,
  take,
  valueWith,
  type Counter,
  type CounterRequest,
  type Reservation,
} from '#core/policy/counters.ts';

/** Sub-slots with a count, distinct values and calls in flight, of all counters: some 60 MB. */
export const CELLS_MAX = 500_000;
/** No tenant may fill it alone. */
const SHARE = 2;
/** What has run out is looked for at most so often. */
const SWEEP_EVERY_MS = 1_000;
const OF_NOBODY = '';

type Kept = { counter: Counter; tenant: string; until_ms: number };

export type MemoryCountersOptions = {
  cells_max?: number;
  /** How many share the load, each counting alone. */
  processes?: number;
  /** Told, at most once for each sweep, that a call was refused for want of room. */
  onFull?: () => void;
};

/**
 * Nothing that still counts is ever forgotten: where there is no room for more, nothing more fits. Otherwise whoever invents enough
 * callers would make it forget what the real ones have used up.
 */
export function openMemoryCounters({ cells_max = CELLS_MAX, processes = 1, onFull }: MemoryCountersOptions = {}): Counters {
  const kept = new Map<string, Kept>();
  const cells = new Map<string, number>();
  let total = 0;
  let swept_ms = -Infinity;
  const weigh = (tenant: string, more: number): void => {
    total += more;
    const now = (cells.get(tenant) ?? 0) + more;
    if (now > 0) cells.set(tenant, now);
    else cells.delete(tenant);
  };
  const change = (key: string, one: Kept, work: () => void): void => {
    const before = sizeOf(one.counter);
    work();
    const after = sizeOf(one.counter);
    weigh(one.tenant, after - before);
    if (after > 1) return;
    kept.delete(key);
    weigh(one.tenant, -after);
  };
  const sweep = (now_ms: number): void => {
    if (now_ms - swept_ms < SWEEP_EVERY_MS && now_ms >= swept_ms) return;
    swept_ms = now_ms;
    for (const [key, one] of kept) if (one.until_ms <= now_ms) change(key, one, () => forget(one.counter, now_ms));
    if (total >= cells_max || [...cells.values()].some((n) => n >= cells_max / SHARE)) onFull?.();
  };
  const hasRoom = (tenant: string, need: number): boolean =>
    total + need <= cells_max && (cells.get(tenant) ?? 0) + need <= cells_max / SHARE;
  const keep = ({ key, window_ms, add }: CounterRequest, tenant: string): Kept => {
    const made = { counter: newCounter(window_ms, add), tenant, until_ms: 0 };
    kept.set(key, made);
    weigh(tenant, sizeOf(made.counter));
    return made;
  };
  const count = (request: CounterRequest, now_ms: number): Reservation => {
    const { key, window_ms, add } = request;
    const one = kept.get(key) ?? keep(request, tenantOf(key));
    one.until_ms = now_ms + lifeOf(window_ms);
    let slot = 0;
    change(key, one, () => (slot = take(one.counter, request, now_ms)));
    return { key, window_ms, add, slot };
  };
  return {
    kind: 'memory',
    processes: () => processes,
    async reserve(requests, { is_taken }, now_ms) {
      const fresh = requests.map((request) => {
        const { key, window_ms, add, max } = request;
        const one = kept.get(key);
        if (one) change(key, one, () => forget(one.counter, now_ms));
        const value = valueWith(kept.get(key)?.counter ?? newCounter(window_ms, add), add);
        return { request, tenant: tenantOf(key), value, fits: value <= max };
      });
      const need = fresh.reduce((sum, { request }) => sum + needOf(request), 0);
      const tenant = fresh[0]?.tenant ?? OF_NOBODY;
      if (!hasRoom(tenant, need)) sweep(now_ms);
      if (!hasRoom(tenant, need)) return { answers: fresh.map(({ value }) => ({ fits: false, value })), taken: [] };
      const all_fit = is_taken && fresh.every(({ fits }) => fits);
      for (const { request } of fresh) if (request.count === 'attempts') count(request, now_ms);
      const taken = all_fit ? fresh.flatMap(({ request }) => (request.count === 'allowed' ? [count(request, now_ms)] : [])) : [];
      return { answers: fresh.map(({ fits, value }) => ({ fits, value })), taken };
    },
    async refund(taken) {
      for (const reservation of taken) {
        const one = kept.get(reservation.key);
        if (one) change(reservation.key, one, () => giveBack(one.counter, reservation));
      }
    },
    async release(answered, now_ms) {
      for (const { key, call } of answered) {
        const one = kept.get(key);
        if (one) change(key, one, () => release(one.counter, call, now_ms));
      }
    },
    ready: async () => {},
    close: async () => {
      kept.clear();
      cells.clear();
      total = 0;
    },
  };
}

/** How many cells the request may need at most. */
const needOf = ({ add }: CounterRequest): number => 1 + (typeof add === 'number' ? 1 : (isSlots(add) ? add.slots : add).length);

/** All keys of one call are of one tenant. */
const tenantOf = (key: string): string => key.slice(0, key.indexOf('}') + 1);
