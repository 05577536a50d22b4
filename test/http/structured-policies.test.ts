/** Structured policies over HTTP: each requirement refuses with a reason of its own. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness(await embeddedStores());
});
afterAll(() => harness.close());

type Answer = {
  decision: string;
  status: number;
  reasons: { code: string; message: string; policy?: string }[];
  policy: { determining: string[] };
};

async function policy({ key }: Tenancy, document: object): Promise<string> {
  const response = await harness.ask('POST', '/policies', { key, json: { name: 'one', document } });
  expect(response.status, await response.clone().text()).toBe(201);
  return ((await response.json()) as { id: string }).id;
}
async function judge({ key }: Tenancy, args: object, more: object = {}): Promise<Answer> {
  const request = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'refund', arguments: args } };
  const json = { request, server: { name: 'pay' }, context: { user_id: 'ann', ip_address: '10.1.2.3' }, ...more };
  const response = await harness.ask('POST', '/validate', { key, json });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}
const codes = ({ reasons }: Answer): string[] => reasons.map(({ code }) => code);

const NEVER = { tz: 'Europe/Berlin', windows: [{ days: ['mon'], from: '03:00', to: '03:01' }] };

describe('requirements', () => {
  it('all speak, in the order time, location, trust, limits', async () => {
    const tenant = await harness.tenant();
    const id = await policy(tenant, {
      effect: 'require',
      target: { tools: ['pay/*'] },
      require: {
        limits: [{ id: 'hourly', key: 'principal', window: '1h', max: 0 }],
        trust: { min: 0.7 },
        location: { ip_allow: ['192.0.2.0/24'] },
        time: NEVER,
      },
    });
    const answer = await judge(tenant, { amount: 5 });
    expect(answer).toMatchObject({ decision: 'deny', status: 403, policy: { determining: [id] } });
    expect(codes(answer)).toEqual(['TIME_RESTRICTION', 'LOCATION_RESTRICTION', 'TRUST_REQUIREMENT', 'RESOURCE_LIMIT']);
    expect(answer.reasons.map(({ message }) => message)).toEqual([
      'Time restriction violation',
      'Location restriction violation',
      'Trust score requirement not met',
      'Resource limit exceeded: hourly',
    ]);
  });

  it.each([
    [{ args: { '/amount': { max: 500 } } }, { amount: 500 }, { amount: 500.01 }],
    [{ args: { '/amount': { max: 500 } } }, { amount: 1.5 }, {}],
    [{ args: { '/amount': { max: 500 } } }, { amount: -1 }, { amount: '5' }],
    [{ args: { '/path': { notLike: '*/etc/*' } } }, { path: '/srv/a' }, { path: '/x/etc/y' }],
    [
      { args: { '/to/*': { matches: '[a-z]+@acme\\.example' } } },
      { to: ['a@acme.example'] },
      { to: ['a@acme.example', 'b@acme.example.org'] },
    ],
    [{ args: { '/note': { maxLength: 3, optional: true } } }, {}, { note: 'abcd' }],
    [{ findings: { path_traversal: { max: 0.3 } } }, { path: 'a.txt' }, { path: '../a.txt' }],
  ])('%j lets %j pass, and refuses %j', async (require, passes, fails) => {
    const tenant = await harness.tenant();
    await policy(tenant, { effect: 'require', target: { tools: ['refund'] }, require });
    expect(await judge(tenant, passes)).toMatchObject({ decision: 'allow' });
    expect(await judge(tenant, fails)).toMatchObject({ decision: 'deny' });
    expect(await judge(tenant, { amount: 9_999 }, { request: { jsonrpc: '2.0', id: 1, method: 'tools/list' } })).toMatchObject({
      decision: 'allow',
    });
  });

  it('without an address, location fails; IPv4 in IPv6 clothes is IPv4', async () => {
    const tenant = await harness.tenant();
    await policy(tenant, { effect: 'require', require: { location: { ip_allow: ['10.0.0.0/8'] } } });
    expect(codes(await judge(tenant, {}, { context: {} }))).toEqual(['LOCATION_RESTRICTION']);
    expect((await judge(tenant, {}, { context: { ip_address: '::ffff:10.0.0.1' } })).decision).toBe('allow');
  });

  it('a country that is not known fails, unless the policy says otherwise', async () => {
    const [strict, lax] = [await harness.tenant(), await harness.tenant()];
    await policy(strict, { effect: 'require', require: { location: { countries: ['DE'] } } });
    await policy(lax, { effect: 'require', require: { location: { countries: ['DE'], unknown: 'allow' } } });
    expect(codes(await judge(strict, {}))).toEqual(['COUNTRY_UNKNOWN']);
    expect((await judge(lax, {})).decision).toBe('allow');
  });
});

describe('effects', () => {
  it('deny, challenge and allow, with the reason as written', async () => {
    const tenant = await harness.tenant();
    await policy(tenant, { effect: 'deny', target: { users: ['eve'] }, reason: 'Eve has left.' });
    await policy(tenant, { effect: 'require', decision: 'challenge', target: { tools: ['pay/refund'] }, require: { trust: { min: 0.8 } } });
    expect(await judge(tenant, {}, { context: { user_id: 'eve' } })).toMatchObject({
      decision: 'deny',
      reasons: [{ code: 'POLICY_DENIED', message: 'Eve has left.' }],
    });
    expect(await judge(tenant, {})).toMatchObject({ decision: 'challenge', status: 401, reasons: [{ code: 'TRUST_REQUIREMENT' }] });
  });

  it('a grant to a person grants nothing to who only says that he is that person', async () => {
    const tenant = await harness.tenant();
    const change = (json: object) => harness.ask('PATCH', '/tenant', { key: tenant.key, json });
    await change({ posture: 'strict' });
    await policy(tenant, { effect: 'allow', target: { users: ['ann'], tools: ['pay/*'] } });
    expect(codes(await judge(tenant, {}))).toEqual(['NO_PERMIT']);
    await change({ trust_asserted_roles: true });
    expect((await judge(tenant, {})).decision).toBe('allow');
    expect(codes(await judge(tenant, {}, { context: { user_id: 'bob' } }))).toEqual(['NO_PERMIT']);
  });

  it('a restriction of a role binds who says that he has it', async () => {
    const tenant = await harness.tenant();
    await policy(tenant, { effect: 'deny', target: { roles: ['guest'] } });
    expect((await judge(tenant, {}, { context: { user_id: 'a', roles: ['guest'] } })).decision).toBe('deny');
    expect((await judge(tenant, {}, { context: { user_id: 'a' } })).decision).toBe('allow');
  });
});

describe('what is no policy', () => {
  it.each([
    ['/document/efect', { efect: 'deny' }, 'Did you mean `effect`?'],
    ['/document/require', { effect: 'require' }, 'Requires nothing'],
    ['/document/require/time/tz', { effect: 'require', require: { time: { tz: 'Europe/Berln', allowed_hours: [1] } } }, 'time zone'],
    ['/document/require/location/ip_allow/0', { effect: 'require', require: { location: { ip_allow: ['10.0.0.1/8'] } } }, 'CIDR'],
    ['/document/require/args/~1x/matches', { effect: 'require', require: { args: { '/x': { matches: '(a)\\1' } } } }, 'linear time'],
    ['/document/target/roles/0', { effect: 'deny', target: { roles: ['a*'] } }, 'whole name'],
    ['/document/decision', { effect: 'allow', decision: 'challenge' }, 'no other decision'],
  ])('is refused at %s', async (pointer, document, detail) => {
    const { key } = await harness.tenant();
    const response = await harness.ask('POST', '/policies', { key, json: { name: 'one', document } });
    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { pointer: string; detail: string }[] };
    expect(errors.map((error) => error.pointer)).toEqual([pointer]);
    expect(errors[0]?.detail).toContain(detail);
  });
});

const evaluate = async ({ key }: Tenancy, json: object): Promise<Answer & { id: string }> => {
  const response = await harness.ask('POST', '/policies/evaluate', { key, json });
  expect(response.status, await response.clone().text()).toBe(200);
  return (await response.json()) as Answer & { id: string };
};

describe('evaluation', () => {
  const call = {
    request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'refund', arguments: { amount: 5 } } },
    server: { name: 'pay' },
  };
  it('asks inline policies with given facts, and leaves no trace', async () => {
    const tenant = await harness.tenant();
    const document = {
      effect: 'require',
      require: { trust: { min: 0.7 }, time: { tz: 'Europe/Berlin', windows: [{ days: ['fri'], from: '09:00', to: '18:00' }] } },
    };
    const policies = [{ id: 'hours', document }];
    const at = (now: string, score: number) => evaluate(tenant, { ...call, policies, facts: { now, trust: { score } } });
    expect(await at('2026-11-20T12:00:00Z', 0.9)).toMatchObject({ decision: 'allow', id: 'evaluation' });
    expect(await at('2026-11-20T20:00:00Z', 0.6)).toMatchObject({
      decision: 'deny',
      reasons: [
        { code: 'TIME_RESTRICTION', policy: 'hours' },
        { code: 'TRUST_REQUIREMENT', policy: 'hours' },
      ],
    });
    const audit = await harness.ask('GET', '/audit?kind=verdict', { key: tenant.key });
    expect((await audit.json()) as object).toMatchObject({ data: [] });
  });

  it('takes labels, an approval, parts of trust, what was counted, what happened, and what the enforcement point can do', async () => {
    const tenant = await harness.tenant();
    const one = (document: object, facts: object, more: object = {}) =>
      evaluate(tenant, { ...call, context: { user_id: 'ann', session_id: 's' }, policies: [{ id: 'p', document }], facts, ...more });
    const labels = { effect: 'require', require: { session: { notLabels: ['untrusted'] } } };
    expect(await one(labels, {})).toMatchObject({ decision: 'deny', reasons: [{ code: 'SESSION_RESTRICTION' }] });
    expect(await one(labels, { labels: ['untrusted'] })).toMatchObject({ decision: 'deny' });
    expect(await one(labels, { labels: [] })).toMatchObject({ decision: 'allow' });
    const challenge = { effect: 'deny', decision: 'challenge', target: { tools: ['refund'] } };
    expect(await one(challenge, {})).toMatchObject({ decision: 'challenge' });
    expect(await one(challenge, { approval: { id: 'a', method: 'webauthn', age_s: 5 } })).toMatchObject({ decision: 'allow' });
    const cedar = {
      cedar:
        'forbid (principal, action, resource) unless { context has trust.user && context.trust.user >= 700 && context has session.depth && context.session.depth < 3 };',
    };
    const facts = { trust: { score: 0.1, user: 0.7 }, session: { depth: 2 } };
    expect(await one(cedar, facts)).toMatchObject({ decision: 'allow' });
    expect(await one(cedar, { ...facts, session: { depth: 3 } })).toMatchObject({ decision: 'deny' });
    const limits = { effect: 'require', require: { limits: [{ id: 'l', key: 'tool', window: '1h', max: 1 }] } };
    expect(await one(limits, {})).toMatchObject({ decision: 'allow' });
    expect(await one(limits, { counters: { l: false } })).toMatchObject({ decision: 'deny', status: 429 });
    expect(await one(limits, { counters: { 'p/l': null } })).toMatchObject({ decision: 'deny' });
    const past = { effect: 'require', require: { history: [{ id: 'h', formerly: { within: '1h', action: 'x' } }] } };
    expect(await one(past, {})).toMatchObject({ decision: 'deny' });
    expect(await one(past, { history: { h: true } })).toMatchObject({ decision: 'allow' });
    const headers = { ...limits, obligations: [{ type: 'set_headers', headers: { a: 'b' } }] };
    expect(await one(headers, {}, { options: { supported_obligations: ['set_headers'] } })).toMatchObject({ decision: 'allow' });
    expect(await one(headers, {}, { options: { supported_obligations: [] } })).toMatchObject({
      decision: 'deny',
      reasons: [{ code: 'OBLIGATION_UNSUPPORTED', policy: 'p' }],
    });
    const refused = await harness.ask('POST', '/policies/evaluate', {
      key: tenant.key,
      json: { ...call, facts: { session: { depth: 1 }, labels: 'x', approval: { age_s: -1 }, trust: { score: 1, device: 2 } } },
    });
    expect(refused.status).toBe(422);
    const { errors } = (await refused.json()) as { errors: { pointer: string }[] };
    expect(errors.map(({ pointer }) => pointer).sort()).toEqual(['/facts/approval/age_s', '/facts/labels', '/facts/trust/device']);
    const nobody = await harness.ask('POST', '/policies/evaluate', {
      key: tenant.key,
      json: { ...call, facts: { session: { depth: 1 } } },
    });
    expect(await nobody.json()).toMatchObject({ errors: [{ pointer: '/context/session_id' }] });
  });

  it('what nobody supplies to calls is said when it is saved, and refuses them', async () => {
    const { key } = await harness.tenant();
    const document = {
      effect: 'require',
      require: {
        session: { notLabels: ['untrusted'] },
        time: { tz: 'UTC', allowed_hours: [9], windows: [{ from: '18:00', to: '20:00' }] },
      },
    };
    const made = await harness.ask('POST', '/policies', { key, json: { name: 'p', document } });
    const { warnings } = (await made.json()) as { warnings: { pointer: string }[] };
    expect(warnings.map(({ pointer }) => pointer)).toEqual(['/require/time', '/require/session/notLabels']);
    expect(await judge({ key } as Tenancy, {})).toMatchObject({ decision: 'deny' });
  });

  it('asks Cedar text, by the names of both dialects', async () => {
    const tenant = await harness.tenant();
    const cedar = `forbid (principal, action == Action::"pay___refund", resource) when { context.nums.hasTag("amount") && context.nums.getTag("amount") > 3 };
@decision("challenge") forbid (principal, action, resource == Tool::"refund") unless { context has trust && context.trust.score >= 800 };`;
    const policies = [{ id: 'cedar', document: { cedar } }];
    expect(await evaluate(tenant, { ...call, policies })).toMatchObject({
      decision: 'deny',
      reasons: [{ code: 'POLICY_DENIED', policy: 'cedar' }],
    });
    const small = { ...call, request: { ...call.request, params: { name: 'refund', arguments: { amount: 3 } } } };
    expect(await evaluate(tenant, { ...small, policies })).toMatchObject({ decision: 'challenge', status: 401 });
    expect(await evaluate(tenant, { ...small, policies, facts: { trust: { score: 0.9 } } })).toMatchObject({ decision: 'allow' });
  });

  it('names every fault of the text', async () => {
    const { key } = await harness.tenant();
    const policies = [
      { id: 'a', document: { cedar: 'forbid (principal, action, resource) when { context.missing == 1 };' } },
      { id: 'b', document: { cedar: 'forbid (principal, action, resource) when {' } },
    ];
    const response = await harness.ask('POST', '/policies/evaluate', { key, json: { ...call, policies } });
    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { pointer: string }[] };
    expect(errors.map((error) => error.pointer)).toEqual(['/policies/0/document/cedar', '/policies/1/document/cedar']);
  });
});
