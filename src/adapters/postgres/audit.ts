import { and, arrayContains, desc, eq, gte, lt, sql as text } from 'drizzle-orm';
import type { AuditFilter, Page, PageRequest, SealedInput, VerdictEntry } from '#app/ports.ts';
import type { AuditRecord } from '#core/audit.ts';
import { parseAuditRecord } from './audit-record.ts';
import { auditRecords, decisionInputs } from './schema.ts';
import { boundedName, fromStoredJson, storableJson, storableText } from './storable.ts';
import { pageOf, type TenantSql } from './transaction.ts';

/** Rows of one INSERT; COPY is faster only above that. */
export const ROWS_PER_INSERT = 500;
const NONCE_BYTES = 12;

const storedRecord = text<string>`${auditRecords.record}::text`;
const read = (stored: string): AuditRecord => parseAuditRecord(fromStoredJson(stored));

export async function getRecord(
  { sql, tenant }: TenantSql,
  id: string,
): Promise<{ record: AuditRecord; input: SealedInput | null } | null> {
  const { wrapped_key, nonce, ciphertext, expires_at } = decisionInputs;
  const [row] = await sql
    .select({ record: storedRecord, input: { wrapped_key, nonce, ciphertext, expires_at } })
    .from(auditRecords)
    .leftJoin(decisionInputs, and(eq(decisionInputs.tenant_id, tenant), eq(decisionInputs.record_id, auditRecords.id)))
    .where(and(eq(auditRecords.tenant_id, tenant), eq(auditRecords.id, storableText(id))));
  if (!row) return null;
  const { input: stored } = row;
  const whole = stored && new Uint8Array(Buffer.concat([stored.nonce, stored.ciphertext]));
  const input = stored && whole && { wrapped_key: stored.wrapped_key, ciphertext: whole, expires_at: stored.expires_at };
  return { record: read(row.record), input };
}

export async function listRecords({ sql, tenant }: TenantSql, filter: AuditFilter, page: PageRequest): Promise<Page<AuditRecord>> {
  const own = eq(auditRecords.tenant_id, tenant);
  const { at, id } = auditRecords;
  let older;
  if (page.after !== undefined) {
    const [last] = await sql
      .select({ at, id })
      .from(auditRecords)
      .where(and(own, eq(id, storableText(page.after))));
    if (!last) return { rows: [], next: null };
    older = text`(${at}, ${id}) < (${last.at.toISOString()}::timestamptz, ${last.id})`;
  }
  const rows = await sql
    .select({ record: storedRecord })
    .from(auditRecords)
    .where(and(own, older, ...conditions(filter)))
    .orderBy(desc(at), desc(id))
    .limit(page.limit + 1);
  return pageOf(
    rows.map((row) => read(row.record)),
    page,
  );
}

/** `from` is inclusive, `to` exclusive. */
function conditions({ kind, decision, method, tool, category, user_hmac, session_hmac, from, to }: AuditFilter) {
  return [
    kind && eq(auditRecords.kind, kind),
    decision && eq(auditRecords.decision, decision),
    method === undefined ? undefined : eq(auditRecords.method, storableText(boundedName(method))),
    tool === undefined ? undefined : eq(auditRecords.tool, storableText(boundedName(tool))),
    category && arrayContains(auditRecords.categories, [category]),
    user_hmac === undefined ? undefined : eq(auditRecords.user_hmac, storableText(user_hmac)),
    session_hmac === undefined ? undefined : eq(auditRecords.session_hmac, storableText(session_hmac)),
    from && gte(auditRecords.at, from),
    to && lt(auditRecords.at, to),
  ];
}

export async function appendRecords({ sql, tenant }: TenantSql, entries: readonly VerdictEntry[]): Promise<void> {
  for (let i = 0; i < entries.length; i += ROWS_PER_INSERT) {
    const rows = storableJson(entries.slice(i, i + ROWS_PER_INSERT).map(columnsOf));
    await sql.execute(text`
      with entry as (
        select * from json_to_recordset(${rows}::json) as entry (
          id text, at timestamptz, kind text, key_id text, decision text, status smallint, method text, tool text,
          user_hmac text, session_hmac text, agent_hmac text, device_hmac text, ip_hmac text, categories text[], record jsonb,
          wrapped_key text, nonce text, ciphertext text, expires_at timestamptz)
      ), sealed as (
        insert into decision_inputs (tenant_id, record_id, wrapped_key, nonce, ciphertext, expires_at)
        select ${tenant}::uuid, id, decode(wrapped_key, 'base64'), decode(nonce, 'base64'), decode(ciphertext, 'base64'), expires_at
        from entry where wrapped_key is not null
      )
      insert into audit_records (tenant_id, id, at, kind, key_id, decision, status, method, tool,
        user_hmac, session_hmac, agent_hmac, device_hmac, ip_hmac, categories, record)
      select ${tenant}::uuid, id, at, kind, key_id, decision, status, method, tool,
        user_hmac, session_hmac, agent_hmac, device_hmac, ip_hmac, categories, record
      from entry`);
  }
}

function columnsOf({ record, input }: VerdictEntry) {
  const { id, at, kind, key_id } = record;
  const sealed = input && {
    wrapped_key: base64(input.wrapped_key),
    nonce: base64(input.ciphertext.subarray(0, NONCE_BYTES)),
    ciphertext: base64(input.ciphertext.subarray(NONCE_BYTES)),
    expires_at: input.expires_at,
  };
  if (record.kind === 'admin') return { id, at, kind, key_id, categories: [], record, ...sealed };
  const { decision, status, method, tool, user_hmac, session_hmac, agent_hmac, device_hmac, ip_hmac, findings } = record;
  const hmacs = { user_hmac, session_hmac, agent_hmac, device_hmac, ip_hmac };
  const categories = [...new Set(findings.map((finding) => finding.category))];
  const names = { method: method === null ? null : boundedName(method), tool: tool === null ? null : boundedName(tool) };
  return { id, at, kind, key_id, decision, status, ...names, ...hmacs, categories, record, ...sealed };
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
