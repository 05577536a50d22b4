/** The rate limiter of several processes: the step runs in Redis, on the clock of Redis; `now_ms` of the port is not used. */
import { Redis } from 'ioredis';
import type { Limiter } from '#app/ports.ts';
import type { RateAnswer, RateRequest } from '#core/quota.ts';
import { perTick } from './per-tick.ts';
import { joinProcesses } from './presence.ts';
import { watchRefusals } from './refusal.ts';
import { partsOf, REQUESTS_MAX, runTurns, type Turn } from './turns.ts';

export type RedisOptions = {
  url: string;
  /** Stands before every key. */
  key_prefix?: string;
  command_timeout_ms?: number;
  /** Between two signs of life of this process. */
  beat_ms?: number;
  /** Told of every call of the script: how many turns it carried. */
  onCall?: (turns: number) => void;
};

/** A limiter that answers late is worse than none: the caller falls back to the one in memory. */
export const COMMAND_TIMEOUT_MS = 250;
const CONNECT_TIMEOUT_MS = 1_000;
const RECONNECT_WAIT_MAX_MS = 1_000;
const KEY_PREFIX = 'countersign:';

type Job = Turn & { resolve: (answers: RateAnswer[]) => void; reject: (cause: unknown) => void };

/**
 * Resolves without a connection too: it goes on connecting behind, and calls reject at once until it has one. Rejects when Redis
 * answers, and refuses the password or the database.
 */
export async function openRedisLimiter(options: RedisOptions): Promise<Limiter> {
  const { url, key_prefix = KEY_PREFIX, command_timeout_ms = COMMAND_TIMEOUT_MS } = options;
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
  const presence = joinProcesses(redis, key_prefix, options.beat_ms);
  const run = runner(redis, key_prefix, refused, options.onCall);
  const enqueue = perTick<Job>((jobs) => {
    for (const part of partsOf(jobs)) run(part);
  });
  const ask = (kind: Turn['kind'], requests: readonly RateRequest[]): Promise<RateAnswer[]> => {
    if (!requests.length) return Promise.resolve([]);
    if (requests.length > REQUESTS_MAX) return Promise.reject(new RangeError(`at most ${REQUESTS_MAX} requests in one turn`));
    return new Promise((resolve, reject) => enqueue({ kind, requests, resolve, reject }));
  };
  return {
    kind: 'redis',
    processes: presence.processes,
    take: (requests) => ask('take', requests),
    refund: async (requests) => void (await ask('refund', requests)),
    async ready(timeout_ms) {
      const answered = await settledWithin(redis.ping(), timeout_ms);
      if (!answered) throw refused() ?? new Error(`Redis did not answer within ${timeout_ms} ms`);
    },
    async close() {
      await presence.leave();
      redis.disconnect();
    },
  };
}

/** Runs the jobs of one part: in one call, or on a Redis Cluster in one for each tag. */
function runner(
  redis: Redis,
  key_prefix: string,
  refused: () => Error | null,
  onCall: (turns: number) => void = () => {},
): (jobs: readonly Job[]) => void {
  let is_cluster = false;

  async function runOnce(jobs: readonly Job[]): Promise<void> {
    try {
      onCall(jobs.length);
      const { answers } = await runTurns(redis, key_prefix, jobs);
      jobs.forEach((job, i) => job.resolve(answers[i] ?? []));
    } catch (error) {
      const groups = isCrossSlot(error) ? byTag(jobs) : [];
      // A node of a Redis Cluster takes keys of one slot in a call, and has done nothing.
      if (groups.length > 1) {
        is_cluster = true;
        for (const group of groups) void runOnce(group);
        return;
      }
      // A server that is silent would cost every call its timeout: hang up, and calls fail at once until it is back.
      if (isTimeout(error)) redis.disconnect(true);
      for (const job of jobs) job.reject(refused() ?? error);
    }
  }

  return (jobs) => {
    for (const group of is_cluster ? byTag(jobs) : [jobs]) void runOnce(group);
  };
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.message === 'Command timed out';
const isCrossSlot = (error: unknown): boolean => error instanceof Error && error.message.startsWith('CROSSSLOT');

/** In order within each. All keys of one turn have the same tag. */
function byTag(jobs: readonly Job[]): Job[][] {
  const groups = new Map<string, Job[]>();
  for (const job of jobs) {
    const [tag = ''] = /\{[^}]+\}/.exec(job.requests[0]?.key ?? '') ?? [];
    const group = groups.get(tag);
    if (group) group.push(job);
    else groups.set(tag, [job]);
  }
  return [...groups.values()];
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
