import { sql as text } from 'drizzle-orm';
import * as z from 'zod';
import type { TenantId } from '#core/tenant.ts';
import type { Sql } from './transaction.ts';

const news = z.object({ mark: z.string().regex(/^\d+$/), tenants: z.array(z.uuid()).nullable() });

/** Without a mark there is nothing to tell but the first mark. */
export async function changedTenants(sql: Sql, mark: string | null, most: number): Promise<{ mark: string; tenants: TenantId[] | null }> {
  const { rows } = (await sql.execute(text`
    select next_mark as mark, to_json(tenants) as tenants
    from tenants_changed_since(coalesce(${mark}::xid8, pg_snapshot_xmin(pg_current_snapshot())), ${most}::int)`)) as { rows: unknown[] };
  const { mark: next, tenants } = news.parse(rows[0]);
  return { mark: next, tenants: tenants as TenantId[] | null };
}
