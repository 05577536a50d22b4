/** `clients/typescript/src/generated/operations.ts`: a method for each operation of the contract, typed by the models of @hey-api/openapi-ts. */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const OUT = new URL('../../clients/typescript/src/generated/operations.ts', import.meta.url);
/** Written by hand in `client.ts`. */
const BY_HAND = new Set(['validate', 'validateBatch']);
/** Nobody knows what a second one would do: they take no Idempotency-Key. */
const UNREPEATABLE = new Set(['signUp', 'verifySignUp']);

const schema = z.looseObject({ $ref: z.string().optional(), properties: z.record(z.string(), z.unknown()).optional() });
const operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  description: z.string().optional(),
  parameters: z.array(z.looseObject({ in: z.string(), name: z.string(), required: z.boolean().optional() })).default([]),
  requestBody: z.unknown().optional(),
  responses: z.record(
    z.string(),
    z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: schema.optional() })).optional() }),
  ),
});
const document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), schema) }),
});
type Document = z.output<typeof document>;
type Operation = z.output<typeof operation>;

const typeName = ({ operationId }: Operation): string => operationId[0]!.toUpperCase() + operationId.slice(1);

/** The first 2xx answer is what is typed; others, such as 202 of a sign-up, have no body. */
function successOf({ responses }: Operation): { status: string; empty: boolean; others: boolean } {
  const [status, ...others] = Object.keys(responses)
    .filter((code) => code.startsWith('2'))
    .sort();
  if (!status) throw new Error('no success');
  return { status, empty: !responses[status]?.content, others: others.some((code) => !responses[code]?.content) };
}

function isList({ components }: Document, op: Operation): boolean {
  const answer = op.responses[successOf(op).status]?.content?.['application/json']?.schema;
  const named = answer?.$ref && components.schemas[answer.$ref.split('/').at(-1)!];
  const { data, next_cursor } = (named || answer)?.properties ?? {};
  return data !== undefined && next_cursor !== undefined;
}

function methodOf(doc: Document, path: string, verb: string, op: Operation): string {
  const data = `types.${typeName(op)}Data`;
  const success = successOf(op);
  const of = (place: string) => op.parameters.filter((p) => p.in === place);
  const conditional = of('header').some((p) => p.name === 'If-Match' && p.required);
  const query = of('query').length ? `query: NonNullable<${data}['query']> = {}` : '';
  const list = isList(doc, op);
  const given = [
    ...of('path').map(({ name }) => `${name}: ${data}['path']['${name}']`),
    ...(op.requestBody ? [`body: ${data}['body']`] : []),
    ...(query && !list ? [query] : []),
    ...(query && list ? [`query: Omit<NonNullable<${data}['query']>, 'cursor'> = {}`] : []),
    conditional ? 'options: ConditionalOptions' : 'options?: CallOptions',
  ];
  const parts = [
    ...(of('path').length
      ? [
          `path: { ${of('path')
            .map(({ name }) => name)
            .join(', ')} }`,
        ]
      : []),
    ...(query ? ['query'] : []),
    ...(op.requestBody ? ['body'] : []),
  ];
  const traits = [
    `method: '${verb.toUpperCase()}'`,
    `path: '${path}'`,
    ...(success.empty || success.others ? ['empty: true'] : []),
    ...(UNREPEATABLE.has(op.operationId) ? ['unrepeatable: true'] : []),
  ];
  const answer = `types.${typeName(op)}Responses[${success.status}]`;
  const type = list ? `Pages<${answer}['data'][number]>` : `Promise<${answer}${success.others ? ' | undefined' : ''}>`;
  const asked = `{ ${traits.join(', ')} }, ${parts.length ? `{ ${parts.join(', ')} }` : '{}'}, options`;
  return `${comment(op)}
  ${op.operationId}(${given.join(', ')}): ${type} {
    return this.${list ? 'list' : 'call'}(${asked});
  }`;
}

function comment({ summary, description }: Operation): string {
  const text = `${summary}${description === undefined ? '' : `.\n\n${description}`}`.replaceAll('*/', '*\\/');
  return `  /**\n${text
    .split('\n')
    .map((line) => `   * ${line}`.trimEnd())
    .join('\n')}\n   */`;
}

const doc = document.parse(JSON.parse(readFileSync(new URL('../../openapi/openapi.json', import.meta.url), 'utf8')));
const all = Object.entries(doc.paths).flatMap(([path, verbs]) => Object.entries(verbs).map(([verb, op]) => ({ path, verb, op })));
const methods = all.filter(({ op }) => !BY_HAND.has(op.operationId)).map(({ path, verb, op }) => methodOf(doc, path, verb, op));
if (!methods.length) throw new Error('the document has no operations');
const text = `// Made by \`npm run clients\` from openapi/openapi.json.
import { Calls, type CallOptions, type ConditionalOptions } from '../calls.ts';
import type { Pages } from '../pages.ts';
import type * as types from './types.ts';

export class Operations extends Calls {
${methods.join('\n\n')}
}
`;
writeFileSync(OUT, text);
process.stdout.write(`${methods.length} operations\n`);
