import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { openPostgres } from '#adapters/postgres/database.ts';
import type { Database } from '#app/ports.ts';
import { MOMENT, entriesOf, grantOf, keyRow, MONTH, tenantRow, recordFor } from '../../support/rows.ts';
import { startPostgres, type Server } from '../../support/servers.ts';

const STATEMENT_TIMEOUT_MS = 500;
/** What a busy machine may add. */
const SLACK_MS = 2_000;

let server: Server;
let database: Database;
const tenant = tenantRow();
beforeAll(async () => {
  server = await startPostgres();
  database = await openPostgres({ url: server.url, pool_max: 4, statement_timeout_ms: STATEMENT_TIMEOUT_MS });
  await database.write(grantOf(tenant.id), (tx) => tx.tenant.insert(tenant));
});
afterAll(async () => {
  await database.close();
  await server.stop();
});

const record = () => recordFor(database, tenant.id, entriesOf(1), MONTH, null);
const recovered = () => vi.waitFor(() => database.ready(1_000), { timeout: 20_000, interval: 50 });

async function refusedAfter(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await expect(work()).rejects.toThrow(/did not answer|Query read timeout|timeout exceeded|connection timeout/);
  return performance.now() - start;
}

test('PostgreSQL restarted under the pool: what was answered is there, and the pool serves on', async () => {
  const stop = new AbortController();
  let answered = 0;
  const { used: before } = await record();
  const callers = Array.from({ length: 8 }, async () => {
    while (!stop.signal.aborted) {
      await record().then(
        () => answered++,
        () => {},
      );
    }
  });
  await vi.waitFor(() => expect(answered).toBeGreaterThan(50), { timeout: 10_000 });
  await server.restart();
  await recovered();
  const at_restart = answered;
  await vi.waitFor(() => expect(answered).toBeGreaterThan(at_restart + 50), { timeout: 10_000 });
  stop.abort();
  await Promise.all(callers);
  const used = await database.read(tenant.id, (tx) => tx.usage.get(MONTH));
  // A commit whose answer was lost with the connection may have been made; an answered one must have been.
  expect(used).toBeGreaterThanOrEqual(before + answered);
  expect(used).toBeLessThanOrEqual(before + answered + callers.length);
});

test('connections that die while a transaction holds them reject it, and are not used again', async () => {
  await recovered();
  const work = database.write(grantOf(tenant.id), async (tx) => {
    await tx.keys.insert(keyRow());
    await server.restart();
    await tx.keys.insert(keyRow());
  });
  await expect(work).rejects.toMatchObject({ name: 'StoreError' });
  await recovered();
  expect(await database.read(tenant.id, (tx) => tx.keys.countInForce(MOMENT))).toBe(0);
});

test('a silent PostgreSQL costs a bounded time, and readiness no more than was given to it', async () => {
  await recovered();
  server.pause();
  try {
    expect(await refusedAfter(() => database.ready(300))).toBeLessThan(300 + SLACK_MS);
    expect(await refusedAfter(record)).toBeLessThan(STATEMENT_TIMEOUT_MS + 1_000 + SLACK_MS);
  } finally {
    server.resume();
  }
  await recovered();
  await record();
});

test('a statement that waits too long is ended by PostgreSQL, its connection kept', async () => {
  await recovered();
  const first = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const holder = database.write(grantOf(tenant.id), async (tx) => {
    await tx.tenant.update({ name: 'held' });
    locked.resolve();
    await first.promise;
  });
  await locked.promise;
  const waiter = database.write(grantOf(tenant.id), (tx) => tx.tenant.update({ name: 'waiting' }));
  await expect(waiter).rejects.toMatchObject({ code: '57014' });
  first.resolve();
  await holder;
  expect((await database.read(tenant.id, (tx) => tx.tenant.get()))?.name).toBe('held');
});

test('a PostgreSQL that is not there is said at once, without the password', async () => {
  const absent = Object.assign(new URL(server.url), { port: '1' });
  const error: unknown = await openPostgres({ url: absent.href, pool_max: 1, statement_timeout_ms: 500 }).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
  expect(String(error)).not.toContain(absent.password);
});

test('a pool whose connections are all taken refuses in a bounded time, and serves on when they are back', async () => {
  await recovered();
  const release = Promise.withResolvers<void>();
  const holders = Array.from({ length: 4 }, () => database.read(tenant.id, () => release.promise));
  const spent_ms = await refusedAfter(record);
  expect(spent_ms).toBeLessThan(STATEMENT_TIMEOUT_MS + 1_000 + SLACK_MS);
  release.resolve();
  await Promise.all(holders);
  await record();
});
