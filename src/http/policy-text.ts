/** A policy as it is written: document, mode and tests. */
import { z } from 'zod';
import type { PolicyText } from '#app/policies.ts';
import { documentSchema } from '#core/policy/document-schema.ts';
import { POLICY_MODES, type PolicyMode } from '#core/policy/mode.ts';
import { TESTS_CHARS_MAX, TESTS_MAX, type PolicyTest, type TestResult } from '#core/policy/policy-test.ts';
import { contextSchema, envelope, hasMessage, NO_MESSAGE } from './envelope.ts';
import { growing, nameSchema, statusShape, timeSchema } from './shapes.ts';
import { decisionSchema, obligationTypeSchema, reasonCodeSchema } from './verdict-shape.ts';

const FACTS_MAX = 100;
const TEXT_CHARS_MAX = 256;

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
      .meta({ format: 'date-time', description: 'Required in tests of a policy that looks at the clock.' }),
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
      .meta({ id: 'FactsOfIdentity', description: 'As if a token had said so.' })
      .optional(),
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
      .meta({ id: 'FactsOfTrust' })
      .nullable()
      .optional(),
    labels: names.optional().meta({ description: 'Of the session. Without, they are not known, and what looks at them refuses.' }),
    approval: z
      .strictObject({ id: text.min(1).optional(), method: text.min(1).optional(), age_s: z.number().min(0).max(AGE_S_MAX).optional() })
      .meta({ id: 'FactsOfApproval' })
      .optional()
      .meta({ description: 'As if the call had been approved: challenges are met.' }),
    session: z
      .strictObject({ calls: count.optional(), age_s: z.number().min(0).max(AGE_S_MAX).optional(), depth: count.optional() })
      .meta({ id: 'FactsOfSession' })
      .optional()
      .meta({ description: 'Of the session; `context.session_id` must name one.' }),
    counters: answers.optional().meta({ description: 'By id of the limit: whether the call still fits. It does when left out.' }),
    history: answers
      .optional()
      .meta({ description: 'By id: whether it is as required. Without, it is as in a session in which nothing has happened.' }),
  })
  .meta({ id: 'PolicyTestFacts' });

/** What the enforcement point says that it can do. */
export const answeringSchema = z.strictObject({ supported_obligations: names.optional() }).meta({ id: 'AnsweringOptions' });

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
    context: z.strictObject(told).meta({ id: 'PolicyTestContext' }).optional(),
    facts: factsSchema.optional(),
    options: answeringSchema.optional(),
    expect: z
      .strictObject({
        decision: decisionSchema,
        reasons: z.array(reasonCodeSchema).max(FACTS_MAX).optional().meta({ description: 'Codes that must be among the reasons.' }),
        obligations: z
          .array(obligationTypeSchema)
          .max(FACTS_MAX)
          .optional()
          .meta({ description: 'Types that must be among the obligations.' }),
      })
      .meta({ id: 'PolicyTestExpectation' }),
  })
  .refine(hasMessage, NO_MESSAGE)
  .refine(hasSession, NO_SESSION)
  .meta({ id: 'PolicyTest' });

export const testsSchema = z
  .array(testSchema)
  .max(TESTS_MAX)
  .refine((tests) => JSON.stringify(tests).length <= TESTS_CHARS_MAX, `At most ${TESTS_CHARS_MAX} characters of JSON`);

const DOCUMENT = {
  id: 'PolicyDocument',
  type: 'object' as const,
  additionalProperties: {},
  description: 'Lists (`tools`, `methods`, `strictness`, `thresholds`), structured (`effect`, `target`, `require` …), or `{"cedar": "…"}`.',
};
export const documentShape = z.unknown().meta(DOCUMENT);
export const documentText = documentShape.pipe(documentSchema);

export const modeSchema = growing(POLICY_MODES).meta({ id: 'PolicyMode' });
const textMembers = {
  name: nameSchema,
  enabled: z.boolean().optional().meta({ description: 'An older way to say `mode`: true is `enforce`, false is `off`.' }),
  mode: modeSchema
    .optional()
    .meta({ description: '`shadow`: what the policy would say is shown and decides nothing. `enforce` when left out.' }),
  document: documentText,
  tests: testsSchema.default([]).meta({ description: `Run before the policy is stored; one that fails refuses it. At most ${TESTS_MAX}.` }),
};

type Switch = { enabled?: boolean | undefined; mode?: PolicyMode | undefined };
const isConsistent = ({ enabled, mode }: Switch): boolean => enabled === undefined || mode === undefined || enabled === (mode !== 'off');
const INCONSISTENT = { error: 'Contradicts `enabled`, which may be left out', path: ['mode'] };

export const textSchema = z.strictObject(textMembers).refine(isConsistent, INCONSISTENT).meta({ id: 'PolicyText' });

export const textOf = ({ name, enabled, mode, document, tests }: z.output<typeof textSchema>): PolicyText => ({
  name,
  mode: mode ?? (enabled === false ? 'off' : 'enforce'),
  document,
  tests: plain(tests),
});

/** Without members that are undefined. */
export const plain = (tests: z.output<typeof testsSchema>): PolicyTest[] => JSON.parse(JSON.stringify(tests)) as PolicyTest[];

const outcome = z
  .object({ decision: decisionSchema, status: statusShape, reasons: z.array(reasonCodeSchema), obligations: z.array(obligationTypeSchema) })
  .meta({ id: 'PolicyTestOutcome' });
const expected = z.looseObject({ decision: decisionSchema }).meta({ id: 'ExpectedOutcome', description: 'As `expect` of the test.' });
export const resultShape = z.object({ name: z.string(), passed: z.boolean(), expected, got: outcome }).meta({ id: 'PolicyTestResult' });
export const showResult = (result: TestResult): z.output<typeof resultShape> => ({ ...result, expected: { ...result.expected } });
