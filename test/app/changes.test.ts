import { expect, it } from 'vitest';
import { CHANGE_SEEN_MS, makeChanges, UNCHANGED_MS } from '#app/changes.ts';
import type { TenantId } from '#core/tenant.ts';

const [A, B] = ['a' as TenantId, 'b' as TenantId];

/** A store that tells what the test puts into it. */
function subject() {
  const clock = { now_ms: 1_000_000 };
  const store = { told: [] as TenantId[] | null, down: false, marks: [] as (string | null)[] };
  const changes = makeChanges(
    {
      changedTenants: async (mark) => {
        store.marks.push(mark);
        if (store.down) throw new Error('down');
        return { mark: String(store.marks.length), tenants: store.told };
      },
    },
    () => clock.now_ms,
  );
  return { clock, store, changes };
}

it('what was read is believed for long only while the store is being asked', async () => {
  const { clock, changes } = subject();
  expect(changes.believedFor(clock.now_ms)).toBe(CHANGE_SEEN_MS);
  await changes.ask();
  expect(changes.believedFor(clock.now_ms)).toBe(UNCHANGED_MS);
  expect(changes.believedFor(clock.now_ms + CHANGE_SEEN_MS - 1)).toBe(UNCHANGED_MS);
  expect(changes.believedFor(clock.now_ms + CHANGE_SEEN_MS)).toBe(CHANGE_SEEN_MS);
  expect(changes.believedFor(clock.now_ms - 1)).toBe(CHANGE_SEEN_MS);
});

it('a tenant that the store names is read again, others are not', async () => {
  const { clock, store, changes } = subject();
  await changes.ask();
  const read_ms = ++clock.now_ms;
  store.told = [A];
  clock.now_ms++;
  await changes.ask();
  expect(changes.isChanged(A, read_ms)).toBe(true);
  expect(changes.isChanged(B, read_ms)).toBe(false);
  expect(changes.isChanged(A, clock.now_ms + 1)).toBe(false);
  expect(store.marks).toEqual([null, '1']);
});

it('a failed question loses nothing: the next one asks from the same mark', async () => {
  const { store, changes } = subject();
  await changes.ask();
  store.down = true;
  await expect(changes.ask()).rejects.toThrow('down');
  store.down = false;
  await changes.ask();
  expect(store.marks).toEqual([null, '1', '1']);
});

it('everything is read again at first, after too many changes, and after a silence in which the store may have forgotten some', async () => {
  const { clock, store, changes } = subject();
  const readNow = (): number => {
    const read_ms = clock.now_ms;
    clock.now_ms += 1;
    return read_ms;
  };
  const before = readNow();
  await changes.ask();
  expect(changes.isChanged(B, before)).toBe(true);
  const many = (clock.now_ms++, readNow());
  store.told = null;
  await changes.ask();
  expect(changes.isChanged(B, many)).toBe(true);
  store.told = [];
  clock.now_ms++;
  const silent = readNow();
  await changes.ask();
  expect(changes.isChanged(B, silent)).toBe(false);
  clock.now_ms += 301_000;
  await changes.ask();
  expect(changes.isChanged(B, silent)).toBe(true);
});

it('remembers a bounded number of changes, and forgets none that could matter', () => {
  const { clock, changes } = subject();
  const read_ms = clock.now_ms;
  for (let i = 0; i < 50_000; i++) changes.note(`t${i}` as TenantId, clock.now_ms + 1 + i / 1_000);
  expect(changes.isChanged('t0' as TenantId, read_ms)).toBe(true);
  expect(changes.isChanged('t49999' as TenantId, read_ms)).toBe(true);
});
