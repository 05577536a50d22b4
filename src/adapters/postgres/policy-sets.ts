import { and, asc, count, desc, eq, lt, ne, sql as text } from 'drizzle-orm';
import * as z from 'zod';
import type { Page, PageRequest } from '#app/ports.ts';
import type { ActivationRow, PolicySetRow } from '#app/policy-ports.ts';
import { POLICY_SET_STATES, type PolicySetManifest, type PolicySetState } from '#core/policy/policy-set.ts';
import { STRICTNESS } from '#core/submission.ts';
import { policyActivations, policySetMembers, policySets } from './schema.ts';
import { fromStoredJson, fromStoredText, storableJson, storableText } from './storable.ts';
import { pageOf, type TenantSql } from './transaction.ts';

const manifest: z.ZodType<PolicySetManifest> = z.strictObject({
  policies: z.array(z.strictObject({ id: z.string(), version: z.int(), digest: z.string() })),
  settings: z.strictObject({ posture: z.enum(['starter', 'strict']), strictness: z.enum(STRICTNESS) }),
  lists: z.array(z.strictObject({ name: z.string(), digest: z.string() })),
});
const state = z.enum(POLICY_SET_STATES);

const columns = {
  id: policySets.id,
  name: policySets.name,
  state: policySets.state,
  digest: policySets.digest,
  manifest: text<string>`${policySets.manifest}::text`,
  created_at: policySets.created_at,
  updated_at: policySets.updated_at,
};
type Row = Omit<PolicySetRow, 'manifest' | 'state'> & { manifest: string; state: string };

const own = ({ tenant }: TenantSql) => eq(policySets.tenant_id, tenant);

export async function getPolicySet(tx: TenantSql, id: string): Promise<PolicySetRow | null> {
  const [row] = await tx.sql
    .select(columns)
    .from(policySets)
    .where(and(own(tx), eq(policySets.id, storableText(id))));
  return row ? parse(row) : null;
}

export async function namedPolicySet(tx: TenantSql, name: string): Promise<{ id: string; digest: string } | null> {
  const column = name.startsWith('set_') ? policySets.id : policySets.digest;
  const [row] = await tx.sql
    .select({ id: policySets.id, digest: policySets.digest })
    .from(policySets)
    .where(and(own(tx), eq(column, storableText(name))))
    .orderBy(desc(policySets.id))
    .limit(1);
  return row ?? null;
}

export async function listPolicySets(tx: TenantSql, page: PageRequest): Promise<Page<PolicySetRow>> {
  const after = page.after === undefined ? undefined : lt(policySets.id, storableText(page.after));
  const rows = await tx.sql
    .select(columns)
    .from(policySets)
    .where(and(own(tx), after))
    .orderBy(desc(policySets.id))
    .limit(page.limit + 1);
  return pageOf(rows.map(parse), page);
}

export async function countPolicySets(tx: TenantSql): Promise<number> {
  const [row] = await tx.sql
    .select({ n: count() })
    .from(policySets)
    .where(and(own(tx), ne(policySets.state, 'archived')));
  return row?.n ?? 0;
}

export async function watchingSets(tx: TenantSql): Promise<{ id: string; name: string }[]> {
  const rows = await tx.sql
    .select({ id: policySets.id, name: policySets.name })
    .from(policySets)
    .where(and(own(tx), eq(policySets.state, 'shadow')))
    .orderBy(asc(policySets.id));
  return rows.map(({ id, name }) => ({ id, name: fromStoredText(name) }));
}

export async function insertPolicySet({ sql, tenant }: TenantSql, row: PolicySetRow): Promise<void> {
  const stored = { ...row, name: storableText(row.name), manifest: text`${storableJson(row.manifest)}::jsonb` };
  await sql.insert(policySets).values({ ...stored, tenant_id: tenant });
  const members = row.manifest.policies.map(({ id, version }) => ({ tenant_id: tenant, set_id: row.id, policy_id: id, version }));
  if (members.length) await sql.insert(policySetMembers).values(members);
}

export async function setPolicySetState(tx: TenantSql, id: string, next: PolicySetState, at: Date): Promise<void> {
  await tx.sql
    .update(policySets)
    .set({ state: next, updated_at: at })
    .where(and(own(tx), eq(policySets.id, storableText(id))));
}

const activation = {
  serial: policyActivations.serial,
  set: policyActivations.set_id,
  previous: policyActivations.previous,
  at: policyActivations.at,
};

export async function latestActivation({ sql, tenant }: TenantSql): Promise<ActivationRow | null> {
  const rows = sql.select(activation).from(policyActivations).where(eq(policyActivations.tenant_id, tenant));
  const [row] = await rows.orderBy(desc(policyActivations.serial)).limit(1);
  return row ?? null;
}

export async function activationAt({ sql, tenant }: TenantSql, serial: number): Promise<ActivationRow | null> {
  const [row] = await sql
    .select(activation)
    .from(policyActivations)
    .where(and(eq(policyActivations.tenant_id, tenant), eq(policyActivations.serial, serial)));
  return row ?? null;
}

export async function insertActivation({ sql, tenant }: TenantSql, { serial, set, previous, at }: ActivationRow): Promise<void> {
  await sql.insert(policyActivations).values({ tenant_id: tenant, serial, set_id: set, previous, at });
}

const parse = (row: Row): PolicySetRow => ({
  ...row,
  name: fromStoredText(row.name),
  state: state.parse(row.state),
  manifest: manifest.parse(fromStoredJson(row.manifest)),
});
