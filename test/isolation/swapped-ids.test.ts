/** Two tenants, every route and every id of the one asked for by the other: as absent as what never was. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ID_PREFIXES, ID_RANDOM_BYTES, isId, makeId, type IdPrefix } from '#core/id.ts';
import { openApiDocument } from '#http/openapi.ts';
import { ROUTES } from '#http/routes/table.ts';
import { type Harness, hostedStores, LIST_TOOLS, openHarness, type Tenancy } from '../http/harness.ts';

const POLICY = { name: 'no shells', document: { tools: { deny: ['shell'] } } };
/** The clock of the harness begins now. */
const SUPPRESSION = {
  rule: 'ssrf.loopback',
  tool: 'fetch',
  path: '/request/params/arguments/url',
  reason: 'a server of the developers',
  expires_at: new Date(Date.now() + 2 * 86_400_000).toISOString(),
};
const MANIFEST = { tools: [{ name: 'refund', inputSchema: { type: 'object', properties: { amount: { type: 'integer' } } } }] };
const LIST = { kind: 'texts', entries: ['a'] };
/** For operations that name something by its id and take a body. */
const BODIES: Record<string, unknown> = {
  replacePolicy: POLICY,
  testPolicy: { tests: [] },
  rotateKey: {},
  putList: LIST,
  changeList: { add: [] },
  putManifest: MANIFEST,
};

type Parameter = { name: string; in: string; schema: { pattern?: string } };
type Operation = { operationId: string; parameters?: Parameter[]; requestBody?: object };
const document = openApiDocument(
  ROUTES.map((r) => r.definition),
  '3.1',
) as { paths: Record<string, Record<string, Operation>> };
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), ...operation })),
);
const named = operations.filter(({ path }) => path.includes('{id}'));
/** Things that the tenant names itself; packs are everybody's. */
const called = operations.filter(({ path }) => path.includes('{name}') && !path.startsWith('/packs'));
/** What a list of something of one's own shows is tried with that one's id above. */
const listed = operations.filter(({ path, parameters = [] }) => !path.includes('{') && parameters.some((p) => p.name === 'cursor'));

/** What a path parameter may begin with, read from its pattern. */
const prefixesOf = ({ parameters = [] }: Operation): IdPrefix[] => {
  const text = parameters.filter((p) => p.in === 'path').map((p) => p.schema.pattern ?? '');
  return ID_PREFIXES.filter((prefix) => text.some((pattern) => pattern.split(/[^a-z]+/).includes(prefix)));
};

/** Of what a list shows. */
const PREFIXES: Record<string, IdPrefix> = {
  '/audit': 'vrd',
  '/keys': 'key',
  '/jobs': 'job',
  '/lists': 'lst',
  '/servers': 'srv',
  '/policies': 'pol',
  '/policy-sets': 'set',
  '/suppressions': 'sup',
};

let harness: Harness;
let owner: Tenancy;
let other: Tenancy;
/** What the owner has, one of each kind at least. */
let ids: string[];

beforeAll(async () => {
  harness = await openHarness(await hostedStores());
  [owner, other] = [await harness.tenant(), await harness.tenant()];
  const key = owner.key;
  await harness.ask('POST', '/policies', { key, json: POLICY });
  await harness.ask('POST', '/policy-sets', { key, json: { name: 's', policies: 'current' } });
  await harness.ask('POST', '/keys', { key, json: { name: 'second', scopes: ['validate'] } });
  await harness.ask('POST', '/validate', { key, json: LIST_TOOLS });
  await harness.ask('POST', '/suppressions', { key, json: SUPPRESSION });
  await harness.ask('PUT', '/lists/partners', { key, json: LIST });
  await harness.ask('PUT', '/servers/partners/manifest', { key, json: MANIFEST });
  await harness.ask('POST', '/policy-sets', { key, json: { name: 'release', policies: 'current' } });
  await harness.ask('POST', '/policies/replay', { key, json: { set: 'current' } });
  await harness.ask('POST', '/policies', { key: other.key, json: POLICY });
  ids = await idsOf(owner);
});
afterAll(() => harness.close());

/** Every id that any list shows the tenant. */
async function idsOf({ key }: Tenancy): Promise<string[]> {
  const pages = await Promise.all(listed.map(({ path }) => harness.ask('GET', path, { key }).then((r) => r.json())));
  return pages.flatMap((page) => (page as { data: { id: string }[] }).data.map(({ id }) => id));
}

const absent = (prefix: IdPrefix): string => makeId(prefix, harness.clock.now_ms, randomBytes(ID_RANDOM_BYTES));

/** Status, headers and body, without what differs between any two answers. */
async function answerOf(response: Response): Promise<unknown> {
  const request_id = response.headers.get('request-id') ?? '';
  const headers = [...response.headers].filter(([name]) => name !== 'request-id' && name !== 'date');
  return { status: response.status, headers, body: (await response.text()).replaceAll(request_id, 'req') };
}

function call(operation: (typeof operations)[number], id: string, key: string): Promise<unknown> {
  const { path, method, operationId, requestBody } = operation;
  if (requestBody && !(operationId in BODIES)) throw new Error(`give ${operationId} a body in BODIES`);
  const asked = { key, headers: { 'If-Match': '*' }, ...(requestBody && { json: BODIES[operationId] }) };
  return harness.ask(method, path.replace('{n}', '1').replace(/\{\w+\}/, id), asked).then(answerOf);
}

describe.each(
  named.flatMap((operation) => prefixesOf(operation).map((prefix) => [operation.method, operation.path, prefix, operation] as const)),
)('%s %s with %s_… of another tenant', (_, __, prefix, operation) => {
  it('is answered byte by byte as what does not exist', async () => {
    const own = ids.filter((id) => isId(prefix, id));
    expect(own.length).toBeGreaterThan(0);
    for (const id of own) {
      const answer = await call(operation, id, other.key);
      expect(answer).toMatchObject({ status: 404 });
      expect(answer).toEqual(await call(operation, absent(prefix), other.key));
    }
  });
});

it.each(called.map((operation) => [operation.method, operation.path, operation] as const))(
  '%s %s of another tenant is answered byte by byte as what does not exist',
  async (_, __, operation) => {
    const answer = await call(operation, 'partners', other.key);
    expect(answer).toMatchObject({ status: 404 });
    expect(answer).toEqual(await call(operation, 'nobodys', other.key));
    expect(await harness.ask('GET', '/lists/partners', { key: owner.key }).then((r) => r.json())).toMatchObject(LIST);
    expect(await harness.ask('GET', '/servers/partners/manifest', { key: owner.key }).then((r) => r.json())).toMatchObject(MANIFEST);
  },
);

it('every path with a parameter was tried, and the ids are good for their owner', async () => {
  expect(named.length).toBeGreaterThanOrEqual(6);
  for (const operation of named) expect(prefixesOf(operation), operation.operationId).not.toEqual([]);
  for (const operation of named.filter((o) => o.method === 'GET')) {
    for (const id of ids.filter((i) => prefixesOf(operation).some((prefix) => isId(prefix, i))))
      expect(await call(operation, id, owner.key)).toMatchObject({ status: 200 });
  }
});

it.each(listed.map(({ path }) => path))(
  'GET %s with a cursor of another tenant begins where any cursor of that time would',
  async (path) => {
    const prefix = PREFIXES[path];
    if (!prefix) throw new Error(`say which ids ${path} lists`);
    const from = async (id: string) => {
      const answer = await harness.ask('GET', `${path}?cursor=${Buffer.from(id).toString('base64url')}`, { key: other.key });
      return ((await answer.json()) as { data: unknown[] }).data;
    };
    const foreign = ids.find((id) => isId(prefix, id)) ?? '';
    // The same moment, another chance.
    const twin = `${foreign.slice(0, -4)}0000`;
    const seen = await from(foreign);
    expect(seen).toEqual(await from(twin));
    for (const id of ids) expect(JSON.stringify(seen)).not.toContain(id);
  },
);

it('the same Idempotency-Key of two tenants is two keys', async () => {
  const made = await Promise.all(
    [owner, other].map(async ({ key }) => {
      const answer = await harness.ask('POST', '/policies', { key, json: POLICY, headers: { 'Idempotency-Key': 'the-same' } });
      return ((await answer.json()) as { id: string }).id;
    }),
  );
  expect(new Set(made).size).toBe(2);
});

it('after all of this the owner still has what it had', async () => {
  expect(await idsOf(owner)).toEqual(expect.arrayContaining(ids));
  for (const id of ids.filter((i) => isId('key', i))) {
    const answer = await harness.ask('GET', `/keys/${id}`, { key: owner.key });
    expect(await answer.json()).toMatchObject({ revoked_at: null });
  }
});
