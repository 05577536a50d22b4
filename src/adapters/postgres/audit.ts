import { and, arrayContains, asc, desc, eq, gte, inArray, lt, lte, ne, sql as text } from 'drizzle-orm';
import type { AuditFilter, KeptVerdict, Page, PageRequest, SealedInput } from '#app/ports.ts';
import type { AuditRecord, VerdictRecord } from '#core/audit.ts';
import { idToUuid, uuidFloor, uuidTime, uuidToId } from '#core/id.ts';
import { columnsOf, hmacKey, nameColumn } from './audit-columns.ts';
import { parseAuditRecord } from './audit-record.ts';
import { auditRecords, decisionInputs } from './schema.ts';
import { pageOf, type TenantSql } from './transaction.ts';

const read = (stored: string): AuditRecord => parseAuditRecord(JSON.parse(stored));
const uuidOf = (id: string): string | null => idToUuid(id, 'vrd', 'aud');

/** The input expires `input_retention_ms` after the record's id was made. */
export async function getRecord(
  { sql, tenant }: TenantSql,
  id: string,
  input_retention_ms: number,
): Promise<{ record: AuditRecord; input: SealedInput | null } | null> {
  const uuid = uuidOf(id);
  if (uuid === null) return null;
  const { wrapped_key, ciphertext } = decisionInputs;
  const [row] = await sql
    .select({ record: auditRecords.record, sealed: { wrapped_key, ciphertext } })
    .from(auditRecords)
    // The id is named on both sides, so that one partition of each is looked into.
    .leftJoin(decisionInputs, and(eq(decisionInputs.tenant_id, tenant), eq(decisionInputs.id, uuid)))
    .where(and(eq(auditRecords.tenant_id, tenant), eq(auditRecords.id, uuid)));
  const record = row && read(row.record);
  // Both kinds share the key.
  if (record?.id !== id) return null;
  return { record, input: row?.sealed ? { ...row.sealed, expires_at: new Date(uuidTime(uuid) + input_retention_ms) } : null };
}

export async function listRecords({ sql, tenant }: TenantSql, filter: AuditFilter, page: PageRequest): Promise<Page<AuditRecord>> {
  const after = page.after === undefined ? undefined : uuidOf(page.after);
  if (after === null) return { rows: [], next: null };
  await sql.execute(IN_ORDER);
  const rows = await recordsQuery({ sql, tenant }, filter, { after, limit: page.limit });
  return pageOf(
    rows.map((row) => read(row.record)),
    page,
  );
}

/** Newest first, one more than the page holds. @param after UUID of the last of the page before */
export const recordsQuery = (
  { sql, tenant }: TenantSql,
  filter: AuditFilter,
  { after, limit }: { after: string | undefined; limit: number },
) =>
  sql
    .select({ id: auditRecords.id, record: auditRecords.record })
    .from(auditRecords)
    .where(and(eq(auditRecords.tenant_id, tenant), after === undefined ? undefined : lt(auditRecords.id, after), ...conditions(filter)))
    .orderBy(desc(auditRecords.id))
    .limit(limit + 1);

/**
 * Until the end of the transaction: down the index, page by page. Of a partition that it has not analysed yet PostgreSQL expects a row or
 * two, and would rather read and sort all of it for every page.
 */
export const IN_ORDER = text`select set_config('enable_bitmapscan', 'off', true), set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)`;

/** Inputs are looked up by their ids, between the first and the last: only partitions of that time are looked into. */
export async function listVerdicts(
  { sql, tenant }: TenantSql,
  filter: AuditFilter,
  page: PageRequest,
  input_retention_ms: number,
): Promise<Page<KeptVerdict>> {
  const after = page.after === undefined ? undefined : uuidOf(page.after);
  if (after === null) return { rows: [], next: null };
  await sql.execute(IN_ORDER);
  const found = await recordsQuery({ sql, tenant }, { ...filter, kind: 'verdict' }, { after, limit: page.limit });
  const ids = found.map(({ id }) => id);
  const [last, first] = [ids[0], ids.at(-1)];
  if (last === undefined || first === undefined) return { rows: [], next: null };
  const { id, wrapped_key, ciphertext } = decisionInputs;
  const inputs = await sql
    .select({ id, wrapped_key, ciphertext })
    .from(decisionInputs)
    .where(and(eq(decisionInputs.tenant_id, tenant), gte(id, first), lte(id, last), inArray(id, ids)));
  const sealed = new Map(inputs.map(({ id: of, ...one }) => [of, one]));
  const rows = found.map(({ id: uuid, record }): KeptVerdict => {
    const input = sealed.get(uuid);
    return {
      id: uuidToId('vrd', uuid),
      input: input ? { ...input, expires_at: new Date(uuidTime(uuid) + input_retention_ms) } : null,
      read: () => verdictOf(read(record)),
    };
  });
  return pageOf(rows, page);
}

export async function oldestRecord({ sql, tenant }: TenantSql, period: Pick<AuditFilter, 'from' | 'to'>): Promise<Date | null> {
  const [row] = await sql
    .select({ id: auditRecords.id })
    .from(auditRecords)
    .where(and(eq(auditRecords.tenant_id, tenant), ...conditions(period)))
    .orderBy(asc(auditRecords.id))
    .limit(1);
  return row ? new Date(uuidTime(row.id)) : null;
}

function verdictOf(record: AuditRecord): VerdictRecord {
  if (record.kind !== 'verdict') throw new TypeError('a record of a verdict is none');
  return record;
}

/** `from` is inclusive, `to` exclusive; both are of the time in the id. */
function conditions({ kind, decision, method, tool, category, user_hmac, session_hmac, from, to }: AuditFilter) {
  return [
    kind && eq(auditRecords.kind, kind),
    decision && eq(auditRecords.decision, decision),
    // Said once more for the partial index.
    decision && decision !== 'allow' ? ne(auditRecords.decision, 'allow') : undefined,
    method === undefined ? undefined : eq(auditRecords.method, nameColumn(method)),
    tool === undefined ? undefined : eq(auditRecords.tool, nameColumn(tool)),
    category && arrayContains(auditRecords.categories, [category]),
    user_hmac === undefined ? undefined : and(eq(auditRecords.user_key, hmacKey(user_hmac)), says('user_hmac', user_hmac)),
    session_hmac === undefined ? undefined : and(eq(auditRecords.session_key, hmacKey(session_hmac)), says('session_hmac', session_hmac)),
    from && gte(auditRecords.id, uuidFloor(from.getTime())),
    to && lt(auditRecords.id, uuidFloor(to.getTime())),
  ];
}

/** A quotation mark within a text of the record has a backslash before it: only a member reads like this. */
const says = (member: string, value: string) => text`strpos(${auditRecords.record}, ${`"${member}":${JSON.stringify(value)}`}) > 0`;

export async function eraseInput({ sql, tenant }: TenantSql, id: string): Promise<boolean> {
  const uuid = uuidOf(id);
  if (uuid === null) return false;
  const erased = await sql
    .delete(decisionInputs)
    .where(and(eq(decisionInputs.tenant_id, tenant), eq(decisionInputs.id, uuid)))
    .returning({ id: decisionInputs.id });
  return erased.length > 0;
}

export async function appendRecord({ sql, tenant }: TenantSql, record: AuditRecord): Promise<void> {
  await sql.insert(auditRecords).values({ tenant_id: tenant, ...columnsOf(record), record: JSON.stringify(record) });
}
