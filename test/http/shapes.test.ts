/** What is answered is what the contract shows, member by member. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { ROUTES } from '#http/routes/table.ts';
import { findingShape, reasonShape, verdictShape } from '#http/verdict-shape.ts';
import { hostedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

let harness: Harness;
let own: Tenancy;
beforeAll(async () => {
  harness = await openHarness(await hostedStores());
  own = await harness.tenant();
});
afterAll(() => harness.close());

const strictVerdict = z.strictObject({
  ...verdictShape.shape,
  reasons: z.array(z.strictObject(reasonShape.shape)),
  findings: z.array(z.strictObject(findingShape.shape)),
});
const call = (args: object): object => ({
  request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'read_file', arguments: args } },
});

it.each([
  ['an allowed call', call({ path: 'notes.txt' }), 'allow'],
  ['an attack', call({ path: '../../../../etc/passwd' }), 'deny'],
  ['no message', { request: { a: 1 } }, 'deny'],
])('the verdict on %s has the members of the contract and no other', async (_, json, decision) => {
  const response = await harness.ask('POST', '/validate', { key: own.key, json });
  expect(strictVerdict.parse(await response.json()).decision).toBe(decision);
});

it.each([
  ['/tenant', 'getTenant'],
  ['/usage', 'getUsage'],
  ['/keys', 'listKeys'],
  ['/policies', 'listPolicies'],
  ['/audit', 'listAudit'],
  ['/readyz', 'readyz'],
])('GET %s answers what its schema says', async (path, operationId) => {
  await harness.ask('POST', '/policies', { key: own.key, json: { name: 'p', document: { strictness: 'maximum' } } });
  const schema = ROUTES.find((r) => r.definition.operationId === operationId)?.definition.success.schema;
  const body: unknown = await (await harness.ask('GET', path, { key: own.key })).json();
  expect(schema?.parse(body)).toEqual(body);
});
