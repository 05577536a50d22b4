import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { authenticate } from '#app/actor.ts';
import { BAD_KEYS } from '#app/bad-keys.ts';
import type { Database } from '#app/ports.ts';
import { KEY_RANDOM_BYTES, makeApiKey } from '#core/api-key.ts';
import { embeddedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

/** Within so long a change is followed, and what is no key may have become one. */
const SEEN_MS = 2_000;

let harness: Harness;
let own: Tenancy;
/** Hashes asked of the store, one element a look-up. */
const looked_up: number[] = [];
beforeAll(async () => {
  const stores = await embeddedStores();
  const findKeys: Database['findKeys'] = (hashes) => {
    looked_up.push(hashes.length);
    return stores.database.findKeys(hashes);
  };
  harness = await openHarness({ ...stores, database: { ...stores.database, findKeys } }, { hops: 1 });
  own = await harness.tenant();
});
afterAll(() => harness.close());
beforeEach(() => {
  harness.clock.now_ms += SEEN_MS;
  looked_up.length = 0;
});

let client = 0;
/** A client address that nobody has used. */
const newAddress = (): string => `198.51.${++client >> 8}.${client & 255}`;
const ask = (key: string, address: string) => harness.ask('GET', '/tenant', { key, headers: { 'X-Forwarded-For': address } });
const unknownKey = (): string => makeApiKey(new Uint8Array(randomBytes(KEY_RANDOM_BYTES)), 'live');
const misspelt = (): string => `cs_live_${'0'.repeat(49)}`;

async function exhaust(address: string): Promise<void> {
  for (let i = 0; i < BAD_KEYS.burst; i++) expect((await ask(misspelt(), address)).status).toBe(401);
}

it.each([
  ['of a wrong form', () => 'garbage'],
  ['of a wrong checksum', misspelt],
  ['of nobody', unknownKey],
])('429 with Retry-After for keys %s beyond the limit of their address, and 401 again after it', async (_, badKey) => {
  const address = newAddress();
  await exhaust(address);
  const over = await ask(badKey(), address);
  expect([over.status, over.headers.get('retry-after'), await over.json()]).toMatchObject([429, '1', { code: 'KEY_ATTEMPTS_EXCEEDED' }]);
  expect(over.headers.get('www-authenticate')).toBeNull();
  harness.clock.now_ms += BAD_KEYS.interval_ms;
  expect((await ask(badKey(), address)).status).toBe(401);
});

it('a valid key is let in from an address that is over its limit, cached or not', async () => {
  const address = newAddress();
  await exhaust(address);
  expect((await ask(misspelt(), address)).status).toBe(429);
  for (const wait_ms of [0, 1, SEEN_MS]) {
    harness.clock.now_ms += wait_ms;
    expect((await ask(own.key, address)).status).toBe(200);
  }
});

it('a valid key is let in while thousands of unknown ones come from its address', async () => {
  const address = newAddress();
  const flood = Array.from({ length: 2_000 }, () => ask(unknownKey(), address));
  const valid = ask(own.key, address);
  const more = Array.from({ length: 2_000 }, () => ask(unknownKey(), address));
  expect((await valid).status).toBe(200);
  const statuses = (await Promise.all([...flood, ...more])).map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(BAD_KEYS.burst);
  expect(statuses.filter((status) => status === 429)).toHaveLength(4_000 - BAD_KEYS.burst);
  // Thousands of guesses are a handful of look-ups.
  expect(looked_up.length).toBeLessThan(400);
  expect(looked_up.reduce((sum, n) => sum + n, 0)).toBe(4_001);
});

it('another address is not concerned, and all of one IPv6 /64 is one', async () => {
  const address = '2001:db8:0:1::1';
  await exhaust(address);
  expect((await ask(misspelt(), '2001:db8:0:1:ffff::2')).status).toBe(429);
  expect((await ask(misspelt(), '2001:db8:0:2::1')).status).toBe(401);
});

it('revoked and expired keys do not count: they were keys', async () => {
  const address = newAddress();
  const { id, key } = (await (
    await harness.ask('POST', '/keys', { key: own.key, json: { name: 'gone', scopes: ['validate'] } })
  ).json()) as { id: string; key: string };
  await harness.ask('DELETE', `/keys/${id}`, { key: own.key });
  for (let i = 0; i < BAD_KEYS.burst + 5; i++) expect(await (await ask(key, address)).json()).toMatchObject({ code: 'KEY_REVOKED' });
});

it('a misspelt key is refused without a look-up, an unknown one is looked up once in two seconds', async () => {
  const [address, unknown] = [newAddress(), unknownKey()];
  await ask(misspelt(), address);
  expect(looked_up).toEqual([]);
  await Promise.all([ask(unknown, address), ask(unknown, address)]);
  await ask(unknown, address);
  expect(looked_up).toEqual([1]);
  harness.clock.now_ms += SEEN_MS;
  await ask(unknown, address);
  expect(looked_up).toEqual([1, 1]);
});

it('guesses push no valid key out of the cache', async () => {
  expect((await ask(own.key, newAddress())).status).toBe(200);
  const guess = () => authenticate(harness.world, unknownKey(), newAddress);
  for (let i = 0; i < 25; i++) {
    const outcomes = await Promise.allSettled(Array.from({ length: 1_000 }, guess));
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
  }
  looked_up.length = 0;
  expect((await ask(own.key, newAddress())).status).toBe(200);
  expect(looked_up).toEqual([]);
}, 60_000);
