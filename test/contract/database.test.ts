import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { describe } from 'vitest';
import { databaseOn } from '#adapters/pglite.ts';
import { openSessionHere } from '#adapters/pglite-session.ts';
import { openSessionInThread } from '#adapters/pglite-thread.ts';
import { openPostgres } from '#adapters/postgres/database.ts';
import { createDatabase, withAdmin } from '../support/databases.ts';
import { freshPostgres } from '../support/stores.ts';
import { databaseContract } from './database.ts';
import type { Subject } from './database-subject.ts';

describe.each([
  ['in this thread', openSessionHere],
  ['in a thread of its own', () => openSessionInThread('memory://')],
])('%s', (_, open) => {
  databaseContract('PGlite', async () => {
    const session = await open();
    const database = await databaseOn(session, () => {});
    const asRuntime: Subject['asRuntime'] = async (settings, sql) => {
      await session.exec('begin');
      try {
        for (const [name, value] of Object.entries(settings))
          await session.query('select set_config($1, $2, true)', [name, value], 'object');
        const { rows } = await session.query(sql, [], 'object');
        await session.exec('select; commit');
        return rows;
      } catch (error) {
        await session.exec('rollback');
        throw error;
      }
    };
    return { database, others: [], asRuntime, close: () => database.close() };
  });
});

databaseContract('PostgreSQL, one login that is a superuser', async () => {
  const { database, url, openAnother, close } = await freshPostgres();
  const runtime = await runtimeClient(url);
  return {
    database,
    others: [await openAnother(), await openAnother()],
    asRuntime: runtime.asRuntime,
    async close() {
      await runtime.end();
      await close();
    },
  };
});

databaseContract('PostgreSQL, an owner and a login that are both plain', async () => {
  const { name, url, drop } = await createDatabase('empty');
  const [owner, login] = ['owner', 'login'].map((part) => `countersign_test_${part}_${randomBytes(4).toString('hex')}`);
  const password = randomBytes(8).toString('hex');
  await withAdmin(async (admin) => {
    await admin.query(
      `do $$ begin create role countersign_runtime nologin; exception when duplicate_object or unique_violation then null; end $$`,
    );
    await admin.query(`create role ${owner} login createrole password '${password}'`);
    await admin.query(`create role ${login} login password '${password}'`);
    await admin.query(`alter database ${name} owner to ${owner}`);
  });
  const as = (user = ''): string => Object.assign(new URL(url), { username: user, password }).href;
  const open = () => openPostgres({ url: as(login), migration_url: as(owner), pool_max: 4, statement_timeout_ms: 10_000 });
  const opened = [await open(), await open()] as const;
  const runtime = await runtimeClient(as(login));
  return {
    database: opened[0],
    others: [opened[1]],
    asRuntime: runtime.asRuntime,
    async close() {
      await runtime.end();
      for (const database of opened) await database.close();
      await drop();
      await withAdmin((admin) => admin.query(`drop role ${owner}, ${login}`));
    },
  };
});

async function runtimeClient(url: string): Promise<Pick<Subject, 'asRuntime'> & { end(): Promise<void> }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query('set role countersign_runtime');
  let turn: Promise<unknown> = Promise.resolve();
  const transact = async (settings: Record<string, string>, sql: string): Promise<unknown[]> => {
    await client.query('begin');
    try {
      for (const [name, value] of Object.entries(settings)) await client.query('select set_config($1, $2, true)', [name, value]);
      const { rows } = await client.query<Record<string, unknown>>(sql);
      await client.query('commit');
      return rows;
    } catch (error) {
      await client.query('rollback');
      throw error;
    }
  };
  return {
    asRuntime: (settings, sql) => {
      const next = turn.then(() => transact(settings, sql));
      turn = next.catch(() => {});
      return next;
    },
    end: () => client.end(),
  };
}
