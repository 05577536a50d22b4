import { z } from 'zod';
import type { SuppressionRow } from '#app/ports.ts';
import { createSuppression, deleteSuppression, getSuppression, listSuppressions, SUPPRESSION_DAYS_MAX } from '#app/suppressions.ts';
import { defineCreation } from '../creation.ts';
import { pageBody, pageQuery, pageRequest, pageSchema } from '../page.ts';
import { defineRoute } from '../route.ts';
import { idSchema, NAME_CHARS_MAX, nameSchema, timeSchema, timeShape } from '../shapes.ts';

const PATH_CHARS_MAX = 512;
const REASON_CHARS_MAX = 500;

/** From the root of the call to us; below it, any member or position. */
const pathSchema = z
  .string()
  .max(PATH_CHARS_MAX)
  .regex(/^\/(?:request|response|headers)(?:\/[^/]+)+$/, 'Must be a JSON Pointer into the call, such as /request/params/arguments/query')
  .meta({
    description: 'JSON Pointer of the finding, as verdicts show it; the token `*` stands for any one, such as a position in a list.',
  });
const reasonSchema = z
  .string()
  .trim()
  .min(1)
  .max(REASON_CHARS_MAX)
  .refine((text) => !/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u.test(text.replaceAll('\n', '')), 'Must be printable');

const bodySchema = z
  .strictObject({
    rule: z.string().min(1).max(NAME_CHARS_MAX).meta({ description: 'As in `findings[].rule`.', example: 'ssrf.loopback' }),
    server: nameSchema.nullable().default(null).meta({ description: 'As `server.name` of the calls; null: any.' }),
    tool: nameSchema.nullable().default(null).meta({ description: 'The called tool; null: any, and messages that call none.' }),
    path: pathSchema,
    reason: reasonSchema.meta({ description: 'Why it is a false alarm, for those who come later.' }),
    expires_at: timeSchema.meta({ description: `At most ${SUPPRESSION_DAYS_MAX} days ahead.` }),
  })
  .meta({ id: 'SuppressionText' });

const shape = z
  .object({
    id: z.string(),
    rule: z.string(),
    server: z.string().nullable(),
    tool: z.string().nullable(),
    path: z.string(),
    reason: z.string(),
    expires_at: timeShape,
    created_at: timeShape,
  })
  .meta({ id: 'Suppression' });

const show = ({ expires_at, created_at, ...row }: SuppressionRow): z.output<typeof shape> => ({
  ...row,
  expires_at: expires_at.toISOString(),
  created_at: created_at.toISOString(),
});

const params = z.object({ id: idSchema('sup') });

export const listSuppressionsRoute = defineRoute(
  {
    method: 'get',
    path: '/suppressions',
    operationId: 'listSuppressions',
    tag: 'Suppressions',
    summary: 'Suppressions of the tenant, newest first, expired ones too',
    description: 'What has expired hides nothing any more and stays to be seen.',
    security: 'policies:read',
    query: z.strictObject(pageQuery('sup')),
    success: { status: 200, description: 'A page of suppressions.', schema: pageSchema(shape, 'SuppressionPage') },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, query }) => ({ body: pageBody(await listSuppressions(world, actor, pageRequest(query)), show) }),
);

export const createSuppressionRoute = defineCreation(
  {
    method: 'post',
    path: '/suppressions',
    operationId: 'createSuppression',
    tag: 'Suppressions',
    summary: 'Call a finding a false alarm, in one place and until a day',
    description:
      'Findings of the rule in that place are then shown as `suppressed` and decide nothing. One that would also hide the test cases of its rule in other places is refused. In force within two seconds in every process.',
    security: 'policies:write',
    idempotent: true,
    body: bodySchema,
    success: { status: 201, description: 'The suppression.', schema: shape, headers: ['Location'] },
    problems: ['SUPPRESSION_TOO_WIDE', 'SUPPRESSIONS_MAX_REACHED', 'STORE_UNAVAILABLE'],
  },
  ({ world, actor, body }) => createSuppression(world, actor, body),
  (row) => ({ body: show(row), headers: { Location: `/suppressions/${row.id}` } }),
);

export const getSuppressionRoute = defineRoute(
  {
    method: 'get',
    path: '/suppressions/{id}',
    operationId: 'getSuppression',
    tag: 'Suppressions',
    summary: 'One suppression',
    description: 'Where it holds, until when, and why it was made.',
    security: 'policies:read',
    params,
    success: { status: 200, description: 'The suppression.', schema: shape },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { id } }) => ({ body: show(await getSuppression(world, actor, id)) }),
);

export const deleteSuppressionRoute = defineRoute(
  {
    method: 'delete',
    path: '/suppressions/{id}',
    operationId: 'deleteSuppression',
    tag: 'Suppressions',
    summary: 'End a suppression',
    description: 'Findings that it had hidden decide again, within two seconds in every process.',
    security: 'policies:write',
    params,
    success: { status: 204, description: 'Ended.' },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { id } }) => {
    await deleteSuppression(world, actor, id);
    return {};
  },
);
