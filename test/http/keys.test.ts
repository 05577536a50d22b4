import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { KEYS_MAX } from '#app/keys.ts';
import { checkApiKey } from '#core/api-key.ts';
import { SCOPES } from '#core/scope.ts';
import { hostedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

const newKey = z.object({
  id: z.string(),
  name: z.string(),
  hint: z.string(),
  key: z.string(),
  scopes: z.array(z.string()),
  expires_at: z.string().nullable(),
  revoked_at: z.null(),
  created_at: z.string(),
});
const page = z.object({ data: z.array(z.looseObject({ id: z.string() })), next_cursor: z.string().nullable() });
const failure = z.looseObject({ code: z.string(), errors: z.array(z.looseObject({ pointer: z.string() })).optional() });

let harness: Harness;
let own: Tenancy;
beforeAll(async () => {
  harness = await openHarness(await hostedStores());
  own = await harness.tenant();
});
afterAll(() => harness.close());

const make = (json: object, key = own.key) => harness.ask('POST', '/keys', { key, json });
const made = async (json: object, key = own.key) => newKey.parse(await (await make(json, key)).json());

const at = (ms: number): string => new Date(harness.clock.now_ms + ms).toISOString();

it('a key is shown once, works, and has the scopes that were asked for', async () => {
  const key = await made({ name: 'reader', scopes: ['keys:read', 'usage:read'], mode: 'test' });
  expect(key.key.startsWith('cs_test_') && checkApiKey(key.key)).toBe(true);
  const shown = await (await harness.ask('GET', `/keys/${key.id}`, { key: key.key })).text();
  expect(JSON.parse(shown)).toMatchObject({ id: key.id, hint: key.key.slice(0, 12), scopes: ['keys:read', 'usage:read'] });
  expect(shown).not.toContain(key.key);
  expect((await harness.ask('GET', '/usage', { key: key.key })).status).toBe(200);
  expect((await harness.ask('GET', '/tenant', { key: key.key })).status).toBe(403);
});

it('a key makes none that does more than itself', async () => {
  const narrow = await made({ name: 'narrow', scopes: ['keys:write', 'validate'] });
  const response = await make({ name: 'wide', scopes: ['validate', 'audit:read', 'tenant:write'] }, narrow.key);
  const { code, errors } = failure.parse(await response.json());
  expect([response.status, code, errors?.map((e) => e.pointer)]).toEqual([403, 'SCOPES_TOO_WIDE', ['/scopes/1', '/scopes/2']]);
});

it('a key makes none that outlives it', async () => {
  const short = await made({ name: 'short', scopes: [...SCOPES], expires_at: at(60_000) });
  expect((await made({ name: 'heir', scopes: ['validate'] }, short.key)).expires_at).toBe(short.expires_at);
  const longer = failure.parse(await (await make({ name: 'longer', scopes: ['validate'], expires_at: at(60_001) }, short.key)).json());
  expect(longer).toMatchObject({ code: 'SCOPES_TOO_WIDE', errors: [{ pointer: '/expires_at' }] });
  const past = failure.parse(await (await make({ name: 'past', scopes: ['validate'], expires_at: at(0) })).json());
  expect(past).toMatchObject({ code: 'BODY_INVALID', errors: [{ pointer: '/expires_at' }] });
});

it('422: a time that no store can hold', async () => {
  const never = failure.parse(await (await make({ name: 'never', scopes: ['validate'], expires_at: '9999-12-31T23:59:59-23:59' })).json());
  expect(never).toMatchObject({ code: 'BODY_INVALID', errors: [{ pointer: '/expires_at' }] });
});

it('any number of spaces may stand before the key (RFC 9110, 11.4)', async () => {
  const headers = { Authorization: `Bearer   ${own.key}` };
  expect((await harness.ask('GET', '/tenant', { headers })).status).toBe(200);
});

it('a revoked key is not found a second time', async () => {
  const key = await made({ name: 'gone', scopes: ['validate'] });
  expect((await harness.ask('DELETE', `/keys/${key.id}`, { key: own.key })).status).toBe(204);
  expect((await harness.ask('DELETE', `/keys/${key.id}`, { key: own.key })).status).toBe(404);
});

it('pages are newest first, whole, and without repetition', async () => {
  const tenancy = await harness.tenant();
  const ids = [tenancy.key_id];
  for (let i = 0; i < 6; i++) {
    harness.clock.now_ms += 1;
    ids.unshift((await made({ name: `k${i}`, scopes: ['validate'] }, tenancy.key)).id);
  }
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const response: Response = await harness.ask('GET', `/keys?limit=3${cursor && `&cursor=${cursor}`}`, { key: tenancy.key });
    const { data, next_cursor } = page.parse(await response.json());
    expect(data.length).toBeLessThanOrEqual(3);
    seen.push(...data.map((k) => k.id));
    cursor = next_cursor;
  }
  expect(seen).toEqual(ids);
});

it.each([
  ['limit=0'],
  ['limit=101'],
  ['limit=x'],
  ['limit=1.5'],
  ['limit=-1'],
  ['limit='],
  ['cursor=x'],
  ['cursor='],
  ['cursor=a2V5'],
  ['unknown=1'],
])('422: ?%s', async (query) => {
  const body = failure.parse(await (await harness.ask('GET', `/keys?${query}`, { key: own.key })).json());
  expect(body).toMatchObject({ code: 'QUERY_INVALID', errors: [{ pointer: `/${query.split('=')[0]}` }] });
});

it('409 beyond the most that a tenant may have; a revoked one makes room', async () => {
  const { key } = await harness.tenant();
  let last = '';
  for (let i = 1; i < KEYS_MAX; i++) last = (await made({ name: `k${i}`, scopes: ['validate'] }, key)).id;
  expect(await (await make({ name: 'more', scopes: ['validate'] }, key)).json()).toMatchObject({ code: 'KEYS_MAX_REACHED' });
  await harness.ask('DELETE', `/keys/${last}`, { key });
  // Of many that want the last place, one gets it.
  const answers = await Promise.all(Array.from({ length: 10 }, () => make({ name: 'more', scopes: ['validate'] }, key)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(409)]);
});
