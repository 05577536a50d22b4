import { expect, it } from 'vitest';
import type { KnownKey } from '#app/actor.ts';
import { LAST_KNOWN_MS, makeLastKnown } from '#app/last-known.ts';
import type { Settings } from '#app/settings.ts';
import type { TenantId } from '#core/tenant.ts';
import { newTenantId } from '../support/rows.ts';

const tenant = newTenantId();

/** Only what is read of them. */
const settingsOf = (id: TenantId, read_ms: number, fail_mode = 'open'): Settings => ({ read_ms, tenant: { id, fail_mode } }) as Settings;
const keyOf = (of: TenantId, read_ms: number): KnownKey =>
  ({ actor: { tenant: of }, revoked: false, expires_ms: Infinity, read_ms }) as KnownKey;

/** In the order of a call: the key first, then the settings. */
function known(at_ms = 1_000) {
  const last = makeLastKnown();
  const [key, settings] = [keyOf(tenant, at_ms), settingsOf(tenant, at_ms + 7)];
  last.noteKey('hash', key, at_ms);
  last.noteSettings(settings, at_ms + 7);
  return { last, key, settings };
}

it('one call is enough: its key was read before its settings, and both are believed', () => {
  const { last, key, settings } = known();
  expect(last.key('hash', 1_008)).toBe(key);
  expect(last.settings(tenant, 1_008)).toBe(settings);
});

it('of a tenant that does not go on nothing is believed', () => {
  const { last } = known();
  last.noteSettings(settingsOf(tenant, 2_000, 'closed'), 2_000);
  expect([last.key('hash', 2_001), last.settings(tenant, 2_001)]).toEqual([null, null]);
});

it('after a change both are read again, and what was asked for before it is not believed however late it comes', () => {
  const { last, key } = known();
  const late = settingsOf(tenant, 1_999);
  last.forget(tenant, 2_000);
  last.noteSettings(late, 2_010);
  last.noteKey('hash', key, 2_010);
  expect([last.key('hash', 2_011), last.settings(tenant, 2_011)]).toEqual([null, null]);
  const [key_again, again] = [keyOf(tenant, 2_020), settingsOf(tenant, 2_020)];
  last.noteSettings(again, 2_030);
  expect(last.key('hash', 2_031)).toBeNull();
  last.noteKey('hash', key_again, 2_030);
  expect([last.key('hash', 2_031), last.settings(tenant, 2_031)]).toEqual([key_again, again]);
});

it('a change of all tenants is one of each', () => {
  const { last } = known();
  last.forget(null, 2_000);
  last.noteSettings(settingsOf(tenant, 2_000), 2_001);
  expect([last.key('hash', 2_002), last.settings(tenant, 2_002)]).toEqual([null, null]);
});

it('settings are believed for an hour, though keys of the tenant are read meanwhile', () => {
  const { last, settings } = known();
  const later = settings.read_ms + LAST_KNOWN_MS;
  last.noteKey('other', keyOf(tenant, later - 1), later - 1);
  expect(last.settings(tenant, later - 1)).toBe(settings);
  expect([last.settings(tenant, later), last.key('other', later)]).toEqual([null, null]);
});

it('a tenant that others pushed out may have changed something: his keys are read again', () => {
  const { last } = known();
  for (let i = 0; i < 10_000; i++) last.noteSettings(settingsOf(newTenantId(), 1_100), 1_100);
  last.noteSettings(settingsOf(tenant, 1_200), 1_200);
  expect(last.key('hash', 1_201)).toBeNull();
  expect(last.settings(tenant, 1_201)).not.toBeNull();
});
