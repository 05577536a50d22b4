/** PostgreSQL 15 and newer, over a pool whose every connection is bound by row security. */
import { drizzle } from 'drizzle-orm/node-postgres';
import { Client, type ClientBase, Pool, type PoolClient, type QueryResult } from 'pg';
import type { Database } from '#app/ports.ts';
import { migrate, type Migration, readMigrations } from './migrate.ts';
import { keepPartitions } from './partitions.ts';
import { assertRowSecurityBinds, ensureRuntimeRole, RUNTIME_ROLE, type Session } from './runtime-role.ts';
import { StoreError, storeError, workError } from './store-error.ts';
import { databaseOver } from './store.ts';
import { type RecordStatement, type Sight, type Sql, setting, type Transact } from './transaction.ts';

export type PostgresOptions = {
  url: string;
  /** Whom migrations log in as: the owner of the tables. Default: `url`. */
  migration_url?: string;
  pool_max: number;
  statement_timeout_ms: number;
  input_retention_ms?: number;
};

/** Of the one connection that migrates; a request waits for one from the pool as long as for a statement. */
const CONNECT_TIMEOUT_MS = 5_000;
/** No transaction waits for a caller; one that idles longer is a fault of ours. */
const IDLE_IN_TRANSACTION_MS = 30_000;
/** What the network may add to a statement before the connection counts as dead. */
const NETWORK_GRACE_MS = 1_000;
const SQLSTATE = /^[0-9A-Z]{5}$/;

/** Migrates when need be, then refuses a database in which a connection could see more than one tenant. */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const migrations = readMigrations();
  await prepare(options.migration_url ?? options.url, migrations, options.url);
  const pool = openPool(options);
  try {
    await onSession(pool, assertRowSecurityBinds);
    await onSession(pool, (session) => keepPartitions(session, Date.now()));
  } catch (error) {
    await pool.end();
    throw error;
  }
  return databaseOver({
    kind: 'postgres',
    transact: transactOver(pool),
    record: recordOver(pool),
    onSession: (use) => onSession(pool, use),
    waiting: () => pool.waitingCount,
    migrations,
    input_retention_ms: options.input_retention_ms,
    close: () => pool.end(),
  });
}

/** Makes the runtime role and applies the migrations, as whoever `url` logs in. */
export const migratePostgres = (url: string): Promise<void> => prepare(url, readMigrations(), url);

async function prepare(url: string, migrations: readonly Migration[], runtime_url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS, keepAlive: true });
  client.on('error', ignoreLoss);
  try {
    await client.connect().catch((error: unknown) => {
      throw storeError(error);
    });
    const login = new Client({ connectionString: runtime_url }).user ?? client.user ?? '';
    await ensureRuntimeRole(sessionOf(client), login);
    await migrate(sessionOf(client), migrations);
  } finally {
    await client.end();
  }
}

function openPool({ url, pool_max, statement_timeout_ms }: PostgresOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max: pool_max,
    connectionTimeoutMillis: statement_timeout_ms + NETWORK_GRACE_MS,
    statement_timeout: statement_timeout_ms,
    query_timeout: statement_timeout_ms + NETWORK_GRACE_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    keepAlive: true,
    onConnect: async (client) => {
      client.on('error', ignoreLoss);
      await client.query(`set role ${RUNTIME_ROLE}`);
    },
  });
  pool.on('error', ignoreLoss);
  return pool;
}

/** The pool drops a connection that is lost; whoever uses it then gets the error from the statement. */
const ignoreLoss = (): void => {};

function transactOver(pool: Pool): Transact {
  const builders = new WeakMap<PoolClient, Sql>();
  return (sight, mode, work) =>
    inTransaction(pool, sight, mode, (client) => {
      const sql = builders.get(client) ?? drizzle(client);
      builders.set(client, sql);
      return work(sql);
    });
}

const recordOver =
  (pool: Pool): RecordStatement =>
  (sight, statement, values) =>
    inTransaction(pool, sight, 'write', (client) =>
      client.query({ ...statement, values: [...values] }).then(
        ({ rows }) => rows,
        (error: unknown) => {
          throw storeError(error);
        },
      ),
    );

async function inTransaction<T>(pool: Pool, sight: Sight, mode: 'read' | 'write', work: (client: PoolClient) => Promise<T>): Promise<T> {
  const { name, value } = setting(sight);
  const client = await checkOut(pool);
  let reusable = false;
  try {
    await send(client, `begin${mode === 'read' ? ' read only' : ''}; select set_config('${name}', '${value}', true)`);
    try {
      const result = await work(client);
      // PostgreSQL answers the commit of a failed transaction with a rollback, and no error.
      if ((await send(client, 'commit')).command !== 'COMMIT') throw new StoreError('store: the transaction had failed', '25P02');
      reusable = true;
      return result;
    } catch (error) {
      const outcome = workError(error);
      reusable = await rolledBack(client, outcome);
      throw outcome;
    }
  } finally {
    client.release(!reusable);
  }
}

/** False when the connection is not worth keeping. */
async function rolledBack(client: PoolClient, cause: unknown): Promise<boolean> {
  if (cause instanceof StoreError && !SQLSTATE.test(cause.code)) return false;
  return send(client, 'rollback').then(
    () => true,
    () => false,
  );
}

async function onSession<T>(pool: Pool, use: (session: Session) => Promise<T>): Promise<T> {
  const client = await checkOut(pool);
  let reusable = false;
  try {
    const result = await use(sessionOf(client));
    reusable = true;
    return result;
  } finally {
    client.release(!reusable);
  }
}

async function checkOut(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    throw storeError(error);
  }
}

async function send(client: ClientBase, sql: string): Promise<{ command?: string; rows: unknown[] }> {
  try {
    const results: QueryResult<object> | QueryResult<object>[] = await client.query(sql);
    return (Array.isArray(results) ? results.at(-1) : results) ?? { rows: [] };
  } catch (error) {
    throw storeError(error);
  }
}

const sessionOf = (client: ClientBase): Session => ({ rows: async (sql) => (await send(client, sql)).rows });
