/** Who may call what, and which permits nobody uses. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { z } from 'zod';
import { hostedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

const entry = z.looseObject({ policy: z.string(), name: z.string(), last_used_at: z.string().nullable() });
const report = z.looseObject({
  set: z.string().nullable(),
  permits: z.array(entry),
  restrictions: z.array(entry.extend({ effect: z.string() })),
  unused: z.array(z.looseObject({ name: z.string(), since: z.string(), last_used_at: z.string().nullable() })),
  over_broad: z.array(z.looseObject({ policy: z.string().nullable(), name: z.string(), detail: z.string() })),
});
const made = z.looseObject({ id: z.string() });
const DAY_MS = 86_400_000;

let harness: Harness;
let own: Tenancy;
beforeAll(async () => {
  harness = await openHarness(await hostedStores());
});
beforeEach(async () => {
  own = await harness.tenant({ posture: 'strict' });
});
afterAll(() => harness.close());

const ask = (method: string, path: string, json?: object, headers: Record<string, string> = {}) => {
  harness.clock.now_ms += 1;
  return harness.ask(method, path, { key: own.key, headers, ...(json && { json }) });
};
const policy = async (name: string, document: object) => made.parse(await (await ask('POST', '/policies', { name, document })).json()).id;
const read = async () => report.parse(await (await ask('GET', '/policies/access-report')).json());
const call = async (name: string) =>
  (await ask('POST', '/validate', { request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: {} } } })).json();
const allow = (...tools: string[]) => ({ effect: 'allow', target: { tools } });

it('names who may call what, and what is restricted', async () => {
  await policy('readers', {
    effect: 'allow',
    target: { tools: ['read'], roles: ['reader'] },
    require: { time: { tz: 'UTC', allowed_hours: [9] } },
  });
  await policy('lists', { tools: { allow: ['a'], deny: ['b'] } });
  await policy('cedar', {
    cedar: '@decision("challenge") forbid (principal, action, resource == Tool::"x"); permit (principal in Role::"r", action, resource);',
  });
  await ask('POST', '/policies', { name: 'off', mode: 'off', document: allow('z') });
  const { permits, restrictions } = await read();
  expect(permits).toMatchObject([
    { name: 'readers', form: 'structured', scope: { tools: ['read'], roles: ['reader'] }, requires: ['time'], last_used_at: null },
    { name: 'lists', form: 'lists', scope: { tools: ['a'] } },
    { name: 'cedar', form: 'cedar', scope: { cedar: { principal: { op: 'in' } } } },
  ]);
  expect(restrictions).toMatchObject([
    { name: 'lists', effect: 'deny', scope: { tools: ['b'] } },
    { name: 'cedar', effect: 'challenge' },
  ]);
});

it('lists a permit that was not used in 90 days, and no longer once it is; verdict and record name it', async () => {
  const [used, idle] = [await policy('used', allow('read')), await policy('idle', allow('write'))];
  harness.clock.now_ms += 91 * DAY_MS;
  expect((await read()).unused.map(({ name }) => name)).toEqual(['used', 'idle']);
  const verdict = z
    .looseObject({ id: z.string(), decision: z.string(), policy: z.looseObject({ determining: z.array(z.string()) }) })
    .parse(await call('read'));
  expect(verdict).toMatchObject({ decision: 'allow', policy: { determining: [used] } });
  expect(await (await ask('GET', `/audit/${verdict.id}`)).json()).toMatchObject({ determining: [used] });
  const { unused, permits } = await read();
  expect(unused).toMatchObject([{ policy: idle, name: 'idle', last_used_at: null }]);
  expect(permits[0]?.last_used_at).not.toBeNull();
  harness.clock.now_ms += 91 * DAY_MS;
  expect((await read()).unused.map(({ name, last_used_at }) => [name, last_used_at !== null])).toEqual([
    ['used', true],
    ['idle', false],
  ]);
});

it('says which permits are over-broad, and why', async () => {
  await policy('all', { effect: 'allow', target: { global: true } });
  await policy('server', { effect: 'allow', target: { tools: ['github/*'], roles: ['dev'] } });
  await policy('fine', { effect: 'allow', target: { tools: ['github/read_issue'], roles: ['dev'] } });
  await policy('text', { cedar: 'permit (principal, action, resource);' });
  const { over_broad } = await read();
  expect([...new Set(over_broad.map(({ name }) => name))]).toEqual(['all', 'server', 'text']);
  expect(over_broad.find(({ name }) => name === 'server')?.detail).toContain('github/*');
  own = await harness.tenant({ posture: 'starter' });
  expect((await read()).over_broad).toMatchObject([{ policy: null, name: 'posture' }]);
});

it('is about the versions of the active set', async () => {
  await policy('before', allow('a'));
  const set = made.parse(await (await ask('POST', '/policy-sets', { name: 's', policies: 'current' })).json()).id;
  await ask('POST', `/policy-sets/${set}/activate`, undefined, { 'If-Match': '*' });
  await policy('after', allow('b'));
  expect(await read()).toMatchObject({ set, permits: [{ name: 'before' }] });
});
