import { eq } from 'drizzle-orm';
import * as z from 'zod';
import type { TenantPatch, TenantRow } from '#app/ports.ts';
import { PLANS, type PlanName } from '#core/quota.ts';
import { STRICTNESS } from '#core/submission.ts';
import type { TenantId } from '#core/tenant.ts';
import { tenants } from './schema.ts';
import { fromStoredText, storableText } from './storable.ts';
import type { TenantSql } from './transaction.ts';

const settings = z.object({
  plan: z.custom<PlanName>((value) => typeof value === 'string' && Object.hasOwn(PLANS, value)),
  posture: z.enum(['starter', 'strict']),
  strictness: z.enum(STRICTNESS),
  fail_mode: z.enum(['closed', 'open']),
});

export async function getTenant({ sql, tenant }: TenantSql): Promise<TenantRow | null> {
  const [row] = await sql.select().from(tenants).where(eq(tenants.tenant_id, tenant));
  return row ? parse(row) : null;
}

export async function insertTenant({ sql, tenant }: TenantSql, { id, ...row }: TenantRow): Promise<void> {
  if (id !== tenant) throw new TypeError('the transaction is another tenant’s');
  await sql.insert(tenants).values({ ...row, name: storableText(row.name), tenant_id: tenant });
}

export async function updateTenant({ sql, tenant }: TenantSql, patch: TenantPatch): Promise<TenantRow | null> {
  const { name, ...rest } = patch;
  const changes = { ...rest, ...(name === undefined ? {} : { name: storableText(name) }) };
  if (Object.values(changes).every((value) => value === undefined)) return getTenant({ sql, tenant });
  const [row] = await sql.update(tenants).set(changes).where(eq(tenants.tenant_id, tenant)).returning();
  return row ? parse(row) : null;
}

function parse({ tenant_id, ...row }: typeof tenants.$inferSelect): TenantRow {
  return { ...row, ...settings.parse(row), name: fromStoredText(row.name), id: tenant_id as TenantId };
}
