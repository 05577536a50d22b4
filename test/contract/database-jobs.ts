/** The cases of the database contract for jobs, and for what they read. */
import { expect } from 'vitest';
import type { JobHold } from '#app/job-ports.ts';
import type { Database } from '#app/ports.ts';
import type { TenantId } from '#core/tenant.ts';
import {
  adminRecord,
  compiledOf,
  grantOf,
  jobRow,
  MOMENT,
  MONTH,
  newTenantId,
  policyRow,
  recordFor,
  sealedInput,
  verdictRecord,
} from '../support/rows.ts';
import { type Case, newTenant, readPages } from './database-subject.ts';

const ASKED = { lease_ms: 60_000, running_max: 2, attempts_max: 3 };
let holders = 0;

async function queued(database: Database, tenant: TenantId, n = 1): Promise<string[]> {
  const jobs = Array.from({ length: n }, () => jobRow());
  await database.write(grantOf(tenant), async (tx) => {
    for (const job of jobs) await tx.jobs.insert(job);
  });
  return jobs.map(({ id }) => id);
}

/** Cases share a store: whatever else waits in it is ended first. */
async function drained(database: Database): Promise<void> {
  for (let hold = await take(database, { running_max: 1_000 }); hold; hold = await take(database, { running_max: 1_000 }))
    await database.jobs.end(hold, { result: null }, MOMENT);
}
const take = (database: Database, more: Partial<typeof ASKED> = {}): Promise<JobHold | null> =>
  database.jobs.take({ ...ASKED, ...more, holder: `holder ${++holders}` });
const stateOf = async (database: Database, tenant: TenantId, id: string) =>
  (await database.read(tenant, (tx) => tx.jobs.get(id)))?.state ?? null;

export function jobCases(it: Case): void {
  it('gives back a job as it was given, hostile texts included, to its tenant alone', async ({ database }) => {
    const tenant = await newTenant(database);
    const job = jobRow({ text: 'a\0b\ud800\ufdd0 \\u0000' });
    await database.write(grantOf(tenant.id), (tx) => tx.jobs.insert(job));
    const bare = { state: 'queued', progress: null, error: null, attempts: 0, started_at: null, finished_at: null };
    expect(await database.read(tenant.id, (tx) => tx.jobs.get(job.id))).toEqual({ ...job, ...bare, result: null });
    const { params: _, ...head } = job;
    expect((await database.read(tenant.id, (tx) => tx.jobs.list({ limit: 5 }))).rows).toEqual([{ ...head, ...bare }]);
    const other = await newTenant(database);
    expect(await database.read(other.id, (tx) => tx.jobs.get(job.id))).toBeNull();
    expect((await database.read(other.id, (tx) => tx.jobs.list({ limit: 5 }))).rows).toEqual([]);
    expect(await database.write(grantOf(other.id), (tx) => tx.jobs.cancel(job.id, MOMENT))).toBe(false);
    expect(await stateOf(database, tenant.id, job.id)).toBe('queued');
  });

  it('lists jobs newest first, in pages without gap or repetition', async ({ database }) => {
    const tenant = await newTenant(database);
    const ids = await queued(database, tenant.id, 7);
    for (const limit of [1, 3, 100]) {
      const listed = await readPages(limit, (page) => database.read(tenant.id, (tx) => tx.jobs.list(page)));
      expect(listed.map(({ id }) => id)).toEqual(ids.toReversed());
    }
  });

  it('gives each job to one holder, in turn between tenants, and never more of one tenant than may run', async ({ database, others }) => {
    await drained(database);
    const [busy, quiet] = [await newTenant(database), await newTenant(database)];
    const own = await queued(database, busy.id, 4);
    const [only] = await queued(database, quiet.id, 1);
    const all = [database, ...others];
    const taken: JobHold[] = [];
    // Who comes while another takes one gets none and asks again.
    for (let i = 0; i < 20; i++) taken.push(...(await Promise.all(all.map((one) => take(one)))).flatMap((hold) => hold ?? []));
    expect(taken.map(({ id }) => id)).toEqual(expect.arrayContaining([own[0], own[1], only]));
    expect(taken).toHaveLength(3);
    expect(taken.findIndex(({ id }) => id === only)).toBeLessThan(2);
    expect(await stateOf(database, busy.id, own[2]!)).toBe('queued');
    await database.jobs.end(
      taken.find(({ id }) => id === own[0])!,
      { result: { is: 'done' } },
      MOMENT,
    );
    expect((await take(database))?.id).toBe(own[2]);
  });

  it('keeps progress for the holder alone, ends once, and forgets progress at the end', async ({ database }) => {
    await drained(database);
    const tenant = await newTenant(database);
    const [id = ''] = await queued(database, tenant.id);
    const hold = (await take(database))!;
    expect(await database.jobs.keep(hold, { step: 1 }, 60_000)).toBe(true);
    expect(await database.jobs.keep({ ...hold, holder: 'another' }, { step: 2 }, 60_000)).toBe(false);
    expect(await database.jobs.keep({ ...hold, tenant: newTenantId() }, { step: 2 }, 60_000)).toBe(false);
    expect((await database.read(tenant.id, (tx) => tx.jobs.get(id)))?.progress).toEqual({ step: 1 });
    expect(await database.jobs.end(hold, { result: [1] }, MOMENT)).toBe(true);
    expect(await database.jobs.end(hold, { error: 'internal' }, MOMENT)).toBe(false);
    expect(await database.read(tenant.id, (tx) => tx.jobs.get(id))).toMatchObject({
      state: 'done',
      progress: null,
      result: [1],
      finished_at: MOMENT,
      started_at: expect.any(Date) as Date,
    });
    expect(await database.write(grantOf(tenant.id), (tx) => tx.jobs.cancel(id, MOMENT))).toBe(false);
  });

  it('a cancelled job is its holder’s no more', async ({ database }) => {
    await drained(database);
    const tenant = await newTenant(database);
    const [id = ''] = await queued(database, tenant.id);
    const hold = (await take(database))!;
    expect(await database.write(grantOf(tenant.id), (tx) => tx.jobs.cancel(id, MOMENT))).toBe(true);
    expect(await database.jobs.keep(hold, {}, 60_000)).toBe(false);
    expect(await database.jobs.end(hold, { result: 1 }, MOMENT)).toBe(false);
    expect(await take(database)).toBeNull();
    expect(await stateOf(database, tenant.id, id)).toBe('cancelled');
  });

  it('what a dead holder leaves is taken up with its progress, and fails when that happens too often', async ({ database }) => {
    await drained(database);
    const tenant = await newTenant(database);
    const [id = ''] = await queued(database, tenant.id);
    for (let attempt = 1; attempt <= ASKED.attempts_max; attempt++) {
      const hold = await take(database);
      expect(hold?.id).toBe(id);
      expect(await take(database)).toBeNull();
      const found = await database.read(tenant.id, (tx) => tx.jobs.get(id));
      expect(found).toMatchObject({ attempts: attempt, progress: attempt > 1 ? { of: attempt - 1 } : null });
      // The lease has ended.
      expect(await database.jobs.keep(hold!, { of: attempt }, -1_000)).toBe(true);
    }
    expect(await take(database)).toBeNull();
    expect(await database.read(tenant.id, (tx) => tx.jobs.get(id))).toMatchObject({ state: 'failed', error: 'abandoned' });
  });

  it('what is given back waits again, as if it had not been taken', async ({ database }) => {
    await drained(database);
    const tenant = await newTenant(database);
    const [id = ''] = await queued(database, tenant.id);
    const hold = (await take(database))!;
    expect(await database.jobs.release(hold, { at: 5 })).toBe(true);
    expect(await database.read(tenant.id, (tx) => tx.jobs.get(id))).toMatchObject({ state: 'queued', attempts: 0, progress: { at: 5 } });
    expect(await database.jobs.keep(hold, {}, 60_000)).toBe(false);
    expect((await take(database))?.id).toBe(id);
  });

  it('drops ended jobs but the newest, and none that is open', async ({ database }) => {
    await drained(database);
    const tenant = await newTenant(database);
    const ids = await queued(database, tenant.id, 5);
    await database.write(grantOf(tenant.id), async (tx) => {
      for (const id of ids.slice(0, 4)) await tx.jobs.cancel(id, MOMENT);
      expect([await tx.jobs.count('queued'), await tx.jobs.count('cancelled')]).toEqual([1, 4]);
      await tx.jobs.dropEnded(2);
    });
    const listed = await database.read(tenant.id, (tx) => tx.jobs.list({ limit: 10 }));
    expect(listed.rows.map(({ id }) => id)).toEqual([ids[4], ids[3], ids[2]]);
  });

  it('reads verdicts with their inputs, newest first, by filter, over weeks, and no other record', async ({ database }) => {
    const tenant = await newTenant(database);
    const entries = Array.from({ length: 23 }, (_, i) => ({
      record: verdictRecord({ at: new Date(MOMENT.getTime() + i * 86_400_000), decision: i % 2 ? 'allow' : 'deny' }),
      input: i % 3 ? sealedInput() : null,
    }));
    await recordFor(database, tenant.id, entries, MONTH, null);
    await database.write(grantOf(tenant.id), (tx) => tx.audit.append(adminRecord()));
    for (const limit of [1, 5, 100]) {
      const read = await readPages(limit, (page) => database.read(tenant.id, (tx) => tx.audit.verdicts({}, page)));
      expect(read.map((row) => [row.id, row.read(), row.input?.ciphertext ?? null])).toEqual(
        entries.toReversed().map(({ record, input }) => [record.id, record, input?.ciphertext ?? null]),
      );
    }
    const oldest = (period: object) => database.read(tenant.id, (tx) => tx.audit.oldest(period));
    expect(await oldest({})).toEqual(MOMENT);
    expect(await oldest({ from: entries[4]!.record.at })).toEqual(entries[4]!.record.at);
    expect(await oldest({ to: MOMENT })).toBeNull();
    const denied = await database.read(tenant.id, (tx) =>
      tx.audit.verdicts({ decision: 'deny', from: entries[4]!.record.at }, { limit: 100 }),
    );
    expect(denied.rows.map(({ id }) => id)).toEqual(
      entries
        .filter(({ record }, i) => i >= 4 && record.decision === 'deny')
        .map(({ record }) => record.id)
        .toReversed(),
    );
    expect((await database.read(newTenantId(), (tx) => tx.audit.verdicts({}, { limit: 5 }))).rows).toEqual([]);
  });

  it('reads versions by name, also of policies that are gone', async ({ database }) => {
    const tenant = await newTenant(database);
    const row = policyRow();
    const next = { ...row, version: 2, document: { tools: { deny: ['x'] } } };
    await database.write(grantOf(tenant.id), async (tx) => {
      await tx.policies.insert({ row, compiled: compiledOf(row) });
      await tx.policies.replace(next, compiledOf(next), 1);
      await tx.policies.remove(row.id, 2, MOMENT);
    });
    const at = (...versions: number[]) =>
      database.read(tenant.id, (tx) => tx.policies.stated(versions.map((version) => ({ id: row.id, version }))));
    expect(await at(1)).toMatchObject([{ id: row.id, version: 1, compiled: compiledOf(row) }]);
    expect(await at(2)).toMatchObject([{ id: row.id, version: 2, compiled: compiledOf(next) }]);
    expect(await at(3)).toEqual([]);
    expect(await at()).toEqual([]);
  });
}
