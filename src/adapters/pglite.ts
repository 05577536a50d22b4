/**
 * PostgreSQL inside this process, for evaluation and for small installations. It survives the death of the process but, since it
 * never calls fsync, not the loss of power. One session serves everybody: transactions take turns.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { sql as text } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/pglite';
import type { Database } from '#app/ports.ts';
import { lockFolder } from './folder-lock.ts';
import { migrate, readMigrations } from './postgres/migrate.ts';
import { assertRowSecurityBinds, ensureRuntimeRole, RUNTIME_ROLE, type Session } from './postgres/runtime-role.ts';
import { databaseOver } from './postgres/store.ts';
import { storeError, workError } from './postgres/store-error.ts';
import { setting, type Transact } from './postgres/transaction.ts';

export type PgliteOptions = { data_dir: string } | { memory: true };

/** Throws when another process has `data_dir` open. */
export async function openPglite(options: PgliteOptions): Promise<Database> {
  if ('memory' in options) return databaseOn(await PGlite.create(), () => {});
  mkdirSync(options.data_dir, { recursive: true, mode: 0o700 });
  const lock = lockFolder(options.data_dir);
  try {
    return await databaseOn(await PGlite.create(join(options.data_dir, 'pg')), lock.release);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Takes `pglite` over: closing the database closes it, then calls `release`. */
export async function databaseOn(pglite: PGlite, release: () => void): Promise<Database> {
  const migrations = readMigrations();
  const session = sessionOf(pglite);
  try {
    await ensureRuntimeRole(session, 'postgres');
    await migrate(session, migrations);
    await session.rows(`set role ${RUNTIME_ROLE}`);
    await assertRowSecurityBinds(session);
  } catch (error) {
    await pglite.close();
    throw error;
  }
  return databaseOver({
    kind: 'pglite',
    transact: transactOver(pglite),
    onSession: (use) => use(session),
    migrations,
    async close() {
      await pglite.close();
      release();
    },
  });
}

function transactOver(pglite: PGlite): Transact {
  const builder = drizzle(pglite);
  return async (sight, mode, work) => {
    const { name, value } = setting(sight);
    try {
      return await builder.transaction(async (sql) => {
        if (mode === 'read') await sql.execute(text`set transaction read only`);
        await sql.execute(text`select set_config(${name}, ${value}, true)`);
        const result = await work(sql);
        // A commit of a failed transaction would roll back without an error; any statement tells.
        await sql.execute(text`select`);
        return result;
      });
    } catch (error) {
      throw workError(error);
    }
  };
}

const sessionOf = (pglite: PGlite): Session => ({
  async rows(sql) {
    try {
      return (await pglite.exec(sql)).at(-1)?.rows ?? [];
    } catch (error) {
      throw storeError(error);
    }
  },
});
