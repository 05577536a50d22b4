/** AP-01, AP-02, AP-04, AP-05, OP-11, OP-12: the API as its users and its operator meet it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { run, tempFolder } from '../e2e/service.ts';
import { at, body, call, listAt, textAt, verdict, type Check } from './check.ts';
import { client as as, type Client, type Site } from './site.ts';

const DOCUMENTED =
  '{"request":{"jsonrpc":"2.0","method":"tools/list","id":1},"context":{"user_id":"user123","ip_address":"192.168.1.100"}}';

async function ap01({ tenant, embedded }: Site): Promise<string> {
  for (const one of [await tenant(), as(embedded.url, embedded.key ?? '')]) {
    const given = body(await one.ask('POST', '/validate', DOCUMENTED), 200);
    assert.deepEqual([at(given, '/decision'), at(given, '/status')], ['allow', 200]);
    assert.match(textAt(given, '/id'), /^vrd_/);
  }
  return 'allow, on PostgreSQL and embedded';
}

const OVERLAP_S = 3;
async function ap02({ tenant, neighbour }: Site): Promise<string> {
  const client = await tenant();
  const made = body(await client.ask('POST', '/keys', { name: 'ci', scopes: ['validate'] }), 201);
  const [id, old] = [textAt(made, '/id'), textAt(made, '/key')];
  assert.ok(!JSON.stringify((await client.ask('GET', `/keys/${id}`)).body).includes(old.slice(10)), 'shown only once');
  const rotated = (await client.ask('POST', `/keys/${id}/rotate`, { overlap_seconds: OVERLAP_S })).body;
  const began = Date.now();
  const fresh = textAt(rotated, '/key');
  const status = async (key: string) => (await as(neighbour.url, key).ask('POST', '/validate', DOCUMENTED)).status;
  assert.deepEqual([await status(old), await status(fresh)], [200, 200]);
  assert.equal((await as(neighbour.url, fresh).ask('GET', '/audit')).status, 403);
  await wait(Math.max(0, began + OVERLAP_S * 1_000 + 200 - Date.now()));
  assert.deepEqual([await status(old), await status(fresh)], [401, 200]);
  return `old key ${OVERLAP_S} s of grace, then 401`;
}

const QUOTA = 1_000;
const BURST = 50;
/** The plan lets 10 pass in a second: in batches that fill its burst. */
async function ap04({ signUp }: Site): Promise<string> {
  const client = await signUp();
  const item = JSON.parse(DOCUMENTED) as object;
  for (let used = 0; used < QUOTA;) {
    const reply = await client.ask('POST', '/validate/batch', {
      items: Array.from({ length: BURST - 1 }, () => item).slice(0, QUOTA - used),
    });
    if (reply.status === 200) {
      const results = listAt(reply.body, '/results');
      for (const one of results) assert.equal(at(one, '/decision'), 'allow', JSON.stringify(one).slice(0, 200));
      used += results.length;
    } else {
      assert.equal(at(body(reply, 429), '/code'), 'RATE_LIMITED');
      await wait(Math.max(200, Number(reply.headers.get('retry-after')) * 1_000));
    }
  }
  for (;;) {
    const last = await client.ask('POST', '/validate', DOCUMENTED);
    assert.equal(last.status, 429);
    if (at(last.body, '/code') === 'QUOTA_EXCEEDED') {
      assert.match(textAt(last.body, '/detail'), /\d{4}-\d{2}-01/, 'the reset time');
      const usage = body(await client.ask('GET', '/usage'), 200);
      assert.equal(at(usage, '/used') ?? at(usage, '/verdicts/used'), QUOTA);
      return `call ${QUOTA + 1}: 429 QUOTA_EXCEEDED, ${textAt(last.body, '/detail').match(/\d{4}-\d{2}-01[^ .]*/)?.[0]}`;
    }
    await wait(Math.max(200, Number(last.headers.get('retry-after')) * 1_000));
  }
}

/** What must not depend on how a message came. */
const verdictOf = (given: unknown): unknown => [
  at(given, '/decision'),
  at(given, '/status'),
  at(given, '/risk'),
  at(given, '/reasons'),
  at(given, '/findings'),
];

async function ap05({ tenant }: Site): Promise<string> {
  const client = await tenant();
  const good = [
    { request: call('get', { id: 1 }) },
    JSON.parse(DOCUMENTED) as object,
    { request: call('read_file', { path: '../../etc/passwd' }) },
  ];
  const items = [good[0], { request: 'no message' }, good[1], good[2]];
  const results = listAt(body(await client.ask('POST', '/validate/batch', { items }), 200), '/results');
  assert.equal(results.length, 4);
  for (const [i, at_item] of [0, 2, 3].entries()) {
    const single = await verdict(client, good[i] as object);
    assert.deepEqual(verdictOf(results[at_item]), verdictOf(single.body));
  }
  assert.equal(textAt(results[1], '/error/code'), 'BODY_INVALID');
  assert.deepEqual(
    results.map((one) => at(one, '/item_id')),
    ['0', '1', '2', '3'],
  );
  return '4 results in order, 3 as by single calls, 1 error';
}

type Fault = [number, string, (client: Client, nobody: Client) => ReturnType<Client['ask']>];
const FAULTS: Fault[] = [
  [400, 'JSON_INVALID', (c) => c.ask('POST', '/validate', '{')],
  [401, 'KEY_MISSING', (_, nobody) => nobody.ask('POST', '/validate', DOCUMENTED)],
  [404, 'NOT_FOUND', (c) => c.ask('GET', '/nothing')],
  [404, 'NOT_FOUND', (c) => c.ask('GET', '/policies/pol_00000000000000000000000000')],
  [405, 'METHOD_NOT_ALLOWED', (c) => c.ask('DELETE', '/validate')],
  [413, 'BODY_TOO_LARGE', (c) => c.ask('POST', '/validate', `{"request":{"a":"${'x'.repeat(1_100_000)}"}}`)],
  [415, 'MEDIA_TYPE_UNSUPPORTED', (c) => c.ask('POST', '/validate', DOCUMENTED, { 'Content-Type': 'text/plain' })],
  [422, 'BODY_INVALID', (c) => c.ask('POST', '/validate', { request: {}, unknown: 1 })],
  [422, 'BODY_INVALID', (c) => c.ask('POST', '/policies', { name: 'p', document: { effect: 'dney' } })],
  [422, 'QUERY_INVALID', (c) => c.ask('GET', '/policies?limit=0')],
  [428, 'PRECONDITION_REQUIRED', (c) => c.ask('DELETE', '/policies/pol_00000000000000000000000000')],
  [409, 'PACK_REFUSED', (c) => c.ask('POST', '/packs/slack/install', {})],
];

async function op11({ tenant, neighbour }: Site): Promise<string> {
  const client = await tenant();
  const documented = readFileSync(new URL('../../docs/problems.md', import.meta.url), 'utf8');
  for (const [status, code, ask] of FAULTS) {
    const { headers, body: given, status: came } = await ask(client, as(neighbour.url, ''));
    assert.deepEqual([came, at(given, '/code')], [status, code], JSON.stringify(given)?.slice(0, 300));
    assert.equal(headers.get('content-type'), 'application/problem+json');
    assert.equal(textAt(given, '/type'), `urn:countersign:problem:${code.toLowerCase()}`);
    assert.equal(textAt(given, '/request_id'), headers.get('request-id'));
    assert.ok(documented.includes(code), `${code} stands in docs/problems.md`);
  }
  return `${FAULTS.length} faults, each with a code that docs/problems.md explains`;
}

const WRONG: [Record<string, string>, RegExp][] = [
  [{ PORT: 'eighty' }, /PORT must be a whole number/],
  [{ LOG_LEVEL: 'loud' }, /LOG_LEVEL must be/],
  [{ DATABASE_URL: 'mysql://localhost/x' }, /DATABASE_URL must be a URL that starts with postgres/],
  [{ MASTER_KEY: 'short' }, /MASTER_KEY /],
  [{ PACKS_DIR: '/nowhere/at/all' }, /PACKS_DIR/],
  [{ PACK_PUBLISHERS: 'x' }, /PACK_PUBLISHERS must be/],
];
async function op12(): Promise<string> {
  const folder = await tempFolder();
  try {
    for (const [variables, message] of WRONG) {
      const { code, out, err } = await run('src/main.ts', [], { PORT: '0', ...variables, DATA_DIR: folder.path });
      assert.notEqual(code, 0, JSON.stringify(variables));
      assert.match(out + err, message);
    }
    return `${WRONG.length} wrong settings, each refused by its name`;
  } finally {
    await folder.remove();
  }
}

export const SURFACE: readonly Check[] = [
  { id: 'AP-01', run: ap01 },
  { id: 'AP-02', run: ap02 },
  { id: 'AP-05', run: ap05 },
  { id: 'OP-11', run: op11 },
  { id: 'OP-12', run: op12 },
];
/** Takes some ninety seconds of waiting; runs beside the others. */
export const SLOW: readonly Check[] = [{ id: 'AP-04', run: ap04 }];
