import { and, asc, count, desc, eq, isNull, lt, sql as text, sum } from 'drizzle-orm';
import type { CompiledVersion } from '#core/policy/compile.ts';
import type { PolicyMode } from '#core/policy/mode.ts';
import type { Page, PageRequest } from '#app/ports.ts';
import type { PolicyRow } from '#app/policy-ports.ts';
import type { TenantId } from '#core/tenant.ts';
import { makeTurns } from '#app/turns.ts';
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
  const turn = makeTurns();
  const read: PolicyRow[] = [];
  for (const row of rows) {
    await turn();
    read.push(parsePolicy(row));
  }
  return read;
}

export async function weighPolicies(tx: TenantSql): Promise<{ count: number; bytes: number }> {
  const [row] = await tx.sql
    .select({ count: count(), bytes: sum(policies.bytes) })
    .from(policies)
    .where(undeleted(tx));
  return { count: row?.count ?? 0, bytes: Number(row?.bytes ?? 0) };
}

type Written = { row: PolicyRow; compiled: CompiledVersion };
/** Rows of one statement: each may be half a megabyte. */
const ROWS_MAX = 25;

export async function insertPolicies({ sql, tenant }: TenantSql, written: readonly Written[]): Promise<void> {
  for (let i = 0; i < written.length; i += ROWS_MAX) {
    const some = written.slice(i, i + ROWS_MAX);
    await sql
      .insert(policies)
      .values(some.map(({ row, compiled }) => ({ ...now(row, compiled), id: row.id, created_at: row.created_at, tenant_id: tenant })));
    await sql.insert(policyVersions).values(some.map((one) => versionOf(tenant, one)));
  }
}

function now(row: PolicyRow, compiled: CompiledVersion) {
  const { mode, version, digest, updated_at } = row;
  const { name, document } = textsOf(row);
  return { name, document, ...switches(mode), bytes: bytesOf(row, compiled), version, digest, updated_at };
}

export async function replacePolicy(tx: TenantSql, row: PolicyRow, compiled: CompiledVersion, expected_version: number): Promise<boolean> {
  const known = and(undeleted(tx), eq(policies.id, storableText(row.id)), eq(policies.version, expected_version));
  const rows = await tx.sql.update(policies).set(now(row, compiled)).where(known).returning({ id: policies.id });
  if (rows.length === 0) return false;
  await tx.sql.insert(policyVersions).values(versionOf(tx.tenant, { row, compiled }));
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

function versionOf(tenant: TenantId, { row, compiled }: Written) {
  const { id, version, mode, digest, updated_at } = row;
  return {
    ...textsOf(row),
    ...switches(mode),
    compiled: text`${storableJson(compiled)}::jsonb`,
    policy_id: id,
    version,
    digest,
    created_at: updated_at,
    tenant_id: tenant,
  };
}
