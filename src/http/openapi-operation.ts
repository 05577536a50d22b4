/** One route as an operation of OpenAPI. */
import type { z } from 'zod';
import { PROBLEMS, type ProblemCode } from '#core/problem.ts';
import { answersOf, callsOf, linesAnswered, linesSent, problemsShown, type Shown } from './openapi-examples.ts';
import { headersNamed, headersOfCall, headersOfProblem, headersOfSuccess, isRevalidated } from './openapi-headers.ts';
import type { JsonSchema, OpenApiVersion, Schemas } from './openapi-schemas.ts';
import { JSON_TYPE, NDJSON_TYPE, type Definition } from './route.ts';
import { problemShape } from './shapes.ts';

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
const OF_BODIES: readonly ProblemCode[] = [
  'REQUEST_INVALID',
  'UTF8_INVALID',
  'JSON_INVALID',
  'JSON_REFUSED',
  'BODY_TIMEOUT',
  'BODY_TOO_LARGE',
  'MEDIA_TYPE_UNSUPPORTED',
  'BODY_INVALID',
];
const OF_IDEMPOTENCY: readonly ProblemCode[] = ['IDEMPOTENCY_KEY_INVALID', 'IDEMPOTENCY_IN_PROGRESS', 'IDEMPOTENCY_KEY_REUSED'];

/** Codes that follow from what the definition takes; the rest it names itself. */
export function problemsOf({ security, body, query, params, idempotent, problems }: Definition): ProblemCode[] {
  const codes: ProblemCode[] = [...problems, 'INTERNAL'];
  if (security !== 'public') codes.push(...OF_KEYS);
  if (body) codes.push(...OF_BODIES);
  if (query) codes.push('QUERY_INVALID');
  if (idempotent) codes.push(...OF_IDEMPOTENCY);
  if (params) codes.push('NOT_FOUND');
  return [...new Set(codes)];
}

/** Every schema that the operation speaks of. */
export function schemasIn(definition: Definition): z.ZodType[] {
  const { params, query, body, lines, success, accepted } = definition;
  const members = [
    ...Object.values(params?.shape ?? {}),
    ...Object.values(query?.shape ?? {}),
    ...Object.values(headersOfCall(definition)),
  ];
  const bodies = [body, lines?.item, lines?.answer, success.schema, accepted?.schema, problemShape];
  return [...members, ...bodies].filter((schema): schema is z.ZodType => schema !== undefined);
}

type Making = { schemas: Schemas; version: OpenApiVersion };

function parametersOf(definition: Definition, { schemas }: Making): object[] {
  const { params, query } = definition;
  const all = [
    ...Object.entries(params?.shape ?? {}).map(([name, schema]) => ({ name, in: 'path', schema: schema as z.ZodType })),
    ...Object.entries(query?.shape ?? {}).map(([name, schema]) => ({ name, in: 'query', schema: schema as z.ZodType })),
    ...Object.entries(headersOfCall(definition)).map(([name, schema]) => ({ name, in: 'header', schema })),
  ];
  return all.map(({ name, in: place, schema }) => {
    const { description, ...rest } = schemas.of(schema);
    // What is left without its description may be no more than a reference.
    const [only] = Object.keys(rest).join() === 'allOf' ? (rest['allOf'] as JsonSchema[]) : [];
    const shown = only ?? rest;
    const required = place === 'path' || !schema.isOptional();
    return { name, in: place, required, ...(description !== undefined && { description }), schema: shown };
  });
}

/** JSON, and where the route takes and gives lines, these: as the schema of each. Generators for 3.0 know one type of content only. */
function contentOf(json: z.ZodType, line: z.ZodType | undefined, { schemas, version }: Making, of_json: Shown, of_lines: Shown): object {
  return {
    [JSON_TYPE]: { schema: schemas.of(json), ...of_json },
    ...(line && version === '3.1' && { [NDJSON_TYPE]: { schema: schemas.of(line), ...of_lines } }),
  };
}

function problemResponses(definition: Definition, { schemas }: Making): Record<string, object> {
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of problemsOf(definition)) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const schema = schemas.of(problemShape);
  const response = (status: number, codes: readonly ProblemCode[]): object => ({
    description: codes.join(', '),
    ...headersOfProblem(status),
    content: { 'application/problem+json': { schema, ...problemsShown(codes) } },
  });
  const ordered = [...byStatus].sort(([a], [b]) => a - b);
  return Object.fromEntries(ordered.map(([status, codes]) => [status, response(status, codes)]));
}

/** Generators for 3.0 want one type of answer: an empty one beside another is for 3.1 alone. */
const isTold = (accepted: Definition['accepted'], { version }: Making): accepted is NonNullable<Definition['accepted']> =>
  accepted !== undefined && (version === '3.1' || accepted.schema !== undefined);

function linksOf({ leads_to }: Definition, { version }: Making): object {
  if (!leads_to || version === '3.0') return {};
  return {
    links: Object.fromEntries(leads_to.map((operationId) => [operationId, { operationId, parameters: { id: '$response.body#/id' } }])),
  };
}

function goodResponses(definition: Definition, making: Making): Record<string, object> {
  const { operationId: id, success, accepted, lines } = definition;
  const headers = headersOfSuccess(definition);
  const described = ({ status, description, schema }: NonNullable<Definition['accepted']>): object => ({
    description,
    ...headers,
    ...(schema && { content: contentOf(schema, lines?.answer, making, answersOf(id, status), linesAnswered(id, status)) }),
  });
  return {
    [success.status]: { ...described(success), ...linksOf(definition, making) },
    ...(isTold(accepted, making) && { [accepted.status]: described(accepted) }),
    ...(isRevalidated(definition) && {
      304: { description: '`If-None-Match` names the current version.', ...headersNamed('RequestId', 'ETag') },
    }),
  };
}

export function operationOf(definition: Definition, making: Making): object {
  const { operationId, tag, summary, description, security, body, lines } = definition;
  const parameters = parametersOf(definition, making);
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    security: security === 'public' ? [] : [{ key: [] }],
    ...(parameters.length && { parameters }),
    ...(body && {
      requestBody: { required: true, content: contentOf(body, lines?.item, making, callsOf(operationId), linesSent(operationId)) },
    }),
    responses: { ...goodResponses(definition, making), ...problemResponses(definition, making) },
  };
}
