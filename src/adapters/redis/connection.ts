/** A connection to Redis that answers soon or not at all: whoever asks has something to fall back on. */
import { Redis } from 'ioredis';
import { watchRefusals } from './refusal.ts';

export type RedisOptions = {
  url: string;
  /** Stands before every key. */
  key_prefix?: string;
  command_timeout_ms?: number;
};

/** An answer that comes late is worse than none. */
export const COMMAND_TIMEOUT_MS = 250;
const CONNECT_TIMEOUT_MS = 1_000;
const RECONNECT_WAIT_MAX_MS = 1_000;
export const KEY_PREFIX = 'countersign:';

export type Connection = {
  redis: Redis;
  /** What Redis has against it at the moment. */
  refused: () => Error | null;
  ready(timeout_ms: number): Promise<void>;
};

/**
 * Resolves without a connection too: it goes on connecting behind, and calls reject at once until it has one. Rejects when Redis
 * answers, and refuses the password or the database.
 */
export async function connect({ url, command_timeout_ms = COMMAND_TIMEOUT_MS }: RedisOptions): Promise<Connection> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: command_timeout_ms,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    // A charge whose answer was lost may have been made.
    autoResendUnfulfilledCommands: false,
    retryStrategy: (attempt) => Math.min(2 ** Math.min(attempt, 10) * 10, RECONNECT_WAIT_MAX_MS),
  });
  // ioredis would select NaN, and nobody would hear of the failure but the process.
  if (!Number.isInteger(redis.options.db ?? 0)) throw new RangeError('the database of Redis must be a number');
  const refused = watchRefusals(redis);
  await settledWithin(redis.connect(), CONNECT_TIMEOUT_MS);
  const refusal = refused();
  if (refusal) {
    redis.disconnect();
    throw refusal;
  }
  return {
    redis,
    refused,
    async ready(timeout_ms) {
      const answered = await settledWithin(redis.ping(), timeout_ms);
      if (!answered) throw refused() ?? new Error(`Redis did not answer within ${timeout_ms} ms`);
    },
  };
}

export const isTimeout = (error: unknown): boolean => error instanceof Error && error.message === 'Command timed out';

/** Runs one question. A server that is silent would cost every call its timeout: hang up, and calls fail at once until it is back. */
export async function asked<T>({ redis, refused }: Connection, question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    if (isTimeout(error)) redis.disconnect(true);
    throw refused() ?? error;
  }
}

/** True when `work` was fulfilled in time; its failure is no error here. */
async function settledWithin(work: Promise<unknown>, timeout_ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), timeout_ms);
  });
  const done = work.then(
    () => true,
    () => false,
  );
  return Promise.race([done, late]).finally(() => clearTimeout(timer));
}
