import { expect, it } from 'vitest';
import { LOOKUP_KEYS_MAX, LOOKUPS_WAITING_MAX, makeKeyLookups, type StoredKey } from '#app/key-lookups.ts';
import { keyRow, newTenantId } from '../support/rows.ts';

type Asked = { hashes: readonly Uint8Array[]; answer: PromiseWithResolvers<StoredKey[]> };

/** A store whose every answer the test gives. */
function slowStore() {
  const asked: Asked[] = [];
  const findKeys = (hashes: readonly Uint8Array[]): Promise<StoredKey[]> => {
    const answer = Promise.withResolvers<StoredKey[]>();
    asked.push({ hashes, answer });
    return answer.promise;
  };
  return { asked, lookups: makeKeyLookups({ findKeys }) };
}

const stored = (): StoredKey => ({ tenant: newTenantId(), key: keyRow() });
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('while look-ups are under way, all that comes meanwhile is one more', async () => {
  const { asked, lookups } = slowStore();
  const keys = Array.from({ length: 40 }, stored);
  const finding = keys.map(({ key }) => lookups.find(key.hash));
  expect(asked.map(({ hashes }) => hashes.length)).toEqual([1, 1]);
  asked[0]?.answer.resolve([keys[0]!]);
  await settled();
  expect(asked.map(({ hashes }) => hashes.length)).toEqual([1, 1, 38]);
  asked[1]?.answer.resolve([keys[1]!]);
  asked[2]?.answer.resolve(keys.slice(2).toReversed());
  expect(await Promise.all(finding)).toEqual(keys);
});

it('a key that is there is found among any number that are not', async () => {
  const { asked, lookups } = slowStore();
  const [known, unknown] = [stored(), Array.from({ length: 3 * LOOKUP_KEYS_MAX }, stored)];
  const finding = [...unknown, known].map(({ key }) => lookups.find(key.hash));
  for (let i = 0; i < asked.length; i++) {
    expect(asked[i]?.hashes.length).toBeLessThanOrEqual(LOOKUP_KEYS_MAX);
    asked[i]?.answer.resolve(asked[i]?.hashes.includes(known.key.hash) ? [known] : []);
    await settled();
  }
  const found = await Promise.all(finding);
  expect(found.pop()).toBe(known);
  expect(new Set(found)).toEqual(new Set([null]));
  expect(asked.length).toBeLessThanOrEqual(6);
});

it('a look-up that fails fails those who waited for it, and nobody after them', async () => {
  const { asked, lookups } = slowStore();
  const [lost, later] = [stored(), stored()];
  const losing = lookups.find(lost.key.hash);
  asked[0]?.answer.reject(new Error('the store is away'));
  await expect(losing).rejects.toThrow('the store is away');
  const finding = lookups.find(later.key.hash);
  asked[1]?.answer.resolve([later]);
  expect(await finding).toBe(later);
});

it('so many may wait, and one more fails at once', async () => {
  const { asked, lookups } = slowStore();
  const hash = keyRow().hash;
  const finding = Array.from({ length: LOOKUPS_WAITING_MAX + 2 }, () => lookups.find(hash));
  await expect(lookups.find(hash)).rejects.toThrow(`${LOOKUPS_WAITING_MAX} keys`);
  for (let i = 0; i < asked.length; i++) {
    asked[i]?.answer.resolve([]);
    await settled();
  }
  expect(new Set(await Promise.all(finding))).toEqual(new Set([null]));
});
