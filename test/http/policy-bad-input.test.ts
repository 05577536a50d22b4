/**
 * What strangers send to policies, and what must come of it: a clear error or a documented verdict, and never an allow by accident. Item by
 * item of the list that the service was asked to stand; what another suite shows already is named there:
 * impossible policies and unscoped permits (`policy-writing`: warnings), 1 MB of Cedar and cycles of groups (`core/policy/cedar/validate`,
 * `traps`), 1,001 policies (`policy-files`), mmdb files that are damaged (`adapters/geo`), issuers that misbehave in other ways
 * (`adapters/key-sets`, `app/identity`, `app/forged-tokens`), two admins who activate at once (`policy-sets`).
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openKeySets } from '#adapters/key-sets.ts';
import { REPLAY_RECORDS_MAX } from '#app/replay.ts';
import { newKey, openIssuer, sign, type IssuerServer, type SigningKey } from '../support/issuer.ts';
import { embeddedStores, hostedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

type Verdict = { decision: string; status: number; reasons: { code: string }[] };
type Problem = { code: string; errors?: { pointer: string; detail: string }[] };
const call = (args: unknown, name = 'pay'): object => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } });
const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const cedar = (text: string): object => ({ cedar: text });
const zone = (tz: string): object => ({ effect: 'require', require: { time: { tz, allowed_hours: [9] } } });
const arg = (requirement: object): object => ({
  effect: 'require',
  target: { tools: ['pay'] },
  require: { args: { '/amount': requirement } },
});

const claimsAt = (now_ms: number, over: object = {}): object => ({
  iss: 'https://login.example',
  aud: 'mcp',
  sub: 'ann',
  exp: Math.floor(now_ms / 1_000) + 600,
  ...over,
});
const unsignedAt = (now_ms: number, header: object): string =>
  `${[header, claimsAt(now_ms)].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`;

describe.each([
  ['PostgreSQL and Redis', hostedStores],
  ['the embedded store', embeddedStores],
])('over %s', (_engine, stores) => {
  let harness: Harness;
  let own: Tenancy;
  beforeAll(async () => {
    harness = await openHarness(await stores(), { key_sets: openKeySets({ private_networks: true }) });
    // Large messages are judged by a thread, which takes long to begin on a busy machine.
    const { key } = await harness.tenant();
    const large = { request: call({ note: 'x '.repeat(10_000) }) };
    for (let tries = 0; tries < 6; tries++) if ((await harness.ask('POST', '/validate', { key, json: large })).ok) break;
  }, 120_000);
  beforeEach(async () => {
    own = await harness.tenant();
  });
  afterAll(() => harness.close());

  const ask = (method: string, path: string, json?: object) => harness.ask(method, path, { key: own.key, ...(json && { json }) });
  const write = (document: object) => ask('POST', '/policies', { name: 'p', document });
  const verdictOn = async (raw: string): Promise<Verdict> => {
    const response = await harness.ask('POST', '/validate', { key: own.key, raw });
    expect(response.status, await response.clone().text()).toBe(200);
    return (await response.json()) as Verdict;
  };
  const judge = (args: unknown, context: object = {}) => verdictOn(JSON.stringify({ request: call(args), context }));

  describe('is refused when it is written', () => {
    it.each<[string, object, string, RegExp]>([
      ['an unknown attribute', cedar('forbid (principal, action, resource) when { context.nett.ip == 1 };'), '/document/cedar', /nett/],
      [
        'an attribute that may be missing',
        cedar('forbid (principal, action, resource) when { context.trust.score < 3 };'),
        '/document/cedar',
        /trust/,
      ],
      ['an unknown member', { effect: 'deny', targt: {} }, '/document/targt', /`target`/],
      ['a type error', cedar('forbid (principal, action, resource) when { context.meta.name_length > "x" };'), '/document/cedar', /type/i],
      ['a type error in a document', arg({ max: '500' }), '/document/require/args/~1amount/max', /number/],
      ['look-ahead', arg({ matches: '(?=a)b' }), '/document/require/args/~1amount/matches', /linear time/],
      ['a back-reference', arg({ matches: '(a)\\1' }), '/document/require/args/~1amount/matches', /linear time/],
      ['repetition beyond the limit', arg({ matches: '(a{1000}){1000}' }), '/document/require/args/~1amount/matches', /linear time/],
      ['a time zone that does not exist', zone('Mars/Olympus'), '/document/require/time/tz', /time zone/],
      [
        'the same in Cedar',
        cedar('forbid (principal, action, resource) when { context.clock.Mars_Olympus.hour > 3 };'),
        '/document/cedar',
        /Mars_Olympus/,
      ],
      [
        'a number that 64 bits do not hold',
        cedar('forbid (principal, action, resource) when { 9223372036854775808 > 1 };'),
        '/document/cedar',
        /./,
      ],
      [
        'a number that JSON does not hold',
        cedar('forbid (principal, action, resource) when { 9007199254740993 > 1 };'),
        '/document/cedar',
        /9007199254740991/,
      ],
      [
        'brackets 20,000 deep',
        cedar(`forbid (principal, action, resource) when { ${'('.repeat(20_000)}true${')'.repeat(20_000)} };`),
        '/document/cedar',
        /32/,
      ],
      [
        'more text than a document may have',
        { tools: { deny: Array.from({ length: 500 }, (_, i) => `${i}${'x'.repeat(200)}`) } },
        '/document',
        /65536/,
      ],
    ])('%s', async (_, document, pointer, detail) => {
      const response = await write(document);
      expect(response.status).toBe(422);
      const { errors = [] } = (await response.json()) as Problem;
      expect(errors.map((error) => error.pointer)).toContain(pointer);
      expect(errors.map((error) => error.detail).join(' ')).toMatch(detail);
      expect(await (await ask('GET', '/policies')).json()).toMatchObject({ data: [] });
    });

    it('10,000 policies, and 1 MB of them', async () => {
      const many = { policies: Array.from({ length: 10_000 }, (_, i) => ({ name: `p${i}`, document: {} })) };
      const refused = await ask('POST', '/policies/import', many);
      expect([refused.status, ((await refused.json()) as Problem).errors]).toEqual([
        422,
        [expect.objectContaining({ pointer: '/policies' })],
      ]);
      const large = await ask('POST', '/policies', { name: 'p', document: { cedar: 'x'.repeat(1_048_576) } });
      expect([large.status, ((await large.json()) as Problem).code]).toEqual([413, 'BODY_TOO_LARGE']);
    });

    it('JSON 20,000 deep, and a replay of more than there may be', async () => {
      const raw = `{"name":"p","document":${nested(20_000)}}`;
      expect((await harness.ask('POST', '/policies', { key: own.key, raw })).status).toBe(400);
      const replay = await ask('POST', '/policies/replay', { policies: [{ document: {} }], max: REPLAY_RECORDS_MAX + 1 });
      expect([replay.status, ((await replay.json()) as Problem).errors]).toEqual([422, [expect.objectContaining({ pointer: '/max' })]]);
    });
  });

  it('a permit of everything, and what can never hold, are taken with a warning', async () => {
    for (const text of [
      'permit (principal, action, resource);',
      'forbid (principal is User, action, resource) when { principal is Agent };',
    ]) {
      const made = await write(cedar(text));
      expect(made.status).toBe(201);
      expect(await made.json()).toMatchObject({ warnings: [{ pointer: '/cedar' }] });
    }
  });

  describe('arguments', () => {
    const ENTITY = { __entity: { type: 'Mcp::Role', id: 'admin' } };
    it.each<[string, string]>([
      ['null', '{"amount":null}'],
      ['none', '{}'],
      ['a text', '{"amount":"5"}'],
      ['a fraction of five digits', '{"amount":0.00001}'],
      ['more than the maximum', '{"amount":500.0001}'],
      ['a whole number beyond 2^53', '{"amount":9007199254740993}'],
      ['a number beyond all', '{"amount":1e400}'],
      ['an entity', `{"amount":${JSON.stringify(ENTITY)}}`],
      ['an extension', '{"amount":{"__extn":{"fn":"decimal","arg":"1.0"}}}'],
      ['an expression', '{"amount":{"__expr":"1"}}'],
      ['a list', '{"amount":[5]}'],
      ['a list 20,000 deep', `{"amount":${nested(20_000)}}`],
      ['one of 1,002', JSON.stringify({ amount: 5, ...Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`k${i}`, i])) })],
      ['twice', '{"amount":5,"amount":5}'],
    ])('%s in place of a number are refused', async (_, args) => {
      expect((await write(arg({ max: 500 }))).status).toBe(201);
      expect((await judge({ amount: 500 })).decision).toBe('allow');
      const { decision, reasons } = await verdictOn(
        `{"request":{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"pay","arguments":${args}}}}`,
      );
      expect(decision).toBe('deny');
      expect(['ARGUMENT_RESTRICTION', 'PROTOCOL_VIOLATION']).toContain(reasons[0]?.code);
    });

    it('a sum that overflows is an error, which denies', async () => {
      const sum = 'context.nums.getTag("amount") * 9007199254740991';
      expect(
        (await write(cedar(`forbid (principal, action, resource) when { context.nums.hasTag("amount") && ${sum} < 0 };`))).status,
      ).toBe(201);
      expect(await judge({ amount: 2 })).toMatchObject({ decision: 'allow' });
      expect(await judge({ amount: 9_007_199_254_740_991 })).toMatchObject({
        decision: 'deny',
        status: 403,
        reasons: [{ code: 'POLICY_ERROR' }],
      });
    });

    it('what is named like an entity is text, and nobody’s role', async () => {
      expect((await ask('PATCH', '/tenant', { posture: 'strict' })).status).toBe(200);
      expect((await write({ effect: 'allow', target: { roles: ['admin'] } })).status).toBe(201);
      for (const context of [
        { user_id: 'a', attributes: { role: ENTITY } },
        { user_id: 'a', roles: ['admin'] },
      ])
        expect(await judge({ principal: ENTITY }, context)).toMatchObject({ decision: 'deny', reasons: [{ code: 'NO_PERMIT' }] });
      const odd = await ask('POST', '/validate', { request: call({}), context: { roles: [ENTITY] } });
      expect([odd.status, ((await odd.json()) as Problem).errors?.[0]?.pointer]).toEqual([422, '/context/roles/0']);
    });
  });

  it('without a file of places every country is unknown, and refused', async () => {
    expect((await write({ effect: 'require', require: { location: { countries: ['DE'] } } })).status).toBe(201);
    expect(await judge({}, { ip_address: '8.8.8.8' })).toMatchObject({ decision: 'deny', reasons: [{ code: 'COUNTRY_UNKNOWN' }] });
  });

  describe('tokens', () => {
    let issuer: IssuerServer;
    let key: SigningKey;
    let other: SigningKey;
    beforeEach(async () => {
      [key, other] = await Promise.all([newKey('a'), newKey('b')]);
      issuer = await openIssuer({ keys: [key.jwk] });
      const issuers = [{ issuer: 'https://login.example', audiences: ['mcp'], jwks_uri: issuer.uri }];
      const made = [
        await ask('PATCH', '/tenant', { issuers, posture: 'strict' }),
        await write({ effect: 'allow', target: { users: ['ann'] } }),
      ];
      if (!made.every(({ ok }) => ok)) throw new Error('the tenant could not be prepared');
      return () => issuer.close();
    });
    const huge = (size: number) => `{"keys":[${JSON.stringify(key.jwk)}],"x":"${'x'.repeat(size)}"}`;

    it.each<[string, (() => void) | null, () => Promise<string> | string, string, number?]>([
      ['a good one', null, () => sign(key, claimsAt(harness.clock.now_ms)), 'allow'],
      ['without `kid`, of the one key', null, () => sign(key, claimsAt(harness.clock.now_ms), { kid: undefined }), 'allow'],
      ['without `kid`, of another key', null, () => sign(other, claimsAt(harness.clock.now_ms), { kid: undefined }), 'TOKEN_INVALID'],
      [
        'without `kid`, of two keys',
        () => issuer.keys.push(other.jwk),
        () => sign(key, claimsAt(harness.clock.now_ms), { kid: undefined }),
        'TOKEN_KEY_UNKNOWN',
      ],
      ['alg none', null, () => unsignedAt(harness.clock.now_ms, { alg: 'none' }), 'TOKEN_ALGORITHM'],
      ['alg none in capitals', null, () => unsignedAt(harness.clock.now_ms, { alg: 'NONE', kid: 'a' }), 'TOKEN_ALGORITHM'],
      [
        'another key by the same name',
        () => void (issuer.keys[0] = { ...other.jwk, kid: 'a' }),
        () => sign(key, claimsAt(harness.clock.now_ms)),
        'TOKEN_INVALID',
      ],
      [
        'another key by another name',
        () => void (issuer.keys[0] = other.jwk),
        () => sign(key, claimsAt(harness.clock.now_ms)),
        'TOKEN_KEY_UNKNOWN',
      ],
      [
        'an issuer that is down',
        () => issuer.behave((request) => request.socket.destroy()),
        () => sign(key, claimsAt(harness.clock.now_ms)),
        'TOKEN_ISSUER_UNAVAILABLE',
      ],
      [
        'an issuer that is slow',
        () => issuer.behave(() => {}),
        () => sign(key, claimsAt(harness.clock.now_ms)),
        'TOKEN_ISSUER_UNAVAILABLE',
        15_000,
      ],
      [
        'a key set that is huge',
        () => issuer.behave((_, response) => response.end(huge(300_000))),
        () => sign(key, claimsAt(harness.clock.now_ms)),
        'TOKEN_ISSUER_UNAVAILABLE',
      ],
      [
        '59 s after its end',
        null,
        () => sign(key, claimsAt(harness.clock.now_ms, { exp: Math.floor(harness.clock.now_ms / 1_000) - 59 })),
        'allow',
      ],
      [
        '60 s after its end',
        null,
        () => sign(key, claimsAt(harness.clock.now_ms, { exp: Math.floor(harness.clock.now_ms / 1_000) - 60 })),
        'TOKEN_EXPIRED',
      ],
      [
        '60 s before its beginning',
        null,
        () => sign(key, claimsAt(harness.clock.now_ms, { nbf: Math.floor(harness.clock.now_ms / 1_000) + 60 })),
        'allow',
      ],
      [
        '61 s before its beginning',
        null,
        () => sign(key, claimsAt(harness.clock.now_ms, { nbf: Math.floor(harness.clock.now_ms / 1_000) + 61 })),
        'TOKEN_NOT_YET_VALID',
      ],
    ])('%s', async (_, prepare, token, expected, within_ms = 8_000) => {
      prepare?.();
      const before = performance.now();
      const { decision, status, reasons } = await judge({}, { token: await token() });
      expect([decision, status, reasons[0]?.code]).toEqual(expected === 'allow' ? ['allow', 200, undefined] : ['deny', 401, expected]);
      expect(performance.now() - before).toBeLessThan(within_ms);
    });
  });
});
