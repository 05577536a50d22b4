/** What is tried counts and remembers for itself: its limits say what they would say, and take nothing from calls. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryCounters } from '#adapters/memory/counters.ts';
import type { Counters } from '#app/fact-ports.ts';
import { TRIED_FACTS_MAX } from '#app/shadow.ts';
import { embeddedStores, hostedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

type Shadow = { set: string | null; decision: string; status: number; determining: string[]; is_partial: boolean };
type Answer = { decision: string; reasons: { code: string }[]; degraded: string[]; policy: { shadow?: Shadow[] } };
type Limit = { max: number; measure?: string; count?: string };

const LIMIT = (limit: Limit, id = 'l') => ({
  effect: 'require',
  target: { tools: ['pay'] },
  require: { limits: [{ id, key: 'principal', window: '1h', ...limit }] },
});
const NOT_TWICE = {
  effect: 'require',
  target: { tools: ['pay'] },
  require: { history: [{ id: 'once', formerly: { within: '1h', action: 'pay', is: false } }] },
};

describe.each([
  ['PostgreSQL and Redis', hostedStores],
  ['the embedded store', embeddedStores],
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

  const add = async (document: object, mode = 'shadow', { key } = own): Promise<string> => {
    const response = await harness.ask('POST', '/policies', { key, json: { name: 'p', mode, document } });
    expect(response.status, await response.clone().text()).toBe(201);
    return ((await response.json()) as { id: string }).id;
  };
  const judge = async (args: object = {}, { key } = own): Promise<Answer> => {
    harness.clock.now_ms += 1;
    const request = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'pay', arguments: args } };
    const response = await harness.ask('POST', '/validate', { key, json: { request, context: { user_id: 'ann' } } });
    expect(response.status, await response.clone().text()).toBe(200);
    return (await response.json()) as Answer;
  };
  const shadowOf = async (args: object = {}, tenancy = own): Promise<Shadow> => (await judge(args, tenancy)).policy.shadow![0]!;

  it('a limit in shadow lets as many pass as it would, and refuses no call', async () => {
    const id = await add(LIMIT({ max: 2 }));
    const seen = [await judge(), await judge(), await judge()];
    expect(seen.map(({ decision }) => decision)).toEqual(['allow', 'allow', 'allow']);
    expect(seen.map(({ policy }) => policy.shadow)).toMatchObject([
      [{ set: null, decision: 'allow', is_partial: false }],
      [{ decision: 'allow', is_partial: false }],
      [{ decision: 'deny', status: 429, determining: [id], is_partial: false }],
    ]);
    expect(seen.flatMap(({ degraded }) => degraded)).toEqual([]);
  });

  it('counts apart from the same limit in force, in both directions', async () => {
    const limit = LIMIT({ max: 3 });
    const id = await add(limit, 'enforce');
    const made = await harness.ask('POST', '/policy-sets', { key: own.key, json: { name: 's', policies: [{ id, version: 1 }] } });
    const { id: set } = (await made.json()) as { id: string };
    expect((await judge()).decision).toBe('allow');
    await harness.ask('POST', `/policy-sets/${set}/shadow`, { key: own.key, headers: { 'If-Match': '*' } });
    harness.clock.now_ms += 3_000;
    const seen = [await judge(), await judge(), await judge(), await judge()];
    expect(seen.map(({ decision }) => decision)).toEqual(['allow', 'allow', 'deny', 'deny']);
    // It has seen one call fewer, and goes on by itself.
    expect(seen.map(({ policy }) => policy.shadow![0]!.decision)).toEqual(['allow', 'allow', 'allow', 'deny']);
  });

  it('what it would refuse for another reason uses nothing of it up', async () => {
    await add(LIMIT({ max: 1 }));
    await add({ effect: 'require', target: { tools: ['pay'] }, require: { args: { '/amount': { max: 5 } } } });
    expect(await shadowOf({ amount: 9 })).toMatchObject({ decision: 'deny', status: 403 });
    expect(await shadowOf({ amount: 1 })).toMatchObject({ decision: 'allow' });
    expect(await shadowOf({ amount: 1 })).toMatchObject({ decision: 'deny', status: 429 });
  });

  it('history in shadow is that of what would have been let through', async () => {
    await add(NOT_TWICE);
    expect(await shadowOf()).toMatchObject({ decision: 'allow', is_partial: false });
    expect(await shadowOf()).toMatchObject({ decision: 'deny', is_partial: false });
    // Nothing of it happened for policies in force.
    await add(NOT_TWICE, 'enforce');
    harness.clock.now_ms += 3_000;
    expect((await judge()).decision).toBe('allow');
    expect((await judge()).decision).toBe('deny');
  });

  it('each set counts for itself, each tenant too', async () => {
    const other = await harness.tenant();
    for (const tenancy of [own, other]) await add(LIMIT({ max: 1 }), 'shadow', tenancy);
    expect(await shadowOf()).toMatchObject({ decision: 'allow' });
    expect(await shadowOf()).toMatchObject({ decision: 'deny' });
    expect(await shadowOf({}, other)).toMatchObject({ decision: 'allow' });
  });

  it('a call that the rates refuse is given back', async () => {
    await add(LIMIT({ max: 2 }));
    const rates = { rate_limits: { principal: { per_second: 0.01, burst: 1 } } };
    expect((await harness.ask('PATCH', '/tenant', { key: own.key, json: rates })).status).toBe(200);
    harness.clock.now_ms += 3_000;
    expect(await judge()).toMatchObject({ decision: 'allow' });
    for (let i = 0; i < 3; i++) expect(await judge()).toMatchObject({ reasons: [{ code: 'RATE_LIMIT' }] });
    await harness.ask('PATCH', '/tenant', { key: own.key, json: { rate_limits: { principal: null } } });
    harness.clock.now_ms += 3_000;
    expect(await shadowOf()).toMatchObject({ decision: 'allow' });
    expect(await shadowOf()).toMatchObject({ decision: 'deny' });
  });

  it('of a set that would wait for too much nothing is asked, and it says so', async () => {
    for (let i = 0; i * 10 <= TRIED_FACTS_MAX; i++) {
      const limits = Array.from({ length: 10 }, (_one, n) => ({ id: `l${n}`, key: 'principal', window: '1h', max: 0 }));
      await add({ effect: 'require', require: { limits } });
    }
    expect(await judge()).toMatchObject({ decision: 'allow', policy: { shadow: [{ decision: 'allow', is_partial: true }] } });
  });
});

describe('what is tried is full, or does not answer', () => {
  const failing: Counters = {
    kind: 'redis',
    processes: () => 1,
    reserve: () => Promise.reject(new Error('gone')),
    refund: async () => {},
    release: async () => {},
    ready: async () => {},
    close: async () => {},
  };
  it.each([
    ['full', openMemoryCounters({ cells_max: 0 })],
    ['gone', failing],
  ])('and calls are decided all the same: %s', async (_how, counters) => {
    const harness = await openHarness(await embeddedStores());
    try {
      harness.world.tried.counters = counters;
      const { key } = await harness.tenant();
      for (const mode of ['shadow', 'enforce'])
        await harness.ask('POST', '/policies', { key, json: { name: mode, mode, document: LIMIT({ max: 2 }, mode) } });
      const request = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'pay', arguments: {} } };
      const answers: Answer[] = [];
      for (let i = 0; i < 3; i++)
        answers.push(
          (await (await harness.ask('POST', '/validate', { key, json: { request, context: { user_id: 'ann' } } })).json()) as Answer,
        );
      expect(answers.map(({ decision }) => decision)).toEqual(['allow', 'allow', 'deny']);
      expect(answers[0]!.policy.shadow).toMatchObject([{ decision: 'allow', is_partial: true }]);
    } finally {
      await harness.close();
    }
  });
});
