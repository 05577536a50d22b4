/** Limits of what a call adds by an expression in Cedar, through the API: over PostgreSQL and Redis, and over the embedded store. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startJobs } from '#app/job-kinds.ts';
import { embeddedStores, hostedStores, openHarness, type Harness, type Stores, type Tenancy } from './harness.ts';

type Answer = { decision: string; status: number; reasons: { code: string }[]; policy: { shadow?: { decision: string }[] } };
type Report = { outcomes: { [outcome: string]: number }; unknown_because: { [gap: string]: number } };
/** Without a guard for one of its tags. */
const UNGUARDED = 'if context.nums.hasTag("amount") then context.nums.getTag("amount") * 2 else context.nums.getTag("missing")';
/** Below zero where there is no amount. */
const CEDAR = 'if context.nums.hasTag("amount") then context.nums.getTag("amount") * 2 else 0 - 1';
const LARGE = 9_007_199_254_740_991;
/** Overflows a Long for every amount above 1,024. */
const STEEP = `if context.nums.hasTag("amount") then context.nums.getTag("amount") * ${LARGE} else 1`;

const requestOf = (args: object, name = 'refund') => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } });
const callOf = (args: object, user = 'ann') => ({
  request: requestOf(args),
  server: { name: 'pay' },
  context: { user_id: user, session_id: 's1' },
});
const documentOf = (cedar: string, limit: object = {}) => ({
  effect: 'require',
  target: { tools: ['pay/*'] },
  require: { limits: [{ id: 'sum', key: 'principal', window: '1h', max: 100, measure: { cedar }, ...limit }] },
});
const told = ({ decision, reasons }: Answer): string => [decision, ...reasons.map(({ code }) => code)].join(' ');

const testOf = (name: string, args: object, decision: string, reasons?: string[], facts?: object) => ({
  name,
  ...callOf(args),
  ...(facts && { facts }),
  expect: { decision, ...(reasons && { reasons }) },
});
const tools = (type: string) => [
  {
    name: 'refund',
    description: 'Pays back.',
    inputSchema: { type: 'object', properties: { amount: { type } }, required: ['amount'] },
  },
];

describe.each([
  ['PostgreSQL and Redis', hostedStores],
  ['the embedded store', embeddedStores],
] as [string, () => Promise<Stores>][])('over %s', (_stores, open) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await openHarness(await open());
  });
  afterAll(() => harness.close());

  const post = ({ key }: Tenancy, path: string, json: object): Promise<Response> => harness.ask('POST', path, { key, json });
  async function limited(cedar = CEDAR, limit: object = {}, more: object = {}): Promise<Tenancy & { policy: string }> {
    const tenant = await harness.tenant();
    const response = await post(tenant, '/policies', { name: 'amounts', document: documentOf(cedar, limit), ...more });
    expect(response.status, await response.clone().text()).toBe(201);
    return { ...tenant, policy: ((await response.json()) as { id: string }).id };
  }
  async function judge(tenant: Tenancy, args: object, more: object = {}): Promise<Answer> {
    harness.clock.now_ms += 1;
    const response = await post(tenant, '/validate', { ...callOf(args), ...more });
    expect(response.status, await response.clone().text()).toBe(200);
    return (await response.json()) as Answer;
  }

  it('counts what the expression comes to, for each tenant, and nothing of what is refused', async () => {
    const [tenant, other] = [await limited(), await limited()];
    const answers = [];
    for (const amount of [40, 11, 10, 0, 1]) answers.push(told(await judge(tenant, { amount })));
    expect(answers).toEqual(['allow', 'deny RESOURCE_LIMIT', 'allow', 'allow', 'deny RESOURCE_LIMIT']);
    expect(told(await judge(other, { amount: 50 }))).toBe('allow');
    expect(told(await judge(tenant, { amount: 50 }, { context: { user_id: 'bob' } }))).toBe('allow');
  });

  it('of 20 calls at once lets pass exactly as many as fit', async () => {
    const tenant = await limited();
    const answers = await Promise.all(Array.from({ length: 20 }, () => judge(tenant, { amount: 5 })));
    expect(answers.filter(({ decision }) => decision === 'allow')).toHaveLength(10);
  });

  it.each([
    ['a negative amount', CEDAR, {}],
    ['one that is negative by what the caller sends', CEDAR, { amount: -1 }],
    ['an overflow', STEEP, { amount: 1_025 }],
    ['arguments that go beyond what is laid out', CEDAR, { amount: 1, more: Array.from({ length: 1_001 }, (_, i) => i) }],
  ])('refuses as a policy that cannot be evaluated: %s', async (_what, cedar, args) => {
    const tenant = await limited(cedar);
    for (let i = 0; i < 2; i++) expect(told(await judge(tenant, args))).toBe('deny POLICY_ERROR');
    expect(told(await judge(tenant, { amount: 1 }))).toMatch(cedar === STEEP ? /RESOURCE_LIMIT$/ : /^allow$/);
    const asked = await limited(cedar, {}, { document: { ...documentOf(cedar), decision: 'challenge' } });
    expect(told(await judge(asked, args))).toBe('deny POLICY_ERROR');
  });

  it('an amount beyond every limit does not fit', async () => {
    const tenant = await limited(CEDAR, { max: 1_000_000_000_000 });
    expect(told(await judge(tenant, { amount: LARGE }))).toBe('deny RESOURCE_LIMIT');
    expect(told(await judge(tenant, { amount: 1 }))).toBe('allow');
  });

  it('answers add nothing, and need not have an amount', async () => {
    const tenant = await limited();
    const response = { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text: 'done' }] } };
    for (let i = 0; i < 3; i++) expect(told(await judge(tenant, {}, { response }))).toBe('allow');
    for (let i = 0; i < 3; i++) expect(told(await judge(tenant, { amount: 50 }, { response }))).toBe('allow');
    expect(told(await judge(tenant, { amount: 50 }))).toBe('allow');
    const steep = await limited(STEEP);
    expect(told(await judge(steep, { amount: 1_025 }, { response }))).toBe('allow');
    expect(told(await judge(steep, { amount: 1_025 }))).toBe('deny POLICY_ERROR');
  });

  it('attempts count by their amount whatever becomes of them', async () => {
    const tenant = await limited(CEDAR, { count: 'attempts' });
    expect(told(await judge(tenant, { amount: 40, path: '../../etc/passwd' }))).toMatch(/^deny/);
    expect(told(await judge(tenant, { amount: 11 }))).toBe('deny RESOURCE_LIMIT');
  });

  it('knows what the question knows: who acts, the tool, scores, the clock', async () => {
    const cedar =
      'if context.caller has user && context.caller.user == "ann" && resource is Tool && resource.plainBare == "refund" && context.findings.secret_leak == 0 && context.clock.UTC.hour >= 0 then 60 else 1';
    const tenant = await limited(cedar, { key: 'tenant' });
    expect([told(await judge(tenant, {})), told(await judge(tenant, {}))]).toEqual(['allow', 'deny RESOURCE_LIMIT']);
    expect(told(await judge(tenant, {}, { context: { user_id: 'bob' } }))).toBe('allow');
    expect(told(await judge(tenant, {}, { request: requestOf({}, 'charge') }))).toBe('allow');
  });

  it('in shadow counts for itself', async () => {
    const tenant = await limited(CEDAR, {}, { mode: 'shadow' });
    const seen = [await judge(tenant, { amount: 50 }), await judge(tenant, { amount: 1 }), await judge(tenant, {})];
    expect(seen.map(({ decision }) => decision)).toEqual(['allow', 'allow', 'allow']);
    expect(seen.map(({ policy }) => policy.shadow![0]!.decision)).toEqual(['allow', 'deny', 'deny']);
  });

  it('is refused when it is written, at its place', async () => {
    const tenant = await harness.tenant();
    for (const [path, json, base] of [
      ['/policies', { name: 'p', document: documentOf(UNGUARDED) }, '/document'],
      ['/policies/evaluate', { ...callOf({}), policies: [{ id: 'p', document: documentOf(UNGUARDED) }] }, '/policies/0/document'],
    ] as const) {
      const response = await post(tenant, path, json);
      expect(response.status).toBe(422);
      expect(await response.json()).toMatchObject({
        code: 'BODY_INVALID',
        errors: [
          { pointer: `${base}/require/limits/0/measure/cedar`, detail: expect.stringMatching(/Line 1, column .*"missing"/) as string },
        ],
      });
    }
    const validated = (await (
      await post(tenant, '/policies/validate', { policies: [{ document: documentOf('"x"') }, { document: documentOf(CEDAR) }] })
    ).json()) as { policies: { valid: boolean; errors: object[]; cedar: string | null; needs: { counters: object[] } | null }[] };
    expect(validated.policies.map(({ valid }) => valid)).toEqual([false, true]);
    expect(validated.policies[0]!.errors).toMatchObject([
      { pointer: expect.stringContaining('/require/limits/0/measure/cedar') as string },
    ]);
    expect(validated.policies[1]!.needs!.counters).toHaveLength(1);
    expect(validated.policies[1]!.cedar).toContain('getTag("amount")');
  });

  it('is there in tests of policies and in evaluations, which count nothing', async () => {
    const tests = [
      testOf('fits', { amount: 5 }, 'allow'),
      testOf('is used up', { amount: 5 }, 'deny', ['RESOURCE_LIMIT'], { counters: { sum: false } }),
      testOf('has no amount', {}, 'deny', ['POLICY_ERROR']),
    ];
    const tenant = await limited(CEDAR, {}, { tests });
    const wrong = await post(tenant, '/policies', { name: 'w', document: documentOf(CEDAR), tests: [testOf('none', {}, 'allow')] });
    expect(await wrong.json()).toMatchObject({ code: 'POLICY_TESTS_FAILED' });
    const evaluate = async (args: object, policies?: object[]): Promise<string> =>
      told((await (await post(tenant, '/policies/evaluate', { ...callOf(args), ...(policies && { policies }) })).json()) as Answer);
    for (let i = 0; i < 3; i++) expect(await evaluate({ amount: 50 })).toBe('allow');
    expect(await evaluate({})).toBe('deny POLICY_ERROR');
    expect(await evaluate({ amount: 1_025 }, [{ id: 'inline', document: documentOf(STEEP) }])).toBe('deny POLICY_ERROR');
    expect(told(await judge(tenant, { amount: 50 }))).toBe('allow');
  });

  it('is replayed by what was recorded', async () => {
    const runner = startJobs(harness.world, { poll_ms: 20, share: 1 });
    try {
      const tenant = await limited();
      for (const args of [{ amount: 40 }, { amount: 40 }, { amount: 10 }, {}]) await judge(tenant, args);
      const replay = async (json: object): Promise<Report> => {
        harness.clock.now_ms += 1;
        const { id } = (await (await post(tenant, '/policies/replay', json)).json()) as { id: string };
        for (const until = Date.now() + 20_000; Date.now() < until; await delay(20)) {
          const seen = (await (await harness.ask('GET', `/jobs/${id}`, { key: tenant.key })).json()) as { state: string; result: Report };
          if (seen.state === 'done') return seen.result;
        }
        throw new Error('the replay does not end');
      };
      expect((await replay({ set: 'current' })).outcomes).toMatchObject({ unchanged: 4 });
      const wider = [{ id: tenant.policy, document: documentOf(CEDAR, { max: 200 }) }];
      expect((await replay({ set: 'current', policies: wider })).outcomes).toMatchObject({ unchanged: 3, newly_allowed: 1, unknown: 0 });
      // Another amount has been counted by nobody.
      const other = [{ id: tenant.policy, document: documentOf('1') }];
      expect(await replay({ set: 'current', policies: other })).toMatchObject({
        outcomes: { unknown: 4 },
        unknown_because: { fact: 4 },
      });
    } finally {
      await runner.stop();
    }
  });

  it('with arguments whose types are registered', async () => {
    const tenant = await harness.tenant();
    const put = (type: string, more = ''): Promise<Response> =>
      harness.ask('PUT', `/servers/pay/manifest${more}`, { key: tenant.key, json: { tools: tools(type) }, headers: { 'If-Match': '*' } });
    expect((await harness.ask('PUT', '/servers/pay/manifest', { key: tenant.key, json: { tools: tools('integer') } })).status).toBe(201);
    const cedar = 'if action == Action::"pay___refund" then context.input.amount else 1';
    expect((await post(tenant, '/policies', { name: 'p', document: documentOf(cedar) })).status).toBe(201);
    const answers = [];
    for (const args of [{ amount: 60 }, { amount: 60 }, { amount: 'sixty' }, { amount: 40 }]) answers.push(told(await judge(tenant, args)));
    expect(answers).toEqual(['allow', 'deny RESOURCE_LIMIT', 'deny POLICY_ERROR', 'allow']);
    expect((await put('string')).status).toBe(409);
    expect((await put('string', '?force=true')).status).toBe(200);
    expect(told(await judge(tenant, { amount: 'sixty' }))).toBe('deny POLICY_ERROR');
  });
});
