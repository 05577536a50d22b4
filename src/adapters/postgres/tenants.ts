import { eq } from 'drizzle-orm';
import * as z from 'zod';
import type { TenantPatch, TenantRow } from '#app/ports.ts';
import { ROLES } from '#core/finding.ts';
import { PLANS, RATE_BURST, RATE_PER_SECOND, type PlanName, type RateLimits } from '#core/quota.ts';
import { ARGUMENT_ROLES_MAX } from '#core/roles/overrides.ts';
import { STRICTNESS } from '#core/submission.ts';
import type { TenantId } from '#core/tenant.ts';
import { issuersStored } from './issuers.ts';
import { tenants } from './schema.ts';
import { fromStoredText, storableText } from './storable.ts';
import type { TenantSql } from './transaction.ts';

const rate = z
  .object({
    per_second: z.number().min(RATE_PER_SECOND.min).max(RATE_PER_SECOND.max),
    burst: z.int().min(RATE_BURST.min).max(RATE_BURST.max),
  })
  .nullable();

const argumentRoles = z
  .array(z.object({ server: z.string().nullable(), tool: z.string(), argument: z.string(), role: z.enum(ROLES) }))
  .max(ARGUMENT_ROLES_MAX);

/** How many there may be is asked where they are written: fewer would make another decision of what is stored. */
const toolGroups = z.record(z.string(), z.array(z.string()));

const settings = z.object({
  plan: z.custom<PlanName>((value) => typeof value === 'string' && Object.hasOwn(PLANS, value)),
  posture: z.enum(['starter', 'strict']),
  strictness: z.enum(STRICTNESS),
  fail_mode: z.enum(['closed', 'open']),
  principal_rate: rate,
  tool_rate: rate,
  argument_roles: argumentRoles,
  issuers: issuersStored,
  tool_groups: toolGroups,
});

export async function getTenant({ sql, tenant }: TenantSql): Promise<TenantRow | null> {
  const [row] = await sql.select().from(tenants).where(eq(tenants.tenant_id, tenant));
  return row ? parse(row) : null;
}

export async function getLockedTenant({ sql, tenant }: TenantSql): Promise<TenantRow | null> {
  const [row] = await sql.select().from(tenants).where(eq(tenants.tenant_id, tenant)).for('update');
  return row ? parse(row) : null;
}

export async function insertTenant({ sql, tenant }: TenantSql, { id, rate_limits, ...row }: TenantRow): Promise<boolean> {
  if (id !== tenant) throw new TypeError('the transaction is another tenant’s');
  const rows = await sql
    .insert(tenants)
    .values({ ...row, ...rateColumns(rate_limits), name: storableText(row.name), tenant_id: tenant })
    .onConflictDoNothing({ target: tenants.verified_mailbox })
    .returning({ tenant_id: tenants.tenant_id });
  return rows.length > 0;
}

export async function updateTenant({ sql, tenant }: TenantSql, patch: TenantPatch): Promise<TenantRow | null> {
  const { name, rate_limits = {}, ...rest } = patch;
  const changes = { ...rest, ...rateColumns(rate_limits), ...(name === undefined ? {} : { name: storableText(name) }) };
  if (Object.values(changes).every((value) => value === undefined)) return getTenant({ sql, tenant });
  const [row] = await sql.update(tenants).set(changes).where(eq(tenants.tenant_id, tenant)).returning();
  return row ? parse(row) : null;
}

const rateColumns = ({ principal, tool }: Partial<RateLimits>) => ({
  ...(principal !== undefined && { principal_rate: principal }),
  ...(tool !== undefined && { tool_rate: tool }),
});

function parse(stored: typeof tenants.$inferSelect): TenantRow {
  const { tenant_id, principal_rate: _, tool_rate: __, ...row } = stored;
  const { principal_rate: principal, tool_rate: tool, ...checked } = settings.parse(stored);
  return { ...row, ...checked, rate_limits: { principal, tool }, name: fromStoredText(row.name), id: tenant_id as TenantId };
}
