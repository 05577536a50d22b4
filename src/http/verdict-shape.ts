/** The verdict as OpenAPI shows it. */
import { z } from 'zod';
import { CATEGORIES, LAYERS, ROLES, SEVERITIES } from '#core/finding.ts';
import { UNJUDGED_REASONS } from '#core/mcp/surface.ts';
import { REASONS, type ReasonCode } from '#core/verdict.ts';
import { countShape, growing, jsonObject, statusShape } from './shapes.ts';

export const DECISIONS = ['allow', 'challenge', 'deny'] as const;
const REASON_CODES = Object.keys(REASONS) as [ReasonCode, ...ReasonCode[]];
const OBLIGATION_TYPES = ['redact', 'alert', 'log', 'set_headers', 'filter_items', 'limit_ttl'] as const;

/** There will be no other: an enforcement point must not meet a decision that it does not know. */
export const decisionSchema = z.enum(DECISIONS).meta({ id: 'Decision' });
export const reasonCodeSchema = growing(REASON_CODES).meta({ id: 'ReasonCode' });
export const obligationTypeSchema = growing(OBLIGATION_TYPES).meta({ id: 'ObligationType' });
export const categorySchema = growing(CATEGORIES).meta({ id: 'Category' });
export const argumentRoleSchema = growing(ROLES).meta({ id: 'ArgumentRole', description: 'What an argument of a tool is for.' });
const layerSchema = growing(LAYERS).meta({ id: 'Layer' });
const severitySchema = growing(SEVERITIES).meta({ id: 'Severity' });
const verdictStatus = statusShape.meta({ description: 'What the enforcement point should answer.' });

export const reasonShape = z
  .object({
    code: reasonCodeSchema,
    layer: layerSchema,
    severity: severitySchema,
    message: z.string(),
    policy: z.string().optional().meta({ description: 'The policy that decided.' }),
  })
  .meta({ id: 'Reason' });

export const findingShape = z
  .object({
    rule: z.string(),
    category: categorySchema,
    layer: layerSchema,
    severity: severitySchema,
    score: z.number(),
    path: z.string().meta({ description: 'JSON Pointer from the root of the call.' }),
    start: countShape.meta({ description: 'UTF-16 offset into the text as sent.' }),
    end: countShape,
    view: z.string().optional().meta({ description: 'How the text was decoded before the rule matched.' }),
    role: argumentRoleSchema.optional(),
    threat: z.string(),
    references: z.array(z.string()),
    fingerprint: z.string(),
    suppressed: z.boolean(),
    message: z.string(),
  })
  .meta({ id: 'Finding' });

export const wouldBeShape = z
  .object({ decision: decisionSchema, status: verdictStatus })
  .meta({ id: 'WouldBe', description: 'Only while the tenant monitors.' });

const modificationShape = z
  .object({ op: z.enum(['replace', 'move']), path: z.string(), from: z.string().optional(), value: z.string().optional() })
  .meta({ id: 'Modification', description: 'RFC 6902: an edit that the enforcement point should make.' });

const likelyRoleShape = z
  .object({
    role: argumentRoleSchema,
    confidence: z.number().min(0).max(1),
    why: z.string().meta({ example: 'its name is “query”, in a tool for sql' }),
  })
  .meta({ id: 'LikelyRole' });
const explainedShape = z
  .object({
    path: z.string(),
    roles: z.array(likelyRoleShape).meta({ description: 'Likeliest first; of two, that which minds a text less decides.' }),
  })
  .meta({ id: 'ExplainedArgument' });

const explanationShape = z
  .object({
    roles: z.array(explainedShape),
    left_out: countShape.meta({ description: 'Arguments that are not listed because there are too many.' }),
  })
  .meta({ id: 'Explanation', description: 'With `explain`: what each argument was taken to be for, and why.' });

const unjudgedShape = z
  .object({ path: z.string(), reason: growing(UNJUDGED_REASONS).meta({ id: 'UnjudgedReason' }) })
  .meta({ id: 'Unjudged' });

const shadowShape = z
  .object({
    set: z.string().nullable().meta({ description: 'Null: what is in force, with every policy of mode `shadow`.' }),
    decision: decisionSchema,
    status: verdictStatus,
    determining: z.array(z.string()),
    is_partial: z
      .boolean()
      .meta({ description: 'What is counted or remembered for it could not be told: policies that wait for that say nothing here.' }),
  })
  .meta({ id: 'ShadowOutcome' });

const verdictPolicyShape = z
  .object({
    set: z.string().optional().meta({ description: 'The active policy set; absent where every enabled policy is in force.' }),
    digest: z.string(),
    requested: z
      .object({ set: z.string(), digest: z.string() })
      .meta({ id: 'RequestedPolicySet' })
      .optional()
      .meta({ description: 'The set that `options.policy_set` names: it was judged too.' }),
    determining: z.array(z.string()).meta({ description: 'Policies that decided or, of what was allowed, permitted it.' }),
    shadow: z.array(shadowShape).optional().meta({ description: 'What would have been decided by what is tried.' }),
  })
  .meta({ id: 'VerdictPolicy' });

const obligationShape = z
  .looseObject({ type: obligationTypeSchema })
  .meta({ id: 'Obligation', description: 'Its other members are those of its type.' });
const challengeShape = z
  .object({ type: growing(['step_up']) })
  .meta({ id: 'Challenge', description: 'Only with `challenge`: more proof of who acts is asked for.' });
export const engineShape = z.object({ version: z.string(), ruleset: z.string() }).meta({ id: 'Engine' });

export const verdictShape = z
  .object({
    id: z.string().meta({ example: 'vrd_01jd3k5m7p9q1r3s5t7v9w1x3y' }),
    decision: decisionSchema,
    status: verdictStatus,
    risk: z.number().min(0).max(1),
    reasons: z.array(reasonShape).meta({ description: 'The first is the primary one.' }),
    findings: z.array(findingShape),
    modifications: z.array(modificationShape),
    unjudged: z.array(unjudgedShape).meta({ description: 'What was not looked into, and why.' }),
    explanation: explanationShape.optional(),
    policy: verdictPolicyShape,
    obligations: z.array(obligationShape).optional().meta({ description: 'What policies want done besides.' }),
    challenge: challengeShape.optional(),
    reply: jsonObject.optional().meta({ description: 'A JSON-RPC message to send instead.' }),
    would_be: wouldBeShape.optional(),
    ignored: z.array(z.string()).meta({ description: 'What the call asked for and the service did not follow.' }),
    engine: engineShape,
    degraded: z.array(z.string()),
    latency_ms: z.number(),
  })
  .meta({ id: 'Verdict' });
