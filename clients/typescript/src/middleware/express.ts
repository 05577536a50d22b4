/** For Express, and whatever else hands on what Node gives. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { NOT_EMPTY } from './body.ts';
import type { Judge } from './guard.ts';
import { BODILESS, Call, Endpoint, type HttpOptions } from './http.ts';
import { bodyOf, guardResponse, hasBody, headersOf, replay, send } from './node.ts';

type Next = (error?: unknown) => void;

/**
 * Judges what is posted to an MCP endpoint before its handler sees it, and what it answers before the client does.
 *
 * ```ts
 * app.use('/mcp', guard(new Countersign()));
 * app.all('/mcp', (req, res) => transport.handleRequest(req, res, req.body));
 * ```
 *
 * Before `express.json()` it sees more: duplicate keys are gone once a body is parsed.
 */
export function guard<R extends IncomingMessage>(
  countersign: Judge,
  options?: HttpOptions<R>,
): (req: R, res: ServerResponse, next: Next) => void {
  const endpoint = new Endpoint<R>(countersign, options);
  return function countersignGuard(req, res, next) {
    enter(endpoint, req, res).then((passed) => passed && next(), next);
  };
}

async function enter<R extends IncomingMessage>(endpoint: Endpoint<R>, req: R, res: ServerResponse): Promise<boolean> {
  const call = await endpoint.call(req, req.url ?? '/', headersOf(req));
  if (!(call instanceof Call)) return refused(send(res, call));
  if (BODILESS.has(req.method ?? '')) {
    if (hasBody(req)) return refused(send(res, NOT_EMPTY));
    replay(req, null);
  } else {
    const isParsed = req.readableEnded;
    const read = await call.request(await bodyOf(req), isParsed ? undefined : req.headers['content-encoding']);
    if (!('message' in read)) return refused(send(res, read));
    replay(req, read);
  }
  guardResponse(res, call);
  return true;
}

const refused = (_: void): boolean => false;
