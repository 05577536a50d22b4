/** Long work of the event loop, in pieces: what else is to be done is done in between. */
import type { InPieces } from '#core/in-pieces.ts';

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

/** The same work, beside everything else. */
export async function inTurns<T>(work: InPieces<T>, turn = makeTurns()): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await turn();
  }
}
