/** What a handler answers, by whatever way it writes: through `countersign/express` and `/fastify`. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect as connectH2 } from 'node:http2';
import { connect, type AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import fastify from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ACCEPT, type Answered, bytes, CALL, event, EVENTS, INITIALIZE, JSON_TYPE, raw, result } from './attacks.ts';
import { LEAK, notes, SECRET } from './notes.ts';
import { published, type Published } from './packed.ts';

const open: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

let kit: Published;
beforeAll(async () => {
  kit = await published();
}, 180_000);
afterAll(async () => kit.stop());

/** Of these nothing can come of what was meant. */
const MEANINGLESS = new Set(['with a type that changes', 'in a buffer that is used again', 'behind the end', 'with the type twice']);

async function serving(server: Server): Promise<string> {
  if (!server.listening) await once(server, 'listening');
  open.push(() => (server.closeAllConnections(), server.close()));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

type Handler = (res: ServerResponse, req: IncomingMessage) => unknown;
/** `calls` gets what is asked of the service. */
async function site(handler: Handler, calls: object[] = []): Promise<string> {
  const { guard } = await kit.entry('/express');
  const guarded = guard({ enforce: (call) => (calls.push(call), kit.countersign.enforce(call)) });
  const server = createServer((req, res) => guarded(req, res, (error) => (error ? res.destroy() : void handler(res, req))));
  return serving(server.listen(0, '127.0.0.1'));
}
const GOOD = { ...CALL, params: { name: 'read_log', arguments: { service: 'web' } } };
const post = async (url: string, message: unknown = GOOD) => raw(`${url}/mcp`, 'POST', ACCEPT, [bytes(message)]);

/** `json` and `events` say the same. */
const WRITING: Record<string, (res: ServerResponse, json: string, events: string) => unknown> = {
  'in one end': (res, json) => res.writeHead(200, JSON_TYPE).end(json),
  'in an end with an encoding and a callback': (res, json) => res.writeHead(200, 'OK', JSON_TYPE).end(json, 'utf8', () => {}),
  'in base64': (res, json) => res.writeHead(200, JSON_TYPE).end(Buffer.from(json).toString('base64'), 'base64'),
  'with headers in pairs': (res, json) => res.writeHead(200, ['content-type', 'application/json'] as never).end(json),
  'without headers': (res, json) => res.end(json),
  'with flushed headers': (res, json) => (res.setHeader('content-type', 'application/json'), res.flushHeaders(), res.end(json)),
  'with a type that changes': (res, json) => {
    res.setHeader('content-type', 'application/json');
    res.write(json.slice(0, 9));
    res.setHeader('content-type', 'text/event-stream');
    res.end(json.slice(9));
  },
  'in a buffer that is used again': (res, _, events) => {
    const buffer = Buffer.from(event({ jsonrpc: '2.0', method: 'notifications/x' }));
    res.writeHead(200, EVENTS).write(buffer);
    buffer.write(events, 0);
    res.end();
  },
  'beside its status': (res, json) => ((res.statusMessage = SECRET), res.end(json)),
  'beside the status of a stream': (res, _, events) => ((res.statusMessage = SECRET), res.writeHead(200, SECRET, EVENTS).end(events)),
  'by a pipe': (res, json) => Readable.from([json.slice(0, 20), json.slice(20)]).pipe(res),
  'by a pipeline': async (res, _, events) => pipeline(Readable.from([events]), res.writeHead(200, EVENTS)),
  'behind the end': (res, json, events) => (res.writeHead(200, EVENTS).end(), res.write(events), res.end(json)),
  'as events, corked': (res, _, events) => (res.writeHead(200, EVENTS).cork(), res.write(events), res.uncork(), res.end()),
  'with a length': (res, json) => res.writeHead(200, { ...JSON_TYPE, 'content-length': Buffer.byteLength(json) }).end(json),
  'as events with a length': (res, _, events) => res.writeHead(200, { ...EVENTS, 'content-length': 9 }).end(events),
  'with the type twice': (res, _, events) => (res.setHeader('content-type', ['text/event-stream', 'text/plain']), res.end(events)),
};

const tell = async (write: (typeof WRITING)[string], text: string): Promise<Answered> =>
  post(await site((res) => write(res, JSON.stringify(result(text)), event(result(text)))));

describe('what is written is judged', () => {
  it.each(Object.entries(WRITING))('%s', async (name, write) => {
    const { text, reason } = await tell(write, `fine ${LEAK}`);
    expect(text + reason).not.toContain(SECRET);
    if (!MEANINGLESS.has(name)) expect(text).toContain('fine postgres://app:[REDACTED:');
  });
});

it.each(['7', '7.0', ' 7', '0x7'])('an answer to %j is one to 7, as the SDKs read it: it does not pass for one to nobody', async (id) => {
  const { text } = await post(await site((res) => res.writeHead(200, JSON_TYPE).end(JSON.stringify(result('fine', id)))));
  expect(text).toContain('PROTOCOL_VIOLATION');
  expect(text).not.toContain('fine');
});

it('who is not let in is told how to get in', async () => {
  const calls: object[] = [];
  const url = await site(
    (res) =>
      res
        .writeHead(401, { ...JSON_TYPE, 'www-authenticate': 'Bearer resource_metadata="https://a.example/"' })
        .end('{"error":"invalid_token"}'),
    calls,
  );
  const { status, headers, text } = await post(url);
  expect(status).toBe(401);
  expect(headers['www-authenticate']).toContain('resource_metadata');
  expect(text).toBe('');
  expect(calls).toHaveLength(1);
});

it('what keeps a stream alive passes, without what it says', async () => {
  const url = await site((res) => {
    res.writeHead(200, EVENTS).write(`: ${LEAK}\n\n`);
    res.write(':\n\nretry: 500\n\nid: p1\ndata:\n\n');
    res.end();
  });
  expect((await post(url)).text).toBe(':\n\n:\n\nretry: 500\n\nid: p1\ndata: \n\n');
});

it('a batch of answers is not a flood of questions', async () => {
  const calls: object[] = [];
  const many = Array.from({ length: 20_000 }, (_, id) => ({ jsonrpc: '2.0', id, result: {} }));
  const started = performance.now();
  await post(await site((res) => res.end(), calls), many);
  await post(await site((res) => res.writeHead(200, JSON_TYPE).end(JSON.stringify(many)), calls));
  expect(calls).toHaveLength(1);
  expect(performance.now() - started).toBeLessThan(5_000);
});

it('who reads slowly holds up who writes', async () => {
  let written = 0;
  const url = await site(async (res) => {
    const one = event({ jsonrpc: '2.0', method: 'notifications/message', params: { level: 'info', data: 'x'.repeat(50_000) } });
    res.writeHead(200, EVENTS);
    for (let i = 0; i < 1_000 && !res.destroyed; i++) {
      written += one.length;
      if (!res.write(one)) await once(res, 'drain');
    }
  });
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  open.push(() => socket.destroy());
  socket.pause();
  const body = JSON.stringify(GOOD);
  socket.write(`POST /mcp HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  const more = async (): Promise<number> => {
    const before = written;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return written - before;
  };
  await expect.poll(more, { timeout: 20_000 }).toBe(0);
  // What the sockets hold.
  expect(written).toBeGreaterThan(100_000);
  expect(written).toBeLessThan(30_000_000);
});

it('a body that comes in single bytes is put together', async () => {
  const url = await site((res) => res.writeHead(200, JSON_TYPE).end(JSON.stringify(result('fine'))));
  const chunks = Array.from(bytes({ ...GOOD, pad: 'x'.repeat(3_000) }), (byte) => Buffer.of(byte));
  expect((await raw(`${url}/mcp`, 'POST', { ...ACCEPT, 'transfer-encoding': 'chunked' }, chunks)).text).toContain('fine');
});

it('two requests in one packet are two', async () => {
  const reached: string[] = [];
  const url = await site((res, req) => {
    reached.push(JSON.stringify((req as { body?: unknown }).body));
    res.writeHead(200, JSON_TYPE).end(JSON.stringify(result('fine', 1)));
  });
  const request = (message: unknown): string => {
    const body = JSON.stringify(message);
    return `POST /mcp HTTP/1.1\r\nhost: x\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  };
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  open.push(() => socket.destroy());
  let text = '';
  socket.on('data', (chunk) => (text += chunk.toString()));
  socket.write(request({ jsonrpc: '2.0', id: 1, method: 'ping' }) + request(CALL));
  await expect.poll(() => text, { timeout: 5_000 }).toContain('Refused');
  expect(reached).toHaveLength(1);
});

it('fastify over HTTP/2', async () => {
  const reached: string[] = [];
  const app = fastify({ http2: true });
  const { guard } = await kit.entry('/fastify');
  await app.register(guard(kit.countersign));
  app.all('/mcp', async (request, reply) => {
    reached.push(JSON.stringify(request.body));
    return reply.header('content-type', 'application/json').send(JSON.stringify(result(reached.length === 1 ? 'fine' : LEAK)));
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  open.push(() => app.close());
  const session = connectH2(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`);
  open.push(() => session.destroy());
  const ask = async (method: string, body: unknown): Promise<string> => {
    const stream = session.request({ ':method': method, ':path': '/mcp', 'content-type': 'application/json' }, { endStream: false });
    stream.end(JSON.stringify(body));
    let text = '';
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    await once(stream, 'end');
    return text;
  };
  expect(await ask('POST', GOOD)).toContain('fine');
  expect(await ask('POST', GOOD)).toContain('[REDACTED:');
  expect(await ask('POST', CALL)).toContain('Refused');
  expect(await ask('GET', GOOD)).toContain('this method has no body');
  expect(reached).toHaveLength(2);
});

it('a session of its own is not the memory of another', async () => {
  const calls: { request?: { method?: string }; response?: unknown }[] = [];
  const transports = [0, 1].map((n) => new StreamableHTTPServerTransport({ sessionIdGenerator: () => `s${n}`, enableJsonResponse: true }));
  await Promise.all(transports.map((transport) => notes([]).connect(transport as never)));
  const url = await site(
    (res, req) => transports[Number(req.headers['x-n'])]?.handleRequest(req, res, (req as { body?: unknown }).body),
    calls,
  );
  const ask = async (n: number, message: unknown, session = {}) =>
    raw(`${url}/mcp`, 'POST', { ...ACCEPT, ...session, 'x-n': String(n) }, [bytes(message)]);
  await ask(0, INITIALIZE);
  await ask(1, INITIALIZE);
  calls.length = 0;
  const of = (n: number) => ({ 'mcp-session-id': `s${n}` });
  await Promise.all([
    ask(0, { jsonrpc: '2.0', id: 5, method: 'tools/list' }, of(0)),
    ask(1, { jsonrpc: '2.0', id: 5, method: 'resources/list' }, of(1)),
  ]);
  const answers = calls.filter(({ response }) => response);
  expect(answers).toHaveLength(2);
  for (const { request, response } of answers)
    expect(JSON.stringify(response)).toContain(request?.method === 'tools/list' ? '"tools"' : '"resources"');
});
