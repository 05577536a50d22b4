/** Where facts come from that policies need: what was counted, what happened before, and where addresses are. */
import type { Answered, CounterRequest, Reservation, Reserved } from '#core/policy/counters.ts';
import type { Past, PastEvent } from '#core/policy/history.ts';
import type { Whereabouts } from '#core/policy/local-facts.ts';

/** What policies count (`core/policy/counters.ts`). */
export type Counters = {
  readonly kind: 'redis' | 'memory';
  /**
   * All in one round trip. When one does not fit, or nothing `is_taken`, none that counts only what is allowed is counted; attempts
   * are counted anyway. Exact over any number of callers and processes that share it.
   */
  reserve(requests: readonly CounterRequest[], how: { is_taken: boolean }, now_ms: number): Promise<Reserved>;
  /** Each reservation once. */
  refund(taken: readonly Reservation[], now_ms: number): Promise<void>;
  /** Frees one slot of each; what holds none frees none. */
  release(answered: readonly Answered[], now_ms: number): Promise<void>;
  /** As of the `Limiter`. */
  processes(): number;
  ready(timeout_ms: number): Promise<void>;
  close(): Promise<void>;
};

/** What happened before, for policies (`core/policy/history.ts`). Keys carry the tenant's tag and no identifier. */
export type History = {
  readonly kind: 'redis' | 'memory';
  /** At most `EVENTS_MAX` of a key are kept, for `HISTORY_LIFE_MS`. Rejects when they cannot be. */
  append(key: string, events: readonly PastEvent[], now_ms: number): Promise<void>;
  read(key: string, now_ms: number): Promise<Past>;
  /** As if they had never been appended; what they have pushed out stays lost. */
  undo(key: string, events: readonly PastEvent[], now_ms: number): Promise<void>;
  close(): Promise<void>;
};

/** Where it is kept what was counted and what happened. `fallback`: counts while `counters` do not answer, for tenants that go on without. */
export type Books = { counters: Counters; fallback: Counters | null; history: History };

/** Where addresses are, by files that the operator gives. */
export type Geo = {
  /** Null is unknown, as of private addresses and of what is none. Never throws. */
  lookup(ip: string): Whereabouts;
  /** Of the oldest file, since it was built; 0 where there is none. */
  age_ms(now_ms: number): number;
  close(): void;
};
