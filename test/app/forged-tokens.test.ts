/** Whatever somebody without the key of an issuer writes, it never makes a verified identity. */
import fc from 'fast-check';
import { base64url, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openKeySets } from '#adapters/key-sets.ts';
import { identify } from '#app/identity.ts';
import { makeRememberedTokens } from '#app/remembered-tokens.ts';
import { ALGORITHMS, CLAIM_NAMES, type Issuer } from '#core/identity/issuer.ts';
import { createHmac } from 'node:crypto';
import { newKey, openIssuer, sign, type IssuerServer, type SigningKey } from '../support/issuer.ts';
import { newTenantId } from '../support/rows.ts';

const RUNS = 3_000;
const NOW = 1_800_000_000_000;
const CLAIMS = { iss: 'https://login.example', aud: 'mcp', sub: 'ada', roles: ['guest'], iat: NOW / 1_000, exp: NOW / 1_000 + 300 };

let server: IssuerServer;
let theirs: SigningKey[];
let mine: SigningKey[];
let good: string[];
let tenant: { id: ReturnType<typeof newTenantId>; issuers: Issuer[]; trust_asserted_roles: boolean };
const world = { key_sets: openKeySets({ private_networks: true }), tokens: makeRememberedTokens() };

beforeAll(async () => {
  const algorithms = ['ES256', 'RS256', 'EdDSA', 'PS256'];
  [theirs, mine] = (await Promise.all([1, 2].map(() => Promise.all(algorithms.map((alg) => newKey(alg, alg)))))) as [
    SigningKey[],
    SigningKey[],
  ];
  server = await openIssuer({ keys: theirs.map(({ jwk }) => jwk) });
  good = await Promise.all(theirs.map((key, i) => sign(key, { ...CLAIMS, n: i })));
  const issuer = { issuer: CLAIMS.iss, audiences: ['mcp'], jwks_uri: server.uri, jwks: null, valid_from: null, valid_until: null };
  tenant = { id: newTenantId(), issuers: [{ ...issuer, algorithms: ALGORITHMS, claims: CLAIM_NAMES }], trust_asserted_roles: true };
});
afterAll(() => server.close());

const assuranceOf = async (token: string): Promise<string> => {
  const found = await identify(world, { tenant }, { token, user_id: 'ada', roles: ['admin'] }, NOW);
  return 'identity' in found ? found.identity.assurance : found.refusal.code;
};

type Forgery = (token: string) => string | Promise<string>;
const part = (token: string, n: number): string => token.split('.')[n] ?? '';
const encoded = (value: unknown): string => base64url.encode(JSON.stringify(value) ?? 'null');
const index = fc.nat({ max: 2_000 });
const alphabet = fc.constantFrom(...'ABCabcxyz0189-_.=+/ {}"\u0000é');
const header = fc.record(
  {
    alg: fc.constantFrom('ES256', 'RS256', 'EdDSA', 'PS256', 'none', 'None', '', 'HS256', 'ES384', 'Ed25519', 1, null),
    kid: fc.constantFrom('ES256', 'RS256', 'EdDSA', 'PS256', '', '__proto__', 0, null),
    typ: fc.constantFrom('JWT', 'at+jwt'),
    crit: fc.constant(['b64']),
    b64: fc.boolean(),
    jwk: fc.jsonValue(),
    jku: fc.constant('http://127.0.0.1/mine'),
  },
  { requiredKeys: [] },
);
const claims = fc.record({ sub: fc.constantFrom('ada', 'root'), roles: fc.constant(['admin']), exp: fc.integer() }, { requiredKeys: [] });

const forgery: fc.Arbitrary<Forgery> = fc.oneof(
  fc.tuple(index, alphabet).map(
    ([at, text]): Forgery =>
      (token) =>
        token.slice(0, at % token.length) + text + token.slice((at % token.length) + 1),
  ),
  fc.tuple(index, alphabet).map(
    ([at, text]): Forgery =>
      (token) =>
        token.slice(0, at % token.length) + text + token.slice(at % token.length),
  ),
  fc.tuple(index, index).map(
    ([from, count]): Forgery =>
      (token) =>
        token.slice(0, from % token.length) + token.slice((from % token.length) + 1 + (count % 40)),
  ),
  fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 2 })).map(([of, n]): Forgery => (token) => {
    const parts = token.split('.');
    parts[n] = part(good[of] ?? '', n);
    return parts.join('.');
  }),
  header.map(
    (value): Forgery =>
      (token) =>
        `${encoded(value)}.${part(token, 1)}.${part(token, 2)}`,
  ),
  claims.map(
    (value): Forgery =>
      (token) =>
        `${part(token, 0)}.${encoded({ ...CLAIMS, ...value })}.${part(token, 2)}`,
  ),
  fc.tuple(fc.nat({ max: 3 }), claims).map(
    ([by, value]): Forgery =>
      () =>
        sign(mine[by]!, { ...CLAIMS, ...value }),
  ),
  fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: 3 })).map(
    ([by, as]): Forgery =>
      () =>
        sign(mine[by]!, CLAIMS, { kid: theirs[as]!.kid }),
  ),
  fc.tuple(fc.nat({ max: 3 }), header).map(([of, value]): Forgery => (token) => {
    const input = `${encoded({ ...value, alg: 'HS256' })}.${part(token, 1)}`;
    return `${input}.${createHmac('sha256', JSON.stringify(theirs[of]!.jwk)).update(input).digest('base64url')}`;
  }),
  fc.constant<Forgery>(() => new UnsecuredJWT(CLAIMS).encode()),
  fc.string({ unit: 'binary' }).map(
    (text): Forgery =>
      () =>
        text,
  ),
  fc.tuple(fc.jsonValue(), fc.jsonValue()).map(
    ([a, b]): Forgery =>
      (token) =>
        `${encoded(a)}.${encoded(b)}.${part(token, 2)}`,
  ),
);

it('what its issuer signed is verified', async () => {
  for (const token of good) expect(await assuranceOf(token)).toBe('verified');
});

it(`of ${RUNS} forgeries none is`, async () => {
  const seen = new Set<string>();
  const property = fc.asyncProperty(fc.nat({ max: 3 }), fc.array(forgery, { minLength: 1, maxLength: 2 }), async (of, forgeries) => {
    let token = good[of] ?? '';
    for (const forge of forgeries) token = await forge(token);
    const assurance = await assuranceOf(token);
    seen.add(assurance);
    expect([token, assurance === 'verified']).toEqual([token, good.includes(token)]);
  });
  await fc.assert(property, { numRuns: RUNS });
  for (const code of ['TOKEN_INVALID', 'TOKEN_ALGORITHM', 'TOKEN_KEY_UNKNOWN', 'TOKEN_EXPIRED', 'TOKEN_ISSUER'])
    expect([...seen]).toContain(code);
});
