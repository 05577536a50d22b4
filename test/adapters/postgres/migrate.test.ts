import { Client, type QueryResult } from 'pg';
import { afterEach, expect, test } from 'vitest';
import { migratePostgres, openPostgres } from '#adapters/postgres/database.ts';
import { appliedTo, migrate, type Migration, pendingOf, readMigrations } from '#adapters/postgres/migrate.ts';
import type { Session } from '#adapters/postgres/runtime-role.ts';
import { createDatabase } from '../../support/databases.ts';

const ended: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).toReversed()) await end();
});

async function emptyDatabase(): Promise<string> {
  const { url, drop } = await createDatabase('empty');
  ended.push(drop);
  return url;
}

async function sessionOn(url: string): Promise<Session> {
  const client = new Client({ connectionString: url });
  await client.connect();
  ended.push(() => client.end());
  return {
    async rows(sql) {
      const results: QueryResult<object> | QueryResult<object>[] = await client.query(sql);
      return (Array.isArray(results) ? results.at(-1)?.rows : results.rows) ?? [];
    },
  };
}

const made = (name: string, sql: string): Migration => ({ name, sql, sha256: Buffer.from(sql).toString('hex') });
const ONE = made('0001_one.sql', 'create table one (n int); insert into one values (1);');
const TWO = made('0002_two.sql', 'create table two (n int); insert into one values (2);');

test('any number of processes may start at once on an empty database', async () => {
  const url = await emptyDatabase();
  const opened = await Promise.all(Array.from({ length: 6 }, () => openPostgres({ url, pool_max: 2, statement_timeout_ms: 5_000 })));
  for (const database of opened) ended.push(() => database.close());
  for (const database of opened) await database.ready(5_000);
  const session = await sessionOn(url);
  expect(await appliedTo(session)).toEqual(readMigrations().map(({ name, sha256 }) => ({ name, sha256 })));
});

test('each migration is applied once, in order, however often and from wherever it is asked for', async () => {
  const url = await emptyDatabase();
  const sessions = await Promise.all([sessionOn(url), sessionOn(url), sessionOn(url)]);
  await Promise.all(sessions.map((session) => migrate(session, [ONE, TWO])));
  await migrate(sessions[0] ?? (await sessionOn(url)), [ONE, TWO]);
  expect(await sessions[0]?.rows('select n from one order by n')).toEqual([{ n: 1 }, { n: 2 }]);
});

test('a migration that fails leaves nothing of itself, and those before it in place', async () => {
  const session = await sessionOn(await emptyDatabase());
  const broken = made('0002_two.sql', 'insert into one values (2); select 1/0;');
  await expect(migrate(session, [ONE, broken])).rejects.toThrow('division by zero');
  expect(await session.rows('select n from one')).toEqual([{ n: 1 }]);
  await migrate(session, [ONE, TWO]);
  expect(await session.rows('select n from one order by n')).toEqual([{ n: 1 }, { n: 2 }]);
});

test('a changed, an unknown or an overtaken migration is refused by name', async () => {
  const session = await sessionOn(await emptyDatabase());
  await migrate(session, [ONE, TWO]);
  await expect(migrate(session, [ONE, made(TWO.name, 'select 2')])).rejects.toThrow('0002_two.sql was changed after it was applied');
  await expect(migrate(session, [ONE])).rejects.toThrow('0002_two.sql, which this build does not know');
  const late = made('0001_zero.sql', 'select 0');
  await expect(migrate(session, [ONE, late, TWO])).rejects.toThrow('0001_zero.sql must come before 0002_two.sql');
});

test('a database is not ready for a build with other migrations', async () => {
  const url = await emptyDatabase();
  await migratePostgres(url);
  const database = await openPostgres({ url, pool_max: 2, statement_timeout_ms: 5_000 });
  ended.push(() => database.close());
  await database.ready(5_000);
  const session = await sessionOn(url);
  await session.rows(`insert into schema_migrations (name, sha256) values ('9999_newer.sql', 'x')`);
  await expect(database.ready(5_000)).rejects.toThrow('9999_newer.sql');
  await session.rows('delete from schema_migrations');
  await expect(database.ready(5_000)).rejects.toThrow('0001_foundation.sql');
});

test('the files of this build are numbered without a gap, and digested as they are', () => {
  const migrations = readMigrations();
  expect(migrations.map(({ name }) => Number(name.slice(0, 4)))).toEqual(migrations.map((_, i) => i + 1));
  expect(pendingOf(migrations, [])).toEqual(migrations);
});
