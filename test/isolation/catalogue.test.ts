/** The whole catalogue of a migrated store: what the runtime role may reach without a tenant is nothing of any tenant's. */
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RUNTIME_ROLE } from '#adapters/postgres/runtime-role.ts';
import { type Harness, LIST_TOOLS, openHarness } from '../http/harness.ts';
import { freshMemory, freshPostgres } from '../support/stores.ts';

/** Of no tenant: names and digests of migrations. */
const PUBLIC_TABLES = ['schema_migrations'];

type Relation = { name: string; has_tenant: boolean; enabled: boolean; forced: boolean; is_partition: boolean; readable: boolean };

const RELATIONS = `
  select c.oid::regclass::text as name, c.relrowsecurity as enabled, c.relforcerowsecurity as forced, c.relispartition as is_partition,
         exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as has_tenant,
         has_table_privilege($1, c.oid, 'select') or has_any_column_privilege($1, c.oid, 'select') as readable
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
   order by 1`;

let harness: Harness;
let admin: Client;
let relations: Relation[];

beforeAll(async () => {
  const { database, url, close } = await freshPostgres();
  harness = await openHarness({ database, limiter: freshMemory().limiter, close });
  for (const { key } of [await harness.tenant(), await harness.tenant()]) {
    const headers = { 'Idempotency-Key': 'once' };
    await harness.ask('POST', '/policies', { key, json: { name: 'p', document: {} }, headers });
    await harness.ask('POST', '/validate', { key, json: LIST_TOOLS, headers });
    await harness.ask('POST', '/packs/read-only/install', { key, json: {} });
    await harness.ask('POST', '/policies/replay', { key, json: { set: 'current' }, headers });
  }
  admin = new Client({ connectionString: url });
  await admin.connect();
  relations = (await admin.query<Relation>(RELATIONS, [RUNTIME_ROLE])).rows;
});
afterAll(async () => {
  await admin.end();
  await harness.close();
});

/** As a request would be served, but without saying for whom. */
async function countAsRuntime(name: string): Promise<number> {
  await admin.query('begin');
  try {
    await admin.query(`set local role ${RUNTIME_ROLE}`);
    const { rows } = await admin.query<{ n: string }>(`select count(*) as n from ${name}`);
    return Number(rows[0]?.n);
  } finally {
    await admin.query('rollback');
  }
}

const countAll = async (name: string): Promise<number> =>
  Number((await admin.query<{ n: string }>(`select count(*) as n from ${name}`)).rows[0]?.n);

it('no table shows a row without a tenant', async () => {
  const readable = relations.filter((r) => r.readable && !PUBLIC_TABLES.includes(r.name));
  for (const { name } of readable) expect(await countAsRuntime(name), name).toBe(0);
  const counts: number[] = [];
  for (const { name } of readable) counts.push(await countAll(name));
  // Where there is nothing, seeing nothing proves nothing.
  expect(counts.filter((n) => n > 0).length).toBeGreaterThanOrEqual(6);
});

it('a partition, reached past its parent, shows nothing either', async () => {
  for (const { name } of relations.filter((r) => r.is_partition))
    await expect(
      countAsRuntime(name).catch((error: { code?: string }) => (error.code === '42501' ? 0 : error)),
      name,
    ).resolves.toBe(0);
});

it('every table with a tenant forces row-level security, and there is none without a tenant that can be read', () => {
  expect(relations.filter((r) => r.has_tenant && !(r.enabled && r.forced)).map((r) => r.name)).toEqual([]);
  expect(relations.filter((r) => r.readable && !r.has_tenant).map((r) => r.name)).toEqual(PUBLIC_TABLES);
});

it('the runtime role owns nothing and is nobody else', async () => {
  const { rows } = await admin.query(
    `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
            exists (select from pg_class where relowner = r.oid) as owns,
            exists (select from pg_auth_members where member = r.oid) as is_member
       from pg_roles r where rolname = $1`,
    [RUNTIME_ROLE],
  );
  const nothing = { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owns: false, is_member: false };
  expect(rows).toEqual([nothing]);
});

it('what runs with the rights of the owner looks only where it should', async () => {
  const { rows } = await admin.query<{ name: string; path: string | null; open: boolean }>(
    `select p.oid::regprocedure::text as name, (select s from unnest(p.proconfig) s where s like 'search_path=%') as path,
            exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) where grantee = 0) as open
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where p.prosecdef and n.nspname = 'public'`,
  );
  expect(rows.length).toBeGreaterThan(0);
  for (const { name, path, open } of rows) expect({ path, open }, name).toEqual({ path: 'search_path=pg_catalog, pg_temp', open: false });
});
