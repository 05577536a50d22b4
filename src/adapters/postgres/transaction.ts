/** What every noun of this folder is given: a transaction of either engine, and the tenant whose rows it may touch. */
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Page, PageRequest } from '#app/ports.ts';
import type { TenantId } from '#core/tenant.ts';

export type Sql = PgDatabase<PgQueryResultHKT>;
export type TenantSql = { sql: Sql; tenant: TenantId };

/**
 * What row security sees: a tenant, or (before it is known) the hashes of keys in hex, or those whose verdicts are recorded; or nobody:
 * then functions of the owner do what is to be done.
 */
export type Sight = { tenant: TenantId } | { key_hashes: readonly string[] } | 'nobody' | { recording: readonly TenantId[] };
export type Transact = <T>(sight: Sight, mode: 'read' | 'write', work: (sql: Sql) => Promise<T>) => Promise<T>;

/** Runs one prepared statement in a transaction that writes; its rows. */
export type RecordStatement = (sight: Sight, statement: { name: string; text: string }, values: readonly unknown[]) => Promise<unknown[]>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const UUIDS = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:,[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})*$/;
const HEXES = /^[0-9a-f]{64}(?:,[0-9a-f]{64})*$/;
const NOBODY = /^$/;

/** The name and value for `set_config`, of an alphabet that needs no quoting. */
export function setting(sight: Sight): { name: string; value: string } {
  const [name, value, form] = named(sight);
  if (!form.test(value)) throw new TypeError(`${name} is malformed`);
  return { name, value };
}

function named(sight: Sight): [string, string, RegExp] {
  if (sight === 'nobody') return ['app.tenant_id', '', NOBODY];
  if ('tenant' in sight) return ['app.tenant_id', sight.tenant, UUID];
  if ('key_hashes' in sight) return ['app.key_hash', sight.key_hashes.join(','), HEXES];
  return ['app.recording', sight.recording.join(','), UUIDS];
}

/** `rows` were asked for with one more than the page holds. */
export function pageOf<T extends { id: string }>(rows: T[], { limit }: PageRequest): Page<T> {
  const page = rows.slice(0, limit);
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
