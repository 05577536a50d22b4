/** Whom a tenant lets say who calls: set by `PATCH /tenant`, all faults named. */
import { exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openKeySets } from '#adapters/key-sets.ts';
import { identify } from '#app/identity.ts';
import { loadSettings } from '#app/settings.ts';
import { newKey, openIssuer, sign } from '../support/issuer.ts';
import { embeddedStores, LIST_TOOLS, openHarness, type Harness, type Tenancy } from './harness.ts';

let harness: Harness;
let jwks: { keys: object[] };
let secret: object;
beforeAll(async () => {
  harness = await openHarness(await embeddedStores());
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
  jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'a', alg: 'ES256', use: 'sig' }] };
  secret = await exportJWK(privateKey);
});
afterAll(() => harness.close());

const URI = 'https://login.example/.well-known/jwks.json';
const issuer = (over: object = {}) => ({ issuer: 'https://login.example', audiences: ['mcp'], jwks_uri: URI, ...over });
const change = ({ key }: Tenancy, patch: object, at = harness) => at.ask('PATCH', '/tenant', { key, json: patch });
const shown = async ({ key }: Tenancy): Promise<{ issuers: object[]; trust_asserted_roles: boolean }> =>
  (await (await harness.ask('GET', '/tenant', { key })).json()) as { issuers: object[]; trust_asserted_roles: boolean };

it('there are none, and roles that callers name are not believed, until the tenant says so', async () => {
  const tenant = await harness.tenant();
  expect(await shown(tenant)).toMatchObject({ issuers: [], trust_asserted_roles: false });
  expect((await change(tenant, { trust_asserted_roles: true })).status).toBe(200);
  expect(await shown(tenant)).toMatchObject({ issuers: [], trust_asserted_roles: true });
});

it('several stand side by side, with what is left out filled in, and are shown as they can be sent again', async () => {
  const tenant = await harness.tenant();
  const inline = { issuer: 'old', audiences: ['a', 'b'], jwks, valid_until: '2026-12-31T23:59:59+01:00' };
  const changed = await change(tenant, { issuers: [issuer(), inline] });
  expect(changed.status).toBe(200);
  const claims = { user: 'sub', roles: 'roles', groups: 'groups', scopes: 'scope' };
  const filled = { algorithms: ['RS256', 'ES256', 'EdDSA'], claims, valid_from: null };
  const { issuers } = await shown(tenant);
  expect(issuers).toEqual([
    { ...issuer(), ...filled, jwks: null, valid_until: null },
    { ...inline, ...filled, jwks_uri: null, valid_until: '2026-12-31T22:59:59.000Z' },
  ]);
  expect((await change(tenant, { issuers })).status).toBe(200);
  expect((await shown(tenant)).issuers).toEqual(issuers);
  expect((await shown(await harness.tenant())).issuers).toEqual([]);
});

it('is part of the digest that verdicts name, and of the audit trail', async () => {
  const tenant = await harness.tenant();
  const digest = async (): Promise<string> => {
    const response = await harness.ask('POST', '/validate', { key: tenant.key, json: LIST_TOOLS });
    return ((await response.json()) as { policy: { digest: string } }).policy.digest;
  };
  const before = await digest();
  await change(tenant, { issuers: [issuer()] });
  const after = await digest();
  expect(after).not.toBe(before);
  await change(tenant, { issuers: [issuer({ audiences: ['other'] })] });
  expect(await digest()).not.toBe(after);
  await change(tenant, { issuers: [] });
  expect(await digest()).toBe(before);
});

const many = (n: number, of: (i: number) => unknown): unknown[] => Array.from({ length: n }, (_, i) => of(i));
it.each<[string[], () => object]>([
  [['/issuers'], () => many(11, (i) => issuer({ issuer: `i${i}` }))],
  [['/issuers/0/issuer'], () => [issuer({ issuer: '' })]],
  [['/issuers/0/issuer'], () => [issuer({ issuer: 'x'.repeat(513) })]],
  [['/issuers/0/issuer'], () => [issuer({ issuer: 'a\u0000b' })]],
  [['/issuers/1/issuer'], () => [issuer(), issuer()]],
  [['/issuers/0/audiences'], () => [issuer({ audiences: [] })]],
  [['/issuers/0/audiences'], () => [issuer({ audiences: many(11, String) })]],
  [['/issuers/0/audiences/1'], () => [issuer({ audiences: ['a', 'a'] })]],
  [['/issuers/0/jwks_uri'], () => [issuer({ jwks_uri: undefined })]],
  [['/issuers/0/jwks_uri'], () => [issuer({ jwks })]],
  [['/issuers/0/algorithms/0', '/issuers/0/algorithms/1'], () => [issuer({ algorithms: ['none', 'HS256', 'ES256'] })]],
  [['/issuers/0/algorithms'], () => [issuer({ algorithms: [] })]],
  [['/issuers/0/claims/roles'], () => [issuer({ claims: { roles: '/a~2' } })]],
  [['/issuers/0/claims/user'], () => [issuer({ claims: { user: '/a'.repeat(9) } })]],
  [['/issuers/0/claims/rolls'], () => [issuer({ claims: { rolls: 'roles' } })]],
  [['/issuers/0/valid_from'], () => [issuer({ valid_from: 'tomorrow' })]],
  [['/issuers/0/valid_until'], () => [issuer({ valid_until: '9999-12-31T23:59:59-02:00' })]],
  [['/issuers/0/valid_until'], () => [issuer({ valid_from: '2026-02-01T00:00:00Z', valid_until: '2026-01-01T00:00:00Z' })]],
  [['/issuers/0/surplus'], () => [issuer({ surplus: 1 })]],
  [['/issuers/0/jwks/keys/0/d'], () => [issuer({ jwks_uri: null, jwks: { keys: [secret] } })]],
  [['/issuers/0/jwks/keys/0/kty'], () => [issuer({ jwks_uri: null, jwks: { keys: [{ kty: 'oct', k: 'c2VjcmV0' }] } })]],
  [['/issuers/0/jwks/keys'], () => [issuer({ jwks_uri: null, jwks: { keys: [] } })]],
  [['/issuers/0/jwks/keys/1/kid'], () => [issuer({ jwks_uri: null, jwks: { keys: [jwks.keys[0], jwks.keys[0]] } })]],
  [
    ['/issuers/0/jwks/keys/0'],
    () => [issuer({ jwks_uri: null, jwks: { keys: [{ ...jwks.keys[0], x: 'A'.repeat(43), y: 'B'.repeat(43) }] } })],
  ],
  [['/issuers/0/jwks/keys/0/n'], () => [issuer({ jwks_uri: null, jwks: { keys: [{ kty: 'RSA', n: 'A'.repeat(171), e: 'AQAB' }] } })]],
  [['/issuers/0/jwks/keys/0/e'], () => [issuer({ jwks_uri: null, jwks: { keys: [{ kty: 'RSA', n: 'A'.repeat(342), e: 'AQ' }] } })]],
])('refuses what is wrong at %s, and changes nothing', async (pointers, issuers) => {
  const tenant = await harness.tenant();
  const response = await change(tenant, { issuers: issuers() });
  expect(response.status).toBe(422);
  const { errors } = (await response.json()) as { errors: { pointer: string }[] };
  expect(errors.map(({ pointer }) => pointer)).toEqual(pointers);
  expect((await shown(tenant)).issuers).toEqual([]);
});

const INSIDE = ['https://127.0.0.1/k', 'https://[::1]/k', 'https://10.1.2.3/k', 'https://0x7f.1/k', 'https://[::ffff:192.168.0.1]/k'];
const NEVER = [
  'https://169.254.169.254/k',
  'https://[fd00:ec2::254]/k',
  'http://203.0.113.9/k',
  'ftp://login.example/k',
  'keys',
  'file:///etc/passwd',
];
const WITH_MORE = ['https://user@login.example/k', 'https://login.example/k#a'];

const of = (uris: string[]): object[] => uris.map((jwks_uri, i) => issuer({ issuer: `i${i}`, jwks_uri }));

it('takes no address that leads inside, all of them named at once', async () => {
  const tenant = await harness.tenant();
  const uris = [...INSIDE, ...NEVER, ...WITH_MORE];
  for (const some of [uris.slice(0, 10), uris.slice(10)]) {
    const response = await change(tenant, { issuers: of(some) });
    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { pointer: string; detail: string }[] };
    expect(errors.map(({ pointer }) => pointer)).toEqual(some.map((_, i) => `/issuers/${i}/jwks_uri`));
  }
});

it('takes those inside, and plain http, where the operator permits it; metadata services never', async () => {
  const own = await openHarness(await embeddedStores(), { key_sets: openKeySets({ private_networks: true }) });
  const tenant = await own.tenant();
  expect((await change(tenant, { issuers: of([...INSIDE, 'http://127.0.0.1:8080/k', 'http://keycloak:8080/k']) }, own)).status).toBe(200);
  const response = await change(tenant, { issuers: of(NEVER) }, own);
  const { errors } = (await response.json()) as { errors: unknown[] };
  expect([response.status, errors.length]).toEqual([422, NEVER.length]);
  await own.close();
});

it('verifies by what is set, from the next call on', async () => {
  const [inline, published] = await Promise.all([newKey('inline', 'EdDSA'), newKey('published', 'PS256')]);
  const server = await openIssuer({ keys: [published.jwk] });
  const own = await openHarness(await embeddedStores(), { key_sets: openKeySets({ private_networks: true }) });
  const tenant = await own.tenant();
  const now_s = Math.floor(own.clock.now_ms / 1_000);
  const claims = { aud: 'mcp', sub: 'ada', groups: ['staff'], exp: now_s + 60 };
  const tokens = await Promise.all([sign(inline, { ...claims, iss: 'a' }), sign(published, { ...claims, iss: 'b' })]);
  const who = async (): Promise<unknown[]> => {
    const settings = await loadSettings(own.world, tenant.id);
    const found = await Promise.all(tokens.map((token) => identify(own.world, settings, { token, roles: ['admin'] }, own.clock.now_ms)));
    return found.map((one) => ('identity' in one ? [one.identity.assurance, one.identity.groups, one.identity.roles] : one.refusal.code));
  };
  expect(await who()).toEqual([
    ['none', [], []],
    ['none', [], []],
  ]);
  const { use: _, ...bare } = inline.jwk;
  const a = issuer({ issuer: 'a', jwks_uri: null, jwks: { keys: [bare] } });
  const b = issuer({ issuer: 'b', jwks_uri: server.uri, algorithms: ['PS256'] });
  expect((await change(tenant, { issuers: [a, b] }, own)).status).toBe(200);
  expect(await who()).toEqual([
    ['verified', ['staff'], []],
    ['verified', ['staff'], []],
  ]);
  await change(tenant, { issuers: [b], trust_asserted_roles: true }, own);
  expect(await who()).toEqual(['TOKEN_ISSUER', ['verified', ['staff'], ['admin']]]);
  expect(own.logs.join()).not.toContain(tokens[0]!.split('.')[1]);
  await Promise.all([own.close(), server.close()]);
});
