/** What peers do to sockets, on purpose or not. */
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { HEADERS_MS } from '#http/server.ts';
import { UNREAD_MS } from '#http/unread.ts';
import { get, MESSAGE, post, startService, tempFolder, type Running } from './service.ts';

const usage = z.looseObject({ used: z.number() });
const result = z.looseObject({
  item_id: z.string(),
  decision: z.string().optional(),
  error: z.looseObject({ code: z.string() }).optional(),
});

let folder: Awaited<ReturnType<typeof tempFolder>>;
let service: Running;
let key: string;
beforeAll(async () => {
  folder = await tempFolder();
  service = await startService({ DATA_DIR: folder.path, EXPECTS_KEY: 'yes' });
  key = service.key ?? '';
});
afterAll(async () => {
  await service.stop('SIGKILL');
  await folder.remove();
});

const used = async (): Promise<number> => usage.parse(await (await get(service, '/usage', key)).json()).used;

/** All that the peer sends until it closes. */
async function exchange(text: string): Promise<string> {
  const socket = connect(service.port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => (answer += chunk.toString()));
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

it('a stream of 3,000 lines with a broken one in the middle is answered line by line', async () => {
  const lines = Array<string>(3_000).fill(MESSAGE).with(1_500, '{"request":{"jsonrpc"');
  const text = await (await post(service, '/validate/batch', key, lines.join('\n'), 'application/x-ndjson')).text();
  const results = text
    .trimEnd()
    .split('\n')
    .map((line) => result.parse(JSON.parse(line)));
  expect(results).toHaveLength(3_000);
  expect(results.findIndex((r) => r.error)).toBe(1_500);
  expect(results.filter((r) => r.decision === 'allow')).toHaveLength(2_999);
});

it('answers come while the stream is still being sent', async () => {
  const call = request({
    port: service.port,
    host: '127.0.0.1',
    path: '/validate/batch',
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/x-ndjson' },
  });
  call.write(`${MESSAGE}\n`);
  const [response] = await once(call, 'response');
  const seen: string[] = [];
  for await (const chunk of response) {
    seen.push(...String(chunk).trimEnd().split('\n'));
    if (seen.length === 1) call.end(`${MESSAGE}\n`);
  }
  expect(seen.map((line) => result.parse(JSON.parse(line)).item_id)).toEqual(['0', '1']);
});

it('a peer that hangs up in mid-stream stops the work', async () => {
  const call = request({
    port: service.port,
    host: '127.0.0.1',
    path: '/validate/batch',
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/x-ndjson' },
  });
  call.on('error', () => {});
  const before = await used();
  call.write(`${MESSAGE}\n`.repeat(20_000));
  const [response] = await once(call, 'response');
  response.on('error', () => {});
  await once(response, 'data');
  call.destroy();
  let [last, now] = [-1, await used()];
  while (now !== last) [last, now] = [now, await used()];
  expect(now).toBeGreaterThan(before);
  expect(now).toBeLessThan(before + 20_000);
  expect((await post(service, '/validate', key, MESSAGE)).status).toBe(200);
});

it('a body that announces too much is refused without being read', async () => {
  const answer = await exchange(
    `POST /validate HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: 99999999\r\n\r\n{`,
  );
  expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  expect(answer).toContain('"code":"BODY_TOO_LARGE"');
});

it.each([
  ['a request that makes no URL', 'GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n'],
  ['a request without a host', 'GET /livez HTTP/1.1\r\nConnection: close\r\n\r\n'],
  ['what is no HTTP', 'hello\r\n\r\n'],
  ['two lengths', 'POST /validate HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}'],
  ['a broken chunk', 'POST /validate HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
])('%s is a problem with a request id', async (_, text) => {
  const answer = await exchange(text);
  expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /);
  const id = /^request-id: (req_\w+)\r$/im.exec(answer)?.[1];
  expect(answer).toContain(`"request_id":"${id}"`);
});

it('an expectation that nobody knows is left alone', async () => {
  expect(await exchange('GET /livez HTTP/1.1\r\nHost: a\r\nExpect: a-miracle\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 200 /);
});

/** How long a peer that sends `head`, and then `drop` every `pause_ms`, is put up with. */
async function patienceWith(head: string, drop: string, pause_ms: number): Promise<number> {
  const started = performance.now();
  const socket = connect(service.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(head);
  const drip = setInterval(() => socket.write(drop), pause_ms);
  socket.resume();
  await once(socket, 'close');
  clearInterval(drip);
  return performance.now() - started;
}

it('a body that nobody reads does not hold its connection by trickling in', async () => {
  const patience_ms = await patienceWith('GET /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n', 'x', 100);
  expect(patience_ms).toBeLessThan(UNREAD_MS + 3_000);
});

it('a peer that trickles its headers is cut off', async () => {
  const patience_ms = await patienceWith('POST /validate HTTP/1.1\r\nHost: x\r\n', 'X-Drip: 1\r\n', 500);
  expect(patience_ms).toBeLessThan(HEADERS_MS + 3_000);
});

it('SIGTERM ends streams in order, busy or idle, with an answer to each line that was judged', async () => {
  const other = await tempFolder();
  const lone = await startService({ DATA_DIR: other.path, EXPECTS_KEY: 'yes' });
  const opened = await Promise.all(
    [true, false].map(async (busy) => {
      const headers = { Authorization: `Bearer ${lone.key}`, 'Content-Type': 'application/x-ndjson' };
      const call = request({ port: lone.port, host: '127.0.0.1', path: '/validate/batch', method: 'POST', headers });
      call.on('error', () => {});
      call.write(`${MESSAGE}\n`);
      const [response] = await once(call, 'response');
      const drip = setInterval(() => busy && call.write(`${MESSAGE}\n`), 5);
      return { call, response, drip };
    }),
  );
  const started = performance.now();
  const code = lone.stop('SIGTERM');
  let answers = 0;
  for (const { call, response, drip } of opened) {
    let text = '';
    for await (const chunk of response) text += String(chunk);
    expect(response.complete).toBe(true);
    answers += text.split('\n').filter((line) => line && result.parse(JSON.parse(line)).decision === 'allow').length;
    clearInterval(drip);
    call.destroy();
  }
  expect(await code).toBe(0);
  expect(performance.now() - started).toBeLessThan(10_000);
  const again = await startService({ DATA_DIR: other.path });
  expect(usage.parse(await (await get(again, '/usage', lone.key ?? '')).json()).used).toBe(answers);
  await again.stop('SIGTERM');
  await other.remove();
}, 60_000);

it('SIGTERM finishes what is in flight, and ends with 0', async () => {
  const calls = Array.from({ length: 20 }, () => post(service, '/validate', key, MESSAGE));
  await calls[0];
  const code = service.stop('SIGTERM');
  const statuses = await Promise.all(calls.map((call) => call.then((r) => r.status)));
  expect(statuses).toEqual(Array(20).fill(200));
  expect(await code).toBe(0);
});

it('SHUTDOWN_DELAY_MS: while it is going down it says that it is not ready, answers, and bids farewell', async () => {
  const home = await tempFolder();
  const leaving = await startService({ DATA_DIR: home.path, EXPECTS_KEY: 'yes', SHUTDOWN_DELAY_MS: '2000' });
  const code = leaving.stop('SIGTERM');
  const readiness = async (): Promise<number> => (await fetch(`${leaving.url}/readyz`)).status;
  for (let status = 200; status === 200;) status = await readiness();
  expect(await readiness()).toBe(503);
  const answer = await post(leaving, '/validate', leaving.key ?? '', MESSAGE);
  expect([answer.status, answer.headers.get('connection')]).toEqual([200, 'close']);
  expect(await code).toBe(0);
  await home.remove();
});
