/** The part of the database contract that tells processes what others have changed. */
import { expect } from 'vitest';
import { compiledOf, grantOf, keyRow, MOMENT, policyRow, suppressionRow } from '../support/rows.ts';
import { type Case, newTenant } from './database-subject.ts';

const MOST = 1_000;

export function changeCases(it: Case): void {
  it('tells the tenants whose settings, policies or keys were changed since the mark, and no others', async ({ database }) => {
    const [changed, policed, suppressing, keyed, still] = [
      await newTenant(database),
      await newTenant(database),
      await newTenant(database),
      await newTenant(database),
      await newTenant(database),
    ];
    const [key, policy] = [keyRow(), policyRow()];
    await database.write(grantOf(keyed.id), (tx) => tx.keys.insert(key));
    const { mark, tenants } = await database.changedTenants(null, MOST);
    expect(tenants).toBeInstanceOf(Array);
    await database.write(grantOf(changed.id), async (tx) => void (await tx.tenant.update({ monitor: true })));
    await database.write(grantOf(policed.id), (tx) => tx.policies.insert({ row: policy, compiled: compiledOf(policy) }));
    await database.write(grantOf(suppressing.id), (tx) => tx.suppressions.insert(suppressionRow()));
    await database.write(grantOf(keyed.id), async (tx) => void (await tx.keys.revoke(key.id, MOMENT)));
    await database.write(grantOf(still.id), async (tx) => void (await tx.tenant.get()));
    const news = await database.changedTenants(mark, MOST);
    expect(news.tenants).toEqual(expect.arrayContaining([changed.id, policed.id, suppressing.id, keyed.id]));
    expect(news.tenants).not.toContain(still.id);
    const later = await database.changedTenants(news.mark, MOST);
    expect(later.tenants).not.toContain(changed.id);
  });

  it('a last use of a key changes nothing', async ({ database }) => {
    const { id } = await newTenant(database);
    const key = keyRow();
    await database.write(grantOf(id), (tx) => tx.keys.insert(key));
    const { mark } = await database.changedTenants(null, MOST);
    await database.noteKeyUses([{ tenant: id, key_id: key.id, at: MOMENT }]);
    expect((await database.changedTenants(mark, MOST)).tenants).not.toContain(id);
  });

  it('a change that was under way when the mark was given is told by the next question, however many came before it', async ({
    database,
  }) => {
    // One session serves everybody in PGlite: nothing is ever under way beside anything else.
    if (database.kind === 'pglite') return;
    const [slow, fast] = [await newTenant(database), await newTenant(database)];
    const changed = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const writing = database.write(grantOf(slow.id), async (tx) => {
      await tx.tenant.update({ monitor: true });
      changed.resolve();
      await asked.promise;
    });
    await changed.promise;
    await database.write(grantOf(fast.id), async (tx) => void (await tx.tenant.update({ monitor: true })));
    const during = await database.changedTenants(null, MOST);
    asked.resolve();
    await writing;
    expect((await database.changedTenants(during.mark, MOST)).tenants).toContain(slow.id);
  });

  it('beyond what was asked for it names nobody', async ({ database }) => {
    const { mark } = await database.changedTenants(null, MOST);
    for (let i = 0; i < 3; i++) {
      const { id } = await newTenant(database);
      await database.write(grantOf(id), async (tx) => void (await tx.tenant.update({ monitor: true })));
    }
    expect((await database.changedTenants(mark, 2)).tenants).toBeNull();
  });
}
