/**
 * The lean lane: the hot operations straight on `node:http`, without the web's Request and Response in between, which cost as much as
 * the rest of the call. It calls the very routes that Hono calls; what it has not taken goes to Hono. Tests run the same cases through
 * both. If the gap between the two closes some day, this file goes (docs/adr/0013).
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { clientAddress } from './address.ts';
import type { HttpOptions } from './app.ts';
import { readMessage } from './body.ts';
import type { Incoming, Reply } from './exchange.ts';
import type { Begun, Observer } from './observe.ts';
import { asProblem, problemReply } from './problem.ts';
import { NDJSON_TYPE, type Route } from './route.ts';
import { batchRoute } from './routes/batch.ts';
import { validateRoute } from './routes/validate.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { cutOffUnread } from './unread.ts';

const ROUTES: ReadonlyMap<string | undefined, Route> = new Map([validateRoute, batchRoute].map((route) => [route.definition.path, route]));
const DRESS = Object.entries(SECURITY_HEADERS);

/** True when it has taken the request, whose answer it then owes. */
export type Lane = (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;

export function makeLane(options: HttpOptions, observer: Observer): Lane {
  return (message, outgoing) => {
    const route = message.method === 'POST' ? ROUTES.get(message.url) : undefined;
    if (!route) return false;
    const fields = fieldsOf(message.rawHeaders);
    // Streams are few and long: nothing is gained on them here. Without a host there is no URL to speak of.
    if (!fields.has('host') || fields.get('content-type')?.toLowerCase().includes(NDJSON_TYPE)) return false;
    const header = (name: string): string | null => fields.get(name) ?? null;
    const begun = observer.begin(header);
    const conclude = (reply: Reply, failure?: unknown): void => {
      send(message, outgoing, reply, begun);
      observer.end({ ...begun, method: 'POST', route: route.definition.path, status: reply.status, header, failure });
    };
    route.answer(options, incomingOf(message, header, begun, options)).then(conclude, (error: unknown) => {
      const problem = asProblem(error);
      conclude(problemReply(problem, begun.request_id), problem);
    });
    return true;
  };
}

function incomingOf(message: IncomingMessage, header: Incoming['header'], begun: Begun, { trusted_proxy_hops }: HttpOptions): Incoming {
  const bytes = readMessage(message, header('content-length'));
  return {
    method: 'POST',
    header,
    bytes,
    stream: noStream,
    signal: noStream,
    path_params: {},
    query: () => new URLSearchParams(),
    address: () => clientAddress(message.socket.remoteAddress, header('x-forwarded-for'), trusted_proxy_hops),
    ...begun,
  };
}

const noStream = (): never => {
  throw new Error('the lane takes no streams');
};

/** Names in lower case, values of one name joined: as the web's Headers does. */
function fieldsOf(raw: readonly string[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (let i = 1; i < raw.length; i += 2) {
    const name = (raw[i - 1] ?? '').toLowerCase();
    const value = raw[i] ?? '';
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return fields;
}

function send(message: IncomingMessage, outgoing: ServerResponse, { status, headers, body }: Reply, { request_id, span }: Begun): void {
  const text = typeof body === 'string' ? body : '';
  const head = ['Request-Id', request_id, 'Content-Length', String(Buffer.byteLength(text))];
  for (const name in headers) head.push(name, headers[name] ?? '');
  for (const [name, value] of DRESS) head.push(name, value);
  if (span) head.push('traceparent', span.traceparent);
  if (!message.complete) {
    message.removeAllListeners('data');
    cutOffUnread(message, outgoing);
  }
  outgoing.writeHead(status, head);
  outgoing.end(text);
}
