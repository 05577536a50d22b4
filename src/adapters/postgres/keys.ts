import { and, count, desc, eq, gt, inArray, isNull, lt, or, sql as text } from 'drizzle-orm';
import * as z from 'zod';
import type { KeyRow, KeyUse, Page, PageRequest } from '#app/ports.ts';
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

const inForce = (now: Date) => and(isNull(apiKeys.revoked_at), or(isNull(apiKeys.expires_at), gt(apiKeys.expires_at, now)));

export async function countKeysInForce({ sql, tenant }: TenantSql, now: Date): Promise<number> {
  const [row] = await sql
    .select({ n: count() })
    .from(apiKeys)
    .where(and(eq(apiKeys.tenant_id, tenant), inForce(now)));
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

export async function replaceKey(
  { sql, tenant }: TenantSql,
  id: string,
  by: string,
  end: { at: Date; revoked: boolean },
  now: Date,
): Promise<boolean> {
  const current = and(eq(apiKeys.tenant_id, tenant), eq(apiKeys.id, storableText(id)), isNull(apiKeys.replaced_by), inForce(now));
  const change = {
    replaced_by: by,
    expires_at: text`least(${apiKeys.expires_at}, ${end.at.toISOString()}::timestamptz)`,
    ...(end.revoked && { revoked_at: end.at }),
  };
  const rows = await sql.update(apiKeys).set(change).where(current).returning({ id: apiKeys.id });
  return rows.length > 0;
}

/** Across tenants: row security shows only the rows whose hashes stand in `app.key_hash`. */
export async function findKeys(sql: Sql, hashes: readonly Uint8Array[]): Promise<{ tenant: TenantId; key: KeyRow }[]> {
  const rows = await sql
    .select()
    .from(apiKeys)
    .where(inArray(apiKeys.hash, [...hashes]));
  return rows.map((row) => ({ tenant: row.tenant_id as TenantId, key: parse(row) }));
}

/** Across tenants, by a function of the owner that does nothing else. */
export async function noteKeyUses(sql: Sql, uses: readonly KeyUse[]): Promise<void> {
  const rows = uses.map(({ tenant, key_id, at }) => ({ tenant_id: tenant, id: key_id, at }));
  await sql.execute(text`select note_key_uses(${JSON.stringify(rows)}::jsonb)`);
}

function parse(stored: typeof apiKeys.$inferSelect): KeyRow {
  const { tenant_id: _, ...row } = stored;
  return { ...row, name: fromStoredText(row.name), scopes: scopes.parse(row.scopes) };
}
