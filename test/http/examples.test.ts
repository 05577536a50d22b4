/**
 * The examples of the contract are what this service takes and answers. `RECORD_EXAMPLES=1` writes them anew
 * (`npm run openapi:examples`).
 */
import { writeFile } from 'node:fs/promises';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSmtp } from '#adapters/smtp.ts';
import { PROBLEMS } from '#core/problem.ts';
import recorded from '#http/examples.json' with { type: 'json' };
import { openApiDocument } from '#http/openapi.ts';
import { ROUTES } from '#http/routes/table.ts';
import { SECURITY_HEADERS } from '#http/security-headers.ts';
import { openMailbox, type Mailbox } from '../support/mailbox.ts';
import { likeness, type Kept, type Recording } from './example-likeness.ts';
import { embeddedStores, openHarness, type Harness, type Tenancy } from './harness.ts';
import { tour, type Ask } from './tour.ts';

type Schema = { [keyword: string]: unknown };
type Response = { headers?: Record<string, unknown>; content?: Record<string, { schema: Schema }> };
type Operation = { responses: Record<string, Response>; requestBody?: { content: Record<string, { schema: Schema }> } };
type Document = { paths: Record<string, Record<string, Operation>>; components: object };

const definitions = ROUTES.map((route) => route.definition);
const document = openApiDocument(definitions, '3.1') as Document;
/** Of every HTTP answer, or of the front. */
const COMMON = [
  'content-type',
  'content-length',
  'date',
  'connection',
  'keep-alive',
  'vary',
  ...Object.keys(SECURITY_HEADERS).map((name) => name.toLowerCase()),
];

const ajv = new Ajv2020({ strict: false, validateFormats: false });
/** With every object closed that the contract leaves open for members to come: today there must be none. */
const closed = JSON.parse(JSON.stringify(document), (_, value: unknown) => {
  if (typeof value !== 'object' || value === null || !('properties' in value) || 'additionalProperties' in value) return value;
  return { ...value, additionalProperties: false };
}) as Document;
ajv.addSchema({ $id: 'contract', ...closed });
const pointer = (...keys: string[]): string =>
  keys.map((key) => `/${encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');
const checks = new Map<string, ValidateFunction>();
function compiled(...keys: string[]): ValidateFunction {
  const ref = `contract#${pointer(...keys)}`;
  const check = checks.get(ref) ?? ajv.compile({ $ref: ref });
  checks.set(ref, check);
  return check;
}

let harness: Harness;
let mailbox: Mailbox;
let own: Tenancy;
const faults: string[] = [];
const kept: Kept[] = [];
let recording: Recording;

const ask: Ask = async (id, name, { json, raw, path = {}, query, headers = {}, public: is_public } = {}) => {
  const d = definitions.find(({ operationId }) => operationId === id);
  if (!d) throw new Error(`no operation ${id}`);
  // Ids of one moment are in no order.
  harness.clock.now_ms += 1;
  const url = d.path.replaceAll(/\{(\w+)\}/g, (_, key: string) => path[key] ?? '') + (query ? `?${query}` : '');
  const sent = { ...(json !== undefined && { json }), ...(raw !== undefined && { raw }), headers };
  const response = await harness.ask(d.method.toUpperCase(), url, { key: is_public ? null : own.key, ...sent });
  const text = await response.text();
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  const told = document.paths[d.path]?.[d.method]?.responses[String(response.status)];
  const place = `${id} ${name ?? ''} ${response.status}`;
  if (!told) faults.push(`${place}: the contract has no such status: ${text}`);
  const known = new Set([...COMMON, ...Object.keys(told?.headers ?? {}).map((header) => header.toLowerCase())]);
  for (const header of response.headers.keys()) if (!known.has(header)) faults.push(`${place}: the contract has no header ${header}`);
  const type = response.headers.get('content-type') ?? '';
  if (body !== undefined) {
    const fits = compiled('paths', d.path, d.method, 'responses', String(response.status), 'content', type, 'schema');
    if (!fits(body)) faults.push(`${place}: ${ajv.errorsText(fits.errors)}: ${text.slice(0, 500)}`);
  }
  const is_problem = response.status >= 400;
  if (is_problem !== (name !== null && name in PROBLEMS)) faults.push(`${place}: ${text}`);
  if (name !== null) kept.push({ id, name, status: response.status, sent: json, body });
  return { status: response.status, body, etag: response.headers.get('etag') ?? '' };
};

beforeAll(async () => {
  mailbox = await openMailbox();
  harness = await openHarness(await embeddedStores(), { mailer: openSmtp({ url: mailbox.url, from: 'signup@countersign.example' }) });
  own = await harness.tenant({ plan: 'standard' });
  await tour(harness, mailbox, ask);
  recording = likeness(kept);
  if (!process.env['RECORD_EXAMPLES']) return;
  await writeFile(new URL('../../src/http/examples.json', import.meta.url), `${JSON.stringify(recording, null, 2)}\n`);
}, 120_000);
afterAll(async () => {
  await harness.close();
  await mailbox.close();
});

it('every call of the tour is answered as the contract says, to the last member and header', () => {
  expect(faults).toEqual([]);
});

it('the tour takes every operation, with a body where there is one', () => {
  const taken = (d: (typeof definitions)[number]): boolean =>
    kept.some(({ id, status, sent }) => id === d.operationId && status < 300 && (!d.body || sent !== undefined));
  expect(definitions.filter((d) => !taken(d)).map((d) => d.operationId)).toEqual([]);
});

describe('what is in the contract is what the service takes and answers today', () => {
  const names = Object.keys(recorded.operations);
  it.each(names)('%s', (id) => {
    const shown = (recorded as Recording).operations[id];
    const now = recording.operations[id];
    expect(shapeOf(now)).toEqual(shapeOf(shown));
  });
  it('problems', () => {
    expect(shapeOf(recording.problems)).toEqual(shapeOf(recorded.problems));
    expect(Object.keys(recorded.problems).length).toBeGreaterThan(5);
  });
});

/** Names and types, without the values; what stands under `latency_ms` and the like may differ from call to call. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
}
