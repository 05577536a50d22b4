/**
 * The whole service over real stores; time and chance are the test's own. Calls go to Hono without a socket, or, where TEST_FRONT is
 * `lane`, over one to the server with its lean lane (`vitest.config.ts` runs the suites of the hot operations both ways).
 */
import { openKeySets } from '#adapters/key-sets.ts';
import { openMemoryLimiter } from '#adapters/memory/limiter.ts';
import { openPacks } from '#adapters/packs.ts';
import { openTelemetry, type TelemetryOptions } from '#adapters/telemetry.ts';
import { memoryFacts } from '../support/memory-facts.ts';
import { openVault } from '#adapters/vault.ts';
import type { KeySets } from '#app/key-sets.ts';
import type { Books, Counters, Geo, History } from '#app/fact-ports.ts';
import type { Packs } from '#app/pack-ports.ts';
import type { Database, Journal, Limiter, Mailer, Vault } from '#app/ports.ts';
import { foundTenant, type SignupMode } from '#app/signup.ts';
import { makeWorld, type World } from '#app/world.ts';
import type { PlanName } from '#core/quota.ts';
import type { Posture, TenantId } from '#core/tenant.ts';
import { judgeClosely } from '#core/judge.ts';
import { makeApp, type HttpOptions } from '#http/app.ts';
import { makeLane } from '#http/lane.ts';
import { makeObserver, refusal } from '#http/observe.ts';
import { listen } from '#http/server.ts';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { openJudging } from '../support/judging.ts';
import { freshMemory, freshPglite, freshPostgres, freshRedis, freshRedisFacts } from '../support/stores.ts';

export type Tenancy = { id: TenantId; key: string; key_id: string };
export type Ask = {
  key?: string | null;
  json?: unknown;
  raw?: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>;
  type?: string | null;
  headers?: Record<string, string>;
};

export type Harness = {
  world: World;
  clock: { now_ms: number };
  logs: string[];
  tenant(options?: { plan?: PlanName; posture?: Posture }): Promise<Tenancy>;
  /** `json` is sent as JSON; `raw` as it is, with `type` as its Content-Type. */
  ask(method: string, path: string, ask?: Ask): Promise<Response>;
  close(): Promise<void>;
};

export type Stores = {
  database: Database;
  limiter: Limiter;
  counters?: Counters;
  history?: History;
  tried?: Pick<Books, 'counters' | 'history'>;
  geo?: Geo;
  close(): Promise<void>;
};

/** What the hosted service runs on. */
export async function hostedStores(): Promise<Stores> {
  const [postgres, redis, facts] = await Promise.all([freshPostgres(), freshRedis(), freshRedisFacts()]);
  const close = async (): Promise<void> => {
    await redis.close();
    await facts.close();
    await postgres.close();
  };
  const { counters, history } = facts;
  return { database: postgres.database, limiter: redis.limiter, counters, history, tried: { counters, history }, close };
}

/** What runs without any service; its limiter goes by the clock of the test. */
export async function embeddedStores(): Promise<Stores> {
  const { database, close } = await freshPglite();
  return { database, limiter: freshMemory().limiter, close };
}

const PACKS = fileURLToPath(new URL('../../packs', import.meta.url));
export const METRICS_TOKEN = 'a-token-for-the-metrics-of-tests';
const SIGNUPS_PER_HOUR = 5;

type Front = { origin: string; send(request: Request): Response | Promise<Response>; close(): Promise<void> };

function honoFront(options: HttpOptions): Front {
  const app = makeApp(options);
  return { origin: 'http://test', send: (request) => app.request(request), close: async () => {} };
}

async function laneFront(options: HttpOptions): Promise<Front> {
  const observer = makeObserver(options.world);
  const app = makeApp(options, observer);
  const front = { fetch: app.fetch, lane: makeLane(options, observer), refuse: refusal(options.world) };
  const { port, close } = await listen(front, { port: 0, host: '127.0.0.1', connections_max: 1_000 });
  return { origin: `http://127.0.0.1:${port}`, send: (request) => fetch(request), close: () => close(0) };
}

type Setting = {
  /** Of another process with the same store. */
  vault: Vault;
  signup: SignupMode;
  mailer: Mailer;
  journal: Journal;
  key_sets: KeySets;
  packs: Packs;
  scalar_path: string;
  hops: number;
  trace: TelemetryOptions['trace'];
  /** What comes out is then the same every time. */
  chance: { start_ms: number; randomBytes(length: number): Uint8Array; stopwatch(): number };
};

export async function openHarness(stores: Stores, site: Partial<Setting> = {}): Promise<Harness> {
  const clock = { now_ms: site.chance?.start_ms ?? Date.now() };
  const logs: string[] = [];
  const world = makeWorld({
    ...memoryFacts(),
    ...stores,
    limiter_fallback: openMemoryLimiter(),
    vault: site.vault ?? openVault(new Uint8Array(randomBytes(32))),
    machine: { now: () => clock.now_ms, randomBytes: site.chance?.randomBytes ?? ((n) => new Uint8Array(randomBytes(n))) },
    stopwatch: site.chance?.stopwatch ?? (() => performance.now()),
    telemetry: openTelemetry({ level: 'info', destination: { write: (line) => logs.push(line) }, trace: site.trace }),
    judge: judgeClosely,
    judging: openJudging(),
    mailer: site.mailer ?? null,
    journal: site.journal ?? null,
    packs: site.packs ?? openPacks({ folder: PACKS }),
    key_sets: site.key_sets ?? openKeySets({ private_networks: false }),
  });
  const options = {
    world,
    signup: { mode: site.signup ?? 'open', per_hour: SIGNUPS_PER_HOUR },
    stopping: new AbortController().signal,
    trusted_proxy_hops: site.hops ?? 0,
    metrics_token: METRICS_TOKEN,
    scalar_path: site.scalar_path ?? '/nowhere',
  };
  const front = process.env['TEST_FRONT'] === 'lane' ? await laneFront(options) : honoFront(options);
  return {
    world,
    clock,
    logs,
    async tenant({ plan = 'unlimited', posture = 'starter' } = {}) {
      const { tenant, api_key } = await foundTenant(world, { name: 'test', email: null, plan, posture });
      return { id: tenant.id, key: api_key.key, key_id: api_key.row.id };
    },
    async ask(method, path, { key = null, json, raw, type, headers = {} } = {}) {
      const body = json === undefined ? raw : JSON.stringify(json);
      const content_type = type === undefined && body !== undefined ? 'application/json' : type;
      const all = new Headers(headers);
      if (key !== null) all.set('Authorization', `Bearer ${key}`);
      const init: RequestInit = { method, headers: all, ...(body !== undefined && { body, duplex: 'half' }) };
      const request = new Request(`${front.origin}${path}`, init);
      if (content_type === null || content_type === undefined) request.headers.delete('content-type');
      else request.headers.set('content-type', content_type);
      return front.send(request);
    },
    async close() {
      await front.close();
      await world.judging.close();
      await stores.close();
    },
  };
}

export const LIST_TOOLS = {
  request: { jsonrpc: '2.0', method: 'tools/list', id: 1 },
  context: { user_id: 'user123', ip_address: '192.168.1.100' },
};
