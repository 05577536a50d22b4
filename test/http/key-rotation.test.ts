import { afterAll, beforeAll, expect, it } from 'vitest';
import { KEYS_MAX, OVERLAP_SECONDS_DEFAULT, OVERLAP_SECONDS_MAX } from '#app/keys.ts';
import { SCOPES } from '#core/scope.ts';
import { embeddedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

let harness: Harness;
let own: Tenancy;
beforeAll(async () => {
  harness = await openHarness(await embeddedStores());
  own = await harness.tenant();
});
afterAll(() => harness.close());

type Shown = {
  id: string;
  key: string;
  expires_at: string | null;
  revoked_at: string | null;
  rotated_from: string | null;
  replaced_by: string | null;
};
const shown = async (response: Response): Promise<Shown> => (await response.json()) as Shown;
const make = async (wish: object = {}, key = own.key) =>
  shown(await harness.ask('POST', '/keys', { key, json: { name: 'gateway', scopes: ['tenant:read'], ...wish } }));
const rotate = (id: string, json: object = {}, key = own.key) => harness.ask('POST', `/keys/${id}/rotate`, { key, json });
const get = async (id: string) => shown(await harness.ask('GET', `/keys/${id}`, { key: own.key }));
const status = async (key: string) => (await harness.ask('GET', '/tenant', { key })).status;
const at = (seconds: number): string => new Date(harness.clock.now_ms + seconds * 1_000).toISOString();

it('both keys work during the overlap, then the new one alone', async () => {
  const old = await make({ mode: 'test' });
  const response = await rotate(old.id, { overlap_seconds: 60 });
  const next = await shown(response);
  expect([response.status, response.headers.get('location')]).toEqual([201, `/keys/${next.id}`]);
  expect(next).toMatchObject({ name: 'gateway', scopes: ['tenant:read'], expires_at: null, rotated_from: old.id, replaced_by: null });
  expect(next.key).toMatch(/^cs_test_/);
  expect(await get(old.id)).toMatchObject({ replaced_by: next.id, expires_at: at(60), revoked_at: null });
  expect([await status(old.key), await status(next.key)]).toEqual([200, 200]);
  harness.clock.now_ms += 60_000;
  expect([await status(old.key), await status(next.key)]).toEqual([401, 200]);
});

it('without overlap the old one is refused at once', async () => {
  const old = await make();
  expect(await status(old.key)).toBe(200);
  const next = await shown(await rotate(old.id, { overlap_seconds: 0 }));
  expect([await status(old.key), await status(next.key)]).toEqual([401, 200]);
  expect((await get(old.id)).revoked_at).toBe(at(0));
});

it('an overlap is a day unless it is said, and never prolongs the old key', async () => {
  const [endless, short] = [await make(), await make({ expires_at: at(100) })];
  const next = await shown(await rotate(short.id));
  await rotate(endless.id);
  expect((await get(endless.id)).expires_at).toBe(at(OVERLAP_SECONDS_DEFAULT));
  expect([(await get(short.id)).expires_at, next.expires_at]).toEqual([at(100), at(100)]);
});

it('the successor may be used from where the old one may be, and no wider', async () => {
  const old = await make({ ip_allow: ['192.0.2.0/24'] });
  expect(await shown(await rotate(old.id))).toMatchObject({ ip_allow: ['192.0.2.0/24'] });
});

it('a key rotates itself, and none that does more, lives longer or is used from elsewhere', async () => {
  const self = await make({ scopes: ['keys:write', 'tenant:read'], expires_at: at(600) });
  const code = async (id: string) =>
    ((await (await rotate(id, {}, self.key)).json()) as { code?: string; errors?: { pointer: string }[] }).errors?.map((e) => e.pointer);
  expect(await code((await make({ scopes: ['tenant:read', 'tenant:write'], expires_at: at(600) })).id)).toEqual(['/scopes/1']);
  expect(await code((await make({ expires_at: at(601) })).id)).toEqual(['/expires_at']);
  expect(await code((await make()).id)).toEqual(['/expires_at']);
  expect((await rotate(self.id, {}, self.key)).status).toBe(201);
});

it.each([
  ['revoked', async (id: string) => void (await harness.ask('DELETE', `/keys/${id}`, { key: own.key }))],
  ['expired', async () => void (harness.clock.now_ms += 10_000)],
  ['replaced', async (id: string) => void (await rotate(id))],
])('409: a key that is %s', async (_, end) => {
  const old = await make({ expires_at: at(10) });
  await end(old.id);
  const response = await rotate(old.id);
  expect([response.status, await response.json()]).toMatchObject([409, { code: 'KEY_ENDED' }]);
});

it('of two rotations at once one is made', async () => {
  const old = await make();
  const statuses = (await Promise.all([rotate(old.id), rotate(old.id), rotate(old.id)])).map((response) => response.status);
  expect(statuses.toSorted((a, b) => a - b)).toEqual([201, 409, 409]);
});

it.each([[-1], [OVERLAP_SECONDS_MAX + 1], [1.5], ['60'], [null]])('422: an overlap of %j', async (overlap_seconds) => {
  const response = await rotate(own.key_id, { overlap_seconds });
  expect([response.status, await response.json()]).toMatchObject([422, { errors: [{ pointer: '/overlap_seconds' }] }]);
});

it('is in the audit trail, with who did it and to which key', async () => {
  const old = await make();
  harness.clock.now_ms += 1;
  await rotate(old.id);
  const { data } = (await (await harness.ask('GET', '/audit?kind=admin&limit=1', { key: own.key })).json()) as { data: object[] };
  expect(data).toMatchObject([{ action: 'keys.rotate', subject: old.id, key_id: own.key_id }]);
});

it('a tenant with as many keys as it may have can rotate without overlap, and not with it', async () => {
  const { key, key_id } = await harness.tenant();
  for (let i = 1; i < KEYS_MAX; i++) await make({ scopes: [...SCOPES] }, key);
  expect(await (await rotate(key_id, { overlap_seconds: 1 }, key)).json()).toMatchObject({ code: 'KEYS_MAX_REACHED' });
  expect((await rotate(key_id, { overlap_seconds: 0 }, key)).status).toBe(201);
});

it('shows when a key was last used, once that has been written', async () => {
  const { id, key } = await make();
  expect(await get(id)).toMatchObject({ last_used_at: null });
  await status(key);
  const used = at(0);
  harness.clock.now_ms += 5_000;
  await harness.world.key_uses.flush();
  expect(await get(id)).toMatchObject({ last_used_at: used });
});
