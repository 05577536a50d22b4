import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgres } from '#adapters/postgres/database.ts';
import { assertRowSecurityBinds, ensureRuntimeRole, type Session } from '#adapters/postgres/runtime-role.ts';
import { createDatabase, withAdmin } from '../../support/databases.ts';
import { startPostgres, type Server } from '../../support/servers.ts';

let database: Awaited<ReturnType<typeof createDatabase>>;
let client: Client;
let session: Session;
beforeAll(async () => {
  database = await createDatabase('migrated');
  client = new Client({ connectionString: database.url });
  await client.connect();
  session = sessionOf(client);
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const sessionOf = (connected: Client): Session => ({ rows: async (sql) => (await connected.query<object>(sql)).rows });

/** What `assertRowSecurityBinds` says as the runtime role after `sql`, all of it undone. */
async function said(sql: string, role = 'set local role countersign_runtime'): Promise<string> {
  await client.query(`begin; ${sql}; ${role}`);
  try {
    await assertRowSecurityBinds(session);
    return 'nothing';
  } catch (error) {
    return String(error);
  } finally {
    await client.query('rollback');
  }
}

test('a migrated database is served', async () => {
  expect(await said('select 1')).toBe('nothing');
});

const FAULTS: [string, string, string?][] = [
  ['is a superuser', 'select 1', 'select 1'],
  ['countersign_runtime bypasses row security', 'alter role countersign_runtime bypassrls'],
  ['countersign_runtime is a superuser', 'alter role countersign_runtime superuser'],
  ['table audit_records has tenant_id but not FORCE', 'alter table audit_records no force row level security'],
  ['table api_keys has tenant_id but not FORCE', 'alter table api_keys disable row level security'],
  ['table forgotten has tenant_id but not FORCE', 'create table forgotten (tenant_id uuid)'],
  [
    'countersign_runtime owns table policies',
    'grant create on schema public to countersign_runtime; alter table policies owner to countersign_runtime',
  ],
];
test.each(FAULTS)('refuses to serve: %s', async (message, sql, role) => {
  expect(await said(sql, role)).toContain(message);
});

test('an unguarded table keeps the service from starting', async () => {
  const unguarded = await createDatabase('migrated');
  try {
    const other = new Client({ connectionString: unguarded.url });
    await other.connect();
    await other.query('create table forgotten (tenant_id uuid)');
    await other.end();
    await expect(openPostgres({ url: unguarded.url, pool_max: 2, statement_timeout_ms: 5_000 })).rejects.toThrow('forgotten');
  } finally {
    await unguarded.drop();
  }
});

test('a login that may not take the role on is told the SQL to run', async () => {
  const login = `countersign_test_${randomBytes(4).toString('hex')}`;
  await withAdmin((admin) => admin.query(`create role ${login} login password 'x'`));
  try {
    const url = Object.assign(new URL(database.url), { username: login, password: 'x' }).href;
    const plain = new Client({ connectionString: url });
    await plain.connect();
    const ensured = ensureRuntimeRole(sessionOf(plain), login);
    await expect(ensured).rejects.toThrow(`as an administrator run: GRANT countersign_runtime TO "${login}";`);
    await plain.end();
  } finally {
    await withAdmin((admin) => admin.query(`drop role ${login}`));
  }
});

test('an owner that may not make the role is told the SQL to run, and serves once it was run', async () => {
  const server: Server = await startPostgres();
  try {
    await withAdmin(async (admin) => {
      await admin.query(`create role owner login password 'x'`);
      await admin.query('create database managed owner owner');
    }, server.url);
    const url = Object.assign(new URL(server.url), { username: 'owner', password: 'x', pathname: '/managed' }).href;
    const open = () => openPostgres({ url, pool_max: 2, statement_timeout_ms: 5_000 });
    const error: unknown = await open().catch((thrown: unknown) => thrown);
    const remedy = String(error).split('as an administrator run: ')[1] ?? '';
    expect(remedy).toBe('CREATE ROLE countersign_runtime NOLOGIN; GRANT countersign_runtime TO "owner";');
    await withAdmin((admin) => admin.query(remedy), server.url);
    const opened = await open();
    expect(await opened.isEmpty()).toBe(true);
    await opened.close();
  } finally {
    await server.stop();
  }
});
