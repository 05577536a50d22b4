/** What cannot work is said at the start, in one line that names the variable, instead of showing when it is needed. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDatabase } from '../support/databases.ts';
import { startRedis, type Server } from '../support/servers.ts';
import { freePort } from '../support/supervised.ts';
import { startService, tempFolder } from './service.ts';

const SOON_MS = 15_000;
const TEST_MS = 60_000;
const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');

let folder: Awaited<ReturnType<typeof tempFolder>>;
let redis: Server;
let database: Awaited<ReturnType<typeof createDatabase>>;
beforeAll(async () => {
  [folder, redis, database] = await Promise.all([tempFolder(), startRedis(), createDatabase('migrated')]);
});
afterAll(async () => {
  await redis.stop();
  await database.drop();
  await folder.remove();
});

let starts = 0;
/** The last words of a service that does not start; otherwise that it did. */
async function wordsOf(variables: Record<string, string>): Promise<string> {
  const home = { DATABASE_URL: database.url, MASTER_KEY, DATA_DIR: join(folder.path, String(++starts)) };
  const started = await startService({ ...home, ...variables }).catch((error: Error) => error.message);
  if (typeof started === 'string') return started;
  await started.stop('SIGKILL');
  return `it started: ${started.banner}`;
}
const refusal = (text: string): RegExp => new RegExp(`^exited with 1: Could not start: ${text}.*\n$`);

it.each([['/proc/nope'], ['/proc/nope/further/down'], ['/dev/null'], ['/dev/null/x']])(
  'DATA_DIR=%s, with the embedded store',
  async (DATA_DIR) => {
    const began = performance.now();
    expect(await wordsOf({ DATABASE_URL: '', MASTER_KEY: '', DATA_DIR })).toMatch(refusal(`DATA_DIR: ${DATA_DIR} cannot be used: E[A-Z]+`));
    expect(performance.now() - began).toBeLessThan(SOON_MS);
  },
  TEST_MS,
);

it(
  'DATA_DIR with PostgreSQL too, long before an outage needs the journal',
  async () => {
    const file = join(folder.path, 'a-file');
    writeFileSync(file, '');
    for (const DATA_DIR of [file, '/proc'])
      expect(await wordsOf({ DATA_DIR })).toMatch(refusal(`DATA_DIR: ${DATA_DIR} cannot be used: E[A-Z]+`));
    expect(await wordsOf({ WORKERS: '2', DATA_DIR: file })).toMatch(refusal('DATA_DIR: '));
  },
  TEST_MS,
);

it(
  'a database that Redis does not have',
  async () => {
    const place = `${new URL(redis.url).host}/99`;
    expect(await wordsOf({ REDIS_URL: `${redis.url}/99` })).toMatch(refusal(`REDIS_URL: ${place}: Redis refuses .*DB index`));
  },
  TEST_MS,
);

it(
  'a wrong password of Redis, or none; neither it nor the right one is shown',
  async () => {
    const client = new Redis(redis.url);
    await client.config('SET', 'requirepass', 'right-one');
    try {
      const wrong = await wordsOf({ REDIS_URL: redis.url.replace('//', '//:hidden-one@') });
      expect(wrong).toMatch(refusal('REDIS_URL: .*: Redis refuses .*WRONGPASS'));
      expect(wrong).not.toContain('-one');
      expect(await wordsOf({ REDIS_URL: redis.url })).toMatch(refusal('REDIS_URL: .*: Redis refuses .*NOAUTH'));
      expect(await wordsOf({ REDIS_URL: redis.url.replace('//', '//:right-one@') })).toMatch(/^it started/);
    } finally {
      await client.config('SET', 'requirepass', '');
      client.disconnect();
    }
  },
  TEST_MS,
);

it(
  'a Redis that is merely away is no reason',
  async () => {
    expect(await wordsOf({ REDIS_URL: `redis://:hidden@127.0.0.1:${await freePort()}/3` })).toMatch(/^it started/);
  },
  TEST_MS,
);

it.each([
  ['192.0.2.1', 'EADDRNOTAVAIL'],
  ['no-such-host.invalid', 'E[A-Z_]+'],
])(
  'HOST=%s',
  async (HOST, code) => {
    const words = await wordsOf({ HOST });
    expect(words).toMatch(refusal(`HOST: .*${code}`));
    expect(words).not.toContain('PORT');
  },
  TEST_MS,
);

it(
  'a port that is in use, by its own name',
  async () => {
    const taken = new URL(redis.url).port;
    expect(await wordsOf({ PORT: taken })).toMatch(refusal('the port is in use .* Set PORT to another one'));
    expect(await wordsOf({ METRICS_PORT: taken })).toMatch(refusal('the port is in use .* Set METRICS_PORT to another one'));
  },
  TEST_MS,
);

it(
  'a database that cannot be reached, without its password',
  async () => {
    const away = `127.0.0.1:${await freePort()}/away`;
    const words = await wordsOf({ DATABASE_URL: `postgres://someone:hidden@${away}?password=hidden` });
    expect(words).toMatch(refusal(`DATABASE_URL: the database at ${away} cannot be reached: .*ECONNREFUSED`));
    expect(words).not.toContain('hidden');
    const { url, name } = database;
    const wrong = Object.assign(new URL(url), { password: 'hidden' }).href;
    const refused = await wordsOf({ DATABASE_URL: wrong });
    expect(refused).toMatch(refusal(`DATABASE_URL: the database at .*/${name} cannot be reached: .*password authentication failed`));
    expect(refused).not.toContain('hidden');
    const both = await wordsOf({ DATABASE_URL: url, MIGRATION_DATABASE_URL: wrong });
    expect(both).toMatch(refusal('DATABASE_URL or MIGRATION_DATABASE_URL: the database at'));
  },
  TEST_MS,
);
