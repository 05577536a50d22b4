/** One suite for every route: what nobody may do, seen from outside. A route without a sample fails it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { openSmtp } from '#adapters/smtp.ts';
import { BAD_KEYS } from '#app/bad-keys.ts';
import { requestSignup } from '#app/signup-code.ts';
import { KEY_RANDOM_BYTES, makeApiKey } from '#core/api-key.ts';
import { BODY_BYTES_MAX } from '#core/json.ts';
import { PROBLEMS, PROBLEM_TYPE_PREFIX } from '#core/problem.ts';
import { SCOPES } from '#core/scope.ts';
import { ROUTES } from '#http/routes/table.ts';
import { randomBytes } from 'node:crypto';
import { type Mailbox, openMailbox } from '../support/mailbox.ts';
import { hostedStores, LIST_TOOLS, openHarness, type Ask, type Harness, type Tenancy } from './harness.ts';

/** The clock of the harness begins now. */
const SUPPRESSION = {
  rule: 'ssrf.loopback',
  tool: 'fetch',
  path: '/request/params/arguments/url',
  reason: 'a server of the developers',
  expires_at: new Date(Date.now() + 2 * 86_400_000).toISOString(),
};
const LIST = { kind: 'networks', entries: ['192.0.2.0/24'] };
const MANIFEST = { tools: [{ name: 'refund', inputSchema: { type: 'object', properties: { amount: { type: 'integer' } } } }] };
const POLICY = { name: 'no shell', document: { tools: { deny: ['shell/*'] } } };
const REPLAY = { set: 'current', policies: [{ document: POLICY.document }], max: 10 };

/** A call that succeeds: `body` where the route takes one (`fresh` where it is good only once), `id` where its path names something. */
type Sample = {
  body?: object;
  fresh?: () => Promise<object>;
  before?: (tenancy: Tenancy) => Promise<void>;
  headers?: Record<string, string>;
  id?: 'key' | 'policy' | 'set' | 'suppression' | 'list' | 'server' | 'verdict' | 'job';
};
const SAMPLES: Record<string, Sample> = {
  validate: { body: LIST_TOOLS },
  validateBatch: { body: { items: [LIST_TOOLS] } },
  signUp: { body: { email: 'someone@example.com', name: 'Someone' } },
  verifySignUp: { body: { email: 'someone@example.com', code: 'k7qx2-m9d4t' }, fresh: mailedCode },
  getTenant: {},
  changeTenant: { body: { monitor: false } },
  getUsage: {},
  listKeys: {},
  createKey: { body: { name: 'ci', scopes: ['validate'] } },
  getKey: { id: 'key' },
  revokeKey: { id: 'key' },
  rotateKey: { id: 'key', body: { overlap_seconds: 60 } },
  listPolicies: {},
  createPolicy: { body: POLICY },
  getPolicy: { id: 'policy' },
  replacePolicy: { id: 'policy', body: POLICY, headers: { 'If-Match': '*' } },
  deletePolicy: { id: 'policy', headers: { 'If-Match': '*' } },
  listPacks: {},
  installPack: { body: { strength: 'strict' } },
  listPolicyVersions: { id: 'policy' },
  getPolicyVersion: { id: 'policy' },
  testPolicy: { id: 'policy', body: { tests: [] } },
  evaluatePolicies: { body: { policies: [{ id: 'one', document: POLICY.document }], ...LIST_TOOLS } },
  validatePolicies: { body: { document: POLICY.document } },
  exportPolicies: {},
  getAccessReport: {},
  importPolicies: { body: { policies: [POLICY] } },
  listPolicySets: {},
  createPolicySet: { body: { name: 'release', policies: 'current' } },
  getPolicySet: { id: 'set' },
  shadowPolicySet: { id: 'set', headers: { 'If-Match': '*' } },
  activatePolicySet: { id: 'set', headers: { 'If-Match': '*' } },
  archivePolicySet: { id: 'set', headers: { 'If-Match': '*' } },
  rollBackPolicySets: { before: activateTwo, headers: { 'If-Match': '*' } },
  listLists: {},
  getList: { id: 'list' },
  putList: { id: 'list', body: LIST, headers: { 'If-Match': '*' } },
  changeList: { id: 'list', body: { add: ['198.51.100.0/24'] } },
  deleteList: { id: 'list', headers: { 'If-Match': '*' } },
  listServers: {},
  getManifest: { id: 'server' },
  putManifest: { id: 'server', body: MANIFEST, headers: { 'If-Match': '*' } },
  deleteServer: { id: 'server', headers: { 'If-Match': '*' } },
  replayPolicies: { body: REPLAY },
  listJobs: {},
  getJob: { id: 'job' },
  cancelJob: { id: 'job' },
  listSuppressions: {},
  createSuppression: { body: SUPPRESSION },
  getSuppression: { id: 'suppression' },
  deleteSuppression: { id: 'suppression' },
  listAudit: {},
  getAudit: { id: 'verdict' },
  getQuality: {},
  livez: {},
  readyz: {},
};

const definitions = ROUTES.map((route) => route.definition);
const secured = definitions.filter((d) => d.security !== 'public');
const bodied = definitions.filter((d) => d.body);
/** What a tenant has made; packs are everybody's. */
const named = definitions.filter((d) => d.params && !d.path.startsWith('/packs'));
type Definition = (typeof definitions)[number];
const table = (list: Definition[]) => list.map((d) => [`${d.method.toUpperCase()} ${d.path}`, d] as const);

const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  code: z.string(),
  request_id: z.string(),
  errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string() })).optional(),
});
const created = z.looseObject({ id: z.string() });
const newKey = z.looseObject({ id: z.string(), key: z.string() });

let harness: Harness;
let own: Tenancy;
let other: Tenancy;
let mailbox: Mailbox;
beforeAll(async () => {
  mailbox = await openMailbox();
  harness = await openHarness(await hostedStores(), { mailer: openSmtp({ url: mailbox.url, from: 'signup@countersign.example' }) });
  own = await harness.tenant();
  other = await harness.tenant();
});
afterAll(async () => {
  await harness.close();
  await mailbox.close();
});

async function mailedCode(): Promise<object> {
  const email = 'someone@example.com';
  await requestSignup(harness.world, { email, name: 'Someone' });
  return { email, code: mailbox.codeTo(email) };
}

/** In a tenant of which no job waits for long: nobody works on them here. */
async function jobFor(key: string): Promise<string> {
  const { id } = created.parse(await (await harness.ask('POST', '/policies/replay', { key, json: REPLAY })).json());
  return id;
}

/** Makes what a path names, in that tenant. */
async function idFor(tenancy: Tenancy, kind: Sample['id']): Promise<string> {
  const { key } = tenancy;
  if (kind === 'key') return created.parse(await (await harness.ask('POST', '/keys', { key, json: SAMPLES.createKey?.body })).json()).id;
  if (kind === 'policy') return created.parse(await (await harness.ask('POST', '/policies', { key, json: POLICY })).json()).id;
  if (kind === 'list') {
    const name = `list-${tenancy.key_id.slice(-8)}`;
    // Once it is there, it is there: 428.
    await harness.ask('PUT', `/lists/${name}`, { key, json: LIST });
    return name;
  }
  if (kind === 'server') {
    const name = `server-${tenancy.key_id.slice(-8)}`;
    await harness.ask('PUT', `/servers/${name}/manifest`, { key, json: MANIFEST });
    return name;
  }
  if (kind === 'set')
    return created.parse(await (await harness.ask('POST', '/policy-sets', { key, json: { name: 's', policies: [] } })).json()).id;
  if (kind === 'job') return jobFor(key);
  if (kind === 'suppression')
    return created.parse(await (await harness.ask('POST', '/suppressions', { key, json: SUPPRESSION })).json()).id;
  return created.parse(await (await harness.ask('POST', '/validate', { key, json: LIST_TOOLS })).json()).id;
}

/** So that there is one to go back to. */
async function activateTwo(tenancy: Tenancy): Promise<void> {
  for (let i = 0; i < 2; i++) {
    const id = await idFor(tenancy, 'set');
    await harness.ask('POST', `/policy-sets/${id}/activate`, { key: tenancy.key, headers: { 'If-Match': '*' } });
  }
}

async function call(d: Definition, ask: Ask & { tenancy?: Tenancy; id?: string } = {}): Promise<Response> {
  const sample = SAMPLES[d.operationId] ?? {};
  await sample.before?.(ask.tenancy ?? own);
  const id = ask.id ?? (sample.id && (await idFor(ask.tenancy ?? own, sample.id))) ?? '';
  const key = ask.key === undefined ? (ask.tenancy ?? own).key : ask.key;
  const json = ask.json === undefined && ask.raw === undefined ? ((await sample.fresh?.()) ?? sample.body) : ask.json;
  return harness.ask(
    d.method.toUpperCase(),
    d.path
      .replace('/packs/{name}', '/packs/read-only')
      .replace(/\{(?:id|name)\}/, id)
      .replace('{n}', '1'),
    {
      ...ask,
      key,
      json,
      headers: { ...sample.headers, ...ask.headers },
    },
  );
}

async function expectProblem(response: Response, code: keyof typeof PROBLEMS): Promise<z.output<typeof problem>> {
  const body = problem.parse(await response.json());
  expect(body).toMatchObject({ code, status: PROBLEMS[code].status, type: PROBLEM_TYPE_PREFIX + code.toLowerCase() });
  expect(response.status).toBe(PROBLEMS[code].status);
  expect(response.headers.get('content-type')).toBe('application/problem+json');
  expect(response.headers.get('request-id')).toBe(body.request_id);
  expect(response.headers.get('cache-control')).toBe('no-store');
  return body;
}

it('every route has a sample here, and every sample a route', () => {
  expect(definitions.length).toBeGreaterThan(15);
  expect(new Set(Object.keys(SAMPLES))).toEqual(new Set(definitions.map((d) => d.operationId)));
});

describe.each(table(definitions))('%s', (_, d) => {
  it('2xx: its sample succeeds, with security headers and a request id', async () => {
    const response = await call(d);
    expect(response.status, await response.clone().text()).toBe(d.success.status);
    expect(response.headers.get('request-id')).toMatch(/^req_/);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('405: another method is refused with Allow', async () => {
    const response = await harness.ask('TRACE', d.path.replace(/\{\w+\}/, 'x'), { key: own.key }).catch(() => null);
    // fetch() forbids TRACE; OPTIONS is the method that no route has.
    expect(response).toBeNull();
    const options = await harness.ask('OPTIONS', d.path.replace(/\{\w+\}/, 'x'));
    await expectProblem(options, 'METHOD_NOT_ALLOWED');
    const documented = definitions.filter((one) => one.path === d.path).map((one) => one.method.toUpperCase());
    const allowed = new Set(documented.flatMap((m) => (m === 'GET' ? ['GET', 'HEAD'] : [m])));
    expect(new Set(options.headers.get('allow')?.split(', '))).toEqual(allowed);
    for (const method of ['GET', 'PUT', 'POST', 'PATCH', 'DELETE'].filter((m) => !allowed.has(m)))
      await expectProblem(await harness.ask(method, d.path.replace(/\{\w+\}/, 'x'), { key: own.key }), 'METHOD_NOT_ALLOWED');
  });
});

describe.each(table(secured))('%s', (_, d) => {
  const id = 'x';
  it.each([
    ['no key', null, 'KEY_MISSING'],
    ['garbage', 'garbage', 'KEY_INVALID'],
    ['a wrong checksum', `cs_live_${'0'.repeat(49)}`, 'KEY_INVALID'],
    ['a key of nobody', makeApiKey(new Uint8Array(randomBytes(KEY_RANDOM_BYTES)), 'live'), 'KEY_INVALID'],
  ] as const)('401: %s', async (_title, key, code) => {
    harness.clock.now_ms += BAD_KEYS.interval_ms;
    const response = await call(d, { key, id });
    await expectProblem(response, code);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer /);
  });

  it('401: a revoked key, at once', async () => {
    const made = newKey.parse(
      await (await harness.ask('POST', '/keys', { key: own.key, json: { name: 'gone', scopes: [...SCOPES] } })).json(),
    );
    expect((await harness.ask('GET', '/tenant', { key: made.key })).status).toBe(200);
    expect((await harness.ask('DELETE', `/keys/${made.id}`, { key: own.key })).status).toBe(204);
    await expectProblem(await call(d, { key: made.key, id }), 'KEY_REVOKED');
  });

  it('401: an expired key', async () => {
    const expires_at = new Date(harness.clock.now_ms + 1_000).toISOString();
    const made = newKey.parse(
      await (await harness.ask('POST', '/keys', { key: own.key, json: { name: 'short', scopes: [...SCOPES], expires_at } })).json(),
    );
    harness.clock.now_ms += 1_000;
    await expectProblem(await call(d, { key: made.key, id }), 'KEY_EXPIRED');
    await harness.ask('DELETE', `/keys/${made.id}`, { key: own.key });
  });

  it('403: a key with every scope but the one needed', async () => {
    const scopes = SCOPES.filter((scope) => scope !== d.security);
    const made = newKey.parse(await (await harness.ask('POST', '/keys', { key: own.key, json: { name: 'narrow', scopes } })).json());
    const body = await expectProblem(await call(d, { key: made.key, id }), 'SCOPE_MISSING');
    expect(body.detail).toContain(d.security);
    await harness.ask('DELETE', `/keys/${made.id}`, { key: own.key });
  });

  it('401 comes before anything is said of the body', async () => {
    await expectProblem(
      await call(d, { key: null, id, raw: d.method === 'get' ? undefined : '{', type: 'text/plain' } as Ask),
      'KEY_MISSING',
    );
  });
});

const normal = async (response: Response): Promise<[number, [string, string][], string]> => {
  const request_id = response.headers.get('request-id') ?? '';
  const headers = [...response.headers].filter(([name]) => name !== 'request-id' && name !== 'date');
  return [response.status, headers, (await response.text()).replace(request_id, '<id>')];
};

describe.each(table(named))('%s', (_, d) => {
  it("404: another tenant's id answers exactly what an id of nothing does", async () => {
    const sample = SAMPLES[d.operationId];
    const theirs = await idFor(other, sample?.id);
    const nothing = `${theirs.slice(0, -4)}zzzz`;
    const answers = await Promise.all([call(d, { id: theirs }), call(d, { id: nothing }), call(d, { id: 'nonsense' })]);
    const [first, ...rest] = await Promise.all(answers.map(normal));
    expect(first?.[0]).toBe(404);
    for (const answer of rest) expect(answer).toEqual(first);
    // And it is there still, for its own tenant.
    expect((await call(d, { tenancy: other, id: theirs })).status).toBe(d.success.status);
  });
});

const bytesMax = ({ in_parts }: Definition): number => in_parts?.bytes_max ?? BODY_BYTES_MAX;
const deep = (depth: number): string => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`;

const stream = (bytes: number): ReadableStream<Uint8Array> =>
  new ReadableStream({
    pull(controller) {
      controller.enqueue(new Uint8Array(65_536).fill(0x20));
      if ((bytes -= 65_536) <= 0) controller.close();
    },
  });

describe.each(table(bodied))('%s', (_, d) => {
  const text = (): string => JSON.stringify(SAMPLES[d.operationId]?.body);
  const withMember = (member: string): string => `${text().slice(0, -1)},${member}}`;
  it('413: too large, as announced', async () => {
    await expectProblem(
      await call(d, { raw: ' '.repeat(bytesMax(d) + 1), headers: { 'content-length': String(bytesMax(d) + 1) } }),
      'BODY_TOO_LARGE',
    );
  });
  it('413: too large, in chunks that announce nothing', async () => {
    await expectProblem(await call(d, { raw: stream(bytesMax(d) + 65_536) }), 'BODY_TOO_LARGE');
  });
  it.each([
    [null],
    ['text/plain'],
    ['application/json; charset=latin1'],
    ['application/json; charset=utf-8; charset=utf-16'],
    ['application/jsonp'],
  ])('415: content type %s', async (type) => {
    await expectProblem(await call(d, { raw: text(), type }), 'MEDIA_TYPE_UNSUPPORTED');
  });
  it('415: compressed', async () => {
    await expectProblem(await call(d, { raw: text(), headers: { 'content-encoding': 'gzip' } }), 'MEDIA_TYPE_UNSUPPORTED');
  });
  it('422: an unknown member, named by its pointer', async () => {
    const body = await expectProblem(await call(d, { raw: withMember('"unknown~/":1') }), 'BODY_INVALID');
    expect(body.errors).toContainEqual({ pointer: '/unknown~0~1', detail: expect.any(String) });
  });
  it('422: __proto__ is a member like any other', async () => {
    const body = await expectProblem(await call(d, { raw: withMember('"__proto__":{"a":1}') }), 'BODY_INVALID');
    expect(body.errors?.[0]?.pointer).toBe('/__proto__');
  });
  it.each([['null'], ['[]'], ['"text"'], ['1']])('422: %s instead of an object', async (raw) => {
    await expectProblem(await call(d, { raw }), 'BODY_INVALID');
  });
  it.each([[''], ['{'], ['{"a":NaN}'], ['{"a":Infinity}'], ["{'a':1}"], ['{}{}'], ['\ufeff{}'], ['{"a":01}']])(
    '400: not JSON: %j',
    async (raw) => {
      const body = await expectProblem(await call(d, { raw }), 'JSON_INVALID');
      expect(body.errors?.[0]?.pointer).toBe('');
    },
  );
  it('400: not UTF-8', async () => {
    await expectProblem(await call(d, { raw: new Uint8Array([0x7b, 0xff, 0x7d]) }), 'UTF8_INVALID');
  });
  it.each([
    ['a key twice', '"x":1,"x":2', '/x'],
    ['a key twice, once escaped', '"x":1,"\\u0078":2', '/x'],
    ['a lone surrogate', '"x":"\\ud800"', '/x'],
    ['a number beyond the range of a double', '"x":1e999', '/x'],
  ])('400: %s', async (_title, member, pointer) => {
    const body = await expectProblem(await call(d, { raw: withMember(member) }), 'JSON_REFUSED');
    expect(body.errors).toContainEqual({ pointer, detail: expect.any(String) });
  });
  it('400: ten thousand levels deep', async () => {
    await expectProblem(await call(d, { raw: deep(10_000) }), 'JSON_REFUSED');
  });
});

describe('paths of nothing', () => {
  it.each([['/'], ['/nothing'], ['/keys/'], ['//keys'], ['/v1/validate'], ['/keys/a/b'], ['/%zz']])('404: %s', async (path) => {
    const key = own.key;
    await expectProblem(await harness.ask('GET', path, { key }), 'NOT_FOUND');
  });
});
