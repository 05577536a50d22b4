import { and, eq } from 'drizzle-orm';
import { usageMonths } from './schema.ts';
import type { TenantSql } from './transaction.ts';

export async function getUsage({ sql, tenant }: TenantSql, month: string): Promise<number> {
  const own = and(eq(usageMonths.tenant_id, tenant), eq(usageMonths.month, month));
  const [row] = await sql.select({ used: usageMonths.used }).from(usageMonths).where(own);
  return row?.used ?? 0;
}
