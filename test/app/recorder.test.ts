import { describe, expect, it } from 'vitest';
import { makeRecorder } from '#app/recorder.ts';
import type { Charge, Database, VerdictEntry } from '#app/ports.ts';
import type { TenantId } from '#core/tenant.ts';

const tenant = (n: number): TenantId => `00000000-0000-7000-8000-00000000000${n}` as TenantId;
const MONTH = '2026-11-01';

/** Commits when the test says so; keeps what was asked. */
function slowDatabase() {
  const calls: { tenant: TenantId; entries: readonly VerdictEntry[]; commit(granted: number): void; fail(): void }[] = [];
  const database: Pick<Database, 'recordVerdicts'> = {
    recordVerdicts([group]) {
      if (!group) throw new Error('no group');
      const { promise, resolve, reject } = Promise.withResolvers<Charge[]>();
      const commit = (granted: number): void => resolve([{ granted, used: granted }]);
      calls.push({ ...group, commit, fail: () => reject(new Error('lost')) });
      return promise;
    },
  };
  return { calls, database };
}
const entries = (n: number): VerdictEntry[] =>
  Array.from({ length: n }, (_, i) => ({
    record: { id: `aud_${i}`, kind: 'admin', at: new Date(0), key_id: null, action: 'a', subject: 's' },
    input: null,
  }));

describe('group commit', () => {
  it('what arrives during a commit is the next one, in order, each with its share of what was granted', async () => {
    const { calls, database } = slowDatabase();
    const { record } = makeRecorder(database);
    const answers = [1, 2, 3, 2].map((n) => record(tenant(1), entries(n), MONTH, 100));
    expect(calls.map((c) => c.entries.length)).toEqual([1]);
    calls[0]?.commit(1);
    expect(await answers[0]).toBe(1);
    await expect.poll(() => calls.length).toBe(2);
    expect(calls[1]?.entries.length).toBe(7);
    calls[1]?.commit(4);
    expect(await Promise.all(answers)).toEqual([1, 2, 2, 0]);
  });

  it('a commit that failed fails those in it, and nobody after them', async () => {
    const { calls, database } = slowDatabase();
    const { record } = makeRecorder(database);
    const first = record(tenant(1), entries(1), MONTH, null);
    const second = record(tenant(1), entries(1), MONTH, null);
    calls[0]?.fail();
    await expect(first).rejects.toThrow('lost');
    await expect.poll(() => calls.length).toBe(2);
    calls[1]?.commit(1);
    expect(await second).toBe(1);
  });

  it('tenants do not wait for each other, and months do not mix', async () => {
    const { calls, database } = slowDatabase();
    const { record } = makeRecorder(database);
    void record(tenant(1), entries(1), MONTH, null);
    void record(tenant(2), entries(1), MONTH, null);
    expect(calls.map((c) => c.tenant)).toEqual([tenant(1), tenant(2)]);
    const [late, later] = [record(tenant(1), entries(1), MONTH, null), record(tenant(1), entries(1), '2026-12-01', null)];
    calls[0]?.commit(1);
    await expect.poll(() => calls.length).toBe(3);
    calls[2]?.commit(1);
    expect(await late).toBe(1);
    await expect.poll(() => calls.length).toBe(4);
    calls[3]?.commit(1);
    expect(await later).toBe(1);
  });
});
