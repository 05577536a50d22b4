/** Idempotency-Key on what creates (draft-ietf-httpapi-idempotency-key-header-07). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ANSWER_KEPT_MS } from '#app/idempotency.ts';
import type { Database, KeptAnswer } from '#app/ports.ts';
import { SCOPES } from '#core/scope.ts';
import type { TenantId } from '#core/tenant.ts';
import { IDEMPOTENCY_KEY_CHARS_MAX } from '#http/idempotency.ts';
import { embeddedStores, hostedStores, openHarness, type Harness, type Stores, type Tenancy } from './harness.ts';

const POLICY = { name: 'p', document: { tools: { deny: ['shell/*'] } } };
const KEY = { name: 'k', scopes: ['validate'] };
const page = z.object({ data: z.array(z.looseObject({ id: z.string() })) });
const newKey = z.looseObject({ id: z.string(), key: z.string() });

/** Sees what is kept, and holds the next writing transaction open, its work done, until it is told to go on or to fail. */
function gated(database: Database) {
  const digests: Uint8Array[] = [];
  let next: { done: PromiseWithResolvers<void>; reached: PromiseWithResolvers<void> } | null = null;
  const wrapped: Database = {
    ...database,
    write: (grant, work) => {
      const gate = next;
      next = null;
      return database.write(grant, async (tx) => {
        const { put } = tx.idempotency;
        tx.idempotency.put = (answer) => {
          digests.push(answer.digest);
          return put(answer);
        };
        const result = await work(tx);
        gate?.reached.resolve();
        await gate?.done.promise;
        return result;
      });
    },
  };
  const close = () => (next = { done: Promise.withResolvers<void>(), reached: Promise.withResolvers<void>() });
  /** As the store has them. */
  const kept = async (tenant: TenantId): Promise<KeptAnswer[]> => {
    const rows = digests.map((digest) => database.read(tenant, (tx) => tx.idempotency.get(digest)));
    return (await Promise.all(rows)).filter((row) => row !== null);
  };
  return { database: wrapped, close, kept };
}

const ENGINES: [string, () => Promise<Stores>][] = [
  ['PostgreSQL', hostedStores],
  ['PGlite', embeddedStores],
];

const seen = async (response: Response) => ({
  status: response.status,
  text: await response.text(),
  location: response.headers.get('location'),
  etag: response.headers.get('etag'),
});
const codeOf = async (response: Response) => z.looseObject({ code: z.string() }).parse(await response.json()).code;

describe.each(ENGINES)('over %s', (engine, stores) => {
  let harness: Harness;
  let own: Tenancy;
  let gate: ReturnType<typeof gated>;
  let serial = 0;
  beforeAll(async () => {
    const opened = await stores();
    gate = gated(opened.database);
    harness = await openHarness({ ...opened, database: gate.database });
    own = await harness.tenant();
  });
  afterAll(() => harness.close());

  const fresh = (): string => `call-${++serial}`;
  const post = (path: string, json: object, idempotency_key: string | null, key = own.key) =>
    harness.ask('POST', path, { key, json, headers: idempotency_key === null ? {} : { 'Idempotency-Key': idempotency_key } });
  const count = async (path: string, key = own.key) =>
    page.parse(await (await harness.ask('GET', `${path}?limit=100`, { key })).json()).data.length;

  it.each([
    ['/policies', POLICY],
    ['/keys', KEY],
  ])('POST %s: sent three times, done once, answered alike to the byte', async (path, body) => {
    const [before, key] = [await count(path), fresh()];
    const first = await post(path, body, key);
    expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([201, null]);
    const answer = await seen(first);
    for (let i = 0; i < 2; i++) {
      const again = await post(path, body, key);
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(again.headers.get('request-id')).not.toBe(first.headers.get('request-id'));
      expect(await seen(again)).toEqual(answer);
    }
    expect(answer.location).toMatch(new RegExp(`^${path}/`));
    expect(await count(path)).toBe(before + 1);
  });

  it('leaves one record in the trail, not one for each call', async () => {
    const { key } = await harness.tenant();
    const call = fresh();
    for (let i = 0; i < 3; i++) await post('/policies', POLICY, call, key);
    const records = page.parse(await (await harness.ask('GET', '/audit?kind=admin', { key })).json()).data;
    expect(records.filter((r) => r['action'] === 'policies.create')).toHaveLength(1);
  });

  it('without the header, or with another one, each call has its effect', async () => {
    const before = await count('/policies');
    for (const key of [null, null, fresh(), fresh()]) expect((await post('/policies', POLICY, key)).status).toBe(201);
    expect(await count('/policies')).toBe(before + 4);
  });

  it('422: the same key with another body, though it means the same', async () => {
    const key = fresh();
    await post('/policies', POLICY, key);
    expect(await codeOf(await post('/policies', { ...POLICY, name: 'q' }, key))).toBe('IDEMPOTENCY_KEY_REUSED');
    const spaced = await harness.ask('POST', '/policies', {
      key: own.key,
      raw: JSON.stringify(POLICY, null, 1),
      headers: { 'Idempotency-Key': key },
    });
    expect([spaced.status, await codeOf(spaced)]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
  });

  it('a key belongs to one caller and one operation', async () => {
    const [other, call] = [await harness.tenant(), fresh()];
    const second = newKey.parse(await (await post('/keys', { name: 'second', scopes: [...SCOPES] }, null)).json());
    const answers = [
      await post('/policies', POLICY, call),
      await post('/policies', POLICY, call, other.key),
      await post('/policies', POLICY, call, second.key),
      await post('/keys', KEY, call),
    ];
    expect(answers.map((a) => [a.status, a.headers.get('idempotency-replayed')])).toEqual(answers.map(() => [201, null]));
    expect(new Set(await Promise.all(answers.map((a) => a.text()))).size).toBe(4);
  });

  it('is the same with and without quotation marks (RFC 9651, 3.3.3)', async () => {
    const call = fresh();
    const first = await seen(await post('/policies', POLICY, call));
    expect(await seen(await post('/policies', POLICY, `"${call}"`))).toEqual(first);
    const spaced = `"a \\"b\\" \\\\ ${call}"`;
    expect(await seen(await post('/policies', POLICY, spaced))).toEqual(await seen(await post('/policies', POLICY, spaced)));
  });

  it('is as long as it may be, and no longer', async () => {
    const longest = 'x'.repeat(IDEMPOTENCY_KEY_CHARS_MAX);
    const escaped = `"${'\\"'.repeat(IDEMPOTENCY_KEY_CHARS_MAX)}"`;
    for (const key of [longest, `"${longest}"`, escaped]) expect((await post('/policies', POLICY, key)).status, key).toBe(201);
    for (const key of [`${longest}x`, `"${longest}x"`, `"${'\\"'.repeat(IDEMPOTENCY_KEY_CHARS_MAX + 1)}"`, 'x'.repeat(5_000)]) {
      expect(await codeOf(await post('/policies', POLICY, key))).toBe('IDEMPOTENCY_KEY_INVALID');
    }
  });

  it.each([[''], ['""'], ['a b'], ['a, b'], ['"a", "b"'], ['"a'], ['"a\\x"'], ['"a"b"'], ['é'], ['"é"'], ['a\tb'], ['"a";p=1']])(
    '400: %j',
    async (key) => {
      const before = await count('/policies');
      const response = await post('/policies', POLICY, key);
      const body = z.looseObject({ code: z.string(), detail: z.string() }).parse(await response.json());
      expect([response.status, body.code]).toEqual([400, 'IDEMPOTENCY_KEY_INVALID']);
      expect(body.detail).toContain('Idempotency-Key');
      expect(body.detail).toContain(String(IDEMPOTENCY_KEY_CHARS_MAX));
      expect(await count('/policies')).toBe(before);
    },
  );

  it('what failed has had no effect, and is done anew', async () => {
    const call = fresh();
    const narrow = newKey.parse(await (await post('/keys', { name: 'narrow', scopes: ['keys:write'] }, null)).json());
    expect(await codeOf(await post('/keys', KEY, call, narrow.key))).toBe('SCOPES_TOO_WIDE');
    expect(await codeOf(await post('/keys', { nonsense: 1 }, call, narrow.key))).toBe('BODY_INVALID');
    const corrected = await post('/keys', { name: 'k', scopes: ['keys:write'] }, call, narrow.key);
    expect([corrected.status, corrected.headers.get('idempotency-replayed')]).toEqual([201, null]);
  });

  it('is kept as long as it says, and not a millisecond longer', async () => {
    const call = fresh();
    const first = await seen(await post('/policies', POLICY, call));
    harness.clock.now_ms += ANSWER_KEPT_MS - 1;
    expect(await seen(await post('/policies', POLICY, call))).toEqual(first);
    harness.clock.now_ms += 1;
    const anew = await seen(await post('/policies', POLICY, call));
    expect(anew.location).not.toBe(first.location);
    expect(await seen(await post('/policies', POLICY, call))).toEqual(anew);
  });

  it('a crash in the midst of the transaction leaves neither effect, nor record, nor a key that is taken', async () => {
    const [before, call] = [await count('/policies'), fresh()];
    const held = gate.close();
    held.done.promise.catch(() => {});
    const crashing = post('/policies', POLICY, call);
    await held.reached.promise;
    held.done.reject(new Error('the process died'));
    expect(await codeOf(await crashing)).toBe('STORE_UNAVAILABLE');
    expect(await count('/policies')).toBe(before);
    const retry = await post('/policies', POLICY, call);
    expect([retry.status, retry.headers.get('idempotency-replayed')]).toEqual([201, null]);
    expect(await count('/policies')).toBe(before + 1);
  });

  it('of many calls at once one has its effect; the others get its answer or are told to wait', async () => {
    const [before, call] = [await count('/policies'), fresh()];
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('/policies', POLICY, call)));
    const done = answers.filter((a) => a.status === 201);
    const waiting = answers.filter((a) => a.status === 409);
    expect(done.length + waiting.length).toBe(20);
    expect(new Set((await Promise.all(done.map(seen))).map((a) => a.text)).size).toBe(1);
    for (const answer of waiting) {
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await codeOf(answer)).toBe('IDEMPOTENCY_IN_PROGRESS');
    }
    expect(await count('/policies')).toBe(before + 1);
    expect((await post('/policies', POLICY, call)).headers.get('idempotency-replayed')).toBe('true');
  });

  it.runIf(engine === 'PostgreSQL')('409 while another call is at work, whatever its body; then its answer', async () => {
    const call = fresh();
    const held = gate.close();
    const first = post('/policies', POLICY, call);
    await held.reached.promise;
    for (const body of [POLICY, { ...POLICY, name: 'q' }]) {
      expect(await codeOf(await post('/policies', body, call))).toBe('IDEMPOTENCY_IN_PROGRESS');
    }
    held.done.resolve();
    const answer = await seen(await first);
    expect(await seen(await post('/policies', POLICY, call))).toEqual(answer);
    expect(await codeOf(await post('/policies', { ...POLICY, name: 'q' }, call))).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('a key that is shown once stands nowhere in the store, but for its hash', async () => {
    const call = `canary-${fresh()}`;
    const { key } = newKey.parse(await (await post('/keys', KEY, call)).json());
    expect(newKey.parse(await (await post('/keys', KEY, call)).json()).key).toBe(key);
    const rows = await gate.kept(own.id);
    expect(rows.length).toBeGreaterThan(0);
    const stored = Buffer.concat(rows.flatMap(({ digest, wrapped_key, ciphertext }) => [digest, wrapped_key, ciphertext])).toString(
      'latin1',
    );
    for (const secret of [key, key.slice(8), call]) expect(stored).not.toContain(secret);
  });
});
