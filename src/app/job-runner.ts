/**
 * Takes jobs and works on them beside the traffic, one at a time. Work is cut into slices, and between them there is a pause that keeps it
 * to its share of the time. A process that dies leaves a lease that runs out; another takes the job up where its progress was kept last.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '#core/problem.ts';
import type { TenantId } from '#core/tenant.ts';
import type { JobHold, JobRow } from './job-ports.ts';
import { JOBS_RUNNING_MAX } from './jobs.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

/** Of the time of one thread, while there is a job. */
export const SHARE = 0.25;
/** So long calls may have to wait for a job. */
const SLICE_MS = 2;
const LEASE_MS = 15_000;
/** How often progress is kept; also how soon a cancelled job is noticed. */
const KEEP_EVERY_MS = 400;
const POLL_MS = 1_000;
/** A job that takes its process down with it does not take them all. */
export const ATTEMPTS_MAX = 3;

/** How a job is to work. Each throws when the job is no longer to be worked on: it was cancelled, or the process goes down. */
export type Pace = {
  /** Between two small steps. */
  breathe(): Promise<void>;
  /** A step that waits for something else, such as the store. */
  during<T>(step: () => Promise<T>): Promise<T>;
  /** From where the job could go on. Plain data. */
  keep(progress: unknown): Promise<void>;
};
export type JobKind = (world: World, tenant: TenantId, job: JobRow, pace: Pace) => Promise<unknown>;

export type RunnerOptions = { share?: number; lease_ms?: number; poll_ms?: number; keep_every_ms?: number };
export type JobRunner = {
  /** What is under way goes back into the queue. */
  stop(): Promise<void>;
};

class Stopped extends Error {}
class Lost extends Error {}

export function runJobs(world: World, kinds: { readonly [kind: string]: JobKind }, options: RunnerOptions = {}): JobRunner {
  const { lease_ms = LEASE_MS, poll_ms = POLL_MS } = options;
  const stopping = new AbortController();
  const turn = async (): Promise<boolean> => {
    const holder = Buffer.from(world.machine.randomBytes(16)).toString('hex');
    const hold = await world.database.jobs.take({ holder, lease_ms, running_max: JOBS_RUNNING_MAX, attempts_max: ATTEMPTS_MAX });
    if (hold) await workOn(world, kinds, hold, options, stopping.signal);
    return hold !== null;
  };
  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      const took = await turn().catch((error: unknown) => {
        world.telemetry.warn('a job could not be worked on and is taken up again', {}, error);
        return false;
      });
      if (!took) await pause(poll_ms, stopping.signal);
    }
  };
  const running = loop();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

const pause = (ms: number, signal: AbortSignal): Promise<void> => delay(ms, undefined, { signal, ref: false }).catch(() => {});

async function workOn(
  world: World,
  kinds: { readonly [kind: string]: JobKind },
  hold: JobHold,
  options: RunnerOptions,
  stopping: AbortSignal,
) {
  const { jobs } = world.database;
  const job = await world.database.read(hold.tenant, (tx) => tx.jobs.get(hold.id));
  const work = job && Object.hasOwn(kinds, job.kind) ? kinds[job.kind] : undefined;
  const end = (outcome: { result: unknown } | { error: string }) => jobs.end(hold, outcome, new Date(world.machine.now()));
  if (!job || !work) return void (await end({ error: 'unknown_kind' }));
  const { pace, progress } = paceOf(world, hold, job.progress, options, stopping);
  try {
    await end({ result: await work(world, hold.tenant, job, pace) });
  } catch (error) {
    if (error instanceof Lost) return;
    if (error instanceof Stopped) return void (await jobs.release(hold, progress()));
    // While the store is away the lease runs out, and the job is taken up again.
    if (error instanceof Problem && error.code === 'STORE_UNAVAILABLE') throw error;
    world.telemetry.error('a job has failed', { job: hold.id, kind: job.kind }, error);
    await end({ error: 'internal' });
  }
}

function paceOf(world: World, hold: JobHold, begun: unknown, options: RunnerOptions, stopping: AbortSignal) {
  const { share = SHARE, lease_ms = LEASE_MS, keep_every_ms = KEEP_EVERY_MS } = options;
  const { stopwatch } = world;
  let progress = begun;
  let slice_ms = stopwatch();
  let kept_ms = stopwatch();
  /** Renews the lease too, so that a job which steps slowly does not lose it. */
  const store = async (): Promise<void> => {
    if (!(await onStore(() => world.database.jobs.keep(hold, progress, lease_ms)))) throw new Lost();
    kept_ms = stopwatch();
  };
  const rest = async (): Promise<void> => {
    if (stopping.aborted) throw new Stopped();
    if (stopwatch() - kept_ms >= keep_every_ms) await store();
    const pause_ms = Math.min(keep_every_ms, (stopwatch() - slice_ms) * (1 / share - 1));
    await pause(pause_ms, stopping);
    slice_ms = stopwatch();
  };
  const pace: Pace = {
    breathe: async () => {
      if (stopwatch() - slice_ms >= SLICE_MS) await rest();
    },
    async during(step) {
      const result = await step();
      await rest();
      return result;
    },
    keep: async (given) => {
      progress = given;
      if (stopwatch() - kept_ms >= keep_every_ms) await store();
    },
  };
  return { pace, progress: () => progress };
}
