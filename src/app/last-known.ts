/**
 * What the store said last of tenants that go on without it (`fail_mode: open`): their settings, and keys that were used. It is read
 * only while the store does not answer, and is believed for an hour. Who is told to change is forgotten at once.
 */
import type { KnownKey } from './actor.ts';
import { expiringMap } from './expiring-map.ts';
import type { Settings } from './settings.ts';
import type { TenantId } from '#core/tenant.ts';

export const LAST_KNOWN_MS = 3_600_000;
const TENANTS_MAX = 10_000;
const KEYS_MAX = 20_000;

export type LastKnown = {
  noteSettings(settings: Settings, now_ms: number): void;
  noteKey(hash: string, key: KnownKey, now_ms: number): void;
  /** Of a tenant that goes on without the store. */
  settings(tenant: TenantId, now_ms: number): Settings | null;
  key(hash: string, now_ms: number): KnownKey | null;
  /** Null: of all tenants. */
  forget(tenant: TenantId | null, now_ms: number): void;
};

/** Of a tenant: keys that were read before a change of his are not believed. */
type Tenant = { settings: Settings | null; keys_from_ms: number };

export function makeLastKnown(): LastKnown {
  const tenants = expiringMap<TenantId, Tenant>({ ttl_ms: LAST_KNOWN_MS, max: TENANTS_MAX });
  const keys = expiringMap<string, KnownKey>({ ttl_ms: LAST_KNOWN_MS, max: KEYS_MAX });
  let all_from_ms = -Infinity;
  const tenantOf = (id: TenantId, now_ms: number): Tenant | undefined => tenants.get(id, now_ms);
  return {
    noteSettings(settings, now_ms) {
      const { id, fail_mode } = settings.tenant;
      const keys_from_ms = tenantOf(id, now_ms)?.keys_from_ms ?? settings.read_ms;
      tenants.set(id, { settings: fail_mode === 'open' ? settings : null, keys_from_ms }, now_ms);
    },
    noteKey: (hash, key, now_ms) => keys.set(hash, key, now_ms),
    settings(id, now_ms) {
      const settings = tenantOf(id, now_ms)?.settings;
      return settings && settings.read_ms > all_from_ms ? settings : null;
    },
    key(hash, now_ms) {
      const key = keys.get(hash, now_ms);
      const tenant = key && tenantOf(key.actor.tenant, now_ms);
      if (!key || !tenant?.settings || tenant.settings.read_ms <= all_from_ms) return null;
      return key.read_ms >= tenant.keys_from_ms && key.read_ms > all_from_ms ? key : null;
    },
    forget(id, now_ms) {
      if (id === null) all_from_ms = now_ms;
      else tenants.set(id, { settings: null, keys_from_ms: now_ms }, now_ms);
    },
  };
}
