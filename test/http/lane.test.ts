/** What reaches the lean lane is answered, to the byte but for ids and times, as Hono answers it. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openKeySets } from '#adapters/key-sets.ts';
import { openMemoryLimiter } from '#adapters/memory/limiter.ts';
import { openTelemetry } from '#adapters/telemetry.ts';
import { memoryFacts } from '../support/memory-facts.ts';
import { openVault } from '#adapters/vault.ts';
import { foundTenant } from '#app/signup.ts';
import { makeWorld } from '#app/world.ts';
import { judgeClosely } from '#core/judge.ts';
import { BODY_BYTES_MAX } from '#core/json.ts';
import { makeApp } from '#http/app.ts';
import { makeLane } from '#http/lane.ts';
import { makeObserver, refusal } from '#http/observe.ts';
import { listen, type Listening } from '#http/server.ts';
import { openJudging } from '../support/judging.ts';
import { embeddedStores, LIST_TOOLS, type Stores } from './harness.ts';

let stores: Stores;
let servers: Listening[] = [];
let key = '';
const judging = openJudging();
const logs: string[][] = [[], []];

beforeAll(async () => {
  stores = await embeddedStores();
  const shared = { ...stores, limiter_fallback: openMemoryLimiter(), ...memoryFacts(), vault: openVault(new Uint8Array(randomBytes(32))) };
  servers = await Promise.all(
    [true, false].map(async (lean, i) => {
      const world = makeWorld({
        ...shared,
        machine: { now: Date.now, randomBytes: (n) => new Uint8Array(randomBytes(n)) },
        stopwatch: () => performance.now(),
        telemetry: openTelemetry({ level: 'info', destination: { write: (line) => logs[i]?.push(line) } }),
        judge: judgeClosely,
        judging,
        mailer: null,
        journal: null,
        key_sets: openKeySets({ private_networks: false }),
      });
      if (lean) key = (await foundTenant(world, { name: 'lane', email: null, plan: 'standard', posture: 'starter' })).api_key.key;
      const site = { signup: { mode: 'closed' as const, per_hour: 1 }, stopping: new AbortController().signal };
      const options = { world, ...site, trusted_proxy_hops: 0, metrics_token: null, scalar_path: '/nowhere' };
      const observer = makeObserver(world);
      const app = makeApp(options, observer);
      const front = { fetch: app.fetch, refuse: refusal(world), ...(lean && { lane: makeLane(options, observer) }) };
      return listen(front, { port: 0, host: '127.0.0.1', connections_max: 100 });
    }),
  );
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.close(0)));
  await judging.close();
  await stores.close();
});

/** Everything that comes back until the server closes. */
async function exchange(port: number, bytes: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  await once(socket, 'connect');
  for (const part of bytes) {
    socket.write(part);
    await new Promise(setImmediate);
  }
  await closed;
  return Buffer.concat(chunks).toString('latin1');
}

/** Status, headers in order of name, body; without what differs from call to call. */
function comparable(answer: string): { status: string; headers: string[]; body: string } {
  const [head = '', ...rest] = answer.split('\r\n\r\n');
  const [status = '', ...fields] = head.split('\r\n');
  const masked = fields.map((field) =>
    field.replace(/^([^:]+)/, (name) => name.toLowerCase()).replace(/^(date|request-id|ratelimit|content-length|keep-alive): .*/, '$1'),
  );
  const body = rest
    .join('\r\n\r\n')
    .replaceAll(/(req|vrd)_[0-9a-z]{26}/g, '$1_*')
    .replaceAll(/"latency_ms":[0-9.]+/g, '"latency_ms":0')
    .replaceAll(/^[0-9a-f]+\r$/gm, 'length of chunk');
  return { status, headers: masked.sort(), body };
}

const CALL = JSON.stringify(LIST_TOOLS);
const post = (path: string, fields: string[], body: string | Buffer, length = Buffer.byteLength(body)): (string | Buffer)[] => [
  [`POST ${path} HTTP/1.1`, 'Host: here', 'Connection: close', `Content-Length: ${length}`, ...fields, '', ''].join('\r\n'),
  body,
];
const JSON_TYPE = 'Content-Type: application/json';
const hostile = {
  request: { jsonrpc: '2.0', id: 7, method: 'tools/call', params: { name: 'run', arguments: { q: "1' OR 1=1; DROP TABLE users--" } } },
};

const cases: Record<string, (auth: string) => (string | Buffer)[]> = {
  'a call': (auth) => post('/validate', [auth, JSON_TYPE], CALL),
  'a call that is denied': (auth) => post('/validate', [auth, JSON_TYPE], JSON.stringify(hostile)),
  'a batch': (auth) => post('/validate/batch', [auth, JSON_TYPE], JSON.stringify({ items: [LIST_TOOLS, { id: 'x' }, hostile] })),
  'a type with a parameter': (auth) => post('/validate', [auth, 'content-type: Application/JSON; charset="utf-8"'], CALL),
  'another charset': (auth) => post('/validate', [auth, 'Content-Type: application/json; charset=latin1'], CALL),
  'a compressed body': (auth) => post('/validate', [auth, JSON_TYPE, 'Content-Encoding: gzip'], CALL),
  'no type': (auth) => post('/validate', [auth], CALL),
  'two types': (auth) => post('/validate', [auth, JSON_TYPE, JSON_TYPE], CALL),
  'no key': () => post('/validate', [JSON_TYPE], CALL),
  'a bad key': () => post('/validate', [JSON_TYPE, 'Authorization: Bearer cs_live_x'], CALL),
  'two keys': (auth) => post('/validate', [auth, auth, JSON_TYPE], CALL),
  'another scheme': () => post('/validate', [JSON_TYPE, 'Authorization: Basic YTpi'], CALL),
  'an empty body': (auth) => post('/validate', [auth, JSON_TYPE], ''),
  'no body': (auth) => [['POST /validate HTTP/1.1', 'Host: here', 'Connection: close', auth, JSON_TYPE, '', ''].join('\r\n')],
  'no JSON': (auth) => post('/validate', [auth, JSON_TYPE], '{"request":'),
  'no UTF-8': (auth) => post('/validate', [auth, JSON_TYPE], Buffer.from([0x7b, 0xff, 0x7d])),
  'a member that does not exist': (auth) => post('/validate', [auth, JSON_TYPE], '{"request":{},"nope":1}'),
  'members twice': (auth) => post('/validate', [auth, JSON_TYPE], '{"request":{"a":1,"a":2},"context":{},"context":{}}'),
  'a body in chunks': (auth) => [
    ['POST /validate HTTP/1.1', 'Host: here', 'Connection: close', 'Transfer-Encoding: chunked', auth, JSON_TYPE, '', ''].join('\r\n'),
    ...CALL.match(/.{1,20}/g)!.map((part) => `${part.length.toString(16)}\r\n${part}\r\n`),
    '0\r\n\r\n',
  ],
  'a body that is announced too large': (auth) => post('/validate', [auth, JSON_TYPE], '{', BODY_BYTES_MAX + 1),
  'a body as large as may be': (auth) => post('/validate', [auth, JSON_TYPE], CALL.padEnd(BODY_BYTES_MAX)),
  'chunks that grow too large': (auth) => [
    ['POST /validate HTTP/1.1', 'Host: here', 'Connection: close', 'Transfer-Encoding: chunked', auth, JSON_TYPE, '', ''].join('\r\n'),
    ...Array.from({ length: 18 }, () => `10000\r\n${' '.repeat(65_536)}\r\n`),
    '0\r\n\r\n',
  ],
  'a large body with a bad key': () => post('/validate', [JSON_TYPE, 'Authorization: Bearer cs_live_x'], ' '.repeat(400_000)),
  'HTTP/1.0': (auth) => [['POST /validate HTTP/1.0', auth, JSON_TYPE, `Content-Length: ${CALL.length}`, '', ''].join('\r\n'), CALL],
  'a query': (auth) => post('/validate?x=1', [auth, JSON_TYPE], CALL),
  'a path that ends in a slash': (auth) => post('/validate/', [auth, JSON_TYPE], CALL),
  'a stream': (auth) => post('/validate/batch', [auth, 'Content-Type: application/x-ndjson'], `${CALL}\n${JSON.stringify(hostile)}\n`),
  'another method': (auth) => [['GET /validate HTTP/1.1', 'Host: here', 'Connection: close', auth, '', ''].join('\r\n')],
};

it.each(Object.entries(cases))('%s', async (_, request) => {
  const bytes = request(`Authorization: Bearer ${key}`);
  const [lean = '', plain = ''] = await Promise.all(servers.map(({ port }) => exchange(port, bytes)));
  expect(comparable(lean)).toEqual(comparable(plain));
  expect(lean).toMatch(/^HTTP\/1\.1 \d{3} /);
});

const shown = (lines: string[] = []): string[] =>
  lines
    .map((line) => JSON.stringify({ ...JSON.parse(line), time: 0, request_id: '', duration_ms: 0 }))
    .map((line) => line.replace(/"(\w+_ms)":[\d.]+/g, '"$1":0'))
    .sort();

it('a call leaves the same line in the log by either way, but for ids and times', () => {
  expect(shown(logs[0])).toEqual(shown(logs[1]));
  expect(logs[0]?.length).toBeGreaterThan(20);
});

it('a peer that hangs up in the middle of a body harms nobody', async () => {
  const [lean] = servers;
  const auth = `Authorization: Bearer ${key}`;
  const socket = connect(lean?.port ?? 0, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(post('/validate', [auth, JSON_TYPE], '{"request"', 500).join(''));
  await new Promise((resolve) => setTimeout(resolve, 20));
  socket.destroy();
  expect(comparable(await exchange(lean?.port ?? 0, post('/validate', [auth, JSON_TYPE], CALL))).status).toBe('HTTP/1.1 200 OK');
});
