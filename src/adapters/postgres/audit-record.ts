/** The audit record as stored JSON: parsed on the way back, history included. Unknown members of newer builds are dropped. */
import * as z from 'zod';
import type { AdminRecord, AuditRecord, VerdictRecord } from '#core/audit.ts';
import { CATEGORIES, type Finding, LAYERS, ROLES, SEVERITIES } from '#core/finding.ts';
import { type Reason, type ReasonCode, REASONS } from '#core/verdict.ts';

const decision = z.enum(['allow', 'challenge', 'deny']);
const at = z.iso.datetime().transform((text) => new Date(text));
const layer = z.enum(LAYERS);
const severity = z.enum(SEVERITIES);

const reason: z.ZodType<Reason> = z.object({
  code: z.custom<ReasonCode>((value) => typeof value === 'string' && Object.hasOwn(REASONS, value)),
  layer,
  severity,
  message: z.string(),
  policy: z.string().exactOptional(),
});

const finding: z.ZodType<Finding> = z.object({
  rule: z.string(),
  category: z.enum(CATEGORIES),
  layer,
  severity,
  score: z.number(),
  path: z.string(),
  start: z.int(),
  end: z.int(),
  view: z.string().exactOptional(),
  role: z.enum(ROLES).exactOptional(),
  threat: z.string(),
  references: z.array(z.string()),
  fingerprint: z.string(),
  suppressed: z.boolean(),
  message: z.string(),
});

const verdict: z.ZodType<VerdictRecord> = z.object({
  id: z.string(),
  kind: z.literal('verdict'),
  at,
  key_id: z.string(),
  direction: z.enum(['request', 'response']),
  method: z.string().nullable(),
  tool: z.string().nullable(),
  decision,
  status: z.int(),
  risk: z.number(),
  reasons: z.array(reason),
  findings: z.array(finding),
  would_be: z.object({ decision, status: z.int() }).nullable(),
  user_hmac: z.string().nullable(),
  session_hmac: z.string().nullable(),
  agent_hmac: z.string().nullable(),
  device_hmac: z.string().nullable(),
  ip_hmac: z.string().nullable(),
  message_digest: z.string(),
  policy_digest: z.string(),
  requested_set: z.string().exactOptional(),
  determining: z.array(z.string()).default([]),
  ruleset_digest: z.string(),
});

const admin: z.ZodType<AdminRecord> = z.object({
  id: z.string(),
  kind: z.literal('admin'),
  at,
  key_id: z.string().nullable(),
  action: z.string(),
  subject: z.string(),
  policies: z.array(z.object({ id: z.string(), version: z.int(), digest: z.string() })).exactOptional(),
});

const record = z.union([verdict, admin]);

/** Throws ZodError on what no build of this service wrote. */
export const parseAuditRecord = (stored: unknown): AuditRecord => record.parse(stored);
