/** What tenants have installed. */
import { expect } from 'vitest';
import { grantOf, MOMENT, packInstall } from '../support/rows.ts';
import { type Case, newTenant } from './database-subject.ts';

export function packCases(it: Case): void {
  it('keeps the last install of each pack, in order of name', async ({ database }) => {
    const { id } = await newTenant(database);
    const first = packInstall({ name: 'slack', params: { channels: ['C1'], posts_per_hour: 2.5, x: null } });
    const later = { ...packInstall(), version: '1.1.0', digest: 'cd'.repeat(32), params: {}, installed_at: new Date(MOMENT.getTime() + 5) };
    for (const install of [first, packInstall(), later]) await database.write(grantOf(id), (tx) => tx.packs.note(install));
    expect(await database.read(id, (tx) => tx.packs.installed())).toEqual([later, first]);
  });
}
