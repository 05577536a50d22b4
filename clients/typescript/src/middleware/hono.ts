/** For Hono, on whatever it runs. */
import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import type { Answer } from './answer.ts';
import { ANSWER_BYTES_MAX, BAD_ANSWER, BODY_BYTES_MAX, NOT_EMPTY, TOO_LARGE, type Plain } from './body.ts';
import { Gathered } from './gathered.ts';
import type { Judge } from './guard.ts';
import { BODILESS, Call, Endpoint, OWN_HEADERS, type HttpOptions, type Write } from './http.ts';

/**
 * Judges what is posted to an MCP endpoint before its handler sees it, and what it answers before the client does.
 *
 * ```ts
 * app.use('/mcp/*', guard(new Countersign()));
 * app.all('/mcp', (c) => transport.handleRequest(c.req.raw));
 * ```
 *
 * It must stand before whatever reads the body. Handlers get no `c.env.outgoing`, by which they could answer unjudged.
 */
export function guard(countersign: Judge, options?: HttpOptions<HonoContext>): MiddlewareHandler {
  const endpoint = new Endpoint<HonoContext>(countersign, options);
  return async function countersignGuard(c, next) {
    const call = await endpoint.call(c, c.req.url, c.req.raw.headers);
    if (!(call instanceof Call)) return plain(call);
    const headers = new Headers(c.req.raw.headers);
    for (const name of OWN_HEADERS) headers.delete(name);
    const { method, signal, url } = c.req.raw;
    let body: Uint8Array<ArrayBuffer> | null = null;
    const { headers: sent } = c.req.raw;
    const hasBody = sent.has('transfer-encoding') || !/^0*$/.test(sent.get('content-length') ?? '');
    if (BODILESS.has(method) && hasBody) return plain(NOT_EMPTY);
    if (!BODILESS.has(method)) {
      const bytes = await read(c.req.raw.body, BODY_BYTES_MAX);
      if (!bytes) return plain(TOO_LARGE);
      const allowed = await call.request(bytes, c.req.header('content-encoding'));
      if (!('message' in allowed)) return plain(allowed);
      body = allowed.body;
      headers.set('content-type', 'application/json');
    }
    c.req.raw = new Request(url, { method, headers, signal, body });
    c.req.bodyCache = {};
    if (c.env && typeof c.env === 'object' && 'outgoing' in c.env) c.env = { ...c.env, outgoing: undefined };
    await next();
    const { res } = c;
    let write: Write = () => false;
    const answer = call.answer(
      res.status,
      (name) => res.headers.get(name) ?? undefined,
      (events) => write(events),
    );
    // Hono would add the headers of the old answer to the new one.
    c.res = undefined;
    c.res = await judged(res, answer, (to) => (write = to));
    return undefined;
  };
}

async function judged(res: Response, answer: Answer, open: (write: Write) => void): Promise<Response> {
  if (!answer.isStream || !res.body) {
    const bytes = await read(res.body, ANSWER_BYTES_MAX);
    return plain(bytes ? await answer.whole(bytes) : BAD_ANSWER, res.headers);
  }
  const sieve = new TransformStream<Uint8Array, Uint8Array>({
    flush: answer.closed,
    cancel: answer.closed,
    start(controller) {
      open((events) => {
        try {
          controller.enqueue(events);
          return true;
        } catch {
          return false;
        }
      });
    },
    async transform(chunk, controller) {
      try {
        const passed = await answer.events(chunk);
        if (passed.length) controller.enqueue(passed);
      } catch {
        controller.terminate();
      }
    },
  });
  const headers = new Headers(res.headers);
  for (const name of ['content-length', 'content-encoding']) headers.delete(name);
  return new Response(res.body.pipeThrough(sieve), { status: res.status, headers });
}

/** Undefined above `most` bytes. */
async function read(stream: ReadableStream<Uint8Array> | null, most: number): Promise<Uint8Array | undefined> {
  const all = new Gathered();
  const reader = stream?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done || !value) return all.take();
    if (all.length + value.length > most) {
      reader?.cancel().catch(() => {});
      return undefined;
    }
    all.add(value);
  }
}

function plain({ status, body }: Plain, given?: Headers): Response {
  const headers = new Headers(given);
  for (const name of ['content-length', 'content-encoding', 'content-type']) headers.delete(name);
  if (body) headers.set('content-type', 'application/json');
  return new Response(body, { status, headers });
}
