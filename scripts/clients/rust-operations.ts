/** `clients/rust/src/operations.rs` and `blocking_operations.rs`: a method for each operation of the contract, typed by `models.rs`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { commentOf, pascal, queryOf, snake } from './rust-names.ts';

const SOURCE = new URL('../../clients/rust/src/', import.meta.url);
/** Written by hand in `client.rs`. */
const BY_HAND = new Set(['validate', 'validateBatch']);
/** Nobody knows what a second one would do: they take no Idempotency-Key. */
const UNREPEATABLE = new Set(['signUp', 'verifySignUp']);
const REF = '#/components/schemas/';

const reference = z.looseObject({ $ref: z.string().optional() });
const content = z.record(z.string(), z.looseObject({ schema: reference })).optional();
const operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  description: z.string().optional(),
  parameters: z
    .array(
      z.looseObject({
        in: z.string(),
        name: z.string(),
        required: z.boolean().optional(),
        schema: z.looseObject({ type: z.string().optional() }),
      }),
    )
    .default([]),
  requestBody: z.looseObject({ content }).optional(),
  responses: z.record(z.string(), z.looseObject({ content })),
});
const page = z.object({ data: z.object({ items: reference }), next_cursor: z.unknown().refine((one) => one !== undefined) });
const document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.looseObject({ schemas: z.record(z.string(), z.looseObject({ properties: z.unknown().optional() })) }),
});
type Operation = z.output<typeof operation>;

/** 3.1 alone says which operations have several successes. */
const doc = document.parse(JSON.parse(readFileSync(new URL('../../openapi/openapi.json', import.meta.url), 'utf8')));

function nameOf(body: { schema: z.output<typeof reference> } | undefined): string | undefined {
  if (!body) return undefined;
  if (!body.schema.$ref) throw new Error('a body without a name');
  return body.schema.$ref.slice(REF.length);
}

/** The type of the first success that has one, and whether there is one without. */
function answerOf({ responses }: Operation): { answer: string | undefined; mayBeEmpty: boolean } {
  const successes = Object.keys(responses)
    .filter((status) => status.startsWith('2'))
    .sort();
  const names = successes.map((status) => nameOf(responses[status]?.content?.['application/json']));
  return { answer: names.find((name) => name !== undefined), mayBeEmpty: names.includes(undefined) };
}

type Method = { about: string; name: string; parameters: string; given: string; ask: string; item: string | undefined; type: string };

function methodOf(path: string, verb: string, one: Operation): Method {
  const { answer, mayBeEmpty } = answerOf(one);
  const { data: list } = page.safeParse(answer && doc.components.schemas[answer]?.properties);
  const places = one.parameters.filter((parameter) => parameter.in === 'path');
  const isConditional = one.parameters.some(({ in: place, name, required }) => place === 'header' && name === 'If-Match' && required);
  const body = nameOf(one.requestBody?.content?.['application/json']);
  const hasQuery = queryOf(one).length > 0;
  const parameters: [string, string][] = [
    ...places.map(({ name, schema }): [string, string] => [name, schema.type === 'integer' ? 'i64' : '&str']),
    ...(isConditional ? ([['if_match', '&str']] satisfies [string, string][]) : []),
    ...(body ? ([['body', `&models::${body}`]] satisfies [string, string][]) : []),
    ...(hasQuery ? ([['query', `&models::${pascal(one.operationId)}Query`]] satisfies [string, string][]) : []),
  ];
  const filled = places.map(({ name, schema }) => (schema.type === 'integer' ? `&${name}.to_string()` : name)).join(', ');
  const ask = [
    `Ask::new(Method::${verb.toUpperCase()}, "${path.replaceAll(/\{\w+\}/g, '{}')}", &[${filled}])`,
    ...(body ? ['.body(body)'] : []),
    ...(hasQuery ? ['.query(query)'] : []),
    ...(isConditional ? ['.if_match(if_match)'] : []),
    ...(mayBeEmpty ? ['.may_be_empty()'] : []),
    ...(UNREPEATABLE.has(one.operationId) ? ['.unrepeatable()'] : []),
  ];
  const item = list && `models::${nameOf({ schema: list.data.items })!}`;
  const value = answer ? `models::${answer}` : '()';
  return {
    about: aboutOf(one, isConditional, item !== undefined),
    name: snake(one.operationId),
    parameters: parameters.map(([name, type]) => `, ${name}: ${type}`).join(''),
    given: parameters.map(([name]) => name).join(', '),
    ask: ask.join(''),
    item,
    type: `Answer<${answer && mayBeEmpty ? `Option<${value}>` : value}>`,
  };
}

function aboutOf({ summary, description }: Operation, isConditional: boolean, isList: boolean): string {
  const parts = [
    `${summary.replace(/\.$/, '')}.`,
    ...(description === undefined ? [] : [description]),
    ...(isConditional ? ['`if_match` is the ETag of the version to change, or `*`.'] : []),
  ];
  const errors = isList ? '' : `    ///\n    /// # Errors\n    /// Where there is no such answer.\n`;
  return parts.map((part) => commentOf(part, '    ')).join('    ///\n') + errors;
}

const inTasks = ({ about, name, parameters, ask, item, type }: Method): string =>
  item
    ? `${about}    pub fn ${name}(&self${parameters}) -> Pages<${item}> {\n        self.pages(${ask})\n    }\n`
    : `${about}    pub async fn ${name}(&self${parameters}) -> Result<${type}, Error> {\n        self.ask(${ask}).await\n    }\n`;

const inThreads = ({ about, name, parameters, given, item, type }: Method): string =>
  item
    ? `${about}    pub fn ${name}(&self${parameters}) -> Each<Pages<${item}>> {\n        self.each(self.client.${name}(${given}))\n    }\n`
    : `${about}    pub fn ${name}(&self${parameters}) -> Result<${type}, Error> {\n        self.wait(self.client.${name}(${given}))\n    }\n`;

const all = Object.entries(doc.paths).flatMap(([path, verbs]) => Object.entries(verbs).map(([verb, one]) => ({ path, verb, one })));
const methods = all.filter(({ one }) => !BY_HAND.has(one.operationId)).map(({ path, verb, one }) => methodOf(path, verb, one));
if (!methods.length) throw new Error('the document has no operations');

const HEADER = '// Made by `npm run clients` from openapi/openapi.json.\n';
writeFileSync(
  new URL('operations.rs', SOURCE),
  `${HEADER}use http::Method;

use crate::call::Ask;
use crate::pages::Pages;
use crate::{Answer, Client, Error, models};

impl Client {
${methods.map(inTasks).join('\n')}}
`,
);
writeFileSync(
  new URL('blocking_operations.rs', SOURCE),
  `${HEADER}use crate::blocking::{Client, Each};
use crate::pages::Pages;
use crate::{Answer, Error, models};

impl Client {
${methods.map(inThreads).join('\n')}}
`,
);
process.stdout.write(`${methods.length} operations\n`);
