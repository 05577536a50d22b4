import { z } from 'zod';
import { CURRENT, createReplay, REPLAY_POLICIES_MAX, REPLAY_RECORDS_MAX } from '#app/replay.ts';
import { defineCreation } from '../creation.ts';
import { documentText } from '../policy-text.ts';
import { present } from '../present.ts';
import { idSchema, timeSchema } from '../shapes.ts';
import { decisionSchema } from '../verdict-shape.ts';
import { jobShape, showJob } from './jobs.ts';

const TEXT_CHARS_MAX = 256;
const text = z.string().min(1).max(TEXT_CHARS_MAX);

const inline = z
  .strictObject({
    id: idSchema('pol').optional().meta({ description: 'In place of the policy of the set that has this id.' }),
    document: documentText,
  })
  .meta({ id: 'ReplayPolicy' });

/** Two of one id would leave open which of them is meant. */
const once = (policies: readonly { id?: string | undefined }[]): boolean => {
  const ids = policies.flatMap(({ id }) => id ?? []);
  return new Set(ids).size === ids.length;
};

const bodySchema = z
  .strictObject({
    set: text.optional().meta({ description: '`current` for what is in force now, or the id of a policy set.', example: CURRENT }),
    policies: z
      .array(inline)
      .min(1)
      .max(REPLAY_POLICIES_MAX)
      .refine(once, 'Two policies have the same id')
      .optional()
      .meta({ description: 'Instead of a set, or in place of some of its policies and besides.' }),
    from: timeSchema.optional().meta({ description: 'Inclusive; without it, 30 days before `to`.' }),
    to: timeSchema.optional().meta({ description: 'Exclusive; without it, now.' }),
    filter: z
      .strictObject({ decision: decisionSchema.optional(), method: text.optional(), tool: text.optional() })
      .meta({ id: 'ReplayFilter', description: 'Only verdicts that were recorded like this.' })
      .optional(),
    max: z
      .number()
      .int()
      .min(1)
      .max(REPLAY_RECORDS_MAX)
      .default(REPLAY_RECORDS_MAX)
      .meta({ description: 'Records that are examined at most, the newest first.' }),
  })
  .refine(({ set, policies }) => set !== undefined || policies !== undefined, {
    path: ['set'],
    error: 'One of set and policies is required',
  })
  .refine(({ from, to }) => !from || !to || from < to, { path: ['to'], error: 'Must be later than from' })
  .meta({ id: 'ReplayWish' });

export const createReplayRoute = defineCreation(
  {
    method: 'post',
    path: '/policies/replay',
    operationId: 'replayPolicies',
    tag: 'Policies',
    summary: 'Find out what other policies would have decided',
    description:
      'A job decides recorded verdicts again, from their recorded inputs and facts, and tells which would change. Content is not judged again. Nothing is changed, and the report is evidence, no leave to activate anything.',
    security: 'policies:write',
    idempotent: true,
    body: bodySchema,
    success: { status: 202, description: 'The job.', schema: jobShape, headers: ['Location'] },
    problems: ['JOBS_MAX_REACHED', 'STORE_UNAVAILABLE'],
  },
  ({ world, actor, body: { policies, filter, ...rest } }) =>
    createReplay(world, actor, {
      ...present(rest),
      ...(policies && { policies: policies.map(present) }),
      ...(filter && { filter: present(filter) }),
    }),
  (job) => ({ body: showJob(job), headers: { Location: `/jobs/${job.id}` } }),
);
