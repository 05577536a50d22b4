/**
 * `node test/bench/replay.ts [records [rounds]]`: records verdicts (100,000 unless told otherwise), replays them against a changed set while calls
 * arrive at a steady rate, and prints how long that took and what the calls noticed of it.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { openTelemetry } from '#adapters/telemetry.ts';
import { foundTenant } from '#app/signup.ts';
import { readConfig } from '#config';
import { closeWorld, openWorld } from '../../src/main.ts';
import { provide, startPostgres, startRedis, type Server } from '../support/servers.ts';
import { median, percentile, rounded } from './arithmetic.ts';
import { mixture, readSupply } from './messages.ts';
import { startSubject } from './processes.ts';
import { MAIN, say } from './setting.ts';

const RECORDS = Number(process.argv[2] ?? 100_000);
const BATCH = 100;
const BATCHES_AT_ONCE = 4;
/** Calls a second, by the clock: a late answer does not hold up the next call. */
const RATE = 100;
/** Windows with and without a replay take turns: what else the machine does disturbs both alike. */
const ROUNDS = Number(process.argv[3] ?? 4);
const WINDOW_MS = 10_000;
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
    const wish = { policies: CHANGED.map((document) => ({ document })) };
    const replay = async (): Promise<string> => ((await ask('POST', '/policies/replay', wish)) as { id: string }).id;
    const rounds: { without: Latency; during: Latency }[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const without = await traffic(ask, WINDOW_MS);
      const id = await replay();
      await running(ask, id);
      rounds.push({ without, during: await traffic(ask, WINDOW_MS) });
      await ask('DELETE', `/jobs/${id}`).catch(() => say('the replay was done before its window was'));
      say(JSON.stringify(rounds.at(-1)));
    }
    const started_ms = performance.now();
    const flowing = new AbortController();
    const during = traffic(ask, Infinity, flowing.signal);
    const job = await ended(ask, await replay());
    const replay_s = rounded((performance.now() - started_ms) / 1_000);
    flowing.abort();
    const medianOf = (which: 'without' | 'during', part: 'p50_ms' | 'p99_ms'): number => median(rounds.map((round) => round[which][part]));
    const summary = {
      p50_ms: { without: medianOf('without', 'p50_ms'), during: medianOf('during', 'p50_ms') },
      p99_ms: { without: medianOf('without', 'p99_ms'), during: medianOf('during', 'p99_ms') },
    };
    return {
      records: RECORDS,
      policies: CHANGED.length,
      recorded_s: rounded(recorded_s),
      replay_s,
      while_replaying: await during,
      rounds,
      summary,
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
    return response.status === 204 ? null : response.json();
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

type Latency = { calls: number; p50_ms: number; p99_ms: number; max_ms: number };

/** From when a call was due to its answer. */
async function traffic(ask: AskFor, for_ms: number, signal?: AbortSignal): Promise<Latency> {
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
  const at = (part: number): number => rounded(percentile(latencies, part), 3);
  return { calls: latencies.length, p50_ms: at(0.5), p99_ms: at(0.99), max_ms: at(1) };
}

async function running(ask: AskFor, id: string): Promise<void> {
  while (((await ask('GET', `/jobs/${id}`)) as { state: string }).state === 'queued') await delay(POLL_MS);
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
