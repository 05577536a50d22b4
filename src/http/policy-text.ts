/** A policy as it is written: document, mode and tests. */
import { z } from '@hono/zod-openapi';
import type { PolicyText } from '#app/policies.ts';
import { documentSchema } from '#core/policy/document-schema.ts';
import { POLICY_MODES, type PolicyMode } from '#core/policy/mode.ts';
import { TESTS_CHARS_MAX, TESTS_MAX, type PolicyTest, type TestResult } from '#core/policy/policy-test.ts';
import { REASONS, type ReasonCode } from '#core/verdict.ts';
import { contextSchema, envelope, hasMessage, NO_MESSAGE } from './envelope.ts';
import { nameSchema, timeSchema } from './shapes.ts';

const FACTS_MAX = 100;
const TEXT_CHARS_MAX = 256;
const OBLIGATION_TYPES = ['redact', 'alert', 'log', 'set_headers', 'filter_items', 'limit_ttl'] as const;
const CODES = Object.keys(REASONS) as [ReasonCode, ...ReasonCode[]];

const text = z.string().max(TEXT_CHARS_MAX);
const names = z.array(text).max(FACTS_MAX);
const few = (members: object): boolean => Object.keys(members).length <= FACTS_MAX;
const FEW = `At most ${FACTS_MAX} members`;
const answers = z.record(text.min(1), z.boolean().nullable()).refine(few, FEW);
const share = z.number().min(0).max(1);
const COUNT_MAX = 1_000_000_000;
const AGE_S_MAX = 1_000_000_000;
const count = z.int().min(0).max(COUNT_MAX);

const {
  trust_score: _,
  trust: _1,
  trust_factors: _2,
  behavioral_data: _3,
  risk_score: _4,
  location: _5,
  country: _6,
  token: _7,
  ...told
} = contextSchema.shape;

export const factsSchema = z
  .strictObject({
    now: z
      .string()
      .refine((given) => timeSchema.safeParse(given).success, 'Must be a time as in RFC 3339')
      .optional()
      .openapi({ format: 'date-time', description: 'Required in tests of a policy that looks at the clock.' }),
    identity: z
      .strictObject({
        assurance: z.enum(['verified', 'asserted', 'none']).optional(),
        roles: names.optional(),
        groups: names.optional(),
        scopes: names.optional(),
        claims: z.record(text.min(1), text).refine(few, FEW).optional(),
        issuer: text.nullable().optional(),
        acr: text.nullable().optional(),
        amr: names.optional(),
        auth_age_s: z.number().min(0).nullable().optional(),
      })
      .optional()
      .openapi({ description: 'As if a token had said so.' }),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'Must be a country code of ISO 3166-1 alpha-2, in capitals')
      .nullable()
      .optional(),
    asn: z.int().min(1).max(4_294_967_295).nullable().optional(),
    trust: z
      .strictObject({
        score: share,
        confidence: share.optional(),
        user: share.optional(),
        device: share.optional(),
        location: share.optional(),
        behaviour: share.optional(),
        signals: names.optional(),
      })
      .nullable()
      .optional(),
    labels: names.optional().openapi({ description: 'Of the session. Without, they are not known, and what looks at them refuses.' }),
    approval: z
      .strictObject({ id: text.min(1).optional(), method: text.min(1).optional(), age_s: z.number().min(0).max(AGE_S_MAX).optional() })
      .optional()
      .openapi({ description: 'As if the call had been approved: challenges are met.' }),
    session: z
      .strictObject({ calls: count.optional(), age_s: z.number().min(0).max(AGE_S_MAX).optional(), depth: count.optional() })
      .optional()
      .openapi({ description: 'Of the session; `context.session_id` must name one.' }),
    counters: answers.optional().openapi({ description: 'By id of the limit: whether the call still fits. It does when left out.' }),
    history: answers
      .optional()
      .openapi({ description: 'By id: whether it is as required. Without, it is as in a session in which nothing has happened.' }),
  })
  .openapi('PolicyTestFacts');

/** What the enforcement point says that it can do. */
export const answeringSchema = z.strictObject({ supported_obligations: names.optional() });

type Told = { facts?: { session?: object | undefined } | undefined; context?: { session_id?: string | undefined } | undefined };
export const hasSession = ({ facts, context }: Told): boolean => !facts?.session || context?.session_id !== undefined;
export const NO_SESSION = { error: 'Required: facts tell of a session', path: ['context', 'session_id'] };

const { request, response, tool, server } = envelope;
export const testSchema = z
  .strictObject({
    name: nameSchema,
    request,
    response,
    tool,
    server,
    context: z.strictObject(told).optional(),
    facts: factsSchema.optional(),
    options: answeringSchema.optional(),
    expect: z.strictObject({
      decision: z.enum(['allow', 'challenge', 'deny']),
      reasons: z.array(z.enum(CODES)).max(FACTS_MAX).optional().openapi({ description: 'Codes that must be among the reasons.' }),
      obligations: z
        .array(z.enum(OBLIGATION_TYPES))
        .max(FACTS_MAX)
        .optional()
        .openapi({ description: 'Types that must be among the obligations.' }),
    }),
  })
  .refine(hasMessage, NO_MESSAGE)
  .refine(hasSession, NO_SESSION)
  .openapi('PolicyTest');

export const testsSchema = z
  .array(testSchema)
  .max(TESTS_MAX)
  .refine((tests) => JSON.stringify(tests).length <= TESTS_CHARS_MAX, `At most ${TESTS_CHARS_MAX} characters of JSON`);

const DOCUMENT = {
  type: 'object' as const,
  description: 'Lists (`tools`, `methods`, `strictness`, `thresholds`), structured (`effect`, `target`, `require` …), or `{"cedar": "…"}`.',
};
export const documentText = z.unknown().pipe(documentSchema).openapi(DOCUMENT);
export const documentShape = z.unknown().openapi(DOCUMENT);

export const textMembers = {
  name: nameSchema,
  enabled: z.boolean().optional().openapi({ description: 'An older way to say `mode`: true is `enforce`, false is `off`.' }),
  mode: z
    .enum(POLICY_MODES)
    .optional()
    .openapi({ description: '`shadow`: what the policy would say is shown and decides nothing. `enforce` when left out.' }),
  document: documentText,
  tests: testsSchema
    .default([])
    .openapi({ description: `Run before the policy is stored; one that fails refuses it. At most ${TESTS_MAX}.` }),
};

type Switch = { enabled?: boolean | undefined; mode?: PolicyMode | undefined };
export const isConsistent = ({ enabled, mode }: Switch): boolean =>
  enabled === undefined || mode === undefined || enabled === (mode !== 'off');
export const INCONSISTENT = { error: 'Contradicts `enabled`, which may be left out', path: ['mode'] };

export const textSchema = z.strictObject(textMembers).refine(isConsistent, INCONSISTENT).openapi('PolicyText');

export const textOf = ({ name, enabled, mode, document, tests }: z.output<typeof textSchema>): PolicyText => ({
  name,
  mode: mode ?? (enabled === false ? 'off' : 'enforce'),
  document,
  tests: plain(tests),
});

/** Without members that are undefined. */
export const plain = (tests: z.output<typeof testsSchema>): PolicyTest[] => JSON.parse(JSON.stringify(tests)) as PolicyTest[];

const outcome = z.object({
  decision: z.string(),
  status: z.number().int(),
  reasons: z.array(z.string()),
  obligations: z.array(z.string()),
});
export const resultShape = z
  .object({ name: z.string(), passed: z.boolean(), expected: z.looseObject({ decision: z.string() }), got: outcome })
  .openapi('PolicyTestResult');
export const showResult = (result: TestResult): z.output<typeof resultShape> => ({ ...result, expected: { ...result.expected } });
