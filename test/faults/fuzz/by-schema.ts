/** Where Python is missing: calls made by fast-check from the schemas of the OpenAPI document, answers checked by Ajv against the same. */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import type { FuzzResult } from './schemathesis.ts';

type Schema = Record<string, unknown> & { $ref?: string; pattern?: string };
type Media = Record<string, { schema: Schema }>;
type Operation = {
  parameters?: { name: string; in: string; schema: Schema; required?: boolean }[];
  requestBody?: { content: Media };
  responses: Record<string, { content?: Media }>;
};
type Document = { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, Schema> } };
type Asked = { path: string; method: string; operation: Operation };
type Sample = { id: string; query: Record<string, unknown>; body: unknown; type: string };

const DEPTH_MAX = 6;
/** Ids that were seen in answers, and may be asked for. */
const KNOWN_MAX = 1_000;
const JSON_TYPE = 'application/json';

/** Values that the schema describes; of the `wild` ones, each part is any JSON instead one time in four. */
function valuesOf(document: Document, schema: Schema, wild: boolean, depth = 0): fc.Arbitrary<unknown> {
  const own = describedBy(document, schema, wild, depth);
  return wild ? fc.oneof({ weight: 3, arbitrary: own }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) }) : own;
}

/** As often the one as the other. */
const tameOrWild = (document: Document, schema: Schema): fc.Arbitrary<unknown> =>
  fc.oneof(valuesOf(document, schema, false), valuesOf(document, schema, true));

function describedBy(document: Document, schema: Schema, wild: boolean, depth: number): fc.Arbitrary<unknown> {
  const {
    $ref,
    enum: choices,
    anyOf,
    oneOf,
    properties,
    items,
  } = schema as Schema & {
    enum?: unknown[];
    anyOf?: Schema[];
    oneOf?: Schema[];
    properties?: Record<string, Schema>;
    items?: Schema;
  };
  if (depth > DEPTH_MAX) return fc.jsonValue({ maxDepth: 1 });
  if ($ref) return describedBy(document, document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {}, wild, depth + 1);
  if (choices) return fc.constantFrom(...choices);
  const variants = anyOf ?? oneOf;
  if (variants) return fc.oneof(...variants.map((variant) => valuesOf(document, variant, wild, depth + 1)));
  const type = Array.isArray(schema['type']) ? (schema['type'] as string[])[0] : schema['type'];
  if (properties) {
    const required = (schema['required'] as string[] | undefined) ?? [];
    const members = Object.fromEntries(
      Object.entries(properties).map(([name, member]) => [name, valuesOf(document, member, wild, depth + 1)]),
    );
    return fc.record(members, { requiredKeys: required });
  }
  if (type === 'array') return fc.array(valuesOf(document, items ?? {}, wild, depth + 1), { minLength: 1, maxLength: 5 });
  if (type === 'object') return fc.dictionary(fc.string({ maxLength: 10 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 });
  if (type === 'integer' || type === 'number') return fc.oneof(fc.integer({ min: -5, max: 200 }), fc.double());
  if (type === 'boolean') return fc.boolean();
  if (schema['format'] === 'email') return fc.emailAddress();
  if (schema['format'] === 'date-time') return fc.date({ noInvalidDate: true }).map((date) => date.toISOString());
  return fc.oneof(fc.stringMatching(/^[a-z0-9]{1,20}$/), fc.string({ unit: 'grapheme', maxLength: 40 }));
}

export type SchemaFuzz = { url: string; key: string; key_id: string; document: string; calls: number; seed: number };

export async function runBySchema({ url, key, key_id, document: file, calls, seed }: SchemaFuzz): Promise<FuzzResult> {
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
  const isDescribed = checkerOf(document);
  const answers = new Map<string, number>();
  const faults: string[] = [];
  const known: string[] = [];
  const asked = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );
  const each = Math.ceil(calls / asked.length);
  const samples = asked.map((one) => fc.sample(samplesOf(document, one), { numRuns: each, seed }));
  // In turn, so that things are used between being made and being deleted.
  for (let i = 0; i < each; i++) {
    for (const [j, one] of asked.entries()) {
      const sample = samples[j]?.[i];
      if (!sample) continue;
      const response = await send(url, key, key_id, one, sample, known);
      const answer = `${one.method} ${one.path} ${response.status}`;
      answers.set(answer, (answers.get(answer) ?? 0) + 1);
      const text = await response.text();
      for (const [id] of text.matchAll(/\b(?:key|pol|vrd|aud)_[0-9a-z]{26}\b/g)) known.push(id);
      known.splice(0, Math.max(0, known.length - KNOWN_MAX));
      if (!isDescribed(one, response, text) && faults.length < 20)
        faults.push(`${answer}: ${JSON.stringify(sample)} → ${text.slice(0, 300)}`);
    }
  }
  return { code: faults.length ? 1 : 0, output: faults.join('\n'), calls: each * asked.length, answers };
}

function samplesOf(document: Document, { operation }: Asked): fc.Arbitrary<Sample> {
  const parameters = (operation.parameters ?? []).filter((p) => p.in === 'query');
  const members = Object.fromEntries(parameters.map((p) => [p.name, tameOrWild(document, p.schema)]));
  const media = Object.entries(operation.requestBody?.content ?? {});
  return fc.record({
    id: fc.oneof(fc.stringMatching(/^[a-z]{3}_[0-9a-z]{26}$/), fc.string({ minLength: 1, maxLength: 40 })),
    query: fc.oneof(fc.constant({}), fc.record(members, { requiredKeys: [] })),
    body: media.length ? fc.oneof(...media.map(([, { schema }]) => tameOrWild(document, schema))) : fc.constant(undefined),
    type: media.length ? fc.constantFrom(...media.flatMap(([type]) => [type, type]), 'text/plain') : fc.constant(JSON_TYPE),
  });
}

/** As it stands in a URL. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed();

async function send(url: string, key: string, key_id: string, asked: Asked, sample: Sample, known: readonly string[]): Promise<Response> {
  const { path, method, operation } = asked;
  const { id: made, query, body, type } = sample;
  // Every second one exists, unless it is the key that the calls are made with.
  const pattern = new RegExp(operation.parameters?.find((p) => p.in === 'path')?.schema.pattern ?? '^$');
  const existing = made.length % 2 ? known.filter((id) => id !== key_id && pattern.test(id)) : [];
  const found = existing[(made.codePointAt(made.length - 1) ?? 0) % existing.length];
  const id = found ?? made;
  const search = new URLSearchParams(Object.entries(query).map(([name, value]): [string, string] => [name, textOf(value)]));
  const headers = { Authorization: `Bearer ${key}`, 'If-Match': '*', ...(body !== undefined && { 'Content-Type': type }) };
  const text = body === undefined ? null : `${JSON.stringify(body)}\n`;
  return fetch(`${url}${path.replace(/\{\w+\}/, encodeURIComponent(id))}?${search}`, { method, headers, body: text });
}

/** RFC 6901, in a URL. */
const pointer = (...parts: string[]): string =>
  parts.map((part) => `/${encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

/** Whether status, content type and body are documented. */
function checkerOf(document: Document): (asked: Asked, response: Response, text: string) => boolean {
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'openapi', ...document });
  const compiled = new Map<string, ValidateFunction>();
  return ({ path, method, operation }, response, text) => {
    const described = operation.responses[String(response.status)];
    if (!described || response.status >= 500) return false;
    const type = response.headers.get('content-type')?.split(';')[0] ?? '';
    if (!described.content) return text === '';
    if (!(type in described.content)) return false;
    const ref = `openapi#${pointer('paths', path, method.toLowerCase(), 'responses', String(response.status), 'content', type, 'schema')}`;
    const check = compiled.get(ref) ?? ajv.compile({ $ref: ref });
    compiled.set(ref, check);
    const documents = type === JSON_TYPE || type.endsWith('+json') ? [text] : text.split('\n').filter((line) => line !== '');
    return documents.every((one) => check(JSON.parse(one)));
  };
}
