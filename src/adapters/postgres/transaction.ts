/** What every noun of this folder is given: a transaction of either engine, and the tenant whose rows it may touch. */
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Page, PageRequest } from '#app/ports.ts';
import type { TenantId } from '#core/tenant.ts';

export type Sql = PgDatabase<PgQueryResultHKT>;
export type TenantSql = { sql: Sql; tenant: TenantId };

/** What row security sees: a tenant, or (before it is known) the hash of a key in hex. */
export type Sight = { tenant: TenantId } | { key_hash: string };
export type Transact = <T>(sight: Sight, mode: 'read' | 'write', work: (sql: Sql) => Promise<T>) => Promise<T>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const HEX = /^(?:[0-9a-f]{2})+$/;

/** The name and value for `set_config`, of an alphabet that needs no quoting. */
export function setting(sight: Sight): { name: string; value: string } {
  const [name, value, form] = 'tenant' in sight ? ['app.tenant_id', sight.tenant, UUID] : ['app.key_hash', sight.key_hash, HEX];
  if (!form.test(value)) throw new TypeError(`${name} is malformed`);
  return { name, value };
}

/** `rows` were asked for with one more than the page holds. */
export function pageOf<T extends { id: string }>(rows: T[], { limit }: PageRequest): Page<T> {
  const page = rows.slice(0, limit);
  return { rows: page, next: rows.length > limit ? (page.at(-1)?.id ?? null) : null };
}
