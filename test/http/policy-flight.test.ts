/** Limits of calls in flight, through `/validate`: over PostgreSQL and Redis, and over the embedded store. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedStores, hostedStores, openHarness, type Harness, type Stores, type Tenancy } from './harness.ts';

type Answer = {
  id: string;
  decision: string;
  status: number;
  degraded: string[];
  reasons: { code: string }[];
  would_be?: { decision: string };
  policy: { shadow?: { decision: string }[] };
};
type Call = { id?: unknown; tool?: string; session?: string | null; user?: string; args?: object; server?: string };
const refused = { decision: 'deny', status: 429, reasons: [{ code: 'RESOURCE_LIMIT' }] };
const done = { content: [{ type: 'text', text: 'done' }] };

const requestOf = ({ id = 1, tool = 'refund', args = {} }: Call) => ({
  jsonrpc: '2.0',
  ...(id === undefined || id === 'none' ? {} : { id }),
  method: 'tools/call',
  params: { name: tool, arguments: args },
});
const about = ({ session = 's1', user = 'ann', server = 'pay' }: Call) => ({
  server: { name: server },
  context: { user_id: user, ...(session !== null && { session_id: session }) },
});

const decisions = (answers: Answer[]): string[] => answers.map(({ decision }) => decision);
const batch = (ids: number[]) => ids.map((id) => requestOf({ id }));

describe.each([
  ['PostgreSQL and Redis', hostedStores],
  ['the embedded store', embeddedStores],
] as [string, () => Promise<Stores>][])('over %s', (_stores, open) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await openHarness(await open());
  });
  afterAll(() => harness.close());

  async function limited(limit: object = {}, more: object = {}, mode = 'enforce'): Promise<Tenancy> {
    const tenant = await harness.tenant();
    const limits = [{ id: 'flight', key: 'principal', window: '1h', max: 2, measure: 'concurrency', ...limit }];
    const document = { effect: 'require', target: { tools: ['pay/*'] }, require: { limits }, ...more };
    const response = await harness.ask('POST', '/policies', { key: tenant.key, json: { name: 'flight', mode, document } });
    expect(response.status, await response.clone().text()).toBe(201);
    return tenant;
  }
  async function ask({ key }: Tenancy, json: object): Promise<Answer> {
    const response = await harness.ask('POST', '/validate', { key, json });
    expect(response.status, await response.clone().text()).toBe(200);
    return (await response.json()) as Answer;
  }
  const begin = (tenant: Tenancy, call: Call = {}): Promise<Answer> => ask(tenant, { request: requestOf(call), ...about(call) });
  const end = (tenant: Tenancy, call: Call = {}, answer: object = { result: done }): Promise<Answer> =>
    ask(tenant, { request: requestOf(call), response: { jsonrpc: '2.0', id: call.id ?? 1, ...answer }, ...about(call) });
  /** Whether one more would be let through; it is not in flight afterwards. */
  const hasRoom = async (tenant: Tenancy): Promise<boolean> => {
    const { decision } = await begin(tenant, { id: 'probe' });
    if (decision === 'allow') await end(tenant, { id: 'probe' });
    return decision === 'allow';
  };

  it('of 20 calls at once with room for 7, exactly 7 are begun; and 7 more when these are answered', async () => {
    const [tenant, other] = [await limited({ max: 7 }), await limited({ max: 1 })];
    const crowd = (): Promise<Answer[]> => Promise.all(Array.from({ length: 20 }, (_, id) => begin(tenant, { id })));
    const first = await crowd();
    expect(first.filter(({ decision }) => decision === 'allow')).toHaveLength(7);
    for (const one of first.filter(({ decision }) => decision !== 'allow')) expect(one).toMatchObject(refused);
    // Another tenant with the same ids has calls, and answers, of his own.
    expect(decisions([await begin(other), await begin(other, { id: 2 })])).toEqual(['allow', 'deny']);
    for (let id = 0; id < 20; id++) await end(other, { id });
    expect(await hasRoom(tenant)).toBe(false);
    const begun = first.flatMap(({ decision }, id) => (decision === 'allow' ? [id] : []));
    expect(decisions(await Promise.all(begun.map((id) => end(tenant, { id })))).every((one) => one === 'allow')).toBe(true);
    expect((await crowd()).filter(({ decision }) => decision === 'allow')).toHaveLength(7);
  });

  it('an answer frees the call that it belongs to, and no other', async () => {
    const tenant = await limited();
    expect(decisions([await begin(tenant, { id: 1 }), await begin(tenant, { id: '1' })])).toEqual(['allow', 'allow']);
    for (const stranger of [
      { id: 2 },
      { id: 1, session: 's2' },
      { id: 1, user: 'bob' },
      { id: 1, tool: 'charge' },
      { id: 1, session: null },
    ] as Call[])
      expect(await end(tenant, stranger)).toMatchObject({ decision: 'allow' });
    expect(await hasRoom(tenant)).toBe(false);
    await end(tenant, { id: 1 });
    expect(await hasRoom(tenant)).toBe(true);
    // One answer, one call: repeated it frees nothing more.
    expect((await begin(tenant, { id: 3 })).decision).toBe('allow');
    await end(tenant, { id: 1 });
    expect(await hasRoom(tenant)).toBe(false);
  });

  it('an answer that is refused, or that reports an error, ends its call as well', async () => {
    const tenant = await limited({ max: 1 });
    await begin(tenant);
    await end(tenant, {}, { error: { code: -32603, message: 'no' } });
    expect((await begin(tenant)).decision).toBe('allow');
    const secret = { content: [{ type: 'text', text: `ready\npostgres://app:kR7wq2Lz9xVb@db.example.net/app` }], nonsense: undefined };
    const poisoned = { result: { ...secret, isError: 'perhaps' } };
    expect((await end(tenant, {}, poisoned)).decision).toBe('deny');
    expect(await hasRoom(tenant)).toBe(true);
  });

  it('an answer beside another request, or beside none, frees nothing', async () => {
    const tenant = await limited({ max: 1 });
    await begin(tenant, { id: 1 });
    const response = { jsonrpc: '2.0', id: 1, result: done };
    expect((await ask(tenant, { request: requestOf({ id: 9 }), response, ...about({}) })).decision).toBe('deny');
    await ask(tenant, { response, ...about({}) });
    expect(await hasRoom(tenant)).toBe(false);
  });

  it('the same id twice is two calls, and one answer ends one of them', async () => {
    const tenant = await limited();
    expect(decisions([await begin(tenant), await begin(tenant), await begin(tenant)])).toEqual(['allow', 'allow', 'deny']);
    await end(tenant);
    expect(decisions([await begin(tenant), await begin(tenant)])).toEqual(['allow', 'deny']);
  });

  it('what is refused for another reason holds nothing', async () => {
    const tenant = await limited({ max: 1 });
    for (let id = 0; id < 3; id++) expect((await begin(tenant, { id, args: { path: '../../etc/passwd' } })).decision).toBe('deny');
    const limits = [{ id: 'two', key: 'tenant', window: '1h', max: 0 }];
    const document = { effect: 'require', target: { tools: ['pay/refund'] }, require: { limits } };
    const json = { name: 'closed', document };
    const closed = await harness.ask('POST', '/policies', { key: tenant.key, json });
    expect(closed.status).toBe(201);
    for (let id = 3; id < 6; id++) expect((await begin(tenant, { id })).decision).toBe('deny');
    expect(decisions([await begin(tenant, { id: 7, tool: 'charge' }), await begin(tenant, { id: 8, tool: 'charge' })])).toEqual([
      'allow',
      'deny',
    ]);
  });

  it('what the rate of a principal refuses after all is given back', async () => {
    const tenant = await limited();
    const rate = (principal: object | null): Promise<Response> =>
      harness.ask('PATCH', '/tenant', { key: tenant.key, json: { rate_limits: { principal } } });
    expect((await rate({ per_second: 0.01, burst: 1 })).status).toBe(200);
    expect((await begin(tenant, { id: 1 })).decision).toBe('allow');
    for (let id = 2; id < 6; id++) expect(await begin(tenant, { id })).toMatchObject({ reasons: [{ code: 'RATE_LIMIT' }] });
    expect((await rate(null)).status).toBe(200);
    expect(decisions([await begin(tenant, { id: 7 }), await begin(tenant, { id: 8 })])).toEqual(['allow', 'deny']);
  });

  it('in monitor is in flight what would be let through', async () => {
    const tenant = await limited({ max: 1 });
    await harness.ask('PATCH', '/tenant', { key: tenant.key, json: { monitor: true } });
    const answers = [
      await begin(tenant, { id: 1 }),
      await begin(tenant, { id: 2 }),
      await end(tenant, { id: 2 }),
      await begin(tenant, { id: 3 }),
    ];
    expect(decisions(answers)).toEqual(['allow', 'allow', 'allow', 'allow']);
    expect(answers.map(({ would_be }) => would_be?.decision)).toEqual(['allow', 'deny', 'allow', 'deny']);
    await end(tenant, { id: 1 });
    expect((await begin(tenant, { id: 4 })).would_be?.decision).toBe('allow');
  });

  it('without a session or an id only the lease ends a call; notices are no calls', async () => {
    const tenant = await limited({ key: 'tenant', max: 3 }, { target: { global: true } });
    expect((await begin(tenant, { session: null })).decision).toBe('allow');
    await end(tenant, { session: null });
    for (let i = 0; i < 5; i++) await ask(tenant, { request: { jsonrpc: '2.0', method: 'notifications/initialized' }, ...about({}) });
    expect(decisions([await begin(tenant, { id: 2 }), await begin(tenant, { id: 3 }), await begin(tenant, { id: 4 })])).toEqual([
      'allow',
      'allow',
      'deny',
    ]);
  });

  it('messages of one batch are in flight each, and are answered each', async () => {
    const tenant = await limited({ max: 3 });
    const more = { server: { name: 'pay' }, context: { user_id: 'ann', session_id: 's1', protocol_version: '2025-03-26' } };
    const first = await ask(tenant, { request: batch([1, 2]), ...more });
    expect(decisions([first, await ask(tenant, { request: batch([3, 4]), ...more })])).toEqual(['allow', 'deny']);
    await ask(tenant, { request: batch([1, 2]), response: [{ jsonrpc: '2.0', id: 2, result: done }], ...more });
    expect(decisions([await ask(tenant, { request: batch([3, 4]), ...more })])).toEqual(['allow']);
    expect(await hasRoom(tenant)).toBe(false);
  });

  it('in shadow counts for itself and refuses nothing', async () => {
    const tenant = await limited({ max: 1 }, {}, 'shadow');
    const seen = [
      await begin(tenant, { id: 1 }),
      await begin(tenant, { id: 2 }),
      await end(tenant, { id: 1 }),
      await begin(tenant, { id: 3 }),
    ];
    expect(decisions(seen)).toEqual(['allow', 'allow', 'allow', 'allow']);
    expect(seen.map(({ policy }) => policy.shadow![0]!.decision)).toEqual(['allow', 'deny', 'allow', 'allow']);
  });

  it('a dry run and a test of a policy hold nothing', async () => {
    const tenant = await limited({ max: 1 });
    const dry = async (facts: object = {}): Promise<Answer> => {
      const json = { request: requestOf({}), ...about({}), facts };
      return (await (await harness.ask('POST', '/policies/evaluate', { key: tenant.key, json })).json()) as Answer;
    };
    for (let i = 0; i < 3; i++) expect((await dry()).decision).toBe('allow');
    expect((await begin(tenant)).decision).toBe('allow');
    expect((await dry()).decision).toBe('allow');
    const { data } = (await (await harness.ask('GET', '/policies', { key: tenant.key })).json()) as { data: { id: string }[] };
    expect(await dry({ counters: { [`${data[0]!.id}/flight`]: false } })).toMatchObject(refused);
  });

  it('whoever cannot be told is refused', async () => {
    const tenant = await limited();
    const nobody = { request: requestOf({}), server: { name: 'pay' }, context: { ip_address: '192.0.2.1' } };
    expect(await ask(tenant, nobody)).toMatchObject(refused);
  });

  it('a slot is free again when its lease is over', async () => {
    const tenant = await limited({ max: 1, window: '3s' });
    expect(decisions([await begin(tenant, { id: 1 }), await begin(tenant, { id: 2 })])).toEqual(['allow', 'deny']);
    // The embedded counters go by the clock of the test, Redis by its own.
    harness.clock.now_ms += 3_001;
    await delay(3_050);
    expect((await begin(tenant, { id: 3 })).decision).toBe('allow');
  });
});
