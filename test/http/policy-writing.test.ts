/** What happens to a policy on its way into the store: forms, modes, tests, remarks, versions. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hostedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

const policy = z.looseObject({ id: z.string(), version: z.number(), digest: z.string() });
const failing = z.looseObject({ code: z.string(), errors: z.array(z.object({ pointer: z.string(), detail: z.string() })) });

let harness: Harness;
let own: Tenancy;
beforeAll(async () => {
  harness = await openHarness(await hostedStores());
});
beforeEach(async () => {
  own = await harness.tenant();
});
afterAll(() => harness.close());

const call = (name: string, args: object = {}) => ({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } });
const ask = (method: string, path: string, json?: object, headers: Record<string, string> = {}) =>
  harness.ask(method, path, { key: own.key, headers, ...(json && { json }) });
const decide = async (name: string, args: object = {}) =>
  z
    .looseObject({ decision: z.string(), reasons: z.array(z.looseObject({ code: z.string() })) })
    .parse(await (await ask('POST', '/validate', { request: call(name, args) })).json());
const DENY = { effect: 'deny', target: { tools: ['shell'] }, reason: 'no shells' };
const CAP = { effect: 'require', target: { tools: ['refund'] }, require: { args: { '/amount': { max: 500 } } } };

describe('all three forms are in force as soon as they are answered', () => {
  it.each([
    ['lists', { tools: { deny: ['shell'] } }, 'TOOL_DENIED'],
    ['structured', DENY, 'POLICY_DENIED'],
    ['Cedar', { cedar: 'forbid (principal, action, resource == Tool::"shell");' }, 'POLICY_DENIED'],
  ])('%s', async (_, document, code) => {
    const made = await ask('POST', '/policies', { name: 'p', document });
    expect(made.status, await made.clone().text()).toBe(201);
    expect(await made.json()).toMatchObject({ document, mode: 'enforce', enabled: true, tests: [] });
    expect(await decide('shell')).toMatchObject({ decision: 'deny', reasons: [{ code }] });
    expect(await decide('read')).toMatchObject({ decision: 'allow' });
  });

  it('faults of Cedar text come all at once, with their places', async () => {
    const cedar = 'forbid (principal, action, resource) when { context.nett.ip == 1 };\npermit (principal == Usr::"a", action, resource);';
    const { errors } = failing.parse(await (await ask('POST', '/policies', { name: 'p', document: { cedar } })).json());
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.every(({ pointer, detail }) => pointer === '/document/cedar' && /^Line \d+, column \d+: /.test(detail))).toBe(true);
  });

  it('a document of 1 MB is refused with the limit', async () => {
    const cedar = 'x'.repeat(70_000);
    const { errors } = failing.parse(await (await ask('POST', '/policies', { name: 'p', document: { cedar } })).json());
    expect(errors[0]?.pointer).toBe('/document/cedar');
  });
});

describe('modes', () => {
  it.each(['shadow', 'off'] as const)('a policy of mode %s decides nothing', async (mode) => {
    const made = policy.parse(await (await ask('POST', '/policies', { name: 'p', mode, document: DENY })).json());
    expect(made).toMatchObject({ mode, enabled: mode === 'shadow' });
    expect(await decide('shell')).toMatchObject({ decision: 'allow' });
    const replaced = await ask('PUT', `/policies/${made.id}`, { name: 'p', document: DENY }, { 'If-Match': '*' });
    expect(await replaced.json()).toMatchObject({ mode: 'enforce' });
    expect(await decide('shell')).toMatchObject({ decision: 'deny' });
  });

  it('what watches stands in the snapshot, beside what is in force', async () => {
    const { loadSettings } = await import('#app/settings.ts');
    await ask('POST', '/policies', { name: 'a', document: DENY });
    await ask('POST', '/policies', { name: 'b', mode: 'shadow', document: CAP });
    const { snapshot } = await loadSettings(harness.world, own.id);
    expect(snapshot.policies).toHaveLength(1);
    expect(snapshot.shadow?.sets.map(({ set, policies }) => [set, policies.length])).toEqual([[null, 2]]);
  });

  it('`enabled` alone means what it did, and may not contradict `mode`', async () => {
    const off = await (await ask('POST', '/policies', { name: 'p', enabled: false, document: DENY })).json();
    expect(off).toMatchObject({ mode: 'off', enabled: false });
    const both = { name: 'p', enabled: true, mode: 'off', document: DENY };
    expect(failing.parse(await (await ask('POST', '/policies', both)).json()).errors[0]?.pointer).toBe('/mode');
  });
});

const test = (name: string, amount: number, decision: string, rest: object = {}) => ({
  name,
  request: call('refund', { amount }),
  expect: { decision, ...rest },
});

const given = (name: string, facts: object, decision: string, reasons: string[] = []) => ({
  name,
  request: call('any'),
  context: { user_id: 'ann', ip_address: '192.0.2.1' },
  facts,
  expect: { decision, reasons },
});

const calling = (tool: string, decision: string) => ({ name: tool, request: call(tool), server: { name: 'github' }, expect: { decision } });

describe('tests', () => {
  it('stand with the policy and are run before it is stored: one that fails refuses it', async () => {
    const tests = [test('small', 10, 'allow'), test('large', 501, 'deny', { reasons: ['ARGUMENT_RESTRICTION'] })];
    const made = policy.parse(await (await ask('POST', '/policies', { name: 'p', document: CAP, tests })).json());
    expect(made).toMatchObject({ tests });
    const wrong = [...tests, test('wrong', 501, 'allow'), test('other', 501, 'deny', { reasons: ['TIME_RESTRICTION'] })];
    const refused = await ask('PUT', `/policies/${made.id}`, { name: 'p', document: CAP, tests: wrong }, { 'If-Match': '*' });
    expect(refused.status).toBe(422);
    const { code, errors } = failing.parse(await refused.json());
    expect([code, errors.map(({ pointer }) => pointer)]).toEqual(['POLICY_TESTS_FAILED', ['/tests/2', '/tests/3']]);
    expect(errors[0]?.detail).toBe('“wrong” expects allow; it came to deny (ARGUMENT_RESTRICTION).');
    expect(await (await ask('GET', `/policies/${made.id}`)).json()).toMatchObject({ version: 1, tests });
  });

  it('are run again, or others in their place, without anything being stored', async () => {
    const made = policy.parse(await (await ask('POST', '/policies', { name: 'p', document: CAP, tests: [test('s', 1, 'allow')] })).json());
    const run = async (body: object) => (await ask('POST', `/policies/${made.id}/test`, body)).json();
    expect(await run({})).toMatchObject({ passed: true, tests: [{ name: 's', passed: true }] });
    expect(await run({ tests: [test('l', 900, 'allow')] })).toMatchObject({
      passed: false,
      tests: [{ name: 'l', passed: false, got: { decision: 'deny', reasons: ['ARGUMENT_RESTRICTION'] } }],
    });
    expect(await (await ask('GET', `/policies/${made.id}`)).json()).toMatchObject({ version: 1 });
  });

  it('are given facts: clocks, places, trust, counters, history, identity', async () => {
    const document = {
      effect: 'require',
      require: {
        time: { tz: 'Europe/Berlin', allowed_hours: [9, 10] },
        location: { countries: ['DE'] },
        trust: { min: 0.7 },
        limits: [{ id: 'c1', key: 'tenant', window: '1h', max: 5 }],
        history: [{ id: 'h1', formerly: { within: '1h', action: 'login' } }],
        auth: { assurance: 'verified' },
      },
    };
    const good = {
      now: '2026-11-20T08:30:00Z',
      country: 'DE',
      trust: { score: 0.7 },
      history: { h1: true },
      identity: { assurance: 'verified' },
    };
    const tests = [
      given('all', good, 'allow'),
      given('late', { ...good, now: '2026-11-20T12:30:00Z' }, 'deny', ['TIME_RESTRICTION']),
      given('away', { ...good, country: 'US' }, 'deny', ['LOCATION_RESTRICTION']),
      given('nowhere', { ...good, country: null }, 'deny', ['COUNTRY_UNKNOWN']),
      given('low', { ...good, trust: { score: 0.69 } }, 'deny', ['TRUST_REQUIREMENT']),
      given('unknown', { ...good, trust: null }, 'deny', ['TRUST_REQUIREMENT']),
      given('spent', { ...good, counters: { c1: false } }, 'deny', ['RESOURCE_LIMIT']),
      given('lost', { ...good, counters: { c1: null } }, 'deny', ['RESOURCE_LIMIT']),
      given('first', { ...good, history: {} }, 'deny', ['HISTORY_REQUIREMENT']),
      given('said', { ...good, identity: {} }, 'deny', ['IDENTITY_REQUIREMENT']),
    ];
    const made = await ask('POST', '/policies', { name: 'p', document, tests });
    expect(made.status, await made.clone().text()).toBe(201);
    const timeless = [{ ...tests[0], facts: { ...good, now: undefined } }];
    const { errors } = failing.parse(await (await ask('POST', '/policies', { name: 'p', document, tests: timeless })).json());
    expect(errors.map(({ pointer }) => pointer)).toEqual(['/tests/0/facts/now']);
  });

  it('of a permit come out by that permit alone', async () => {
    const document = { effect: 'allow', target: { tools: ['github/read_*'] } };
    const tests = [calling('read_issue', 'allow'), calling('create_issue', 'deny')];
    const made = await ask('POST', '/policies', { name: 'p', document, tests });
    expect(made.status, await made.clone().text()).toBe(201);
  });

  it('51 are too many', async () => {
    const tests = Array.from({ length: 51 }, (_, i) => test(`t${i}`, 1, 'allow'));
    expect(failing.parse(await (await ask('POST', '/policies', { name: 'p', document: CAP, tests })).json()).errors[0]?.pointer).toBe(
      '/tests',
    );
  });
});

it('keeps every version as it was written', async () => {
  const made = policy.parse(await (await ask('POST', '/policies', { name: 'one', document: DENY })).json());
  for (const name of ['two', 'three']) await ask('PUT', `/policies/${made.id}`, { name, document: CAP }, { 'If-Match': '*' });
  const page = z.object({ data: z.array(z.looseObject({ name: z.string(), version: z.number() })), next_cursor: z.string().nullable() });
  const first = page.parse(await (await ask('GET', `/policies/${made.id}/versions?limit=2`)).json());
  expect(first.data.map(({ name, version }) => [name, version])).toEqual([
    ['three', 3],
    ['two', 2],
  ]);
  const last = page.parse(await (await ask('GET', `/policies/${made.id}/versions?limit=2&cursor=${first.next_cursor}`)).json());
  expect([last.data.map(({ name }) => name), last.next_cursor]).toEqual([['one'], null]);
  const version = await ask('GET', `/policies/${made.id}/versions/1`);
  expect(await version.json()).toMatchObject({ name: 'one', document: DENY, digest: made.digest });
  expect(version.headers.get('etag')).toBe(`"${made.digest}"`);
  for (const n of ['4', '0', '-1', '1.0', 'x', '99999999999'])
    expect((await ask('GET', `/policies/${made.id}/versions/${n}`)).status, n).toBe(404);
  expect((await ask('GET', `/policies/${made.id}/versions?cursor=MA`)).status).toBe(422);
});

const validate = async (body: object) =>
  z
    .object({
      valid: z.boolean(),
      policies: z.array(
        z.looseObject({
          valid: z.boolean(),
          errors: z.array(z.object({ pointer: z.string(), detail: z.string() })),
          warnings: z.array(z.object({ pointer: z.string(), detail: z.string() })),
        }),
      ),
    })
    .parse(await (await ask('POST', '/policies/validate', body)).json());

describe('POST /policies/validate', () => {
  it('says everything that is wrong, at once, and what was perhaps meant', async () => {
    const document = { effect: 'deni', target: { tols: ['a'] }, require: { time: { tz: 'Europe/Berlinn', allowed_hours: [24] } } };
    const { valid, policies } = await validate({
      policies: [
        { name: 'ok', document: DENY },
        { document, tests: [{ name: 't' }] },
      ],
    });
    expect([valid, policies.map((p) => p.valid)]).toEqual([false, [true, false]]);
    const pointers = policies[1]?.errors.map(({ pointer }) => pointer);
    for (const place of [
      'document/effect',
      'document/target/tols',
      'document/require/time/tz',
      'document/require/time/allowed_hours/0',
      'tests/0/expect',
    ])
      expect(pointers).toContain(`/policies/1/${place}`);
    expect(policies[1]?.errors.find(({ pointer }) => pointer.endsWith('tols'))?.detail).toContain('`tools`');
  });

  it('shows the Cedar that a document comes to, and the facts that it needs', async () => {
    const { valid, policies } = await validate({ document: CAP, tests: [test('s', 1, 'allow')] });
    expect(valid).toBe(true);
    expect(policies[0]).toMatchObject({ needs: { geo: false, counters: [] }, tests: [{ passed: true }] });
    expect(policies[0]?.['cedar']).toContain('forbid');
    expect(await validate({ document: CAP, tests: [test('s', 501, 'allow')] })).toMatchObject({
      valid: false,
      policies: [{ errors: [{ pointer: '/tests/0' }] }],
    });
  });

  it.each([
    ['a permit of everything', { effect: 'allow', target: { global: true } }, '/document/target'],
    ['a permit of everything, in Cedar', { cedar: 'permit (principal, action, resource);' }, '/document/cedar'],
    ['an impossible policy', { cedar: 'forbid (principal is User, action, resource) when { principal is Agent };' }, '/document/cedar'],
    ['an empty list', { tools: { allow: [] } }, '/document/tools/allow'],
    ['an allowance that the same policy denies', { tools: { allow: ['shell/run'], deny: ['shell/*'] } }, '/document/tools/allow/0'],
    [
      'a window that no hour reaches',
      { effect: 'require', require: { time: { tz: 'UTC', allowed_hours: [9], windows: [{ from: '22:00', to: '06:00' }] } } },
      '/document/require/time',
    ],
  ])('warns of %s', async (_, document, pointer) => {
    const { valid, policies } = await validate({ document });
    expect(valid).toBe(true);
    expect(policies[0]?.warnings.map((w) => w.pointer)).toContain(pointer);
  });

  it('warns of a permit that another policy denies in any case', async () => {
    const { policies } = await validate({
      policies: [{ document: DENY }, { document: { effect: 'allow', target: { tools: ['shell'] } } }],
    });
    expect(policies[1]?.warnings.map((w) => w.pointer)).toEqual(['/policies/1/document/target/tools/0']);
    expect(policies[0]?.warnings).toEqual([]);
  });

  it('stores nothing', async () => {
    await validate({ document: DENY });
    expect(await (await ask('GET', '/policies')).json()).toEqual({ data: [], next_cursor: null });
  });
});
