/** kill -9 at full load: what a client has received is in the trail, once. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idToUuid } from '#core/id.ts';
import { tempFolder } from '../e2e/service.ts';
import { createDatabase, serviceUrl, withAdmin } from '../support/databases.ts';
import { full, median } from './support/form.ts';
import { fixedPort, type Instance, masterKey, startInstance, untilTrue } from './support/instance.ts';
import { startLoad } from './support/load.ts';
import { report } from './support/table.ts';
import { makeTenants, type Tenancy } from './support/tenants.ts';
import { makeTraffic } from './support/traffic.ts';
import { checkTrail, usedBy } from './support/trail.ts';

const CONNECTIONS = 64;
const TENANTS = 4;
const WARM_ANSWERS = 500;
const RESTART_S_MAX = 5;
/** The clock of the records is that of this machine. */
const MARGIN_MS = 5;

type Sum = { answered: number; kept: number; lost: string[]; duplicated: string[]; restart_s: number[] };

/** Load on `instance` until it is killed in the middle of it, at another moment in each round. */
async function killUnderLoad(instance: Instance, tenancies: readonly Tenancy[], round: number) {
  const from = new Date(Date.now() - MARGIN_MS);
  const traffic = makeTraffic(tenancies);
  const load = startLoad({ ports: [instance.port], connections: CONNECTIONS, ...traffic });
  await untilTrue(() => load.tally.answered >= WARM_ANSWERS, 30_000);
  await delay((round * 137) % 700);
  await instance.stop('SIGKILL');
  const tally = await load.stop();
  expect(traffic.strange).toEqual([]);
  // Killed between two answers, not at rest.
  expect(tally.unanswered).toBeGreaterThan(0);
  return { from, received: traffic.received };
}

async function killOften(times: number, variables: Record<string, string>, tenancies: readonly Tenancy[], first: Instance) {
  const sum: Sum = { answered: 0, kept: 0, lost: [], duplicated: [], restart_s: [] };
  let instance = first;
  for (let round = 1; round <= times; round++) {
    const { from, received } = await killUnderLoad(instance, tenancies, round);
    instance = await startInstance(variables);
    const { kept, lost, duplicated } = await checkTrail(instance.url, received, from);
    sum.answered += received.length;
    sum.kept += kept;
    sum.lost.push(...lost);
    sum.duplicated.push(...duplicated);
    sum.restart_s.push(instance.ready_s);
  }
  return { instance, sum };
}

function judge(what: string, times: number, sum: Sum): void {
  const recovered_s = Math.max(...sum.restart_s);
  const note = `${sum.kept - sum.answered} recorded without an answer received`;
  report({ what, times, answered: sum.answered, lost: sum.lost.length, duplicated: sum.duplicated.length, recovered_s, note });
  expect(sum.lost).toEqual([]);
  expect(sum.duplicated).toEqual([]);
  expect(median(sum.restart_s)).toBeLessThan(RESTART_S_MAX);
  expect(sum.answered).toBeGreaterThanOrEqual(times * WARM_ANSWERS);
}

describe('kill -9 at full load', () => {
  let folder: Awaited<ReturnType<typeof tempFolder>>;
  let running: Instance | null = null;
  beforeAll(async () => {
    folder = await tempFolder();
  });
  afterAll(async () => {
    await running?.stop('SIGKILL');
    await folder.remove();
  });

  it('on PostgreSQL: every id that a client received is in the trail once, and counted once', async () => {
    const times = full(20, 3);
    const { url, drop } = await createDatabase('empty');
    const variables = {
      DATABASE_URL: url,
      REDIS_URL: serviceUrl('TEST_REDIS_URL'),
      DATA_DIR: `${folder.path}/postgres`,
      MASTER_KEY: masterKey(),
      PORT: await fixedPort(),
    };
    const tenancies = await makeTenants(variables, TENANTS, 'unlimited');
    running = await startInstance(variables);
    const { instance, sum } = await killOften(times, variables, tenancies, running);
    running = instance;
    judge('kill -9 at full load, PostgreSQL', times, sum);
    const used = await Promise.all(tenancies.map((tenancy) => usedBy(instance.url, tenancy)));
    expect(used.reduce((a, b) => a + b)).toBe(sum.kept);
    await provesItsWorth(instance, tenancies, url);
    await instance.stop('SIGKILL');
    await drop();
  });

  it('on the embedded store: the same', async () => {
    const times = full(5, 2);
    const variables = { DATA_DIR: `${folder.path}/embedded`, PORT: await fixedPort() };
    running = await startInstance({ ...variables, EXPECTS_KEY: 'yes' });
    const tenancies = [{ id: '', key: running.key ?? '' }];
    const { instance, sum } = await killOften(times, variables, tenancies, running);
    running = instance;
    judge('kill -9 at full load, embedded store', times, sum);
    expect(await usedBy(instance.url, tenancies[0] as Tenancy)).toBe(sum.kept);
  });
});

/** The check itself must be able to fail: a record that somebody takes out of the trail is missed. */
async function provesItsWorth(instance: Instance, tenancies: readonly Tenancy[], url: string): Promise<void> {
  const from = new Date(Date.now() - MARGIN_MS);
  const traffic = makeTraffic(tenancies);
  const load = startLoad({ ports: [instance.port], connections: 4, ...traffic });
  await untilTrue(() => load.tally.answered >= 50, 10_000);
  await load.stop();
  const victim = traffic.received[17]?.id ?? '';
  await withAdmin(async (admin) => {
    const { rowCount } = await admin.query('delete from audit_records where id = $1', [idToUuid(victim, 'vrd')]);
    expect(rowCount).toBe(1);
  }, url);
  expect(await checkTrail(instance.url, traffic.received, from)).toMatchObject({ lost: [victim], duplicated: [] });
}
