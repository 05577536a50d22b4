import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EmbeddedSession } from '#adapters/pglite-session.ts';
import { openSessionInThread } from '#adapters/pglite-thread.ts';
import { StoreError } from '#adapters/postgres/store-error.ts';

let session: EmbeddedSession;
beforeAll(async () => {
  session = await openSessionInThread('memory://');
});
afterAll(() => session.close());

describe('PGlite in a thread', () => {
  it('leaves the event loop free while a statement runs', async () => {
    const delays = monitorEventLoopDelay({ resolution: 1 });
    delays.enable();
    const started = performance.now();
    await session.exec('select count(*) from generate_series(1, 3000000)');
    const took_ms = performance.now() - started;
    delays.disable();
    expect(took_ms).toBeGreaterThan(50);
    expect(delays.max / 1e6).toBeLessThan(took_ms / 2);
  });

  it('carries statements out in the order in which they were asked for', async () => {
    await session.exec('create table numbers (n int)');
    const asked = Array.from({ length: 50 }, (_, n) =>
      session.query('insert into numbers select $1 + count(*) * 100 from numbers', [n], 'array'),
    );
    await Promise.all(asked);
    const { rows } = await session.query('select n from numbers order by n', [], 'array');
    expect(rows).toEqual(Array.from({ length: 50 }, (_, n) => [n + n * 100]));
  });

  it('gives bytes, times and JSON as the statement has them', async () => {
    // A small Buffer is a view on one that it shares with others.
    const params = [Buffer.from([0, 255, 10]), '2026-11-20 12:00:00.123+00', JSON.stringify({ a: [1] })];
    const sql = 'select $1::bytea as bytes, $2::timestamptz as time, $3::jsonb as json';
    expect((await session.query(sql, params, 'object')).rows).toEqual([
      { bytes: new Uint8Array([0, 255, 10]), time: '2026-11-20 12:00:00.123+00', json: { a: [1] } },
    ]);
  });

  it('a failed statement tells its SQLSTATE, and nothing of its values', async () => {
    const error: unknown = await session.query('select $1::int', ['no number'], 'array').catch((e: unknown) => e);
    expect(error).toBeInstanceOf(StoreError);
    expect(error).toMatchObject({ code: '22P02', message: expect.not.stringContaining('no number') });
  });

  it('refuses what comes after it was closed', async () => {
    const another = await openSessionInThread('memory://');
    await another.close();
    await expect(another.exec('select 1')).rejects.toMatchObject({ code: 'EMBEDDED_ENDED' });
  });

  it('says why it cannot be opened', async () => {
    await expect(openSessionInThread('/proc/nowhere/at/all')).rejects.toThrow(/./);
  });
});
