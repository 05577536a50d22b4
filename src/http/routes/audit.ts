import { z } from 'zod';
import { getAudit, listAudit } from '#app/audit.ts';
import type { AuditRecord } from '#core/audit.ts';
import { pageBody, pageQuery, pageRequest, pageSchema } from '../page.ts';
import { present } from '../present.ts';
import { defineRoute } from '../route.ts';
import { idSchema, jsonObject, statusShape, timeSchema, timeShape } from '../shapes.ts';
import { categorySchema, decisionSchema, findingShape, reasonShape, wouldBeShape } from '../verdict-shape.ts';

const FILTER_CHARS_MAX = 512;
const text = z.string().min(1).max(FILTER_CHARS_MAX);
const hmac = z.string().nullable().meta({ description: "HMAC-SHA-256 under the tenant's key of what the call asserted." });

const verdictRecordShape = z
  .object({
    id: z.string(),
    kind: z.literal('verdict'),
    at: timeShape,
    key_id: z.string(),
    direction: z.enum(['request', 'response']).meta({ id: 'Direction' }),
    method: z.string().nullable(),
    tool: z.string().nullable(),
    decision: decisionSchema,
    status: statusShape,
    risk: z.number(),
    reasons: z.array(reasonShape),
    findings: z.array(findingShape),
    would_be: wouldBeShape.nullable(),
    user_hmac: hmac,
    session_hmac: hmac,
    agent_hmac: hmac,
    device_hmac: hmac,
    ip_hmac: hmac,
    message_digest: z.string().meta({ description: 'SHA-256 of the message in canonical JSON (RFC 8785).' }),
    policy_digest: z.string(),
    requested_set: z.string().optional().meta({ description: 'The policy set that `options.policy_set` named; it was judged too.' }),
    determining: z.array(z.string()).meta({ description: 'Policies that decided or, of what was allowed, permitted it.' }),
    ruleset_digest: z.string(),
  })
  .meta({ id: 'VerdictRecord' });
const adminRecordShape = z
  .object({
    id: z.string(),
    kind: z.literal('admin'),
    at: timeShape,
    key_id: z.string().nullable(),
    action: z.string(),
    subject: z.string(),
    policies: z
      .array(z.object({ id: z.string(), version: z.number().int(), digest: z.string() }).meta({ id: 'WrittenVersion' }))
      .optional()
      .meta({ description: 'Versions of policies that were written by it, with their digests.' }),
  })
  .meta({ id: 'AdminRecord' });
const recordShape = z
  .discriminatedUnion('kind', [verdictRecordShape, adminRecordShape])
  .meta({ id: 'AuditRecord', discriminator: { propertyName: 'kind' } });

const input = jsonObject.nullable().meta({ description: 'What the verdict was made from, redacted; null where nothing is kept.' });
const entryShape = z
  .discriminatedUnion('kind', [
    z.object({ ...verdictRecordShape.shape, input }).meta({ id: 'VerdictEntry' }),
    z.object({ ...adminRecordShape.shape, input }).meta({ id: 'AdminEntry' }),
  ])
  .meta({ id: 'AuditEntry', discriminator: { propertyName: 'kind' } });

const showRecord = (record: AuditRecord) => ({ ...record, at: record.at.toISOString() });

export const listAuditRoute = defineRoute(
  {
    method: 'get',
    path: '/audit',
    operationId: 'listAudit',
    tag: 'Audit',
    summary: 'The audit trail, newest first',
    description: 'Verdicts and what was changed by whom. Filters are joined by “and”; those of a verdict leave changes out.',
    security: 'audit:read',
    query: z.strictObject({
      ...pageQuery('vrd', 'aud'),
      kind: z.enum(['verdict', 'admin']).optional(),
      decision: decisionSchema.optional(),
      method: text.optional(),
      tool: text.optional().meta({ description: '`tool` or `server/tool`, as recorded.' }),
      category: categorySchema.optional().meta({ description: 'Of a finding.' }),
      user_id: text.optional(),
      session_id: text.optional(),
      from: timeSchema.optional().meta({ description: 'Inclusive.' }),
      to: timeSchema.optional().meta({ description: 'Exclusive.' }),
    }),
    success: { status: 200, description: 'A page of records.', schema: pageSchema(recordShape, 'AuditPage') },
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
    description: 'A verdict as it was recorded, with the digests of the message, of the policies and of the rules that made it.',
    security: 'audit:read',
    params: z.object({ id: idSchema('vrd', 'aud') }),
    success: { status: 200, description: 'The record.', schema: entryShape },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { id } }) => {
    const { record, input: kept } = await getAudit(world, actor, id);
    return { body: { ...showRecord(record), input: kept } };
  },
);
