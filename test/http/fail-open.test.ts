import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { openJournal } from '#adapters/journal.ts';
import { openPostgres } from '#adapters/postgres/database.ts';
import { LAST_KNOWN_MS } from '#app/last-known.ts';
import type { Journal } from '#app/ports.ts';
import { tend } from '#app/upkeep.ts';
import { startPostgres, type Server } from '../support/servers.ts';
import { freshMemory } from '../support/stores.ts';
import { LIST_TOOLS, openHarness, type Harness, type Tenancy } from './harness.ts';

/** A pool that was paused answers late by so much, and by what a busy machine adds. */
const STATEMENT_TIMEOUT_MS = 300;
const AT_ONCE_MS = 1_000;
const BYTES_MAX = 1_000_000;

const verdict = z.looseObject({ id: z.string(), degraded: z.array(z.string()) });

let server: Server;
let harness: Harness;
let journal: Journal;
let folder: string;
let open: Tenancy;
let closed: Tenancy;
beforeAll(async () => {
  server = await startPostgres();
  folder = mkdtempSync(join(tmpdir(), 'countersign-open-'));
  journal = openJournal({ folder, bytes_max: BYTES_MAX });
  const database = await openPostgres({ url: server.url, pool_max: 4, statement_timeout_ms: STATEMENT_TIMEOUT_MS });
  harness = await openHarness({ database, limiter: freshMemory().limiter, close: () => database.close() }, { journal });
  [open, closed] = [await harness.tenant(), await harness.tenant()];
  await setOpen(open, true);
});
afterAll(async () => {
  server.resume();
  await harness.close();
  await journal.close();
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => vi.waitFor(() => harness.world.database.ready(1_000), { timeout: 20_000, interval: 50 }));

async function setOpen({ key }: Tenancy, is_open: boolean): Promise<void> {
  const fail_mode = is_open ? 'open' : 'closed';
  const answer = await harness.ask('PATCH', '/tenant', { key, json: { fail_mode } });
  expect(await answer.json()).toMatchObject({ fail_mode });
  harness.clock.now_ms += 1;
}
const validate = (of: Tenancy, headers: Record<string, string> = {}) =>
  harness.ask('POST', '/validate', { key: of.key, json: LIST_TOOLS, headers });
const given = async (of: Tenancy) => {
  const response = await validate(of);
  expect(response.status).toBe(200);
  return verdict.parse(await response.json());
};
const inTrail = async (of: Tenancy, id: string): Promise<number> => (await harness.ask('GET', `/audit/${id}`, { key: of.key })).status;
const used = async (of: Tenancy): Promise<unknown> =>
  ((await (await harness.ask('GET', '/usage', { key: of.key })).json()) as { used: number }).used;
async function during(outage: () => Promise<void>): Promise<void> {
  server.pause();
  try {
    await outage();
  } finally {
    server.resume();
  }
  await vi.waitFor(
    async () => {
      await tend(harness.world);
      expect(journal.bytes).toBe(0);
    },
    { timeout: 20_000, interval: 50 },
  );
}

it('PostgreSQL silent: who fails closed gets a problem, who goes on gets a verdict that says so and is in the trail afterwards, once', async () => {
  const before = [await given(open), await given(closed)];
  expect(before.map((v) => v.degraded)).toEqual([[], []]);
  const used_before = Number(await used(open));
  const answered: string[] = [];
  await during(async () => {
    const [problem, first] = await Promise.all([validate(closed), given(open)]);
    expect(await problem.json()).toMatchObject({ status: 503, code: 'AUDIT_UNAVAILABLE' });
    expect(problem.headers.get('retry-after')).not.toBeNull();
    expect(first.degraded).toEqual(['audit']);
    const start = performance.now();
    const more = await Promise.all(Array.from({ length: 10 }, () => given(open)));
    expect(performance.now() - start).toBeLessThan(AT_ONCE_MS);
    answered.push(first.id, ...more.map((v) => v.id));
    // What was cached has expired by now; what was known last has not.
    harness.clock.now_ms += 60_000;
    answered.push((await given(open)).id);
    expect((await validate(closed)).status).toBe(503);
  });
  for (const id of answered) expect(await inTrail(open, id), id).toBe(200);
  expect(await used(open)).toBe(used_before + answered.length);
  expect((await given(open)).degraded).toEqual([]);
  expect((await given(closed)).degraded).toEqual([]);
});

it('a call with Idempotency-Key is not answered from the journal', async () => {
  await given(open);
  await during(async () => {
    await given(open);
    const response = await validate(open, { 'Idempotency-Key': 'a-key-of-its-own-1234' });
    expect(await response.json()).toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
  });
});

it('what was known last is believed for an hour, and not at all once it was told to have changed', async () => {
  // Past what the caches hold, so that it is read anew.
  harness.clock.now_ms += 60_000;
  await given(open);
  await during(async () => {
    await given(open);
    harness.clock.now_ms += LAST_KNOWN_MS - 1;
    await given(open);
    harness.clock.now_ms += 2;
    expect((await validate(open)).status).toBe(503);
  });
  await given(open);
  await during(async () => {
    await given(open);
    harness.world.changes.note(open.id, harness.clock.now_ms);
    harness.clock.now_ms += 60_000;
    expect((await validate(open)).status).toBe(503);
  });
});

it('who fails closed again gets a problem again', async () => {
  await setOpen(open, false);
  await given(open);
  await during(async () => {
    expect((await validate(open)).status).toBe(503);
  });
  await setOpen(open, true);
});

it('a journal without room refuses with a problem, and the service lives on', async () => {
  await given(open);
  await during(async () => {
    const statuses: number[] = [];
    while (!statuses.includes(503) && statuses.length < 2_000) statuses.push((await validate(open)).status);
    expect(new Set(statuses)).toEqual(new Set([200, 503]));
    expect(journal.bytes).toBeLessThanOrEqual(BYTES_MAX);
  });
  expect((await given(open)).degraded).toEqual([]);
});
