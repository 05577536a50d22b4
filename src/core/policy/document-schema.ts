/** Whether a document is one: every fault at once, with its place, and what may have been meant. */
import * as z from 'zod';
import { CATEGORIES, SEVERITIES } from '../finding.ts';
import { compilePattern } from '../json-schema/pattern.ts';
import { parseNetwork } from '../network.ts';
import { STRICTNESS } from '../submission.ts';
import { DAYS, type PolicyDocument } from './document.ts';
import { isEmpty } from './forms/time.ts';
import { LIMIT_MAX, limitSchema } from './limit-schema.ts';
import { nearest } from './nearest.ts';
import { PATTERN_CHARS_MAX, slug, span } from './schema-parts.ts';

export const PATTERNS_MAX = 500;
export const TARGET_PATTERNS_MAX = 100;
/** Further networks belong into a named list. */
export const NETWORKS_MAX = 32;
export const COUNTRIES_MAX = 250;
export const WINDOWS_MAX = 50;
export const LIMITS_MAX = 10;
export const HISTORY_MAX = 10;
export const ARGUMENTS_MAX = 50;
export const VALUES_MAX = 200;
export const OBLIGATIONS_MAX = 10;
export const HISTORY_MS_MAX = 86_400_000;
export const CEDAR_CHARS_MAX = 65_536;
const TEXT_CHARS_MAX = 500;

const requiresMoreThan = (members: object, but: string): boolean =>
  Object.entries(members).some(([name, value]) => name !== but && value !== undefined);

const pattern = z.string().min(1).max(PATTERN_CHARS_MAX);
const patterns = z.array(pattern).max(PATTERNS_MAX);
const aimed = z.array(pattern).min(1).max(TARGET_PATTERNS_MAX).optional();
const exact = z
  .array(pattern.refine((name) => !name.includes('*'), 'Must be a whole name: here `*` stands for nothing else'))
  .min(1)
  .max(TARGET_PATTERNS_MAX)
  .optional();
const pointer = z
  .string()
  .max(PATTERN_CHARS_MAX)
  .regex(/^(?:\/(?:[^~/]|~[01])*)+$/, 'Must be a JSON Pointer from params.arguments, such as /amount');
const share = z.number().min(0).max(1);

const lists = z.strictObject({ allow: patterns.optional(), deny: patterns.optional() });
export const listsSchema = z.strictObject({
  tools: lists.optional(),
  methods: lists.optional(),
  strictness: z.enum(STRICTNESS).optional(),
  thresholds: z.partialRecord(z.enum(CATEGORIES), share).optional(),
});

const target = z.strictObject({
  global: z.literal(true).optional(),
  users: aimed,
  roles: exact,
  groups: exact,
  agents: aimed,
  servers: aimed,
  tools: aimed,
  tool_groups: exact,
  methods: aimed,
  resources: aimed,
  prompts: aimed,
});

function isZone(tz: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: tz }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
const clock = z.string().regex(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, 'Must be HH:MM, from 00:00 to 24:00');
const window = z
  .strictObject({ days: z.array(z.enum(DAYS)).min(1).max(DAYS.length).optional(), from: clock, to: clock })
  .refine((one) => !isEmpty(one), { path: ['to'], error: 'Must differ from `from`; a whole day is 00:00 to 24:00' });
const time = z
  .strictObject({
    tz: z.string().max(64).refine(isZone, 'There is no such time zone (IANA), such as Europe/Berlin'),
    allowed_hours: z.array(z.int().min(0).max(23)).min(1).max(24).optional(),
    windows: z.array(window).min(1).max(WINDOWS_MAX).optional(),
  })
  .refine(({ allowed_hours, windows }) => allowed_hours !== undefined || windows !== undefined, 'Needs allowed_hours or windows');

const networks = z
  .array(z.string().refine((text) => parseNetwork(text) !== null, 'Must be an address or a CIDR block without bits behind its prefix'))
  .min(1)
  .max(NETWORKS_MAX, `At most ${NETWORKS_MAX}; put more into a named list`)
  .optional();
const listNames = z.array(slug).min(1).max(NETWORKS_MAX).optional();
const location = z
  .strictObject({
    ip_allow: networks,
    ip_deny: networks,
    ip_lists: z.strictObject({ allow: listNames, deny: listNames }).optional(),
    countries: z
      .array(z.string().regex(/^[A-Z]{2}$/, 'Must be a country code of ISO 3166-1 alpha-2, in capitals'))
      .min(1)
      .max(COUNTRIES_MAX)
      .optional(),
    asns: z.array(z.int().min(1).max(4_294_967_295)).min(1).max(VALUES_MAX).optional(),
    unknown: z.enum(['deny', 'allow']).optional(),
  })
  .refine((one) => requiresMoreThan(one, 'unknown'), 'Requires nothing');

const scalar = z.union([z.string().max(PATTERN_CHARS_MAX), z.number(), z.boolean()]);
const argument = z
  .strictObject({
    min: z.number().optional(),
    max: z.number().optional(),
    equals: scalar.optional(),
    oneOf: z
      .array(z.union([z.string().max(PATTERN_CHARS_MAX), z.number()]))
      .min(1)
      .max(VALUES_MAX)
      .optional(),
    like: pattern.optional(),
    notLike: pattern.optional(),
    inList: slug.optional(),
    notInList: slug.optional(),
    maxLength: z.int().min(0).max(1_048_576).optional(),
    matches: z
      .string()
      .refine(
        (source) => compilePattern(source) !== null,
        'Must be a pattern in linear time: no look-around, no back-references, at most 1,000 characters',
      )
      .optional(),
    optional: z.boolean().optional(),
  })
  .refine((one) => requiresMoreThan(one, 'optional'), 'Requires nothing')
  .refine(({ min = -Infinity, max = Infinity }) => min <= max, { path: ['max'], error: 'Must not be less than min' });

const event = {
  within: span(HISTORY_MS_MAX, '24h'),
  action: pattern,
  kind: z.enum(['request', 'response']).optional(),
  match: z
    .record(z.string().regex(/^(?:input|output)\.\/.{0,250}$/, 'Must be input./pointer or output./pointer'), scalar)
    .refine((members) => Object.keys(members).length <= OBLIGATIONS_MAX, `At most ${OBLIGATIONS_MAX} members`)
    .optional(),
};
const counted = { ...event, min: z.number().min(0).max(LIMIT_MAX).optional(), max: z.number().min(0).max(LIMIT_MAX).optional() };
const of = z.string().regex(/^(?:input|output)\.\/.{0,250}$/, 'Must be input./pointer or output./pointer');
const OPERATORS = ['formerly', 'count_within', 'count_distinct_within', 'sum_within'] as const;
const history = z
  .strictObject({
    id: slug,
    formerly: z.strictObject({ ...event, is: z.boolean().optional() }).optional(),
    count_within: z.strictObject(counted).optional(),
    count_distinct_within: z.strictObject({ ...counted, of }).optional(),
    sum_within: z.strictObject({ ...counted, of }).optional(),
  })
  .refine((one) => OPERATORS.filter((name) => one[name] !== undefined).length === 1, `Needs one of ${OPERATORS.join(', ')}`)
  .refine(
    ({ count_within, count_distinct_within, sum_within }) =>
      [count_within, count_distinct_within, sum_within].every((one) => !one || one.min !== undefined || one.max !== undefined),
    'Needs min or max',
  );

const require = z
  .strictObject({
    time: time.optional(),
    location: location.optional(),
    trust: z.strictObject({ min: share }).optional(),
    limits: z.array(limitSchema).min(1).max(LIMITS_MAX).optional(),
    args: z
      .record(pointer, argument)
      .refine((members) => Object.keys(members).length <= ARGUMENTS_MAX, `At most ${ARGUMENTS_MAX} members`)
      .optional(),
    findings: z.partialRecord(z.enum(CATEGORIES), z.strictObject({ max: share })).optional(),
    session: z.strictObject({ notLabels: z.array(slug).min(1).max(VALUES_MAX).optional() }).optional(),
    history: z.array(history).min(1).max(HISTORY_MAX).optional(),
    auth: z
      .strictObject({
        assurance: z.enum(['verified', 'asserted']).optional(),
        scopes: z.array(z.string().min(1).max(PATTERN_CHARS_MAX)).min(1).max(VALUES_MAX).optional(),
      })
      .optional(),
  })
  .superRefine(({ limits = [], history: past = [] }, issues) => {
    const seen = new Set<string>();
    for (const [place, list] of [
      ['limits', limits],
      ['history', past],
    ] as const)
      for (const [i, { id }] of list.entries()) {
        if (seen.has(id))
          issues.addIssue({ code: 'custom', path: [place, i, 'id'], message: 'Another limit or history of this policy has this id' });
        seen.add(id);
      }
  });

const headerName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/, 'Must be a name of a header (RFC 9110)');
const headerValue = z
  .string()
  .max(TEXT_CHARS_MAX)
  .regex(/^[\t\x20-\x7e]*$/, 'Must be printable ASCII');
const obligation = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('redact'), pointers: z.array(pointer).min(1).max(ARGUMENTS_MAX) }),
  z.strictObject({ type: z.literal('alert'), channel: slug.optional() }),
  z.strictObject({ type: z.literal('log') }),
  z.strictObject({
    type: z.literal('set_headers'),
    headers: z.record(headerName, headerValue).refine((h) => Object.keys(h).length <= ARGUMENTS_MAX, `At most ${ARGUMENTS_MAX} members`),
  }),
  z.strictObject({ type: z.literal('filter_items'), tools: z.array(pattern).min(1).max(TARGET_PATTERNS_MAX) }),
  z.strictObject({ type: z.literal('limit_ttl'), seconds: z.int().min(1).max(86_400) }),
]);

export const structuredSchema = z
  .strictObject({
    effect: z.enum(['allow', 'deny', 'require']),
    decision: z.enum(['deny', 'challenge']).optional(),
    target: target.optional(),
    require: require.optional(),
    obligations: z.array(obligation).min(1).max(OBLIGATIONS_MAX).optional(),
    reason: z.string().min(1).max(TEXT_CHARS_MAX).optional(),
    severity: z.enum(SEVERITIES).optional(),
  })
  .superRefine(({ effect, decision, require: required }, issues) => {
    const asks = Object.values(required ?? {}).some((member) => member !== undefined);
    if (effect === 'require' && !asks)
      issues.addIssue({ code: 'custom', path: ['require'], message: 'Requires nothing: effect `require` needs at least one requirement' });
    if (effect === 'allow' && decision)
      issues.addIssue({ code: 'custom', path: ['decision'], message: 'An allow leads to no other decision' });
    for (const member of ['limits', 'history'] as const)
      if (effect !== 'require' && required?.[member])
        issues.addIssue({
          code: 'custom',
          path: ['require', member],
          message: 'Only with effect `require`: what must (not) have happened is a requirement',
        });
  });

export const cedarSchema = z.strictObject({ cedar: z.string().min(1).max(CEDAR_CHARS_MAX) });

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
const schemaOf = (value: unknown) =>
  !isObject(value)
    ? listsSchema
    : 'cedar' in value
      ? cedarSchema
      : 'effect' in value || 'require' in value || 'target' in value
        ? structuredSchema
        : listsSchema;

/** The form is told by its members, so that faults are those of the form that was meant. */
export const documentSchema: z.ZodType<PolicyDocument> = z.unknown().transform((given, context) => {
  const result = schemaOf(given).safeParse(given);
  if (result.success) return withoutUndefined(result.data) as PolicyDocument;
  for (const issue of result.error.issues.flatMap(explained)) context.addIssue(issue);
  return z.NEVER;
});

const withoutUndefined = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

/** Member names of the language, for those who misspell one. */
const MEMBERS =
  'tools methods strictness thresholds allow deny effect decision target require obligations reason severity global users roles groups agents servers tool_groups resources prompts time location trust limits args findings session history auth tz allowed_hours windows days from to ip_allow ip_deny ip_lists countries asns unknown min max id key window measure count equals oneOf like notLike inList notInList maxLength matches optional notLabels formerly count_within count_distinct_within sum_within within action kind match of is assurance scopes type pointers channel headers seconds cedar'.split(
    ' ',
  );

type Issue = { code: 'custom'; path: PropertyKey[]; message: string };
function explained(issue: z.core.$ZodIssue): Issue[] {
  if (issue.code === 'invalid_key') return [{ code: 'custom', path: [...issue.path], message: issue.issues[0]?.message ?? issue.message }];
  if (issue.code !== 'unrecognized_keys') return [{ code: 'custom', path: [...issue.path], message: issue.message }];
  return issue.keys.map((key) => ({ code: 'custom', path: [...issue.path, key], message: `There is no such member.${meant(key)}` }));
}

function meant(key: string): string {
  const near = nearest(key, MEMBERS);
  return near === null ? '' : ` Did you mean \`${near}\`?`;
}
