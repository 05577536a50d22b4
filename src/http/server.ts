/** The HTTP server under the app: its patience and its limits. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';
import type { Duplex } from 'node:stream';
import { setImmediate as immediate } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import type { ProblemCode } from '#core/problem.ts';
import type { Lane } from './lane.ts';
import { cutOffUnread, refuse } from './unread.ts';

/** A peer that trickles its headers (Slowloris, 2009) is cut off. */
export const HEADERS_MS = 10_000;
/** Above the keep-alive of common load balancers (60 s), so that they, not we, close an idle connection. */
const KEEP_ALIVE_MS = 65_000;
/** No byte either way for so long ends a connection, a stream included. */
const IDLE_MS = 120_000;
const CHECK_MS = 1_000;
const HEADER_BYTES_MAX = 32_768;
/** While going down: an idle connection may have a request on its way, which is still answered for so long. */
const IDLE_GRACE_MS = 1_000;

/** Turns of the event loop without a new connection, after which none is taken to wait; and how many turns at most. */
const QUIET_TURNS = 3;
const ACCEPT_TURNS_MAX = 2_000;

export type FetchApp = {
  fetch(request: Request, env: object): Response | Promise<Response>;
  /** Takes what it can answer faster than `fetch` could; false for the rest. */
  lane?: Lane;
  /** What is answered to bytes of which no request can be made. */
  refuse(code: ProblemCode): Response;
};

export type Listening = {
  port: number;
  /** Open ones. */
  connections(): Promise<number>;
  /** Bids every connection farewell with its next answer; goes on taking new ones. */
  retire(): void;
  /** Takes no more, finishes what is in flight, cuts off what is left after `patience_ms`. */
  close(patience_ms: number): Promise<void>;
};

export type ListenAt = {
  port: number;
  host: string;
  connections_max: number;
  /** Other processes listen there too, each on a socket of its own (SO_REUSEPORT). */
  shared?: boolean;
};

/** Rejects with the error of listen(2), such as EADDRINUSE. */
export async function listen(app: FetchApp, at: ListenAt): Promise<Listening> {
  let retiring = false;
  const answer = getRequestListener((request, env) => app.fetch(request, env), {
    errorHandler: () => app.refuse('REQUEST_INVALID'),
    overrideGlobalObjects: false,
  });
  const options = {
    headersTimeout: HEADERS_MS,
    // Streams may last; the time for a whole body is kept where bodies are read.
    requestTimeout: 0,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: CHECK_MS,
    maxHeaderSize: HEADER_BYTES_MAX,
    // Refused as any other request without a URL.
    requireHostHeader: false,
  };
  const open = new WeakMap<Duplex, ServerResponse>();
  const serve = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    if (retiring) outgoing.setHeader('Connection', 'close');
    open.set(incoming.socket, outgoing);
    if (app.lane?.(incoming, outgoing)) return;
    cutOffUnread(incoming, outgoing);
    void answer(incoming, outgoing);
  };
  const server = createServer(options, serve);
  // RFC 9110, 10.1.1: an expectation that we do not know may be left alone.
  server.on('checkExpectation', serve);
  server.on('clientError', (error, socket) => {
    const current = open.get(socket);
    // With a whole request still unanswered, whatever is said now would pass for its answer.
    const answering = current !== undefined && !current.writableFinished && (current.headersSent || current.req.complete);
    void refuse(error, socket, answering, (code) => app.refuse(code));
  });
  server.setTimeout(IDLE_MS);
  server.maxConnections = at.connections_max;
  const address = await bind(server, at);
  return {
    port: address,
    connections: () => connectionsOf(server),
    retire() {
      retiring = true;
    },
    async close(patience_ms) {
      retiring = true;
      await closeWithin(server, patience_ms);
    },
  };
}

function connectionsOf(server: Server): Promise<number> {
  return new Promise((resolve) => server.getConnections((error, count) => resolve(error ? 0 : count)));
}

async function bind(server: Server, { port, host, shared = false }: ListenAt): Promise<number> {
  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject);
  server.listen({ port, host, reusePort: shared }, () => listening.resolve());
  await listening.promise;
  server.off('error', listening.reject);
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

/** Who has connected and waits to be accepted would be reset with the listening socket (listen(2)); a turn may accept but one. */
async function emptyBacklog(server: Server): Promise<void> {
  let quiet = 0;
  const onConnection = (): void => void (quiet = 0);
  server.on('connection', onConnection);
  for (let turn = 0; turn < ACCEPT_TURNS_MAX && quiet < QUIET_TURNS; turn++) {
    quiet++;
    await immediate();
  }
  server.off('connection', onConnection);
}

async function closeWithin(server: Server, patience_ms: number): Promise<void> {
  await emptyBacklog(server);
  const closed = Promise.withResolvers<void>();
  // That of http.Server would cut idle connections off at once.
  NetServer.prototype.close.call(server, () => closed.resolve());
  const sweep = setInterval(() => server.closeIdleConnections(), IDLE_GRACE_MS);
  const deadline = setTimeout(() => server.closeAllConnections(), patience_ms);
  await closed.promise;
  clearInterval(sweep);
  clearTimeout(deadline);
}
