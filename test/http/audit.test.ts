import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { founderOf } from '#app/actor.ts';
import { eraseInput } from '#app/audit.ts';
import { INPUT_RETENTION_MS } from '#app/decision-input.ts';
import { hostedStores, LIST_TOOLS, openHarness, type Harness, type Tenancy } from './harness.ts';

const page = z.object({ data: z.array(z.looseObject({ id: z.string(), kind: z.string() })), next_cursor: z.string().nullable() });
const identified = z.looseObject({ id: z.string() });

let harness: Harness;
let own: Tenancy;
const ids: Record<string, string> = {};
beforeAll(async () => {
  harness = await openHarness(await hostedStores());
  own = await harness.tenant();
  const cases: Record<string, object> = {
    list: { request: { jsonrpc: '2.0', id: 1, method: 'tools/list' }, context: { user_id: 'ann', session_id: 's1' } },
    call: {
      request: { jsonrpc: '2.0', id: 2, method: 'tools/call', params: { name: 'read', arguments: {} } },
      server: { name: 'files' },
      context: { user_id: 'bob' },
    },
    wrong: { request: { jsonrpc: '1.0' }, context: { user_id: 'ann' } },
  };
  for (const [name, json] of Object.entries(cases)) {
    harness.clock.now_ms += 1_000;
    ids[name] = identified.parse(await (await harness.ask('POST', '/validate', { key: own.key, json })).json()).id;
  }
});
afterAll(() => harness.close());

const found = async (query: string): Promise<string[]> => {
  const response = await harness.ask('GET', `/audit?${query}`, { key: own.key });
  return page.parse(await response.json()).data.map((r) => r.id);
};
const names = async (query: string): Promise<(string | undefined)[]> =>
  (await found(query)).map((id) => Object.keys(ids).find((name) => ids[name] === id) ?? 'other');

it.each([
  ['kind=verdict', ['wrong', 'call', 'list']],
  ['kind=admin', ['other']],
  ['decision=deny', ['wrong']],
  ['decision=allow&user_id=ann', ['list']],
  ['user_id=ann', ['wrong', 'list']],
  ['user_id=nobody', []],
  ['session_id=s1', ['list']],
  ['method=tools/call', ['call']],
  ['tool=files/read', ['call']],
  ['category=protocol_violation', ['wrong']],
])('?%s finds %j', async (query, expected) => {
  expect(await names(query)).toEqual(expected);
});

it('times bound the answer: from is inclusive, to is exclusive', async () => {
  const at = new Date(harness.clock.now_ms - 1_000).toISOString();
  expect(await names(`kind=verdict&from=${at}`)).toEqual(['wrong', 'call']);
  expect(await names(`kind=verdict&to=${at}`)).toEqual(['list']);
});

it.each([
  ['decision=maybe'],
  ['from=yesterday'],
  ['from=0000-12-31T23:59:59Z'],
  ['to=9999-12-31T23:59:59-23:59'],
  ['kind=verdict&kind=admin'],
  ['category=none'],
  ['kind=x'],
  ['cursor=zzz'],
  ['__proto__=x'],
])('422: ?%s', async (query) => {
  expect((await harness.ask('GET', `/audit?${query}`, { key: own.key })).status).toBe(422);
});

it('every change is a record of its own, with who made it and what it was', async () => {
  const { id } = identified.parse(
    await (await harness.ask('POST', '/policies', { key: own.key, json: { name: 'p', document: {} } })).json(),
  );
  const [record] = page.parse(await (await harness.ask('GET', '/audit?kind=admin&limit=1', { key: own.key })).json()).data;
  expect(record).toMatchObject({ action: 'policies.create', subject: id, key_id: own.key_id });
});

it('a change that failed leaves no record', async () => {
  const before = await found('kind=admin&limit=100');
  await harness.ask('PUT', '/policies/pol_00000000000000000000000000', {
    key: own.key,
    json: { name: 'p', document: {} },
    headers: { 'If-Match': '*' },
  });
  expect(await found('kind=admin&limit=100')).toEqual(before);
});

it('another tenant sees none of it', async () => {
  const other = await harness.tenant();
  const { data } = page.parse(await (await harness.ask('GET', '/audit?kind=verdict', { key: other.key })).json());
  expect(data).toEqual([]);
});

it('the input goes with its retention; the record stays', async () => {
  const get = async () =>
    z.looseObject({ input: z.unknown() }).parse(await (await harness.ask('GET', `/audit/${ids.list}`, { key: own.key })).json());
  expect((await get()).input).toMatchObject({ request: { method: 'tools/list' } });
  harness.clock.now_ms += INPUT_RETENTION_MS;
  expect(await get()).toMatchObject({ id: ids.list, input: null });
});

it('an input can be erased: the record stays, and that it was erased is a record of its own', async () => {
  const actor = { ...founderOf(own.id), key_id: own.key_id };
  const { id } = identified.parse(await (await harness.ask('POST', '/validate', { key: own.key, json: LIST_TOOLS })).json());
  await eraseInput(harness.world, actor, id);
  expect(await (await harness.ask('GET', `/audit/${id}`, { key: own.key })).json()).toMatchObject({ id, input: null });
  const [record] = page.parse(await (await harness.ask('GET', '/audit?kind=admin&limit=1', { key: own.key })).json()).data;
  expect(record).toMatchObject({ action: 'input.erase', subject: id, key_id: own.key_id });
  await expect(eraseInput(harness.world, actor, id)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(eraseInput(harness.world, { ...actor, scopes: ['audit:read'] }, id)).rejects.toMatchObject({ code: 'SCOPE_MISSING' });
});
