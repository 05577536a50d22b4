/** The part of the database contract about versions of policies, and sets of them. */
import { expect } from 'vitest';
import { compiledOf, grantOf, MOMENT, newTenantId, policyRow, policySetRow } from '../support/rows.ts';
import { type Case, newTenant, readPages } from './database-subject.ts';

export function policySetCases(it: Case): void {
  it('keeps every version of a policy, with its tests, newest first', async ({ database }) => {
    const tenant = await newTenant(database);
    const tests = [{ name: 't\0', request: { method: 'a\udfff' }, expect: { decision: 'deny' as const } }];
    const first = policyRow({ tests, warnings: [{ pointer: '/tools', detail: 'empty' }], mode: 'shadow' });
    const versions = [1, 2, 3].map((version) => ({
      ...first,
      version,
      name: `p${version}`,
      updated_at: new Date(MOMENT.getTime() + version),
    }));
    await database.write(grantOf(tenant.id), (tx) => tx.policies.insert({ row: versions[0]!, compiled: compiledOf(first) }));
    for (const row of versions.slice(1))
      await database.write(grantOf(tenant.id), (tx) => tx.policies.replace(row, compiledOf(row), row.version - 1));
    const shown = versions.map(({ updated_at, ...row }) => ({ ...row, created_at: updated_at })).toReversed();
    const page = (limit: number, before?: number) =>
      database.read(tenant.id, (tx) => tx.policies.versions(first.id, { limit, ...(before !== undefined && { before }) }));
    expect(await page(10)).toEqual(shown);
    expect([...(await page(2)), ...(await page(2, 2))]).toEqual(shown);
    expect(await database.read(tenant.id, (tx) => tx.policies.version(first.id, 2))).toEqual(shown[1]);
    expect(await database.read(tenant.id, (tx) => tx.policies.version(first.id, 4))).toBeNull();
    await database.write(grantOf(tenant.id), (tx) => tx.policies.remove(first.id, 3, MOMENT));
    expect(await page(10)).toEqual(shown);
  });

  it('gives the versions of a set, whatever became of the policies since', async ({ database }) => {
    const tenant = await newTenant(database);
    const [kept, gone, left_out] = [policyRow(), policyRow({ mode: 'off' }), policyRow()];
    for (const row of [kept, gone, left_out])
      await database.write(grantOf(tenant.id), (tx) => tx.policies.insert({ row: row, compiled: compiledOf(row) }));
    const set = policySetRow([kept, gone], { name: 'r\0' });
    await database.write(grantOf(tenant.id), (tx) => tx.policy_sets.insert(set));
    const next = { ...kept, version: 2, document: { tools: { deny: ['b'] } } };
    await database.write(grantOf(tenant.id), (tx) => tx.policies.replace(next, compiledOf(next), 1));
    await database.write(grantOf(tenant.id), (tx) => tx.policies.remove(gone.id, 1, MOMENT));
    expect(await database.read(tenant.id, (tx) => tx.policy_sets.get(set.id))).toEqual(set);
    expect(await database.read(tenant.id, (tx) => tx.policies.heads({ set: set.id }))).toEqual(set.manifest.policies);
    const stated = [kept, gone].map((row) => ({ id: row.id, version: 1, compiled: compiledOf(row), document: null }));
    expect(await database.read(tenant.id, (tx) => tx.policies.stated(set.manifest.policies))).toEqual(stated);
    const tested = [kept, gone].map(({ id, name, tests }) => ({ id, name, tests }));
    expect(await database.read(tenant.id, (tx) => tx.policies.tested({ set: set.id }))).toEqual(tested);
    const written = await database.read(tenant.id, (tx) => tx.policies.written({ set: set.id }));
    expect(written.map(({ id, version, document }) => ({ id, version, document }))).toEqual(
      [kept, gone].map(({ id, document }) => ({ id, version: 1, document })),
    );
  });

  it('finds a set by its id or its digest in every state, the latest of several, and none of another tenant', async ({ database }) => {
    const [tenant, other] = [await newTenant(database), await newTenant(database)];
    const digest = 'd'.repeat(64);
    const sets = [policySetRow([], { digest }), policySetRow([], { digest, state: 'archived' }), policySetRow([], { state: 'shadow' })];
    for (const set of sets) await database.write(grantOf(tenant.id), (tx) => tx.policy_sets.insert(set));
    const named = (name: string, of = tenant) => database.read(of.id, (tx) => tx.policy_sets.named(name));
    for (const { id, digest: own } of sets) expect(await named(id)).toEqual({ id, digest: own });
    const latest = [sets[0]!.id, sets[1]!.id].toSorted().at(-1)!;
    expect(await named(digest)).toEqual({ id: latest, digest });
    for (const name of [sets[0]!.id, digest]) expect(await named(name, other)).toBeNull();
    for (const name of ['', 'set_\0', '\ud800', 'release']) expect(await named(name)).toBeNull();
  });

  it('lists sets newest first, with their states, and at most one of them is active', async ({ database }) => {
    const tenant = await newTenant(database);
    const sets = [policySetRow([]), policySetRow([], { state: 'active' }), policySetRow([]), policySetRow([])];
    for (const set of sets) await database.write(grantOf(tenant.id), (tx) => tx.policy_sets.insert(set));
    const rows = () => readPages(3, (page) => database.read(tenant.id, (tx) => tx.policy_sets.list(page)));
    expect(await rows()).toEqual(sets.toReversed());
    expect(await database.read(tenant.id, (tx) => tx.policy_sets.count())).toBe(4);
    const later = new Date(MOMENT.getTime() + 5);
    const set = (id: string, state: 'active' | 'shadow') =>
      database.write(grantOf(tenant.id), (tx) => tx.policy_sets.setState(id, state, later));
    await set(sets[0]!.id, 'shadow');
    await expect(set(sets[2]!.id, 'active')).rejects.toMatchObject({ code: '23505' });
    expect(await database.read(tenant.id, (tx) => tx.policy_sets.watching())).toEqual([{ id: sets[0]!.id, name: 'release' }]);
    expect((await rows()).at(-1)).toEqual({ ...sets[0], state: 'shadow', updated_at: later });
  });

  it('remembers what was in force when, and takes no two moments for the same', async ({ database }) => {
    const tenant = await newTenant(database);
    const set = policySetRow([]);
    await database.write(grantOf(tenant.id), (tx) => tx.policy_sets.insert(set));
    const rows = [
      { serial: 1, set: set.id, previous: null, at: MOMENT },
      { serial: 2, set: null, previous: 1, at: MOMENT },
    ];
    for (const row of rows) await database.write(grantOf(tenant.id), (tx) => tx.policy_sets.activated(row));
    expect(await database.read(tenant.id, (tx) => tx.policy_sets.activation())).toEqual(rows[1]);
    expect(await database.read(tenant.id, (tx) => tx.policy_sets.activationAt(1))).toEqual(rows[0]);
    const again = database.write(grantOf(tenant.id), (tx) => tx.policy_sets.activated(rows[1]!));
    await expect(again).rejects.toMatchObject({ code: '23505' });
  });

  it('tells other processes of sets, and not of uses, which only move forward', async ({ database, asRuntime }) => {
    const [tenant, using] = [await newTenant(database), await newTenant(database)];
    const policy = policyRow();
    await database.write(grantOf(using.id), (tx) => tx.policies.insert({ row: policy, compiled: compiledOf(policy) }));
    const { mark } = await database.changedTenants(null, 1_000);
    await database.write(grantOf(tenant.id), (tx) => tx.policy_sets.insert(policySetRow([])));
    const use = (at: Date, policy_id = policy.id) => ({ tenant: using.id, policy_id, at });
    const later = new Date(MOMENT.getTime() + 1_000);
    // A change may be told again: what is written down is looked at.
    const changes = () => asRuntime({ 'app.tenant_id': using.id }, 'select xid::text from tenant_changes order by at');
    const before = await changes();
    expect(before).toHaveLength(1);
    await database.notePolicyUses([use(MOMENT), use(later), use(later, 'pol_none'), { ...use(later), tenant: newTenantId() }]);
    await database.notePolicyUses([use(MOMENT)]);
    expect(await database.read(using.id, (tx) => tx.policies.uses())).toEqual(new Map([[policy.id, later]]));
    const { tenants } = await database.changedTenants(mark, 1_000);
    expect(tenants).toContain(tenant.id);
    expect(await changes()).toEqual(before);
  });
}
