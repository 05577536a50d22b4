/** Long work of the event loop, in pieces: what else is to be done is done in between. */

/** Milliseconds of one piece. */
const TURN_MS = 10;

/** Resolves at once while the piece lasts, else when the others have had their turn. */
export function makeTurns(): () => Promise<void> {
  let from_ms = performance.now();
  return async () => {
    if (performance.now() - from_ms < TURN_MS) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    from_ms = performance.now();
  };
}
