/** The contract as OpenAPI, from the schemas that check the calls. */
import { OpenAPIHono, z, type RouteConfig } from '@hono/zod-openapi';
import { PROBLEMS, type ProblemCode } from '#core/problem.ts';
import { IDEMPOTENCY_KEY_CHARS_MAX } from './idempotency.ts';
import { JSON_TYPE, NDJSON_TYPE, type Definition } from './route.ts';
import { problemShape } from './shapes.ts';

const INFO = {
  title: 'Countersign',
  version: '0.1.0',
  description:
    'A security service for Model Context Protocol (MCP) traffic. Post each message to `/validate`; act on the `decision`. Verdicts are HTTP 200; 4xx and 5xx mean that the call to this service failed.',
  license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
};

const OF_KEYS: readonly ProblemCode[] = [
  'KEY_MISSING',
  'KEY_INVALID',
  'KEY_REVOKED',
  'KEY_EXPIRED',
  'KEY_ADDRESS_REFUSED',
  'KEY_ATTEMPTS_EXCEEDED',
  'SCOPE_MISSING',
  'RATE_LIMITED',
];

/** Codes that follow from what the definition takes; the rest it names itself. */
export function problemsOf({ security, body, query, params, idempotent, problems }: Definition): ProblemCode[] {
  const codes: ProblemCode[] = [...problems, 'INTERNAL'];
  if (security !== 'public') codes.push(...OF_KEYS);
  if (body)
    codes.push(
      'REQUEST_INVALID',
      'UTF8_INVALID',
      'JSON_INVALID',
      'JSON_REFUSED',
      'BODY_TIMEOUT',
      'BODY_TOO_LARGE',
      'MEDIA_TYPE_UNSUPPORTED',
      'BODY_INVALID',
    );
  if (query) codes.push('QUERY_INVALID');
  if (idempotent) codes.push('IDEMPOTENCY_KEY_INVALID', 'IDEMPOTENCY_IN_PROGRESS', 'IDEMPOTENCY_KEY_REUSED');
  if (params) codes.push('NOT_FOUND');
  return [...new Set(codes)];
}

function problemResponses(definition: Definition): RouteConfig['responses'] {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of problemsOf(definition)) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const content = { 'application/problem+json': { schema: problemShape } };
  return Object.fromEntries(
    [...byStatus].sort(([a], [b]) => a - b).map(([status, codes]) => [status, { description: codes.join(', '), content }]),
  );
}

const IF_MATCH = z.string().openapi({ description: 'The ETag of the version to change, or `*`.' });
const IDEMPOTENCY_KEY = z.string().min(1).max(IDEMPOTENCY_KEY_CHARS_MAX).optional().openapi({
  description:
    'Any text that the caller makes up for one call: what is sent again with the same bytes has no further effect and gets the first answer, with `Idempotency-Replayed: true`. Remembered for 24 hours (for verdicts 10 minutes) where the call succeeded; what failed has had no effect and is done anew.',
});

function headersOf({ conditional, idempotent }: Definition): z.ZodObject | undefined {
  if (!conditional && !idempotent) return undefined;
  return z.object({
    ...(conditional && { 'If-Match': conditional === 'required' ? IF_MATCH : IF_MATCH.optional() }),
    ...(idempotent && { 'Idempotency-Key': IDEMPOTENCY_KEY }),
  });
}

/** The route as the registry wants it. */
export function routeConfig(definition: Definition): RouteConfig {
  const { method, path, operationId, tag, summary, description, security, params, query, body, lines, success, accepted } = definition;
  const headers = headersOf(definition);
  const bodyContent = body && { [JSON_TYPE]: { schema: body }, ...(lines && { [NDJSON_TYPE]: { schema: lines.item } }) };
  const answerContent = success.schema && {
    [JSON_TYPE]: { schema: success.schema },
    ...(lines && { [NDJSON_TYPE]: { schema: lines.answer } }),
  };
  return {
    method,
    path,
    operationId,
    tags: [tag],
    summary,
    ...(description !== undefined && { description }),
    security: security === 'public' ? [] : [{ key: [] }],
    request: {
      ...(params && { params }),
      ...(query && { query }),
      ...(headers && { headers }),
      ...(bodyContent && { body: { required: true, content: bodyContent } }),
    },
    responses: {
      [success.status]: {
        description: success.description,
        ...(success.headers && { headers: success.headers }),
        ...(answerContent && { content: answerContent }),
      },
      ...(accepted && { [accepted.status]: { description: accepted.description } }),
      ...problemResponses(definition),
    },
  };
}

export type OpenApiVersion = '3.1' | '3.0';

/** The document for these routes. Two client generators of today read 3.0 only. */
export function openApiDocument(definitions: readonly Definition[], version: OpenApiVersion): object {
  const app = new OpenAPIHono();
  app.openAPIRegistry.registerComponent('securitySchemes', 'key', {
    type: 'http',
    scheme: 'bearer',
    description: 'An API key: `cs_live_…` or `cs_test_…`.',
  });
  for (const definition of definitions) app.openAPIRegistry.registerPath(routeConfig(definition));
  const rest = { servers: [{ url: '/' }], tags: [...new Set(definitions.map((d) => d.tag))].map((name) => ({ name })) };
  if (version === '3.1') return app.getOpenAPI31Document({ openapi: '3.1.0', info: INFO, ...rest });
  const document = app.getOpenAPIDocument({ openapi: '3.0.3', info: { ...INFO, license: { name: INFO.license.name } }, ...rest });
  return JSON.parse(JSON.stringify(document), withoutBareNullable);
}

/** In 3.0 `nullable` means nothing without `type`, and a schema without either takes null anyway (OpenAPI 3.0.3, 4.7.24). */
function withoutBareNullable(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('nullable' in value) || 'type' in value) return value;
  const { nullable: _1, ...rest } = value;
  return rest;
}
