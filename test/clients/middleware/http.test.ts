/** `countersign/express`, `/fastify`, `/hono` before an MCP endpoint: the official client, and those who would get by. */
import { gzipSync } from 'node:zlib';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CreateMessageRequestSchema, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ACCEPT, ANSWERS, bytes, CALL, CALL_TEXT, CLEANED, INITIALIZE, raw, SAID, WAYS } from './attacks.ts';
import { ATTACK, LEAK, SECRET } from './notes.ts';
import { published, type Published } from './packed.ts';
import { FRAMEWORKS, type Site } from './sites.ts';

let kit: Published;
beforeAll(async () => {
  kit = await published();
}, 180_000);
afterAll(async () => kit.stop());
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

async function kept(made: Promise<Site>): Promise<Site> {
  const site = await made;
  open.push(() => site.close());
  return site;
}

async function connected({ url }: Site): Promise<{ client: Client; asked: string[]; session: string }> {
  const client = new Client({ name: 'tests', version: '1.0.0' }, { capabilities: { sampling: {}, elicitation: {} } });
  const asked: string[] = [];
  client.setRequestHandler(CreateMessageRequestSchema, () => {
    asked.push('sampling');
    return { model: 'm', role: 'assistant', content: { type: 'text', text: LEAK } };
  });
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    asked.push(params.message);
    return { action: 'accept', content: { name: 'Ada' } };
  });
  const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`));
  await client.connect(transport as never);
  open.push(() => client.close());
  return { client, asked, session: transport.sessionId ?? '' };
}

describe.each(Object.entries(FRAMEWORKS))('%s', (_, framework) => {
  describe.each([
    ['events', false],
    ['JSON', true],
  ])('that answers with %s', (_name, json) => {
    it('judges requests and results of a real client', async () => {
      const site = await kept(framework.mcp(kit, { json }));
      const { client } = await connected(site);
      expect((await client.listTools()).tools.map(({ name }) => name)).toContain('read_file');
      const read = async (name: string, args: Record<string, string>) => client.callTool({ name, arguments: args });
      expect(JSON.stringify(await read('read_file', { path: 'README.md' }))).toContain('contents of README.md');
      expect(await read('read_file', { path: ATTACK })).toMatchObject({
        isError: true,
        content: [{ text: expect.stringMatching(/^Refused by security policy: PATH_TRAVERSAL/) }],
      });
      expect(await read('read_page', { url: 'https://example.com/' })).toMatchObject({ isError: true });
      const log = JSON.stringify(await read('read_log', { service: 'web' }));
      expect(log).toContain('[REDACTED:');
      expect(log).not.toContain(SECRET);
      await expect(client.readResource({ uri: 'file:///../../../../etc/shadow' })).rejects.toMatchObject({ code: -32003 });
      expect(site.reached).toEqual(['README.md', 'https://example.com/', 'web']);
    });
  });

  it('judges progress, what the server asks, and what it is answered', async () => {
    const site = await kept(framework.mcp(kit));
    const { client, asked } = await connected(site);
    const told: string[] = [];
    await client.callTool({ name: 'work', arguments: { topic: 'tests' } }, undefined, {
      onprogress: ({ message = '' }) => told.push(message),
    });
    expect(told).toEqual(['begun', 'done']);
    const sampled = JSON.stringify(await client.callTool({ name: 'ask', arguments: { question: 'What is two and two?' } }));
    expect(asked).toEqual(['sampling']);
    expect(sampled).not.toContain(SECRET);
    expect(JSON.stringify(await client.callTool({ name: 'elicit', arguments: { question: 'What is your name?' } }))).toContain('Ada');
    const phished = JSON.stringify(await client.callTool({ name: 'phish', arguments: {} }));
    expect(phished).toContain('no answer: MCP error -32003: Refused by security policy');
    expect(asked).toEqual(['sampling', 'What is your name?']);
  });

  it('judges again what is asked for again', async () => {
    const site = await kept(framework.mcp(kit));
    const { session } = await connected(site);
    const headers = { ...ACCEPT, 'mcp-session-id': session, 'mcp-protocol-version': '2025-11-25' };
    const log = { ...CALL, params: { name: 'read_log', arguments: { service: 'web' } } };
    const first = await raw(`${site.url}/mcp`, 'POST', headers, [bytes(log)]);
    const id = /^id: (.+)$/m.exec(first.text)?.[1] ?? '';
    expect(first.text).toContain('[REDACTED:');
    expect(site.reached).toEqual(['web']);
    const from = id.replace(/_\d+$/, '_0');
    const again = await raw(`${site.url}/mcp`, 'GET', { ...headers, 'last-event-id': id }, []);
    const all = await raw(`${site.url}/mcp`, 'GET', { ...headers, 'last-event-id': from }, []);
    expect(first.text + again.text + all.text).not.toContain(SECRET);
  });

  it.each(Object.entries(WAYS))(
    'there is no way by: %s',
    async (way, { method = 'POST', path = '/mcp', headers = {}, body = bytes(CALL) }) => {
      const site = await kept(framework.mcp(kit));
      const began = await raw(`${site.url}/mcp`, 'POST', ACCEPT, [bytes(INITIALIZE)]);
      const session = String(began.headers['mcp-session-id']);
      expect(began.text).toContain('protocolVersion');
      const all = { 'mcp-session-id': session, ...ACCEPT, ...headers };
      const chunks = Array.isArray(body) ? body : [body];
      const { text } = await raw(`${site.url}${path}`, method, all, chunks);
      expect(site.reached).toEqual([]);
      expect(text).not.toContain('contents of');
      expect(text).toContain(SAID[way] ?? '');
      // And what is good gets by in that session.
      const good = { ...CALL, id: 8, params: { name: 'read_file', arguments: { path: 'README.md' } } };
      if (method !== 'DELETE') {
        const answer = await raw(`${site.url}/mcp`, 'POST', { 'mcp-session-id': session, ...ACCEPT }, [bytes(good)]);
        expect(answer.text).toContain('contents of README.md');
      }
    },
  );

  it.each(Object.entries(ANSWERS))('nothing comes back unjudged: %s', async (answer, { status = 200, headers, chunks }) => {
    const site = await kept(framework.canned(kit, { status, headers, chunks }));
    const log = { ...CALL, params: { name: 'read_log', arguments: { service: 'web' } } };
    for (const method of ['POST', 'GET']) {
      const { status: told, text } = await raw(`${site.url}/mcp`, method, ACCEPT, method === 'POST' ? [bytes(log)] : []);
      expect(Math.floor(told / 100)).not.toBe(3);
      expect(told).toBeGreaterThanOrEqual(200);
      if (CLEANED.has(answer)) expect(text).toContain('[REDACTED:');
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain('id_rsa');
    }
  });

  it('a refusal has the status 200, the original id, and is JSON', async () => {
    const site = await kept(framework.mcp(kit));
    const { status, text, headers } = await raw(`${site.url}/mcp`, 'POST', ACCEPT, [bytes({ ...CALL, id: 'seven' })]);
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('application/json');
    expect(JSON.parse(text)).toMatchObject({ jsonrpc: '2.0', id: 'seven', result: { isError: true } });
  });

  it('without a verdict nothing passes', async () => {
    const site = await kept(framework.mcp(kit, { reachable: false }));
    const { text } = await raw(`${site.url}/mcp`, 'POST', ACCEPT, [bytes(CALL)]);
    expect(JSON.parse(text)).toMatchObject({
      id: 7,
      result: { isError: true, content: [{ text: expect.stringContaining('NO_VERDICT') }] },
    });
    expect(site.reached).toEqual([]);
  });
});

it('express, behind a parser, judges what that has read', async () => {
  const site = await kept(FRAMEWORKS['express']!.mcp(kit, { parseFirst: true }));
  const { client } = await connected(site);
  expect(await client.callTool({ name: 'read_file', arguments: { path: ATTACK } })).toMatchObject({ isError: true });
  expect(JSON.stringify(await client.callTool({ name: 'read_file', arguments: { path: 'README.md' } }))).toContain('contents of');
  const packed = await raw(`${site.url}/mcp`, 'POST', { ...ACCEPT, 'content-encoding': 'gzip' }, [gzipSync(CALL_TEXT)]);
  expect(packed.text).toContain('Refused by security policy');
  expect(site.reached).toEqual(['README.md']);
});
