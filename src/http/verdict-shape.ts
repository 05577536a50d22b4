/** The verdict as OpenAPI shows it. */
import { z } from '@hono/zod-openapi';
import { CATEGORIES, LAYERS, ROLES, SEVERITIES } from '#core/finding.ts';
import { UNJUDGED_REASONS } from '#core/mcp/surface.ts';
import { REASONS, type ReasonCode } from '#core/verdict.ts';

export const DECISIONS = ['allow', 'challenge', 'deny'] as const;
const REASON_CODES = Object.keys(REASONS) as [ReasonCode, ...ReasonCode[]];

export const reasonShape = z
  .object({
    code: z.enum(REASON_CODES),
    layer: z.enum(LAYERS),
    severity: z.enum(SEVERITIES),
    message: z.string(),
    policy: z.string().optional().openapi({ description: 'The policy that decided.' }),
  })
  .openapi('Reason');

export const findingShape = z
  .object({
    rule: z.string(),
    category: z.enum(CATEGORIES),
    layer: z.enum(LAYERS),
    severity: z.enum(SEVERITIES),
    score: z.number(),
    path: z.string().openapi({ description: 'JSON Pointer from the root of the call.' }),
    start: z.number().int().openapi({ description: 'UTF-16 offset into the text as sent.' }),
    end: z.number().int(),
    view: z.string().optional().openapi({ description: 'How the text was decoded before the rule matched.' }),
    role: z.enum(ROLES).optional(),
    threat: z.string(),
    references: z.array(z.string()),
    fingerprint: z.string(),
    suppressed: z.boolean(),
    message: z.string(),
  })
  .openapi('Finding');

export const wouldBeShape = z
  .object({ decision: z.enum(DECISIONS), status: z.number().int() })
  .openapi({ description: 'Only while the tenant monitors.' });

const modificationShape = z
  .object({ op: z.enum(['replace', 'move']), path: z.string(), from: z.string().optional(), value: z.string().optional() })
  .openapi({ description: 'RFC 6902: an edit that the enforcement point should make.' });

const explanationShape = z
  .object({
    roles: z.array(
      z.object({
        path: z.string(),
        roles: z
          .array(
            z.object({
              role: z.enum(ROLES),
              confidence: z.number().min(0).max(1),
              why: z.string().openapi({ example: 'its name is “query”, in a tool for sql' }),
            }),
          )
          .openapi({ description: 'Likeliest first; of two, that which minds a text less decides.' }),
      }),
    ),
    left_out: z.number().int().openapi({ description: 'Arguments that are not listed because there are too many.' }),
  })
  .openapi({ description: 'With `explain`: what each argument was taken to be for, and why.' });

export const verdictShape = z
  .object({
    id: z.string().openapi({ example: 'vrd_01jd3k5m7p9q1r3s5t7v9w1x3y' }),
    decision: z.enum(DECISIONS),
    status: z.number().int().openapi({ description: 'What the enforcement point should answer.' }),
    risk: z.number().min(0).max(1),
    reasons: z.array(reasonShape).openapi({ description: 'The first is the primary one.' }),
    findings: z.array(findingShape),
    modifications: z.array(modificationShape),
    unjudged: z
      .array(z.object({ path: z.string(), reason: z.enum(UNJUDGED_REASONS) }))
      .openapi({ description: 'What was not looked into, and why.' }),
    explanation: explanationShape.optional(),
    policy: z.object({
      set: z.string().optional().openapi({ description: 'The active policy set; absent where every enabled policy is in force.' }),
      digest: z.string(),
      requested: z
        .object({ set: z.string(), digest: z.string() })
        .optional()
        .openapi({ description: 'The set that `options.policy_set` names: it was judged too.' }),
      determining: z.array(z.string()),
      shadow: z
        .array(
          z.object({
            set: z.string().nullable().openapi({ description: 'Null: what is in force, with every policy of mode `shadow`.' }),
            decision: z.enum(DECISIONS),
            status: z.int(),
            determining: z.array(z.string()),
            is_partial: z.boolean().openapi({
              description: 'What is counted or remembered for it could not be told: policies that wait for that say nothing here.',
            }),
          }),
        )
        .optional()
        .openapi({ description: 'What would have been decided by what is tried.' }),
    }),
    obligations: z
      .array(z.looseObject({ type: z.enum(['redact', 'alert', 'log', 'set_headers', 'filter_items', 'limit_ttl']) }))
      .optional()
      .openapi({ description: 'What policies want done besides.' }),
    challenge: z
      .object({ type: z.literal('step_up') })
      .optional()
      .openapi({ description: 'Only with `challenge`: more proof of who acts is asked for.' }),
    reply: z.looseObject({}).optional().openapi({ description: 'A JSON-RPC message to send instead.' }),
    would_be: wouldBeShape.optional(),
    ignored: z.array(z.string()).openapi({ description: 'What the call asked for and the service did not follow.' }),
    engine: z.object({ version: z.string(), ruleset: z.string() }),
    degraded: z.array(z.string()),
    latency_ms: z.number(),
  })
  .openapi('Verdict');
