/** Versions of policies: what has been, what is in force, and which of them have had a part in verdicts. */
import { and, asc, desc, eq, exists, isNull, lt, not, sql as text } from 'drizzle-orm';
import type { PolicyUse, PolicyVersionRow, StatedVersion, VersionHead, VersionSource } from '#app/ports.ts';
import { parseCompiled, parseDocument, parsePolicy, VERSION_COLUMNS } from './policy-texts.ts';
import { policies, policySetMembers, policyUses, policyVersions } from './schema.ts';
import { storableText } from './storable.ts';
import type { Sql, TenantSql } from './transaction.ts';

const columns = { ...VERSION_COLUMNS, created_at: policyVersions.created_at };

export async function listVersions(tx: TenantSql, id: string, page: { limit: number; before?: number }): Promise<PolicyVersionRow[]> {
  const before = page.before === undefined ? undefined : lt(policyVersions.version, page.before);
  const rows = await tx.sql
    .select(columns)
    .from(policyVersions)
    .where(and(eq(policyVersions.tenant_id, tx.tenant), eq(policyVersions.policy_id, storableText(id)), before))
    .orderBy(desc(policyVersions.version))
    .limit(page.limit);
  return rows.map(parsePolicy);
}

export async function getVersion(tx: TenantSql, id: string, version: number): Promise<PolicyVersionRow | null> {
  const [row] = await tx.sql
    .select(columns)
    .from(policyVersions)
    .where(
      and(eq(policyVersions.tenant_id, tx.tenant), eq(policyVersions.policy_id, storableText(id)), eq(policyVersions.version, version)),
    );
  return row ? parsePolicy(row) : null;
}

/** Which versions a source is made of. */
function within({ sql, tenant }: TenantSql, source: VersionSource) {
  const own = eq(policyVersions.tenant_id, tenant);
  if (typeof source === 'object' && 'versions' in source) return and(own, isAmong(source.versions));
  if (typeof source === 'object') {
    const member = and(
      eq(policySetMembers.tenant_id, tenant),
      eq(policySetMembers.set_id, storableText(source.set)),
      eq(policySetMembers.policy_id, policyVersions.policy_id),
      eq(policySetMembers.version, policyVersions.version),
    );
    return and(
      own,
      exists(
        sql
          .select({ one: text`1` })
          .from(policySetMembers)
          .where(member),
      ),
    );
  }
  const is_current = and(
    eq(policies.tenant_id, tenant),
    isNull(policies.deleted_at),
    source === 'enforce' ? policies.enabled : and(not(policies.enabled), policies.shadow),
    eq(policies.id, policyVersions.policy_id),
    eq(policies.version, policyVersions.version),
  );
  return and(
    own,
    exists(
      sql
        .select({ one: text`1` })
        .from(policies)
        .where(is_current),
    ),
  );
}

function isAmong(wanted: readonly { id: string; version: number }[]) {
  const list = JSON.stringify(wanted.map(({ id, version }) => ({ id: storableText(id), version })));
  return text`exists (select from jsonb_to_recordset(${list}::jsonb) as w (id text collate "C", version integer)
    where w.id = ${policyVersions.policy_id} and w.version = ${policyVersions.version})`;
}

export async function knownVersions(tx: TenantSql, wanted: readonly { id: string; version: number }[]): Promise<VersionHead[]> {
  return tx.sql
    .select(head)
    .from(policyVersions)
    .where(and(eq(policyVersions.tenant_id, tx.tenant), isAmong(wanted)))
    .orderBy(asc(policyVersions.policy_id), asc(policyVersions.version));
}

const head = { id: policyVersions.policy_id, version: policyVersions.version, digest: policyVersions.digest };

export async function versionHeads(tx: TenantSql, source: VersionSource): Promise<VersionHead[]> {
  return tx.sql.select(head).from(policyVersions).where(within(tx, source)).orderBy(asc(policyVersions.policy_id));
}

export async function statedVersions(tx: TenantSql, source: VersionSource): Promise<StatedVersion[]> {
  const rows = await tx.sql
    .select({
      id: policyVersions.policy_id,
      version: policyVersions.version,
      compiled: text<string | null>`${policyVersions.compiled}::text`,
      document: text<string | null>`case when ${policyVersions.compiled} is null then ${policyVersions.document}::text end`,
    })
    .from(policyVersions)
    .where(within(tx, source))
    .orderBy(asc(policyVersions.policy_id));
  return rows.map(({ compiled, document, ...rest }) => ({
    ...rest,
    compiled: compiled === null ? null : parseCompiled(compiled),
    document: document === null ? null : parseDocument(document),
  }));
}

export async function testedVersions(tx: TenantSql, source: VersionSource): Promise<PolicyVersionRow[]> {
  const rows = await tx.sql.select(columns).from(policyVersions).where(within(tx, source)).orderBy(asc(policyVersions.policy_id));
  return rows.map(parsePolicy);
}

export async function usesOfPolicies({ sql, tenant }: TenantSql): Promise<ReadonlyMap<string, Date>> {
  const rows = await sql
    .select({ id: policyUses.policy_id, at: policyUses.used_at })
    .from(policyUses)
    .where(eq(policyUses.tenant_id, tenant));
  return new Map(rows.map(({ id, at }) => [id, at]));
}

/** Across tenants, by a function of the owner that does nothing else. */
export async function notePolicyUses(sql: Sql, uses: readonly PolicyUse[]): Promise<void> {
  const rows = uses.map(({ tenant, policy_id, at }) => ({ tenant_id: tenant, id: policy_id, at }));
  await sql.execute(text`select note_policy_uses(${JSON.stringify(rows)}::jsonb)`);
}
