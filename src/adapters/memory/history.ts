/** What happened before, as a single process knows it, and one that has lost its Redis. */
import type { History } from '#app/ports.ts';
import { EVENTS_MAX, HISTORY_LIFE_MS, pastOf, undone, type PastEvent } from '#core/policy/history.ts';

/** Of all sessions: some 50 MB. */
export const ALL_EVENTS_MAX = 100_000;
/** No tenant may fill it alone. */
const SHARE = 2;
const SWEEP_EVERY_MS = 1_000;

/** Newest first. */
type Ring = { tenant: string; events: PastEvent[]; until_ms: number };

/** Nothing is forgotten before its time: where there is no room, nothing more is taken, and the call is refused that would add to it. */
export function openMemoryHistory({ events_max = ALL_EVENTS_MAX } = {}): History {
  const rings = new Map<string, Ring>();
  const sizes = new Map<string, number>();
  let total = 0;
  let swept_ms = -Infinity;
  const weigh = (tenant: string, more: number): void => {
    total += more;
    const now = (sizes.get(tenant) ?? 0) + more;
    if (now > 0) sizes.set(tenant, now);
    else sizes.delete(tenant);
  };
  const drop = (key: string, ring: Ring): void => {
    rings.delete(key);
    weigh(ring.tenant, -ring.events.length);
  };
  const ringOf = (key: string, now_ms: number): Ring | null => {
    const ring = rings.get(key);
    if (ring && ring.until_ms <= now_ms) drop(key, ring);
    return rings.get(key) ?? null;
  };
  const hasRoom = (tenant: string, more: number): boolean =>
    total + more <= events_max && (sizes.get(tenant) ?? 0) + more <= events_max / SHARE;
  const sweep = (now_ms: number): void => {
    if (now_ms - swept_ms < SWEEP_EVERY_MS && now_ms >= swept_ms) return;
    swept_ms = now_ms;
    for (const [key, ring] of rings) if (ring.until_ms <= now_ms) drop(key, ring);
  };
  return {
    kind: 'memory',
    async append(key, events, now_ms) {
      const tenant = key.slice(0, key.indexOf('}') + 1);
      const known = ringOf(key, now_ms)?.events ?? [];
      const next = [...events.toReversed(), ...known].slice(0, EVENTS_MAX);
      const more = next.length - known.length;
      if (!hasRoom(tenant, more)) sweep(now_ms);
      if (!hasRoom(tenant, more)) throw new Error('there is no room for more of what happened');
      rings.set(key, { tenant, events: next, until_ms: now_ms + HISTORY_LIFE_MS });
      weigh(tenant, more);
    },
    read: async (key, now_ms) => pastOf(ringOf(key, now_ms)?.events ?? []),
    async undo(key, events, now_ms) {
      const ids = new Set(events.map(({ id }) => id));
      const ring = ringOf(key, now_ms);
      if (ring) ring.events = ring.events.map((event) => (ids.has(event.id) ? undone(event) : event));
    },
    close: async () => {
      rings.clear();
      sizes.clear();
      total = 0;
    },
  };
}
