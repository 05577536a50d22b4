/** Two instances, each restarted in turn by SIGTERM under load, behind a client that sends nothing twice. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tempFolder } from '../e2e/service.ts';
import { createDatabase, serviceUrl } from '../support/databases.ts';
import { full } from './support/form.ts';
import { fixedPort, type Instance, masterKey, startInstance } from './support/instance.ts';
import { startLoad } from './support/load.ts';
import { report } from './support/table.ts';
import { makeTenants, type Tenancy } from './support/tenants.ts';
import { makeTraffic } from './support/traffic.ts';
import { checkTrail } from './support/trail.ts';

const CONNECTIONS = 32;
const TENANTS = 4;
/** New connections all the time, to both. */
const CALLS_PER_CONNECTION = 20;
const RESTARTS = full(10, 2);
const BETWEEN_MS = full(1_500, 500);
const SHUTDOWN_S_MAX = 25;

let folder: Awaited<ReturnType<typeof tempFolder>>;
let store: Awaited<ReturnType<typeof createDatabase>>;
let variables: Record<string, string>[];
let instances: Instance[];
let tenancies: Tenancy[];

beforeAll(async () => {
  [folder, store] = await Promise.all([tempFolder(), createDatabase('empty')]);
  const common = { DATABASE_URL: store.url, REDIS_URL: serviceUrl('TEST_REDIS_URL'), MASTER_KEY: masterKey() };
  const own = async (name: string) => ({ ...common, DATA_DIR: `${folder.path}/${name}`, PORT: await fixedPort() });
  variables = [await own('a'), await own('b')];
  tenancies = await makeTenants({ ...common, DATA_DIR: folder.path }, TENANTS, 'unlimited');
  instances = [];
  for (const one of variables) instances.push(await startInstance(one));
});
afterAll(async () => {
  await Promise.all(instances.map((instance) => instance.stop('SIGKILL')));
  await store.drop();
  await folder.remove();
});

/**
 * What a load balancer does: a connection that says `Connection: close`, or has ended, is not used again; one that is refused, or reset before
 * anything was sent on it, is made to the other instance. A call that was sent and not answered has failed, and is not sent again.
 */
it('a rolling restart under load fails no call', async () => {
  const from = new Date(Date.now() - 5);
  const traffic = makeTraffic(tenancies);
  const load = startLoad({
    ports: instances.map(({ port }) => port),
    connections: CONNECTIONS,
    calls_per_connection: CALLS_PER_CONNECTION,
    ...traffic,
  });
  const [ends_s, codes]: [number[], (number | null)[]] = [[], []];
  for (let i = 0; i < RESTARTS; i++) {
    const turn = i % instances.length;
    await delay(BETWEEN_MS);
    const before = load.tally.answered;
    const started = performance.now();
    codes.push((await instances[turn]?.stop('SIGTERM')) ?? null);
    ends_s.push((performance.now() - started) / 1_000);
    // The other one works on.
    expect(load.tally.answered).toBeGreaterThan(before);
    instances[turn] = await startInstance(variables[turn] ?? {});
  }
  await delay(BETWEEN_MS);
  const tally = await load.stop();
  const { lost, duplicated } = await checkTrail(instances[0]?.url ?? '', traffic.received, from);
  report({
    what: 'SIGTERM under load, two instances in turn',
    times: RESTARTS,
    answered: tally.answered,
    lost: lost.length,
    duplicated: duplicated.length,
    recovered_s: Math.max(...instances.map(({ ready_s }) => ready_s)),
    note: `${tally.unanswered} failed calls, ${tally.refused} connections refused and made to the other; ended in ${Math.max(...ends_s).toFixed(1)} s at most`,
  });
  expect([...traffic.kinds.keys()]).toEqual(['200']);
  expect({ unanswered: tally.unanswered, lost, duplicated }).toEqual({ unanswered: 0, lost: [], duplicated: [] });
  expect(codes).toEqual(Array(RESTARTS).fill(0));
  expect(Math.max(...ends_s)).toBeLessThan(SHUTDOWN_S_MAX);
});

it('the same client notices an instance that goes down without order', async () => {
  const traffic = makeTraffic(tenancies);
  const load = startLoad({ ports: instances.map(({ port }) => port), connections: CONNECTIONS, ...traffic });
  await delay(BETWEEN_MS);
  await instances[0]?.stop('SIGKILL');
  const tally = await load.stop();
  expect(tally.unanswered).toBeGreaterThan(0);
  instances[0] = await startInstance(variables[0] ?? {});
});
