import { join } from 'node:path';
import { rmSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { openPacks } from '#adapters/packs.ts';
import { edit, newPublisher, packsWith } from '../support/packs.ts';
import { embeddedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

const signer = newPublisher('acme');
let folder: string;
let harness: Harness;
let own: Tenancy;

beforeAll(async () => {
  folder = await packsWith('mine');
  edit(join(folder, 'mine'), 'pack.json', (pack) => ({ ...pack, name: 'mine', deprecated_by: 'read-only' }));
  signer.signInto(join(folder, 'mine'));
  harness = await openHarness(await embeddedStores(), { packs: openPacks({ folder, publishers: [signer.publisher] }) });
});
beforeEach(async () => {
  own = await harness.tenant();
});
afterAll(async () => {
  await harness.close();
  rmSync(folder, { recursive: true });
});

const installed = z.object({
  name: z.string(),
  version: z.string(),
  digest: z.string(),
  policies: z.array(z.object({ policy: z.string(), id: z.string(), name: z.string(), version: z.number(), status: z.string() })),
  left: z.array(z.object({ name: z.string() })),
});
const install = async (json: object = {}, name = 'mine') => {
  const response = await harness.ask('POST', `/packs/${name}/install`, { key: own.key, json });
  expect(response.status, await response.clone().text()).toBe(201);
  return installed.parse(await response.json());
};
const statuses = ({ policies }: z.output<typeof installed>) => policies.map(({ policy, status, version }) => [policy, status, version]);
const decision = async (): Promise<unknown> => {
  const request = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'delete_ticket', arguments: { id: 'T-1' } } };
  return ((await (await harness.ask('POST', '/validate', { key: own.key, json: { request } })).json()) as { decision: string }).decision;
};
/** As it is shown. */
const policies = z.object({ data: z.array(z.looseObject({ id: z.string(), name: z.string(), document: z.unknown() })) });
const list = async () => policies.parse(await (await harness.ask('GET', '/policies?limit=100', { key: own.key })).json()).data;

it('shows what there is, which is deprecated by which, and what does not install', async () => {
  const { data } = (await (await harness.ask('GET', '/packs', { key: own.key })).json()) as { data: Record<string, unknown>[] };
  expect(data).toMatchObject([
    { name: 'mine', refused: null, deprecated_by: 'read-only', publisher: 'acme', version: '1.0.0', adds: 'forbids', installed: null },
    { name: 'read-only', refused: expect.stringMatching(/^Nobody here knows the publisher countersign/), version: null, policies: [] },
  ]);
  expect(Object.keys(Object(Object(data[0]?.['params'])['properties']))).toContain('groups');
});

it('installs policies that decide nothing until they are set in force', async () => {
  const made = await install({ strength: 'strict' });
  expect(statuses(made)).toEqual([
    ['writes', 'created', 1],
    ['methods', 'created', 1],
  ]);
  expect(made.policies.map(({ name }) => name)).toEqual(['pack:mine/writes', 'pack:mine/methods']);
  const stored = (await list()).map(({ name, mode, tests }) => [name, mode, (tests as unknown[]).length]);
  expect(stored.sort()).toEqual([
    ['pack:mine/methods', 'shadow', 2],
    ['pack:mine/writes', 'shadow', 5],
  ]);
  expect(await decision()).toBe('allow');
  const { id, name, document } = (await list()).find((p) => p.name === 'pack:mine/writes')!;
  const enforced = await harness.ask('PUT', `/policies/${id}`, { key: own.key, json: { name, document }, headers: { 'If-Match': '*' } });
  expect(enforced.status).toBe(200);
  expect(await decision()).toBe('deny');
});

it('again changes nothing; other parameters replace what only watches, and leave what is no more', async () => {
  await install({ strength: 'strict', params: { tools: ['crm/*'] } });
  const before = await list();
  expect(statuses(await install({ strength: 'strict', params: { tools: ['crm/*'] } })).map(([, status]) => status)).toEqual([
    'unchanged',
    'unchanged',
    'unchanged',
  ]);
  expect(await list()).toEqual(before);
  const other = await install({ strength: 'permissive' });
  expect(statuses(other)).toEqual([['writes', 'replaced', 2]]);
  expect(other.left.map(({ name }) => name).sort()).toEqual(['pack:mine/methods', 'pack:mine/named-tools']);
  expect(await list()).toHaveLength(3);
});

it('never touches what is in force: the new text stands beside it', async () => {
  const [first] = (await install({})).policies;
  const { name, document, id } = (await list()).find((p) => p.id === first?.id)!;
  await harness.ask('PUT', `/policies/${id}`, { key: own.key, json: { name, document }, headers: { 'If-Match': '*' } });
  const again = await install({ strength: 'permissive' });
  expect(statuses(again)).toEqual([['writes', 'beside', 1]]);
  expect(again.policies[0]?.name).toBe('pack:mine/writes@1.0.0');
  expect(await decision()).toBe('deny');
  expect(statuses(await install({ strength: 'permissive' }))).toEqual([['writes', 'unchanged', 1]]);
  expect(await list()).toHaveLength(2);
});

const pack = async () => {
  const { data } = (await (await harness.ask('GET', '/packs', { key: own.key })).json()) as {
    data: { name: string; installed: unknown }[];
  };
  return data.find(({ name }) => name === 'mine')?.installed;
};

it('is taken out by deleting its policies', async () => {
  const made = await install({ strength: 'strict' });
  for (const { id } of made.policies) {
    expect(await pack()).toMatchObject({ strength: 'strict' });
    expect((await harness.ask('DELETE', `/policies/${id}`, { key: own.key, headers: { 'If-Match': '*' } })).status).toBe(204);
  }
  expect(await pack()).toBeNull();
  expect(statuses(await install({ strength: 'strict' })).map(([, status]) => status)).toEqual(['created', 'created']);
  expect(await pack()).toMatchObject({ strength: 'strict' });
});

const bad = async (params: object) => {
  const response = await harness.ask('POST', '/packs/mine/install', { key: own.key, json: { params } });
  const { code, errors } = (await response.json()) as { code: string; errors: { pointer: string }[] };
  expect([response.status, code]).toEqual([422, 'PACK_PARAMS_INVALID']);
  return errors.map(({ pointer }) => pointer);
};

it('names every parameter that does not fit, also by what it makes of a policy', async () => {
  expect(await bad({ groups: 7, decision: 'maybe', nothing: 1 })).toEqual(['/params/nothing', '/params/groups', '/params/decision']);
  expect(await bad({ groups: ['wri*'] })).toEqual(['/params/groups']);
  expect(await list()).toEqual([]);
});

it('does not install what was changed since, nor what is not there', async () => {
  const refused = await harness.ask('POST', '/packs/read-only/install', { key: own.key, json: {} });
  expect([refused.status, await refused.json()]).toMatchObject([409, { code: 'PACK_REFUSED' }]);
  expect((await harness.ask('POST', '/packs/nothing/install', { key: own.key, json: {} })).status).toBe(404);
  edit(join(folder, 'mine'), 'policies/writes.json', (policy) => ({ ...policy, summary: 'harmless' }));
  const tampered = await harness.ask('POST', '/packs/mine/install', { key: own.key, json: {} });
  expect(await tampered.json()).toMatchObject({ code: 'PACK_REFUSED', detail: expect.stringContaining('Its signature is broken') });
  expect(await list()).toEqual([]);
  edit(join(folder, 'mine'), 'policies/writes.json', () => ({}));
});
