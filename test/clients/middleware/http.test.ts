/** `countersign/express`, `/fastify`, `/hono` before an MCP endpoint: the official client, and those who would get by. */
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { CreateMessageRequestSchema, ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ATTACK, INJECTION, LEAK, SECRET } from './notes.ts';
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

const ACCEPT = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };
const CALL = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'read_file', arguments: { path: ATTACK } } };
const INITIALIZE = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-03-26', capabilities: {}, clientInfo: { name: 't', version: '1' } },
};

type Answered = { status: number; text: string; headers: Record<string, string | string[] | undefined> };
/** Below `fetch`, which would not send what is wrong. Reads at most a second where the answer does not end. */
function raw(url: string, method: string, headers: Record<string, string>, chunks: readonly Uint8Array[]): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (res) => {
      let text = '';
      const end = (): void => resolve({ status: res.statusCode ?? 0, text, headers: res.headers });
      res.on('data', (chunk: Buffer) => (text += chunk.toString()));
      res.on('end', end).on('error', end);
      setTimeout(() => (end(), sent.destroy()), 3_000).unref();
    });
    sent.on('error', (error) => resolve({ status: 0, text: String(error), headers: {} }));
    sent.on('timeout', reject);
    for (const chunk of chunks) sent.write(chunk);
    sent.end();
  });
}

const bytes = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
const CALL_TEXT = JSON.stringify(CALL);
type Way = { method?: string; path?: string; headers?: Record<string, string>; body?: Buffer | Buffer[] };
const WAYS: Record<string, Way> = {
  'as it is': {},
  'in a batch': { body: bytes([{ jsonrpc: '2.0', id: 1, method: 'ping' }, CALL]) },
  'in a batch of a batch': { body: bytes([[CALL]]) },
  'in a batch behind an answer': { body: bytes([{ jsonrpc: '2.0', id: 1, result: {} }, CALL]) },
  'as another type': { headers: { 'content-type': 'text/plain' } },
  'without a type': { headers: { 'content-type': '' } },
  'as a form': { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  'in another charset': { headers: { 'content-type': 'application/json; charset=utf-16le' }, body: Buffer.from(CALL_TEXT, 'utf16le') },
  'in a charset of that name only': { headers: { 'content-type': 'application/json; charset=utf-7' } },
  'behind a byte order mark': { body: bytes(`\ufeff${CALL_TEXT}`) },
  'with headers in capitals': { headers: { 'CONTENT-TYPE': 'APPLICATION/JSON', ACCEPT: 'application/json, text/event-stream' } },
  packed: { headers: { 'content-encoding': 'gzip' }, body: gzipSync(CALL_TEXT) },
  'packed, in capitals': { headers: { 'Content-Encoding': 'GZIP' }, body: gzipSync(CALL_TEXT) },
  'called packed': { headers: { 'content-encoding': 'deflate' } },
  chunked: { headers: { 'transfer-encoding': 'chunked' }, body: [...CALL_TEXT].map(bytes) },
  'with a key twice, the good one last': { body: bytes(CALL_TEXT.replace('"path":', `"path":"${ATTACK}","path":"README.md","x":`)) },
  'with a key twice, the bad one last': { body: bytes(CALL_TEXT.replace('"path":', '"path":"README.md","path":')) },
  'with another method first': { body: bytes(CALL_TEXT.replace('{', '{"method":"ping",')) },
  'with an escaped key': { body: bytes(CALL_TEXT.replace('"method"', '"\\u006dethod"')) },
  'as both a request and an answer': { body: bytes({ ...CALL, result: {} }) },
  'by PUT': { method: 'PUT' },
  'by GET': { method: 'GET' },
  'by DELETE': { method: 'DELETE' },
  'by another method in a header': { method: 'GET', headers: { 'x-http-method-override': 'POST' } },
  'with a slash more': { path: '/mcp/' },
  'with a query': { path: '/mcp?a=/other' },
  'in capitals': { path: '/MCP' },
  'with headers that lie': { headers: { 'mcp-method': 'ping', 'mcp-name': 'other' } },
  'as a notification': { body: bytes({ ...CALL, id: undefined }) },
  'with the id null': { body: bytes({ ...CALL, id: null }) },
  'nested without end': { body: bytes(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) },
  'above the limit': { body: bytes({ ...CALL, pad: 'x'.repeat(1_100_000) }) },
};

const event = (message: unknown): string => `event: message\nid: e1\ndata: ${JSON.stringify(message)}\n\n`;
const result = (said: string, id: unknown = 7) => ({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: said }] } });
const slices = (text: string, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(Buffer.byteLength(text) / size) }, (_, i) => Buffer.from(text).subarray(i * size, (i + 1) * size));
const EVENTS = { 'content-type': 'text/event-stream' };
const JSON_TYPE = { 'content-type': 'application/json' };
type Answers = Record<string, { status?: number; headers: Record<string, string>; chunks: Buffer[] }>;
const ANSWERS: Answers = {
  json: { headers: JSON_TYPE, chunks: [bytes(result(LEAK))] },
  'json in a batch': { headers: JSON_TYPE, chunks: [bytes([result(LEAK), result(INJECTION, 8)])] },
  'json with a key twice': {
    headers: JSON_TYPE,
    chunks: [bytes(JSON.stringify(result(LEAK)).replace('"result"', '"result":{},"result"'))],
  },
  'json of another id': { headers: JSON_TYPE, chunks: [bytes(result(LEAK, '7'))] },
  'json as text': { headers: { 'content-type': 'text/plain' }, chunks: [bytes(result(LEAK))] },
  'a page': { headers: { 'content-type': 'text/html' }, chunks: [bytes(`<p>${LEAK}</p>`)] },
  'an error page': { status: 500, headers: { 'content-type': 'text/html' }, chunks: [bytes(`<p>${LEAK}</p>`)] },
  'packed json': { headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, chunks: [gzipSync(JSON.stringify(result(LEAK)))] },
  'an event': { headers: EVENTS, chunks: [bytes(event(result(LEAK)))] },
  'an event, byte by byte': { headers: EVENTS, chunks: slices(event(result(LEAK)), 1) },
  'an event with CR': { headers: EVENTS, chunks: slices(event(result(LEAK)).replaceAll('\n', '\r'), 5) },
  'an event with CRLF': { headers: EVENTS, chunks: slices(event(result(LEAK)).replaceAll('\n', '\r\n'), 7) },
  'an event in many lines': {
    headers: EVENTS,
    chunks: slices(`data: {"jsonrpc":"2.0",\ndata:"id":7,\ndata: "result":${JSON.stringify(result(LEAK).result)}}\n\n`, 9),
  },
  'an event behind a byte order mark': { headers: EVENTS, chunks: [bytes(`\ufeff${event(result(LEAK))}`)] },
  'an event of another name': { headers: EVENTS, chunks: [bytes(event(result(LEAK)).replace('message', 'endpoint'))] },
  'an event of a batch': { headers: EVENTS, chunks: [bytes(event([result(LEAK)]))] },
  'an event that is no message': { headers: EVENTS, chunks: [bytes(`data: ${LEAK}\n\n`)] },
  'an event that does not end': { headers: EVENTS, chunks: [bytes(`data: ${JSON.stringify(result(LEAK))}`)] },
  'a comment': { headers: EVENTS, chunks: [bytes(`: ${LEAK}\n\n`)] },
  'a notification': {
    headers: EVENTS,
    chunks: [bytes(event({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: INJECTION } }))],
  },
  'packed events': { headers: { ...EVENTS, 'content-encoding': 'gzip' }, chunks: [gzipSync(event(result(LEAK)))] },
  'events in capitals': { headers: { 'content-type': 'TEXT/EVENT-STREAM; charset=utf-8' }, chunks: [bytes(event(result(LEAK)))] },
};
/** These are messages, and come back without the secret. */
const CLEANED = new Set([
  'json',
  'json in a batch',
  'json as text',
  'an event',
  'an event, byte by byte',
  'an event with CR',
  'an event with CRLF',
  'an event in many lines',
  'an event of a batch',
  'events in capitals',
]);

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
    expect(phished).toContain('no answer');
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
    async (_way, { method = 'POST', path = '/mcp', headers = {}, body = bytes(CALL) }) => {
      const site = await kept(framework.mcp(kit));
      const began = await raw(`${site.url}/mcp`, 'POST', ACCEPT, [bytes(INITIALIZE)]);
      const session = String(began.headers['mcp-session-id']);
      expect(began.text).toContain('protocolVersion');
      const all = { 'mcp-session-id': session, ...ACCEPT, ...headers };
      const chunks = Array.isArray(body) ? body : [body];
      const { text, headers: told } = await raw(`${site.url}${path}`, method, all, chunks);
      expect(site.reached).toEqual([]);
      expect(text).not.toContain('contents of');
      expect(told).toBeTypeOf('object');
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
