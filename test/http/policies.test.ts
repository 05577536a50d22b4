import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { POLICIES_MAX } from '#app/policies.ts';
import { hostedStores, openHarness, type Harness, type Tenancy } from './harness.ts';

const policy = z.looseObject({ id: z.string(), version: z.number(), digest: z.string() });
const DOCUMENT = {
  tools: { allow: ['github/*'], deny: ['*/delete_*'] },
  methods: { deny: ['sampling/*'] },
  strictness: 'maximum',
  thresholds: { ssrf: 0.3 },
};

let harness: Harness;
let own: Tenancy;
beforeAll(async () => {
  harness = await openHarness(await hostedStores());
  own = await harness.tenant();
});
afterAll(() => harness.close());

const make = async (): Promise<{ id: string; etag: string }> => {
  const response = await harness.ask('POST', '/policies', { key: own.key, json: { name: 'p', document: DOCUMENT } });
  expect(response.status).toBe(201);
  const { id, digest } = policy.parse(await response.json());
  expect(response.headers.get('etag')).toBe(`"${digest}"`);
  expect(response.headers.get('location')).toBe(`/policies/${id}`);
  return { id, etag: `"${digest}"` };
};
const put = (id: string, json: object, headers: Record<string, string> = {}) =>
  harness.ask('PUT', `/policies/${id}`, { key: own.key, json, headers });

describe('conditional changes (RFC 9110, 13.1.1)', () => {
  const next = { name: 'q', enabled: false, document: {} };

  it('428 without If-Match, 412 with the ETag of another version, 412 with a weak one', async () => {
    const { id, etag } = await make();
    expect(await (await put(id, next)).json()).toMatchObject({ code: 'PRECONDITION_REQUIRED' });
    for (const value of ['"0"', `W/${etag}`, etag.slice(1, -1), '"*"']) {
      expect(await (await put(id, next, { 'If-Match': value })).json(), value).toMatchObject({ code: 'PRECONDITION_FAILED', status: 412 });
    }
    const gone = await harness.ask('DELETE', `/policies/${id}`, { key: own.key, headers: { 'If-Match': '"0"' } });
    expect(gone.status).toBe(412);
  });

  it.each([
    ['the ETag', (etag: string) => etag],
    ['a list with it', (etag: string) => `"x", ${etag}`],
    ['*', () => '*'],
  ])('%s lets a change pass', async (_, value) => {
    const { id, etag } = await make();
    const response = await put(id, next, { 'If-Match': value(etag) });
    expect(await response.json()).toMatchObject({ id, version: 2, name: 'q', enabled: false, document: {} });
    expect(response.headers.get('etag')).not.toBe(etag);
    expect((await put(id, next, { 'If-Match': etag })).status).toBe(412);
  });

  it('a text that comes back is another version, and has another ETag', async () => {
    const { id, etag } = await make();
    await put(id, next, { 'If-Match': '*' });
    const back = await put(id, { name: 'p', document: DOCUMENT }, { 'If-Match': '*' });
    expect(await back.json()).toMatchObject({ version: 3, document: DOCUMENT });
    expect(back.headers.get('etag')).not.toBe(etag);
    expect((await put(id, next, { 'If-Match': etag })).status).toBe(412);
  });

  it('of two changes of the same version exactly one wins', async () => {
    const { id, etag } = await make();
    const answers = await Promise.all(['a', 'b', 'c', 'd'].map((name) => put(id, { name, document: {} }, { 'If-Match': etag })));
    expect(answers.map((a) => a.status).sort()).toEqual([200, 412, 412, 412]);
  });

  it('304 to who has this version already', async () => {
    const { id, etag } = await make();
    const response = await harness.ask('GET', `/policies/${id}`, { key: own.key, headers: { 'If-None-Match': `W/${etag}` } });
    expect([response.status, await response.text(), response.headers.get('etag')]).toEqual([304, '', etag]);
  });

  it('a deleted policy is not found, and its list forgets it', async () => {
    const { id, etag } = await make();
    expect((await harness.ask('DELETE', `/policies/${id}`, { key: own.key, headers: { 'If-Match': etag } })).status).toBe(204);
    expect((await harness.ask('GET', `/policies/${id}`, { key: own.key })).status).toBe(404);
    expect((await put(id, next, { 'If-Match': '*' })).status).toBe(404);
    expect(await (await harness.ask('GET', '/policies?limit=100', { key: own.key })).text()).not.toContain(id);
  });
});

describe('documents', () => {
  it('come back as they were written', async () => {
    const { id } = await make();
    expect(await (await harness.ask('GET', `/policies/${id}`, { key: own.key })).json()).toMatchObject({
      document: DOCUMENT,
      enabled: true,
      version: 1,
    });
  });

  it('422 names every fault', async () => {
    const document = { tools: { allow: [''], denny: [] }, strictness: 'lax', thresholds: { ssrf: 2, nothing: 0.5 }, extra: 1 };
    const body = await (await harness.ask('POST', '/policies', { key: own.key, json: { name: ' p\u202e', document } })).json();
    const { errors } = z.looseObject({ errors: z.array(z.looseObject({ pointer: z.string() })) }).parse(body);
    expect(errors.map((e) => e.pointer).sort()).toEqual([
      '/document/extra',
      '/document/strictness',
      '/document/thresholds/nothing',
      '/document/thresholds/ssrf',
      '/document/tools/allow/0',
      '/document/tools/denny',
      '/name',
    ]);
  });

  it('409 beyond the most that a tenant may have', async () => {
    const { key } = await harness.tenant();
    const policies = Array.from({ length: POLICIES_MAX }, (_, i) => ({ name: `p${i}`, document: {} }));
    expect((await harness.ask('POST', '/policies/import', { key, json: { policies } })).status).toBe(200);
    expect(await (await harness.ask('POST', '/policies', { key, json: { name: 'more', document: {} } })).json()).toMatchObject({
      code: 'POLICIES_MAX_REACHED',
    });
  });
});
