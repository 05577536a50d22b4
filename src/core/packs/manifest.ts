/** What a policy pack is made of (docs: `policy.md` 7): `pack.json`, one file for each policy, tests and fixtures. */
import * as z from 'zod';
import { isObject } from '../mcp/check.ts';

export const STRENGTHS = ['recommended', 'strict', 'permissive'] as const;
export type Strength = (typeof STRENGTHS)[number];

const slug = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'Must be 1 to 40 small letters, digits and `-`');
const version = z.string().regex(/^\d{1,4}\.\d{1,4}\.\d{1,4}$/, 'Must be a version such as 1.0.0');
const text = z.string().min(1).max(1_000);

const VALUES_MAX = 200;
const scalar = z.union([z.string().max(500), z.number(), z.boolean()]);
export const paramValue = z.union([scalar, z.array(scalar).max(VALUES_MAX), z.null()]);
export type ParamValue = z.output<typeof paramValue>;
export type Params = { [name: string]: ParamValue };

/** The part of JSON Schema (2020-12) that parameters are told in. `default: null` is a parameter that may be left out. */
const item = {
  description: text.optional(),
  enum: z.array(scalar).min(1).max(VALUES_MAX).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.int().min(0).optional(),
  maxLength: z.int().min(0).optional(),
  pattern: z.string().max(500).optional(),
};
const scalarType = z.enum(['string', 'integer', 'number', 'boolean']);
const param = z.strictObject({
  ...item,
  type: z.enum([...scalarType.options, 'array']),
  description: text,
  default: paramValue,
  items: z.strictObject({ ...item, type: scalarType }).optional(),
  minItems: z.int().min(0).optional(),
  maxItems: z.int().min(0).max(VALUES_MAX).optional(),
});
const PARAMS_MAX = 30;
const overrides = z.record(z.string(), paramValue);

export const manifestSchema = z.strictObject({
  name: slug,
  version,
  /** The oldest engine that it is for. */
  engine: version,
  title: z.string().min(1).max(120),
  summary: text,
  /** For whose tools it is; empty: for any server's. */
  servers: z.array(z.strictObject({ package: z.string().max(200), tools: z.array(z.string().max(200)).max(500) })).max(20),
  capabilities: z.strictObject({
    adds: z.enum(['forbids', 'forbids and permits']),
    needs: z.array(z.enum(['clocks', 'ip_lists', 'checks', 'geo', 'counters', 'history', 'trust', 'findings'])),
  }),
  compliance: z.array(z.string().max(60)).max(40),
  /** Another pack, which is to be taken instead. */
  deprecated_by: slug.nullable(),
  params: z
    .strictObject({ type: z.literal('object'), properties: z.record(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/), param) })
    .refine(({ properties }) => Object.keys(properties).length <= PARAMS_MAX, `At most ${PARAMS_MAX} parameters`),
  /** What parameters are unless the tenant says otherwise. */
  strengths: z.strictObject({ recommended: overrides, strict: overrides, permissive: overrides }),
  policies: z.array(slug).min(1).max(30),
});
export type Manifest = z.output<typeof manifestSchema>;

/** `document` holds `"${name}"` for parameters; `strengths` and `needs` say when the policy is left out. */
export const policyFileSchema = z.strictObject({
  summary: text,
  strengths: z.array(z.enum(STRENGTHS)).min(1).optional(),
  /** Parameters without which it has nothing to say: null, or an empty list. */
  needs: z.array(z.string()).min(1).optional(),
  document: z.record(z.string(), z.unknown()),
});
export type PolicyFile = z.output<typeof policyFileSchema>;

const message = z.custom<{ [key: string]: unknown }>(isObject, 'Must be an object');
export const testSchema = z.strictObject({
  name: z.string().min(1).max(200),
  strengths: z.array(z.enum(STRENGTHS)).min(1).optional(),
  params: overrides.optional(),
  request: message.optional(),
  response: message.optional(),
  /** A name in `fixtures/tools.json`, or a definition. */
  tool: z.union([z.string(), message]).optional(),
  server: z.strictObject({ name: z.string().optional(), url: z.string().optional() }).optional(),
  context: message.optional(),
  /** When it is; RFC 3339. */
  at: z.iso.datetime({ offset: true }).optional(),
  /** Members of `PolicyFacts`; counters and history by `<policy>/<id>`. */
  facts: message.optional(),
  /** With a refusal: the reason that the policy itself gives. */
  expect: z.strictObject({ decision: z.enum(['allow', 'challenge', 'deny']), reason: z.string().optional() }),
});
export const testFileSchema = z.array(testSchema).max(100);
export type PackTest = z.output<typeof testSchema>;

export const toolsSchema = z.looseObject({
  /** Where the definitions come from. */
  source: z.strictObject({ package: z.string(), version: z.string(), license: z.string() }).optional(),
  tools: z.array(z.looseObject({ name: z.string(), inputSchema: z.unknown() })).max(500),
});
