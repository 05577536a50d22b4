import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { SUPPRESSION_DAYS_MAX } from '#app/suppressions.ts';
import { hostedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

const DAY_MS = 86_400_000;
const verdict = z.looseObject({ decision: z.string(), findings: z.array(z.looseObject({ rule: z.string(), suppressed: z.boolean() })) });
const CALL = {
  request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'fetch', arguments: { url: 'http://localhost:3000/' } } },
};

let harness: Harness;
let own: Tenancy;
let other: Tenancy;
beforeAll(async () => {
  harness = await openHarness(await hostedStores());
});
beforeEach(async () => {
  [own, other] = [await harness.tenant(), await harness.tenant()];
});
afterAll(() => harness.close());

const wish = (over: object = {}): object => ({
  rule: 'ssrf.loopback',
  tool: 'fetch',
  path: '/request/params/arguments/url',
  reason: 'a server of the developers',
  expires_at: new Date(harness.clock.now_ms + DAY_MS).toISOString(),
  ...over,
});
const at = (days: number) => new Date(harness.clock.now_ms + days * DAY_MS).toISOString();
const make = (over: object = {}) => harness.ask('POST', '/suppressions', { key: own.key, json: wish(over) });
const decide = async ({ key }: Tenancy) => verdict.parse(await (await harness.ask('POST', '/validate', { key, json: CALL })).json());

it('is in force for its tenant alone, until it is deleted', async () => {
  expect((await decide(own)).decision).toBe('deny');
  const made = await make();
  expect(made.status).toBe(201);
  const { id } = z.looseObject({ id: z.string() }).parse(await made.json());
  expect(made.headers.get('location')).toBe(`/suppressions/${id}`);
  expect(await decide(own)).toMatchObject({ decision: 'allow', findings: [{ rule: 'ssrf.loopback', suppressed: true }] });
  expect((await decide(other)).decision).toBe('deny');
  expect((await harness.ask('DELETE', `/suppressions/${id}`, { key: own.key })).status).toBe(204);
  expect((await decide(own)).decision).toBe('deny');
  expect((await harness.ask('GET', `/suppressions/${id}`, { key: own.key })).status).toBe(404);
});

it('ends by itself, and stays in the list', async () => {
  await make({ expires_at: new Date(harness.clock.now_ms + 1_000).toISOString() });
  expect((await decide(own)).decision).toBe('allow');
  harness.clock.now_ms += 1_000;
  expect((await decide(own)).decision).toBe('deny');
  const list = await (await harness.ask('GET', '/suppressions', { key: own.key })).json();
  expect(list).toMatchObject({ data: [{ rule: 'ssrf.loopback', reason: 'a server of the developers' }], next_cursor: null });
});

it('what is kept of a decision tells that a finding was suppressed', async () => {
  await make();
  const { id } = z.looseObject({ id: z.string() }).parse(await decide(own));
  const record = await (await harness.ask('GET', `/audit/${id}`, { key: own.key })).json();
  expect(record).toMatchObject({ decision: 'allow', findings: [{ rule: 'ssrf.loopback', suppressed: true }] });
});

describe('refused, with the place of the fault', () => {
  it.each([
    ['a rule that there is not', { rule: 'ssrf.lopback' }, '/rule', 'ssrf.'],
    ['a fault of the protocol, which no tenant can wave through', { rule: 'protocol.too-deep' }, '/rule', 'No rule'],
    ['no expiry ahead', { expires_at: '2020-01-01T00:00:00Z' }, '/expires_at', 'ahead'],
    ['a path that leads nowhere', { path: 'arguments.url' }, '/path', 'JSON Pointer'],
    ['an unknown member', { severity: 'low' }, '/severity', ''],
    ['no reason', { reason: '  ' }, '/reason', ''],
  ])('%s', async (_, over, pointer, detail) => {
    const response = await make(over);
    expect(response.status).toBe(422);
    const problem = z
      .looseObject({ code: z.string(), errors: z.array(z.object({ pointer: z.string(), detail: z.string() })) })
      .parse(await response.json());
    expect(problem.code).toBe('BODY_INVALID');
    expect(problem.errors.map((e) => e.pointer)).toEqual([pointer]);
    expect(problem.errors[0]?.detail).toContain(detail);
  });

  it(`more than ${SUPPRESSION_DAYS_MAX} days`, async () => {
    expect((await make({ expires_at: at(SUPPRESSION_DAYS_MAX) })).status).toBe(201);
    expect((await make({ expires_at: at(SUPPRESSION_DAYS_MAX + 1) })).status).toBe(422);
  });

  it.each([
    ['neither server nor tool', { tool: null }, '/tool'],
    ['every argument', { path: '/request/params/arguments/*' }, '/path'],
  ])('%s: the case that would be hidden is named', async (_, over, pointer) => {
    const response = await make(over);
    expect(await response.json()).toMatchObject({
      code: 'SUPPRESSION_TOO_WIDE',
      detail: expect.stringMatching(/ssrf case \d+/),
      errors: [{ pointer }],
    });
    expect((await decide(own)).decision).toBe('deny');
  });
});
