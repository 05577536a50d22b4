/** The whole service over real stores, without a socket; time and chance are the test's own. */
import { openMemoryLimiter } from '#adapters/memory/limiter.ts';
import { openTelemetry } from '#adapters/telemetry.ts';
import { openVault } from '#adapters/vault.ts';
import type { Database, Limiter } from '#app/ports.ts';
import { foundTenant } from '#app/signup.ts';
import { makeWorld, type World } from '#app/world.ts';
import type { PlanName } from '#core/quota.ts';
import type { Posture, TenantId } from '#core/tenant.ts';
import { makeApp } from '#http/app.ts';
import { randomBytes } from 'node:crypto';
import { freshMemory, freshPglite, freshPostgres, freshRedis } from '../support/stores.ts';

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

export type Stores = { database: Database; limiter: Limiter; close(): Promise<void> };

/** What the hosted service runs on. */
export async function hostedStores(): Promise<Stores> {
  const [postgres, redis] = await Promise.all([freshPostgres(), freshRedis()]);
  const close = async (): Promise<void> => {
    await redis.close();
    await postgres.close();
  };
  return { database: postgres.database, limiter: redis.limiter, close };
}

/** What runs without any service; its limiter goes by the clock of the test. */
export async function embeddedStores(): Promise<Stores> {
  const { database, close } = await freshPglite();
  return { database, limiter: freshMemory().limiter, close };
}

export const METRICS_TOKEN = 'a-token-for-the-metrics-of-tests';
const SIGNUPS_PER_HOUR = 5;

export async function openHarness(
  stores: Stores,
  site: { signup_open?: boolean; scalar_path?: string; hops?: number } = {},
): Promise<Harness> {
  const clock = { now_ms: Date.now() };
  const logs: string[] = [];
  const world = makeWorld({
    ...stores,
    limiter_fallback: openMemoryLimiter(),
    vault: openVault(new Uint8Array(randomBytes(32))),
    machine: { now: () => clock.now_ms, randomBytes: (n) => new Uint8Array(randomBytes(n)) },
    stopwatch: () => performance.now(),
    telemetry: openTelemetry({ level: 'info', destination: { write: (line) => logs.push(line) } }),
  });
  const app = makeApp({
    world,
    signup: { open: site.signup_open ?? true, per_hour: SIGNUPS_PER_HOUR },
    stopping: new AbortController().signal,
    trusted_proxy_hops: site.hops ?? 0,
    metrics_token: METRICS_TOKEN,
    scalar_path: site.scalar_path ?? '/nowhere',
  });
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
      const request = new Request(`http://test${path}`, init);
      if (content_type === null || content_type === undefined) request.headers.delete('content-type');
      else request.headers.set('content-type', content_type);
      return app.request(request);
    },
    close: () => stores.close(),
  };
}

export const LIST_TOOLS = {
  request: { jsonrpc: '2.0', method: 'tools/list', id: 1 },
  context: { user_id: 'user123', ip_address: '192.168.1.100' },
};
