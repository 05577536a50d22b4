/** What the service stands on goes away, comes back, gets slow, falls silent or forgets: no crash, documented answers, recovery without hands. */
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tempFolder } from '../e2e/service.ts';
import { ask } from '../support/supervised.ts';
import { type Server, startPostgres, startRedis } from '../support/servers.ts';
import { full } from './support/form.ts';
import { type Instance, isAlive, isReady, masterKey, startInstance, untilTrue } from './support/instance.ts';
import { startLoad } from './support/load.ts';
import { openProxy, type Proxy, throughPort } from './support/proxy.ts';
import { report } from './support/table.ts';
import { makeTenants, type Tenancy } from './support/tenants.ts';
import { makeTraffic, type Traffic } from './support/traffic.ts';
import { checkTrail } from './support/trail.ts';

const CONNECTIONS = 16;
const TENANTS = 4;
const FAULT_MS = full(5_000, 1_500);
/** From the end of the fault until calls are answered as before it. */
const RECOVERY_MS_MAX = 15_000;
const STATEMENT_MS = 2_000;
/** A call is answered within so long, whatever the store does. */
const ANSWER_MS_MAX = 10_000;
const WELL_ANSWERS = 50;

let folder: Awaited<ReturnType<typeof tempFolder>>;
let postgres: Server;
let redis: Server;
let to_postgres: Proxy;
let to_redis: Proxy;
let instance: Instance;
let tenancies: Tenancy[];

beforeAll(async () => {
  [folder, postgres, redis] = await Promise.all([tempFolder(), startPostgres({ durable: true }), startRedis()]);
  to_postgres = await openProxy(Number(new URL(postgres.url).port));
  to_redis = await openProxy(Number(new URL(redis.url).port));
  const variables = {
    DATABASE_URL: throughPort(postgres.url, to_postgres.port),
    REDIS_URL: throughPort(redis.url, to_redis.port),
    DATABASE_TIMEOUT_MS: String(STATEMENT_MS),
    DATA_DIR: folder.path,
    MASTER_KEY: masterKey(),
  };
  // With limits, for those are what Redis is for; the tenants stay far below them.
  tenancies = await makeTenants(variables, TENANTS, 'standard');
  instance = await startInstance(variables);
});
afterAll(async () => {
  await instance.stop('SIGKILL');
  await Promise.all([to_postgres.close(), to_redis.close()]);
  await Promise.all([postgres.stop(), redis.stop(), folder.remove()]);
});

/** 16 connections resting 100 ms are at most 160 calls a second, of 400 that the plans of four tenants allow. */
const REST_MS = 100;

type Fault = {
  what: string;
  times: number;
  begin(): Promise<void> | void;
  end(): Promise<void> | void;
  /** Kinds of answers that must be seen while it lasts. */
  shows?: string[];
  /** Kinds of answers that may be seen at all, while it lasts and until it is over. */
  allows: string[];
  /** What `/readyz` says while it lasts. */
  ready: boolean;
};

async function suffer(fault: Fault) {
  const from = new Date(Date.now() - 5);
  const traffic = makeTraffic(tenancies);
  let slowest_ms = 0;

  const load = startLoad({
    ports: [instance.port],
    connections: CONNECTIONS,
    next: traffic.next,
    onAnswer(answer, request, ms) {
      slowest_ms = Math.max(slowest_ms, ms);
      traffic.onAnswer(answer, request);
    },
    rest_ms: REST_MS,
  });
  const recoveries: number[] = [];
  const readiness: boolean[] = [];
  await untilWell(traffic);
  for (let i = 0; i < fault.times; i++) {
    await fault.begin();
    await delay(FAULT_MS);
    readiness.push(await isProbed(instance.url, fault.ready));
    await fault.end();
    recoveries.push(await untilWell(traffic));
  }
  const tally = await load.stop();
  const { lost, duplicated } = await checkTrail(instance.url, traffic.received, from);
  const recovered_s = Math.max(...recoveries) / 1_000;
  const note = `${[...traffic.kinds].map(([kind, n]) => `${n} × ${kind}`).join(', ')}; slowest ${Math.round(slowest_ms)} ms`;
  report({
    what: fault.what,
    times: fault.times,
    answered: tally.answered,
    lost: lost.length,
    duplicated: duplicated.length,
    recovered_s,
    note,
  });
  return {
    lost,
    duplicated,
    unanswered: tally.unanswered,
    refused: tally.refused,
    alive: isAlive(instance),
    ready_as_told: readiness.every((ready) => ready === fault.ready),
    undocumented: traffic.strange,
    unexpected: [...traffic.kinds.keys()].filter((kind) => !['200', ...fault.allows].includes(kind)),
    unseen: (fault.shows ?? []).filter((kind) => !traffic.kinds.has(kind)),
    in_time: slowest_ms < ANSWER_MS_MAX,
  };
}

/** As orchestrators probe: unready is who says so this often in a row. A slow store may keep one probe waiting for a new connection. */
const PROBES = 3;
async function isProbed(url: string, expected: boolean): Promise<boolean> {
  const probes = expected ? PROBES : 1;
  for (let n = 0; n < probes; n++) if (await isReady(url)) return true;
  return false;
}

const WELL = {
  lost: [],
  duplicated: [],
  unanswered: 0,
  refused: 0,
  alive: true,
  ready_as_told: true,
  undocumented: [],
  unexpected: [],
  unseen: [],
  in_time: true,
};

/** So many good answers in a row, counted from now; the milliseconds until the first of them. */
async function untilWell(traffic: Traffic): Promise<number> {
  const started = Date.now();
  let good = traffic.kinds.get('200') ?? 0;
  let since = started;
  await untilTrue(() => {
    const others = [...traffic.latest].filter(([kind]) => kind !== '200').map(([, at]) => at);
    const worst = Math.max(started, ...others);
    if (worst > since) {
      since = worst;
      good = traffic.kinds.get('200') ?? 0;
    }
    return (traffic.kinds.get('200') ?? 0) - good >= WELL_ANSWERS;
  }, RECOVERY_MS_MAX);
  return since - started;
}

const TIMES = full(3, 1);
const NO_STORE = ['503 AUDIT_UNAVAILABLE', '503 OVERLOADED'];

describe('PostgreSQL', () => {
  it('stopped and started: no verdict is given without its record, and all is well again', async () => {
    const outcome = await suffer({
      what: 'PostgreSQL stopped and started',
      times: TIMES,
      begin: () => postgres.down(),
      end: () => postgres.up(),
      shows: ['503 AUDIT_UNAVAILABLE'],
      allows: NO_STORE,
      ready: false,
    });
    expect(outcome).toEqual(WELL);
  });

  it('200 ms away: slower, and nothing else', async () => {
    const outcome = await suffer({
      what: 'network delay of 200 ms to PostgreSQL',
      times: TIMES,
      begin: () => to_postgres.delay(200),
      end: () => to_postgres.heal(),
      allows: [],
      ready: true,
    });
    expect(outcome).toEqual(WELL);
  });

  it('silent: calls are refused in time, and all is well again', async () => {
    const outcome = await suffer({
      what: 'PostgreSQL falls silent (packets swallowed)',
      times: TIMES,
      begin: async () => {
        to_postgres.swallow();
        await delay(2 * STATEMENT_MS);
      },
      end: () => to_postgres.heal(),
      shows: ['503 AUDIT_UNAVAILABLE'],
      allows: NO_STORE,
      ready: false,
    });
    expect(outcome).toEqual(WELL);
  });
});

describe('Redis', () => {
  it('stopped and started: limits are kept by the process meanwhile, and verdicts say so', async () => {
    const outcome = await suffer({
      what: 'Redis stopped and started',
      times: TIMES,
      begin: () => redis.down(),
      end: () => redis.up(),
      shows: ['200 limits'],
      allows: ['200 limits'],
      ready: true,
    });
    expect(outcome).toEqual(WELL);
  });

  it('emptied, scripts too: nobody notices', async () => {
    const empty = async (): Promise<void> => {
      const client = new Redis(redis.url);
      await client.flushall();
      await client.script('FLUSH');
      await client.quit();
    };
    const outcome = await suffer({
      what: 'Redis emptied (FLUSHALL, SCRIPT FLUSH)',
      times: full(10, 3),
      begin: empty,
      end: empty,
      allows: ['200 limits'],
      ready: true,
    });
    expect(outcome).toEqual(WELL);
    expect(await ask(Number(new URL(redis.url).port), 'PING')).toMatch(/^\+PONG/);
  });

  it('200 ms away: verdicts all the same', async () => {
    const outcome = await suffer({
      what: 'network delay of 200 ms to Redis',
      times: TIMES,
      begin: () => to_redis.delay(200),
      end: () => to_redis.heal(),
      allows: ['200 limits'],
      ready: true,
    });
    expect(outcome).toEqual(WELL);
  });

  it('silent: limits are kept by the process meanwhile', async () => {
    const outcome = await suffer({
      what: 'Redis falls silent (packets swallowed)',
      times: TIMES,
      begin: () => to_redis.swallow(),
      end: () => to_redis.heal(),
      shows: ['200 limits'],
      allows: ['200 limits'],
      ready: true,
    });
    expect(outcome).toEqual(WELL);
  });
});
