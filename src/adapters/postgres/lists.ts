import { and, count, desc, eq, inArray, lt, sql as text } from 'drizzle-orm';
import * as z from 'zod';
import type { ListHead, ListRow, Page, PageRequest } from '#app/ports.ts';
import { policyLists } from './schema.ts';
import { storableText } from './storable.ts';
import { pageOf, type TenantSql } from './transaction.ts';

const columns = {
  id: policyLists.id,
  name: policyLists.name,
  kind: policyLists.kind,
  entry_count: policyLists.entry_count,
  entry_chars: policyLists.entry_chars,
  digest: policyLists.digest,
  created_at: policyLists.created_at,
  updated_at: policyLists.updated_at,
};
type Head = Omit<ListHead, 'kind'> & { kind: string };

const kind = z.enum(['networks', 'texts']);
const storedEntries = z.array(z.string());
const own = ({ tenant }: TenantSql) => eq(policyLists.tenant_id, tenant);
const called = (tx: TenantSql, name: string) => and(own(tx), eq(policyLists.name, storableText(name)));

export async function getList(tx: TenantSql, name: string): Promise<ListRow | null> {
  const [row] = await tx.sql
    .select({ ...columns, entries: policyLists.entries })
    .from(policyLists)
    .where(called(tx, name));
  return row ? { ...headOf(row), entries: storedEntries.parse(JSON.parse(row.entries)) } : null;
}

export async function listLists(tx: TenantSql, page: PageRequest): Promise<Page<ListHead>> {
  const after = page.after === undefined ? undefined : lt(policyLists.id, storableText(page.after));
  const rows = await tx.sql
    .select(columns)
    .from(policyLists)
    .where(and(own(tx), after))
    .orderBy(desc(policyLists.id))
    .limit(page.limit + 1);
  return pageOf(rows.map(headOf), page);
}

export async function listHeads(tx: TenantSql, names: readonly string[]): Promise<ListHead[]> {
  if (!names.length) return [];
  const rows = await tx.sql
    .select(columns)
    .from(policyLists)
    .where(and(own(tx), inArray(policyLists.name, names.map(storableText))))
    .orderBy(policyLists.name);
  return rows.map(headOf);
}

export async function sizeOfLists(tx: TenantSql): Promise<{ lists: number; entries: number; chars: number }> {
  const [row] = await tx.sql
    .select({
      lists: count(),
      entries: text<string>`coalesce(sum(${policyLists.entry_count}), 0)`,
      chars: text<string>`coalesce(sum(${policyLists.entry_chars}), 0)`,
    })
    .from(policyLists)
    .where(own(tx));
  return { lists: row?.lists ?? 0, entries: Number(row?.entries ?? 0), chars: Number(row?.chars ?? 0) };
}

export async function insertList({ sql, tenant }: TenantSql, row: ListRow): Promise<void> {
  await sql.insert(policyLists).values({ ...row, entries: JSON.stringify(row.entries), tenant_id: tenant });
}

export async function replaceList(tx: TenantSql, row: ListRow, expected: string): Promise<boolean> {
  const { entries, entry_count, entry_chars, digest, updated_at } = row;
  const changes = { kind: row.kind, entries: JSON.stringify(entries), entry_count, entry_chars, digest, updated_at };
  const rows = await tx.sql
    .update(policyLists)
    .set(changes)
    .where(and(called(tx, row.name), eq(policyLists.digest, expected)))
    .returning({ id: policyLists.id });
  return rows.length > 0;
}

export async function removeList(tx: TenantSql, name: string, expected: string): Promise<boolean> {
  const rows = await tx.sql
    .delete(policyLists)
    .where(and(called(tx, name), eq(policyLists.digest, expected)))
    .returning({ id: policyLists.id });
  return rows.length > 0;
}

const headOf = ({ id, name, entry_count, entry_chars, digest, created_at, updated_at, ...row }: Head): ListHead => ({
  id,
  name,
  kind: kind.parse(row.kind),
  entry_count,
  entry_chars,
  digest,
  created_at,
  updated_at,
});
