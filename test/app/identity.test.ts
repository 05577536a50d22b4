/** Tokens against the issuers of a tenant: real keys, a real server that publishes them. */
import { CompactEncrypt, SignJWT, UnsecuredJWT } from 'jose';
import { createPublicKey } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { COOL_DOWN_MS, FRESH_MS, openKeySets, STALE_MS } from '#adapters/key-sets.ts';
import { identify, type Identified } from '#app/identity.ts';
import { makeRememberedTokens } from '#app/remembered-tokens.ts';
import { ALGORITHMS, ALGORITHMS_DEFAULT, CLAIM_NAMES, type Issuer } from '#core/identity/issuer.ts';
import type { Identity } from '#core/policy/facts.ts';
import type { CallContext } from '#core/submission.ts';
import { newKey, openIssuer, sign, type IssuerServer, type SigningKey } from '../support/issuer.ts';
import { newTenantId } from '../support/rows.ts';

const NOW = 1_800_000_000_000;
const NOW_S = NOW / 1_000;
const ISS = 'https://login.example';
const CLAIMS = { iss: ISS, aud: 'mcp', sub: 'ada', iat: NOW_S, exp: NOW_S + 300 };

let server: IssuerServer;
let key: SigningKey;
let other: SigningKey;
let tenant: { id: ReturnType<typeof newTenantId>; issuers: Issuer[]; trust_asserted_roles: boolean };
let world: Parameters<typeof identify>[0];

const issuerOf = (over: Partial<Issuer> = {}): Issuer => ({
  issuer: ISS,
  audiences: ['mcp', 'mcp-two'],
  jwks_uri: server.uri,
  jwks: null,
  algorithms: ALGORITHMS_DEFAULT,
  claims: CLAIM_NAMES,
  valid_from: null,
  valid_until: null,
  ...over,
});

beforeAll(async () => {
  server = await openIssuer();
  [key, other] = await Promise.all([newKey('one'), newKey('two')]);
});
afterAll(() => server.close());
beforeEach(() => {
  server.keys = [key.jwk];
  server.behave(null);
  server.asked.length = 0;
  tenant = { id: newTenantId(), issuers: [issuerOf()], trust_asserted_roles: false };
  world = { key_sets: openKeySets({ private_networks: true, fetch_ms: 300 }), tokens: makeRememberedTokens() };
});

const ask = (token: string, context: CallContext = {}, now_ms = NOW): Promise<Identified> =>
  identify(world, { tenant }, { ...context, token }, now_ms);
async function codeOf(token: string | Promise<string>, now_ms = NOW, context: CallContext = {}): Promise<string> {
  const found = await ask(await token, context, now_ms);
  if ('identity' in found) return found.identity.assurance;
  expect(found.refusal.message.length).toBeLessThan(250);
  return found.refusal.code;
}
async function identityOf(token: string, context: CallContext = {}, now_ms = NOW): Promise<Identity> {
  const found = await ask(token, context, now_ms);
  if ('refusal' in found) throw new Error(found.refusal.message);
  return found.identity;
}

describe('a good token', () => {
  it('says who acts, with roles, groups, scopes and claims', async () => {
    const claims = {
      ...CLAIMS,
      aud: ['x', 'mcp-two'],
      roles: ['admin', 'admin', 'dev'],
      groups: 'staff',
      scope: 'github/read_issue github/read_file',
      email: 'ada@example.com',
      jti: 'j',
      nonce: 'n',
      level: 3,
      ['__proto__']: 'p',
      acr: 'urn:mfa',
      amr: ['pwd', 'otp'],
      auth_time: NOW_S - 100,
    };
    const identity = await identityOf(await sign(key, claims), {
      user_id: 'ada',
      agent_id: 'bot',
      session_id: 's',
      roles: ['root', 'dev'],
    });
    const { claims: kept, ...rest } = identity;
    expect(rest).toEqual({
      assurance: 'verified',
      principal: { type: 'User', id: 'ada' },
      agent: 'bot',
      session: 's',
      roles: ['admin', 'dev'],
      groups: ['staff'],
      unverified_roles: ['root'],
      scopes: ['github/read_issue', 'github/read_file'],
      issuer: ISS,
      acr: 'urn:mfa',
      amr: ['pwd', 'otp'],
      auth_age_s: 100,
    });
    expect(Object.entries(kept)).toEqual(
      expect.arrayContaining([
        ['email', 'ada@example.com'],
        ['sub', 'ada'],
        ['groups', 'staff'],
      ]),
    );
    expect(Object.keys(kept)).not.toContain('jti');
    expect(Object.getPrototypeOf(kept)).toBe(Object.prototype);
  });

  it('is read where the tenant says', async () => {
    const claims = { user: 'preferred_username', roles: '/realm_access/roles', groups: 'https://x.example/groups', scopes: 'scp' };
    tenant.issuers = [issuerOf({ claims })];
    const own = {
      preferred_username: 'lin',
      realm_access: { roles: ['r'] },
      'https://x.example/groups': ['g'],
      scp: ['a', 'b'],
      scope: 'c',
    };
    const identity = await identityOf(await sign(key, { ...CLAIMS, ...own }));
    expect(identity).toMatchObject({ principal: { type: 'User', id: 'lin' }, roles: ['r'], groups: ['g'], scopes: ['a', 'b'] });
  });

  it.each(ALGORITHMS.map((alg) => [alg]))('may be signed by %s, where the tenant allows that', async (alg) => {
    const own = await newKey('own', alg);
    server.keys = [own.jwk, key.jwk];
    tenant.issuers = [issuerOf({ algorithms: [alg] })];
    expect(await codeOf(sign(own, CLAIMS))).toBe('verified');
    tenant.issuers = [issuerOf({ algorithms: ALGORITHMS.filter((one) => one !== alg) })];
    expect(await codeOf(sign(own, CLAIMS))).toBe('TOKEN_ALGORITHM');
  });

  it('may be verified by keys in the settings, without anybody being asked', async () => {
    tenant.issuers = [issuerOf({ jwks_uri: null, jwks: { keys: [key.jwk as never] } })];
    expect(await codeOf(sign(key, CLAIMS))).toBe('verified');
    expect(await codeOf(sign(other, CLAIMS))).toBe('TOKEN_KEY_UNKNOWN');
    expect(await codeOf(sign({ ...other, kid: key.kid }, CLAIMS))).toBe('TOKEN_INVALID');
    expect(server.asked).toEqual([]);
  });

  it('has changed roles at the next call', async () => {
    expect((await identityOf(await sign(key, { ...CLAIMS, roles: ['admin'] }))).roles).toEqual(['admin']);
    expect((await identityOf(await sign(key, { ...CLAIMS, roles: ['guest'] }))).roles).toEqual(['guest']);
  });

  it('is of the kind that authorises, as far as its type says', async () => {
    for (const typ of ['JWT', 'at+jwt', 'application/at+jwt', 'AT+JWT', undefined, 'anything'])
      expect(await codeOf(sign(key, CLAIMS, { typ }))).toBe('verified');
    for (const typ of ['logout+jwt', 'dpop+jwt', 'application/secevent+jwt'])
      expect(await codeOf(sign(key, CLAIMS, { typ }))).toBe('TOKEN_INVALID');
  });
});

describe('the clock', () => {
  it.each([
    ['exp', NOW_S - 59, 'verified'],
    ['exp', NOW_S - 60, 'TOKEN_EXPIRED'],
    ['exp', undefined, 'TOKEN_INVALID'],
    ['exp', '2030-01-01', 'TOKEN_INVALID'],
    ['nbf', NOW_S + 60, 'verified'],
    ['nbf', NOW_S + 61, 'TOKEN_NOT_YET_VALID'],
    ['nbf', 'soon', 'TOKEN_INVALID'],
    ['iat', NOW_S + 61, 'TOKEN_NOT_YET_VALID'],
    ['iat', NOW_S + 60, 'verified'],
    ['iat', null, 'TOKEN_INVALID'],
  ])('%s %s: %s', async (name, value, code) => {
    const claims = { ...CLAIMS, iat: NOW_S - 1_000, exp: NOW_S + 300, [name]: value };
    expect(await codeOf(sign(key, claims))).toBe(code);
  });

  it('tells nothing of a sign-in that lies in the future', async () => {
    expect((await identityOf(await sign(key, { ...CLAIMS, auth_time: NOW_S + 61 }))).auth_age_s).toBeNull();
    expect((await identityOf(await sign(key, { ...CLAIMS, auth_time: NOW_S + 10 }))).auth_age_s).toBe(0);
  });

  it('ends what is remembered: after a minute, with the token, with its issuer, and when the settings change', async () => {
    let asked = 0;
    const { key_sets } = world;
    world = { ...world, key_sets: { ...key_sets, get: (uri, now_ms) => (asked++, key_sets.get(uri, now_ms)) } };
    const token = await sign(key, { ...CLAIMS, exp: NOW_S + 90, auth_time: NOW_S });
    const isRemembered = async (now_ms: number): Promise<boolean> => {
      const before = asked;
      await ask(token, {}, now_ms);
      return asked === before;
    };
    expect(await isRemembered(NOW)).toBe(false);
    expect(await isRemembered(NOW + 59_999)).toBe(true);
    expect((await identityOf(token, {}, NOW + 30_000)).auth_age_s).toBe(30);
    expect(await isRemembered(NOW + 60_000)).toBe(false);
    expect(await isRemembered(NOW + 89_999)).toBe(true);
    expect(await isRemembered(NOW + 90_000)).toBe(false);
    expect(await isRemembered(NOW + 90_000)).toBe(false);
    expect(await codeOf(token, NOW + 150_000)).toBe('TOKEN_EXPIRED');
    expect(await isRemembered(NOW - 1)).toBe(false);
    expect(await isRemembered(NOW)).toBe(true);
    tenant.issuers = [issuerOf({ audiences: ['other'] })];
    expect(await codeOf(token)).toBe('TOKEN_AUDIENCE');
    tenant.issuers = [issuerOf({ valid_until: new Date(NOW + 5_000).toISOString() })];
    expect(await codeOf(token, NOW + 4_999)).toBe('verified');
    expect(await codeOf(token, NOW + 5_000)).toBe('TOKEN_ISSUER');
    tenant = { ...tenant, id: newTenantId(), issuers: [issuerOf()] };
    expect(await isRemembered(NOW)).toBe(false);
  });
});

const encode = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
async function withSecret(secret: Uint8Array): Promise<string> {
  return new SignJWT({ ...CLAIMS }).setProtectedHeader({ alg: 'HS256', kid: key.kid }).sign(secret);
}
/** Signed correctly over whatever the header and the payload are. */
async function signedOver(header: string, payload: string, by = key.secret): Promise<string> {
  const input = `${encode(header)}.${encode(payload)}`;
  const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, by, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}
const PAYLOAD = JSON.stringify(CLAIMS);
const HEADER = '{"alg":"ES256","kid":"one"}';
const last = (token: string, text: string): string => token.slice(0, token.lastIndexOf('.') + 1) + text;

describe('a bad token', () => {
  it.each<[string, string, () => string | Promise<string>]>([
    ['is empty', 'TOKEN_INVALID', () => ''],
    ['is text', 'TOKEN_INVALID', () => 'Bearer abc'],
    ['is too long', 'TOKEN_INVALID', () => sign(key, { ...CLAIMS, pad: 'x'.repeat(13_000) })],
    ['says alg none', 'TOKEN_ALGORITHM', () => new UnsecuredJWT({ ...CLAIMS }).encode()],
    ['says alg None, with a signature', 'TOKEN_ALGORITHM', () => signedOver('{"alg":"None","kid":"one"}', PAYLOAD)],
    ['has no alg', 'TOKEN_ALGORITHM', () => signedOver('{"kid":"one"}', PAYLOAD)],
    ['is signed with the public key as a secret', 'TOKEN_ALGORITHM', async () => withSecret(Buffer.from(spki()))],
    ['is signed with the JWK as a secret', 'TOKEN_ALGORITHM', async () => withSecret(Buffer.from(JSON.stringify(key.jwk)))],
    ['lost its signature', 'TOKEN_INVALID', async () => last(await sign(key, CLAIMS), '')],
    ['has another signature', 'TOKEN_INVALID', async () => last(await sign(key, CLAIMS), 'A'.repeat(86))],
    ['is of another issuer', 'TOKEN_ISSUER', () => sign(key, { ...CLAIMS, iss: `${ISS}/` })],
    ['is of an issuer in another case', 'TOKEN_ISSUER', () => sign(key, { ...CLAIMS, iss: ISS.toUpperCase() })],
    ['is of several issuers', 'TOKEN_ISSUER', () => sign(key, { ...CLAIMS, iss: [ISS] })],
    ['is of no issuer', 'TOKEN_ISSUER', () => sign(key, { ...CLAIMS, iss: undefined })],
    ['is for another audience', 'TOKEN_AUDIENCE', () => sign(key, { ...CLAIMS, aud: 'web' })],
    ['is for part of the audience', 'TOKEN_AUDIENCE', () => sign(key, { ...CLAIMS, aud: 'mc' })],
    ['is for no audience', 'TOKEN_AUDIENCE', () => sign(key, { ...CLAIMS, aud: undefined })],
    ['is signed by an unknown key', 'TOKEN_KEY_UNKNOWN', () => sign(other, CLAIMS)],
    ['is signed by another key of the same name', 'TOKEN_INVALID', () => sign({ ...other, kid: key.kid }, CLAIMS)],
    ['brings its own key', 'TOKEN_INVALID', () => sign({ ...other, kid: key.kid }, CLAIMS, { jwk: other.jwk })],
    ['names where its key is', 'TOKEN_INVALID', () => sign({ ...other, kid: key.kid }, CLAIMS, { jku: `${server.origin}/mine` })],
    ['repeats a header', 'TOKEN_INVALID', () => signedOver('{"alg":"none","alg":"ES256","kid":"one"}', PAYLOAD)],
    ['repeats a claim', 'TOKEN_INVALID', () => signedOver(HEADER, PAYLOAD.replace('{', '{"sub":"root",'))],
    ['never ends', 'TOKEN_INVALID', () => signedOver(HEADER, PAYLOAD.replace(/"exp":\d+/, '"exp":1e999'))],
    ['demands an extension', 'TOKEN_INVALID', () => signedOver('{"alg":"ES256","kid":"one","crit":["x"],"x":1}', PAYLOAD)],
    ['demands b64', 'TOKEN_INVALID', () => signedOver('{"alg":"ES256","kid":"one","crit":["b64"],"b64":true}', PAYLOAD)],
    ['is not encoded', 'TOKEN_INVALID', () => signedOver('{"alg":"ES256","kid":"one","crit":["b64"],"b64":false}', PAYLOAD)],
    ['names its key by a number', 'TOKEN_INVALID', () => signedOver('{"alg":"ES256","kid":1}', PAYLOAD)],
    ['is encrypted', 'TOKEN_INVALID', () => encrypted(PAYLOAD)],
    [
      'has an encrypted one in it',
      'TOKEN_INVALID',
      async () => signedOver('{"alg":"ES256","kid":"one","cty":"JWT"}', await encrypted(PAYLOAD)),
    ],
    ['has a list for a payload', 'TOKEN_INVALID', () => signedOver(HEADER, `[${PAYLOAD}]`)],
    ['has no payload', 'TOKEN_INVALID', () => signedOver(HEADER, '')],
    ['is padded', 'TOKEN_INVALID', async () => `${await sign(key, CLAIMS)}==`],
    ['has a part more', 'TOKEN_INVALID', async () => `${await sign(key, CLAIMS)}.`],
    ['has a space', 'TOKEN_INVALID', async () => ` ${await sign(key, CLAIMS)}`],
    ['nests', 'TOKEN_INVALID', () => signedOver(HEADER, PAYLOAD.replace('{', `{"deep":${'['.repeat(3_000)}${']'.repeat(3_000)},`))],
    ['has no user', 'TOKEN_INVALID', () => sign(key, { ...CLAIMS, sub: undefined })],
    ['has an empty user', 'TOKEN_INVALID', () => sign(key, { ...CLAIMS, sub: '' })],
    ['has a long user', 'TOKEN_INVALID', () => sign(key, { ...CLAIMS, sub: 'a'.repeat(257) })],
    ['has too many roles', 'TOKEN_INVALID', () => sign(key, { ...CLAIMS, roles: Array.from({ length: 201 }, (_, i) => `r${i}`) })],
    ['has roles that are none', 'TOKEN_INVALID', () => sign(key, { ...CLAIMS, roles: [{ admin: true }] })],
    ['has groups that are none', 'TOKEN_INVALID', () => sign(key, { ...CLAIMS, groups: 7 })],
    ['has a long claim', 'TOKEN_INVALID', () => sign(key, { ...CLAIMS, note: 'x'.repeat(2_049) })],
    [
      'has many claims',
      'TOKEN_INVALID',
      () => sign(key, { ...CLAIMS, ...Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`c${i}`, 'x'])) }),
    ],
  ])('that %s is refused: %s', async (_, code, make) => {
    expect(await codeOf(make())).toBe(code);
    expect(server.asked.filter((path) => path !== '/keys')).toEqual([]);
  });

  it('of a user other than the one whom the caller names is refused', async () => {
    expect(await codeOf(sign(key, CLAIMS), NOW, { user_id: 'ada' })).toBe('verified');
    expect(await codeOf(sign(key, CLAIMS), NOW, { user_id: 'Ada' })).toBe('TOKEN_SUBJECT');
    expect(await codeOf(sign(key, CLAIMS), NOW, { user_id: 'bob' })).toBe('TOKEN_SUBJECT');
  });

  it('that is junk asks for no keys', async () => {
    const far = { ...CLAIMS, exp: NOW_S - 1_000, iat: NOW_S - 2_000 };
    for (const token of [
      '',
      'a.b.c',
      new UnsecuredJWT({ ...CLAIMS }).encode(),
      await sign(other, far),
      await sign(other, { ...CLAIMS, iss: 'x' }),
    ])
      await ask(token);
    expect(server.asked).toEqual([]);
  });

  it('shows nothing of itself', async () => {
    const token = await sign(other, { ...CLAIMS, sub: 'secret-name', email: 'secret-mail' });
    for (const one of [token, `${token}x`, await sign(key, { ...CLAIMS, iss: 'secret-issuer' })]) {
      const shown = JSON.stringify(await ask(one));
      for (const part of [...one.split('.'), 'secret']) expect(shown).not.toContain(part);
    }
    expect(JSON.stringify(await ask(await sign(key, CLAIMS)))).not.toContain((await sign(key, CLAIMS)).split('.')[1]);
  });
});
const spki = (): string => String(createPublicKey({ key: { ...key.jwk }, format: 'jwk' }).export({ type: 'spki', format: 'pem' }));
const encrypted = (text: string): Promise<string> =>
  new CompactEncrypt(Buffer.from(text)).setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: 'one' }).encrypt(new Uint8Array(32));

describe('keys', () => {
  it('that are rotated are found at once; those withdrawn are gone with the set', async () => {
    expect(await codeOf(sign(key, CLAIMS))).toBe('verified');
    server.keys = [other.jwk];
    expect(await codeOf(sign(other, CLAIMS))).toBe('verified');
    expect(server.asked.length).toBe(2);
    expect(await codeOf(sign(key, CLAIMS))).toBe('TOKEN_KEY_UNKNOWN');
  });

  it('that are unknown are asked for once in 30 s, however many tokens name them', async () => {
    await codeOf(sign(key, CLAIMS));
    for (let i = 0; i < 20; i++) expect(await codeOf(sign({ ...other, kid: `k${i}` }, CLAIMS), NOW + i)).toBe('TOKEN_KEY_UNKNOWN');
    expect(server.asked.length).toBe(2);
    await codeOf(sign(other, CLAIMS), NOW + COOL_DOWN_MS);
    expect(server.asked.length).toBe(3);
  });

  it('need not be named when one alone fits', async () => {
    const rsa = await newKey('rsa', 'RS256');
    server.keys = [key.jwk, rsa.jwk];
    expect(await codeOf(sign(key, CLAIMS, { kid: undefined }))).toBe('verified');
    server.keys = [key.jwk, other.jwk];
    world = { ...world, key_sets: openKeySets({ private_networks: true }) };
    expect(await codeOf(sign(key, { ...CLAIMS, iat: NOW_S - 1 }, { kid: undefined }))).toBe('TOKEN_KEY_UNKNOWN');
    expect(await codeOf(sign(key, { ...CLAIMS, iat: NOW_S - 1 }))).toBe('verified');
  });

  it('that two have by one name, or that are no points of their curve, verify nothing', async () => {
    server.keys = [key.jwk, { ...other.jwk, kid: key.kid }];
    expect(await codeOf(sign(key, CLAIMS))).toBe('TOKEN_KEY_UNKNOWN');
    server.keys = [{ ...key.jwk, x: 'A'.repeat(43), y: 'B'.repeat(43) }];
    world = { ...world, key_sets: openKeySets({ private_networks: true }) };
    expect(await codeOf(sign(key, CLAIMS))).toBe('TOKEN_KEY_UNKNOWN');
  });

  it('that were never had while the issuer is down: closed, at no more than one wait', async () => {
    server.behave(() => {});
    expect(await codeOf(sign(key, CLAIMS))).toBe('TOKEN_ISSUER_UNAVAILABLE');
    const started_ms = performance.now();
    for (let i = 0; i < 50; i++) expect(await codeOf(sign(key, CLAIMS))).toBe('TOKEN_ISSUER_UNAVAILABLE');
    expect(performance.now() - started_ms).toBeLessThan(300);
    expect(server.asked.length).toBe(1);
    server.behave(null);
    expect(await codeOf(sign(key, CLAIMS), NOW + COOL_DOWN_MS)).toBe('verified');
  });

  it('that were had before outlast an outage of their issuer', async () => {
    await codeOf(sign(key, CLAIMS));
    server.behave((_, response) => void response.writeHead(500).end());
    const later = { ...CLAIMS, exp: NOW_S + 100_000 };
    expect(await codeOf(sign(key, later), NOW + FRESH_MS)).toBe('verified');
    expect(await codeOf(sign(key, later), NOW + STALE_MS - 1)).toBe('verified');
    expect(await codeOf(sign(key, later), NOW + STALE_MS + COOL_DOWN_MS)).toBe('TOKEN_ISSUER_UNAVAILABLE');
  });
});

it('two issuers stand side by side while one takes the place of the other', async () => {
  const next = await openIssuer({ keys: [other.jwk] });
  const until = new Date(NOW + 60_000).toISOString();
  const from = new Date(NOW - 60_000).toISOString();
  tenant.issuers = [issuerOf({ valid_until: until }), issuerOf({ issuer: 'https://new.example', jwks_uri: next.uri, valid_from: from })];
  const long = { ...CLAIMS, iat: NOW_S - 500 };
  const [old_token, new_token] = await Promise.all([sign(key, long), sign(other, { ...long, iss: 'https://new.example' })]);
  const codes = async (now_ms: number): Promise<string[]> => [await codeOf(old_token, now_ms), await codeOf(new_token, now_ms)];
  expect(await codes(NOW - 60_001)).toEqual(['verified', 'TOKEN_ISSUER']);
  expect(await codes(NOW)).toEqual(['verified', 'verified']);
  expect(await codes(NOW + 60_000)).toEqual(['TOKEN_ISSUER', 'verified']);
  // The one's key signs nothing of the other's.
  expect(await codeOf(sign(key, { ...long, iss: 'https://new.example' }))).toBe('TOKEN_KEY_UNKNOWN');
  expect(await codeOf(sign({ ...key, kid: other.kid }, { ...long, iss: 'https://new.example' }))).toBe('TOKEN_INVALID');
  await next.close();
});

const asserted = (context: CallContext): Promise<Identified> => identify(world, { tenant }, context, NOW);

describe('without a token', () => {
  it('ids are asserted, and roles grant nothing', async () => {
    const context = { user_id: 'u', agent_id: 'a', session_id: 's', roles: ['admin'], permissions: ['all', 'admin'] };
    const principal = { type: 'User', id: 'u' };
    const ids = { principal, agent: 'a', session: 's' };
    expect(await asserted(context)).toEqual({
      identity: {
        ...ids,
        assurance: 'asserted',
        roles: [],
        groups: [],
        unverified_roles: ['admin', 'all'],
        scopes: [],
        claims: {},
        issuer: null,
        acr: null,
        amr: [],
        auth_age_s: null,
      },
    });
    tenant.trust_asserted_roles = true;
    expect(await asserted(context)).toMatchObject({
      identity: { ...ids, assurance: 'asserted', roles: ['admin', 'all'], unverified_roles: [] },
    });
  });

  it.each([
    [
      { agent_id: 'a', session_id: 's' },
      { type: 'Agent', id: 'a' },
    ],
    [{ session_id: 's' }, { type: 'Session', id: 's' }],
  ])('%j is the principal %j', async (context, principal) => {
    expect(await asserted(context)).toMatchObject({ identity: { assurance: 'asserted', principal } });
  });

  it('nobody is nobody, whatever roles are said', async () => {
    tenant.trust_asserted_roles = true;
    const none = { assurance: 'none', principal: null, roles: [], unverified_roles: ['admin'] };
    expect(await asserted({ roles: ['admin'], device_id: 'd' })).toMatchObject({ identity: none });
  });

  it('nor is one looked at where the tenant has no issuers', async () => {
    tenant.issuers = [];
    const found = await ask(await sign(key, { ...CLAIMS, roles: ['admin'] }), { user_id: 'bob' });
    expect(found).toMatchObject({ identity: { assurance: 'asserted', principal: { type: 'User', id: 'bob' }, roles: [], claims: {} } });
    expect(server.asked).toEqual([]);
  });
});
