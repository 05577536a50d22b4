/** What a tenant says an argument is for stands above whatever the tool says of itself. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { embeddedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

const QUERY = "x'; DROP TABLE users; --";
const callOf = (args: object, server?: string) => ({
  request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'lookup', arguments: args } },
  ...(server && { server: { name: server } }),
  options: { explain: true },
});
type Answer = {
  decision: string;
  policy: { digest: string };
  explanation: { roles: { path: string; roles: { role: string; confidence: number; why: string }[] }[] };
};

let harness: Harness;
beforeAll(async () => {
  harness = await openHarness(await embeddedStores());
});
afterAll(() => harness.close());

const change = (by: Tenancy, argument_roles: unknown) => harness.ask('PATCH', '/tenant', { key: by.key, json: { argument_roles } });
async function judge({ key }: Tenancy, json: object): Promise<Answer> {
  const response = await harness.ask('POST', '/validate', { key, json });
  expect(response.status).toBe(200);
  return (await response.json()) as Answer;
}

it('judges an argument as the tenant says, for that tool and tenant alone, and explains it', async () => {
  const [tenant, other] = [await harness.tenant(), await harness.tenant()];
  const before = await judge(tenant, callOf({ name: QUERY }));
  expect(before.decision).toBe('deny');

  const role = { server: null, tool: 'lookup', argument: '/name', role: 'sql' };
  const changed = await change(tenant, [role]);
  expect(changed.status).toBe(200);
  expect(((await changed.json()) as { argument_roles: object[] }).argument_roles).toEqual([role]);

  const after = await judge(tenant, callOf({ name: QUERY }));
  expect(after.decision).toBe('allow');
  expect(after.policy.digest).not.toBe(before.policy.digest);
  expect(after.explanation.roles).toEqual([
    { path: '/request/params/arguments/name', roles: [{ role: 'sql', confidence: 1, why: 'the tenant says so' }] },
  ]);
  expect((await judge(tenant, callOf({ title: QUERY }))).decision).toBe('deny');
  expect((await judge(other, callOf({ name: QUERY }))).decision).toBe('deny');

  await change(tenant, []);
  expect((await judge(tenant, callOf({ name: QUERY }))).decision).toBe('deny');
});

it('heeds the server, positions of lists, and names with a slash in them', async () => {
  const tenant = await harness.tenant();
  await change(tenant, [
    { tool: 'lookup', server: 'db', argument: '/all/*/where~1if', role: 'sql' },
    { tool: 'lookup', argument: '/all/*/where~1if', role: 'identifier' },
  ]);
  const args = { all: [{ 'where/if': 'a' }, { 'where/if': QUERY }] };
  expect((await judge(tenant, callOf(args, 'db'))).decision).toBe('allow');
  expect((await judge(tenant, callOf(args, 'web'))).decision).toBe('deny');
  expect((await judge(tenant, callOf(args))).decision).toBe('deny');
});

const entry = (over: object) => ({ tool: 'lookup', argument: '/name', role: 'sql', ...over });
it.each([
  ['/argument_roles/0/role', [entry({ role: 'poem' })]],
  ['/argument_roles/0/argument', [entry({ argument: 'name' })]],
  ['/argument_roles/0/argument', [entry({ argument: '/a'.repeat(13) })]],
  ['/argument_roles/0/argument', [entry({ argument: '/a~2' })]],
  ['/argument_roles/0/argument', [entry({ argument: `/${'a'.repeat(512)}` })]],
  ['/argument_roles/0/argument', [entry({ argument: '/a\u0000b' })]],
  ['/argument_roles/0/tool', [entry({ tool: '' })]],
  ['/argument_roles/0/surplus', [entry({ surplus: 1 })]],
  ['/argument_roles/1', [entry({}), entry({ role: 'shell' })]],
  ['/argument_roles', Array.from({ length: 201 }, (_, i) => entry({ tool: `t${i}` }))],
])('refuses %s and changes nothing', async (pointer, argument_roles) => {
  const tenant = await harness.tenant();
  const response = await change(tenant, argument_roles);
  expect(response.status).toBe(422);
  const { errors } = (await response.json()) as { errors: { pointer: string }[] };
  expect(errors.map((error) => error.pointer)).toEqual([pointer]);
  const shown = (await (await harness.ask('GET', '/tenant', { key: tenant.key })).json()) as { argument_roles: object[] };
  expect(shown.argument_roles).toEqual([]);
});
