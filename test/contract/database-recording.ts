/** The cases of the database contract about one recording for many tenants. */
import { expect } from 'vitest';
import type { Database, VerdictEntry } from '#app/ports.ts';
import type { TenantId } from '#core/tenant.ts';
import { entriesOf, MOMENT, MONTH, newTenantId, sealedInput, verdictRecord } from '../support/rows.ts';
import { type Case, newTenant, readPages } from './database-subject.ts';

const all = (database: Database, tenant: TenantId) => readPages(100, (page) => database.read(tenant, (tx) => tx.audit.list({}, page)));
const newTenants = async (database: Database, n: number): Promise<TenantId[]> =>
  Promise.all(Array.from({ length: n }, async () => (await newTenant(database)).id));
const sealed = (n: number): VerdictEntry[] => entriesOf(n).map((entry) => ({ ...entry, input: sealedInput() }));

const recordSql = (tenant: string) =>
  `insert into audit_records (tenant_id, id, kind, record) values ('${tenant}', '019a0000-0000-7000-8000-${tenant.slice(-12)}', 'admin', '{}')`;
const inputSql = (tenant: string) =>
  `insert into decision_inputs values ('${tenant}', '019aa000-0000-7000-8000-${tenant.slice(-12)}', '\\x00', '\\x00')`;
const usageSql = (tenant: string) => `insert into usage_months values ('${tenant}', '2026-11-01', 1, 1)`;

export function recordingCases(it: Case): void {
  it('records for many tenants at once, each by its own month and quota', async ({ database }) => {
    const [a, b, c, d] = (await newTenants(database, 4)) as [TenantId, TenantId, TenantId, TenantId];
    const groups = [
      { tenant: d, month: MONTH, quota: null, entries: sealed(3) },
      { tenant: a, month: MONTH, quota: 2, entries: sealed(5) },
      { tenant: b, month: MONTH, quota: 9, entries: entriesOf(1) },
      { tenant: b, month: '2026-12-01', quota: 9, entries: entriesOf(2) },
      { tenant: c, month: MONTH, quota: 0, entries: entriesOf(1) },
    ];
    expect(await database.recordVerdicts(groups)).toEqual([
      { granted: 3, used: 3 },
      { granted: 2, used: 2 },
      { granted: 1, used: 1 },
      { granted: 2, used: 2 },
      { granted: 0, used: 0 },
    ]);
    expect(await all(database, a)).toHaveLength(2);
    expect(await all(database, b)).toHaveLength(3);
    expect(await all(database, c)).toEqual([]);
    for (const { tenant, entries } of groups.slice(0, 2)) {
      const [first] = entries;
      expect(await database.read(tenant, (tx) => tx.audit.get(first?.record.id ?? ''))).toEqual(first);
    }
  });

  it('is exact at the boundary of each tenant, over many recordings and pools at once', async ({ database, others }) => {
    const tenants = await newTenants(database, 5);
    const pools = [database, ...others];
    const granted = new Map<TenantId, number>();
    const callers = Array.from({ length: 12 }, async (_, caller) => {
      for (let call = 0; call < 5; call++) {
        // Each caller names them in an order of its own.
        const own = tenants.toSorted(() => (caller % 2 ? 1 : -1));
        const pool = pools[(caller + call) % pools.length] ?? database;
        const charges = await pool.recordVerdicts(own.map((tenant) => ({ tenant, month: MONTH, quota: 100, entries: entriesOf(3) })));
        own.forEach((tenant, i) => granted.set(tenant, (granted.get(tenant) ?? 0) + (charges[i]?.granted ?? 0)));
      }
    });
    await Promise.all(callers);
    expect([...granted.values()]).toEqual(tenants.map(() => 100));
    for (const tenant of tenants) expect(await all(database, tenant)).toHaveLength(100);
  });

  it('writes nothing when one entry cannot be kept, of no tenant', async ({ database }) => {
    const [a, b] = (await newTenants(database, 2)) as [TenantId, TenantId];
    const [entry] = entriesOf(1) as [VerdictEntry];
    const groups = [
      { tenant: a, month: MONTH, quota: null, entries: entriesOf(2) },
      { tenant: b, month: MONTH, quota: null, entries: [entry, entry] },
    ];
    await expect(database.recordVerdicts(groups)).rejects.toMatchObject({ code: '23505' });
    expect([await all(database, a), await all(database, b)]).toEqual([[], []]);
    expect(await database.read(a, (tx) => tx.usage.get(MONTH))).toBe(0);
  });

  it('refuses two groups of one tenant and month, and a tenant that is no UUID', async ({ database }) => {
    const group = { tenant: newTenantId(), month: MONTH, quota: null, entries: entriesOf(1) };
    await expect(database.recordVerdicts([group, group])).rejects.toThrow('share tenant and month');
    const hostile = { ...group, tenant: `${newTenantId()}', true); select ('1` as TenantId };
    await expect(database.recordVerdicts([hostile])).rejects.toThrow('app.recording is malformed');
  });

  it('lets a recording write for the tenants that it names, and refuses it those that it does not', async ({ asRuntime }) => {
    const [named, also, other] = [newTenantId(), newTenantId(), newTenantId()];
    const settings = { 'app.recording': `${named},${also}` };
    await asRuntime({}, `select keep_partitions('2025-10-20'), keep_partitions('2025-11-22')`);
    for (const insert of [recordSql, inputSql, usageSql]) {
      for (const tenant of [named, also]) expect(await asRuntime(settings, insert(tenant))).toEqual([]);
      await expect(asRuntime(settings, insert(other))).rejects.toMatchObject({ code: '42501' });
      await expect(asRuntime({}, insert(named))).rejects.toMatchObject({ code: '42501' });
      await expect(asRuntime({ 'app.recording': '' }, insert(named))).rejects.toMatchObject({ code: '42501' });
    }
    await expect(asRuntime({ 'app.tenant_id': other, 'app.recording': named }, recordSql(also))).rejects.toMatchObject({ code: '42501' });
  });

  it('shows a recording nothing of what is recorded, and no usage but that of whom it names', async ({ database, asRuntime }) => {
    const [named, other] = (await newTenants(database, 2)) as [TenantId, TenantId];
    await database.recordVerdicts([named, other].map((tenant) => ({ tenant, month: MONTH, quota: null, entries: sealed(1) })));
    const settings = { 'app.recording': named };
    for (const table of ['audit_records', 'decision_inputs', 'tenants', 'api_keys', 'policies', 'policy_versions'])
      expect(await asRuntime(settings, `select from ${table}`), table).toEqual([]);
    expect(await asRuntime(settings, 'delete from decision_inputs returning id')).toEqual([]);
    expect(await asRuntime(settings, 'select tenant_id from usage_months')).toEqual([{ tenant_id: named }]);
    expect(await asRuntime(settings, `update usage_months set used = 0 where tenant_id = '${other}' returning used`)).toEqual([]);
  });

  it('makes the partition that a record of another time wants, and keeps the record', async ({ database }) => {
    const tenant = (await newTenant(database)).id;
    const at = new Date(MOMENT.getTime() + 3 * 366 * 86_400_000);
    const record = verdictRecord({ at });
    expect(
      await database.recordVerdicts([{ tenant, month: '2029-11-01', quota: null, entries: [{ record, input: sealedInput() }] }]),
    ).toEqual([{ granted: 1, used: 1 }]);
    expect(await all(database, tenant)).toEqual([record]);
  });
}
