import { afterAll, beforeAll, expect, it } from 'vitest';
import { NETWORKS_MAX } from '#app/keys.ts';
import { embeddedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

let harness: Harness;
let own: Tenancy;
beforeAll(async () => {
  harness = await openHarness(await embeddedStores(), { hops: 1 });
  own = await harness.tenant();
});
afterAll(() => harness.close());

type Made = { id: string; key: string; ip_allow: string[] | null };
const from = (address: string) => ({ headers: { 'X-Forwarded-For': address } });
const INSIDE = from('192.0.2.7');
const make = (ip_allow: unknown, key = own.key) =>
  harness.ask('POST', '/keys', { key, ...INSIDE, json: { name: 'k', scopes: ['tenant:read', 'keys:write', 'keys:read'], ip_allow } });
const made = async (ip_allow: unknown, key = own.key): Promise<Made> => {
  const response = await make(ip_allow, key);
  expect(response.status, await response.clone().text()).toBe(201);
  return (await response.json()) as Made;
};
const faults = async (response: Response) => {
  const { code, errors } = (await response.json()) as { code: string; errors: { pointer: string }[] };
  return [code, errors.map((e) => e.pointer)];
};

it('is let in from its networks, and from nowhere else', async () => {
  const { key, ip_allow } = await made(['192.0.2.0/24', '2001:db8:1::/48', '198.51.100.7']);
  expect(ip_allow).toEqual(['192.0.2.0/24', '2001:db8:1::/48', '198.51.100.7/32']);
  const status = async (address: string) => (await harness.ask('GET', '/tenant', { key, ...from(address) })).status;
  for (const address of ['192.0.2.7', '::ffff:192.0.2.7', '192.0.2.255:4711', '[2001:db8:1::9]:443', '198.51.100.7'])
    expect(await status(address), address).toBe(200);
  for (const address of ['192.0.3.1', '2001:db8:2::9', '198.51.100.8', 'unknown', '192.0.2.7, 203.0.113.9'])
    expect(await status(address), address).toBe(403);
  const refused = await harness.ask('GET', '/tenant', { key });
  expect(await refused.json()).toMatchObject({ code: 'KEY_ADDRESS_REFUSED' });
});

it('the whole IPv6 address counts, not the /64 that the limits go by', async () => {
  const { key } = await made(['2001:db8::1']);
  expect((await harness.ask('GET', '/tenant', { key, ...from('2001:db8::1') })).status).toBe(200);
  expect((await harness.ask('GET', '/tenant', { key, ...from('2001:db8::2') })).status).toBe(403);
});

it('a key makes none that may be used from elsewhere; what is not asked for is what it has', async () => {
  const narrow = await made(['192.0.2.0/24']);
  expect((await made(null, narrow.key)).ip_allow).toEqual(['192.0.2.0/24']);
  expect((await made(['192.0.2.128/25'], narrow.key)).ip_allow).toEqual(['192.0.2.128/25']);
  expect(await faults(await make(['192.0.2.1', '192.0.0.0/16', '::/0'], narrow.key))).toEqual([
    'SCOPES_TOO_WIDE',
    ['/ip_allow/1', '/ip_allow/2'],
  ]);
});

it.each([
  ['no address', ['example.com'], ['/ip_allow/0']],
  ['bits behind the prefix', ['192.0.2.0/24', '10.0.0.1/8'], ['/ip_allow/1']],
  ['an empty list, which would open nothing', [], ['/ip_allow']],
  ['more than the most', Array.from({ length: NETWORKS_MAX + 1 }, (_, i) => `192.0.2.${i}`), ['/ip_allow']],
  ['a number', [1], ['/ip_allow/0']],
])('422: %s', async (_, ip_allow, pointers) => {
  expect(await faults(await make(ip_allow))).toEqual(['BODY_INVALID', pointers]);
});
