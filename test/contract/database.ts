/** What every `Database` does. Run over PGlite and PostgreSQL by `database.test.ts`. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  compiledOf,
  entriesOf,
  grantOf,
  keyRow,
  MOMENT,
  MONTH,
  newTenantId,
  policyRow,
  suppressionRow,
  sealedInput,
  tenantRow,
  verdictRecord,
  recordFor,
} from '../support/rows.ts';
import { auditCases } from './database-audit.ts';
import { changeCases } from './database-changes.ts';
import { type Case, newTenant, readPages, type Subject } from './database-subject.ts';
import { idempotencyCases } from './database-idempotency.ts';
import { jobCases } from './database-jobs.ts';
import { keyCases, signupCases } from './database-keys.ts';
import { packCases } from './database-packs.ts';
import { serverCases } from './database-servers.ts';
import { policySetCases } from './database-policy-sets.ts';
import { recordingCases } from './database-recording.ts';
import { upkeepCases } from './database-upkeep.ts';
import { tenancyCases } from './database-tenancy.ts';

export function databaseContract(name: string, open: () => Promise<Subject>): void {
  describe(name, () => {
    let subject: Subject;
    let passed = 0;
    beforeAll(async () => {
      subject = await open();
    });
    afterAll(async () => {
      await subject.close();
      console.log(`database contract over ${name}: ${passed} cases passed`);
    });
    const it = (title: string, work: (subject: Subject) => Promise<void>): void =>
      test(title, async () => {
        await work(subject);
        passed++;
      });

    it('starts empty and ready, and is not empty once a tenant exists', async ({ database }) => {
      expect(await database.isEmpty()).toBe(true);
      expect(await database.anyWrappedKey()).toBeNull();
      await database.ready(5_000);
      const { wrapped_key } = await newTenant(database);
      expect(await database.isEmpty()).toBe(false);
      expect(await database.anyWrappedKey()).toEqual(wrapped_key);
    });
    tenantAndKeyCases(it);
    policyCases(it);
    policySetCases(it);
    suppressionCases(it);
    packCases(it);
    serverCases(it);
    usageCases(it);
    transactionCases(it);
    recordingCases(it);
    upkeepCases(it);
    keyCases(it);
    changeCases(it);
    signupCases(it);
    idempotencyCases(it);
    auditCases(it);
    jobCases(it);
    tenancyCases(it);
  });
}

function tenantAndKeyCases(it: Case): void {
  it('gives back a tenant as it was given, hostile names included', async ({ database }) => {
    const row = tenantRow({ name: 'a\0b\ud800c\ufdd0d\\u0000', email_hash: null });
    await database.write(grantOf(row.id), (tx) => tx.tenant.insert(row));
    expect(await database.read(row.id, (tx) => tx.tenant.get())).toEqual(row);
    expect(await database.read(newTenantId(), (tx) => tx.tenant.get())).toBeNull();
  });

  it('changes the patched settings of a tenant and no others', async ({ database }) => {
    const row = await newTenant(database);
    const patch = { posture: 'strict', monitor: true } as const;
    expect(await database.write(grantOf(row.id), (tx) => tx.tenant.update(patch))).toEqual({ ...row, ...patch });
    expect(await database.write(grantOf(row.id), (tx) => tx.tenant.update({}))).toEqual({ ...row, ...patch });
    expect(await database.write(grantOf(newTenantId()), (tx) => tx.tenant.update(patch))).toBeNull();
  });

  it('finds a key by its hash alone, before the tenant is known', async ({ database }) => {
    const tenant = await newTenant(database);
    const key = keyRow({ expires_at: MOMENT, last_used_at: MOMENT, scopes: [] });
    await database.write(grantOf(tenant.id), (tx) => tx.keys.insert(key));
    expect(await database.findKeys([key.hash])).toEqual([{ tenant: tenant.id, key }]);
    expect(await database.findKeys([keyRow().hash])).toEqual([]);
  });

  it('lists keys newest first, in pages without gap or repetition', async ({ database }) => {
    const tenant = await newTenant(database);
    const keys = Array.from({ length: 7 }, () => keyRow());
    for (const key of keys) await database.write(grantOf(tenant.id), (tx) => tx.keys.insert(key));
    for (const limit of [1, 3, 7, 100]) {
      const listed = await readPages(limit, (page) => database.read(tenant.id, (tx) => tx.keys.list(page)));
      expect(listed).toEqual(keys.toReversed());
    }
  });

  it('revokes a key once, and counts it no more', async ({ database }) => {
    const tenant = await newTenant(database);
    const key = keyRow();
    await database.write(grantOf(tenant.id), (tx) => tx.keys.insert(key));
    expect(await database.read(tenant.id, (tx) => tx.keys.countInForce(MOMENT))).toBe(1);
    const revoke = () => database.write(grantOf(tenant.id), (tx) => tx.keys.revoke(key.id, MOMENT));
    expect(await Promise.all([revoke(), revoke(), revoke()]).then((all) => all.filter(Boolean))).toHaveLength(1);
    expect(await database.read(tenant.id, (tx) => tx.keys.get(key.id))).toEqual({ ...key, revoked_at: MOMENT });
    expect(await database.read(tenant.id, (tx) => tx.keys.countInForce(MOMENT))).toBe(0);
    expect(await database.write(grantOf(tenant.id), (tx) => tx.keys.revoke('key_none', MOMENT))).toBe(false);
  });
}

function policyCases(it: Case): void {
  it('gives back a policy document as it was given, hostile patterns included', async ({ database }) => {
    const tenant = await newTenant(database);
    const policy = policyRow({ name: 'p\0', document: { tools: { deny: ['a\0', '\udfff', '\ufdd0', '\\u0000', '"'] } } });
    await database.write(grantOf(tenant.id), (tx) => tx.policies.insert({ row: policy, compiled: compiledOf(policy) }));
    expect(await database.read(tenant.id, (tx) => tx.policies.get(policy.id))).toEqual(policy);
  });

  it('tells policies in force from those that watch, and shows all of them newest first', async ({ database }) => {
    const tenant = await newTenant(database);
    const rows = (['enforce', 'off', 'shadow', 'enforce'] as const).map((mode) => policyRow({ mode }));
    for (const row of rows.toReversed())
      await database.write(grantOf(tenant.id), (tx) => tx.policies.insert({ row: row, compiled: compiledOf(row) }));
    const stated = (mode: string) =>
      rows
        .filter((row) => row.mode === mode)
        .map((row) => ({ id: row.id, version: 1, compiled: compiledOf(row), document: null, digest: row.digest }));
    for (const mode of ['enforce', 'shadow'] as const) {
      const heads = await database.read(tenant.id, (tx) => tx.policies.heads(mode));
      expect(heads).toEqual(stated(mode).map(({ id, version, digest }) => ({ id, version, digest })));
      expect(await database.read(tenant.id, (tx) => tx.policies.stated(heads))).toEqual(
        stated(mode).map(({ id, version, compiled, document }) => ({ id, version, compiled, document })),
      );
    }
    expect(await readPages(2, (page) => database.read(tenant.id, (tx) => tx.policies.list(page)))).toEqual(rows.toReversed());
    expect(await database.read(tenant.id, (tx) => tx.policies.all())).toEqual(rows);
    const { count, bytes } = await database.read(tenant.id, (tx) => tx.policies.weigh());
    expect([count, bytes > 400]).toEqual([4, true]);
  });

  it('lets one of several replacements of the same version win, and keeps every version', async ({ database, asRuntime }) => {
    const tenant = await newTenant(database);
    const first = policyRow();
    await database.write(grantOf(tenant.id), (tx) => tx.policies.insert({ row: first, compiled: compiledOf(first) }));
    const rivals = ['a', 'b', 'c'].map((name) => ({ ...first, name, version: 2, updated_at: new Date(MOMENT.getTime() + 1) }));
    const outcomes = await Promise.all(
      rivals.map((row) => database.write(grantOf(tenant.id), (tx) => tx.policies.replace(row, compiledOf(row), 1))),
    );
    expect(outcomes.filter(Boolean)).toHaveLength(1);
    expect(await database.read(tenant.id, (tx) => tx.policies.get(first.id))).toEqual(rivals[outcomes.indexOf(true)]);
    const versions = await asRuntime({ 'app.tenant_id': tenant.id }, 'select version, name from policy_versions order by version');
    expect(versions).toEqual([
      { version: 1, name: first.name },
      { version: 2, name: rivals[outcomes.indexOf(true)]?.name },
    ]);
  });

  it('removes a policy only at the expected version, and keeps its versions', async ({ database, asRuntime }) => {
    const tenant = await newTenant(database);
    const policy = policyRow();
    await database.write(grantOf(tenant.id), (tx) => tx.policies.insert({ row: policy, compiled: compiledOf(policy) }));
    const remove = (version: number) => database.write(grantOf(tenant.id), (tx) => tx.policies.remove(policy.id, version, MOMENT));
    expect([await remove(2), await remove(1), await remove(1)]).toEqual([false, true, false]);
    expect(await database.read(tenant.id, (tx) => tx.policies.get(policy.id))).toBeNull();
    expect(await database.read(tenant.id, (tx) => tx.policies.heads('enforce'))).toEqual([]);
    expect(await database.read(tenant.id, (tx) => tx.policies.weigh())).toEqual({ count: 0, bytes: 0 });
    expect(await database.write(grantOf(tenant.id), (tx) => tx.policies.replace({ ...policy, version: 2 }, compiledOf(policy), 1))).toBe(
      false,
    );
    expect(await asRuntime({ 'app.tenant_id': tenant.id }, 'select from policy_versions')).toHaveLength(1);
  });
}

function suppressionCases(it: Case): void {
  it('gives back a suppression as it was given, and tells those in force from the rest', async ({ database }) => {
    const tenant = await newTenant(database);
    const rows = [
      suppressionRow({ path: '/request/params/arguments/a\0', reason: '\udfff', server: 'a\0', tool: null }),
      suppressionRow({ expires_at: MOMENT }),
      suppressionRow(),
    ];
    for (const row of rows.toReversed()) await database.write(grantOf(tenant.id), (tx) => tx.suppressions.insert(row));
    for (const row of rows) expect(await database.read(tenant.id, (tx) => tx.suppressions.get(row.id))).toEqual(row);
    expect(await readPages(2, (page) => database.read(tenant.id, (tx) => tx.suppressions.list(page)))).toEqual(rows.toReversed());
    expect(await database.read(tenant.id, (tx) => tx.suppressions.inForce(MOMENT))).toEqual([rows[0], rows[2]]);
  });

  it('removes a suppression once', async ({ database }) => {
    const tenant = await newTenant(database);
    const row = suppressionRow();
    await database.write(grantOf(tenant.id), (tx) => tx.suppressions.insert(row));
    const remove = () => database.write(grantOf(tenant.id), (tx) => tx.suppressions.remove(row.id, MOMENT));
    expect(await Promise.all([remove(), remove(), remove()]).then((all) => all.filter(Boolean))).toHaveLength(1);
    expect(await database.read(tenant.id, (tx) => tx.suppressions.get(row.id))).toBeNull();
    expect(await database.read(tenant.id, (tx) => tx.suppressions.inForce(MOMENT))).toEqual([]);
  });
}

function usageCases(it: Case): void {
  it('counts exactly to the quota, over many callers and pools at once', async ({ database, others }) => {
    const tenant = await newTenant(database);
    const pools = [database, ...others];
    const quota = 1_000;
    const callers = Array.from({ length: 20 }, async (_, caller) => {
      let granted = 0;
      for (let call = 0; call < 8; call++) {
        const pool = pools[(caller + call) % pools.length] ?? database;
        granted += (await recordFor(pool, tenant.id, entriesOf(7), MONTH, quota)).granted;
      }
      return granted;
    });
    const granted = (await Promise.all(callers)).reduce((sum, n) => sum + n, 0);
    expect(granted).toBe(quota);
    expect(await recordFor(database, tenant.id, entriesOf(1), MONTH, quota)).toEqual({ granted: 0, used: quota });
    expect(await database.read(tenant.id, (tx) => tx.usage.get(MONTH))).toBe(quota);
    expect(await readPages(100, (page) => database.read(tenant.id, (tx) => tx.audit.list({}, page)))).toHaveLength(quota);
  });

  it('keeps the first entries when the month has not room for all', async ({ database }) => {
    const tenant = await newTenant(database);
    const entries = entriesOf(5).map((entry) => ({ ...entry, input: sealedInput() }));
    expect(await recordFor(database, tenant.id, entries, MONTH, 3)).toEqual({ granted: 3, used: 3 });
    const kept = await Promise.all(entries.map(({ record }) => database.read(tenant.id, (tx) => tx.audit.get(record.id))));
    expect(kept).toEqual([...entries.slice(0, 3), null, null]);
  });

  it('counts without a quota, by month, and takes nothing back when a quota is lowered', async ({ database }) => {
    const tenant = await newTenant(database);
    expect(await recordFor(database, tenant.id, entriesOf(4), MONTH, null)).toEqual({ granted: 4, used: 4 });
    expect(await recordFor(database, tenant.id, entriesOf(2), MONTH, 1)).toEqual({ granted: 0, used: 4 });
    expect(await recordFor(database, tenant.id, [], MONTH, 9)).toEqual({ granted: 0, used: 4 });
    expect(await recordFor(database, tenant.id, entriesOf(1), '2026-12-01', 9)).toEqual({ granted: 1, used: 1 });
    expect(await database.read(tenant.id, (tx) => tx.usage.get('2026-12-01'))).toBe(1);
    expect(await database.read(tenant.id, (tx) => tx.usage.get('2027-01-01'))).toBe(0);
  });

  it('records more entries than one statement holds', async ({ database }) => {
    const tenant = await newTenant(database);
    expect(await recordFor(database, tenant.id, entriesOf(1_201), MONTH, null)).toEqual({ granted: 1_201, used: 1_201 });
  });

  it('neither records nor counts when one entry cannot be kept', async ({ database }) => {
    const tenant = await newTenant(database);
    const [first, ...rest] = entriesOf(3);
    if (!first) throw new Error('no entry');
    await expect(recordFor(database, tenant.id, [first, ...rest, first], MONTH, 10)).rejects.toMatchObject({ code: '23505' });
    expect(await database.read(tenant.id, (tx) => tx.usage.get(MONTH))).toBe(0);
    expect(await database.read(tenant.id, (tx) => tx.audit.list({}, { limit: 10 }))).toEqual({ rows: [], next: null });
  });
}

function transactionCases(it: Case): void {
  it('undoes everything when the work fails, and passes the error on as it is', async ({ database }) => {
    const tenant = await newTenant(database);
    const fault = new Error('changed my mind');
    const work = database.write(grantOf(tenant.id), async (tx) => {
      await tx.keys.insert(keyRow());
      await tx.audit.append(verdictRecord());
      throw fault;
    });
    await expect(work).rejects.toBe(fault);
    expect(await database.read(tenant.id, (tx) => tx.keys.countInForce(MOMENT))).toBe(0);
    expect(await database.read(tenant.id, (tx) => tx.audit.list({}, { limit: 10 }))).toEqual({ rows: [], next: null });
  });

  it('does not pretend to have committed when the work swallowed a failed statement', async ({ database }) => {
    const tenant = await newTenant(database);
    const key = keyRow();
    const work = database.write(grantOf(tenant.id), async (tx) => {
      await tx.keys.insert(key);
      await tx.keys.insert(key).catch(() => {});
    });
    await expect(work).rejects.toThrow('store:');
    expect(await database.read(tenant.id, (tx) => tx.keys.get(key.id))).toBeNull();
  });

  it('says of a failed statement which rule it broke, and nothing of the values', async ({ database }) => {
    const tenant = await newTenant(database);
    const key = keyRow({ name: 'canary-4711' });
    await database.write(grantOf(tenant.id), (tx) => tx.keys.insert(key));
    const error: unknown = await database.write(grantOf(tenant.id), (tx) => tx.keys.insert(key)).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'StoreError', code: '23505' });
    const shown = JSON.stringify(error, Object.getOwnPropertyNames(error));
    for (const secret of ['canary-4711', key.id, Buffer.from(key.hash).toString('hex')]) expect(shown).not.toContain(secret);
  });
}
