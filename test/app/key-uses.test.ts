import { expect, it } from 'vitest';
import { makeKeyUses, USES_BATCH_MAX, USES_MAX } from '#app/key-uses.ts';
import type { KeyUse } from '#app/ports.ts';
import { newTenantId } from '../support/rows.ts';

const tenant = newTenantId();

function recording(fails = 0) {
  const written: (readonly KeyUse[])[] = [];
  const losses: unknown[] = [];
  const noteKeyUses = async (uses: readonly KeyUse[]): Promise<void> => {
    if (fails-- > 0) throw new Error('the store is away');
    written.push(uses);
  };
  return { written, losses, uses: makeKeyUses({ noteKeyUses }, (error) => losses.push(error)) };
}

it('a key that was used often is written once, with its latest use', async () => {
  const { written, uses } = recording();
  for (const now_ms of [1, 2, 3]) uses.note(tenant, 'key_a', now_ms);
  uses.note(tenant, 'key_b', 2);
  await uses.flush();
  expect(written).toEqual([
    [
      { tenant, key_id: 'key_a', at: new Date(3) },
      { tenant, key_id: 'key_b', at: new Date(2) },
    ],
  ]);
});

it('what was written is not written again, and nothing is nothing', async () => {
  const { written, uses } = recording();
  uses.note(tenant, 'key_a', 1);
  await uses.flush();
  await uses.flush();
  expect(written).toHaveLength(1);
});

it('a store that is away costs the uses, said once for each flush, and nothing else', async () => {
  const { written, losses, uses } = recording(1);
  uses.note(tenant, 'key_a', 1);
  await uses.flush();
  expect([written.length, losses.length]).toEqual([0, 1]);
  uses.note(tenant, 'key_a', 2);
  await uses.flush();
  expect(written.flat()).toEqual([{ tenant, key_id: 'key_a', at: new Date(2) }]);
});

it('holds so many keys and no more, in statements of a bounded size', async () => {
  const { written, uses } = recording();
  for (let i = 0; i < USES_MAX + 10; i++) uses.note(tenant, `key_${i}`, i);
  await uses.flush();
  expect(written.flat()).toHaveLength(USES_MAX);
  expect(Math.max(...written.map((batch) => batch.length))).toBe(USES_BATCH_MAX);
});
