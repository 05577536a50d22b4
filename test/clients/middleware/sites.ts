/** One MCP endpoint, in each framework, on a real socket. */
import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import type { EventStore } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { serve } from '@hono/node-server';
import express from 'express';
import fastify from 'fastify';
import { Hono } from 'hono';
import { notes } from './notes.ts';
import type { Published } from './packed.ts';

export type Site = { url: string; reached: string[]; close(): Promise<void> };
/** A site that answers as it is told, whatever it is asked. */
export type Canned = { status: number; headers: Record<string, string>; chunks: Uint8Array[] };
export type Framework = {
  mcp(kit: Published, settings?: Settings): Promise<Site>;
  canned(kit: Published, answer: Canned): Promise<Site>;
};
export type Settings = { json?: boolean; reachable?: boolean; parseFirst?: boolean };
type Transport = StreamableHTTPServerTransport | WebStandardStreamableHTTPServerTransport;

/** Events that can be asked for again. */
function memory(): EventStore {
  const events: { id: string; stream: string; message: unknown }[] = [];
  return {
    storeEvent: (stream, message) =>
      Promise.resolve(events.push({ id: `${stream}_${events.length}`, stream, message })).then(() => events.at(-1)!.id),
    async replayEventsAfter(last, { send }) {
      const from = events.findIndex(({ id }) => id === last);
      const stream = events[from]?.stream ?? '';
      for (const event of events.slice(from + 1)) if (event.stream === stream) await send(event.id, event.message as never);
      return stream;
    },
  };
}

/** A transport for each session, as the SDK's own examples have it. */
function sessions<T extends Transport>(make: (options: object) => T, reached: string[], json: boolean) {
  const open = new Map<string, T>();
  return async (id: string | undefined): Promise<T> => {
    const known = id === undefined ? undefined : open.get(id);
    if (known) return known;
    const transport: T = make({
      sessionIdGenerator: randomUUID,
      enableJsonResponse: json,
      eventStore: memory(),
      onsessioninitialized: (made: string) => void open.set(made, transport),
    });
    await notes(reached).connect(transport as never);
    return transport;
  };
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
async function site(server: Server, reached: string[]): Promise<Site> {
  if (!server.listening) await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    reached,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const judgeOf = (kit: Published, { reachable = true }: Settings) => (reachable ? kit.countersign : kit.unreachable);

const inExpress: Framework = {
  async mcp(kit, settings = {}) {
    const { guard } = await kit.entry('/express');
    const reached: string[] = [];
    const transportFor = sessions((options) => new StreamableHTTPServerTransport(options), reached, settings.json ?? false);
    const app = express();
    if (settings.parseFirst) app.use(express.json());
    app.use('/mcp', guard(judgeOf(kit, settings)));
    app.use(express.json());
    app.all('/mcp', async (req, res) => {
      const transport = await transportFor(req.get('mcp-session-id'));
      // Half of them read the body for themselves.
      await (settings.json ? transport.handleRequest(req, res) : transport.handleRequest(req, res, req.body));
    });
    return site(app.listen(0, '127.0.0.1'), reached);
  },
  async canned(kit, { status, headers, chunks }) {
    const { guard } = await kit.entry('/express');
    const app = express();
    app.use('/mcp', guard(kit.countersign));
    app.all('/mcp', (_, res) => {
      res.writeHead(status, headers);
      for (const chunk of chunks) res.write(chunk);
      res.end();
    });
    return site(app.listen(0, '127.0.0.1'), []);
  },
};

const inFastify: Framework = {
  async mcp(kit, settings = {}) {
    const { guard } = await kit.entry('/fastify');
    const reached: string[] = [];
    const transportFor = sessions((options) => new StreamableHTTPServerTransport(options), reached, settings.json ?? false);
    const app = fastify();
    await app.register(guard(judgeOf(kit, settings)));
    app.addContentTypeParser('*', { parseAs: 'string' }, (_, body, done) => done(null, JSON.parse(String(body))));
    app.all('/mcp', async (request, reply) => {
      reply.hijack();
      const transport = await transportFor(request.headers['mcp-session-id'] as string | undefined);
      await transport.handleRequest(request.raw, reply.raw, request.body);
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    return { ...(await site(app.server, reached)), close: async () => (app.server.closeAllConnections(), app.close()) };
  },
  async canned(kit, { status, headers, chunks }) {
    const { guard } = await kit.entry('/fastify');
    const app = fastify();
    await app.register(guard(kit.countersign));
    app.all('/mcp', (_, reply) => reply.code(status).headers(headers).send(Readable.from(chunks)));
    await app.listen({ port: 0, host: '127.0.0.1' });
    return { ...(await site(app.server, [])), close: async () => (app.server.closeAllConnections(), app.close()) };
  },
};

const inHono: Framework = {
  async mcp(kit, settings = {}) {
    const { guard } = await kit.entry('/hono');
    const reached: string[] = [];
    const transportFor = sessions((options) => new WebStandardStreamableHTTPServerTransport(options), reached, settings.json ?? false);
    const app = new Hono();
    app.use('/mcp/*', guard(judgeOf(kit, settings)));
    app.all('/mcp', async (c) => (await transportFor(c.req.header('mcp-session-id'))).handleRequest(c.req.raw));
    return site(serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server, reached);
  },
  async canned(kit, { status, headers, chunks }) {
    const { guard } = await kit.entry('/hono');
    const app = new Hono();
    app.use('/mcp/*', guard(kit.countersign));
    app.all('/mcp', () => {
      const body = new ReadableStream({
        start(controller) {
          for (const chunk of chunks) controller.enqueue(chunk);
          controller.close();
        },
      });
      return new Response(body, { status, headers });
    });
    return site(serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }) as Server, []);
  },
};

export const FRAMEWORKS: Record<string, Framework> = { express: inExpress, fastify: inFastify, hono: inHono };
