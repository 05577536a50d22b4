/** Schemas of zod as schemas of OpenAPI: 3.1 to the letter, 3.0 as generators of clients need it (docs/adr/0031-the-contract.md). */
import { z } from 'zod';

export type OpenApiVersion = '3.1' | '3.0';
export type JsonSchema = { [keyword: string]: unknown };
export type Schemas = {
  /** What stands for `schema` in the document: a reference where it has a name. */
  of(schema: z.ZodType): JsonSchema;
  components: Record<string, JsonSchema>;
};

const TARGETS = { '3.1': 'draft-2020-12', '3.0': 'openapi-3.0' } as const;
const DEFINITION = /"#\/(?:\$defs|definitions)\/(\w+)"/g;

/** All that the document speaks of at once. Throws when two schemas have one name. */
export function schemasOf(all: readonly z.ZodType[], version: OpenApiVersion): Schemas {
  const places = new Map([...new Set(all)].map((schema, i) => [schema, `s${i}`]));
  const whole = z.object(Object.fromEntries([...places].map(([schema, place]) => [place, schema])));
  const made = z.toJSONSchema(whole, { io: 'input', target: TARGETS[version], unrepresentable: 'any', override: putDefaultBack });
  const { properties, $defs, definitions } = JSON.parse(JSON.stringify(made).replaceAll(DEFINITION, '"#/components/schemas/$1"')) as {
    properties: Record<string, JsonSchema>;
    $defs?: Record<string, JsonSchema>;
    definitions?: Record<string, JsonSchema>;
  };
  const named = Object.entries($defs ?? definitions ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const components = Object.fromEntries(named.map(([name, schema]) => [name, withoutId(schema)]));
  const tidy = (schema: JsonSchema): JsonSchema => tidied(schema, version, components);
  const tidyComponents = mapped(components, tidy);
  return {
    of(schema) {
      const found = properties[places.get(schema) ?? ''];
      if (!found) throw new Error('a schema that was not among all');
      return tidy(found);
    },
    components: tidyComponents,
  };
}

const withoutId = (schema: JsonSchema): JsonSchema => Object.fromEntries(Object.entries(schema).filter(([keyword]) => keyword !== 'id'));

const mapped = (members: Record<string, JsonSchema>, by: (schema: JsonSchema) => JsonSchema): Record<string, JsonSchema> =>
  Object.fromEntries(Object.entries(members).map(([name, schema]) => [name, by(schema)]));

/** zod leaves it out before a transformation, for its value is one of the output; where we name it, it is one of the input. */
function putDefaultBack({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const told = z.globalRegistry.get(zodSchema)?.['default'];
  if (told !== undefined) Object.assign(jsonSchema, { default: told });
}

const INT32_MAX = 2_147_483_647;
/** They say in letters what the format says by name, with what not every engine for patterns has. */
const SAID_BY_FORMAT = new Set(['email', 'date-time']);

type Rule = (schema: JsonSchema, version: OpenApiVersion, components: Record<string, JsonSchema>) => JsonSchema;

const numbers: Rule = (schema) => {
  if (schema['type'] === 'number') return { ...schema, format: 'double' };
  if (schema['type'] !== 'integer') return schema;
  const { minimum, maximum, ...rest } = schema as { minimum?: number; maximum?: number };
  const bounds = {
    ...(minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER && { minimum }),
    ...(maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER && { maximum }),
  };
  return { ...rest, format: maximum !== undefined && maximum <= INT32_MAX ? 'int32' : 'int64', ...bounds };
};

/** A number that is read from a text has one too, which is none of the number. */
const patterns: Rule = ({ pattern, ...rest }) =>
  rest['type'] === 'string' && pattern !== undefined && !SAID_BY_FORMAT.has(String(rest['format'])) ? { ...rest, pattern } : rest;

const freeMembers: Rule = (schema, version) => {
  const { propertyNames, additionalProperties, ...rest } = schema as { propertyNames?: object; additionalProperties?: unknown };
  const names = propertyNames && version === '3.1' && Object.keys(propertyNames).join() !== 'type' ? { propertyNames } : {};
  if (additionalProperties === undefined) return { ...rest, ...names };
  const is_any = typeof additionalProperties === 'object' && !Object.keys(additionalProperties ?? {}).length;
  // Clients have to bear members that they do not know; whether a call is closed is for the service to say.
  if (additionalProperties === false && version === '3.0') return rest;
  return { ...rest, ...names, additionalProperties: is_any ? true : additionalProperties };
};

const ENUM_THAT_GROWS = 'x-extensible-enum';
const growing: Rule = (schema, version) => {
  if (!schema[ENUM_THAT_GROWS]) return schema;
  const { enum: values, [ENUM_THAT_GROWS]: _, ...rest } = schema;
  return { ...rest, ...(version === '3.1' && { enum: values }), [ENUM_THAT_GROWS]: values };
};

const examples: Rule = (schema, version) => {
  const { example, ...rest } = schema;
  if (example === undefined) return schema;
  return version === '3.1' ? { ...rest, examples: [example] } : schema;
};

/** What may be of several types has no type of its own in most languages. */
const mixtures: Rule = (schema, version, components) => {
  if (version === '3.1') return schema;
  const { items: _2, ...without_items } = schema;
  if (Array.isArray(schema['type'])) return { ...without_items, type: schema['type'][0] };
  const branches = (schema['anyOf'] ?? schema['oneOf']) as JsonSchema[] | undefined;
  if (!branches || branches.every((branch) => isObject(branch, components))) return schema;
  const { anyOf: _, oneOf: _1, ...rest } = schema;
  return rest;
};
const isObject = (schema: JsonSchema, components: Record<string, JsonSchema>): boolean =>
  schema['type'] === 'object' || (typeof schema['$ref'] === 'string' && isObject(target(schema['$ref'], components), components));
const target = (ref: string, components: Record<string, JsonSchema>): JsonSchema => components[ref.split('/').at(-1) ?? ''] ?? {};

const discriminators: Rule = (schema, _, components) => {
  const { discriminator, oneOf, ...rest } = schema as { discriminator?: { propertyName: string }; oneOf?: { $ref: string }[] };
  if (!discriminator || !oneOf) return schema;
  const { propertyName } = discriminator;
  const valueOf = (ref: string): string => {
    const properties = target(ref, components)['properties'] as Record<string, { const?: string; enum?: string[] }>;
    return properties[propertyName]?.const ?? properties[propertyName]?.enum?.[0] ?? '';
  };
  const mapping = Object.fromEntries(oneOf.map(({ $ref }) => [valueOf($ref), $ref]));
  return { ...rest, oneOf, discriminator: { propertyName, mapping } };
};

/** In 3.0 a reference stands alone; one that is all that there is needs no `allOf` around it. */
const references: Rule = (schema) => {
  const [only, ...others] = (schema['allOf'] as JsonSchema[] | undefined) ?? [];
  return only && !others.length && Object.keys(schema).length === 1 ? only : schema;
};

/** An object as a default has no literal in most languages, and what is named elsewhere no type that is known here; the service fills it in. */
const defaults: Rule = (schema, version) => {
  const { default: value, ...rest } = schema;
  const is_plain = value === null || typeof value !== 'object';
  return version === '3.1' || (is_plain && !schema['allOf']) ? schema : rest;
};

const RULES: readonly Rule[] = [defaults, references, mixtures, discriminators, numbers, patterns, freeMembers, growing, examples];

function tidied(schema: JsonSchema, version: OpenApiVersion, components: Record<string, JsonSchema>): JsonSchema {
  const below = (part: JsonSchema): JsonSchema => tidied(part, version, components);
  const whole = RULES.reduce((so_far, rule) => rule(so_far, version, components), schema);
  for (const [keyword, value] of Object.entries(whole)) {
    if (keyword === 'properties') whole[keyword] = mapped(value as Record<string, JsonSchema>, below);
    else if (keyword === 'anyOf' || keyword === 'oneOf' || keyword === 'allOf') whole[keyword] = (value as JsonSchema[]).map(below);
    else if ((keyword === 'items' || keyword === 'additionalProperties') && typeof value === 'object')
      whole[keyword] = below(value as JsonSchema);
  }
  return whole;
}
