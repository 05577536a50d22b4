/** The composition root: the only file that knows all storeys. */
import { shareMetrics, sumMetrics } from '#adapters/cluster-metrics.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { proveWritable } from '#adapters/folder.ts';
import { openJournal } from '#adapters/journal.ts';
import { openJudgePool } from '#adapters/judge-pool.ts';
import { openMemoryLimiter } from '#adapters/memory/limiter.ts';
import { openKeySets } from '#adapters/key-sets.ts';
import { openPglite } from '#adapters/pglite.ts';
import { openPostgres } from '#adapters/postgres/database.ts';
import { openRedisLimiter } from '#adapters/redis/limiter.ts';
import { openSmtp } from '#adapters/smtp.ts';
import { openTelemetry, type TelemetryOptions } from '#adapters/telemetry.ts';
import cluster from 'node:cluster';
import { join } from 'node:path';
import { randomBytesPooled } from '#adapters/random.ts';
import { flushUses, USES_FLUSH_MS } from '#app/key-uses.ts';
import { ASK_EVERY_MS } from '#app/changes.ts';
import type { Database, Limiter, Machine, Mailer } from '#app/ports.ts';
import { foundTenant } from '#app/signup.ts';
import { startJobs } from '#app/job-kinds.ts';
import type { Telemetry } from '#app/telemetry.ts';
import { keepUp } from '#app/upkeep.ts';
import { makeWorld, type World } from '#app/world.ts';
import { type Config, isEmbedded, readConfig, signupMode } from '#config';
import { uuidToTenantId } from '#core/id.ts';
import { ENGINE, judgeClosely } from '#core/judge.ts';
import { openClock } from '#core/policy/clocks.ts';
import { makeApp } from '#http/app.ts';
import { metricsResponse } from '#http/metrics.ts';
import { makeLane } from '#http/lane.ts';
import { makeObserver, refusal } from '#http/observe.ts';
import { listen, type Listening } from '#http/server.ts';
import { explain, ofDatabase, ofDataDir, ofListening, ofRedis, place } from './cannot-start.ts';
import { openFacts, openGeoOf } from './open-facts.ts';
import { openPacksOf, tellOfPacks } from './open-packs.ts';
import { openVaultOf } from './open-vault.ts';
import { claimPort, type Herd, startHerd, tellPrimary } from './cluster.ts';

const SHUTDOWN_MS = 25_000;
const MACHINE: Machine = { now: Date.now, randomBytes: randomBytesPooled };

/** Opens and migrates the stores that the configuration names. */
export async function openWorld(config: Config, telemetry: Telemetry, judge: World['judge'] = judgeClosely): Promise<World> {
  const database = await openDatabase(config);
  try {
    // With the first clock the tables of all zones are read: not while a call waits.
    openClock('UTC');
    const vault = await openVaultOf(database, config);
    const limiter = await openLimiter(config, telemetry);
    return makeWorld({
      database,
      limiter,
      limiter_fallback: openMemoryLimiter(),
      ...(await openFacts(config, telemetry, limiter)),
      geo: await openGeoOf(config, telemetry),
      vault,
      journal: openJournal({
        folder: journalIn(config),
        bytes_max: config.JOURNAL_BYTES_MAX,
        onDamage: (message, fields) => telemetry.error(message, fields),
      }),
      mailer: openMailer(config),
      key_sets: openKeySets({ private_networks: config.JWKS_PRIVATE_NETWORKS }),
      packs: openPacksOf(config, telemetry),
      machine: MACHINE,
      stopwatch: () => performance.now(),
      telemetry,
      judge,
      judging: openJudgePool({ entry: new URL('./http/judge-worker.ts', import.meta.url) }),
    });
  } catch (error) {
    await database.close();
    throw error;
  }
}

const journalIn = ({ DATA_DIR }: Config): string => join(DATA_DIR, 'journal');

/** A disk that takes nothing is to show now, and not in the outage that needs the journal. */
function proveDataDir(config: Config): void {
  try {
    for (const folder of [...(isEmbedded(config) ? [config.DATA_DIR] : []), journalIn(config)]) proveWritable(folder);
  } catch (error) {
    throw ofDataDir(error, config.DATA_DIR);
  }
}

async function openLimiter({ REDIS_URL: url, WORKERS: processes }: Config, { observeLimiterCall }: Telemetry): Promise<Limiter> {
  if (url === undefined) return openMemoryLimiter({ processes });
  try {
    return await openRedisLimiter({ url, onCall: observeLimiterCall });
  } catch (error) {
    throw ofRedis(error, url);
  }
}

const openMailer = ({ SMTP_URL, SMTP_FROM }: Config): Mailer | null =>
  SMTP_URL === undefined || SMTP_FROM === undefined ? null : openSmtp({ url: SMTP_URL, from: SMTP_FROM });

export async function closeWorld(world: World): Promise<void> {
  world.geo.close();
  await world.recorder.flush();
  await flushUses(world);
  await Promise.allSettled([
    world.limiter.close(),
    world.limiter_fallback.close(),
    ...[world.counters, world.counters_fallback, world.history, world.tried.counters, world.tried.history].map((facts) => facts.close()),
    world.judging.close(),
    world.mailer?.close(),
    world.journal?.close(),
  ]);
  await world.database.close();
  await world.telemetry.tracing?.close();
}

async function openDatabase(config: Config): Promise<Database> {
  const input_retention_ms = config.INPUT_RETENTION_DAYS * 86_400_000;
  if (config.DATABASE_URL === undefined) return openPglite({ data_dir: config.DATA_DIR, input_retention_ms });
  return openPostgres({
    url: config.DATABASE_URL,
    ...(config.MIGRATION_DATABASE_URL !== undefined && { migration_url: config.MIGRATION_DATABASE_URL }),
    pool_max: config.DATABASE_POOL_MAX,
    statement_timeout_ms: config.DATABASE_TIMEOUT_MS,
    input_retention_ms,
  }).catch((error: unknown) => {
    throw ofDatabase(error, config);
  });
}

/** `judge` is another one in the benchmark alone, to measure what is around it. */
export async function main(judge: World['judge'] = judgeClosely): Promise<void> {
  const config = readConfig(process.env);
  if (config.WORKERS > 1 && cluster.isPrimary) return lead(config);
  // One of several that is started anew has nothing to tell an operator who is there to read it.
  if (!cluster.isWorker) proveDataDir(config);
  const telemetry = telemetryOf(config, cluster.isWorker ? shareMetrics : undefined, await traceOf(config));
  const world = await openWorld(config, telemetry, judge);
  // Asked before the first request can make a tenant.
  const first_start = config.DATABASE_URL === undefined && (await world.database.isEmpty());
  setInterval(() => void flushUses(world), USES_FLUSH_MS).unref();
  // Without answers, what is in memory is believed for a shorter time; there is nothing else to do about it.
  const follow = (): Promise<void> => world.changes.ask().catch(() => {});
  // The first answer says only from when on changes are told, and all that was read before it is forgotten: so it is asked for now.
  await follow();
  setInterval(() => void follow(), ASK_EVERY_MS).unref();
  const keeping = keepUp(world, { audit_months: config.AUDIT_RETENTION_MONTHS, input_days: config.INPUT_RETENTION_DAYS }, Math.random);
  const stopping = new AbortController();
  stopping.signal.addEventListener('abort', keeping.stop);
  const listening = await serve(config, world, stopping.signal).catch(async (error: unknown) => {
    keeping.stop();
    await closeWorld(world);
    throw error;
  });
  const [api] = listening;
  // Before anybody is told that it is there: who hears it may send a signal at once.
  stopOnSignal(world, startJobs(world), listening, stopping, config.SHUTDOWN_DELAY_MS);
  if (cluster.isWorker) tellPrimary('listening');
  else announce(config, api.port, telemetry);
  if (first_start) await greet(config, world, api.port);
  // Once is enough.
  if ((cluster.worker?.id ?? 1) === 1) tellOfPacks(world);
}

/** The first of several processes: it serves nothing but their metrics. */
async function lead(config: Config): Promise<void> {
  proveDataDir(config);
  const telemetry = telemetryOf(config, sumMetrics, undefined);
  // Migrates, makes the master key, and finds what is wrong: once, and before anybody serves.
  await closeWorld(await openWorld(config, telemetry));
  const port = await claimPort({ host: config.HOST, port: config.PORT }).catch((error: unknown) => {
    throw ofListening(error, 'PORT', config.HOST);
  });
  const herd = await startHerd(config.WORKERS, { PORT: String(port) }, telemetry);
  const metrics = await serveMetrics(config, telemetry).catch(async (error: unknown) => {
    await herd.stop('SIGTERM', SHUTDOWN_MS);
    throw error;
  });
  stopHerdOnSignal(herd, metrics, telemetry, config.SHUTDOWN_DELAY_MS + SHUTDOWN_MS);
  announce(config, port, telemetry);
}

/** What makes traces is loaded where somebody collects them. */
async function traceOf(config: Config): Promise<TelemetryOptions['trace']> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_SERVICE_NAME: name, OTEL_TRACES_SAMPLER_ARG: ratio } = config;
  if (endpoint === undefined) return undefined;
  const { openTracing } = await import('#adapters/tracing.ts');
  return (count) => openTracing({ endpoint, service: { name, version: ENGINE.version }, ratio, count });
}

const telemetryOf = (config: Config, share: TelemetryOptions['share'], trace: TelemetryOptions['trace']): Telemetry => {
  const telemetry = openTelemetry({ level: config.LOG_LEVEL, share, trace });
  process.on('uncaughtException', (error) => {
    telemetry.error('unhandled error', {}, error);
    process.exit(1);
  });
  return telemetry;
};

function announce(config: Config, port: number, telemetry: Telemetry): void {
  const processes = config.WORKERS > 1 ? `, ${config.WORKERS} processes` : '';
  process.stdout.write(`countersign ${ENGINE.version} on ${config.HOST}:${port}: ${storesOf(config)}${processes}\n`);
  if (config.DATABASE_URL !== undefined && config.MASTER_KEY === undefined)
    telemetry.warn('MASTER_KEY is not set: DATA_DIR/master.key is in use; keep it, and give it to every process of this store', {});
  if (config.WORKERS > 1 && config.REDIS_URL === undefined)
    telemetry.warn('REDIS_URL is not set: each of the processes lets its share of the limits pass', {});
}

async function serve(config: Config, world: World, stopping: AbortSignal): Promise<[Listening, ...Listening[]]> {
  const options = {
    world,
    signup: { mode: signupMode(config), per_hour: config.SIGNUP_PER_HOUR },
    stopping,
    trusted_proxy_hops: config.TRUSTED_PROXY_HOPS,
    metrics_token: config.METRICS_TOKEN ?? null,
    scalar_path: config.SCALAR_PATH,
  };
  const observer = makeObserver(world);
  const app = makeApp(options, observer);
  const at = { host: config.HOST, connections_max: config.CONNECTIONS_MAX };
  const refuse = refusal(world);
  const api = await listen(
    { fetch: app.fetch, lane: makeLane(options, observer), refuse },
    { ...at, port: config.PORT, shared: cluster.isWorker },
  ).catch((error: unknown) => {
    throw ofListening(error, 'PORT', config.HOST);
  });
  world.telemetry.watch({ connections: api.connections });
  return cluster.isWorker ? [api] : [api, ...(await serveMetrics(config, world.telemetry))];
}

async function serveMetrics(config: Config, telemetry: Telemetry): Promise<Listening[]> {
  const { METRICS_PORT: port, HOST: host, CONNECTIONS_MAX: connections_max } = config;
  if (port === undefined) return [];
  const front = { fetch: () => metricsResponse(telemetry), refuse: refusal({ machine: MACHINE, telemetry }) };
  const listening = await listen(front, { host, port, connections_max }).catch((error: unknown) => {
    throw ofListening(error, 'METRICS_PORT', host);
  });
  return [listening];
}

/** Where things are kept, without user names and passwords. */
function storesOf({ DATABASE_URL, DATA_DIR, REDIS_URL }: Config): string {
  const store = DATABASE_URL === undefined ? `embedded store in ${DATA_DIR}` : `PostgreSQL at ${place(DATABASE_URL)}`;
  return `${store}, ${REDIS_URL === undefined ? 'in-process counters' : `Redis at ${place(REDIS_URL)}`}`;
}

/** An empty embedded store gets a tenant at once, so that the first verdict is one paste away. */
async function greet(config: Config, world: World, port: number): Promise<void> {
  const { tenant, api_key } = await foundTenant(world, { name: 'first tenant', email: null, plan: 'unlimited', posture: 'starter' });
  const url = (config.PUBLIC_URL ?? `http://localhost:${port}`).replace(/\/$/, '');
  const message = `{"request":{"jsonrpc":"2.0","method":"tools/list","id":1},"context":{"user_id":"user123","ip_address":"192.168.1.100"}}`;
  process.stdout.write(`
First start. A tenant was made, with a key that is shown only now:

  tenant   ${uuidToTenantId(tenant.id)}
  api key  ${api_key.key}

Try it:

  curl ${url}/validate -H 'Authorization: Bearer ${api_key.key}' -H 'Content-Type: application/json' -d '${message}'

`);
}

type Jobs = ReturnType<typeof startJobs>;
function stopOnSignal(world: World, jobs: Jobs, listening: readonly Listening[], stopping: AbortController, delay_ms: number): void {
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping.signal.aborted) return;
    stopping.abort();
    world.telemetry.info('stopping', { signal });
    for (const one of listening) one.retire();
    await delay(delay_ms);
    await Promise.all([jobs.stop(), ...listening.map((l) => l.close(SHUTDOWN_MS))]);
    await closeWorld(world);
    process.exit(0);
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
}

function stopHerdOnSignal(herd: Herd, metrics: readonly Listening[], telemetry: Telemetry, patience_ms: number): void {
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    telemetry.info('stopping', { signal });
    const in_order = await herd.stop(signal, patience_ms);
    await Promise.all(metrics.map((l) => l.close(0)));
    process.exit(in_order ? 0 : 1);
  };
  process.once('SIGTERM', (signal) => void stop(signal));
  process.once('SIGINT', (signal) => void stop(signal));
}

if (import.meta.main) {
  main().catch((error: unknown) => {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  });
}
