/** `/validate` with Idempotency-Key: one verdict, one record, one count, over any number of processes. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { VERDICT_KEPT_MS } from '#app/idempotency.ts';
import type { Database } from '#app/ports.ts';
import { freshPostgres } from '../support/stores.ts';
import { embeddedStores, LIST_TOOLS, openHarness, type Harness, type Stores, type Tenancy } from './harness.ts';

const verdict = z.looseObject({ id: z.string(), latency_ms: z.number() });
const trail = z.object({ data: z.array(z.looseObject({ id: z.string() })) });
const usage = z.looseObject({ used: z.number() });

let serial = 0;
const fresh = (): string => `verdict-${++serial}-${randomBytes(4).toString('hex')}`;
const ask = (harness: Harness, key: string, json: object, idempotency_key: string | null) =>
  harness.ask('POST', '/validate', { key, json, headers: idempotency_key === null ? {} : { 'Idempotency-Key': idempotency_key } });
const codeOf = async (response: Response) => z.looseObject({ code: z.string() }).parse(await response.json()).code;
const idsIn = async (harness: Harness, key: string) =>
  trail.parse(await (await harness.ask('GET', '/audit?kind=verdict&limit=100', { key })).json()).data.map((r) => r.id);
const usedBy = async (harness: Harness, key: string) => usage.parse(await (await harness.ask('GET', '/usage', { key })).json()).used;

type Sites = { sites: [Harness, ...Harness[]]; close(): Promise<void> };

/** Two services on one database; of the second, the master key is that of the first. */
async function twoProcesses(): Promise<Sites> {
  const postgres = await freshPostgres();
  const limiter = (await embeddedStores()).limiter;
  const over = (database: Database): Stores => ({ database, limiter, close: async () => {} });
  const first = await openHarness(over(postgres.database));
  const second = await openHarness(over(await postgres.openAnother()));
  second.world.vault = first.world.vault;
  return {
    sites: [first, second],
    async close() {
      await Promise.all([first.close(), second.close()]);
      await postgres.close();
    },
  };
}

async function embedded(): Promise<Sites> {
  const harness = await openHarness(await embeddedStores());
  return { sites: [harness], close: () => harness.close() };
}

const ENGINES: [string, () => Promise<Sites>][] = [
  ['two processes on PostgreSQL', twoProcesses],
  ['PGlite', embedded],
];

describe.each(ENGINES)('over %s', (_, open) => {
  let sites: Sites['sites'];
  let close: () => Promise<void>;
  let site: Harness;
  let other: Harness;
  let own: Tenancy;
  beforeAll(async () => {
    ({ sites, close } = await open());
    site = sites[0];
    other = sites[1] ?? site;
    own = await site.tenant({ plan: 'free' });
  });
  afterAll(() => close());

  it('a retry gets the first verdict to the byte, and counts once', async () => {
    const [before, used, call] = [await idsIn(site, own.key), await usedBy(site, own.key), fresh()];
    const first = await ask(site, own.key, LIST_TOOLS, call);
    expect([first.status, first.headers.get('idempotency-replayed')]).toEqual([200, null]);
    const text = await first.text();
    for (const where of [site, other]) {
      const again = await ask(where, own.key, LIST_TOOLS, call);
      expect([again.status, again.headers.get('idempotency-replayed'), await again.text()]).toEqual([200, 'true', text]);
    }
    const { id } = verdict.parse(JSON.parse(text));
    expect(await idsIn(site, own.key)).toEqual([id, ...before]);
    expect(await usedBy(site, own.key)).toBe(used + 1);
  });

  it('many at once, in every process: one verdict, one record, one count', async () => {
    const tenancy = await site.tenant();
    const calls = 12;
    const answers = await Promise.all(
      Array.from({ length: calls }, (_unused, round) =>
        Promise.all(Array.from({ length: 8 }, (_one, i) => ask(i % 2 ? site : other, tenancy.key, LIST_TOOLS, `at-once-${round}`))),
      ),
    );
    const given = new Set<string>();
    for (const same of answers) {
      expect(same.map((a) => a.status)).toEqual(same.map(() => 200));
      const texts = new Set(await Promise.all(same.map((a) => a.text())));
      expect(texts.size).toBe(1);
      expect(same.filter((a) => a.headers.get('idempotency-replayed') === null)).toHaveLength(1);
      for (const text of texts) given.add(verdict.parse(JSON.parse(text)).id);
    }
    expect(given.size).toBe(calls);
    expect(new Set(await idsIn(site, tenancy.key))).toEqual(given);
    expect(await usedBy(site, tenancy.key)).toBe(calls);
  });

  it('neighbours of a call that comes too late are committed all the same', async () => {
    const [tenancy, neighbour, call] = [await site.tenant(), await site.tenant(), fresh()];
    const answers = await Promise.all([
      ask(site, tenancy.key, LIST_TOOLS, call),
      ask(other, tenancy.key, LIST_TOOLS, call),
      ...Array.from({ length: 10 }, (_unused, i) => ask(i % 2 ? site : other, neighbour.key, LIST_TOOLS, null)),
    ]);
    expect(answers.map((a) => a.status)).toEqual(answers.map(() => 200));
    expect(await idsIn(site, tenancy.key)).toHaveLength(1);
    expect(await idsIn(site, neighbour.key)).toHaveLength(10);
  });

  it('422: the same key with another body, at once and later', async () => {
    const call = fresh();
    const changed = { ...LIST_TOOLS, context: { user_id: 'somebody else' } };
    const both = await Promise.all([ask(site, own.key, LIST_TOOLS, call), ask(site, own.key, changed, call)]);
    expect(both.map((a) => a.status).sort()).toEqual([200, 422]);
    const body = both[0]?.status === 200 ? changed : LIST_TOOLS;
    expect(await codeOf(await ask(other, own.key, body, call))).toBe('IDEMPOTENCY_KEY_REUSED');
  });

  it('400: a key that is none, and no verdict', async () => {
    const used = await usedBy(site, own.key);
    expect(await codeOf(await ask(site, own.key, LIST_TOOLS, 'a b'))).toBe('IDEMPOTENCY_KEY_INVALID');
    expect(await usedBy(site, own.key)).toBe(used);
  });

  it('is kept as long as it says, and not a millisecond longer', async () => {
    const { key } = await site.tenant();
    const call = fresh();
    const first = verdict.parse(await (await ask(site, key, LIST_TOOLS, call)).json());
    site.clock.now_ms += VERDICT_KEPT_MS - 1;
    expect(verdict.parse(await (await ask(site, key, LIST_TOOLS, call)).json())).toEqual(first);
    site.clock.now_ms += 1;
    const anew = verdict.parse(await (await ask(site, key, LIST_TOOLS, call)).json());
    expect(anew.id).not.toBe(first.id);
    expect(verdict.parse(await (await ask(site, key, LIST_TOOLS, call)).json())).toEqual(anew);
    expect(await idsIn(site, key)).toHaveLength(2);
  });

  it('a month that is used up gives what it has given, and nothing new', async () => {
    const { key } = await site.tenant({ plan: 'free' });
    const call = fresh();
    const first = await (await ask(site, key, LIST_TOOLS, call)).text();
    for (let left = 999; left > 0; left -= Math.min(left, 100)) {
      site.clock.now_ms += 6_000;
      await site.ask('POST', '/validate/batch', { key, json: { items: Array(Math.min(left, 100)).fill(LIST_TOOLS) } });
    }
    site.clock.now_ms += 6_000;
    expect(await usedBy(site, key)).toBe(1_000);
    for (let i = 0; i < 2; i++) expect(await codeOf(await ask(site, key, LIST_TOOLS, `${call}-new`))).toBe('QUOTA_EXCEEDED');
    expect(await (await ask(site, key, LIST_TOOLS, call)).text()).toBe(first);
  });

  it('a message that is judged in another thread is given again as well', async () => {
    const [{ key }, call] = [await site.tenant(), fresh()];
    const large = {
      request: { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'x', arguments: { text: 'word '.repeat(20_000) } } },
    };
    const first = await (await ask(site, key, large, call)).text();
    expect(verdict.parse(JSON.parse(first)).id).toMatch(/^vrd_/);
    expect(await (await ask(other, key, large, call)).text()).toBe(first);
  });
});
