/** PE-11, PE-12, ZT-01, ZT-02, OP-22: who calls. */
import assert from 'node:assert/strict';
import { newKey, openIssuer, sign, type IssuerServer, type SigningKey } from '../support/issuer.ts';
import { at, body, call, enforce, expectDecision, listAt, verdict, type Check } from './check.ts';
import type { Client, Site } from './site.ts';

const AUDIENCE = 'mcp-gateway';
const ISSUER = 'https://issuer.example';
const seconds = (from_now: number): number => Math.floor(Date.now() / 1_000) + from_now;
const claimsOf = (more: object = {}): object => ({ iss: ISSUER, aud: AUDIENCE, sub: 'ana', iat: seconds(-5), exp: seconds(600), ...more });

const believed = (server: IssuerServer, issuer = ISSUER, more: object = {}): object => ({
  issuer,
  audiences: [AUDIENCE],
  jwks_uri: server.uri,
  ...more,
});

type Scene = { client: Client; key: SigningKey; server: IssuerServer };
async function withIssuer<T>({ tenant }: Site, posture: 'starter' | 'strict', work: (scene: Scene) => Promise<T>): Promise<T> {
  const key = await newKey('k1');
  const server = await openIssuer({ keys: [key.jwk] });
  try {
    const client = await tenant({ posture });
    body(await client.ask('PATCH', '/tenant', { issuers: [believed(server)] }), 200);
    return await work({ client, key, server });
  } finally {
    await server.close();
  }
}

const pe11 = (site: Site) =>
  withIssuer(site, 'strict', async ({ client, key }) => {
    await enforce(client, 'deployers deploy', { effect: 'allow', target: { roles: ['deployer'], tools: ['deploy'] } });
    const as = async (roles: string[]) =>
      verdict(client, { request: call('deploy'), context: { token: await sign(key, claimsOf({ roles })) } });
    expectDecision(await as(['reader']), 'deny', ['NO_PERMIT']);
    expectDecision(await as(['reader', 'deployer']), 'allow');
    expectDecision(await as(['reader']), 'deny', ['NO_PERMIT']);
    const said = await verdict(client, { request: call('deploy'), context: { user_id: 'ana', roles: ['deployer'] } });
    expectDecision(said, 'deny', ['NO_PERMIT']);
    return 'role gained allow, role lost deny, role only asserted deny';
  });

const pe12 = (site: Site) =>
  withIssuer(site, 'strict', async ({ client, key }) => {
    for (const scope of ['github/read_*', 'github/create_*'])
      await enforce(client, scope, {
        effect: 'allow',
        target: { tools: [scope] },
        require: { auth: { assurance: 'verified', scopes: [scope] } },
      });
    const by = async (scope: string, tool: string) =>
      verdict(client, { request: call(tool), server: { name: 'github' }, context: { token: await sign(key, claimsOf({ scope })) } });
    expectDecision(await by('github/read_*', 'read_file'), 'allow');
    expectDecision(await by('github/read_*', 'create_issue'), 'deny', ['NO_PERMIT']);
    expectDecision(await by('github/read_* github/create_*', 'create_issue'), 'allow');
    const lines = { type: 'object', properties: { lines: { type: 'integer' } }, required: ['lines'] };
    body(await client.ask('PUT', '/servers/github/manifest', { tools: [{ name: 'read_file', inputSchema: lines }] }), 201);
    const cedar = 'forbid (principal, action == Action::"github___read_file", resource) when { context.input.lines > 500 };';
    await enforce(client, 'few lines', { cedar });
    const token = await sign(key, claimsOf({ scope: 'github/read_*' }));
    const reading = async (args: object) =>
      verdict(client, { request: call('read_file', args), server: { name: 'github' }, context: { token } });
    expectDecision(await reading({ lines: 500 }), 'allow');
    expectDecision(await reading({ lines: 501 }), 'deny', ['POLICY_DENIED']);
    expectDecision(await reading({ lines: '5' }), 'deny', ['POLICY_ERROR']);
    const misspelt = await client.ask('POST', '/policies', { name: 'x', document: { cedar: cedar.replace('lines >', 'line >') } });
    assert.match(JSON.stringify(body(misspelt, 422)), /did you mean `lines`/);
    return 'read scope reads and cannot create; by both names, with typed input';
  });

async function zt01({ tenant }: Site): Promise<string> {
  const client = await tenant();
  await enforce(client, 'trusted', { effect: 'require', require: { trust: { min: 0.7 } } });
  const context = {
    user_id: 'bad-user',
    device_id: 'd',
    ip_address: '203.0.113.7',
    session_id: 's',
    permissions: ['all'],
    trust_score: 1.0,
  };
  const given = await verdict(client, { request: call('x'), context });
  expectDecision(given, 'deny', ['TRUST_REQUIREMENT']);
  assert.ok(listAt(given.body, '/ignored').includes('/context/trust_score'));
  return 'trust_score 1.0 ignored and listed, unknown trust denied';
}

const zt02 = (site: Site) =>
  withIssuer(site, 'starter', async ({ client, key }) => {
    const stranger = await newKey('k1');
    const none = `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${Buffer.from(JSON.stringify(claimsOf())).toString('base64url')}.`;
    const tokens: [string, string, string][] = [
      ['expired', 'TOKEN_EXPIRED', await sign(key, claimsOf({ exp: seconds(-3_600), iat: seconds(-7_200) }))],
      ['wrong audience', 'TOKEN_AUDIENCE', await sign(key, claimsOf({ aud: 'somebody else' }))],
      ['alg:none', 'TOKEN_ALGORITHM', none],
      ['unknown kid', 'TOKEN_KEY_UNKNOWN', await sign(key, claimsOf(), { kid: 'k2' })],
      ['another key', 'TOKEN_INVALID', await sign(stranger, claimsOf())],
      ['not yet valid', 'TOKEN_NOT_YET_VALID', await sign(key, claimsOf({ nbf: seconds(3_600) }))],
      ['wrong issuer', 'TOKEN_ISSUER', await sign(key, claimsOf({ iss: 'https://other.example' }))],
    ];
    for (const [name, code, token] of tokens) {
      const given = await verdict(client, { request: call('x'), context: { token } });
      assert.deepEqual([given.decision, given.status, given.codes[0]], ['deny', 401, code], name);
    }
    expectDecision(await verdict(client, { request: call('x'), context: { token: await sign(key, claimsOf()) } }), 'allow');
    return `${tokens.length} bad tokens deny 401, the good one allow`;
  });

async function op22(site: Site): Promise<string> {
  const [oldKey, newOne] = [await newKey('old'), await newKey('new')];
  const [before, after] = [await openIssuer({ keys: [oldKey.jwk] }), await openIssuer({ keys: [newOne.jwk] })];
  try {
    const client = await site.tenant();
    const [from, to] = ['https://old.example', 'https://new.example'];
    const set = async (issuers: object[]): Promise<void> => void body(await client.ask('PATCH', '/tenant', { issuers }), 200);
    const by = async (key: SigningKey, iss: string) =>
      verdict(client, { request: call('x'), context: { token: await sign(key, claimsOf({ iss })) } });
    const window = { valid_until: new Date(Date.now() + 3_600_000).toISOString() };
    await set([believed(before, from, window), believed(after, to)]);
    expectDecision(await by(oldKey, from), 'allow');
    expectDecision(await by(newOne, to), 'allow');
    expectDecision(await by(oldKey, to), 'deny');
    const over = { valid_until: new Date(Date.now() - 60_000).toISOString() };
    await set([believed(before, from, over), believed(after, to)]);
    const late = await by(oldKey, from);
    assert.deepEqual([late.decision, late.status], ['deny', 401]);
    expectDecision(await by(newOne, to), 'allow');
    assert.equal(at((await client.ask('GET', '/tenant')).body, '/issuers/length'), 2);
    return 'both in the window, one after it, no key for the other';
  } finally {
    await Promise.all([before.close(), after.close()]);
  }
}

export const IDENTITY: readonly Check[] = [
  { id: 'PE-11', run: pe11 },
  { id: 'PE-12', run: pe12 },
  { id: 'ZT-01', run: zt01 },
  { id: 'ZT-02', run: zt02 },
  { id: 'OP-22', run: op22 },
];
