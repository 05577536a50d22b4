/** The envelope of `/validate`: closed, but for the messages themselves and `context.attributes`. */
import { z } from 'zod';
import type { Case } from '#app/judged.ts';
import type { JsonFault } from '#core/json.ts';
import type { JsonObject, Submission } from '#core/submission.ts';
import { present } from './present.ts';
import { isObject, jsonObject, strictnessSchema } from './shapes.ts';

const IDENTIFIER_CHARS_MAX = 256;
const TEXT_CHARS_MAX = 2_048;
const TOKEN_CHARS_MAX = 16_384;
const HEADER_CHARS_MAX = 8_192;
const HEADERS_MAX = 100;
const ROLES_MAX = 100;
const ADDRESS_CHARS_MAX = 64;

const NOT_A_MESSAGE = 'Must be a JSON-RPC message: a JSON object (or, in MCP 2025-03-26 only, a batch)';
const message = z
  .custom<JsonObject | unknown[]>((value) => isObject(value) || Array.isArray(value), NOT_A_MESSAGE)
  .meta({
    id: 'JsonRpcMessage',
    type: ['object', 'array'],
    additionalProperties: {},
    items: {},
    description: 'An MCP message as it is, whatever is in it. An array is a batch, which MCP 2025-03-26 alone has.',
  });
const identifier = z.string().min(1).max(IDENTIFIER_CHARS_MAX);
const text = z.string().max(TEXT_CHARS_MAX);
const names = z.array(z.string().max(IDENTIFIER_CHARS_MAX)).max(ROLES_MAX);
const asserted = z.unknown().meta({ description: 'Accepted, not believed: the service computes it. Listed in `ignored`.' });

export const contextSchema = z.strictObject({
  user_id: identifier.optional(),
  device_id: identifier.optional(),
  ip_address: z.string().max(ADDRESS_CHARS_MAX).optional(),
  ip_kind: z.enum(['user', 'agent', 'unknown']).optional(),
  session_id: identifier.optional(),
  agent_id: identifier.optional(),
  user_agent: text.optional(),
  protocol_version: z.string().max(IDENTIFIER_CHARS_MAX).optional().meta({ description: 'The MCP revision of the message.' }),
  roles: names.optional(),
  permissions: names.optional(),
  token: z
    .string()
    .max(TOKEN_CHARS_MAX)
    .optional()
    .meta({ description: 'A JWT of who acts. Verified where the tenant has `issuers`; else not looked at, and listed in `ignored`.' }),
  attributes: jsonObject.meta({ description: 'Whatever policies are to see.' }).optional(),
  trust_score: asserted.optional(),
  trust: asserted.optional(),
  trust_factors: asserted.optional(),
  behavioral_data: asserted.optional(),
  risk_score: asserted.optional(),
  location: asserted.optional(),
  country: asserted.optional(),
});

const callContext = contextSchema.meta({ id: 'CallContext', description: 'What the caller knows of who acts. All of it may be left out.' });

const optionsSchema = z
  .strictObject({
    mode: z.enum(['full', 'fast']).optional(),
    strictness: strictnessSchema.optional().meta({ description: 'Followed only when stricter than what the tenant has.' }),
    explain: z.boolean().optional().meta({ description: 'Adds `explanation`: what each argument was taken to be for, and why.' }),
    policy_set: identifier.optional().meta({
      description:
        'A policy set in any state, by its id or its digest. It is judged in addition to what is in force, and the stricter decision stands.',
    }),
    receipt: z.boolean().optional(),
    supported_obligations: names.optional().meta({
      description:
        'Types of obligations that the enforcement point can do; `redact` is applying `modifications` too. What the verdict requires beyond them makes it a denial, `OBLIGATION_UNSUPPORTED`.',
    }),
  })
  .meta({ id: 'CallOptions', description: 'They can make a verdict stricter, never laxer.' });

const headersSchema = z
  .record(z.string().min(1).max(IDENTIFIER_CHARS_MAX), z.string().max(HEADER_CHARS_MAX))
  .refine((headers) => Object.keys(headers).length <= HEADERS_MAX, `At most ${HEADERS_MAX} headers`);

const serverSchema = z.strictObject({ name: text.optional(), url: text.optional(), version: text.optional() }).meta({ id: 'McpServer' });

export const envelope = {
  request: message.meta({ description: 'The MCP message, raw.' }).optional(),
  response: message.meta({ description: 'When present, the response is judged; `request` then gives its method and tool.' }).optional(),
  tool: jsonObject.meta({ description: 'What is known of the called tool: name, description, inputSchema, annotations.' }).optional(),
  server: serverSchema.optional(),
  headers: headersSchema.optional().meta({ description: 'HTTP headers of the MCP call.' }),
  context: callContext.optional(),
  options: optionsSchema.optional(),
};

export const hasMessage = (value: { request?: unknown; response?: unknown }): boolean =>
  value.request !== undefined || value.response !== undefined;
export const NO_MESSAGE = { error: 'One of request and response is required', path: ['request'] };

export const envelopeSchema = z.strictObject(envelope).refine(hasMessage, NO_MESSAGE).meta({ id: 'ValidateRequest' });
export const itemSchema = z
  .strictObject({ id: z.string().max(IDENTIFIER_CHARS_MAX).optional(), ...envelope })
  .refine(hasMessage, NO_MESSAGE)
  .meta({ id: 'ValidateItem' });
export type Envelope = z.output<typeof envelopeSchema>;

/** Where the messages of an envelope stand. */
export const messagesAt = (path: readonly (string | number)[]): boolean =>
  path.length === 1 && (path[0] === 'request' || path[0] === 'response');

const NOT_FOLLOWED = {
  context: ['token', 'trust_score', 'trust', 'trust_factors', 'behavioral_data', 'risk_score', 'location', 'country'],
  options: ['receipt'],
} as const;

/** The case to be judged. `faults` are those inside the messages, with pointers from the root of the envelope. */
export function caseOf(
  { request, response, tool, server, headers, context = {}, options = {} }: Envelope,
  faults: readonly JsonFault[],
): Case {
  const {
    trust_score: _,
    trust: _1,
    trust_factors: _2,
    behavioral_data: _3,
    risk_score: _4,
    location: _5,
    country: _6,
    ...kept
  } = present(context);
  const { receipt: _8, ...followed } = options;
  const submission: Submission = {
    ...present({ request, response, tool }),
    ...(server && { server: present(server) }),
    ...(headers && { headers: fieldsOf(headers) }),
    context: kept,
    options: present(followed),
    faults,
  };
  const ignored = [
    ...NOT_FOLLOWED.context.filter((name) => context[name] !== undefined).map((name) => `/context/${name}`),
    ...NOT_FOLLOWED.options.filter((name) => options[name]).map((name) => `/options/${name}`),
  ];
  return { submission, ignored };
}

/** Names in lower case; fields that differ in case only are one field with several values (RFC 9110, 5.2). */
function fieldsOf(headers: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const before = fields.get(name.toLowerCase());
    fields.set(name.toLowerCase(), before === undefined ? value : `${before}, ${value}`);
  }
  return fields;
}
