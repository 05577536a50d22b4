import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApiDocument } from '#http/openapi.ts';
import { PROBLEMS } from '#core/problem.ts';
import { ROUTES } from '#http/routes/table.ts';

const media = z.record(z.string(), z.looseObject({ schema: z.looseObject({}), examples: z.record(z.string(), z.unknown()) }));
const operation = z.looseObject({
  operationId: z.string(),
  summary: z.string().min(1),
  description: z.string().min(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  tags: z.array(z.string()).min(1),
  parameters: z.array(z.looseObject({ name: z.string() })).optional(),
  responses: z.record(
    z.string(),
    z.looseObject({ description: z.string(), headers: z.record(z.string(), z.unknown()), content: media.optional() }),
  ),
  requestBody: z.looseObject({ content: media }).optional(),
});
const document = z.looseObject({
  openapi: z.string(),
  paths: z.record(z.string(), z.record(z.string(), operation)),
  components: z.record(z.string(), z.record(z.string(), z.looseObject({}))),
});

const definitions = ROUTES.map((route) => route.definition);

describe.each([
  ['3.1', 'openapi.json'],
  ['3.0', 'openapi-3.0.json'],
] as const)('OpenAPI %s', (version, file) => {
  const generated = openApiDocument(definitions, version);
  const { openapi, paths, components } = document.parse(generated);

  it('is the committed file', () => {
    expect(JSON.parse(readFileSync(new URL(`../../openapi/${file}`, import.meta.url), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(generated)),
    );
    expect(openapi.startsWith(version)).toBe(true);
  });

  it.each(definitions.map((d) => [`${d.method} ${d.path}`, d] as const))('%s is whole', (_, d) => {
    const op = paths[d.path]?.[d.method];
    expect(op?.operationId).toBe(d.operationId);
    expect(op?.security).toEqual(d.security === 'public' ? [] : [{ key: [] }]);
    expect(op?.responses[String(d.success.status)]?.content !== undefined).toBe(d.success.schema !== undefined);
    const problems = Object.entries(op?.responses ?? {}).filter(([status]) => Number(status) >= 400);
    expect(problems.length).toBeGreaterThan(0);
    for (const [, response] of problems) {
      expect(Object.keys(response.content ?? {})).toEqual(['application/problem+json']);
      // One example for each code that the description names.
      expect(Object.keys(response.content?.['application/problem+json']?.examples ?? {})).toEqual(response.description.split(', '));
    }
    for (const [status, { headers }] of Object.entries(op?.responses ?? {})) {
      expect(headers).toHaveProperty('Request-Id');
      expect('WWW-Authenticate' in headers).toBe(status === '401' || status === '403');
      expect('Retry-After' in headers).toBe(['409', '429', '503'].includes(status));
      expect('RateLimit' in headers).toBe(status === '429' || (Number(status) < 300 && (d.security !== 'public' || d.is_limited === true)));
    }
    expect('304' in (op?.responses ?? {})).toBe(d.method === 'get' && (d.success.headers ?? []).includes('ETag'));
    for (const id of d.leads_to ?? []) expect(definitions.map((one) => one.operationId)).toContain(id);
    const asked = (op?.parameters ?? []).map(({ name }) => name);
    expect(asked.includes('If-Match')).toBe(d.conditional !== undefined);
    expect(asked.includes('Idempotency-Key')).toBe(d.idempotent === true);
    expect(op?.requestBody !== undefined).toBe(d.body !== undefined);
    const types = [...(d.body ? ['application/json'] : []), ...(d.lines && version === '3.1' ? ['application/x-ndjson'] : [])];
    expect(Object.keys(op?.requestBody?.content ?? {})).toEqual(types);
  });

  it('every reference leads somewhere', () => {
    const targets = [...JSON.stringify(generated).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)];
    expect(targets.length).toBeGreaterThan(100);
    for (const [, kind = '', name = ''] of targets) expect(components[kind], name).toHaveProperty(name);
  });

  it('every object with members has a name, so that generated clients need not make one up', () => {
    const nameless = placesOf(paths, (schema) => 'properties' in schema);
    for (const [name, schema] of Object.entries(components['schemas'] ?? {}))
      nameless.push(...placesOf(schema, (part) => part !== schema && 'properties' in part).map((place) => name + place));
    expect(nameless).toEqual([]);
  });

  it('says nullable only beside a type or one reference, where generators understand it', () => {
    const bare: unknown[] = [];
    JSON.stringify(generated, (_, value: unknown) => {
      if (typeof value !== 'object' || value === null || !('nullable' in value)) return value;
      const { type, allOf } = value as { type?: string; allOf?: unknown[] };
      if (version === '3.1' || (type === undefined && allOf?.length !== 1)) bare.push(value);
      return value;
    });
    expect(bare).toEqual([]);
  });
});

/** Where in `root` there is a schema like that; examples are none. */
function placesOf(root: object, is: (schema: object) => boolean, place = ''): string[] {
  const below = Object.entries(root).flatMap(([name, part]: [string, unknown]) =>
    typeof part === 'object' && part !== null && name !== 'examples' ? placesOf(part, is, `${place}/${name}`) : [],
  );
  // A member may have the name of a keyword.
  return is(root) && !place.endsWith('/properties') ? [place, ...below] : below;
}

describe('3.0 is for generators of clients', () => {
  const { components, paths } = document.parse(openApiDocument(definitions, '3.0'));
  const all = { schemas: components['schemas'], paths };
  it.each([
    ['members to come are borne', (schema: object) => (schema as { additionalProperties?: unknown }).additionalProperties === false],
    ['values to come are borne', (schema: object) => 'x-extensible-enum' in schema && 'enum' in schema],
    ['nothing is of several types', (schema: object) => 'anyOf' in schema || Array.isArray((schema as { type?: unknown }).type)],
  ])('%s', (_, is) => {
    expect(placesOf(all, is)).toEqual([]);
  });
  it('and 3.1 says all of it to the letter', () => {
    const exact = document.parse(openApiDocument(definitions, '3.1')).components['schemas'];
    expect(exact?.['ValidateRequest']).toMatchObject({ additionalProperties: false });
    expect(exact?.['ProblemCode']).toMatchObject({
      type: 'string',
      enum: Object.keys(PROBLEMS),
      'x-extensible-enum': Object.keys(PROBLEMS),
    });
    expect(exact?.['JsonRpcMessage']).toMatchObject({ type: ['object', 'array'] });
  });
});

describe('what would make the document wrong stops it from being made', () => {
  const [first, ...others] = definitions.filter((d) => d.body);
  const withBody = (body: z.ZodType) => (first ? [{ ...first, body }, ...others] : []);
  it('two schemas of one name', () => {
    const other = z.strictObject({ other: z.string() }).meta({ id: 'KeyWish' });
    expect(() => openApiDocument(withBody(other), '3.1')).toThrow('Duplicate schema id "KeyWish"');
  });
  it('two schemas of one name deep inside', () => {
    const other = z.strictObject({ list: z.array(z.object({}).meta({ id: 'KeyWish' }).nullable()) });
    expect(() => openApiDocument(withBody(other), '3.0')).toThrow('Duplicate schema id "KeyWish"');
  });
  it('a tag that nobody has described', () => {
    expect(() => openApiDocument(first ? [{ ...first, tag: 'Odds and ends' }] : [], '3.1')).toThrow('Odds and ends');
  });
});
