/**
 * PostgreSQL inside this process, for evaluation and for small installations. It survives the death of the process but, since it
 * never calls fsync, not the loss of power. One session serves everybody: transactions take turns.
 */
import { join } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import type { Database } from '#app/ports.ts';
import { makeFolder } from './folder.ts';
import { lockFolder } from './folder-lock.ts';
import { type EmbeddedSession, openSessionHere, type RowMode } from './pglite-session.ts';
import { openSessionInThread } from './pglite-thread.ts';
import { migrate, readMigrations } from './postgres/migrate.ts';
import { keepPartitions } from './postgres/partitions.ts';
import { assertRowSecurityBinds, ensureRuntimeRole, RUNTIME_ROLE, type Session } from './postgres/runtime-role.ts';
import { databaseOver } from './postgres/store.ts';
import { storeError, workError } from './postgres/store-error.ts';
import { type RecordStatement, type Sight, setting, type Sql, type Transact } from './postgres/transaction.ts';

/** In memory it runs in this thread: for tests, which open many. */
export type PgliteOptions = ({ data_dir: string } | { memory: true }) & { input_retention_ms?: number };

/** Throws when another process has `data_dir` open. */
export async function openPglite(options: PgliteOptions): Promise<Database> {
  if ('memory' in options) return databaseOn(await openSessionHere(), () => {}, options.input_retention_ms);
  makeFolder(options.data_dir);
  const lock = lockFolder(options.data_dir);
  try {
    return await databaseOn(await openSessionInThread(join(options.data_dir, 'pg')), lock.release, options.input_retention_ms);
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Takes `embedded` over: closing the database closes it, then calls `release`. */
export async function databaseOn(embedded: EmbeddedSession, release: () => void, input_retention_ms?: number): Promise<Database> {
  const migrations = readMigrations();
  const session = sessionOf(embedded);
  const { take, waiting } = turns();
  try {
    await ensureRuntimeRole(session, 'postgres');
    await migrate(session, migrations);
    await session.rows(`set role ${RUNTIME_ROLE}`);
    await assertRowSecurityBinds(session);
    await keepPartitions(session, Date.now());
  } catch (error) {
    await embedded.close();
    throw error;
  }
  return databaseOver({
    kind: 'pglite',
    transact: transactOver(embedded, session, take),
    record: recordOver(embedded, session, take),
    onSession: (use) => take(() => use(session)),
    waiting,
    migrations,
    input_retention_ms,
    async close() {
      await take(() => embedded.close());
      release();
    },
  });
}

type Take = <T>(work: () => Promise<T>) => Promise<T>;

/** There is one session: who has it keeps it to the end of his transaction. */
function turns(): { take: Take; waiting(): number } {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  const take: Take = (work) => {
    waiting++;
    const turn = last.then(() => {
      waiting--;
      return work();
    });
    last = turn.catch(() => {});
    return turn;
  };
  return { take, waiting: () => waiting };
}

function transactOver(embedded: EmbeddedSession, session: Session, take: Take): Transact {
  const sql = drizzleOver(embedded);
  return (sight, mode, work) => inTransaction(session, take, sight, mode, () => work(sql));
}

const recordOver =
  (embedded: EmbeddedSession, session: Session, take: Take): RecordStatement =>
  (sight, { text }, values) =>
    inTransaction(session, take, sight, 'write', async () => {
      try {
        return (await embedded.query(text, [...values], 'object')).rows;
      } catch (error) {
        throw storeError(error);
      }
    });

function inTransaction<T>(session: Session, take: Take, sight: Sight, mode: 'read' | 'write', work: () => Promise<T>): Promise<T> {
  const { name, value } = setting(sight);
  return take(async () => {
    await session.rows(`begin${mode === 'read' ? ' read only' : ''}; select set_config('${name}', '${value}', true)`);
    try {
      const result = await work();
      // A commit of a failed transaction would roll back without an error; any statement tells.
      await session.rows('select; commit');
      return result;
    } catch (error) {
      // What cannot be rolled back is a session that has ended; the cause says more.
      await session.rows('rollback').catch(() => {});
      throw workError(error);
    }
  });
}

/** Drizzle asks nothing else of its client. */
function drizzleOver(embedded: EmbeddedSession): Sql {
  const client = {
    query: (text: string, params: unknown[], { rowMode }: { rowMode: RowMode }) => embedded.query(text, params, rowMode),
  };
  return drizzle(client as unknown as PGlite);
}

const sessionOf = (embedded: EmbeddedSession): Session => ({
  async rows(sql) {
    try {
      return await embedded.exec(sql);
    } catch (error) {
      throw storeError(error);
    }
  },
});
