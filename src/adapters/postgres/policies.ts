import { and, asc, count, desc, eq, isNull, lt, sql as text, sum } from 'drizzle-orm';
import type { CompiledVersion } from '#core/policy/compile.ts';
import type { PolicyMode } from '#core/policy/mode.ts';
import type { Page, PageRequest, PolicyRow } from '#app/ports.ts';
import { parsePolicy, textsOf, VERSION_COLUMNS } from './policy-texts.ts';
import { policies, policyVersions } from './schema.ts';
import { storableJson, storableText } from './storable.ts';
import { pageOf, type TenantSql } from './transaction.ts';

const columns = { ...VERSION_COLUMNS, created_at: policies.created_at, updated_at: policies.updated_at };

const undeleted = ({ tenant }: TenantSql) => and(eq(policies.tenant_id, tenant), isNull(policies.deleted_at));
const currentVersion = and(
  eq(policyVersions.tenant_id, policies.tenant_id),
  eq(policyVersions.policy_id, policies.id),
  eq(policyVersions.version, policies.version),
);

const current = (tx: TenantSql) => tx.sql.select(columns).from(policies).innerJoin(policyVersions, currentVersion).$dynamic();

export async function getPolicy(tx: TenantSql, id: string): Promise<PolicyRow | null> {
  const [row] = await current(tx).where(and(undeleted(tx), eq(policies.id, storableText(id))));
  return row ? parsePolicy(row) : null;
}

export async function listPolicies(tx: TenantSql, page: PageRequest): Promise<Page<PolicyRow>> {
  const after = page.after === undefined ? undefined : lt(policies.id, storableText(page.after));
  const rows = await current(tx)
    .where(and(undeleted(tx), after))
    .orderBy(desc(policies.id))
    .limit(page.limit + 1);
  return pageOf(rows.map(parsePolicy), page);
}

export async function allPolicies(tx: TenantSql): Promise<PolicyRow[]> {
  const rows = await current(tx).where(undeleted(tx)).orderBy(asc(policies.id));
  return rows.map(parsePolicy);
}

export async function weighPolicies(tx: TenantSql): Promise<{ count: number; bytes: number }> {
  const [row] = await tx.sql
    .select({ count: count(), bytes: sum(policies.bytes) })
    .from(policies)
    .where(undeleted(tx));
  return { count: row?.count ?? 0, bytes: Number(row?.bytes ?? 0) };
}

export async function insertPolicy({ sql, tenant }: TenantSql, row: PolicyRow, compiled: CompiledVersion): Promise<void> {
  const { id, version, digest, created_at, updated_at } = row;
  const { name, document } = textsOf(row);
  const now = { name, document, ...switches(row.mode), bytes: bytesOf(row, compiled), version, digest, updated_at };
  await sql.insert(policies).values({ ...now, id, created_at, tenant_id: tenant });
  await insertVersion({ sql, tenant }, row, compiled);
}

export async function replacePolicy(tx: TenantSql, row: PolicyRow, compiled: CompiledVersion, expected_version: number): Promise<boolean> {
  const known = and(undeleted(tx), eq(policies.id, storableText(row.id)), eq(policies.version, expected_version));
  const { version, digest, updated_at } = row;
  const { name, document } = textsOf(row);
  const changes = { name, document, ...switches(row.mode), bytes: bytesOf(row, compiled), version, digest, updated_at };
  const rows = await tx.sql.update(policies).set(changes).where(known).returning({ id: policies.id });
  if (rows.length === 0) return false;
  await insertVersion(tx, row, compiled);
  return true;
}

export async function removePolicy(tx: TenantSql, id: string, expected_version: number, at: Date): Promise<boolean> {
  const known = and(undeleted(tx), eq(policies.id, storableText(id)), eq(policies.version, expected_version));
  const rows = await tx.sql.update(policies).set({ deleted_at: at, updated_at: at }).where(known).returning({ id: policies.id });
  return rows.length > 0;
}

/** What an older build writes means the same: it knows `enabled` alone, which goes before. */
const switches = (mode: PolicyMode): { enabled: boolean; shadow: boolean } => ({ enabled: mode === 'enforce', shadow: mode === 'shadow' });

const bytesOf = ({ document, tests }: PolicyRow, compiled: CompiledVersion): number =>
  Buffer.byteLength(JSON.stringify([document, tests, compiled]), 'utf8');

async function insertVersion({ sql, tenant }: TenantSql, row: PolicyRow, compiled: CompiledVersion): Promise<void> {
  const { id, version, mode, digest, updated_at } = row;
  await sql.insert(policyVersions).values({
    ...textsOf(row),
    ...switches(mode),
    compiled: text`${storableJson(compiled)}::jsonb`,
    policy_id: id,
    version,
    digest,
    created_at: updated_at,
    tenant_id: tenant,
  });
}
