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

/** Of a tenant, from one change to the next: what was read before `from_ms` is not believed. */
type Since = { from_ms: number; settings: Settings | null };

export function makeLastKnown(): LastKnown {
  const tenants = expiringMap<TenantId, Since>({ ttl_ms: LAST_KNOWN_MS, max: TENANTS_MAX });
  const keys = expiringMap<string, { key: KnownKey; since: Since }>({ ttl_ms: LAST_KNOWN_MS, max: KEYS_MAX });
  let all_from_ms = -Infinity;
  const isBefore = (read_ms: number, { from_ms }: Since): boolean => read_ms < from_ms || read_ms <= all_from_ms;
  /** A key is read before its tenant's settings are, and before anything else is known of him. */
  function sinceOf(id: TenantId, now_ms: number): Since {
    const since = tenants.get(id, now_ms) ?? { from_ms: -Infinity, settings: null };
    tenants.set(id, since, now_ms);
    return since;
  }
  function settingsOf(since: Since | undefined, now_ms: number): Settings | null {
    const settings = since?.settings;
    return settings && settings.read_ms > all_from_ms && now_ms - settings.read_ms < LAST_KNOWN_MS ? settings : null;
  }
  return {
    noteSettings(settings, now_ms) {
      const since = sinceOf(settings.tenant.id, now_ms);
      if (!isBefore(settings.read_ms, since)) since.settings = settings.tenant.fail_mode === 'open' ? settings : null;
    },
    noteKey(hash, key, now_ms) {
      const since = sinceOf(key.actor.tenant, now_ms);
      if (!isBefore(key.read_ms, since)) keys.set(hash, { key, since }, now_ms);
    },
    settings: (id, now_ms) => settingsOf(tenants.get(id, now_ms), now_ms),
    key(hash, now_ms) {
      const known = keys.get(hash, now_ms);
      if (!known || known.key.read_ms <= all_from_ms) return null;
      // Of a tenant who was pushed out meanwhile, it is not known whether he has changed anything.
      const since = tenants.get(known.key.actor.tenant, now_ms);
      return since === known.since && settingsOf(since, now_ms) ? known.key : null;
    },
    forget(id, now_ms) {
      if (id === null) all_from_ms = now_ms;
      else tenants.set(id, { from_ms: now_ms, settings: null }, now_ms);
    },
  };
}
