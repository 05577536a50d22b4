/** All that a verb may reach: the ports, and what the process keeps in memory. Built once, in `main.ts`. */
import type { Settings } from './settings.ts';
import { expiringMap, type ExpiringMap } from './expiring-map.ts';
import { makeRecorder, type Recorder } from './recorder.ts';
import type { Database, KeyRow, Limiter, Machine, Vault } from './ports.ts';
import type { Telemetry } from './telemetry.ts';
import type { TenantId } from '#core/tenant.ts';

/** Revocations and policy changes made by another process are seen after this long at most. */
export const CACHE_TTL_MS = 2_000;
const CACHED_KEYS_MAX = 20_000;
const CACHED_TENANTS_MAX = 10_000;

export type Ports = {
  database: Database;
  limiter: Limiter;
  /** Takes over while `limiter` does not answer. */
  limiter_fallback: Limiter;
  vault: Vault;
  machine: Machine;
  /** Monotonic milliseconds, with fractions. */
  stopwatch: () => number;
  telemetry: Telemetry;
};

export type FoundKey = { tenant: TenantId; key: KeyRow } | null;

export type World = Ports & {
  /** By SHA-256 of the key, in hex. */
  keys: ExpiringMap<string, Promise<FoundKey>>;
  settings: ExpiringMap<TenantId, Promise<Settings>>;
  recorder: Recorder;
  /** What does not answer at the moment and has been reported: an outage is a line of the log, not one for each call. */
  lost: { limiter: boolean };
};

export function makeWorld(ports: Ports): World {
  return {
    ...ports,
    keys: expiringMap({ ttl_ms: CACHE_TTL_MS, max: CACHED_KEYS_MAX }),
    settings: expiringMap({ ttl_ms: CACHE_TTL_MS, max: CACHED_TENANTS_MAX }),
    recorder: makeRecorder(ports.database),
    lost: { limiter: false },
  };
}
