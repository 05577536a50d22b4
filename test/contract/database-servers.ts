/** What tenants have told of their servers. */
import { expect } from 'vitest';
import { grantOf, MOMENT, serverRow } from '../support/rows.ts';
import { type Case, newTenant } from './database-subject.ts';

export function serverCases(it: Case): void {
  it('keeps manifests as they were given, and replaces and removes only the one that is known', async ({ database }) => {
    const { id } = await newTenant(database);
    const first = serverRow();
    const second = serverRow({ name: 'a' });
    const write = <T>(work: Parameters<typeof database.write<T>>[1]): Promise<T> => database.write(grantOf(id), work);
    for (const row of [first, second]) await write((tx) => tx.servers.insert(row));
    const { tools, made, ...head } = first;
    expect(await database.read(id, (tx) => tx.servers.get(first.name))).toEqual(first);
    expect(await database.read(id, (tx) => tx.servers.get('b'))).toBeNull();
    expect((await database.read(id, (tx) => tx.servers.heads())).map(({ name }) => name)).toEqual(['a', first.name]);
    expect(await database.read(id, (tx) => tx.servers.types([first.name, 'b']))).toEqual([
      { name: first.name, digest: first.digest, names: made.names, types: made.types },
    ]);
    expect(await database.read(id, (tx) => tx.servers.types([]))).toEqual([]);
    const page = await database.read(id, (tx) => tx.servers.list({ limit: 1 }));
    expect(page).toMatchObject({ rows: [{ name: 'a' }], next: second.id });
    expect(await database.read(id, (tx) => tx.servers.list({ limit: 1, after: second.id }))).toEqual({ rows: [head], next: null });

    const changed = { ...first, tools: [], tool_count: 0, digest: 'ab'.repeat(32), updated_at: new Date(MOMENT.getTime() + 5) };
    expect(tools).toHaveLength(1);
    expect(await write((tx) => tx.servers.replace(changed, changed.digest))).toBe(false);
    expect(await write((tx) => tx.servers.replace(changed, first.digest))).toBe(true);
    expect(await database.read(id, (tx) => tx.servers.get(first.name))).toEqual(changed);
    expect(await write((tx) => tx.servers.remove(first.name, first.digest))).toBe(false);
    expect(await write((tx) => tx.servers.remove(first.name, changed.digest))).toBe(true);
    expect(await database.read(id, (tx) => tx.servers.get(first.name))).toBeNull();
  });

  it('tells other processes of a manifest that was made, changed or removed', async ({ database }) => {
    const { id } = await newTenant(database);
    const row = serverRow();
    const next = { ...row, digest: 'ab'.repeat(32) };
    const changes = [
      (tx: Parameters<Parameters<typeof database.write>[1]>[0]) => tx.servers.insert(row),
      (tx: Parameters<Parameters<typeof database.write>[1]>[0]) => tx.servers.replace(next, row.digest),
      (tx: Parameters<Parameters<typeof database.write>[1]>[0]) => tx.servers.remove(row.name, next.digest),
    ];
    let { mark } = await database.changedTenants(null, 1_000);
    for (const change of changes) {
      await database.write(grantOf(id), async (tx) => void (await change(tx)));
      const news = await database.changedTenants(mark, 1_000);
      expect(news.tenants).toContain(id);
      ({ mark } = await database.changedTenants(news.mark, 1_000));
    }
  });
}
