/** Many tenants and many calls: memory stays where it is. */
import { readFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { KEY_RANDOM_BYTES, makeApiKey } from '#core/api-key.ts';
import { tempFolder } from '../e2e/service.ts';
import { createDatabase, serviceUrl } from '../support/databases.ts';
import { full, median } from './support/form.ts';
import { type Instance, isAlive, masterKey, startInstance, untilTrue } from './support/instance.ts';
import { startLoad } from './support/load.ts';
import { report } from './support/table.ts';
import { makeTenants, type Tenancy } from './support/tenants.ts';
import { makeTraffic } from './support/traffic.ts';
import { callBytes } from './support/wire.ts';

const TENANTS = full(10_000, 500);
const CALLS = full(1_000_000, 20_000);
/** A few tenants call most, all of them now and then, and one call in so many is with a key that nobody has. */
const BUSY = full(200, 50);
const RARE_EVERY = 5;
const UNKNOWN_EVERY = 50;
const CONNECTIONS = 64;
const SAMPLE_MS = 250;
/** Against what it was after a third of the calls. A short run is still warming up. */
const GROWTH_MAX = full(1.1, 1.4);
const MINUTES_MAX = 14;

let folder: Awaited<ReturnType<typeof tempFolder>>;
let store: Awaited<ReturnType<typeof createDatabase>>;
let instance: Instance;
let tenancies: Tenancy[];
let founded_s: number;

beforeAll(async () => {
  [folder, store] = await Promise.all([tempFolder(), createDatabase('empty')]);
  const variables = { DATABASE_URL: store.url, REDIS_URL: serviceUrl('TEST_REDIS_URL'), DATA_DIR: folder.path, MASTER_KEY: masterKey() };
  const started = performance.now();
  tenancies = await makeTenants(variables, TENANTS, 'unlimited');
  founded_s = (performance.now() - started) / 1_000;
  instance = await startInstance(variables);
});
afterAll(async () => {
  await instance.stop('SIGKILL');
  await store.drop();
  await folder.remove();
});

/** Resident set in MB. */
function residentMb(pid: number): number {
  const status = process.platform === 'linux' ? /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] : undefined;
  return Number(status ?? spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout) / 1_024;
}

/** The next call: of a busy tenant, of any, or of nobody. */
function mixture(onUnknown: () => void): () => Uint8Array {
  const busy = makeTraffic(tenancies.slice(0, BUSY));
  const any = makeTraffic(tenancies);
  let turn = 0;
  return () => {
    turn++;
    if (turn % UNKNOWN_EVERY) return turn % RARE_EVERY === 0 ? any.next() : busy.next();
    onUnknown();
    return callBytes(makeApiKey(new Uint8Array(randomBytes(KEY_RANDOM_BYTES)), 'live'), '/validate', '{}');
  };
}

it(
  `${TENANTS.toLocaleString('en')} tenants and ${CALLS.toLocaleString('en')} calls: memory is flat after a third of them`,
  async () => {
    const statuses = new Map<number, number>();
    let unknown = 0;
    const samples: { answered: number; mb: number }[] = [];
    const load = startLoad({
      ports: [instance.port],
      connections: CONNECTIONS,
      next: mixture(() => unknown++),
      onAnswer: ({ status }) => statuses.set(status, (statuses.get(status) ?? 0) + 1),
    });
    const sampling = setInterval(() => samples.push({ answered: load.tally.answered, mb: residentMb(instance.child.pid ?? 0) }), SAMPLE_MS);
    const seconds =
      (await untilTrue(() => load.tally.answered >= CALLS, MINUTES_MAX * 60_000).finally(() => clearInterval(sampling))) / 1_000;
    const tally = await load.stop();
    const between = (from: number, to: number): number =>
      median(samples.filter(({ answered }) => answered >= from * CALLS && answered <= to * CALLS).map(({ mb }) => mb));
    const [warm, end] = [between(0.3, 0.5), between(0.8, 1)];
    const peak = Math.max(...samples.map(({ mb }) => mb));
    const slope = (end - warm) / (0.5 * CALLS);
    const note = `${TENANTS} tenants (made in ${founded_s.toFixed(0)} s); RSS ${warm.toFixed(0)} MB after a third, ${end.toFixed(0)} at the end (× ${(end / warm).toFixed(2)}, ${(slope * 100_000).toFixed(1)} MB per 100,000 calls), ${peak.toFixed(0)} at most; ${Math.round(tally.answered / seconds)} calls a second`;
    report({ what: 'many tenants, many calls: memory', times: tally.answered, answered: tally.answered, note });
    expect(tally.unanswered).toBe(0);
    // Those with a key were judged; those without were refused, some of them for trying too often, and nobody else.
    expect([...statuses.keys()].filter((status) => ![200, 401, 429].includes(status))).toEqual([]);
    expect((statuses.get(401) ?? 0) + (statuses.get(429) ?? 0)).toBe(unknown);
    expect(end / warm).toBeLessThan(GROWTH_MAX);
    expect(isAlive(instance)).toBe(true);
  },
  (MINUTES_MAX + 1) * 60_000,
);
