/** The tenancy and immutability cases of the database contract. */
import { expect } from 'vitest';
import type { Database } from '#app/ports.ts';
import { uuidFloor } from '#core/id.ts';
import type { TenantId } from '#core/tenant.ts';
import {
  adminRecord,
  grantOf,
  keptAnswer,
  keyRow,
  MOMENT,
  MONTH,
  listRow,
  serverRow,
  packInstall,
  compiledOf,
  policyRow,
  policySetRow,
  jobRow,
  suppressionRow,
  sealedInput,
  tenantRow,
  verdictRecord,
  recordFor,
} from '../support/rows.ts';
import { type Case, newTenant, type Subject } from './database-subject.ts';

/** A tenant with a row in every table. */
async function furnish(database: Database) {
  const { id: tenant } = await newTenant(database);
  const [key, policy, record, admin, answer] = [keyRow(), policyRow(), verdictRecord(), adminRecord(), keptAnswer()];
  const suppression = suppressionRow();
  const list = listRow();
  const set = policySetRow([policy], { state: 'shadow' });
  await database.write(grantOf(tenant), async (tx) => {
    await tx.keys.insert(key);
    await tx.policies.insert({ row: policy, compiled: compiledOf(policy) });
    await tx.policy_sets.insert(set);
    await tx.policy_sets.activated({ serial: 1, set: set.id, previous: null, at: MOMENT });
    await tx.suppressions.insert(suppression);
    await tx.packs.note(packInstall());
    await tx.lists.insert(list);
    await tx.servers.insert(serverRow());
    await tx.jobs.insert(jobRow());
    await tx.audit.append(admin);
    await tx.idempotency.put(answer);
  });
  await recordFor(database, tenant, [{ record, input: sealedInput() }], MONTH, null);
  await database.notePolicyUses([{ tenant, policy_id: policy.id, at: MOMENT }]);
  return { tenant, key, policy, set, suppression, record };
}

const everything = (database: Database, tenant: TenantId, wanted: { id: string; version: number }[] = []) =>
  database.read(tenant, async (tx) => ({
    tenant: await tx.tenant.get(),
    keys: [await tx.keys.list({ limit: 100 }), await tx.keys.countInForce(MOMENT)],
    policies: [
      await tx.policies.list({ limit: 100 }),
      await tx.policies.all(),
      await tx.policies.heads('enforce'),
      await tx.policies.known(wanted),
      await tx.policies.stated(wanted),
      await tx.policies.tested('enforce'),
      await tx.policies.written('enforce'),
      await tx.policies.weigh(),
      await tx.policies.uses(),
    ],
    policy_sets: [
      await tx.policy_sets.list({ limit: 100 }),
      await tx.policy_sets.count(),
      await tx.policy_sets.watching(),
      await tx.policy_sets.activation(),
    ],
    suppressions: [await tx.suppressions.list({ limit: 100 }), await tx.suppressions.inForce(MOMENT)],
    packs: await tx.packs.installed(),
    lists: [await tx.lists.list({ limit: 100 }), await tx.lists.get('partners'), await tx.lists.heads(['partners']), await tx.lists.size()],
    servers: [
      await tx.servers.list({ limit: 100 }),
      await tx.servers.get('io.github.acme/pay'),
      await tx.servers.heads(),
      await tx.servers.types(['io.github.acme/pay']),
    ],
    audit: await tx.audit.list({}, { limit: 100 }),
    used: await tx.usage.get(MONTH),
  }));

async function tenantTables({ asRuntime }: Subject, partitions = false): Promise<string[]> {
  const rows = await asRuntime(
    {},
    `select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid
      where a.attname = 'tenant_id' and c.relkind in ('r', 'p') and c.relispartition = ${partitions} order by 1`,
  );
  return rows.map((row) => String(Object(row).name));
}

const refused = (sql: Promise<unknown>): Promise<void> => expect(sql).rejects.toMatchObject({ code: '42501' });

export function tenancyCases(it: Case): void {
  it('shows a tenant nothing of another through any read', async ({ database }) => {
    const other = await furnish(database);
    const own = await newTenant(database);
    expect(await everything(database, own.id, [{ id: other.policy.id, version: 1 }])).toEqual({
      tenant: own,
      keys: [{ rows: [], next: null }, 0],
      policies: [{ rows: [], next: null }, [], [], [], [], [], [], { count: 0, bytes: 0 }, new Map()],
      policy_sets: [{ rows: [], next: null }, 0, [], null],
      suppressions: [{ rows: [], next: null }, []],
      packs: [],
      lists: [{ rows: [], next: null }, null, [], { lists: 0, entries: 0, chars: 0 }],
      servers: [{ rows: [], next: null }, null, [], []],
      audit: { rows: [], next: null },
      used: 0,
    });
    const found = await database.read(own.id, async (tx) => [
      await tx.keys.get(other.key.id),
      await tx.policies.get(other.policy.id),
      await tx.policies.version(other.policy.id, 1),
      await tx.policy_sets.get(other.set.id),
      await tx.policy_sets.activationAt(1),
      await tx.suppressions.get(other.suppression.id),
      await tx.audit.get(other.record.id),
    ]);
    expect(found).toEqual([null, null, null, null, null, null, null]);
    const versions = (id: string) => database.read(own.id, (tx) => tx.policies.versions(id, { limit: 5 }));
    expect(await versions(other.policy.id)).toEqual([]);
    expect(await database.read(own.id, (tx) => tx.policies.heads({ set: other.set.id }))).toEqual([]);
    const cursor = await database.read(own.id, (tx) => tx.audit.list({}, { limit: 5, after: other.record.id }));
    expect(cursor).toEqual({ rows: [], next: null });
  });

  it('lets a tenant change nothing of another through any write', async ({ database }) => {
    const other = await furnish(database);
    const before = await everything(database, other.tenant);
    const own = await newTenant(database);
    const outcomes = await database.write(grantOf(own.id), async (tx) => [
      await tx.keys.revoke(other.key.id, MOMENT),
      await tx.policies.replace({ ...other.policy, version: 2 }, compiledOf(other.policy), 1),
      await tx.policies.remove(other.policy.id, 1, MOMENT),
      await tx.suppressions.remove(other.suppression.id, MOMENT),
    ]);
    expect(outcomes).toEqual([false, false, false, false]);
    await database.write(grantOf(own.id), (tx) => tx.policy_sets.setState(other.set.id, 'archived', MOMENT));
    const stolen = policySetRow([other.policy]);
    await expect(database.write(grantOf(own.id), (tx) => tx.policy_sets.insert(stolen))).rejects.toMatchObject({ code: '23503' });
    await database.write(grantOf(own.id), (tx) => tx.tenant.update({ name: 'mine' }));
    await recordFor(database, own.id, [{ record: verdictRecord(), input: null }], MONTH, null);
    await expect(database.write(grantOf(own.id), (tx) => tx.tenant.insert(tenantRow()))).rejects.toThrow('another tenant');
    expect(await everything(database, other.tenant)).toEqual(before);
  });

  it('binds plain SQL too: no row of another tenant, and none at all without a setting', async (subject) => {
    const { tenant } = await furnish(subject.database);
    const own = await furnish(subject.database);
    const tables = await tenantTables(subject);
    expect(tables.length).toBeGreaterThanOrEqual(7);
    for (const table of tables) {
      const rows = (settings: Record<string, string>, where = '') => subject.asRuntime(settings, `select tenant_id from ${table} ${where}`);
      expect(await rows({}), table).toEqual([]);
      expect(await rows({ 'app.tenant_id': '' }), table).toEqual([]);
      expect(await rows({ 'app.tenant_id': own.tenant }, `where tenant_id = '${tenant}'`), table).toEqual([]);
      const seen = await rows({ 'app.tenant_id': own.tenant });
      expect(seen.length, table).toBeGreaterThan(0);
      expect(new Set(seen.map((row) => Object(row).tenant_id)), table).toEqual(new Set([own.tenant]));
    }
  });

  it('lets nobody reach a partition but through its table', async (subject) => {
    const { tenant } = await furnish(subject.database);
    const partitions = await tenantTables(subject, true);
    expect(partitions.length).toBeGreaterThanOrEqual(6);
    for (const partition of partitions) await refused(subject.asRuntime({ 'app.tenant_id': tenant }, `select from ${partition}`));
  });

  it('shows by a hash the one key and nothing else', async ({ database, asRuntime }) => {
    const { key } = await furnish(database);
    const settings = { 'app.key_hash': Buffer.from(key.hash).toString('hex') };
    expect(await asRuntime(settings, 'select id from api_keys')).toEqual([{ id: key.id }]);
    expect(await asRuntime(settings, 'select from tenants')).toEqual([]);
    expect(await asRuntime(settings, 'update api_keys set revoked_at = now() returning id')).toEqual([]);
    expect(await asRuntime({ 'app.key_hash': '00' }, 'select from api_keys')).toEqual([]);
  });

  it('refuses rows that are written into another tenant', async ({ database, asRuntime }) => {
    const { tenant } = await furnish(database);
    const own = await furnish(database);
    const settings = { 'app.tenant_id': own.tenant };
    await refused(asRuntime(settings, `insert into usage_months values ('${tenant}', '2030-01-01', 1, 1)`));
    await refused(
      asRuntime(
        settings,
        `insert into audit_records (tenant_id, id, kind, record) values ('${tenant}', '${uuidFloor(MOMENT.getTime())}', 'admin', '{}')`,
      ),
    );
    expect(await asRuntime(settings, `update usage_months set used = 9 where tenant_id = '${tenant}' returning used`)).toEqual([]);
    expect(await asRuntime(settings, `delete from decision_inputs where tenant_id = '${tenant}' returning id`)).toEqual([]);
    expect(await asRuntime(settings, `update api_keys set revoked_at = now() returning tenant_id`)).toEqual([{ tenant_id: own.tenant }]);
  });

  it('forgets the tenant with the end of the transaction', async ({ database, asRuntime }) => {
    const { tenant } = await furnish(database);
    await database.read(tenant, (tx) => tx.tenant.get());
    expect(await asRuntime({}, 'select from tenants')).toEqual([]);
  });

  it('refuses the runtime role every change of audit records and policy versions', async ({ database, asRuntime }) => {
    const { tenant } = await furnish(database);
    for (const table of ['audit_records', 'policy_versions']) {
      for (const sql of [`update ${table} set tenant_id = tenant_id`, `delete from ${table}`, `truncate ${table}`, `drop table ${table}`]) {
        await refused(asRuntime({ 'app.tenant_id': tenant }, sql));
      }
    }
  });

  it('refuses the runtime role what it has no need of', async ({ database, asRuntime }) => {
    const { tenant } = await furnish(database);
    const needless = [
      `update tenants set plan = 'unlimited'`,
      `update tenants set wrapped_key = '\\x00'`,
      `update api_keys set scopes = '{keys:write}'`,
      `update api_keys set hash = '\\x00'`,
      'delete from tenants',
      'delete from api_keys',
      'delete from policies',
      'delete from usage_months',
      `insert into schema_migrations values ('9999_x.sql', '')`,
      'alter table tenants no force row level security',
      'alter table tenants disable row level security',
    ];
    for (const sql of needless) await refused(asRuntime({ 'app.tenant_id': tenant }, sql));
  });
}
