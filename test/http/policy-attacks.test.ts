/** Ways around a policy, tried over HTTP: what is restricted stays restricted however it is called, and a grant grants what it says. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openKeySets } from '#adapters/key-sets.ts';
import { newKey, openIssuer, sign } from '../support/issuer.ts';
import { freshRedisFacts } from '../support/stores.ts';
import { hostedStores, openHarness, type Harness, type Stores, type Tenancy } from './harness.ts';

let stores: Stores;
let harness: Harness;
let tenant: Tenancy;
beforeAll(async () => {
  stores = await hostedStores();
  harness = await openHarness(stores, { key_sets: openKeySets({ private_networks: true }) });
  tenant = await harness.tenant();
});
afterAll(() => harness.close());

type Call = { name: string; args?: object; server?: string; context?: object; tool?: object };
type Answer = { decision: string; reasons: { code: string }[] };
const messageOf = ({ name, args = {}, server, context, tool }: Call): object => ({
  request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } },
  ...(server !== undefined && { server: { name: server } }),
  ...(context && { context }),
  ...(tool && { tool }),
});
const answerTo = async (path: string, json: object, key = tenant.key): Promise<Answer> => {
  const response = await harness.ask('POST', path, { key, json });
  expect(response.status, await response.clone().text()).toBe(200);
  return (await response.json()) as Answer;
};
const evaluate = (document: object, message: object, posture = 'starter') =>
  answerTo('/policies/evaluate', { policies: [{ id: 'p', document }], posture, ...message });
const codes = ({ decision, reasons }: Answer): string => [decision, ...reasons.map(({ code }) => code)].join(' ');
const read = (uri: string): object => ({ request: { jsonrpc: '2.0', id: 1, method: 'resources/read', params: { uri } } });

const DENY = { effect: 'deny', target: { tools: ['delete_*'] } };
const deny = (require: object): object => ({ effect: 'deny', target: { tools: ['t'] }, require });
const MANY = Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`k${i}`, i]));
const UNREACHED = { '/path': { like: '/srv/*' } };

describe('a denial binds', () => {
  it.each<[string, object, Call]>([
    ['another case', DENY, { name: 'Delete_User' }],
    ['full width', DENY, { name: '\uff44elete_user' }],
    ['look-alikes', DENY, { name: 'd\u0435lete_user' }],
    ['what shows nothing', DENY, { name: 'de\u00adle\u200bte_user' }],
    ['white space', { tools: { deny: ['delete_user'] } }, { name: 'delete_user ' }],
    ['an exact name in another case', { effect: 'deny', target: { tools: ['db/drop'] } }, { name: 'DROP', server: 'db' }],
    ['a call that names no server', { effect: 'deny', target: { tools: ['db/drop'] } }, { name: 'drop' }],
    ['a call that names an empty server', { effect: 'deny', target: { tools: ['db/dr*'] } }, { name: 'drop', server: '' }],
    ['a call that names no server, in a list', { tools: { deny: ['db/dr*'] } }, { name: 'drop' }],
    ['a server that is not named', { effect: 'deny', target: { servers: ['db'], tools: ['drop'] } }, { name: 'drop' }],
    [
      'a guest who is an agent',
      { effect: 'deny', target: { roles: ['guest'] } },
      { name: 't', context: { agent_id: 'a', roles: ['guest'] } },
    ],
    ['a guest who is nobody', { effect: 'deny', target: { roles: ['guest'] } }, { name: 't', context: { roles: ['guest'] } }],
    ['more arguments than are looked at', deny({ args: UNREACHED }), { name: 't', args: { ...MANY, path: '/srv/a' } }],
    ['deeper arguments than are looked at', deny({ args: UNREACHED }), { name: 't', args: { path: deep('/srv/a', 50) } }],
    ['a list in place of a text', deny({ args: UNREACHED }), { name: 't', args: { path: ['/srv/a'] } }],
    ['a text in place of a list', deny({ args: { '/to/*': { like: '*@evil.example' } } }), { name: 't', args: { to: 'a@evil.example' } }],
    [
      'one of several',
      deny({ args: { '/to/*': { like: '*@evil.example' } } }),
      { name: 't', args: { to: ['b@c.example', 'a@evil.example'] } },
    ],
    ['a number in a text', deny({ args: { '/amount': { min: 1_000 } } }), { name: 't', args: { amount: ' 5e3' } }],
    ['what is no number', deny({ args: { '/amount': { min: 1_000 } } }), { name: 't', args: { amount: '5,000' } }],
    ['more digits than Cedar has', deny({ args: { '/amount': { min: 1_000 } } }), { name: 't', args: { amount: 5_000.000_01 } }],
    ['a number beyond all', deny({ args: { '/amount': { min: 1_000 } } }), { name: 't', args: { amount: 1e300 } }],
    [
      'a text that takes too long',
      deny({ args: { '/q': { matches: '[a-z]*drop[a-z]*' } } }),
      { name: 't', args: { q: `${'x'.repeat(60_000)}drop` } },
    ],
    ['a list that is not there', deny({ args: { '/to': { inList: 'blocked' } } }), { name: 't', args: { to: 'x' } }],
    ['an unknown country', deny({ location: { countries: ['KP'] } }), { name: 't', context: { ip_address: '8.8.8.8' } }],
    ['no address', deny({ location: { ip_allow: ['10.0.0.0/8'] } }), { name: 't' }],
    [
      'a list of networks that is not there',
      deny({ location: { ip_lists: { allow: ['tor'] } } }),
      { name: 't', context: { ip_address: '8.8.8.8' } },
    ],
    ['unknown trust', deny({ trust: { min: 0.9 } }), { name: 't' }],
  ])('%s', async (_, document, call) => {
    expect((await evaluate(document, messageOf(call))).decision).toBe('deny');
  });

  it.each<[string, object, Call]>([
    ['another tool', DENY, { name: 'read_user' }],
    ['another server', { effect: 'deny', target: { tools: ['db/drop'] } }, { name: 'drop', server: 'files' }],
    ['no server, where all tools of one are denied', { tools: { deny: ['db/*'] } }, { name: 'drop' }],
    ['no server, where one is denied', { effect: 'deny', target: { servers: ['db'] } }, { name: 'drop' }],
    ['another tool of no server', { effect: 'deny', target: { tools: ['db/drop'] } }, { name: 'read' }],
    ['another value', deny({ args: UNREACHED }), { name: 't', args: { path: '/tmp/a' } }],
    ['nothing there', deny({ args: UNREACHED }), { name: 't' }],
    ['none of several', deny({ args: { '/to/*': { like: '*@evil.example' } } }), { name: 't', args: { to: ['b@c.example'] } }],
    [
      'a lower amount, with its currency',
      deny({ args: { '/amount': { min: 1_000 } } }),
      { name: 't', args: { amount: { value: 5, in: 'EUR' } } },
    ],
    [
      'an unknown country, where that is no matter',
      deny({ location: { countries: ['KP'], unknown: 'allow' } }),
      { name: 't', context: { ip_address: '8.8.8.8' } },
    ],
  ])('and does not bind %s', async (_, document, call) => {
    expect((await evaluate(document, messageOf(call))).decision).toBe('allow');
  });

  it.each(['FILE:///d%61ta/x', 'file://localhost/data/x', 'file:/data/x', 'file:///tmp/../data/x', 'file:///tmp/%2e%2e/data/x'])(
    'the resource %s',
    async (uri) => {
      expect((await evaluate({ effect: 'deny', target: { resources: ['file:///data/*'] } }, read(uri))).decision).toBe('deny');
    },
  );
});

function deep(value: unknown, levels: number): unknown {
  return levels === 0 ? value : deep({ a: value }, levels - 1);
}

const allow = (...tools: string[]): object => ({ effect: 'allow', target: { tools } });
describe('a grant does not take in', () => {
  it.each<[string, object, Call]>([
    ["a tool that has taken another server's name", allow('github/create_issue'), { name: 'github/create_issue', server: 'evil' }],
    ['the same by a pattern', allow('github/*'), { name: 'github/create_issue', server: 'evil' }],
    ['the same in a list', { tools: { allow: ['github/*'] } }, { name: 'github/create_issue', server: 'evil' }],
    ['a server that begins like a tool', allow('search*'), { name: 'drop_index', server: 'search-admin' }],
    ['a tool in another case', allow('read'), { name: 'READ' }],
    ['a look-alike', allow('read'), { name: 're\u0430d' }],
    ['no server', allow('github/create_issue'), { name: 'create_issue' }],
    [
      'a group in Cedar that is a name in full',
      { cedar: 'permit (principal, action, resource in Tool::"gh/x");' },
      { name: 'gh/x', server: 'evil' },
    ],
    [
      'the same among others',
      { cedar: 'permit (principal, action, resource) when { resource in [Tool::"gh/x", Tool::"y"] };' },
      { name: 'gh/x', server: 'evil' },
    ],
    [
      'an entity among the arguments',
      { cedar: 'permit (principal, action, resource) when { context.args.hasTag("who") && context.args.getTag("who") == "admin" };' },
      { name: 't', args: { who: { __entity: { type: 'Mcp::Role', id: 'admin' } } } },
    ],
    ['who only says which user he is', { effect: 'allow', target: { users: ['ann'] } }, { name: 't', context: { user_id: 'ann' } }],
    [
      'who only says which role he has',
      { effect: 'allow', target: { roles: ['admin'] } },
      { name: 't', context: { user_id: 'a', roles: ['admin', ['admin']].flat() } },
    ],
    [
      'an optional argument that is another',
      { effect: 'require', require: { args: { '/path': { notLike: '*/etc/*', optional: true } } } },
      { name: 't', args: { path: ['/etc/passwd'] } },
    ],
    [
      'the same below a list',
      { effect: 'require', require: { args: { '/to/*': { inList: 'x', optional: true } } } },
      { name: 't', args: { to: 'x' } },
    ],
  ])('%s', async (_, document, call) => {
    expect((await evaluate(document, messageOf(call), 'strict')).decision).toBe('deny');
  });

  it.each([
    'file:///data/../home/a.txt',
    'file:///data/%2e%2e/home/a.txt',
    'file:///data/%252e%252e%252fhome',
    'file:///data\\..\\home/a.txt',
  ])('the resource %s', async (uri) => {
    const document = { effect: 'allow', target: { resources: ['file:///data/*'] } };
    expect((await evaluate(document, read(uri), 'strict')).decision).toBe('deny');
    expect((await evaluate(document, read('file:///data/a/../b.txt'), 'strict')).decision).toBe('allow');
  });

  it("an action whose name may be another server's tool, which is no policy", async () => {
    const cedar = 'permit (principal, action == Action::"a____b", resource);';
    const made = await harness.ask('POST', '/policies', { key: tenant.key, json: { name: 'p', document: { cedar } } });
    expect([made.status, await made.text()]).toEqual([422, expect.stringContaining('more than one server')]);
  });

  it('an agent who is only said to act, beside a user who is proved', async () => {
    const own = await harness.tenant({ posture: 'strict' });
    const key = await newKey('k');
    const issuer = await openIssuer({ keys: [key.jwk] });
    try {
      const issuers = [{ issuer: 'https://login.example', audiences: ['mcp'], jwks_uri: issuer.uri }];
      const set = async (patch: object) => expect((await harness.ask('PATCH', '/tenant', { key: own.key, json: patch })).status).toBe(200);
      await set({ issuers });
      const document = { effect: 'allow', target: { agents: ['robot'], tools: ['t'] } };
      expect((await harness.ask('POST', '/policies', { key: own.key, json: { name: 'p', document } })).status).toBe(201);
      const now_s = Math.floor(harness.clock.now_ms / 1_000);
      const token = await sign(key, { iss: 'https://login.example', aud: 'mcp', sub: 'ann', exp: now_s + 600 });
      const call = messageOf({ name: 't', context: { token, agent_id: 'robot' } });
      expect(codes(await answerTo('/validate', call, own.key))).toBe('deny NO_PERMIT');
      await set({ trust_asserted_roles: true });
      expect(codes(await answerTo('/validate', call, own.key))).toBe('allow');
    } finally {
      await issuer.close();
    }
  });
});

describe('several at once', () => {
  it('of a batch one that is denied denies all, and in a batch of ours each stands alone', async () => {
    const own = await harness.tenant();
    expect((await harness.ask('POST', '/policies', { key: own.key, json: { name: 'p', document: DENY } })).status).toBe(201);
    const request = ['read', 'DELETE_all'].map((name, id) => ({
      jsonrpc: '2.0',
      id,
      method: 'tools/call',
      params: { name, arguments: {} },
    }));
    expect((await answerTo('/validate', { request, context: { protocol_version: '2025-03-26' } }, own.key)).decision).toBe('deny');
    const items = ['read', 'DELETE_all', 'read'].map((name) => messageOf({ name }));
    const { results } = (await answerTo('/validate/batch', { items }, own.key)) as unknown as { results: Answer[] };
    expect(results.map(({ decision }) => decision)).toEqual(['allow', 'deny', 'allow']);
  });

  it('names that stand twice: in the message a fault, beside it a problem', async () => {
    const twice = '{"request":{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","name":"delete_all"}}}';
    const verdict = await harness.ask('POST', '/validate', { key: tenant.key, raw: twice });
    expect(codes((await verdict.json()) as Answer)).toContain('deny PROTOCOL_VIOLATION');
    const user = '{"request":{"jsonrpc":"2.0","id":1,"method":"ping"},"context":{"user_id":"ann","user_id":"eve"}}';
    expect((await harness.ask('POST', '/validate', { key: tenant.key, raw: user })).status).toBe(400);
  });

  it('a limit holds over two processes, 20 calls at once, whatever the case of the name', async () => {
    const own = await harness.tenant();
    const a = await freshRedisFacts();
    const b = await freshRedisFacts(a.key_prefix);
    const sites: Harness[] = [];
    for (const facts of [a, b])
      sites.push(
        await openHarness(
          { ...stores, counters: facts.counters, history: facts.history, close: facts.close },
          { vault: harness.world.vault },
        ),
      );
    const document = {
      effect: 'require',
      target: { tools: ['pay'] },
      require: { limits: [{ id: 'l', key: 'principal+tool', window: '1h', max: 7 }] },
    };
    expect((await harness.ask('POST', '/policies', { key: own.key, json: { name: 'p', document } })).status).toBe(201);
    const answers = await Promise.all(
      Array.from({ length: 20 }, async (_, i) => {
        const call = messageOf({ name: i % 3 ? 'pay' : 'Pay', context: { user_id: 'ann' } });
        const response = await sites[i % 2]!.ask('POST', '/validate', { key: own.key, json: call });
        return ((await response.json()) as Answer).decision;
      }),
    );
    expect(answers.filter((decision) => decision === 'allow')).toHaveLength(7);
    for (const site of sites) await site.close();
  });

  it('of two who replace one version in two processes, one gets 412', async () => {
    const other = await openHarness({ ...stores, close: async () => {} }, { vault: harness.world.vault });
    const made = await harness.ask('POST', '/policies', { key: tenant.key, json: { name: 'race', mode: 'off', document: DENY } });
    const { id } = (await made.json()) as { id: string };
    const headers = { 'If-Match': made.headers.get('etag')! };
    const put = (at: Harness, name: string) =>
      at.ask('PUT', `/policies/${id}`, { key: tenant.key, json: { name, mode: 'off', document: DENY }, headers });
    const statuses = (await Promise.all([put(harness, 'a'), put(other, 'b')])).map(({ status }) => status);
    expect(statuses.sort()).toEqual([200, 412]);
    await other.close();
  });
});

describe('on the days when clocks change', () => {
  const time = { tz: 'Europe/Berlin', windows: [{ from: '02:00', to: '03:00' }] };
  const night = { tz: 'Europe/Berlin', windows: [{ days: ['sat'], from: '22:00', to: '06:00' }] };
  it.each([
    ['the hour that there is not', time, '2026-03-29T01:00:00Z', 'deny'],
    ['the hour before it', time, '2026-03-29T00:59:59Z', 'deny'],
    ['the hour that comes twice, first', time, '2026-10-25T00:30:00Z', 'allow'],
    ['the hour that comes twice, again', time, '2026-10-25T01:59:59Z', 'allow'],
    ['after it', time, '2026-10-25T02:00:00Z', 'deny'],
    ['a short night', night, '2026-03-29T03:59:59Z', 'allow'],
    ['the end of a short night', night, '2026-03-29T04:00:00Z', 'deny'],
    ['a long night', night, '2026-10-25T04:59:59Z', 'allow'],
    ['the end of a long night', night, '2026-10-25T05:00:00Z', 'deny'],
  ])('%s', async (_, require, now, decision) => {
    const answer = await evaluate({ effect: 'require', require: { time: require } }, { ...messageOf({ name: 't' }), facts: { now } });
    expect(answer.decision).toBe(decision);
  });
});
