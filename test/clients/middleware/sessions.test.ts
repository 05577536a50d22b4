/** What the middleware remembers: of which session, of which server, and no longer than these are there. */
import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import express from 'express';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Guard } from '../../../clients/typescript/src/middleware/guard.ts';
import { Recent } from '../../../clients/typescript/src/middleware/recent.ts';
import { ACCEPT, raw } from './attacks.ts';
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

type Call = { request?: { method: string }; response?: unknown; tool?: { description: string } };
let calls: Call[] = [];
beforeEach(() => void (calls = []));
/** The service judges; what it is asked is noted. */
const spy = () => ({ enforce: (call: never) => (calls.push(call), kit.countersign.enforce(call)) }) as unknown as Published['countersign'];

const LIST = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
const RUN = { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'run', arguments: { x: 'one' } } };
const tool = (description: string) => ({ name: 'run', description, inputSchema: { type: 'object' } });
const told = (): (string | undefined)[] =>
  calls.filter(({ request, response }) => request?.method === 'tools/call' && !response).map((call) => call.tool?.description);

async function served(handle: (req: express.Request, res: ServerResponse) => void): Promise<string> {
  const { guard } = await kit.entry('/express');
  const server: Server = express().use(guard(spy())).use(express.json()).use(handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  open.push(() => (server.closeAllConnections(), server.close()));
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

/** Each path is a server, and tells each session of a tool of its own. */
function gateway(req: express.Request, res: ServerResponse): void {
  const { id, method } = req.body as { id: number; method: string };
  const session = req.get('mcp-session-id') ?? '';
  const result = method === 'tools/list' ? { tools: [tool(`${req.path}${session && ` of ${session}`}`)] } : { content: [] };
  res.setHeader('content-type', 'application/json').end(JSON.stringify({ jsonrpc: '2.0', id, result }));
}

async function post(url: string, message: object, session?: string): Promise<string> {
  const headers = { ...ACCEPT, ...(session !== undefined && { 'mcp-session-id': session }) };
  return (await raw(url, 'POST', headers, [Buffer.from(JSON.stringify(message))])).text;
}

it('a definition holds for the server that has told it, by however its path is written', async () => {
  const url = await served(gateway);
  for (const path of ['/a/mcp', '/b/mcp']) await post(url + path, LIST);
  for (const path of ['/a/mcp', '/b/mcp', '/A//%6dcp/', '/c/mcp']) await post(url + path, RUN);
  expect(told()).toEqual(['/a/mcp', '/b/mcp', '/a/mcp', undefined]);
});

it('a session goes by what it was told itself; one that has not asked, by what its server has told others', async () => {
  const url = await served(gateway);
  for (const session of ['s-1', 's-2']) await post(`${url}/mcp`, LIST, session);
  for (const session of ['s-1', 's-2', 's-3']) await post(`${url}/mcp`, RUN, session);
  expect(told()).toEqual(['/mcp of s-1', '/mcp of s-2', '/mcp of s-2']);
});

it('what one server tells a client is not held for the word of the next', async () => {
  const guard = new Guard(spy());
  for (const [asks, answers] of [
    ['near', 'far'],
    ['far', 'near'],
  ] as const) {
    const about = (line: string) => ({ context: {}, line: `${asks} ${line}` });
    await guard.pass(asks, LIST, about('one'));
    await guard.pass(answers, { jsonrpc: '2.0', id: 1, result: { tools: [tool(asks)] } }, about('one'));
    await guard.pass(asks, RUN, about('one'));
    await guard.pass(asks, RUN, about('two'));
  }
  // On the near side is one server, whatever connects to it.
  expect(told()).toEqual(['near', undefined, 'far', 'far']);
});

it('of 2024-11-05: with its stream a session is forgotten', async () => {
  const streams: ServerResponse[] = [];
  const url = await served((req, res) => {
    if (req.method === 'POST') return void res.writeHead(202).end('Accepted');
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    streams.push(res);
    return void res.write('event: endpoint\ndata: /messages?sessionId=s-sse\n\n');
  });
  const listen = async (): Promise<AbortController> => {
    const gone = new AbortController();
    const { body } = await fetch(`${url}/sse`, { signal: gone.signal });
    await body!.getReader().read();
    return gone;
  };
  const answered = async (): Promise<Call> => {
    const before = calls.length;
    streams.at(-1)!.write(`data: ${JSON.stringify({ jsonrpc: '2.0', id: 2, result: { content: [] } })}\n\n`);
    await expect.poll(() => calls.length, { timeout: 10_000 }).toBe(before + 1);
    return calls.at(-1)!;
  };
  const first = await listen();
  await post(`${url}/messages?sessionId=s-sse`, RUN);
  expect(await answered()).toMatchObject({ request: { method: 'tools/call' } });
  const over = once(streams[0]!, 'close');
  first.abort();
  await over;
  const second = await listen();
  expect(await answered()).not.toHaveProperty('request');
  second.abort();
});

it('a transport that is closed is forgotten', async () => {
  const { guard } = await kit.entry('/mcp');
  const [near, far] = InMemoryTransport.createLinkedPair();
  const guarded = guard(near as Transport, spy());
  const heard: unknown[] = [];
  let isClosed = 0;
  guarded.onmessage = (message) => heard.push(message);
  guarded.onclose = () => isClosed++;
  await guarded.start();
  await far.start();
  await far.send(RUN as never);
  await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(1);
  await far.close();
  expect(isClosed).toBe(1);
  await guarded.send({ jsonrpc: '2.0', id: 2, result: { content: [] } } as never).catch(() => {});
  expect(calls.at(-1)).toMatchObject({ response: { id: 2 } });
  expect(calls.at(-1)).not.toHaveProperty('request');
});

it('what is remembered has a limit, whoever it belongs to, and what is released leaves its room', () => {
  const recent = new Recent<string>(10);
  recent.set('a', '1', 'one', 4);
  recent.set('b', '1', 'two', 4);
  recent.set('b', '2', 'three', 4);
  expect([recent.get('a', '1'), recent.get('b', '1'), recent.get('b', '2')]).toEqual([undefined, 'two', 'three']);
  recent.release('b');
  expect([recent.get('b', '1'), recent.get('b', '2')]).toEqual([undefined, undefined]);
  recent.set('c', '1', 'four', 10);
  recent.release('a');
  expect(recent.get('c', '1')).toBe('four');
  recent.set('c', '1', 'five', 6);
  recent.set('d', '1', 'six', 4);
  expect([recent.get('c', '1'), recent.get('d', '1')]).toEqual(['five', 'six']);
  recent.set('e', '1', 'too much', 11);
  expect(['c', 'd', 'e'].map((owner) => recent.get(owner, '1'))).toEqual([undefined, undefined, undefined]);
});
