import { and, asc, count, desc, eq, isNull, lt, or, sql as text } from 'drizzle-orm';
import * as z from 'zod';
import type { Page, PageRequest, PolicyRow } from '#app/ports.ts';
import { CATEGORIES } from '#core/finding.ts';
import type { PolicyDocument } from '#core/policy/document.ts';
import { STRICTNESS } from '#core/submission.ts';
import { policies, policyVersions } from './schema.ts';
import { fromStoredJson, fromStoredText, storableJson, storableText } from './storable.ts';
import { pageOf, type TenantSql } from './transaction.ts';

const names = z.strictObject({ allow: z.array(z.string()).exactOptional(), deny: z.array(z.string()).exactOptional() });
/** Strict: a member that this build does not know might be a denial, and must not be lost in silence. */
const storedDocument: z.ZodType<PolicyDocument> = z.strictObject({
  tools: names.exactOptional(),
  methods: names.exactOptional(),
  strictness: z.enum(STRICTNESS).exactOptional(),
  thresholds: z.partialRecord(z.enum(CATEGORIES), z.number()).exactOptional(),
});

const columns = {
  id: policies.id,
  name: policies.name,
  enabled: policies.enabled,
  version: policies.version,
  document: text<string>`${policies.document}::text`,
  digest: policies.digest,
  created_at: policies.created_at,
  updated_at: policies.updated_at,
};
type Row = Omit<PolicyRow, 'document'> & { document: string };

const undeleted = ({ tenant }: TenantSql) => and(eq(policies.tenant_id, tenant), isNull(policies.deleted_at));

export async function getPolicy(tx: TenantSql, id: string): Promise<PolicyRow | null> {
  const [row] = await tx.sql
    .select(columns)
    .from(policies)
    .where(and(undeleted(tx), eq(policies.id, storableText(id))));
  return row ? parse(row) : null;
}

export async function listPolicies(tx: TenantSql, page: PageRequest): Promise<Page<PolicyRow>> {
  const after = page.after === undefined ? undefined : lt(policies.id, storableText(page.after));
  const rows = await tx.sql
    .select(columns)
    .from(policies)
    .where(and(undeleted(tx), after))
    .orderBy(desc(policies.id))
    .limit(page.limit + 1);
  return pageOf(rows.map(parse), page);
}

export async function activePolicies(tx: TenantSql): Promise<PolicyRow[]> {
  const rows = await tx.sql
    .select(columns)
    .from(policies)
    .where(and(undeleted(tx), policies.enabled))
    .orderBy(asc(policies.id));
  return rows.map(parse);
}

export async function policiesAt({ sql, tenant }: TenantSql, versions: readonly { id: string; version: number }[]) {
  if (!versions.length) return [];
  const wanted = versions.map(({ id, version }) =>
    and(eq(policyVersions.policy_id, storableText(id)), eq(policyVersions.version, version)),
  );
  const rows = await sql
    .select({ id: policyVersions.policy_id, document: text<string>`${policyVersions.document}::text` })
    .from(policyVersions)
    .where(and(eq(policyVersions.tenant_id, tenant), or(...wanted)))
    .orderBy(asc(policyVersions.policy_id));
  return rows.map(({ id, document }) => ({ id, document: storedDocument.parse(fromStoredJson(document)) }));
}

/** Undeleted policies, enabled or not. */
export async function countPolicies(tx: TenantSql): Promise<number> {
  const [row] = await tx.sql.select({ n: count() }).from(policies).where(undeleted(tx));
  return row?.n ?? 0;
}

export async function insertPolicy({ sql, tenant }: TenantSql, row: PolicyRow): Promise<void> {
  await sql.insert(policies).values({ ...row, ...written(row), tenant_id: tenant });
  await insertVersion({ sql, tenant }, row);
}

export async function replacePolicy(tx: TenantSql, row: PolicyRow, expected_version: number): Promise<boolean> {
  const current = and(undeleted(tx), eq(policies.id, storableText(row.id)), eq(policies.version, expected_version));
  const { enabled, version, digest, updated_at } = row;
  const changes = { ...written(row), enabled, version, digest, updated_at };
  const rows = await tx.sql.update(policies).set(changes).where(current).returning({ id: policies.id });
  if (rows.length === 0) return false;
  await insertVersion(tx, row);
  return true;
}

export async function removePolicy(tx: TenantSql, id: string, expected_version: number, at: Date): Promise<boolean> {
  const current = and(undeleted(tx), eq(policies.id, storableText(id)), eq(policies.version, expected_version));
  const rows = await tx.sql.update(policies).set({ deleted_at: at, updated_at: at }).where(current).returning({ id: policies.id });
  return rows.length > 0;
}

async function insertVersion({ sql, tenant }: TenantSql, row: PolicyRow): Promise<void> {
  const { id, version, enabled, digest, updated_at } = row;
  await sql
    .insert(policyVersions)
    .values({ ...written(row), policy_id: id, version, enabled, digest, created_at: updated_at, tenant_id: tenant });
}

const written = ({ name, document }: PolicyRow) => ({ name: storableText(name), document: text`${storableJson(document)}::jsonb` });

function parse(row: Row): PolicyRow {
  return { ...row, name: fromStoredText(row.name), document: storedDocument.parse(fromStoredJson(row.document)) };
}
