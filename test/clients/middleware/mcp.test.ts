/** `countersign/mcp` about the transports of both official SDKs. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { InMemoryTransport } from '@modelcontextprotocol/sdk/inMemory.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { CreateMessageRequestSchema, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { Client as ClientV2, InMemoryTransport as InMemoryV2 } from '@modelcontextprotocol/client';
import { McpServer as ServerV2 } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type * as Mcp from '../../../clients/typescript/src/middleware/mcp.ts';
import { ATTACK, INJECTION, LEAK, notes, SECRET } from './notes.ts';
import { published, type Published } from './packed.ts';

let kit: Published;
let guard: typeof Mcp.guard;
beforeAll(async () => {
  kit = await published();
  ({ guard } = await kit.entry('/mcp'));
}, 180_000);
afterAll(async () => kit.stop());

type Joined = { client: Client; reached: string[]; asked: string[] };

const GUARDED = ['transport of the server', 'transport of the client', 'server', 'client'] as const;
type Guarded = (typeof GUARDED)[number];

/** The guard on the one side or the other. */
async function joined(side: Guarded, countersign = kit.countersign): Promise<Joined> {
  const [near, far] = InMemoryTransport.createLinkedPair();
  const guarded = <T extends Transport | Mcp.Party>(one: T, own: Guarded): T => (own === side ? guard(one, countersign) : one);
  const [reached, asked]: [string[], string[]] = [[], []];
  const client = new Client({ name: 'tests', version: '1.0.0' }, { capabilities: { sampling: {}, elicitation: {} } });
  client.setRequestHandler(CreateMessageRequestSchema, ({ params }) => {
    asked.push(JSON.stringify(params));
    return { model: 'm', role: 'assistant', content: { type: 'text', text: LEAK } };
  });
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    asked.push(params.message);
    return { action: 'accept', content: { name: 'Ada' } };
  });
  await guarded(notes(reached), 'server').connect(guarded(near, 'transport of the server'));
  await guarded(client, 'client').connect(guarded(far, 'transport of the client'));
  return { client, reached, asked };
}

const call = (client: Client, name: string, args: Record<string, string>, told?: (message: string) => void) =>
  client.callTool({ name, arguments: args }, undefined, told && { onprogress: ({ message = '' }) => told(message) });

describe.each(GUARDED)('SDK v1, the %s', (side) => {
  it('what is allowed passes, tool definitions and all', async () => {
    const { client, reached } = await joined(side);
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain('read_file');
    expect(JSON.stringify(await call(client, 'read_file', { path: 'README.md' }))).toContain('contents of README.md');
    expect(reached).toEqual(['README.md']);
  });

  it('a refused call is a result with isError, and the tool does not run', async () => {
    const { client, reached } = await joined(side);
    const result = await call(client, 'read_file', { path: ATTACK });
    expect(result).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^Refused by security policy: PATH_TRAVERSAL/) }],
    });
    expect(reached).toEqual([]);
  });

  it('a result is judged before the model reads it', async () => {
    const { client, reached } = await joined(side);
    expect(await call(client, 'read_page', { url: 'https://example.com/' })).toMatchObject({ isError: true });
    const log = JSON.stringify(await call(client, 'read_log', { service: 'web' }));
    expect(log).toContain('[REDACTED:');
    expect(log).not.toContain(SECRET);
    expect(JSON.stringify(await client.readResource({ uri: 'notes://one' }))).not.toContain(SECRET);
    expect(reached).toEqual(['https://example.com/', 'web', 'notes://one']);
  });

  it('another refused request is an error', async () => {
    const { client } = await joined(side);
    await expect(client.readResource({ uri: 'file:///../../../../etc/shadow' })).rejects.toMatchObject({
      code: -32003,
      message: expect.stringContaining('Refused by security policy'),
    });
  });

  it('notifications are judged: the bad one is dropped, the others keep their order', async () => {
    const { client } = await joined(side);
    const told: string[] = [];
    await call(client, 'work', { topic: 'tests' }, (message) => told.push(message));
    expect(told).toEqual(['begun', 'done']);
  });

  it('what the server asks of the client is judged, and so is the answer', async () => {
    const { client, asked } = await joined(side);
    const fine = JSON.stringify(await call(client, 'ask', { question: 'What is two and two?' }));
    expect(asked).toHaveLength(1);
    expect(fine).not.toContain(SECRET);
    const attack = JSON.stringify(await call(client, 'elicit', { question: 'What is your name?' }));
    expect(attack).toContain('Ada');
    expect(asked).toHaveLength(2);
  });

  it('a question of the server that is refused is answered to the server, and the client does not hear of it', async () => {
    const { client, asked } = await joined(side);
    const result = JSON.stringify(await call(client, 'phish', {}));
    expect(result).toContain('no answer: MCP error -32003: Refused by security policy');
    expect(asked).toEqual([]);
  });

  it('without a verdict nothing passes', async () => {
    await expect(joined(side, kit.unreachable)).rejects.toMatchObject({ message: expect.stringContaining('NO_VERDICT') });
  });
});

describe('the transport', () => {
  /** One end guarded, the other in the hands of the test. */
  async function raw(countersign = kit.countersign, options?: Mcp.TransportOptions) {
    const [near, far] = InMemoryTransport.createLinkedPair();
    const [heard, back]: [unknown[], unknown[]] = [[], []];
    const guarded = guard(near as Transport, countersign, options);
    guarded.onmessage = (message) => heard.push(message);
    far.onmessage = (message) => back.push(message);
    await guarded.start();
    await far.start();
    return { guarded, far, heard, back };
  }
  const settled = async (list: unknown[], length: number): Promise<void> =>
    expect.poll(() => list.length, { timeout: 10_000 }).toBe(length);

  it('refuses what is both a request and an answer, an answer that is none, and what is no message', async () => {
    const { far, heard, back } = await raw();
    const odd: unknown[] = [
      { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'read_file', arguments: { path: ATTACK } }, result: {} },
      { jsonrpc: '2.0', id: 2 },
      { jsonrpc: '2.0', id: 3, result: { content: [{ type: 'text', text: INJECTION }] } },
      'text',
      null,
      [{ jsonrpc: '2.0', id: 4, method: 'tools/call', params: { name: 'read_file', arguments: { path: ATTACK } } }],
      { jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: INJECTION } },
    ];
    for (const one of odd) await far.send(one as never);
    await far.send({ jsonrpc: '2.0', id: 9, method: 'ping' });
    await expect.poll(() => JSON.stringify(heard), { timeout: 10_000 }).toContain('"id":9');
    // The third is an answer, whose place a refusal takes.
    expect(heard).toMatchObject([
      { id: 3, error: { code: -32003 } },
      { id: 9, method: 'ping' },
    ]);
    expect(JSON.stringify(back)).toContain('"id":1');
  });

  it('keeps the order of many messages', async () => {
    const { far, heard } = await raw();
    await Promise.all(Array.from({ length: 50 }, (_, id) => far.send({ jsonrpc: '2.0', id, method: 'ping' })));
    await settled(heard, 50);
    expect(heard.map((one) => (one as { id: number }).id)).toEqual(Array.from({ length: 50 }, (_, id) => id));
  });

  it('tells the service of the session, the server, and the tools that were listed', async () => {
    const calls: object[] = [];
    const spy = { enforce: (call: object) => (calls.push(call), kit.countersign.enforce(call as never)) } as typeof kit.countersign;
    const { guarded, far, heard, back } = await raw(spy, { context: { user_id: 'alice' }, server: { name: 'notes' } });
    const tool = { name: 'q', description: 'Runs SQL.', inputSchema: { type: 'object', properties: { x: { type: 'string' } } } };
    await far.send({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
    await settled(heard, 1);
    await guarded.send({ jsonrpc: '2.0', id: 1, result: { tools: [tool] } } as never);
    await settled(back, 1);
    await far.send({ jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'q', arguments: { x: 'SELECT 1' } } });
    await settled(heard, 2);
    expect(calls[1]).toMatchObject({ request: { id: 1, method: 'tools/list' }, response: { id: 1 } });
    expect(calls[2]).toMatchObject({ tool, server: { name: 'notes' }, context: { user_id: 'alice', session_id: expect.any(String) } });
  });

  it('when it cannot be told who acts, nothing passes', async () => {
    const { far, heard, back } = await raw(kit.countersign, {
      context: () => {
        throw new Error('nobody is logged in');
      },
    });
    await far.send({ jsonrpc: '2.0', id: 1, method: 'ping' });
    await settled(back, 1);
    expect(heard).toEqual([]);
    expect(JSON.stringify(back)).not.toContain('logged in');
  });
});

describe('SDK v2', () => {
  const WAYS = [...GUARDED, 'what makes servers'] as const;
  async function joinedV2(way: (typeof WAYS)[number]) {
    const [near, far] = InMemoryV2.createLinkedPair();
    const reached: string[] = [];
    const make = () => {
      const server = new ServerV2({ name: 'notes', version: '1.0.0' });
      server.registerTool('read_file', { description: 'Reads a file.', inputSchema: z.object({ path: z.string() }) }, ({ path }) => {
        reached.push(path);
        return { content: [{ type: 'text', text: path === 'log' ? LEAK : path === 'page' ? INJECTION : `contents of ${path}` }] };
      });
      return server;
    };
    const guarded = <T extends Mcp.Transport | Mcp.Party>(one: T, own: Guarded): T => (own === way ? guard(one, kit.countersign) : one);
    const isServed = way === 'what makes servers';
    const client = new ClientV2({ name: 'tests', version: '1.0.0' }, { versionNegotiation: { mode: isServed ? 'auto' : 'legacy' } });
    if (isServed) serveStdio(guard(make, kit.countersign), { transport: near as never });
    else await guarded(make(), 'server').connect(guarded(near, 'transport of the server'));
    await guarded(client, 'client').connect(guarded(far, 'transport of the client'));
    const read = async (path: string) => client.callTool({ name: 'read_file', arguments: { path } });
    return { client, reached, read };
  }

  it.each(WAYS)('%s: judges requests and results', async (way) => {
    const { client, reached, read } = await joinedV2(way);
    expect(client.getNegotiatedProtocolVersion()).toBe(way === 'what makes servers' ? '2026-07-28' : '2025-11-25');
    expect((await client.listTools()).tools).toHaveLength(1);
    expect(JSON.stringify(await read('README.md'))).toContain('contents of README.md');
    expect(await read(ATTACK)).toMatchObject({ isError: true });
    expect(await read('page')).toMatchObject({ isError: true });
    const log = JSON.stringify(await read('log'));
    expect(log).toContain('[REDACTED:');
    expect(log).not.toContain(SECRET);
    expect(reached).toEqual(['README.md', 'page', 'log']);
    await expect(client.request({ method: 'resources/read', params: { uri: 'file:///../../etc/shadow' } })).rejects.toMatchObject({
      code: -32003,
    });
  });
});
