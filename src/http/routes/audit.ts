import { z } from '@hono/zod-openapi';
import { getAudit, listAudit } from '#app/audit.ts';
import type { AuditRecord } from '#core/audit.ts';
import { CATEGORIES } from '#core/finding.ts';
import { pageBody, pageQuery, pageRequest, pageSchema } from '../page.ts';
import { present } from '../present.ts';
import { defineRoute } from '../route.ts';
import { idSchema, timeSchema, timeShape } from '../shapes.ts';
import { DECISIONS, findingShape, reasonShape, wouldBeShape } from '../verdict-shape.ts';

const FILTER_CHARS_MAX = 512;
const text = z.string().min(1).max(FILTER_CHARS_MAX);
const hmac = z.string().nullable().openapi({ description: "HMAC-SHA-256 under the tenant's key of what the call asserted." });

const verdictRecordShape = z
  .object({
    id: z.string(),
    kind: z.literal('verdict'),
    at: timeShape,
    key_id: z.string(),
    direction: z.enum(['request', 'response']),
    method: z.string().nullable(),
    tool: z.string().nullable(),
    decision: z.enum(DECISIONS),
    status: z.number().int(),
    risk: z.number(),
    reasons: z.array(reasonShape),
    findings: z.array(findingShape),
    would_be: wouldBeShape.nullable(),
    user_hmac: hmac,
    session_hmac: hmac,
    agent_hmac: hmac,
    device_hmac: hmac,
    ip_hmac: hmac,
    message_digest: z.string().openapi({ description: 'SHA-256 of the message in canonical JSON (RFC 8785).' }),
    policy_digest: z.string(),
    requested_set: z.string().optional().openapi({ description: 'The policy set that `options.policy_set` named; it was judged too.' }),
    determining: z.array(z.string()).openapi({ description: 'Policies that decided or, of what was allowed, permitted it.' }),
    ruleset_digest: z.string(),
  })
  .openapi('VerdictRecord');
const adminRecordShape = z
  .object({
    id: z.string(),
    kind: z.literal('admin'),
    at: timeShape,
    key_id: z.string().nullable(),
    action: z.string(),
    subject: z.string(),
  })
  .openapi('AdminRecord');
const recordShape = z.union([verdictRecordShape, adminRecordShape]).openapi('AuditRecord');

const inputShape = z
  .looseObject({})
  .nullable()
  .openapi({ description: 'What the verdict was made from, redacted; null where nothing is kept.' });

const showRecord = (record: AuditRecord) => ({ ...record, at: record.at.toISOString() });

export const listAuditRoute = defineRoute(
  {
    method: 'get',
    path: '/audit',
    operationId: 'listAudit',
    tag: 'Audit',
    summary: 'The audit trail, newest first',
    security: 'audit:read',
    query: z.strictObject({
      ...pageQuery('vrd', 'aud'),
      kind: z.enum(['verdict', 'admin']).optional(),
      decision: z.enum(DECISIONS).optional(),
      method: text.optional(),
      tool: text.optional().openapi({ description: '`tool` or `server/tool`, as recorded.' }),
      category: z.enum(CATEGORIES).optional().openapi({ description: 'Of a finding.' }),
      user_id: text.optional(),
      session_id: text.optional(),
      from: timeSchema.optional().openapi({ description: 'Inclusive.' }),
      to: timeSchema.optional().openapi({ description: 'Exclusive.' }),
    }),
    success: { status: 200, description: 'A page of records.', schema: pageSchema(recordShape) },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, query: { limit, cursor, ...question } }) => {
    const page = await listAudit(world, actor, present(question), pageRequest({ limit, cursor }));
    return { body: pageBody(page, showRecord) };
  },
);

export const getAuditRoute = defineRoute(
  {
    method: 'get',
    path: '/audit/{id}',
    operationId: 'getAudit',
    tag: 'Audit',
    summary: 'One record, with the redacted input of its decision while that is kept',
    security: 'audit:read',
    params: z.object({ id: idSchema('vrd', 'aud') }),
    success: {
      status: 200,
      description: 'The record.',
      schema: z
        .union([z.object({ ...verdictRecordShape.shape, input: inputShape }), z.object({ ...adminRecordShape.shape, input: inputShape })])
        .openapi('AuditEntry'),
    },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { id } }) => {
    const { record, input } = await getAudit(world, actor, id);
    return { body: { ...showRecord(record), input } };
  },
);
