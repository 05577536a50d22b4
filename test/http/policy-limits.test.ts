/** Limits of policies, over PostgreSQL and Redis: exactly as many as fit, and nothing is used up by what is refused. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness(await hostedStores());
});
afterAll(() => harness.close());

type Answer = {
  id: string;
  decision: string;
  status: number;
  degraded: string[];
  reasons: { code: string }[];
  would_be?: { decision: string };
};
type Limit = { id?: string; key?: string; window?: string; max: number; measure?: string; count?: string };

async function limited(limits: Limit[], more: object = {}): Promise<Tenancy> {
  const tenant = await harness.tenant();
  const document = {
    effect: 'require',
    target: { tools: ['pay/*'] },
    require: { limits: limits.map((limit, i) => ({ id: `l${i}`, key: 'principal', window: '1h', ...limit })) },
    ...more,
  };
  const response = await harness.ask('POST', '/policies', { key: tenant.key, json: { name: 'limits', document } });
  expect(response.status, await response.clone().text()).toBe(201);
  return tenant;
}

const callOf = (args: object, more: object = {}): object => ({
  request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'refund', arguments: args } },
  server: { name: 'pay' },
  context: { user_id: 'ann', session_id: 's1' },
  ...more,
});
async function judge({ key }: Tenancy, args: object = {}, more: object = {}): Promise<Answer> {
  const response = await harness.ask('POST', '/validate', { key, json: callOf(args, more) });
  expect(response.status, await response.clone().text()).toBe(200);
  return (await response.json()) as Answer;
}
const decisions = (answers: Answer[]): string[] => answers.map(({ decision }) => decision);
const refused = { decision: 'deny', status: 429, reasons: [{ code: 'RESOURCE_LIMIT' }] };

describe('calls', () => {
  it('of 20 at once with room for 10, exactly 10 are allowed', async () => {
    const tenant = await limited([{ max: 10 }]);
    const answers = await Promise.all(Array.from({ length: 20 }, () => judge(tenant)));
    expect(decisions(answers).filter((d) => d === 'allow')).toHaveLength(10);
    for (const answer of answers) if (answer.decision !== 'allow') expect(answer).toMatchObject(refused);
  });

  it('that are refused for another reason use nothing up', async () => {
    const tenant = await limited([{ max: 1 }, { max: 3, count: 'attempts' }]);
    for (let i = 0; i < 2; i++) expect(await judge(tenant, { path: '../../etc/passwd' })).toMatchObject({ decision: 'deny', status: 403 });
    expect(await judge(tenant)).toMatchObject({ decision: 'allow' });
    expect(await judge(tenant)).toMatchObject({ decision: 'deny', reasons: [{ code: 'RESOURCE_LIMIT' }, { code: 'RESOURCE_LIMIT' }] });
  });

  it('that do not fit one limit use nothing of another', async () => {
    const tenant = await limited([{ max: 2 }, { max: 100, measure: 'sum:/amount' }]);
    expect(
      decisions([await judge(tenant, { amount: 99 }), await judge(tenant, { amount: 2 }), await judge(tenant, { amount: 1 })]),
    ).toEqual(['allow', 'deny', 'allow']);
  });

  it('that the rate of a principal refuses are given back', async () => {
    const tenant = await limited([{ max: 2 }]);
    const rate = { rate_limits: { principal: { per_second: 0.01, burst: 1 } } };
    expect((await harness.ask('PATCH', '/tenant', { key: tenant.key, json: rate })).status).toBe(200);
    expect(await judge(tenant)).toMatchObject({ decision: 'allow' });
    for (let i = 0; i < 3; i++) expect(await judge(tenant)).toMatchObject({ reasons: [{ code: 'RATE_LIMIT' }] });
    const none = { rate_limits: { principal: null } };
    expect((await harness.ask('PATCH', '/tenant', { key: tenant.key, json: none })).status).toBe(200);
    expect(decisions([await judge(tenant), await judge(tenant)])).toEqual(['allow', 'deny']);
  });

  it('of a batch count each', async () => {
    const tenant = await limited([{ max: 3 }]);
    const items = Array.from({ length: 5 }, () => callOf({}));
    const response = await harness.ask('POST', '/validate/batch', { key: tenant.key, json: { items } });
    const { results } = (await response.json()) as { results: Answer[] };
    expect(decisions(results).sort()).toEqual(['allow', 'allow', 'allow', 'deny', 'deny']);
    const params = { name: 'refund', arguments: {} };
    const batch = [1, 2].map((id) => ({ jsonrpc: '2.0', id, method: 'tools/call', params }));
    const more = { request: batch, context: { user_id: 'bob', protocol_version: '2025-03-26' } };
    expect(decisions([await judge(tenant, {}, more), await judge(tenant, {}, more)])).toEqual(['allow', 'deny']);
  });

  it('with decision challenge are asked for more', async () => {
    const tenant = await limited([{ max: 1 }], { decision: 'challenge' });
    expect(decisions([await judge(tenant), await judge(tenant)])).toEqual(['allow', 'challenge']);
  });

  it('in monitor pass, and say what they would be', async () => {
    const tenant = await limited([{ max: 1 }]);
    await harness.ask('PATCH', '/tenant', { key: tenant.key, json: { monitor: true } });
    const answers = [await judge(tenant), await judge(tenant)];
    expect(decisions(answers)).toEqual(['allow', 'allow']);
    expect(answers.map(({ would_be }) => would_be?.decision)).toEqual(['allow', 'deny']);
  });

  it('answers to them are no calls', async () => {
    const tenant = await limited([{ max: 1 }]);
    const response = { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text: 'done' }] } };
    for (let i = 0; i < 3; i++) expect(await judge(tenant, {}, { response })).toMatchObject({ decision: 'allow' });
    expect(decisions([await judge(tenant), await judge(tenant)])).toEqual(['allow', 'deny']);
    expect(await judge(tenant, {}, { response })).toMatchObject({ decision: 'allow' });
  });
});

describe('whose', () => {
  it('each principal, session and tool has its own', async () => {
    const tenant = await limited([{ max: 1, key: 'principal+tool' }]);
    const other = { request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'charge', arguments: {} } } };
    const bob = { context: { user_id: 'bob' } };
    expect(decisions([await judge(tenant), await judge(tenant, {}, other), await judge(tenant, {}, bob), await judge(tenant)])).toEqual([
      'allow',
      'allow',
      'allow',
      'deny',
    ]);
  });

  it('the tenant has one for all', async () => {
    const tenant = await limited([{ max: 1, key: 'tenant' }]);
    expect(decisions([await judge(tenant), await judge(tenant, {}, { context: { user_id: 'bob' } })])).toEqual(['allow', 'deny']);
  });

  it.each(['principal', 'session', 'session+tool'])('nobody is refused where it is of a %s', async (key) => {
    const tenant = await limited([{ max: 1, key }]);
    expect(await judge(tenant, {}, { context: { ip_address: '192.0.2.1' } })).toMatchObject(refused);
  });

  it('what no policy aims at is not counted', async () => {
    const tenant = await limited([{ max: 0, key: 'tenant' }]);
    expect(await judge(tenant, {}, { server: { name: 'mail' } })).toMatchObject({ decision: 'allow' });
  });
});

describe('measures', () => {
  it('sums of decimals are exact', async () => {
    const tenant = await limited([{ max: 0.3, measure: 'sum:/amount' }]);
    const answers = [];
    for (const amount of [0.1, 0.1, 0.1, 0.0001, 0]) answers.push(await judge(tenant, { amount }));
    expect(decisions(answers)).toEqual(['allow', 'allow', 'allow', 'deny', 'allow']);
  });

  it.each([[{}], [{ amount: '5' }], [{ amount: -5 }], [{ amount: 0.00001 }], [{ amount: [1] }], [{ amount: 1e300 }]])(
    'an amount that cannot be counted is refused: %j',
    async (args) => {
      const tenant = await limited([{ max: 100, measure: 'sum:/amount' }]);
      expect(await judge(tenant, args)).toMatchObject(refused);
    },
  );

  it('sums go over every item of a list', async () => {
    const tenant = await limited([{ max: 10, measure: 'sum:/items/*/amount' }]);
    const items = [{ amount: 4 }, { amount: 5 }];
    expect(await judge(tenant, { items: [...items, { amount: '1' }] })).toMatchObject(refused);
    expect(
      decisions([await judge(tenant, { items }), await judge(tenant, { items }), await judge(tenant, { items: [{ amount: 1 }] })]),
    ).toEqual(['allow', 'deny', 'allow']);
  });

  it('distinct values count once', async () => {
    const tenant = await limited([{ max: 2, measure: 'distinct:/to' }]);
    const answers = [];
    for (const to of ['a', 'b', 'a', 'c', 'b']) answers.push(await judge(tenant, { to }));
    expect(decisions(answers)).toEqual(['allow', 'allow', 'allow', 'deny', 'allow']);
    expect(await judge(tenant, {})).toMatchObject(refused);
  });

  it('bytes are those of requests and answers', async () => {
    const tenant = await limited([{ max: 400, measure: 'bytes', key: 'session' }]);
    const answer = (n: number) => ({ response: { jsonrpc: '2.0', id: 1, result: { content: [{ type: 'text', text: 'é'.repeat(n) }] } } });
    expect(decisions([await judge(tenant, {}, answer(100)), await judge(tenant, {}, answer(100)), await judge(tenant)])).toEqual([
      'allow',
      'deny',
      'allow',
    ]);
  });
});

describe('what is refused when it is written', () => {
  it.each([
    [{ max: 10_001, measure: 'distinct:/to' }, 'Must be at most 10000 distinct values'],
    [{ max: 0.00001, measure: 'sum:/amount' }, 'four digits'],
    [{ max: 1_000_000_000_000, measure: 'sum:/amount' }, 'Must be at most 900000000000'],
    [{ max: 1.5 }, 'Must be a whole number'],
  ])('%j', async (limit, detail) => {
    const { key } = await harness.tenant();
    const document = { effect: 'require', require: { limits: [{ id: 'a', key: 'tenant', window: '1h', ...limit }] } };
    const response = await harness.ask('POST', '/policies', { key, json: { name: 'p', document } });
    const { errors } = (await response.json()) as { errors: object[] };
    expect(response.status).toBe(422);
    expect(errors).toEqual([{ pointer: '/document/require/limits/0/max', detail: expect.stringContaining(detail) as string }]);
  });
});
