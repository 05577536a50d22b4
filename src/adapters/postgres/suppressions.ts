import { and, asc, desc, eq, gt, isNull, lt } from 'drizzle-orm';
import type { Page, PageRequest, SuppressionRow } from '#app/ports.ts';
import { suppressions } from './schema.ts';
import { fromStoredText, storableText } from './storable.ts';
import { pageOf, type TenantSql } from './transaction.ts';

const columns = {
  id: suppressions.id,
  rule: suppressions.rule,
  server: suppressions.server,
  tool: suppressions.tool,
  path: suppressions.path,
  reason: suppressions.reason,
  expires_at: suppressions.expires_at,
  created_at: suppressions.created_at,
};

const undeleted = ({ tenant }: TenantSql) => and(eq(suppressions.tenant_id, tenant), isNull(suppressions.deleted_at));

export async function getSuppression(tx: TenantSql, id: string): Promise<SuppressionRow | null> {
  const [row] = await tx.sql
    .select(columns)
    .from(suppressions)
    .where(and(undeleted(tx), eq(suppressions.id, storableText(id))));
  return row ? shown(row) : null;
}

export async function listSuppressions(tx: TenantSql, page: PageRequest): Promise<Page<SuppressionRow>> {
  const after = page.after === undefined ? undefined : lt(suppressions.id, storableText(page.after));
  const rows = await tx.sql
    .select(columns)
    .from(suppressions)
    .where(and(undeleted(tx), after))
    .orderBy(desc(suppressions.id))
    .limit(page.limit + 1);
  return pageOf(rows.map(shown), page);
}

export async function suppressionsInForce(tx: TenantSql, now: Date): Promise<SuppressionRow[]> {
  const rows = await tx.sql
    .select(columns)
    .from(suppressions)
    .where(and(undeleted(tx), gt(suppressions.expires_at, now)))
    .orderBy(asc(suppressions.id));
  return rows.map(shown);
}

export async function insertSuppression({ sql, tenant }: TenantSql, row: SuppressionRow): Promise<void> {
  await sql.insert(suppressions).values({ ...mapTexts(row, storableText), tenant_id: tenant });
}

export async function removeSuppression(tx: TenantSql, id: string, at: Date): Promise<boolean> {
  const current = and(undeleted(tx), eq(suppressions.id, storableText(id)));
  const rows = await tx.sql.update(suppressions).set({ deleted_at: at }).where(current).returning({ id: suppressions.id });
  return rows.length > 0;
}

const shown = (row: SuppressionRow): SuppressionRow => mapTexts(row, fromStoredText);

/** Of what the tenant wrote. */
const mapTexts = (row: SuppressionRow, map: (text: string) => string): SuppressionRow => ({
  ...row,
  server: row.server === null ? null : map(row.server),
  tool: row.tool === null ? null : map(row.tool),
  path: map(row.path),
  reason: map(row.reason),
});
