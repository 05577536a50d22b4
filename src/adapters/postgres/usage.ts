import { and, eq, sql as text } from 'drizzle-orm';
import { usageMonths } from './schema.ts';
import type { TenantSql } from './transaction.ts';

export async function getUsage({ sql, tenant }: TenantSql, month: string): Promise<number> {
  const own = and(eq(usageMonths.tenant_id, tenant), eq(usageMonths.month, month));
  const [row] = await sql.select({ used: usageMonths.used }).from(usageMonths).where(own);
  return row?.used ?? 0;
}

/**
 * Charges up to `wanted` verdicts to `month`. The row stays locked until the transaction ends, so that of any number of
 * processes each sees what the one before it left. A quota that was lowered below what is used takes nothing back.
 */
export async function chargeUsage(
  { sql, tenant }: TenantSql,
  month: string,
  wanted: number,
  quota: number | null,
): Promise<{ granted: number; used: number }> {
  const first = quota === null ? wanted : Math.min(wanted, Math.max(0, quota));
  const { used } = usageMonths;
  const more = quota === null ? text`${wanted}::bigint` : text`greatest(0, least(${wanted}::bigint, ${quota}::bigint - ${used}))`;
  const [row] = await sql
    .insert(usageMonths)
    .values({ tenant_id: tenant, month, used: first, last_granted: first })
    .onConflictDoUpdate({ target: [usageMonths.tenant_id, usageMonths.month], set: { used: text`${used} + ${more}`, last_granted: more } })
    .returning({ granted: usageMonths.last_granted, used: usageMonths.used });
  if (!row) throw new Error('the charge returned no row');
  return row;
}
