/**
 * `node test/bench/replay.ts [records]`: records verdicts (100,000 unless told otherwise), replays them against a changed set while calls
 * arrive at a steady rate, and prints how long that took and what the calls noticed of it.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { openTelemetry } from '#adapters/telemetry.ts';
import { foundTenant } from '#app/signup.ts';
import { readConfig } from '#config';
import { closeWorld, openWorld } from '../../src/main.ts';
import { provide, startPostgres, startRedis, type Server } from '../support/servers.ts';
import { percentile, rounded } from './arithmetic.ts';
import { mixture, readSupply } from './messages.ts';
import { startSubject } from './processes.ts';
import { MAIN, say } from './setting.ts';

const RECORDS = Number(process.argv[2] ?? 100_000);
const BATCH = 100;
const BATCHES_AT_ONCE = 4;
/** Calls a second, by the clock: a late answer does not hold up the next call. */
const RATE = 100;
const QUIET_S = 20;
const POLL_MS = 250;

/** What is in force while the verdicts are recorded, and what they are replayed against. */
const ACTIVE = [{ tools: { deny: ['*delete*'] } }, { strictness: 'standard' }];
const CHANGED = [
  ...Array.from({ length: 40 }, (_, i) => ({ effect: 'deny', target: { tools: [`tool-${i}`], users: [`user-${i}@*`] } })),
  ...Array.from({ length: 40 }, (_, i) => ({
    effect: 'require',
    target: { users: [`user-${i}@*`] },
    require: { args: { '/amount': { max: i, optional: true } } },
  })),
  { effect: 'deny', target: { users: ['user-1@*', 'user-2@*'] } },
  { effect: 'deny', target: { tool_groups: ['exec'] }, decision: 'challenge' },
  { effect: 'require', require: { location: { ip_deny: ['198.51.7.0/24'] } } },
  { effect: 'require', require: { time: { tz: 'Europe/Berlin', windows: [{ from: '00:00', to: '24:00' }] } } },
  { effect: 'require', target: { tools: ['*mail*'] }, require: { trust: { min: 0.7 } } },
];

const supply = readSupply();
const servers: Server[] = [];

async function measure(): Promise<object> {
  provide(['postgresql', 'redis-server']);
  servers.push(await startPostgres({ durable: true }), await startRedis());
  const [postgres, redis] = servers as [Server, Server];
  const environment = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, MASTER_KEY: randomBytes(32).toString('base64') };
  const subject = await startSubject(null, [MAIN], environment);
  try {
    const key = await tenantKey(environment);
    const ask = askOf(subject.url, key);
    for (const document of ACTIVE) await ask('POST', '/policies', { name: 'bench', document });
    const recorded_s = await record(ask);
    say(`${RECORDS} verdicts recorded in ${recorded_s.toFixed(1)} s`);
    const without = await traffic(ask, QUIET_S * 1_000);
    say(`without a replay: ${JSON.stringify(without)}`);
    const { id } = (await ask('POST', '/policies/replay', { policies: CHANGED.map((document) => ({ document })) })) as { id: string };
    const started_ms = performance.now();
    const flowing = new AbortController();
    const during = traffic(ask, Infinity, flowing.signal);
    const job = await ended(ask, id);
    const replay_s = (performance.now() - started_ms) / 1_000;
    flowing.abort();
    return {
      records: RECORDS,
      replay_s: rounded(replay_s),
      policies: CHANGED.length,
      without_replay: without,
      during_replay: await during,
      job,
    };
  } finally {
    await subject.stop();
  }
}

async function tenantKey(environment: Record<string, string>): Promise<string> {
  const world = await openWorld(readConfig({ ...environment, PORT: '0' }), openTelemetry({ level: 'silent' }));
  try {
    return (await foundTenant(world, { name: 'bench', email: null, plan: 'unlimited', posture: 'starter' })).api_key.key;
  } finally {
    await closeWorld(world);
  }
}

type AskFor = (method: string, path: string, body?: object) => Promise<unknown>;
const askOf =
  (url: string, key: string): AskFor =>
  async (method, path, body) => {
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' };
    const response = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };

async function record(ask: AskFor): Promise<number> {
  const started_ms = performance.now();
  let left = Math.ceil(RECORDS / BATCH);
  const worker = async (seed: number): Promise<void> => {
    const next = mixture(supply, seed);
    while (left-- > 0) await ask('POST', '/validate/batch', { items: Array.from({ length: BATCH }, next) });
  };
  await Promise.all(Array.from({ length: BATCHES_AT_ONCE }, (_, seed) => worker(seed)));
  return (performance.now() - started_ms) / 1_000;
}

const isAborted = (signal: AbortSignal | undefined): boolean => signal?.aborted === true;

/** From when a call was due to its answer. */
async function traffic(ask: AskFor, for_ms: number, signal?: AbortSignal): Promise<object> {
  const next = mixture(supply, 99);
  const latencies: number[] = [];
  const under_way = new Set<Promise<void>>();
  const started_ms = performance.now();
  for (let n = 0; performance.now() - started_ms < for_ms && !isAborted(signal); n++) {
    const due_ms = started_ms + (n * 1_000) / RATE;
    if (due_ms > performance.now()) await delay(due_ms - performance.now());
    const call: Promise<void> = ask('POST', '/validate', next())
      .then(() => void latencies.push(performance.now() - due_ms))
      .finally(() => under_way.delete(call));
    under_way.add(call);
  }
  await Promise.all(under_way);
  const [p50, p99, max] = [0.5, 0.99, 1].map((part) => rounded(percentile(latencies, part), 3));
  return { calls: latencies.length, p50_ms: p50, p99_ms: p99, max_ms: max };
}

async function ended(ask: AskFor, id: string): Promise<object> {
  for (;;) {
    const { state, progress, result } = (await ask('GET', `/jobs/${id}`)) as {
      state: string;
      progress: object | null;
      result: object | null;
    };
    if (state !== 'queued' && state !== 'running')
      return { state, result: result && { ...result, samples: undefined, never_matching: undefined } };
    if (progress) say(JSON.stringify(progress));
    await delay(POLL_MS * 8);
  }
}

try {
  console.log(JSON.stringify(await measure(), null, 2));
} finally {
  await Promise.all(servers.map((server) => server.stop()));
}
