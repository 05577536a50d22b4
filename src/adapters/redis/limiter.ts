/** The rate limiter of several processes: the step runs in Redis, on the clock of Redis; `now_ms` of the port is not used. */
import type { Redis } from 'ioredis';
import type { Limiter } from '#app/ports.ts';
import type { RateAnswer, RateRequest } from '#core/quota.ts';
import { connect, isTimeout, KEY_PREFIX, type RedisOptions } from './connection.ts';
import { perTick } from './per-tick.ts';
import { joinProcesses } from './presence.ts';
import { partsOf, REQUESTS_MAX, runTurns, type Turn } from './turns.ts';

export type RedisLimiterOptions = RedisOptions & {
  /** Between two signs of life of this process. */
  beat_ms?: number;
  /** Told of every call of the script: how many turns it carried. */
  onCall?: (turns: number) => void;
};

type Job = Turn & { resolve: (answers: RateAnswer[]) => void; reject: (cause: unknown) => void };

/** Resolves without a connection too (`connection.ts`). */
export async function openRedisLimiter(options: RedisLimiterOptions): Promise<Limiter> {
  const { key_prefix = KEY_PREFIX } = options;
  const connection = await connect(options);
  const { redis, refused } = connection;
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
    ready: connection.ready,
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
