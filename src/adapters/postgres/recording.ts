/**
 * The hot statement: verdicts of many tenants, charged and written at once. Its parameters are two JSON texts of small fields and one
 * packet of bytes, in which each record's text, wrapped key and ciphertext stand one behind the other: what is large is neither
 * quoted nor parsed on its way (docs/adr/0014).
 */
import * as z from 'zod';
import { VERDICT_KEPT_MS } from '#app/idempotency.ts';
import type { Charge, VerdictEntry, VerdictGroup } from '#app/ports.ts';
import { type AuditColumns, columnsOf } from './audit-columns.ts';

const ENTRY_COLUMNS = `
  g int, nth int, id uuid, kind text, decision text, method text, tool text, user_key bigint, session_key bigint, categories text[],
  at int, record int, wrapped_key int, ciphertext int`;

/** Of the statement that keeps answers too: they come last in the packet. */
const ANSWER_COLUMNS = `${ENTRY_COLUMNS}, digest text, answer_key int, answer int, answer_expires timestamptz`;

/**
 * An answer that has not expired is not replaced: the null that it would become spoils the commit, and the recorder tries each call by
 * itself. In the order of digests, so that no two transactions wait for each other.
 */
const KEEP_ANSWERS = `, answered as (
    insert into idempotent_answers as a (tenant_id, digest, wrapped_key, ciphertext, expires_at)
    select tenant_id, decode(digest, 'hex'), substring($3::bytea from answer_at for answer_key),
      substring($3::bytea from answer_at + answer_key for answer), answer_expires
    from kept, lateral (select at + record + coalesce(wrapped_key, 0) + coalesce(ciphertext, 0) as answer_at) as place
    where digest is not null order by digest
    on conflict (tenant_id, digest) do update set
      wrapped_key = excluded.wrapped_key,
      ciphertext = excluded.ciphertext,
      expires_at = case when a.expires_at <= excluded.expires_at - interval '${VERDICT_KEPT_MS} ms' then excluded.expires_at end
  )`;

/** `$1` groups, `$2` entries, `$3` packet. Months are charged in one order everywhere, so that no two transactions wait for each other. */
const statement = (columns: string, more: string): string => `
  with wanted as materialized (
    select * from json_to_recordset($1::json) as wanted (g int, tenant uuid, month date, quota bigint, n bigint)
  ), charged as (
    insert into usage_months as u (tenant_id, month, used, last_granted, last_wanted, last_quota)
    select tenant, month, greatest(0, least(n, quota)), greatest(0, least(n, quota)), n, quota from wanted order by tenant, month
    on conflict (tenant_id, month) do update set
      used = u.used + greatest(0, least(excluded.last_wanted, excluded.last_quota - u.used)),
      last_granted = greatest(0, least(excluded.last_wanted, excluded.last_quota - u.used)),
      last_wanted = excluded.last_wanted,
      last_quota = excluded.last_quota
    returning tenant_id, month, last_granted, used
  ), charge as materialized (
    select g, tenant_id, last_granted, used from wanted join charged on tenant_id = tenant and charged.month = wanted.month
  ), kept as materialized (
    select tenant_id, entry.*
    from json_to_recordset($2::json) as entry (${columns})
    join charge using (g) where nth < last_granted
  ), sealed as (
    insert into decision_inputs (tenant_id, id, wrapped_key, ciphertext)
    select tenant_id, id, substring($3::bytea from at + record for wrapped_key),
      substring($3::bytea from at + record + wrapped_key for ciphertext)
    from kept where wrapped_key is not null
  ), recorded as (
    insert into audit_records (tenant_id, id, kind, decision, method, tool, user_key, session_key, categories, record)
    select tenant_id, id, kind, decision, method, tool, user_key, session_key, categories,
      convert_from(substring($3::bytea from at for record), 'UTF8')
    from kept
  )${more}
  select g, last_granted::int as granted, used::float8 as used from charge order by g`;

const RECORD_VERDICTS = { name: 'record_verdicts', text: statement(ENTRY_COLUMNS, '') } as const;
const RECORD_ANSWERED = { name: 'record_answered', text: statement(ANSWER_COLUMNS, KEEP_ANSWERS) } as const;

/** Calls without `Idempotency-Key` do not pay for those with one. */
export const recordStatement = (groups: readonly VerdictGroup[]): { name: string; text: string } =>
  groups.some(({ entries }) => entries.some(({ answer }) => answer)) ? RECORD_ANSWERED : RECORD_VERDICTS;

/** The same for one tenant whose rows are seen: only what is not there yet is written, and counted. */
const REPLAY_SQL = `
  with wanted as materialized (
    select * from json_to_recordset($1::json) as wanted (tenant uuid, month date)
  ), entry as materialized (
    select tenant, entry.* from wanted, json_to_recordset($2::json) as entry (${ENTRY_COLUMNS})
  ), recorded as (
    insert into audit_records (tenant_id, id, kind, decision, method, tool, user_key, session_key, categories, record)
    select tenant, id, kind, decision, method, tool, user_key, session_key, categories,
      convert_from(substring($3::bytea from at for record), 'UTF8')
    from entry on conflict do nothing returning id
  ), sealed as (
    insert into decision_inputs (tenant_id, id, wrapped_key, ciphertext)
    select tenant, id, substring($3::bytea from at + record for wrapped_key),
      substring($3::bytea from at + record + wrapped_key for ciphertext)
    from entry join recorded using (id) where wrapped_key is not null
    on conflict do nothing
  ), counted as (
    insert into usage_months as u (tenant_id, month, used, last_granted, last_wanted)
    select tenant, month, n, n, n from wanted, (select count(*) as n from recorded) as new where n > 0
    on conflict (tenant_id, month) do update set used = u.used + excluded.used
  )
  select count(*)::int as recorded from recorded`;

export const REPLAY_VERDICTS = { name: 'replay_verdicts', text: REPLAY_SQL } as const;

type Entry = Omit<AuditColumns, 'record'> & {
  /** Index of the group, and the entry's own within it. */
  g: number;
  nth: number;
  /** Where in the packet the record begins, from 1; how many bytes it has; then those of the wrapped key and the ciphertext. */
  at: number;
  record: number;
  wrapped_key?: number;
  ciphertext?: number;
  digest?: string;
  answer_key?: number;
  answer?: number;
  answer_expires?: Date;
};

/** Throws TypeError when two groups share tenant and month. */
export function parametersOf(groups: readonly VerdictGroup[]): [string, string, Buffer] {
  const named = new Set(groups.map(({ tenant, month }) => `${tenant} ${month}`));
  if (named.size !== groups.length) throw new TypeError('two groups of one recording share tenant and month');
  const wanted = groups.map(({ tenant, month, quota, entries }, g) => ({ g, tenant, month, quota, n: entries.length }));
  const packet = new Packet(groups);
  const rows: Entry[] = [];
  for (const [g, { entries }] of groups.entries()) {
    for (let nth = 0; nth < entries.length; nth++) {
      const entry = entries[nth];
      if (entry) rows.push(packet.add(entry, g, nth));
    }
  }
  return [JSON.stringify(wanted), JSON.stringify(rows), packet.bytes()];
}

const RECORD_BYTES_EXPECTED = 4_096;

type Sealed = { wrapped_key: Uint8Array; ciphertext: Uint8Array };
const sealedBytes = (sealed: Sealed | null | undefined): number => (sealed ? sealed.wrapped_key.length + sealed.ciphertext.length : 0);

/** Grown by doubling; a record's text may take three bytes for each of its UTF-16 code units. */
class Packet {
  #buffer: Buffer;
  #length = 0;

  constructor(groups: readonly VerdictGroup[]) {
    let bytes = 0;
    for (const { entries } of groups)
      for (const { input, answer } of entries) bytes += RECORD_BYTES_EXPECTED + sealedBytes(input) + sealedBytes(answer);
    this.#buffer = Buffer.allocUnsafe(bytes);
  }

  add({ record, input, answer }: VerdictEntry, g: number, nth: number): Entry {
    const text = JSON.stringify(record);
    this.#reserve(3 * text.length + sealedBytes(input) + sealedBytes(answer));
    const start = this.#length;
    const written = this.#buffer.write(text, start, 'utf8');
    this.#length += written;
    const entry: Entry = { g, nth, ...columnsOf(record), at: start + 1, record: written };
    if (input) {
      this.#put(input);
      entry.wrapped_key = input.wrapped_key.length;
      entry.ciphertext = input.ciphertext.length;
    }
    if (answer) {
      this.#put(answer);
      entry.digest = Buffer.from(answer.digest).toString('hex');
      entry.answer_key = answer.wrapped_key.length;
      entry.answer = answer.ciphertext.length;
      entry.answer_expires = answer.expires_at;
    }
    return entry;
  }

  #put({ wrapped_key, ciphertext }: Sealed): void {
    this.#buffer.set(wrapped_key, this.#length);
    this.#buffer.set(ciphertext, this.#length + wrapped_key.length);
    this.#length += wrapped_key.length + ciphertext.length;
  }

  bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  #reserve(more: number): void {
    if (this.#length + more <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.#length + more));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}

const replayed = z.tuple([z.object({ recorded: z.int() })]);
export const recordedOf = (rows: unknown[]): number => replayed.parse(rows)[0].recorded;

const answer = z.array(z.object({ g: z.int(), granted: z.int(), used: z.number() }));

/** The charges in the order of the groups. */
export function chargesOf(rows: unknown[], groups: number): Charge[] {
  const charges = answer.parse(rows).map(({ granted, used }) => ({ granted, used }));
  if (charges.length !== groups) throw new Error('the recording did not answer for every group');
  return charges;
}
