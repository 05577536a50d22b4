/**
 * `clients/rust/src/models.rs`: a `model!`, `names!` or `kinds!` of `src/model.rs` for each schema of the contract, in their order, and for the
 * query of each operation that has one. Unknown members and values are those macros' business.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { commentOf, pascal, queryOf, snake, type Operation } from './rust-names.ts';

const OUT = new URL('../../clients/rust/src/models.rs', import.meta.url);
/** Written by hand: a result is a verdict or a problem. */
const BY_HAND = new Set(['ItemResult', 'ItemVerdict', 'ItemProblem', 'BatchResult']);
/** Messages and what else is passed on as the text that it is: read and written again, numbers could lose digits. */
const RAW: Record<string, string[]> = {
  ValidateRequest: ['request', 'response', 'tool'],
  ValidateItem: ['request', 'response', 'tool'],
  Verdict: ['reply'],
};
const REF = '#/components/schemas/';

export type Schema = z.output<typeof schema>;
const schema = z.looseObject({
  $ref: z.string().optional(),
  type: z.string().optional(),
  format: z.string().optional(),
  description: z.string().optional(),
  nullable: z.boolean().optional(),
  required: z.array(z.string()).default([]),
  enum: z.array(z.string()).optional(),
  'x-extensible-enum': z.array(z.string()).optional(),
  discriminator: z.object({ propertyName: z.string(), mapping: z.record(z.string(), z.string()) }).optional(),
  get allOf() {
    return z.array(schema).optional();
  },
  get items() {
    return schema.optional();
  },
  get properties() {
    return z.record(z.string(), schema).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), schema]).optional();
  },
});
const document = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.custom<Operation>())),
  components: z.looseObject({ schemas: z.record(z.string(), schema) }),
});

const doc = document.parse(JSON.parse(readFileSync(new URL('../../openapi/openapi-3.0.json', import.meta.url), 'utf8')));
const { schemas } = doc.components;
const written: string[] = [];

const valuesOf = (one: Schema): string[] | undefined => one.enum ?? one['x-extensible-enum'];
const nameOf = (reference: string): string => reference.slice(REF.length);

/** `place` is the name for what has none, such as values in a member. */
function typeOf(one: Schema, place: string): string {
  const reference = one.$ref ?? one.allOf?.[0]?.$ref;
  if (reference) return typeOfNamed(nameOf(reference));
  if (valuesOf(one)) return names(place, one);
  switch (one.type) {
    case 'string':
      return 'String';
    case 'boolean':
      return 'bool';
    case 'integer':
      return 'i64';
    case 'number':
      return 'f64';
    case 'array':
      return `Vec<${typeOf(one.items!, `${place}Item`)}>`;
    case 'object':
      return mapOf(one, place);
    case undefined:
      return 'Value';
    default:
      throw new Error(`${place} is of the type ${one.type}`);
  }
}

function mapOf({ properties, additionalProperties: others }: Schema, place: string): string {
  if (properties) throw new Error(`${place} is an object without a name`);
  if (typeof others !== 'object') return 'Map<String, Value>';
  const type = typeOf(others, `${place}Value`);
  return `BTreeMap<String, ${others.nullable ? `Option<${type}>` : type}>`;
}

/** What has members or values is a type of its own, the rest another name for one. */
function typeOfNamed(name: string): string {
  const one = schemas[name];
  if (!one) throw new Error(`there is no schema ${name}`);
  return one.properties || valuesOf(one) || one.discriminator ? name : typeOf(one, name);
}

function names(name: string, one: Schema): string {
  const values = valuesOf(one)!.map((value) => `    ${pascal(value)} = ${JSON.stringify(value)},\n`);
  written.push(`names! {\n${commentOf(one.description, '    ')}    ${name}:\n${values.join('')}}\n`);
  return name;
}

function kinds(name: string, { description, discriminator }: Schema): void {
  const { propertyName, mapping } = discriminator!;
  const variants = Object.entries(mapping).map(([value, to]) => `    ${pascal(value)}(${nameOf(to)}) = ${JSON.stringify(value)},\n`);
  written.push(`kinds! {\n${commentOf(description, '    ')}    ${name} by ${JSON.stringify(propertyName)}:\n${variants.join('')}}\n`);
}

function model(name: string, { description, properties = {}, required }: Schema): void {
  const fields = Object.entries(properties).map(([member, one]) => {
    const type = RAW[name]?.includes(member) ? 'Message' : typeOf(one, name + pascal(member));
    const within = one.nullable ? `Option<${type}>` : type;
    // Null says something else than nothing does: a limit that is taken away, and one that stays.
    const whole = required.includes(member) ? within : `Option<${within}>`;
    return `${commentOf(one.description, '    ')}    ${snake(member)}: ${whole} = ${JSON.stringify(member)},\n`;
  });
  written.push(`model! {\n${commentOf(description, '    ')}    ${name}:\n${fields.join('')}}\n`);
}

for (const [name, one] of Object.entries(schemas)) {
  if (BY_HAND.has(name)) continue;
  if (one.discriminator) kinds(name, one);
  else if (one.properties) model(name, one);
  else if (valuesOf(one)) names(name, one);
}
for (const operation of Object.values(doc.paths).flatMap((verbs) => Object.values(verbs))) {
  const query = queryOf(operation);
  if (!query.length) continue;
  const properties = Object.fromEntries(query.map((one) => [one.name, schema.parse({ ...one.schema, description: one.description })]));
  model(
    `${pascal(operation.operationId)}Query`,
    schema.parse({ description: `Of [\`crate::Client::${snake(operation.operationId)}\`].`, properties }),
  );
}
writeFileSync(
  OUT,
  `// Made by \`npm run clients\` from openapi/openapi-3.0.json.
//! What goes to the service and comes from it. Members that the contract requires are plain, others are an \`Option\`; where null says
//! something else than nothing does, an \`Option\` of one.
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::Message;
use crate::model::{kinds, model, names};

${written.join('\n')}`,
);
process.stdout.write(`${written.length} models\n`);
