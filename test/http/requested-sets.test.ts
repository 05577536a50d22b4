/** `options.policy_set`: a set that is judged in addition to what is in force, over both stores. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { REQUESTED_PER_CALL_MAX } from '#app/naming-sets.ts';
import { embeddedStores, hostedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

const made = z.looseObject({ id: z.string(), version: z.number() });
const set = z.looseObject({ id: z.string(), digest: z.string() });
const verdict = z.looseObject({
  id: z.string(),
  decision: z.string(),
  policy: z.looseObject({ requested: z.object({ set: z.string(), digest: z.string() }).optional(), determining: z.array(z.string()) }),
  reasons: z.array(z.looseObject({ code: z.string(), policy: z.string().optional() })),
  ignored: z.array(z.string()),
});
const call = (name: string, args: object = {}) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } });
const DENY = (tool: string) => ({ effect: 'deny', target: { tools: [tool] } });
const PERMIT = (tool: string) => ({ effect: 'allow', target: { tools: [tool] } });
const LIMIT = (max: number) => ({ effect: 'require', require: { limits: [{ id: 'l', key: 'principal', window: '1h', max }] } });
/** Judged in another thread. */
const LARGE = { text: 'a'.repeat(20_000) };

const body = (name: string, policy_set: string | undefined, args: object = {}) => ({
  request: call(name, args),
  context: { user_id: 'ann' },
  ...(policy_set !== undefined && { options: { policy_set } }),
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

  const ask = (method: string, path: string, json?: object, headers: Record<string, string> = {}, key = own.key) => {
    harness.clock.now_ms += 1;
    return harness.ask(method, path, { key, headers, ...(json && { json }) });
  };
  const judged = async (name: string, policy_set?: string, args: object = {}) => {
    const response = await ask('POST', '/validate', body(name, policy_set, args));
    expect(response.status, await response.clone().text()).toBe(200);
    return verdict.parse(await response.json());
  };
  const policy = async (document: object, rest: object = {}) => {
    const response = await ask('POST', '/policies', { name: 'p', mode: 'off', document, ...rest });
    expect(response.status, await response.clone().text()).toBe(201);
    return made.parse(await response.json());
  };
  const setOf = async (...policies: { id: string; version: number }[]) =>
    set.parse(
      await (await ask('POST', '/policy-sets', { name: 's', policies: policies.map(({ id, version }) => ({ id, version })) })).json(),
    );
  const move = (id: string, to: string) => ask('POST', `/policy-sets/${id}/${to}`, undefined, { 'If-Match': '*' });

  it('types the arguments that its policies look at, by the tools as they are registered', async () => {
    const tools = [{ name: 'refund', inputSchema: { type: 'object', properties: { amount: { type: 'integer' } }, required: ['amount'] } }];
    expect((await ask('PUT', '/servers/pay/manifest', { tools })).status).toBe(201);
    const capped = await policy({
      cedar: 'forbid (principal, action == Action::"pay___refund", resource) when { context.input.amount > 500 };',
    });
    const draft = await setOf(capped);
    const refund = async (amount: unknown, policy_set?: string) => {
      const asked = { ...body('refund', policy_set, { amount }), server: { name: 'pay' } };
      return verdict.parse(await (await ask('POST', '/validate', asked)).json());
    };
    expect(await refund(501)).toMatchObject({ decision: 'allow' });
    expect(await refund(501, draft.id)).toMatchObject({ decision: 'deny', reasons: [{ code: 'POLICY_DENIED' }] });
    expect(await refund(500, draft.id)).toMatchObject({ decision: 'allow' });
    expect(await refund('much', draft.id)).toMatchObject({ decision: 'deny', reasons: [{ code: 'POLICY_ERROR' }] });
  });

  it.each([
    ['small', {}],
    ['large', LARGE],
  ])('refuses what either refuses, by id and by digest, and is named in the answer: %s', async (_size, args) => {
    const denying = await policy(DENY('a'));
    await policy(DENY('b'), { mode: 'enforce' });
    const draft = await setOf(denying);
    expect(await judged('a', undefined, args)).toMatchObject({ decision: 'allow' });
    for (const name of [draft.id, draft.digest]) {
      const refused = await judged('a', name, args);
      expect(refused).toMatchObject({
        decision: 'deny',
        policy: { requested: { set: draft.id, digest: draft.digest }, determining: [denying.id] },
      });
      expect(refused.ignored).toEqual([]);
    }
    expect(await judged('b', draft.id, args)).toMatchObject({ decision: 'deny' });
    expect(await judged('c', draft.id, args)).toMatchObject({ decision: 'allow', policy: { requested: { set: draft.id } } });
    // Nothing of it stays.
    expect((await judged('a', undefined, args)).policy.requested).toBeUndefined();
  });

  it('in every state of the set', async () => {
    const one = await setOf(await policy(DENY('a')));
    for (const to of ['shadow', 'activate', 'archive']) {
      expect(await judged('a', one.id)).toMatchObject({ decision: 'deny' });
      expect((await move(one.id, to)).status).toBe(200);
      harness.clock.now_ms += 3_000;
    }
    expect(await judged('a')).toMatchObject({ decision: 'allow' });
    expect(await judged('a', one.id)).toMatchObject({ decision: 'deny' });
  });

  it('a permit of it lets nothing pass that is refused without it, nor the other way round', async () => {
    own = await harness.tenant({ posture: 'strict' });
    await policy(PERMIT('a'), { mode: 'enforce' });
    const draft = await setOf(await policy(PERMIT('b')));
    expect(await judged('a')).toMatchObject({ decision: 'allow' });
    expect(await judged('a', draft.id)).toMatchObject({ decision: 'deny', reasons: [{ code: 'NO_PERMIT' }] });
    expect(await judged('b', draft.id)).toMatchObject({ decision: 'deny', reasons: [{ code: 'NO_PERMIT' }] });
  });

  it('its bar for content holds too', async () => {
    const draft = await setOf(await policy({ strictness: 'maximum', thresholds: { path_traversal: 0.01 } }));
    const args = { path: '../notes.txt' };
    const [without, with_it] = [await judged('read_file', undefined, args), await judged('read_file', draft.id, args)];
    expect([without.decision, with_it.decision]).toEqual(['allow', 'deny']);
  });

  it.each([
    ['small', {}],
    ['large', LARGE],
  ])('one that there is not is a problem that names its place, also of another tenant: %s', async (_size, args) => {
    const stranger = await harness.tenant();
    const foreign = set.parse(await (await ask('POST', '/policy-sets', { name: 's', policies: [] }, {}, stranger.key)).json());
    for (const name of ['set_00000000000000000000000000', 'nothing', '0'.repeat(64), foreign.id]) {
      const response = await ask('POST', '/validate', body('a', name, args));
      expect([response.status, await response.json()]).toMatchObject([422, { errors: [{ pointer: '/options/policy_set' }] }]);
    }
    const empty = await ask('POST', '/validate', body('a', '', args));
    expect([empty.status, await empty.json()]).toMatchObject([422, { errors: [{ pointer: '/options/policy_set' }] }]);
  });

  it.each([
    ['small', {}],
    ['large', LARGE],
  ])('in a batch each case has its own; what is unknown fails alone: %s', async (_size, args) => {
    const [one, two] = [await setOf(await policy(DENY('a'))), await setOf(await policy(DENY('b')))];
    const items = [
      body('a', one.id, args),
      body('a', two.id),
      body('a', undefined),
      body('a', 'set_00000000000000000000000000'),
      body('b', two.digest),
    ];
    const { results } = (await (await ask('POST', '/validate/batch', { items })).json()) as { results: Record<string, unknown>[] };
    expect(results).toMatchObject([
      { decision: 'deny' },
      { decision: 'allow', policy: { requested: { set: two.id } } },
      { decision: 'allow' },
      { error: { status: 422, errors: [{ pointer: '/items/3/options/policy_set' }] } },
      { decision: 'deny' },
    ]);
    const lines = items.map((item) => JSON.stringify(item)).join('\n');
    const stream = await harness.ask('POST', '/validate/batch', { key: own.key, raw: lines, type: 'application/x-ndjson' });
    const answered = (await stream.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { decision?: string; error?: object });
    expect(answered).toMatchObject([
      { decision: 'deny' },
      { decision: 'allow' },
      { decision: 'allow' },
      { error: { status: 422 } },
      { decision: 'deny' },
    ]);
  });

  it('no more than a few may be named at once', async () => {
    const sets = [];
    for (let i = 0; i <= REQUESTED_PER_CALL_MAX; i++) sets.push(await setOf(await policy(DENY(`t${i}`))));
    const items = sets.map(({ id }) => body('x', id));
    const { results } = (await (await ask('POST', '/validate/batch', { items })).json()) as { results: object[] };
    expect(results.filter((one) => 'decision' in one)).toHaveLength(REQUESTED_PER_CALL_MAX);
    expect(results.at(-1)).toMatchObject({ error: { status: 422 } });
  });

  it('its limits are counted, those that both have once', async () => {
    const { id } = await policy(LIMIT(4), { mode: 'enforce' });
    const same = await setOf({ id, version: 1 });
    for (let i = 0; i < 4; i++) expect(await judged('a', same.id)).toMatchObject({ decision: 'allow' });
    expect(await judged('a')).toMatchObject({ decision: 'deny', reasons: [{ code: 'RESOURCE_LIMIT', policy: id }] });
    const other = await setOf(await policy(LIMIT(2)));
    await ask('DELETE', `/policies/${id}`, undefined, { 'If-Match': '*' });
    harness.clock.now_ms += 3_000;
    expect([(await judged('a', other.id)).decision, (await judged('a')).decision, (await judged('a', other.id)).decision]).toEqual([
      'allow',
      'allow',
      'allow',
    ]);
    expect(await judged('a', other.id)).toMatchObject({ decision: 'deny', reasons: [{ code: 'RESOURCE_LIMIT' }] });
    expect(await judged('a')).toMatchObject({ decision: 'allow' });
  });

  it('stands in the record, and in its input', async () => {
    const draft = await setOf(await policy(DENY('a')));
    const { id } = await judged('a', draft.digest);
    expect(await (await ask('GET', `/audit/${id}`)).json()).toMatchObject({
      requested_set: draft.id,
      input: { options: { policy_set: draft.digest } },
    });
    const without = await judged('a');
    expect(await (await ask('GET', `/audit/${without.id}`)).json()).not.toHaveProperty('requested_set');
  });

  it('is read once, and not for every call', async () => {
    const draft = await setOf(await policy(DENY('a')));
    await judged('a', draft.id);
    const { loadSettings } = await import('#app/settings.ts');
    const { requested } = await loadSettings(harness.world, own.id);
    const before = await requested.get(draft.id);
    const policies = () => harness.world.requested_policies.sets.get(`${own.id} ${draft.id}`);
    const kept = policies();
    expect(kept).toHaveLength(1);
    await judged('a', draft.id);
    expect(await requested.get(draft.id)).toBe(before);
    harness.clock.now_ms += 11_000;
    await judged('a', draft.id);
    expect(await (await loadSettings(harness.world, own.id)).requested.get(draft.id)).not.toBe(before);
    expect(policies()).toBe(kept);
    // What was pushed out is read again, once for all who wait.
    harness.world.requested_policies.sets.clear();
    const answers = await Promise.all(Array.from({ length: 8 }, () => judged('a', draft.id)));
    expect(answers.map(({ decision }) => decision)).toEqual(Array.from({ length: 8 }, () => 'deny'));
    expect(policies()).not.toBe(kept);
    expect(harness.world.requested_policies.reading.size).toBe(0);
  });
});
