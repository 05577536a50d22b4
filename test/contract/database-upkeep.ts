/** The cases of the database contract about partitions, retention and erasure. */
import { expect } from 'vitest';
import type { VerdictEntry } from '#app/ports.ts';
import { entriesOf, grantOf, MOMENT, sealedInput, verdictRecord } from '../support/rows.ts';
import { type Case, newTenant } from './database-subject.ts';

const at = (date: string): VerdictEntry => ({ record: verdictRecord({ at: new Date(date) }), input: sealedInput() });
const NEVER = { records_before: new Date(0), inputs_before: new Date(0) };

export function upkeepCases(it: Case): void {
  it('drops the partitions that end before the retention, records and inputs apart, and nothing younger', async ({ database }) => {
    const { id: tenant } = await newTenant(database);
    const entries = ['2024-01-31T23:59:59.999Z', '2024-02-01T00:00:00.000Z', '2024-03-15T12:00:00Z'].map(at);
    await database.recordVerdicts([{ tenant, month: '2024-01-01', quota: null, entries }]);
    const found = () => Promise.all(entries.map(({ record }) => database.read(tenant, (tx) => tx.audit.get(record.id))));
    expect((await found()).map((one) => one !== null && one.input !== null)).toEqual([true, true, true]);
    const bounds = { records_before: new Date('2024-02-15Z'), inputs_before: new Date('2024-02-12Z') };
    const done = await database.upkeep({ now: MOMENT, ...bounds });
    expect(done?.dropped).toBeGreaterThanOrEqual(2);
    expect((await found()).map((one) => one && one.input !== null)).toEqual([null, false, true]);
    expect(await database.upkeep({ now: MOMENT, ...bounds })).toEqual({ dropped: 0 });
  });

  it('refuses to drop what is young, whoever asks', async ({ database, asRuntime }) => {
    const young = { ...NEVER, records_before: new Date() };
    await expect(database.upkeep({ now: MOMENT, ...young })).rejects.toMatchObject({ code: '22023' });
    for (const bounds of [`now(), '1970-01-01'`, `'1970-01-01', now()`])
      await expect(asRuntime({}, `select drop_partitions(${bounds})`)).rejects.toMatchObject({ code: '22023' });
    expect(await database.upkeep({ now: MOMENT, ...NEVER })).toEqual({ dropped: 0 });
  });

  it('makes partitions ahead, once, from however many sides at once', async ({ database, others, asRuntime }) => {
    const now = new Date('2031-05-20T00:00:00Z');
    await Promise.all([database, ...others].flatMap((one) => [one.upkeep({ now, ...NEVER }), one.upkeep({ now, ...NEVER })]));
    const [row] = await asRuntime({}, `select keep_partitions('${now.toISOString()}') as made`);
    expect(row).toEqual({ made: 0 });
    const names = await asRuntime({}, `select relname from pg_class where relname ~ '_20310[5-7][0-9]{2}$' and relkind = 'r' order by 1`);
    expect(names.map((one) => String(Object(one).relname))).toEqual([
      'audit_records_20310501',
      'audit_records_20310601',
      'audit_records_20310701',
      'decision_inputs_20310519',
      'decision_inputs_20310526',
      'decision_inputs_20310602',
    ]);
  });

  it('erases the input of a decision for good, and keeps its record', async ({ database }) => {
    const [tenant, other] = [await newTenant(database), await newTenant(database)];
    const entries = entriesOf(2).map((entry) => ({ ...entry, input: sealedInput() }));
    await database.recordVerdicts([{ tenant: tenant.id, month: '2026-11-01', quota: null, entries }]);
    const [erased, kept] = entries as [VerdictEntry, VerdictEntry];
    const erase = (of: typeof tenant) => database.write(grantOf(of.id), (tx) => tx.audit.eraseInput(erased.record.id));
    expect([await erase(other), await erase(tenant), await erase(tenant)]).toEqual([false, true, false]);
    expect(await database.read(tenant.id, (tx) => tx.audit.get(erased.record.id))).toEqual({ record: erased.record, input: null });
    expect(await database.read(tenant.id, (tx) => tx.audit.get(kept.record.id))).toEqual(kept);
    expect(await database.replayVerdicts({ tenant: tenant.id, month: '2026-11-01', entries: [erased] })).toBe(0);
    expect(await database.read(tenant.id, (tx) => tx.audit.get(erased.record.id))).toEqual({ record: erased.record, input: null });
  });
}
