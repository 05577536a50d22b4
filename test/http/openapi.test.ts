import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openApiDocument } from '#http/openapi.ts';
import { ROUTES } from '#http/routes/table.ts';

const operation = z.looseObject({
  operationId: z.string(),
  summary: z.string(),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  tags: z.array(z.string()).min(1),
  responses: z.record(z.string(), z.looseObject({ description: z.string(), content: z.record(z.string(), z.looseObject({})).optional() })),
  requestBody: z.looseObject({ content: z.record(z.string(), z.looseObject({ schema: z.looseObject({}) })) }).optional(),
});
const document = z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.record(z.string(), operation)) });

const definitions = ROUTES.map((route) => route.definition);

describe.each([
  ['3.1', 'openapi.json'],
  ['3.0', 'openapi-3.0.json'],
] as const)('OpenAPI %s', (version, file) => {
  const generated = openApiDocument(definitions, version);
  const { openapi, paths } = document.parse(generated);

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
    for (const [, response] of problems) expect(Object.keys(response.content ?? {})).toEqual(['application/problem+json']);
    expect(op?.requestBody !== undefined).toBe(d.body !== undefined);
    const types = [...(d.body ? ['application/json'] : []), ...(d.lines && version === '3.1' ? ['application/x-ndjson'] : [])];
    expect(Object.keys(op?.requestBody?.content ?? {})).toEqual(types);
  });

  it('every reference leads somewhere', () => {
    const text = JSON.stringify(generated);
    const targets = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((m) => m[1] ?? '');
    expect(targets.length).toBeGreaterThan(10);
    const { components } = z.looseObject({ components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }) }).parse(generated);
    for (const target of new Set(targets)) expect(components.schemas, target).toHaveProperty(target);
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
