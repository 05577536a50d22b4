/** The rate limiter of several processes: the step runs in Redis, on the clock of Redis; `now_ms` of the port is not used. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import * as z from 'zod';
import type { Limiter, RateRequest } from '#app/ports.ts';
import type { RateAnswer } from '#core/quota.ts';

export type RedisOptions = {
  url: string;
  /** Stands before every key. */
  key_prefix?: string;
  command_timeout_ms?: number;
};

/** A limiter that answers late is worse than none: the caller falls back to the one in memory. */
export const COMMAND_TIMEOUT_MS = 250;
const CONNECT_TIMEOUT_MS = 1_000;
const RECONNECT_WAIT_MAX_MS = 1_000;
const KEY_PREFIX = 'countersign:';

const SCRIPT = readFileSync(new URL('./gcra.lua', import.meta.url), 'utf8');
const SHA1 = createHash('sha1').update(SCRIPT).digest('hex');
const FIELDS = 4;

/** Resolves without a connection too: it goes on connecting behind, and calls reject at once until it has one. */
export async function openRedisLimiter({
  url,
  key_prefix = KEY_PREFIX,
  command_timeout_ms = COMMAND_TIMEOUT_MS,
}: RedisOptions): Promise<Limiter> {
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
  // Callers learn of a lost connection from their call.
  redis.on('error', () => {});
  await settledWithin(redis.connect(), CONNECT_TIMEOUT_MS);
  return {
    kind: 'redis',
    async take(requests) {
      if (requests.length === 0) return [];
      return (await takeTimed(redis, key_prefix, requests)).answers;
    },
    async ready(timeout_ms) {
      const answered = await settledWithin(redis.ping(), timeout_ms);
      if (!answered) throw new Error(`Redis did not answer within ${timeout_ms} ms`);
    },
    async close() {
      redis.disconnect();
    },
  };
}

/** One call of the script, with the clock that it went by. */
export async function takeTimed(
  redis: Redis,
  key_prefix: string,
  requests: readonly RateRequest[],
): Promise<{ now_ms: number; answers: RateAnswer[] }> {
  const keys = requests.map(({ key }) => key_prefix + key);
  const args = requests.flatMap(({ policy, cost }) => [policy.interval_ms, policy.burst, cost].map(String));
  let reply;
  try {
    reply = await redis.evalsha(SHA1, keys.length, ...keys, ...args).catch((error: unknown) => {
      if (!isMissingScript(error)) throw error;
      return redis.eval(SCRIPT, keys.length, ...keys, ...args);
    });
  } catch (error) {
    // A server that is silent would cost every call its timeout: hang up, and calls fail at once until it is back.
    if (isTimeout(error)) redis.disconnect(true);
    throw error;
  }
  return parse(reply, requests.length);
}

const isMissingScript = (error: unknown): boolean => error instanceof Error && error.message.startsWith('NOSCRIPT');
const isTimeout = (error: unknown): boolean => error instanceof Error && error.message === 'Command timed out';

function parse(reply: unknown, requests: number): { now_ms: number; answers: RateAnswer[] } {
  const [now_ms = Number.NaN, ...fields] = z
    .array(z.string())
    .length(1 + requests * FIELDS)
    .parse(reply)
    .map(Number);
  const answers = Array.from({ length: requests }, (_, i) => {
    const [allowed, remaining, retry_after_ms, reset_ms] = fields.slice(i * FIELDS, (i + 1) * FIELDS);
    if (remaining === undefined || retry_after_ms === undefined || reset_ms === undefined) throw new Error('gcra.lua answered too little');
    return { allowed: allowed === 1, remaining, retry_after_ms, reset_ms };
  });
  return { now_ms, answers };
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
