/** Named lists, and what policies hold against them, over PostgreSQL: also in another process. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openGeo } from '#adapters/geo.ts';
import { CHANGE_SEEN_MS } from '#app/changes.ts';
import { ENTRIES_MAX } from '#core/policy/lists.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COUNTRIES, makeMmdb, NETWORKS } from '../support/mmdb.ts';
import { freshMemory, freshPostgres } from '../support/stores.ts';
import { openHarness, type Harness, type Tenancy } from './harness.ts';

const folder = mkdtempSync(join(tmpdir(), 'geo-'));
let harness: Harness;
let second: Harness;
beforeAll(async () => {
  const { database, openAnother, close } = await freshPostgres();
  const fileOf = (name: string, networks: typeof COUNTRIES | typeof NETWORKS): string => {
    writeFileSync(join(folder, name), makeMmdb({ type: name, built_ms: Date.now(), networks }));
    return join(folder, name);
  };
  const geo = await openGeo({ country: fileOf('country', COUNTRIES), asn: fileOf('asn', NETWORKS) });
  harness = await openHarness({ database, limiter: freshMemory().limiter, geo, close });
  const another = { database: await openAnother(), limiter: freshMemory().limiter, close: async () => {} };
  second = await openHarness(another, { vault: harness.world.vault });
});
afterAll(async () => {
  await second.close();
  await harness.close();
  rmSync(folder, { recursive: true });
});

type List = { entries: string[]; digest: string; entry_count: number; kind: string; name: string };
const asked = async (response: Response): Promise<List> => (await response.json()) as List;
const networks = (...entries: string[]): object => ({ kind: 'networks', entries });

async function requiring({ key }: Tenancy, require: object, more: object = {}): Promise<string> {
  const json = { name: 'one', document: { effect: 'require', require }, ...more };
  const response = await harness.ask('POST', '/policies', { key, json });
  expect(response.status, await response.clone().text()).toBe(201);
  return ((await response.json()) as { id: string }).id;
}
type Answer = { decision: string; reasons: { code: string }[]; policy: { digest: string } };
async function judge({ key }: Tenancy, ip: string | null, args: object = {}, at = harness): Promise<Answer> {
  const request = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'send', arguments: args } };
  const json = { request, context: ip === null ? {} : { ip_address: ip } };
  return (await (await at.ask('POST', '/validate', { key, json })).json()) as Answer;
}
const told = ({ decision, reasons }: Answer): string => [decision, ...reasons.map(({ code }) => code)].join(' ');

describe('lists', () => {
  it('are made, shown, changed, replaced and deleted', async () => {
    const { key } = await harness.tenant();
    const made = await harness.ask('PUT', '/lists/bad', {
      key,
      json: networks('203.0.113.0/24', '::ffff:10.0.0.1', '10.0.0.1', '2001:DB8::/32'),
    });
    expect(made.status).toBe(201);
    const etag = made.headers.get('etag') ?? '';
    const body = await asked(made);
    expect(body).toMatchObject({
      name: 'bad',
      kind: 'networks',
      entry_count: 3,
      entries: ['10.0.0.1/32', '2001:db8::/32', '203.0.113.0/24'],
    });
    expect(etag).toBe(`"${body.digest}"`);
    expect((await harness.ask('GET', '/lists/bad', { key, headers: { 'If-None-Match': etag } })).status).toBe(304);
    const page = (await (await harness.ask('GET', '/lists', { key })).json()) as { data: List[] };
    expect(page.data.map(({ name, entry_count }) => [name, entry_count])).toEqual([['bad', 3]]);
    expect(page.data[0]).not.toHaveProperty('entries');
    const changed = await harness.ask('PATCH', '/lists/bad', {
      key,
      json: { add: ['192.0.2.1', '192.0.2.2'], remove: ['192.0.2.2', '10.0.0.1', '9.9.9.9'] },
    });
    expect(await asked(changed)).toMatchObject({ entries: ['192.0.2.1/32', '2001:db8::/32', '203.0.113.0/24'] });
    expect((await harness.ask('PUT', '/lists/bad', { key, json: networks() })).status).toBe(428);
    expect((await harness.ask('PUT', '/lists/bad', { key, json: networks(), headers: { 'If-Match': etag } })).status).toBe(412);
    expect((await harness.ask('PATCH', '/lists/bad', { key, json: {}, headers: { 'If-Match': etag } })).status).toBe(412);
    const now = changed.headers.get('etag') ?? '';
    expect(
      (await harness.ask('PUT', '/lists/bad', { key, json: { kind: 'texts', entries: ['b', 'a', 'b'] }, headers: { 'If-Match': now } }))
        .status,
    ).toBe(200);
    expect(await asked(await harness.ask('GET', '/lists/bad', { key }))).toMatchObject({ kind: 'texts', entries: ['a', 'b'] });
    expect((await harness.ask('DELETE', '/lists/bad', { key })).status).toBe(428);
    expect((await harness.ask('DELETE', '/lists/bad', { key, headers: { 'If-Match': '*' } })).status).toBe(204);
    expect((await harness.ask('GET', '/lists/bad', { key })).status).toBe(404);
    expect((await harness.ask('PUT', '/lists/bad', { key, json: networks(), headers: { 'If-Match': '*' } })).status).toBe(404);
  });

  it('name every entry that is none', async () => {
    const { key } = await harness.tenant();
    const response = await harness.ask('PUT', '/lists/bad', { key, json: networks('10.0.0.0/8', '10.0.0.1/8', 'x', '') });
    expect(response.status).toBe(422);
    const { errors } = (await response.json()) as { errors: { pointer: string }[] };
    expect(errors.map(({ pointer }) => pointer)).toEqual(['/entries/3']);
    const again = await harness.ask('PUT', '/lists/bad', { key, json: networks('10.0.0.0/8', '10.0.0.1/8', 'x') });
    expect(((await again.json()) as typeof response & { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer)).toEqual([
      '/entries/1',
      '/entries/2',
    ]);
  });

  it('hold as many entries as they may, by several calls, and no more', async () => {
    const tenant = await harness.tenant();
    const { key } = tenant;
    const STEP = 25_000;
    const part = (from: number): string[] =>
      Array.from({ length: STEP }, (_, i) => from + i).map((n) => `5.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`);
    expect((await harness.ask('PUT', '/lists/long', { key, json: networks(...part(0)) })).status).toBe(201);
    for (let from = STEP; from < ENTRIES_MAX; from += STEP)
      expect((await harness.ask('PATCH', '/lists/long', { key, json: { add: part(from) } })).status).toBe(200);
    const full = await harness.ask('PATCH', '/lists/long', { key, json: { add: ['7.7.7.7'] } });
    expect([full.status, ((await full.json()) as { code: string }).code]).toEqual([409, 'LISTS_FULL']);
    await requiring(tenant, { location: { ip_lists: { deny: ['long'] } } });
    expect(told(await judge(tenant, '5.1.134.159'))).toBe('deny LOCATION_RESTRICTION');
    expect(told(await judge(tenant, '5.1.134.160'))).toBe('allow');
  });
});

describe('policies', () => {
  it('deny what is listed, and follow the list in every process within two seconds', async () => {
    const tenant = await harness.tenant();
    const { key } = tenant;
    await harness.ask('PUT', '/lists/spamhaus-drop', { key, json: networks('203.0.113.0/24') });
    await requiring(tenant, { location: { ip_lists: { deny: ['spamhaus-drop'] } } });
    const before = await judge(tenant, '192.0.2.1');
    expect([told(before), told(await judge(tenant, '203.0.113.7')), told(await judge(tenant, null))]).toEqual([
      'allow',
      'deny LOCATION_RESTRICTION',
      'deny LOCATION_RESTRICTION',
    ]);
    expect(told(await judge(tenant, '192.0.2.1', {}, second))).toBe('allow');
    await harness.ask('PATCH', '/lists/spamhaus-drop', { key, json: { add: ['192.0.2.0/24'] } });
    const after = await judge(tenant, '192.0.2.1');
    expect(told(after)).toBe('deny LOCATION_RESTRICTION');
    expect(after.policy.digest).not.toBe(before.policy.digest);
    second.clock.now_ms += CHANGE_SEEN_MS;
    await second.world.changes.ask();
    await vi.waitFor(async () => expect(told(await judge(tenant, '192.0.2.1', {}, second))).toBe('deny LOCATION_RESTRICTION'));
  });

  it('let pass what is listed, of arguments too, and nothing where the list is not there', async () => {
    const tenant = await harness.tenant();
    await requiring(tenant, { location: { ip_lists: { allow: ['office'] } }, args: { '/to': { inList: 'partners' } } });
    expect(told(await judge(tenant, '10.0.0.1', { to: 'a' }))).toBe('deny LOCATION_RESTRICTION ARGUMENT_RESTRICTION');
    await harness.ask('PUT', '/lists/office', { key: tenant.key, json: networks('10.0.0.0/8') });
    await harness.ask('PUT', '/lists/partners', { key: tenant.key, json: { kind: 'texts', entries: ['a'] } });
    expect(told(await judge(tenant, '10.0.0.1', { to: 'a' }))).toBe('allow');
    expect(told(await judge(tenant, '11.0.0.1', { to: 'b' }))).toBe('deny LOCATION_RESTRICTION ARGUMENT_RESTRICTION');
  });

  it('keep the lists that they name, as long as they are enabled', async () => {
    const tenant = await harness.tenant();
    const { key } = tenant;
    await harness.ask('PUT', '/lists/office', { key, json: networks('10.0.0.0/8') });
    const id = await requiring(tenant, { location: { ip_lists: { allow: ['office'] } } });
    const headers = { 'If-Match': '*' };
    const refusal = await harness.ask('DELETE', '/lists/office', { key, headers });
    expect(refusal.status).toBe(409);
    expect(await refusal.json()).toMatchObject({ code: 'LIST_IN_USE', detail: expect.stringContaining(id) as string });
    expect((await harness.ask('PUT', '/lists/office', { key, headers, json: { kind: 'texts', entries: [] } })).status).toBe(409);
    expect((await harness.ask('PUT', '/lists/office', { key, headers, json: networks() })).status).toBe(200);
    await harness.ask('DELETE', `/policies/${id}`, { key, headers });
    expect((await harness.ask('DELETE', '/lists/office', { key, headers })).status).toBe(204);
  });

  it('ask for countries and networks, and say when they are unknown', async () => {
    const tenant = await harness.tenant();
    await requiring(tenant, { location: { countries: ['DE', 'FR'] } });
    const answers = [];
    for (const ip of ['5.1.2.3', '2.0.0.1', '8.8.8.8', '10.0.0.1', '1.1.1.1', null]) answers.push(told(await judge(tenant, ip)));
    expect(answers).toEqual([
      'allow',
      'allow',
      'deny LOCATION_RESTRICTION',
      'deny COUNTRY_UNKNOWN',
      'deny COUNTRY_UNKNOWN',
      'deny COUNTRY_UNKNOWN',
    ]);
    const lenient = await harness.tenant();
    await requiring(lenient, { location: { countries: ['DE'], unknown: 'allow' } });
    expect([told(await judge(lenient, '10.0.0.1')), told(await judge(lenient, '8.8.8.8'))]).toEqual(['allow', 'deny LOCATION_RESTRICTION']);
    const networked = await harness.tenant();
    await requiring(networked, { location: { asns: [15_169] } });
    expect([told(await judge(networked, '8.8.8.8')), told(await judge(networked, '5.1.1.1'))]).toEqual([
      'allow',
      'deny LOCATION_RESTRICTION',
    ]);
  });
});
