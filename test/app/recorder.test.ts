import { describe, expect, it } from 'vitest';
import { makeRecorder, type RecorderOptions } from '#app/recorder.ts';
import type { Charge, VerdictEntry, VerdictGroup } from '#app/ports.ts';
import type { TenantId } from '#core/tenant.ts';

const tenant = (n: number): TenantId => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}` as TenantId;
const MONTH = '2026-11-01';
const NEXT_MONTH = '2026-12-01';

type Call = { groups: readonly VerdictGroup[]; size: number; commit(...granted: number[]): void; fail(error: Error): void };

/** Commits when the test says so; keeps what was asked. */
function slowStore(options: RecorderOptions = {}) {
  const calls: Call[] = [];
  const recorder = makeRecorder(
    {
      recordVerdicts(groups) {
        const { promise, resolve, reject } = Promise.withResolvers<Charge[]>();
        const commit = (...granted: number[]): void =>
          resolve(groups.map(({ entries }, i) => ({ granted: granted[i] ?? entries.length, used: 0 })));
        calls.push({ groups, size: groups.reduce((n, g) => n + g.entries.length, 0), commit, fail: reject });
        return promise;
      },
    },
    options,
  );
  /** The nth commit, once it has begun. */
  const begun = async (n: number): Promise<Call> => {
    await expect.poll(() => calls.length).toBeGreaterThan(n);
    const call = calls[n];
    if (!call) throw new Error('no call');
    return call;
  };
  return { calls, begun, ...recorder, depth: () => recorder.depth };
}

const entries = (n: number, ciphertext = 0): VerdictEntry[] =>
  Array.from({ length: n }, (_, i) => ({
    record: { id: `aud_${i}`, kind: 'admin', at: new Date(0), key_id: null, action: 'a', subject: 's' },
    input: { wrapped_key: new Uint8Array(33), ciphertext: new Uint8Array(ciphertext), expires_at: new Date(0) },
  }));
const one = (record: ReturnType<typeof slowStore>['record'], n: number, of = 1): Promise<number> =>
  record(tenant(n), entries(of), MONTH, null);
const coded = (code: string): Error => Object.assign(new Error('refused'), { code });

describe('group commit', () => {
  it('what arrives during a commit is the next one, of all tenants, each with its share of what was granted', async () => {
    const { calls, begun, record } = slowStore();
    const first = record(tenant(1), entries(1), MONTH, 100);
    (await begun(0)).commit();
    expect(await first).toBe(1);
    const held = record(tenant(1), entries(1), MONTH, 100);
    const second = await begun(1);
    const answers = [2, 3, 2].map((n) => record(tenant(1), entries(n), MONTH, 100));
    const other = record(tenant(2), entries(4), MONTH, null);
    second.commit();
    expect(await held).toBe(1);
    const third = await begun(2);
    expect(third.groups.map((g) => [g.tenant, g.quota, g.entries.length])).toEqual([
      [tenant(1), 100, 7],
      [tenant(2), null, 4],
    ]);
    third.commit(4);
    expect(await Promise.all(answers)).toEqual([2, 2, 0]);
    expect(await other).toBe(4);
    expect(calls).toHaveLength(3);
  });

  it('what arrives in one turn goes in one commit', async () => {
    const { begun, record } = slowStore();
    const answers = [1, 2, 3].map((n) => one(record, n));
    (await begun(0)).commit();
    expect(await Promise.all(answers)).toEqual([1, 1, 1]);
  });

  it('months and quotas of a tenant do not mix, and keep their order', async () => {
    const { begun, record } = slowStore();
    const answers = [
      record(tenant(1), entries(1), MONTH, 5),
      record(tenant(1), entries(2), NEXT_MONTH, 5),
      record(tenant(1), entries(3), NEXT_MONTH, 6),
      record(tenant(2), entries(4), MONTH, null),
    ];
    const seen: number[][] = [];
    for (let i = 0; i < 3; i++) {
      const call = await begun(i);
      seen.push(call.groups.map((g) => g.entries.length));
      call.commit();
    }
    expect(seen).toEqual([[1, 4], [2], [3]]);
    expect(await Promise.all(answers)).toEqual([1, 2, 3, 4]);
  });

  it('a batch is cut at its limits of entries and of bytes, and one call that is larger goes whole', async () => {
    const { begun, record } = slowStore({ limits: { batch_entries: 10, batch_bytes: 100_000 } });
    const answers = [
      one(record, 1, 6),
      one(record, 2, 6),
      one(record, 3, 12),
      record(tenant(4), entries(2, 60_000), MONTH, null),
      one(record, 5),
    ];
    const sizes: number[] = [];
    for (let i = 0; i < 5; i++) {
      const call = await begun(i);
      sizes.push(call.size);
      call.commit();
    }
    expect(sizes).toEqual([6, 6, 12, 2, 1]);
    await Promise.all(answers);
  });

  it('commits in flight are as many as are allowed, and no more', async () => {
    const { calls, begun, record } = slowStore({ in_flight: 2 });
    const answers = [one(record, 1)];
    const first = await begun(0);
    answers.push(one(record, 2));
    const second = await begun(1);
    answers.push(one(record, 3), one(record, 4));
    second.commit();
    expect((await begun(2)).size).toBe(2);
    expect(calls).toHaveLength(3);
    first.commit();
    calls[2]?.commit();
    expect(await Promise.all(answers)).toEqual([1, 1, 1, 1]);
  });

  it('reports each commit and how much waits; a flush ends when nothing does', async () => {
    const commits: object[] = [];
    let now_ms = 0;
    const { begun, record, depth, flush } = slowStore({ stopwatch: () => now_ms, onCommit: (commit) => commits.push(commit) });
    await flush();
    const answers = [one(record, 1, 2), one(record, 2, 3)];
    expect(depth().entries).toBe(5);
    expect(depth().bytes).toBeGreaterThan(5 * 33);
    let flushed = false;
    const flushing = flush().then(() => (flushed = true));
    const call = await begun(0);
    expect(flushed).toBe(false);
    now_ms = 250;
    call.commit();
    await flushing;
    expect(depth()).toEqual({ entries: 0, bytes: 0 });
    expect(commits).toEqual([{ entries: 5, tenants: 2, seconds: 0.25 }]);
    await Promise.all(answers);
  });
});

describe('fairness', () => {
  it('a tenant with ten times the calls does not keep the others waiting: each batch has a call of each who waits', async () => {
    const { begun, record } = slowStore({ limits: { batch_entries: 20 } });
    const loud = Array.from({ length: 200 }, () => one(record, 0));
    const quiet = Array.from({ length: 10 }, (_, i) => one(record, i + 1));
    const first = await begun(0);
    expect(new Set(first.groups.map((g) => g.tenant)).size).toBe(11);
    expect(first.size).toBe(20);
    first.commit();
    expect(await Promise.all(quiet)).toEqual(quiet.map(() => 1));
    for (let i = 1; i <= 9; i++) {
      const call = await begun(i);
      expect(call.size).toBe(20);
      call.commit();
    }
    (await begun(10)).commit();
    expect(await Promise.all(loud)).toEqual(loud.map(() => 1));
  });

  it('who was cut off stands first in the next batch', async () => {
    const { begun, record } = slowStore({ limits: { batch_entries: 2 } });
    const answers = [1, 2, 3].flatMap((n) => [one(record, n), one(record, n)]);
    const turns: TenantId[][] = [];
    for (let i = 0; i < 3; i++) {
      const call = await begun(i);
      turns.push(call.groups.map((g) => g.tenant));
      call.commit();
    }
    expect(turns).toEqual([
      [tenant(1), tenant(2)],
      [tenant(3), tenant(1)],
      [tenant(2), tenant(3)],
    ]);
    await Promise.all(answers);
  });
});

describe('faults', () => {
  it('a lost connection fails those in the commit, and nobody after them', async () => {
    const { begun, record } = slowStore();
    const both = [one(record, 1), one(record, 2)];
    const settled = Promise.allSettled(both);
    (await begun(0)).fail(coded('ECONNRESET'));
    expect((await settled).map((s) => s.status)).toEqual(['rejected', 'rejected']);
    const after = one(record, 1);
    (await begun(1)).commit();
    expect(await after).toBe(1);
  });

  it.each(['22021', '23505'])('an entry that the store refuses (%s) fails its own call alone', async (code) => {
    const { begun, record } = slowStore();
    const settled = Promise.allSettled([one(record, 1, 2), one(record, 2, 3), one(record, 2, 1), one(record, 3, 1)]);
    (await begun(0)).fail(coded(code));
    (await begun(1)).commit();
    (await begun(2)).fail(coded(code));
    (await begun(3)).commit();
    (await begun(4)).commit();
    expect((await settled).map((s) => ('value' in s ? s.value : s.status))).toEqual([2, 'rejected', 1, 1]);
  });

  it('a call whose answer is kept already fails alone, and the others need one more commit, however many they are', async () => {
    const { calls, begun, record } = slowStore();
    const answer = { digest: new Uint8Array(32), wrapped_key: new Uint8Array(33), ciphertext: new Uint8Array(60), expires_at: new Date(0) };
    const others = Array.from({ length: 50 }, (_, i) => one(record, i % 5));
    const late = record(tenant(7), [{ ...(entries(1)[0] as VerdictEntry), answer }], MONTH, null);
    (await begun(0)).fail(coded('23502'));
    const again = await begun(1);
    expect([again.size, again.groups.length]).toEqual([50, 5]);
    again.commit();
    expect(await Promise.all(others)).toEqual(others.map(() => 1));
    (await begun(2)).fail(coded('23502'));
    await expect(late).rejects.toMatchObject({ code: '23502' });
    expect(calls.map((call) => call.size)).toEqual([51, 50, 1]);
  });

  it('a connection that is lost while calls are tried one by one fails the rest at once', async () => {
    const { calls, begun, record, depth } = slowStore();
    const settled = Promise.allSettled([1, 2, 3].map((n) => one(record, n)));
    (await begun(0)).fail(coded('23514'));
    (await begun(1)).fail(coded('57P01'));
    expect((await settled).map((s) => s.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(calls).toHaveLength(2);
    expect(depth().entries).toBe(0);
  });
});

describe('bounds', () => {
  const OVERLOADED = { name: 'Problem', code: 'OVERLOADED', more: { retry_after_ms: 1_000 } };

  it('beyond the limit of entries calls are refused at once, and let in again when there is room', async () => {
    const { begun, record } = slowStore({ limits: { entries: 10, tenant_part: 1 } });
    const held = one(record, 1, 6);
    const call = await begun(0);
    const waiting = one(record, 2, 4);
    await expect(one(record, 3)).rejects.toMatchObject(OVERLOADED);
    call.commit();
    expect(await held).toBe(6);
    const next = one(record, 3, 5);
    const rest = await begun(1);
    expect(rest.size).toBe(9);
    rest.commit();
    expect(await Promise.all([waiting, next])).toEqual([4, 5]);
  });

  it('beyond the limit of bytes too', async () => {
    const { begun, record } = slowStore({ limits: { bytes: 50_000, tenant_part: 1 } });
    const held = record(tenant(1), entries(1, 40_000), MONTH, null);
    await expect(record(tenant(2), entries(1, 40_000), MONTH, null)).rejects.toMatchObject(OVERLOADED);
    (await begun(0)).commit();
    expect(await held).toBe(1);
  });

  it('one tenant alone cannot fill the lines of the others', async () => {
    const { begun, record } = slowStore({ limits: { entries: 40, tenant_part: 0.25 } });
    const answers = [one(record, 9)];
    const call = await begun(0);
    answers.push(...Array.from({ length: 10 }, () => one(record, 1)));
    await expect(one(record, 1)).rejects.toMatchObject(OVERLOADED);
    answers.push(one(record, 2, 10));
    call.commit();
    (await begun(1)).commit();
    expect((await Promise.all(answers)).reduce((a, b) => a + b, 0)).toBe(21);
  });
});
