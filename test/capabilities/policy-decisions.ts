/** PE-01 … PE-09, PE-14: what policies decide. */
import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { at, body, call, enforce, expectDecision, textAt, verdict, type Check } from './check.ts';
import type { Client, Site } from './site.ts';

const ANA = { user_id: 'ana', session_id: 's-1' };
const ofArgument = (name: string) => ({ args: { [`/${name}`]: { max: 10 } } });

/** Makes a policy that is stored only when all its tests pass; the same with an expectation turned round must be refused. */
async function storedByTests(client: Client, name: string, document: object, tests: { expect: { decision: string } }[]): Promise<number> {
  body(await client.ask('POST', '/policies', { name, document, tests, mode: 'off' }), 201);
  const [first, ...rest] = tests;
  const turned = { ...first!, expect: { decision: first!.expect.decision === 'allow' ? 'deny' : 'allow' } };
  const refused = await client.ask('POST', '/policies', { name, document, tests: [turned, ...rest], mode: 'off' });
  assert.equal(at(body(refused, 422), '/code'), 'POLICY_TESTS_FAILED');
  return tests.length;
}

async function pe01({ tenant }: Site): Promise<string> {
  const client = await tenant();
  const scopes = {
    a: { users: ['ana'] },
    b: { tools: ['transfer'] },
    c: { methods: ['tools/call'] },
    d: { global: true },
  };
  const ids = new Map<string, string>();
  for (const [name, target] of Object.entries(scopes))
    ids.set(name, await enforce(client, name, { effect: 'require', target, require: ofArgument(name) }));
  const good = { a: 1, b: 1, c: 1, d: 1 };
  const ask = (args: object) => verdict(client, { request: call('transfer', args), context: ANA });
  expectDecision(await ask(good), 'allow');
  for (const [name, id] of ids) {
    const given = await ask({ ...good, [name]: 11 });
    expectDecision(given, 'deny', ['ARGUMENT_RESTRICTION']);
    assert.deepEqual(given.policies, [id], `${name} alone has failed`);
  }
  const all = await ask({ a: 11, b: 11, c: 11, d: 11 });
  assert.deepEqual(new Set(all.policies), new Set(ids.values()));
  body(await client.ask('PATCH', '/tenant', { tool_groups: { payments: ['trans*'] } }), 200);
  const grouped = await enforce(client, 'grouped', { effect: 'require', target: { tool_groups: ['payments'] }, require: ofArgument('e') });
  assert.deepEqual((await ask({ ...good, e: 11 })).policies, [grouped], 'the tool group alone has failed');
  expectDecision(await ask({ ...good, e: 1 }), 'allow');
  return '4 scopes, each named alone, 4 of 4 together; a tool group of the tenant’s own';
}

async function pe02({ tenant }: Site): Promise<string> {
  const message = { request: call('anything'), context: ANA };
  expectDecision(await verdict(await tenant({ posture: 'starter' }), message), 'allow');
  expectDecision(await verdict(await tenant({ posture: 'strict' }), message), 'deny', ['NO_PERMIT']);
  return 'starter allow, strict deny NO_PERMIT';
}

async function pe03({ tenant }: Site): Promise<string> {
  const client = await tenant();
  const hour = (new Date().getUTCHours() + 12) % 24;
  await enforce(client, 'all four', {
    effect: 'require',
    require: {
      limits: [{ id: 'none', key: 'principal', window: '1h', max: 0 }],
      trust: { min: 0.7 },
      location: { ip_allow: ['10.0.0.0/8'] },
      time: { tz: 'UTC', allowed_hours: [hour] },
    },
  });
  const given = await verdict(client, { request: call('x'), context: { ...ANA, ip_address: '203.0.113.7' } });
  assert.deepEqual(given.codes, ['TIME_RESTRICTION', 'LOCATION_RESTRICTION', 'TRUST_REQUIREMENT', 'RESOURCE_LIMIT']);
  return given.codes.join(' > ');
}

async function pe04({ tenant }: Site): Promise<string> {
  const document = { effect: 'require', require: { time: { tz: 'Europe/Berlin', windows: [{ from: '22:00', to: '06:00' }] } } };
  const moments: [string, string][] = [
    ['2026-01-14T22:30:00Z', 'allow'],
    ['2026-01-14T12:00:00Z', 'deny'],
    // Clocks go forward in the night to 29 March 2026, back in the night to 25 October.
    ['2026-03-28T20:59:00Z', 'deny'],
    ['2026-03-28T21:00:00Z', 'allow'],
    ['2026-03-29T03:59:00Z', 'allow'],
    ['2026-03-29T04:00:00Z', 'deny'],
    ['2026-10-24T19:59:00Z', 'deny'],
    ['2026-10-24T20:00:00Z', 'allow'],
    ['2026-10-25T04:59:00Z', 'allow'],
    ['2026-10-25T05:00:00Z', 'deny'],
  ];
  const tests = moments.map(([now, decision]) => ({ name: now, request: call('x'), facts: { now }, expect: { decision } }));
  return `${await storedByTests(await tenant(), 'night shift', document, tests)} moments, 8 of them on days of a change of clocks`;
}

async function pe05({ tenant }: Site): Promise<string> {
  const client = await tenant();
  await enforce(client, 'office', { effect: 'require', require: { location: { ip_allow: ['10.0.0.0/8', '2001:db8::/32'] } } });
  const addresses: [string | undefined, string][] = [
    ['::ffff:10.0.0.1', 'allow'],
    ['10.1.2.3', 'allow'],
    ['2001:db8::7', 'allow'],
    ['11.0.0.1', 'deny'],
    ['::ffff:11.0.0.1', 'deny'],
    ['2001:db9::7', 'deny'],
    [undefined, 'deny'],
  ];
  for (const [ip_address, decision] of addresses)
    expectDecision(await verdict(client, { request: call('x'), context: { ...ANA, ...(ip_address && { ip_address }) } }), decision);
  return `${addresses.length} addresses`;
}

export async function listed(client: Client, name: string, network: string): Promise<void> {
  const made = await client.ask('PUT', `/lists/${name}`, { kind: 'networks', entries: [network] });
  assert.ok([200, 201].includes(made.status), `PUT /lists/${name}: ${made.status} ${JSON.stringify(made.body)}`);
  await enforce(client, `not ${name}`, { effect: 'require', require: { location: { ip_lists: { deny: [name] } } } });
}

async function pe06({ tenant }: Site): Promise<string> {
  const client = await tenant();
  await listed(client, 'spamhaus-drop', '203.0.113.0/24');
  const from = (ip_address: string) => verdict(client, { request: call('x'), context: { ...ANA, ip_address } });
  expectDecision(await from('203.0.113.9'), 'deny', ['LOCATION_RESTRICTION']);
  expectDecision(await from('198.51.100.9'), 'allow');
  return 'listed deny, other allow';
}

/** Addresses of the test database of places (`test/support/mmdb.ts`). */
const PLACES = { US: '8.8.8.8', DE: '5.1.2.3', private: '192.168.1.1' };
async function pe07({ tenant }: Site): Promise<string> {
  const client = await tenant();
  await enforce(client, 'from Germany', { effect: 'require', require: { location: { countries: ['DE'] } } });
  const from = (ip_address: string) => verdict(client, { request: call('x'), context: { ...ANA, ip_address } });
  expectDecision(await from(PLACES.US), 'deny', ['LOCATION_RESTRICTION']);
  expectDecision(await from(PLACES.private), 'deny', ['COUNTRY_UNKNOWN']);
  expectDecision(await from(PLACES.DE), 'allow');
  return 'US deny, private COUNTRY_UNKNOWN, DE allow';
}

async function pe08({ tenant }: Site): Promise<string> {
  const client = await tenant();
  const document = { effect: 'require', target: { tools: ['export_all'] }, require: { trust: { min: 0.9 } } };
  const tests = [
    {
      name: 'below',
      request: call('export_all'),
      facts: { trust: { score: 0.89 } },
      expect: { decision: 'deny', reasons: ['TRUST_REQUIREMENT'] },
    },
    { name: 'at', request: call('export_all'), facts: { trust: { score: 0.9 } }, expect: { decision: 'allow' } },
    { name: 'another tool', request: call('get'), facts: { trust: { score: 0.1 } }, expect: { decision: 'allow' } },
    { name: 'unknown', request: call('export_all'), expect: { decision: 'deny' } },
  ];
  await storedByTests(client, 'trusted', document, tests);
  await enforce(client, 'in force', document);
  expectDecision(await verdict(client, { request: call('export_all'), context: ANA }), 'deny', ['TRUST_REQUIREMENT']);
  expectDecision(await verdict(client, { request: call('get'), context: ANA }), 'allow');
  return '.89 deny, .90 allow, unknown deny';
}

/** After which every process knows of a change. */
const SEEN_MS = 2_000;
async function pe09({ tenant, hosted }: Site): Promise<string> {
  const client = await tenant();
  await enforce(client, 'ten an hour', {
    effect: 'require',
    target: { tools: ['count'] },
    require: { limits: [{ id: 'calls', key: 'principal', window: '1h', max: 10 }] },
  });
  await enforce(client, 'no x', { effect: 'deny', target: { tools: ['count'] }, require: { args: { '/x': { equals: 'bad' } } } });
  const ask = (user_id: string, x: string, from: Client = client) =>
    verdict(from, { request: call('count', { x }), context: { user_id, session_id: user_id } });
  const other = client.on(hosted.url);
  await wait(SEEN_MS);
  const given = await Promise.all(Array.from({ length: 20 }, (_, i) => ask('parallel', 'good', i % 2 ? other : client)));
  const allowed = given.filter(({ decision }) => decision === 'allow').length;
  assert.equal(allowed, 10);
  for (const one of given.filter(({ decision }) => decision !== 'allow')) expectDecision(one, 'deny', ['RESOURCE_LIMIT']);
  for (let i = 0; i < 15; i++) expectDecision(await ask('refused', 'bad'), 'deny', ['POLICY_DENIED']);
  for (let i = 0; i < 10; i++) expectDecision(await ask('refused', 'good'), 'allow');
  expectDecision(await ask('refused', 'good'), 'deny', ['RESOURCE_LIMIT']);
  const begun = await inFlight(client, other);
  return `${allowed} of 20 parallel calls on 3 processes; 15 denied calls consumed nothing; ${begun} of 20 in flight at once, one more for each that is answered`;
}

const slowly = (id: number) => ({ ...call('slow'), id });
/** Begun by way of two processes and answered by way of the other. */
async function inFlight(client: Client, other: Client): Promise<number> {
  const max = 4;
  await enforce(client, 'at once', {
    effect: 'require',
    target: { tools: ['slow'] },
    require: { limits: [{ id: 'flight', key: 'principal', window: '1h', max, measure: 'concurrency' }] },
  });
  await wait(SEEN_MS);
  const context = { user_id: 'flight', session_id: 'flight' };
  const begin = (id: number) => verdict(id % 2 ? other : client, { request: slowly(id), context });
  const given = await Promise.all(Array.from({ length: 20 }, (_, id) => begin(id)));
  const begun = given.flatMap(({ decision }, id) => (decision === 'allow' ? [id] : []));
  assert.equal(begun.length, max);
  const response = { jsonrpc: '2.0', id: begun[0]!, result: { content: [] } };
  const answered = await verdict(begun[0]! % 2 ? client : other, { request: slowly(begun[0]!), response, context });
  expectDecision(answered, 'allow');
  expectDecision(await begin(20), 'allow');
  expectDecision(await begin(21), 'deny', ['RESOURCE_LIMIT']);
  return begun.length;
}

async function pe14({ tenant }: Site): Promise<string> {
  const client = await tenant({ posture: 'strict' });
  await enforce(client, 'what is known', { effect: 'allow', target: { tools: ['get_*'] } });
  expectDecision(await verdict(client, { request: call('unheard_of'), context: ANA }), 'deny', ['NO_PERMIT']);
  expectDecision(await verdict(client, { request: call('get_ticket'), context: ANA }), 'allow');
  expectDecision(await verdict(client, { request: { jsonrpc: '2.0', id: 1, method: 'tools/list' }, context: ANA }), 'allow');
  assert.equal(textAt((await client.ask('GET', '/tenant')).body, '/posture'), 'strict');
  return 'unknown tool NO_PERMIT, known one allow, listing allow';
}

export const POLICY_DECISIONS: readonly Check[] = [
  { id: 'PE-01', run: pe01 },
  { id: 'PE-02', run: pe02 },
  { id: 'PE-03', run: pe03 },
  { id: 'PE-04', run: pe04 },
  { id: 'PE-05', run: pe05 },
  { id: 'PE-06', run: pe06 },
  { id: 'PE-07', run: pe07 },
  { id: 'PE-08', run: pe08 },
  { id: 'PE-09', run: pe09 },
  { id: 'PE-14', run: pe14 },
];
