/** Many connections that call without end, the way a load balancer would pass calls on: nothing that was sent is ever sent again. */
import { setTimeout as delay } from 'node:timers/promises';
import { openWire, type Wire, type WireAnswer } from './wire.ts';

const RECONNECT_MS = 20;

export type LoadOptions = {
  /** Instances of the service; a connection that cannot be made, or has ended, is made to the next one. */
  ports: readonly number[];
  connections: number;
  /** The next request; asked before each call. */
  next(): Uint8Array;
  onAnswer(answer: WireAnswer, request: Uint8Array, ms: number): void;
  /** Rest of each connection between an answer and the next call. */
  rest_ms?: number;
  /** After so many a connection is closed and made anew. */
  calls_per_connection?: number;
};

export type Tally = {
  sent: number;
  answered: number;
  /** Sent whole, and the connection ended without the whole answer. */
  unanswered: number;
  /** Connections that could not be made: nothing was sent. */
  refused: number;
};

export type Load = {
  tally: Tally;
  /** Lets calls in flight end; connections whose answer does not come within `patience_ms` are dropped and not counted. */
  stop(patience_ms?: number): Promise<Tally>;
};

export function startLoad(options: LoadOptions): Load {
  const tally: Tally = { sent: 0, answered: 0, unanswered: 0, refused: 0 };
  const stopping = new AbortController();
  const open = new Set<Wire>();
  const runs = Array.from({ length: options.connections }, (_, i) => keepCalling(options, i, tally, stopping.signal, open));
  return {
    tally,
    async stop(patience_ms = 10_000) {
      stopping.abort();
      const all = Promise.all(runs);
      const late = await Promise.race([all.then(() => false), delay(patience_ms, true, { ref: false })]);
      const counted = { ...tally };
      if (late) for (const wire of open) wire.end();
      await all;
      return counted;
    },
  };
}

async function keepCalling(options: LoadOptions, first: number, tally: Tally, stopping: AbortSignal, open: Set<Wire>): Promise<void> {
  for (let turn = first; !stopping.aborted; turn++) {
    const wire = await openWire(options.ports[turn % options.ports.length] ?? 0);
    if (!wire) {
      tally.refused++;
      await delay(RECONNECT_MS);
      continue;
    }
    open.add(wire);
    for (let calls = 0; calls < (options.calls_per_connection ?? Infinity) && !stopping.aborted && !wire.isSpent(); calls++) {
      await call(options, wire, tally);
      if (options.rest_ms !== undefined) await delay(options.rest_ms);
    }
    wire.end();
    open.delete(wire);
  }
}

async function call({ next, onAnswer }: LoadOptions, wire: Wire, tally: Tally): Promise<void> {
  const request = next();
  const started = performance.now();
  tally.sent++;
  const answer = await wire.ask(request);
  if (!answer) {
    tally.unanswered++;
    return;
  }
  tally.answered++;
  onAnswer(answer, request, performance.now() - started);
}
