import { expect, it } from 'vitest';
import { expiringMap } from '#app/expiring-map.ts';

it('an entry lives from its setting, however often it is read', () => {
  const map = expiringMap<string, number>({ ttl_ms: 100, max: 10 });
  map.set('a', 1, 1_000);
  for (let now = 1_000; now < 1_100; now += 10) expect(map.get('a', now)).toBe(1);
  expect(map.get('a', 1_100)).toBeUndefined();
});

it('a clock that was set back does not keep an entry alive', () => {
  const map = expiringMap<string, number>({ ttl_ms: 100, max: 10 });
  map.set('a', 1, 1_000);
  expect(map.get('a', 999)).toBeUndefined();
});

it('holds no more than its limit, and forgets the oldest first', () => {
  const map = expiringMap<number, number>({ ttl_ms: 100, max: 3 });
  for (let i = 0; i < 10; i++) map.set(i, i, 0);
  expect(Array.from({ length: 10 }, (_, i) => map.get(i, 0)).filter((v) => v !== undefined)).toEqual([7, 8, 9]);
});

it('what was deleted is gone', () => {
  const map = expiringMap<string, number>({ ttl_ms: 100, max: 3 });
  map.set('a', 1, 0);
  map.delete('a');
  expect(map.get('a', 0)).toBeUndefined();
});
