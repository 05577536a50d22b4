/** Stores of a test file's own: nothing in them, nobody else sees them. */
import { randomBytes } from 'node:crypto';
import { openMemoryLimiter } from '#adapters/memory/limiter.ts';
import { openPglite } from '#adapters/pglite.ts';
import { openPostgres } from '#adapters/postgres/database.ts';
import { connect } from '#adapters/redis/connection.ts';
import { redisCounters } from '#adapters/redis/counters.ts';
import { openRedisLimiter } from '#adapters/redis/limiter.ts';
import { redisHistory } from '#adapters/redis/history.ts';
import type { Counters, Database, History, Limiter } from '#app/ports.ts';
import { createDatabase, serviceUrl } from './databases.ts';

const POOL_MAX = 5;
const STATEMENT_TIMEOUT_MS = 10_000;

export type FreshPostgres = {
  database: Database;
  url: string;
  /** One more pool on the same database, as another process would have. */
  openAnother(): Promise<Database>;
  close(): Promise<void>;
};

export async function freshPostgres(): Promise<FreshPostgres> {
  const { url, drop } = await createDatabase('migrated');
  const opened: Database[] = [];
  const openAnother = async (): Promise<Database> => {
    const database = await openPostgres({ url, pool_max: POOL_MAX, statement_timeout_ms: STATEMENT_TIMEOUT_MS });
    opened.push(database);
    return database;
  };
  return {
    database: await openAnother(),
    url,
    openAnother,
    async close() {
      await Promise.all(opened.map((database) => database.close()));
      await drop();
    },
  };
}

export async function freshPglite(): Promise<{ database: Database; close(): Promise<void> }> {
  const database = await openPglite({ memory: true });
  return { database, close: () => database.close() };
}

export async function freshRedis(): Promise<{ limiter: Limiter; url: string; key_prefix: string; close(): Promise<void> }> {
  const url = serviceUrl('TEST_REDIS_URL');
  const key_prefix = `test-${randomBytes(6).toString('hex')}:`;
  // Patient, so that a busy machine does not look like a dead Redis.
  const limiter = await openRedisLimiter({ url, key_prefix, command_timeout_ms: 5_000 });
  return { limiter, url, key_prefix, close: () => limiter.close() };
}

export function freshMemory(): { limiter: Limiter; close(): Promise<void> } {
  const limiter = openMemoryLimiter();
  return { limiter, close: () => limiter.close() };
}

/** With another's prefix, the same store as another process would have it. */
export async function freshRedisFacts(
  key_prefix = `test-${randomBytes(6).toString('hex')}:`,
): Promise<{ counters: Counters; history: History; key_prefix: string; close(): Promise<void> }> {
  const connection = await connect({ url: serviceUrl('TEST_REDIS_URL'), command_timeout_ms: 5_000 });
  const counters = redisCounters(connection, { key_prefix, processes: () => 1 });
  return { counters, history: redisHistory(connection, { key_prefix }), key_prefix, close: () => counters.close() };
}
