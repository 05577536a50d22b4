/** Sets of versions: how they come into force, for whom, and how fast. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SHADOW_SETS_MAX } from '#app/in-force.ts';
import { compiling } from '#core/policy/access.ts';
import { manifestDigest } from '#core/policy/policy-set.ts';
import { openVault } from '#adapters/vault.ts';
import { embeddedStores, hostedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

const made = z.looseObject({ id: z.string(), version: z.number() });
const set = z.looseObject({ id: z.string(), state: z.string(), digest: z.string() });
const verdict = z.looseObject({
  decision: z.string(),
  policy: z.looseObject({ set: z.string().optional(), digest: z.string() }),
  reasons: z.array(z.looseObject({ code: z.string(), policy: z.string().optional() })),
});
const call = (name: string) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } });
const DENY = (tool: string) => ({ effect: 'deny', target: { tools: [tool] } });

it('a set that one process activates is in force in another within two seconds, by what the store tells of changes', async () => {
  const stores = await hostedStores();
  const vault = openVault(new Uint8Array(32));
  const [here, there] = [await openHarness(stores, { vault }), await openHarness(stores, { vault })];
  const { key } = await here.tenant();
  const decide = async () =>
    verdict.parse(await (await there.ask('POST', '/validate', { key, json: { request: call('a') } })).json()).decision;
  await here.ask('POST', '/policies', { key, json: { name: 'p', mode: 'off', document: DENY('a') } });
  const { data } = z.object({ data: z.array(made) }).parse(await (await here.ask('GET', '/policies', { key })).json());
  await there.world.changes.ask();
  expect(await decide()).toBe('allow');
  const policies = data.map(({ id, version }) => ({ id, version }));
  const { id } = set.parse(await (await here.ask('POST', '/policy-sets', { key, json: { name: 's', policies } })).json());
  const activated = await here.ask('POST', `/policy-sets/${id}/activate`, { key, headers: { 'If-Match': '*' } });
  expect(activated.status).toBe(200);
  // As it does once a second by itself.
  there.clock.now_ms += 1_000;
  await there.world.changes.ask();
  expect(await decide()).toBe('deny');
  await there.world.judging.close();
  await here.close();
});

describe.each([
  ['PostgreSQL', hostedStores],
  ['PGlite', embeddedStores],
])('over %s', (_, stores) => {
  let harness: Harness;
  let own: Tenancy;
  beforeAll(async () => {
    harness = await openHarness(await stores());
  });
  beforeEach(async () => {
    own = await harness.tenant();
  });
  afterAll(() => harness.close());

  /** Each at a time of its own, so that the order of ids is that of calls. */
  const ask = (method: string, path: string, json?: object, headers: Record<string, string> = {}, key = own.key) => {
    harness.clock.now_ms += 1;
    return harness.ask(method, path, { key, headers, ...(json && { json }) });
  };
  const judged = async (name: string) => verdict.parse(await (await ask('POST', '/validate', { request: call(name) })).json());
  const decide = async (name: string) => (await judged(name)).decision;
  const policy = async (document: object, rest: object = {}) =>
    made.parse(await (await ask('POST', '/policies', { name: 'p', document, ...rest })).json());
  const release = async (policies: unknown = 'current') => {
    const response = await ask('POST', '/policy-sets', { name: 'release', policies });
    expect(response.status, await response.clone().text()).toBe(201);
    return set.parse(await response.json());
  };
  const tagOf = async (id: string) => (await ask('GET', `/policy-sets/${id}`)).headers.get('etag') ?? '';
  const move = async (id: string, to: string) => ask('POST', `/policy-sets/${id}/${to}`, undefined, { 'If-Match': await tagOf(id) });
  const stateOf = async (id: string) => set.parse(await (await ask('GET', `/policy-sets/${id}`)).json()).state;

  it('exactly the versions of the active set are in force, until it is rolled back or archived', async () => {
    const first = await policy(DENY('a'));
    const one = await release();
    expect((await move(one.id, 'activate')).status).toBe(200);
    expect((await judged('a')).policy.set).toBe(one.id);
    // Neither a new policy, nor a new version, nor a deletion changes what is in force.
    await policy(DENY('b'));
    await ask('PUT', `/policies/${first.id}`, { name: 'p', document: DENY('c') }, { 'If-Match': '*' });
    expect([await decide('a'), await decide('b'), await decide('c')]).toEqual(['deny', 'allow', 'allow']);
    const two = await release();
    await move(two.id, 'activate');
    expect([await decide('a'), await decide('b'), await decide('c')]).toEqual(['allow', 'deny', 'deny']);
    expect([await stateOf(one.id), await stateOf(two.id)]).toEqual(['archived', 'active']);
    const back = await ask('POST', '/policy-sets/rollback', undefined, { 'If-Match': await tagOf(two.id) });
    expect(await back.json()).toMatchObject({ id: one.id, state: 'active' });
    expect([await decide('a'), await decide('b')]).toEqual(['deny', 'allow']);
    await ask('DELETE', `/policies/${first.id}`, undefined, { 'If-Match': '*' });
    expect(await decide('a')).toBe('deny');
    const none = await ask('POST', '/policy-sets/rollback', undefined, { 'If-Match': await tagOf(one.id) });
    expect(await none.json()).toMatchObject({ code: 'POLICY_SET_STATE' });
    await move(one.id, 'archive');
    expect([await decide('a'), await decide('b')]).toEqual(['allow', 'deny']);
    expect((await judged('b')).policy.set).toBeUndefined();
  });

  it('the digest is that of the manifest, and changes with any of its policies', async () => {
    const { id, version } = await policy(DENY('a'));
    const one = await release([{ id, version }]);
    const { policies, settings, lists } = z
      .looseObject({ policies: z.array(z.any()), settings: z.any(), lists: z.array(z.any()) })
      .parse(await (await ask('GET', `/policy-sets/${one.id}`)).json());
    expect(manifestDigest({ policies, settings, lists })).toBe(one.digest);
    expect((await release([{ id, version }])).digest).toBe(one.digest);
    expect((await release([])).digest).not.toBe(one.digest);
  });

  it('of two admins who activate at once, one gets 412; whoever has not seen the latest activation, too', async () => {
    const sets = [await release([]), await release([])];
    const tags = await Promise.all(sets.map(({ id }) => tagOf(id)));
    const answers = await Promise.all(
      sets.map(({ id }, i) => ask('POST', `/policy-sets/${id}/activate`, undefined, { 'If-Match': tags[i]! })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const same = await release([]);
    const tag = await tagOf(same.id);
    const rivals = await Promise.all([0, 1, 2].map(() => ask('POST', `/policy-sets/${same.id}/activate`, undefined, { 'If-Match': tag })));
    expect(rivals.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
    expect((await ask('POST', `/policy-sets/${same.id}/archive`)).status).toBe(428);
  });

  it('a test that does not pass in the company of the others refuses the set, and nothing is changed', async () => {
    const tests = [{ name: 'reads pass', request: call('read'), expect: { decision: 'allow' } }];
    await policy(DENY('shell'), { tests });
    await policy(DENY('read'));
    const bad = await release();
    const refused = await move(bad.id, 'activate');
    expect(await refused.json()).toMatchObject({
      code: 'POLICY_TESTS_FAILED',
      errors: [{ pointer: '/policies/0/tests/0', detail: 'p: “reads pass” expects allow; it came to deny (POLICY_DENIED).' }],
    });
    expect(await stateOf(bad.id)).toBe('draft');
  });

  it('goes from draft to shadow to active to archived, and no other way', async () => {
    const one = await release([]);
    const refuse = async (to: string) => expect(await (await move(one.id, to)).json(), to).toMatchObject({ code: 'POLICY_SET_STATE' });
    expect(await (await move(one.id, 'shadow')).json()).toMatchObject({ state: 'shadow' });
    await refuse('shadow');
    expect(await (await move(one.id, 'activate')).json()).toMatchObject({ state: 'active' });
    for (const to of ['shadow', 'activate']) await refuse(to);
    expect(await (await move(one.id, 'archive')).json()).toMatchObject({ state: 'archived' });
    for (const to of ['shadow', 'activate', 'archive']) await refuse(to);
  });

  it('a set in shadow decides nothing and stands in the snapshot; more than a few do not', async () => {
    const { loadSettings } = await import('#app/settings.ts');
    const { id, version } = await policy(DENY('a'), { mode: 'off' });
    const shadow = await release([{ id, version }]);
    await move(shadow.id, 'shadow');
    expect(await decide('a')).toBe('allow');
    const { snapshot } = await loadSettings(harness.world, own.id);
    expect(snapshot.shadow?.sets.map((one) => [one.set, one.policies.map((p) => p.id)])).toEqual([[shadow.id, [id]]]);
    for (let i = 1; i < SHADOW_SETS_MAX; i++) await move((await release([])).id, 'shadow');
    expect(await (await move((await release([])).id, 'shadow')).json()).toMatchObject({ code: 'POLICY_SETS_MAX_REACHED' });
  });

  it('names every version that there is not, and every policy that comes twice', async () => {
    const { id } = await policy(DENY('a'));
    const none = 'pol_00000000000000000000000000';
    const policies = [
      { id, version: 1 },
      { id, version: 2 },
      { id: none, version: 1 },
      { id, version: 1 },
    ];
    const { errors } = z
      .looseObject({ errors: z.array(z.looseObject({ pointer: z.string() })) })
      .parse(await (await ask('POST', '/policy-sets', { name: 's', policies })).json());
    expect(errors.map(({ pointer }) => pointer)).toEqual(['/policies/1', '/policies/1/id', '/policies/2', '/policies/3/id']);
    const other = await harness.tenant();
    const stolen = await ask('POST', '/policy-sets', { name: 's', policies: [{ id, version: 1 }] }, {}, other.key);
    expect(stolen.status).toBe(422);
  });

  it('is listed without its policies, newest first', async () => {
    await policy(DENY('a'));
    const ids = [(await release()).id, (await release([])).id];
    const page = z
      .object({ data: z.array(z.looseObject({ id: z.string(), policy_count: z.number() })), next_cursor: z.string().nullable() })
      .parse(await (await ask('GET', '/policy-sets')).json());
    expect(page.data.map((one) => [one.id, one.policy_count, 'policies' in one])).toEqual([
      [ids[1], 0, false],
      [ids[0], 1, false],
    ]);
  });

  it('a policy that is read again unchanged is not compiled again', async () => {
    const { loadSettings } = await import('#app/settings.ts');
    await policy(DENY('a'));
    const before = await loadSettings(harness.world, own.id);
    harness.clock.now_ms += 11_000;
    const after = await loadSettings(harness.world, own.id);
    expect(after).not.toBe(before);
    expect(after.snapshot.policies).toBe(before.snapshot.policies);
    await policy(DENY('b'));
    const { snapshot } = await loadSettings(harness.world, own.id);
    expect(snapshot.policies).toHaveLength(2);
    // Nor does the first call have anything left to compile.
    expect([...compiling(snapshot.policies)]).toEqual([]);
  });
});
