/** Whether the store is known not to answer: then those who may go on without it need not wait for it to fail once more. */
const BELIEVED_MS = 30_000;

export type Outage = {
  stands(now_ms: number): boolean;
  /** A call on the store has failed. */
  begin(now_ms: number): void;
  /** The store has answered. */
  end(): void;
};

/** Without anybody who looks after the store, an outage is believed for `BELIEVED_MS`. */
export function makeOutage(): Outage {
  let since_ms = -Infinity;
  return {
    stands: (now_ms) => now_ms >= since_ms && now_ms - since_ms < BELIEVED_MS,
    begin(now_ms) {
      since_ms = now_ms;
    },
    end() {
      since_ms = -Infinity;
    },
  };
}
