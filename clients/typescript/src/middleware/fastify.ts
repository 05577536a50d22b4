/** For Fastify. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { NOT_EMPTY, type Plain } from './body.ts';
import type { Judge } from './guard.ts';
import { BODILESS, Call, Endpoint, type HttpOptions } from './http.ts';
import { bodyOf, guardResponse, hasBody, headersOf, replay, send } from './node.ts';

/** What is needed of Fastify's own types. */
type Reply = { raw: ServerResponse; hijack(): unknown };
type Instance = {
  addHook(name: 'onRequest', hook: (request: FastifyRequest, reply: Reply) => Promise<void>): unknown;
  addHook(name: 'preParsing', hook: (request: FastifyRequest, reply: Reply, payload: NodeJS.ReadableStream) => Promise<Readable>): unknown;
};

/**
 * Judges what is posted to an MCP endpoint before its handler sees it, and what it answers before the client does.
 *
 * ```ts
 * await app.register(guard(new Countersign()));
 * app.all('/mcp', (request, reply) => { reply.hijack(); return transport.handleRequest(request.raw, reply.raw, request.body); });
 * ```
 *
 * All routes of the scope in which it is registered are guarded, and those of the scopes within.
 */
export function guard(countersign: Judge, options?: HttpOptions<FastifyRequest>): (instance: any) => Promise<void> {
  const endpoint = new Endpoint<FastifyRequest>(countersign, options);
  const calls = new WeakMap<IncomingMessage, { call: Call; answer(plain: Plain): void }>();
  const countersignGuard = async (instance: Instance): Promise<void> => {
    instance.addHook('onRequest', async (request, reply) => {
      const { raw } = request;
      const call = await endpoint.call(request, raw.url ?? '/', headersOf(raw));
      const refusal = call instanceof Call ? (BODILESS.has(raw.method ?? '') && hasBody(raw) ? NOT_EMPTY : null) : call;
      if (refusal) {
        reply.hijack();
        send(reply.raw, refusal);
      } else if (call instanceof Call) calls.set(raw, { call, answer: guardResponse(reply.raw, call) });
    });
    instance.addHook('preParsing', async ({ raw }, reply, payload) => {
      const known = calls.get(raw);
      if (!known) throw new Error('countersign: this request has not come by');
      let body: Uint8Array | null = null;
      if (BODILESS.has(raw.method ?? '')) replay(raw, null);
      else {
        const read = await known.call.request(await bodyOf(raw, payload), raw.headers['content-encoding']);
        if ('message' in read) {
          body = read.body;
          replay(raw, read);
        } else {
          reply.hijack();
          known.answer(read);
        }
      }
      return Object.assign(Readable.from(body ? [Buffer.from(body)] : []), { receivedEncodedLength: body?.length ?? 0 });
    });
  };
  // Else it would guard a scope of its own, in which nobody is.
  return Object.assign(countersignGuard, { [Symbol.for('skip-override')]: true });
}
