/** A job outlives the process that worked on it. */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { createDatabase } from '../support/databases.ts';
import { get, post, run, startService, tempFolder, type Running } from './service.ts';

const BATCHES = 60;
const BATCH = 100;
const RECORDS = BATCHES * BATCH;
/** The lease has to run out first. */
const PATIENCE_MS = 90_000;

const job = z.looseObject({
  state: z.string(),
  progress: z.looseObject({ examined: z.number() }).nullable(),
  result: z.looseObject({ examined: z.number(), outcomes: z.record(z.string(), z.number()) }).nullable(),
});

const call = (i: number) => ({
  request: { jsonrpc: '2.0', id: i, method: 'tools/call', params: { name: 'pay', arguments: { amount: i } } },
  context: { user_id: 'ann' },
});

async function until(service: Running, key: string, path: string, is: (seen: z.output<typeof job>) => boolean) {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await delay(50)) {
    const seen = job.parse(await (await get(service, path, key)).json());
    if (is(seen)) return seen;
  }
  throw new Error(`${path} did not come so far`);
}

it(
  'a process that is killed over a replay leaves it to another, which counts every record once',
  async () => {
    const [database, folder] = await Promise.all([createDatabase('empty'), tempFolder()]);
    const environment = { DATABASE_URL: database.url, DATA_DIR: folder.path, MASTER_KEY: randomBytes(32).toString('base64') };
    const { out } = await run('scripts/tenant.ts', ['create', '--name', 'e2e', '--plan', 'unlimited', '--json'], environment);
    const { key } = (JSON.parse(out) as { api_key: { key: string } }).api_key;
    const first = await startService(environment);
    let second: Running | undefined;
    try {
      for (let batch = 0; batch < BATCHES; batch++) {
        const items = Array.from({ length: BATCH }, (_, i) => call(batch * BATCH + i));
        expect((await post(first, '/validate/batch', key, JSON.stringify({ items }))).status).toBe(200);
      }
      const wish = { policies: [{ document: { effect: 'require', require: { args: { '/amount': { max: 999 } } } } }] };
      const asked = await post(first, '/policies/replay', key, JSON.stringify(wish));
      const path = asked.headers.get('location') ?? '';
      const seen = await until(first, key, path, ({ progress }) => (progress?.examined ?? 0) > 0);
      expect(seen.state).toBe('running');
      expect(seen.progress?.examined).toBeLessThan(RECORDS);
      await first.stop('SIGKILL');
      second = await startService(environment);
      const { state, result } = await until(second, key, path, (one) => one.state !== 'running' && one.state !== 'queued');
      expect(state).toBe('done');
      expect(result).toMatchObject({ examined: RECORDS, outcomes: { unchanged: 1_000, newly_denied: RECORDS - 1_000, unknown: 0 } });
    } finally {
      await first.stop('SIGKILL');
      await second?.stop('SIGTERM');
      await database.drop();
      await folder.remove();
    }
  },
  2 * PATIENCE_MS,
);
