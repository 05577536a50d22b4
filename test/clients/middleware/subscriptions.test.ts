/** `subscriptions/listen` of 2026-07-28, which the entries of SDK v2 answer past the servers: judged, or not offered. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Client, InMemoryTransport, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { INJECTION } from './notes.ts';
import { published, type Published } from './packed.ts';

let kit: Published;
const open: (() => unknown)[] = [];
beforeAll(async () => {
  kit = await published();
}, 180_000);
afterAll(async () => {
  for (const close of open.toReversed()) await close();
  await kit.stop();
});

const WATCHED = 'notes://one';
const FILTER = { toolsListChanged: true, resourceSubscriptions: [WATCHED] };

function made(servers: McpServer[]): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' }, { capabilities: { resources: { subscribe: true } } });
  server.registerTool('add', { description: 'Adds.', inputSchema: z.object({ a: z.number() }) }, () => ({ content: [] }));
  server.registerResource('note', WATCHED, {}, () => ({ contents: [{ uri: WATCHED, text: 'fine' }] }));
  servers.push(server);
  return server;
}

type Heard = { client: Client; changes: string[] };
async function connected(transport: unknown): Promise<Heard> {
  const client = new Client({ name: 'tests', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } });
  const changes: string[] = [];
  client.setNotificationHandler('notifications/tools/list_changed', ({ params }) => void changes.push(`tools ${JSON.stringify(params)}`));
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => void changes.push(`resource ${params.uri}`));
  await client.connect(transport as never);
  open.push(() => client.close());
  expect(client.getNegotiatedProtocolVersion()).toBe('2026-07-28');
  return { client, changes };
}

async function overHttp(handler: { fetch(request: Request): Promise<Response> }, middleware?: express.RequestHandler): Promise<Heard> {
  const app = express();
  if (middleware) app.use('/mcp', middleware);
  const listener = getRequestListener((request) => handler.fetch(request));
  const server: Server = app.all('/mcp', (req, res) => void listener(req, res)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => (server.closeAllConnections(), server.close()));
  return connected(new StreamableHTTPClientTransport(new URL(`http://127.0.0.1:${(server.address() as { port: number }).port}/mcp`)));
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 300));

it('createMcpHandler about guarded servers offers none, and tells nothing past the guard', async () => {
  const { guard } = await kit.entry('/mcp');
  const handler = createMcpHandler(guard(() => made([]), kit.countersign));
  const { client, changes } = await overHttp(handler);
  expect(client.getServerCapabilities()).toMatchObject({ tools: {}, resources: {} });
  expect(client.getServerCapabilities()?.resources?.subscribe ?? false).toBe(false);
  const { honoredFilter } = await client.listen(FILTER);
  expect(honoredFilter).toEqual({});
  handler.notify.toolsChanged();
  handler.notify.resourceUpdated(WATCHED);
  await settled();
  expect(changes).toEqual([]);
  expect((await client.listTools()).tools).toHaveLength(1);
});

it('serveStdio about guarded servers offers none', async () => {
  const { guard } = await kit.entry('/mcp');
  const [near, far] = InMemoryTransport.createLinkedPair();
  const servers: McpServer[] = [];
  serveStdio(
    guard(() => made(servers), kit.countersign),
    { transport: near },
  );
  const { client, changes } = await connected(far);
  expect((await client.listen(FILTER)).honoredFilter).toEqual({});
  for (const server of servers) await server.server.sendResourceUpdated({ uri: WATCHED }).catch(() => {});
  await settled();
  expect(changes).toEqual([]);
});

type Asked = { request?: { method: string } };
const spied = (calls: Asked[]) =>
  ({ enforce: (call: never) => (calls.push(call), kit.countersign.enforce(call)) }) as unknown as Published['countersign'];
const methodsOf = (calls: Asked[]): string[] => calls.map(({ request }) => request?.method ?? '');

it('behind the middleware over HTTP they are judged: the question, and everything that is told', async () => {
  const { guard } = await kit.entry('/express');
  const calls: Asked[] = [];
  const handler = createMcpHandler(() => made([]));
  const { client, changes } = await overHttp(handler, guard(spied(calls)));
  const { honoredFilter } = await client.listen(FILTER);
  expect(honoredFilter).toEqual(FILTER);
  handler.bus.publish({ kind: 'tools_list_changed', params: { note: INJECTION } });
  handler.notify.resourceUpdated(WATCHED);
  await expect.poll(() => changes, { timeout: 10_000 }).toEqual([`resource ${WATCHED}`]);
  expect(methodsOf(calls)).toEqual(
    expect.arrayContaining(['subscriptions/listen', 'notifications/subscriptions/acknowledged', 'notifications/resources/updated']),
  );
  await expect(client.listen({ resourceSubscriptions: ['file:///../../../../etc/shadow'] })).rejects.toThrow(/Refused by security policy/);
});

it('about the transport of serveStdio they are judged, too', async () => {
  const { guard } = await kit.entry('/mcp');
  const calls: Asked[] = [];
  const [near, far] = InMemoryTransport.createLinkedPair();
  const servers: McpServer[] = [];
  serveStdio(() => made(servers), { transport: guard(near as never, spied(calls)) });
  const { client, changes } = await connected(far);
  expect((await client.listen(FILTER)).honoredFilter).toEqual(FILTER);
  for (const server of servers) await server.server.sendResourceUpdated({ uri: WATCHED });
  await expect.poll(() => changes, { timeout: 10_000 }).toContain(`resource ${WATCHED}`);
  expect(methodsOf(calls)).toEqual(
    expect.arrayContaining(['subscriptions/listen', 'notifications/subscriptions/acknowledged', 'notifications/resources/updated']),
  );
  await expect(client.listen({ resourceSubscriptions: ['file:///../../../../etc/shadow'] })).rejects.toThrow(/Refused by security policy/);
});
