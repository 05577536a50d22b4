/** Every change is one admin record, in the transaction of the change. A route that is added without a sample fails it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Database } from '#app/ports.ts';
import { SCOPES } from '#core/scope.ts';
import { ROUTES } from '#http/routes/table.ts';
import { hostedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

const POLICY = { name: 'p', document: {} };
const MANIFEST = { tools: [{ name: 'refund', inputSchema: { type: 'object', properties: { amount: { type: 'integer' } } } }] };
const PACK = 'read-only';
const SET = { name: 's', policies: [] };
const REPLAY = { set: 'current' };
const NOBODY = '00000000000000000000000000';

/** `subject`: what stands in the record, from the answer where the call has made it, else from what the path names. */
type Sample = {
  action: string;
  body?: object;
  headers?: Record<string, string>;
  of?: 'key' | 'policy' | 'set' | 'suppression' | 'list' | 'server' | 'job';
  bad?: object;
  before?: () => Promise<void>;
};
/** By the clock of the harness, which has moved little. */
const SUPPRESSION = {
  rule: 'ssrf.loopback',
  tool: 'fetch',
  path: '/request/params/arguments/url',
  reason: 'a server of the developers',
  expires_at: new Date(Date.now() + 2 * 86_400_000).toISOString(),
};
const LIST = { kind: 'networks', entries: ['192.0.2.0/24'] };
const SAMPLES: Record<string, Sample> = {
  changeTenant: { action: 'tenant.change', body: { monitor: true }, bad: { monitor: 1 } },
  createKey: { action: 'keys.create', body: { name: 'k', scopes: ['validate'] }, bad: { name: 'k', scopes: [] } },
  revokeKey: { action: 'keys.revoke', of: 'key' },
  rotateKey: { action: 'keys.rotate', of: 'key', body: {}, bad: { overlap_seconds: -1 } },
  createPolicy: { action: 'policies.create', body: POLICY, bad: { name: 'p' } },
  replacePolicy: { action: 'policies.replace', of: 'policy', body: POLICY, bad: { name: 'p' }, headers: { 'If-Match': '*' } },
  installPack: { action: 'packs.install', body: { strength: 'strict' }, bad: { strength: 'strict', params: { groups: [] } } },
  importPolicies: { action: 'policies.import', body: { policies: [POLICY] }, bad: { policies: [{ name: 'p' }] } },
  createPolicySet: { action: 'policy_sets.create', body: SET, bad: { name: 's', policies: [{ id: `pol_${NOBODY}`, version: 1 }] } },
  shadowPolicySet: { action: 'policy_sets.shadow', of: 'set', headers: { 'If-Match': '*' } },
  activatePolicySet: { action: 'policy_sets.activate', of: 'set', headers: { 'If-Match': '*' } },
  archivePolicySet: { action: 'policy_sets.archive', of: 'set', headers: { 'If-Match': '*' } },
  rollBackPolicySets: { action: 'policy_sets.rollback', before: activateTwo, headers: { 'If-Match': '*' } },
  createSuppression: { action: 'suppressions.create', body: SUPPRESSION, bad: { ...SUPPRESSION, tool: null } },
  deleteSuppression: { action: 'suppressions.delete', of: 'suppression' },
  putList: { action: 'lists.put', of: 'list', body: LIST, bad: { ...LIST, entries: ['x'] }, headers: { 'If-Match': '*' } },
  changeList: { action: 'lists.change', of: 'list', body: { add: ['198.51.100.0/24'] }, bad: { add: ['198.51.100.1/24'] } },
  deleteList: { action: 'lists.delete', of: 'list', headers: { 'If-Match': '*' } },
  putManifest: {
    action: 'servers.put',
    of: 'server',
    body: MANIFEST,
    bad: { tools: [...MANIFEST.tools, ...MANIFEST.tools] },
    headers: { 'If-Match': '*' },
  },
  deleteServer: { action: 'servers.delete', of: 'server', headers: { 'If-Match': '*' } },
  replayPolicies: { action: 'policies.replay', body: REPLAY, bad: {} },
  cancelJob: { action: 'jobs.cancel', of: 'job' },
  deletePolicy: { action: 'policies.delete', of: 'policy', headers: { 'If-Match': '*' } },
};
/** These make tenants: what they record stands in a trail that nobody could read before. */
const FOUNDING = new Set(['signUp', 'verifySignUp']);

const changing = ROUTES.map((route) => route.definition).filter(
  (d) => d.method !== 'get' && d.security !== 'validate' && !d.is_question && !FOUNDING.has(d.operationId),
);
type Definition = (typeof changing)[number];
const table = changing.map((d) => [`${d.method.toUpperCase()} ${d.path}`, d] as const);

const made = z.looseObject({ id: z.string() });
const trail = z.object({
  data: z.array(z.looseObject({ id: z.string(), action: z.string(), subject: z.string(), key_id: z.string().nullable() })),
});

/** Refuses to write the record of the next change, after the change itself. */
function withBrokenTrail(database: Database) {
  let is_broken = false;
  const wrapped: Database = {
    ...database,
    write: (grant, work) =>
      database.write(grant, (tx) => {
        const { append } = tx.audit;
        // The key of the record is taken already: the statement itself fails.
        if (is_broken) tx.audit.append = async (record) => append(record).then(() => append(record));
        return work(tx);
      }),
  };
  return {
    database: wrapped,
    breakWhile: async <T>(work: () => Promise<T>): Promise<T> => {
      is_broken = true;
      try {
        return await work();
      } finally {
        is_broken = false;
      }
    },
  };
}

let harness: Harness;
let own: Tenancy;
let trailOf: ReturnType<typeof withBrokenTrail>;
beforeAll(async () => {
  const stores = await hostedStores();
  trailOf = withBrokenTrail(stores.database);
  harness = await openHarness({ ...stores, database: trailOf.database });
});
beforeEach(async () => {
  own = await harness.tenant();
});
afterAll(() => harness.close());

/** Each at a time of its own, so that the order of records is that of calls. */
function ask(method: string, path: string, json?: object, headers: Record<string, string> = {}, key = own.key): Promise<Response> {
  harness.clock.now_ms += 1;
  return harness.ask(method, path, { key, headers, ...(json && { json }) });
}
const records = async () => trail.parse(await (await ask('GET', '/audit?kind=admin&limit=100')).json()).data;

async function target(of: Sample['of']): Promise<string> {
  if (of === undefined) return '';
  if (of === 'list') {
    await ask('PUT', '/lists/partners', LIST);
    return 'partners';
  }
  if (of === 'server') {
    await ask('PUT', '/servers/pay/manifest', MANIFEST);
    return 'pay';
  }
  const [path, body] = {
    key: ['/keys', { name: 'k', scopes: ['validate'] }] as const,
    policy: ['/policies', POLICY] as const,
    set: ['/policy-sets', SET] as const,
    suppression: ['/suppressions', SUPPRESSION] as const,
    job: ['/policies/replay', REPLAY] as const,
  }[of];
  return made.parse(await (await ask('POST', path, body)).json()).id;
}

/** What a tenant has, but for its trail and for when its keys were used. */
const state = async () =>
  Promise.all(
    [
      '/tenant',
      '/keys?limit=100',
      '/policies?limit=100',
      '/policy-sets?limit=100',
      '/suppressions?limit=100',
      '/lists?limit=100',
      '/servers?limit=100',
      '/packs',
      '/jobs?limit=100',
    ].map(async (path) =>
      JSON.parse(await (await ask('GET', path)).text(), (name, value: unknown) => (name === 'last_used_at' ? null : value)),
    ),
  );

/** So that there is one to go back to. */
async function activateTwo(): Promise<void> {
  for (let i = 0; i < 2; i++) await ask('POST', `/policy-sets/${await target('set')}/activate`, undefined, { 'If-Match': '*' });
}

const call = (d: Definition, id: string, sample: Sample, body = sample.body, headers = sample.headers, key = own.key) =>
  ask(d.method.toUpperCase(), d.path.replace('/packs/{name}', `/packs/${PACK}`).replace(/\{\w+\}/, id), body, headers, key);

it('every route that changes something has a sample here', () => {
  expect(changing.length).toBeGreaterThan(5);
  expect(changing.map((d) => d.operationId).sort()).toEqual(Object.keys(SAMPLES).sort());
});

describe.each(table)('%s', (_, d) => {
  const sample = SAMPLES[d.operationId] ?? { action: '' };

  it('leaves one record, of the action, the subject and the key that acted', async () => {
    await sample.before?.();
    const id = await target(sample.of);
    const before = await records();
    const response = await call(d, id, sample);
    expect(response.status, await response.clone().text()).toBe(d.success.status);
    const answer = z
      .looseObject({ id: z.string().optional(), name: z.string().optional() })
      .parse(response.status === 204 ? {} : await response.json());
    const after = await records();
    expect(after.slice(1)).toEqual(before);
    expect(after[0]).toMatchObject({ action: sample.action, key_id: own.key_id });
    expect([id, answer.id, answer.name]).toContain(after[0]?.subject);
  });

  it('leaves none when it is refused, and changes nothing', async () => {
    await sample.before?.();
    const id = await target(sample.of);
    const narrow = z
      .looseObject({ key: z.string() })
      .parse(await (await ask('POST', '/keys', { name: 'n', scopes: SCOPES.filter((s) => s !== d.security) })).json());
    const before = [await records(), await state()];
    const refusals: Response[] = [await call(d, id, sample, sample.body, sample.headers, narrow.key)];
    if (sample.bad) refusals.push(await call(d, id, sample, sample.bad));
    if (sample.of) refusals.push(await call(d, `${id.slice(0, 4)}${NOBODY}`, sample));
    if (d.conditional) refusals.push(await call(d, id, sample, sample.body, { 'If-Match': '"0"' }));
    for (const refusal of refusals) expect(refusal.status, await refusal.text()).toBeGreaterThanOrEqual(400);
    expect([await records(), await state()]).toEqual(before);
  });

  it('changes nothing when its record cannot be written', async () => {
    await sample.before?.();
    const id = await target(sample.of);
    const before = [await records(), await state()];
    const response = await trailOf.breakWhile(() => call(d, id, sample));
    expect(await response.json()).toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect([await records(), await state()]).toEqual(before);
    expect((await call(d, id, sample)).status).toBe(d.success.status);
  });
});
