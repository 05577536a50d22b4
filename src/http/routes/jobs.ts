import { z } from 'zod';
import { JOB_STATES, type JobHead } from '#app/job-ports.ts';
import { cancelJob, getJob, listJobs } from '#app/jobs.ts';
import { REPLAY_KIND, replayProgress, type ShownReplay } from '#app/replay-report.ts';
import { CHANGES, OUTCOMES } from '#core/replay/tally.ts';
import { GAPS } from '#core/replay/unrecorded.ts';
import { pageBody, pageQuery, pageRequest, pageSchema } from '../page.ts';
import { defineRoute } from '../route.ts';
import { countShape as n, growing, idSchema, timeShape } from '../shapes.ts';

const counts = <const N extends readonly [string, ...string[]]>(names: N) =>
  z.object(Object.fromEntries(names.map((name) => [name, n])) as Record<N[number], typeof n>);
const ids = z.array(z.string());

const outcomesShape = counts(OUTCOMES).meta({ id: 'ReplayOutcomes' });
const progressShape = z
  .object({ examined: n, share: z.number().meta({ description: 'Of the period, in [0, 1].' }), outcomes: outcomesShape })
  .meta({ id: 'JobProgress' })
  .nullable()
  .meta({ description: 'Null before the first step and after the end.' });

const reportShape = z
  .object({
    set_digest: z.string().meta({ description: 'Of the policies that were replayed.' }),
    active_digest: z.string().meta({ description: 'Of what was in force when the replay began.' }),
    stale: z.boolean().meta({ description: 'What is in force has changed since.' }),
    examined: n,
    is_cut_short: z.boolean().meta({ description: 'There were more records than `max`.' }),
    newest: timeShape.nullable(),
    oldest: timeShape.nullable(),
    outcomes: outcomesShape,
    unknown_because: counts(GAPS).meta({
      id: 'ReplayGaps',
      description:
        '`input`: it was erased or has expired; `argument`: it was redacted, or is that of the request which a response answers; `fact`: nobody had looked for it.',
    }),
    top_policies: z.array(z.object({ policy: z.string(), ...counts(CHANGES).shape }).meta({ id: 'PolicyChanges' })).meta({
      description: 'By which policies most verdicts change; of those newly allowed, the ones that had denied them.',
    }),
    never_matching: ids.meta({ description: 'Policies of the set of which no statement held, 100 at most.' }),
    never_matching_count: n,
    samples: z
      .object({ newly_denied: ids, newly_allowed: ids, newly_challenged: ids, unknown: ids })
      .meta({ id: 'ReplaySamples', description: 'Ids of verdicts, the newest, 50 at most of each.' }),
    digest: z.string().meta({ description: 'SHA-256 of the canonical JSON of the rest, without `stale`.' }),
  })
  .meta({ id: 'ReplayReport' });

export const jobShape = z
  .object({
    id: z.string(),
    kind: z.string(),
    state: growing(JOB_STATES).meta({ id: 'JobState' }),
    progress: progressShape,
    error: z.string().nullable().meta({ description: 'Why it has failed: `abandoned` when processes died over it, else `internal`.' }),
    created_at: timeShape,
    started_at: timeShape.nullable(),
    finished_at: timeShape.nullable(),
  })
  .meta({ id: 'Job' });
const wholeShape = z.object({ ...jobShape.shape, result: reportShape.nullable() }).meta({ id: 'JobWithResult' });

const time = (at: Date | null): string | null => at?.toISOString() ?? null;

function showProgress(kept: unknown): z.output<typeof progressShape> {
  const progress = replayProgress(kept);
  if (!progress) return null;
  const { share, tally } = progress;
  return { examined: tally.examined, share, outcomes: tally.outcomes };
}

export const showJob = ({ id, kind, state, progress, error, created_at, started_at, finished_at }: JobHead): z.output<typeof jobShape> => ({
  id,
  kind,
  state,
  progress: kind === REPLAY_KIND ? showProgress(progress) : null,
  error,
  created_at: created_at.toISOString(),
  started_at: time(started_at),
  finished_at: time(finished_at),
});

const params = z.object({ id: idSchema('job') });

export const listJobsRoute = defineRoute(
  {
    method: 'get',
    path: '/jobs',
    operationId: 'listJobs',
    tag: 'Jobs',
    summary: 'Jobs of the tenant, newest first, without their results',
    description: 'Those that wait and run, and those that have ended while they are kept.',
    security: 'policies:read',
    query: z.strictObject(pageQuery('job')),
    success: { status: 200, description: 'A page of jobs.', schema: pageSchema(jobShape, 'JobPage') },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, query }) => ({ body: pageBody(await listJobs(world, actor, pageRequest(query)), showJob) }),
);

export const getJobRoute = defineRoute(
  {
    method: 'get',
    path: '/jobs/{id}',
    operationId: 'getJob',
    tag: 'Jobs',
    summary: 'One job: how far it has come, and its result when it is done',
    description: '`progress` while it runs, `result` when it is `done`, `error` when it has `failed`. Ask again every second or so.',
    security: 'policies:read',
    params,
    success: { status: 200, description: 'The job.', schema: wholeShape },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { id } }) => {
    const job = await getJob(world, actor, id);
    return { body: { ...showJob(job), result: job.result as ShownReplay | null } };
  },
);

export const cancelJobRoute = defineRoute(
  {
    method: 'delete',
    path: '/jobs/{id}',
    operationId: 'cancelJob',
    tag: 'Jobs',
    summary: 'Cancel a job that waits or runs',
    description: 'Whoever works on it stops within a second. The job stays, as `cancelled`.',
    security: 'policies:write',
    params,
    success: { status: 204, description: 'Cancelled.' },
    problems: ['JOB_ENDED', 'STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { id } }) => {
    await cancelJob(world, actor, id);
    return {};
  },
);
