/** Versions of policies: what has been, what is in force, and which of them have had a part in verdicts. */
import { and, asc, desc, eq, exists, isNull, lt, not, sql as text } from 'drizzle-orm';
import type { PolicyUse, PolicyVersionRow, StatedVersion, TestedVersion, VersionHead, VersionSource } from '#app/policy-ports.ts';
import { makeTurns } from '#app/turns.ts';
import { parseCompiled, parseDocument, parsePolicy, parseTests, VERSION_COLUMNS } from './policy-texts.ts';
import { policies, policySetMembers, policyUses, policyVersions } from './schema.ts';
import { fromStoredText, storableText } from './storable.ts';
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

type Wanted = readonly { id: string; version: number }[];

function among({ tenant }: TenantSql, wanted: Wanted) {
  const list = JSON.stringify(wanted.map(({ id, version }) => ({ id: storableText(id), version })));
  return and(
    eq(policyVersions.tenant_id, tenant),
    text`(${policyVersions.policy_id}, ${policyVersions.version}) in
      (select w.id, w.version from jsonb_to_recordset(${list}::jsonb) as w (id text collate "C", version integer))`,
  );
}

export async function knownVersions(tx: TenantSql, wanted: Wanted): Promise<VersionHead[]> {
  return tx.sql
    .select(head)
    .from(policyVersions)
    .where(among(tx, wanted))
    .orderBy(asc(policyVersions.policy_id), asc(policyVersions.version));
}

const head = { id: policyVersions.policy_id, version: policyVersions.version, digest: policyVersions.digest };

export async function versionHeads(tx: TenantSql, source: VersionSource): Promise<VersionHead[]> {
  return tx.sql.select(head).from(policyVersions).where(within(tx, source)).orderBy(asc(policyVersions.policy_id));
}

export async function statedVersions(tx: TenantSql, wanted: Wanted): Promise<StatedVersion[]> {
  if (!wanted.length) return [];
  const rows = await tx.sql
    .select({
      id: policyVersions.policy_id,
      version: policyVersions.version,
      compiled: text<string | null>`${policyVersions.compiled}::text`,
      document: text<string | null>`case when ${policyVersions.compiled} is null then ${policyVersions.document}::text end`,
    })
    .from(policyVersions)
    .where(among(tx, wanted))
    .orderBy(asc(policyVersions.policy_id));
  const versions: StatedVersion[] = [];
  const turn = makeTurns();
  // A thousand of them may be some megabytes of JSON.
  for (const { compiled, document, ...rest } of rows) {
    await turn();
    versions.push({
      ...rest,
      compiled: compiled === null ? null : parseCompiled(compiled),
      document: document === null ? null : parseDocument(document),
    });
  }
  return versions;
}

export async function testedVersions(tx: TenantSql, source: VersionSource): Promise<TestedVersion[]> {
  const { id, name, tests } = columns;
  const rows = await tx.sql
    .select({ id, name, tests })
    .from(policyVersions)
    .where(within(tx, source))
    .orderBy(asc(policyVersions.policy_id));
  return rows.map((row) => ({ id: row.id, name: fromStoredText(row.name), tests: parseTests(row.tests) }));
}

export async function writtenVersions(tx: TenantSql, source: VersionSource): Promise<PolicyVersionRow[]> {
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
