import { and, count, desc, eq, isNull, lt } from 'drizzle-orm';
import * as z from 'zod';
import type { KeyRow, Page, PageRequest } from '#app/ports.ts';
import { SCOPES } from '#core/scope.ts';
import type { TenantId } from '#core/tenant.ts';
import { apiKeys } from './schema.ts';
import { fromStoredText, storableText } from './storable.ts';
import { pageOf, type Sql, type TenantSql } from './transaction.ts';

const scopes = z.array(z.enum(SCOPES));

export async function getKey({ sql, tenant }: TenantSql, id: string): Promise<KeyRow | null> {
  const [row] = await sql
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.tenant_id, tenant), eq(apiKeys.id, storableText(id))));
  return row ? parse(row) : null;
}

export async function listKeys({ sql, tenant }: TenantSql, page: PageRequest): Promise<Page<KeyRow>> {
  const after = page.after === undefined ? undefined : lt(apiKeys.id, storableText(page.after));
  const rows = await sql
    .select()
    .from(apiKeys)
    .where(and(eq(apiKeys.tenant_id, tenant), after))
    .orderBy(desc(apiKeys.id))
    .limit(page.limit + 1);
  return pageOf(rows.map(parse), page);
}

/** Unrevoked keys. */
export async function countKeys({ sql, tenant }: TenantSql): Promise<number> {
  const [row] = await sql
    .select({ n: count() })
    .from(apiKeys)
    .where(and(eq(apiKeys.tenant_id, tenant), isNull(apiKeys.revoked_at)));
  return row?.n ?? 0;
}

export async function insertKey({ sql, tenant }: TenantSql, row: KeyRow): Promise<void> {
  await sql.insert(apiKeys).values({ ...row, name: storableText(row.name), tenant_id: tenant });
}

export async function revokeKey({ sql, tenant }: TenantSql, id: string, at: Date): Promise<boolean> {
  const unrevoked = and(eq(apiKeys.tenant_id, tenant), eq(apiKeys.id, storableText(id)), isNull(apiKeys.revoked_at));
  const rows = await sql.update(apiKeys).set({ revoked_at: at }).where(unrevoked).returning({ id: apiKeys.id });
  return rows.length > 0;
}

/** Across tenants: row security shows only the row whose hash stands in `app.key_hash`. */
export async function findKey(sql: Sql, hash: Uint8Array): Promise<{ tenant: TenantId; key: KeyRow } | null> {
  const [row] = await sql.select().from(apiKeys).where(eq(apiKeys.hash, hash));
  return row ? { tenant: row.tenant_id as TenantId, key: parse(row) } : null;
}

function parse({
  id,
  name,
  hash,
  hint,
  scopes: stored,
  expires_at,
  revoked_at,
  last_used_at,
  created_at,
}: typeof apiKeys.$inferSelect): KeyRow {
  return { id, name: fromStoredText(name), hash, hint, scopes: scopes.parse(stored), expires_at, revoked_at, last_used_at, created_at };
}
