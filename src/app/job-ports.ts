/** Jobs as the store keeps them. */
import type { TenantId } from '#core/tenant.ts';
import type { Page, PageRequest } from './ports.ts';

export const JOB_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

export type JobHead = {
  /** `job_…` */
  id: string;
  kind: string;
  state: JobState;
  /** JSON, as its kind has it; null before the first step and after the end. */
  progress: unknown;
  /** Why it failed: a word of ours. */
  error: string | null;
  /** How often a process has begun with it. */
  attempts: number;
  created_at: Date;
  started_at: Date | null;
  finished_at: Date | null;
};
/** `params` and `result` are JSON, as its kind has them. */
export type JobRow = JobHead & { params: unknown; result: unknown };
export type NewJob = Pick<JobRow, 'id' | 'kind' | 'params' | 'created_at'>;

export type JobReading = {
  get(id: string): Promise<JobRow | null>;
  list(page: PageRequest): Promise<Page<JobHead>>;
  count(state: JobState): Promise<number>;
};
export type JobWriting = JobReading & {
  insert(job: NewJob): Promise<void>;
  /** False when it is neither queued nor running. */
  cancel(id: string, at: Date): Promise<boolean>;
  /** Of those that have ended, all but the newest `kept`. */
  dropEnded(kept: number): Promise<void>;
};

/** Who has taken a job, and alone may keep, end or release it, until the lease runs out. */
export type JobHold = { tenant: TenantId; id: string; holder: string };

/** For whoever does the work: of any tenant. A false answer means that the job is no longer the holder's: it was cancelled, or taken over. */
export type JobWork = {
  /**
   * The next one, or null: of the tenant for which the fewest run, the oldest. One whose lease has run out is given again, until it has
   * been given `attempts_max` times: then it has failed. Never more than `running_max` of one tenant at once, over all processes.
   */
  take(asked: { holder: string; lease_ms: number; running_max: number; attempts_max: number }): Promise<JobHold | null>;
  /** Renews the lease and keeps how far the work has come. */
  keep(hold: JobHold, progress: unknown, lease_ms: number): Promise<boolean>;
  end(hold: JobHold, outcome: { result: unknown } | { error: string }, at: Date): Promise<boolean>;
  /** Back into the queue, with its progress, as if it had not been taken. */
  release(hold: JobHold, progress: unknown): Promise<boolean>;
};
