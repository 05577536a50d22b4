/** The story of a replay, from the call to the report: over the embedded store and over PostgreSQL. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { startJobs } from '#app/job-kinds.ts';
import type { JobRunner, RunnerOptions } from '#app/job-runner.ts';
import { REPLAY_RECORDS_MAX } from '#app/replay.ts';
import { REPLAY_PAGE } from '#app/replay-run.ts';
import { embeddedStores, hostedStores, openHarness, type Harness, type Stores, type Tenancy } from './harness.ts';

const PATIENCE_MS = 20_000;
const job = z.looseObject({
  id: z.string(),
  state: z.enum(['queued', 'running', 'done', 'failed', 'cancelled']),
  progress: z.looseObject({ examined: z.number(), share: z.number() }).nullable(),
  error: z.string().nullable(),
});
const report = z.looseObject({
  stale: z.boolean(),
  examined: z.number(),
  is_cut_short: z.boolean(),
  outcomes: z.record(z.string(), z.number()),
  unknown_because: z.record(z.string(), z.number()),
  top_policies: z.array(z.looseObject({ policy: z.string(), newly_denied: z.number(), newly_allowed: z.number() })),
  never_matching: z.array(z.string()),
  samples: z.record(z.string(), z.array(z.string())),
  digest: z.string(),
});
const whole = job.extend({ result: report.nullable() });

const limit = (max: number) => ({ effect: 'require', require: { limits: [{ id: 'c', key: 'principal', window: '1h', max }] } });
const call = (name: string, args: object, user = 'ann') => ({
  request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } },
  context: { user_id: user, ip_address: '10.1.2.3' },
});

describe.each([
  ['the embedded store', embeddedStores],
  ['PostgreSQL', hostedStores],
] as [string, () => Promise<Stores>][])('over %s', (_engine, open) => {
  let harness: Harness;
  let runner: JobRunner;
  beforeAll(async () => {
    harness = await openHarness(await open());
    runner = run();
  });
  afterAll(async () => {
    await runner.stop();
    await harness.close();
  });
  const run = (options: RunnerOptions = {}): JobRunner => startJobs(harness.world, { poll_ms: 20, share: 1, ...options });

  async function validate({ key }: Tenancy, items: object[]): Promise<string[]> {
    const ids: string[] = [];
    for (let i = 0; i < items.length; i += 100) {
      const answer = await harness.ask('POST', '/validate/batch', { key, json: { items: items.slice(i, i + 100) } });
      ids.push(...((await answer.json()) as { results: { id: string }[] }).results.map(({ id }) => id));
      // Ids of one moment are in no order.
      harness.clock.now_ms += 1;
    }
    return ids;
  }
  const replay = async ({ key }: Tenancy, json: object) => {
    harness.clock.now_ms += 1;
    const answer = await harness.ask('POST', '/policies/replay', { key, json });
    expect(answer.status, await answer.clone().text()).toBe(202);
    const { id } = job.parse(await answer.json());
    expect(answer.headers.get('location')).toBe(`/jobs/${id}`);
    return id;
  };
  const look = async ({ key }: Tenancy, id: string) => whole.parse(await (await harness.ask('GET', `/jobs/${id}`, { key })).json());
  async function until(tenancy: Tenancy, id: string, is: (seen: z.output<typeof whole>) => boolean) {
    for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await delay(10)) {
      const seen = await look(tenancy, id);
      if (is(seen)) return seen;
    }
    throw new Error(`job ${id} is still ${JSON.stringify(await look(tenancy, id))}`);
  }
  const reported = async (tenancy: Tenancy, json: object) => {
    const seen = await until(tenancy, await replay(tenancy, json), ({ state }) => state === 'done' || state === 'failed');
    expect(seen).toMatchObject({ state: 'done', error: null, progress: null });
    return seen.result!;
  };
  const policy = async ({ key }: Tenancy, document: object): Promise<string> => {
    const answer = await harness.ask('POST', '/policies', { key, json: { name: 'p', document } });
    expect(answer.status, await answer.clone().text()).toBe(201);
    return ((await answer.json()) as { id: string }).id;
  };
  const DENY_PAY = { tools: { deny: ['pay'] } };

  it('holds on to what the set said that a call named, and to what the enforcement point could do', async () => {
    const own = await harness.tenant();
    const denying = await harness.ask('POST', '/policies', {
      key: own.key,
      json: { name: 'p', mode: 'off', document: { tools: { deny: ['a'] } } },
    });
    const { id } = (await denying.json()) as { id: string };
    const made = await harness.ask('POST', '/policy-sets', { key: own.key, json: { name: 's', policies: [{ id, version: 1 }] } });
    const { id: policy_set } = (await made.json()) as { id: string };
    const headers = {
      effect: 'require',
      require: { args: { '/x': { max: 1, optional: true } } },
      obligations: [{ type: 'set_headers', headers: { a: 'b' } }],
    };
    await policy(own, headers);
    await validate(own, [
      { ...call('a', {}), options: { policy_set } },
      call('a', {}),
      { ...call('b', {}), options: { policy_set } },
      { ...call('c', {}), options: { supported_obligations: ['log'] } },
    ]);
    const again = await reported(own, { set: 'current' });
    expect(again.outcomes).toMatchObject({ unchanged: 4, unknown: 0 });
    const other = await reported(own, { policies: [{ document: { tools: { deny: ['b'] } } }] });
    expect(other.outcomes).toEqual({ unchanged: 2, newly_denied: 1, newly_allowed: 1, newly_challenged: 0, unknown: 0 });
  });

  it('tells what a set would have changed: counts, policies, samples; and the set in force changes nothing', async () => {
    const own = await harness.tenant();
    const denying = await policy(own, DENY_PAY);
    const denied = await validate(own, [call('pay', { amount: 1 }), call('pay', { amount: 2 })]);
    const allowed = await validate(own, [call('read', { path: 'a' }), call('list', {})]);
    expect((await reported(own, { set: 'current' })).outcomes).toMatchObject({
      unchanged: 4,
      newly_denied: 0,
      newly_allowed: 0,
      unknown: 0,
    });

    const changed = await reported(own, {
      set: 'current',
      policies: [{ id: denying, document: { tools: { deny: ['read', 'nothing'] } } }],
    });
    expect(changed.outcomes).toEqual({ unchanged: 1, newly_denied: 1, newly_allowed: 2, newly_challenged: 0, unknown: 0 });
    expect(changed.samples['newly_allowed']).toEqual(expect.arrayContaining(denied));
    expect(changed.samples['newly_denied']).toEqual([allowed[0]]);
    expect(changed.top_policies).toEqual([{ policy: denying, newly_denied: 1, newly_allowed: 2, newly_challenged: 0 }]);
    expect(changed).toMatchObject({ examined: 4, is_cut_short: false, stale: false, never_matching: [] });

    const alone = await reported(own, {
      policies: [{ document: { tools: { deny: ['never'] } } }, { document: { tools: { deny: ['list'] } } }],
    });
    expect(alone.outcomes).toMatchObject({ newly_denied: 1, newly_allowed: 2 });
    expect(alone.never_matching).toEqual(['policy_0']);
    expect((await reported(own, { set: 'current', max: 3 })).is_cut_short).toBe(true);
    expect((await reported(own, { set: 'current', filter: { decision: 'deny', tool: 'pay' } })).examined).toBe(2);
  });

  it('replays a set that is no more than a draft, with counts and history as they were then', async () => {
    const own = await harness.tenant();
    const limiting = await policy(own, limit(3));
    await validate(
      own,
      [1, 2, 3].map((i) => call('pay', { i })),
    );
    await validate(
      own,
      [4, 5].map((i) => call('pay', { i })),
    );
    expect((await reported(own, { set: 'current' })).outcomes).toMatchObject({ unchanged: 5, unknown: 0 });
    const under = async (document: object) => (await reported(own, { set: 'current', policies: [{ id: limiting, document }] })).outcomes;
    expect(await under(limit(2))).toMatchObject({ newly_denied: 1, unchanged: 4, unknown: 0 });
    expect(await under(limit(4))).toMatchObject({ newly_allowed: 2, unchanged: 3, unknown: 0 });
    const other = { effect: 'require', require: { limits: [{ id: 'c', key: 'principal', window: '2h', max: 3 }] } };
    expect(await under(other)).toMatchObject({ unknown: 5 });

    const draft = await harness.ask('POST', '/policy-sets', { key: own.key, json: { name: 'none', policies: [] } });
    const { id } = (await draft.json()) as { id: string };
    expect((await reported(own, { set: id })).outcomes).toMatchObject({ newly_allowed: 2, unchanged: 3 });
  });

  it('reads Cedar text, and refuses faulty text with its place', async () => {
    const own = await harness.tenant();
    await validate(own, [call('pay', { amount: 700 }), call('pay', { amount: 1 })]);
    const cedar = `forbid (principal, action, resource == Mcp::Tool::"pay") when { context.nums.hasTag("amount") && context.nums.getTag("amount") > 500 };`;
    expect((await reported(own, { policies: [{ document: { cedar } }] })).outcomes).toMatchObject({ newly_denied: 1, unchanged: 1 });
    const answer = await harness.ask('POST', '/policies/replay', {
      key: own.key,
      json: {
        policies: [{ document: DENY_PAY }, { document: { cedar: 'forbid (principal, action, resource) when { context.nothing };' } }],
      },
    });
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ code: 'BODY_INVALID', errors: [{ pointer: '/policies/1/document/cedar' }] });
  });

  it('an input that was erased or has expired is unknown, a fact that nobody looked for too', async () => {
    const own = await harness.tenant();
    const [first = ''] = await validate(own, [call('pay', { amount: 700 }), call('pay', { amount: 1 })]);
    await harness.world.database.write({ tenant: own.id } as never, (tx) => tx.audit.eraseInput(first));
    const document = { effect: 'require', require: { args: { '/amount': { max: 500 } } } };
    const erased = await reported(own, { policies: [{ document }] });
    expect(erased.outcomes).toMatchObject({ unknown: 1, unchanged: 1 });
    expect(erased.unknown_because).toEqual({ input: 1, argument: 0, fact: 0 });
    expect(erased.samples['unknown']).toEqual([first]);
    const trust = { effect: 'require', require: { trust: { min: 0.5 } } };
    expect((await reported(own, { policies: [{ document: trust }] })).unknown_because).toEqual({ input: 1, argument: 0, fact: 1 });
  });

  it('shows one tenant nothing of another', async () => {
    const [own, other] = [await harness.tenant(), await harness.tenant()];
    await validate(other, [call('pay', {}), call('pay', {})]);
    await validate(own, [call('pay', {})]);
    expect((await reported(own, { policies: [{ document: DENY_PAY }] })).examined).toBe(1);
    const id = await replay(other, { policies: [{ document: DENY_PAY }] });
    expect((await harness.ask('GET', `/jobs/${id}`, { key: own.key })).status).toBe(404);
    expect((await harness.ask('DELETE', `/jobs/${id}`, { key: own.key })).status).toBe(404);
    await until(other, id, ({ state }) => state === 'done');
  });

  it('is stale once what is in force has changed', async () => {
    const own = await harness.tenant();
    await validate(own, [call('pay', {})]);
    const id = await replay(own, { policies: [{ document: DENY_PAY }] });
    const fresh = await until(own, id, ({ state }) => state === 'done');
    expect(fresh.result?.stale).toBe(false);
    await policy(own, DENY_PAY);
    const { result } = await look(own, id);
    expect(result).toEqual({ ...fresh.result, stale: true });
  });

  it('examines what was there when it was asked for, page by page, and leaves everything as it was', async () => {
    const own = await harness.tenant();
    await validate(
      own,
      Array.from({ length: 2 * REPLAY_PAGE + 7 }, (_, i) => call('pay', { i })),
    );
    const before = await (await harness.ask('GET', '/audit?kind=verdict&limit=100', { key: own.key })).text();
    const used = await (await harness.ask('GET', '/usage', { key: own.key })).text();
    const result = await reported(own, { policies: [{ document: DENY_PAY }] });
    expect(result).toMatchObject({ examined: 2 * REPLAY_PAGE + 7, outcomes: { newly_denied: 2 * REPLAY_PAGE + 7 } });
    expect(result.samples['newly_denied']).toHaveLength(50);
    expect(await (await harness.ask('GET', '/audit?kind=verdict&limit=100', { key: own.key })).text()).toBe(before);
    expect(await (await harness.ask('GET', '/usage', { key: own.key })).text()).toBe(used);
  });

  it('refuses what is beyond its limits, and names them', async () => {
    const { key } = await harness.tenant();
    const ask = async (json: object) => (await harness.ask('POST', '/policies/replay', { key, json })).json();
    expect(await ask({ set: 'current', max: REPLAY_RECORDS_MAX + 1 })).toMatchObject({
      code: 'BODY_INVALID',
      errors: [{ pointer: '/max' }],
    });
    expect(await ask({})).toMatchObject({ errors: [{ pointer: '/set' }] });
    expect(await ask({ set: 'another' })).toMatchObject({ code: 'BODY_INVALID', errors: [{ pointer: '/set' }] });
    const now = new Date(harness.clock.now_ms).toISOString();
    expect(await ask({ set: 'current', from: now, to: now })).toMatchObject({ errors: [{ pointer: '/to' }] });
    expect(await ask({ policies: [{ document: { tools: { denny: [] } } }] })).toMatchObject({
      errors: [{ pointer: '/policies/0/document/tools/denny' }],
    });
  });

  describe('while it runs', () => {
    let own: Tenancy;
    const CALLS = 600;
    beforeAll(async () => {
      own = await harness.tenant();
      await validate(
        own,
        Array.from({ length: CALLS }, (_, i) => call('pay', { i })),
      );
      await runner.stop();
    });
    /** So slow that it takes minutes. */
    const SLOW = { share: 0.001, keep_every_ms: 50 };
    const wish = { policies: [{ document: DENY_PAY }] };

    it('is cancelled within a second', async () => {
      runner = run(SLOW);
      const id = await replay(own, wish);
      await until(own, id, ({ progress }) => (progress?.examined ?? 0) > 0);
      expect((await harness.ask('DELETE', `/jobs/${id}`, { key: own.key })).status).toBe(204);
      // Whoever works on it has let go when he takes the next one.
      const cancelled_ms = performance.now();
      const next = await replay(own, { ...wish, max: 1 });
      await until(own, next, ({ state }) => state !== 'queued');
      expect(performance.now() - cancelled_ms).toBeLessThan(1_000);
      expect(await look(own, id)).toMatchObject({ state: 'cancelled', result: null, progress: null });
      await until(own, next, ({ state }) => state === 'done');
      await runner.stop();
    });

    it('goes on where it was when its process goes down in order', async () => {
      runner = run(SLOW);
      const id = await replay(own, wish);
      await until(own, id, ({ progress }) => (progress?.examined ?? 0) > 0);
      await runner.stop();
      const waiting = await look(own, id);
      expect(waiting.state).toBe('queued');
      expect(waiting.progress?.examined).toBeGreaterThan(0);
      runner = run();
      const { result } = await until(own, id, ({ state }) => state === 'done');
      expect(result).toMatchObject({ examined: CALLS, outcomes: { newly_denied: CALLS } });
      await runner.stop();
    });
  });
});
