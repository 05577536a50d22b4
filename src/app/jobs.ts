/** Work that takes longer than a call. Whoever asks for it gets a job; a process takes it, beside the traffic (`job-runner.ts`). */
import { Problem } from '#core/problem.ts';
import { requireScope, type Actor } from './actor.ts';
import type { JobHead, JobRow } from './job-ports.ts';
import { mutate, newId, type Verb } from './mutate.ts';
import type { Page, PageRequest, WriteTx } from './ports.ts';
import { REPLAY_KIND, shownReplay } from './replay-report.ts';
import { loadSettings } from './settings.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

/** Per tenant. */
export const JOBS_QUEUED_MAX = 10;
export const JOBS_RUNNING_MAX = 2;
/** Of those that have ended, the newest are kept. */
export const JOBS_KEPT_MAX = 100;

/** @param prepare in the same transaction; makes the parameters of the job */
export function createJob(
  world: World,
  actor: Actor,
  verb: Verb,
  kind: string,
  prepare: (tx: WriteTx) => Promise<unknown>,
): Promise<JobHead> {
  return mutate(world, actor, verb, async (tx) => {
    // Of two that take the last place, the second counts after the first.
    await tx.tenant.getLocked();
    if ((await tx.jobs.count('queued')) >= JOBS_QUEUED_MAX)
      throw new Problem('JOBS_MAX_REACHED', { detail: `At most ${JOBS_QUEUED_MAX} jobs of a tenant may wait.` });
    const created_at = new Date(world.machine.now());
    const job = { id: newId(world, 'job'), kind, params: await prepare(tx), created_at };
    await tx.jobs.insert(job);
    await tx.jobs.dropEnded(JOBS_KEPT_MAX);
    const { id } = job;
    const head: JobHead = {
      id,
      kind,
      state: 'queued',
      progress: null,
      error: null,
      attempts: 0,
      created_at,
      started_at: null,
      finished_at: null,
    };
    return { subject: id, result: head };
  });
}

export function listJobs(world: World, actor: Actor, page: PageRequest): Promise<Page<JobHead>> {
  requireScope(actor, 'policies:read');
  return onStore(() => world.database.read(actor.tenant, (tx) => tx.jobs.list(page)));
}

/** `result` as its kind shows it; null until it is done. */
export async function getJob(world: World, actor: Actor, id: string): Promise<JobRow> {
  requireScope(actor, 'policies:read');
  const job = await onStore(() => world.database.read(actor.tenant, (tx) => tx.jobs.get(id)));
  if (!job) throw new Problem('NOT_FOUND');
  if (job.kind !== REPLAY_KIND || job.result === null) return job;
  const { snapshot } = await loadSettings(world, actor.tenant);
  return { ...job, result: shownReplay(job.result, snapshot.digest) };
}

/** Whoever works on it stops within a second. */
export function cancelJob(world: World, actor: Actor, id: string): Promise<void> {
  return mutate(world, actor, { scope: 'policies:write', action: 'jobs.cancel' }, async (tx) => {
    if (!(await tx.jobs.cancel(id, new Date(world.machine.now())))) throw new Problem((await tx.jobs.get(id)) ? 'JOB_ENDED' : 'NOT_FOUND');
    return { subject: id, result: undefined };
  });
}
