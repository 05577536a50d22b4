/** Tenants that would rather go on without the audit trail for a while: nothing that was answered is missing in it afterwards. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHANGE_SEEN_MS } from '#app/changes.ts';
import { tempFolder } from '../e2e/service.ts';
import { type Server, startPostgres } from '../support/servers.ts';
import { full } from './support/form.ts';
import { fixedPort, type Instance, isAlive, masterKey, startInstance, untilTrue } from './support/instance.ts';
import { startLoad } from './support/load.ts';
import { mountSmallDisk } from './support/small-disk.ts';
import { report } from './support/table.ts';
import { makeTenants, type Tenancy } from './support/tenants.ts';
import { makeTraffic, type Traffic } from './support/traffic.ts';
import { checkTrail, type Reconciled } from './support/trail.ts';

const CONNECTIONS = 16;
const REST_MS = 5;
/** Longer than keys and settings are cached. */
const OUTAGE_MS = full(6_000, 4_000);
const RECOVERY_MS_MAX = 20_000;
const DISK_KB = 4_096;
const REFUSALS_MIN = 100;

let folder: Awaited<ReturnType<typeof tempFolder>>;
let postgres: Server;
let variables: Record<string, string>;
let instance: Instance;
let open: Tenancy[];
let closed: Tenancy[];

beforeAll(async () => {
  [folder, postgres] = await Promise.all([tempFolder(), startPostgres({ durable: true })]);
  variables = {
    DATABASE_URL: postgres.url,
    DATABASE_TIMEOUT_MS: '2000',
    DATA_DIR: join(folder.path, 'data'),
    MASTER_KEY: masterKey(),
    PORT: await fixedPort(),
  };
  const tenancies = await makeTenants(variables, 3, 'unlimited');
  [open, closed] = [tenancies.slice(0, 2), tenancies.slice(2)];
  instance = await startInstance(variables);
  for (const { key } of open) await choose(key, 'open');
  // Who has just changed something is not believed to go on: what is read before every process has heard of it is forgotten.
  await delay(CHANGE_SEEN_MS);
});
afterAll(async () => {
  await instance.stop('SIGKILL');
  await Promise.all([postgres.stop(), folder.remove()]);
});

async function choose(key: string, fail_mode: string): Promise<void> {
  const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
  const answer = await fetch(`${instance.url}/tenant`, { method: 'PATCH', headers, body: JSON.stringify({ fail_mode }) });
  expect(await answer.json()).toMatchObject({ fail_mode });
}

const loadOf = (traffic: Traffic) =>
  startLoad({ ports: [instance.port], connections: CONNECTIONS, rest_ms: REST_MS, next: traffic.next, onAnswer: traffic.onAnswer });

/** Until all that was received is in the trail; what still is not when patience ends is lost. Seconds, and what came of it. */
async function untilReplayed(traffic: Traffic, from: Date): Promise<Reconciled & { recovered_s: number }> {
  const started = performance.now();
  let outcome: Reconciled = { lost: [], duplicated: [] };
  const whole = async (): Promise<boolean> => {
    outcome = await checkTrail(instance.url, traffic.received, from).catch(() => ({ lost: ['no answer'], duplicated: [] }));
    return outcome.lost.length === 0;
  };
  await untilTrue(whole, RECOVERY_MS_MAX).catch(() => {});
  // What is replayed twice would come late.
  await delay(1_000);
  await whole();
  return { ...outcome, recovered_s: (performance.now() - started) / 1_000 - 1 };
}

const kindsOf = (traffic: Traffic): string => [...traffic.kinds].map(([kind, n]) => `${n} × ${kind}`).join(', ');

describe('fail_mode open', () => {
  it('goes on while the store is away, killed in the middle of it or not, and the trail is whole afterwards', async () => {
    const times = full(5, 1);
    const sum = { answered: 0, lost: [] as string[], duplicated: [] as string[], recovered_s: 0 };
    for (let round = 0; round < times; round++) {
      const from = new Date(Date.now() - 5);
      const traffic = makeTraffic(open);
      const load = loadOf(traffic);
      await untilTrue(() => traffic.kinds.get('200') !== undefined, 10_000);
      await postgres.down();
      await delay(OUTAGE_MS);
      const silent_ms = Date.now() - (traffic.latest.get('200 audit') ?? 0);
      expect(silent_ms, kindsOf(traffic)).toBeLessThan(1_000);
      await instance.stop('SIGKILL');
      await load.stop();
      await postgres.up();
      instance = await startInstance(variables);
      const { lost, duplicated, recovered_s } = await untilReplayed(traffic, from);
      expect(traffic.strange).toEqual([]);
      sum.answered += traffic.received.length;
      sum.lost.push(...lost);
      sum.duplicated.push(...duplicated);
      sum.recovered_s = Math.max(sum.recovered_s, recovered_s);
    }
    report({
      what: 'PostgreSQL away, fail_mode open, kill -9 meanwhile',
      times,
      ...sum,
      lost: sum.lost.length,
      duplicated: sum.duplicated.length,
    });
    expect(sum).toMatchObject({ lost: [], duplicated: [] });
    expect(sum.answered).toBeGreaterThan(100 * times);
  });

  it('refuses when the disk of the journal is full, loses nothing that it answered, and works again afterwards', async () => {
    const data = join(folder.path, 'small');
    mkdirSync(data);
    const disk = mountSmallDisk(data, DISK_KB);
    await instance.stop('SIGTERM');
    instance = await startInstance({ ...variables, DATA_DIR: data, ...(disk ? {} : { JOURNAL_BYTES_MAX: String(DISK_KB * 1_024) }) });
    const from = new Date(Date.now() - 5);
    const traffic = makeTraffic(open);
    const load = loadOf(traffic);
    await untilTrue(() => traffic.kinds.has('200'), 10_000);
    await postgres.down();
    await untilTrue(() => traffic.kinds.has('200 audit'), 10_000);
    // One or two may be refused while it is not yet known that the store has gone.
    await untilTrue(() => (traffic.kinds.get('503 AUDIT_UNAVAILABLE') ?? 0) > REFUSALS_MIN, 60_000);
    await delay(500);
    await postgres.up();
    await untilTrue(() => (traffic.latest.get('200') ?? 0) > Date.now() - 100, RECOVERY_MS_MAX);
    const tally = await load.stop();
    const { lost, duplicated, recovered_s } = await untilReplayed(traffic, from);
    const alive = isAlive(instance);
    await instance.stop('SIGTERM');
    disk?.unmount();
    const note = `${disk ? `a tmpfs of ${DISK_KB} kB` : `JOURNAL_BYTES_MAX of ${DISK_KB} kB`}; ${kindsOf(traffic)}`;
    const counted = { answered: tally.answered, lost: lost.length, duplicated: duplicated.length };
    report({ what: 'PostgreSQL away, fail_mode open, disk full', times: 1, ...counted, recovered_s, note });
    instance = await startInstance(variables);
    expect(traffic.strange).toEqual([]);
    expect({ lost, duplicated, unanswered: tally.unanswered, alive }).toEqual({ lost: [], duplicated: [], unanswered: 0, alive: true });
  });
});

it('fail_mode closed gives no verdict meanwhile', async () => {
  const traffic = makeTraffic(closed);
  await postgres.down();
  const load = loadOf(traffic);
  await delay(1_000);
  await load.stop();
  await postgres.up();
  expect([...traffic.kinds.keys()].filter((kind) => kind.startsWith('200'))).toEqual([]);
  expect(traffic.strange).toEqual([]);
  expect(traffic.kinds.size).toBeGreaterThan(0);
});
