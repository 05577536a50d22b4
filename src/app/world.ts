/** All that a verb may reach: the ports, and what the process keeps in memory. Built once, in `main.ts`. */
import type { KnownKey } from './actor.ts';
import { makeChanges, type Changes } from './changes.ts';
import { gaugesOf } from './gauges.ts';
import { makeBadKeys, type BadKeys } from './bad-keys.ts';
import { keptSides, type KeptSides } from './in-force.ts';
import { keptPolicies, type KeptPolicies } from './requested-sets.ts';
import type { Settings } from './settings.ts';
import { expiringMap, type ExpiringMap } from './expiring-map.ts';
import { knownUsage, notingUsage, type KnownUsage } from './quota.ts';
import type { Judging } from './judged.ts';
import { makeLastKnown, type LastKnown } from './last-known.ts';
import { makeNamedLists, type NamedLists } from './named-lists.ts';
import { makeKnownTypes, type KnownTypes } from './registered.ts';
import { makeOutage, type Outage } from './outage.ts';
import { makeRecorder, type Recorder } from './recorder.ts';
import type { KeySets } from './key-sets.ts';
import { makeKeyLookups, type KeyLookups } from './key-lookups.ts';
import { makeKeyUses, makePolicyUses, type Uses } from './key-uses.ts';
import type { Books, Counters, Geo, History } from './fact-ports.ts';
import type { Packs } from './pack-ports.ts';
import type { Database, Journal, Limiter, Machine, Mailer, Vault } from './ports.ts';
import { makeRememberedTokens, type RememberedTokens } from './remembered-tokens.ts';
import type { Telemetry } from './telemetry.ts';
import type { judgeClosely } from '#core/judge.ts';
import type { TenantId } from '#core/tenant.ts';
import type { Giving } from './verdict-once.ts';

/** What is no key may have become one. */
const UNKNOWN_KEY_MS = 2_000;
const CACHED_KEYS_MAX = 20_000;
const UNKNOWN_KEYS_MAX = 20_000;
const CACHED_TENANTS_MAX = 10_000;

export type Ports = {
  database: Database;
  limiter: Limiter;
  /** Takes over while `limiter` does not answer. */
  limiter_fallback: Limiter;
  counters: Counters;
  /** Take over while `counters` do not answer, for tenants that go on without. */
  counters_fallback: Counters;
  history: History;
  /** The same for what is tried: whatever it fills, calls are not refused for it. */
  tried: Pick<Books, 'counters' | 'history'>;
  geo: Geo;
  vault: Vault;
  /** Null where verdicts are never given without the store. */
  journal: Journal | null;
  /** Null where no mail server is configured. */
  mailer: Mailer | null;
  key_sets: KeySets;
  packs: Packs;
  machine: Machine;
  /** Monotonic milliseconds, with fractions. */
  stopwatch: () => number;
  telemetry: Telemetry;
  /** The engine. The benchmark of what is around it puts another one in its place. */
  judge: typeof judgeClosely;
  /** The same in other threads, for what is large. */
  judging: Judging;
};

export type World = Ports & {
  changes: Changes;
  /** By SHA-256 of the key, in hex. */
  keys: ExpiringMap<string, Promise<KnownKey | null>>;
  /** The same of what no tenant has. */
  unknown_keys: ExpiringMap<string, true>;
  key_lookups: KeyLookups;
  key_uses: Uses;
  policy_uses: Uses;
  bad_keys: BadKeys;
  settings: ExpiringMap<TenantId, Promise<Settings>>;
  sides: KeptSides;
  requested_policies: KeptPolicies;
  recorder: Recorder;
  outage: Outage;
  tokens: RememberedTokens;
  last_known: LastKnown;
  named_lists: NamedLists;
  known_types: KnownTypes;
  /** How much of the month each tenant with a quota has used, as of a moment ago. */
  usage: KnownUsage;
  /** What does not answer at the moment and has been reported: an outage is a line of the log, not one for each call. */
  lost: { limiter: boolean; counters: boolean; history: boolean };
  /** Verdicts that are being given to calls with `Idempotency-Key`, by its digest in hex; one for each such call in flight. */
  giving: Map<string, Giving>;
  /** Whose bodies above `BODY_BYTES_MAX` are being read or worked at; `LARGE_BODIES_MAX` at most. */
  large_bodies: Set<TenantId>;
};

export function makeWorld(ports: Ports): World {
  const usage = knownUsage();
  const last_known = makeLastKnown();
  const changes = makeChanges(ports.database, ports.machine.now, last_known.forget);
  const ttl_ms = changes.believedFor;
  const { stopwatch, telemetry } = ports;
  const world: World = {
    ...ports,
    changes,
    keys: expiringMap({ ttl_ms, max: CACHED_KEYS_MAX }),
    unknown_keys: expiringMap({ ttl_ms: UNKNOWN_KEY_MS, max: UNKNOWN_KEYS_MAX }),
    key_lookups: makeKeyLookups(ports.database),
    key_uses: makeKeyUses(ports.database, (error) => telemetry.warn('last uses of keys are lost', {}, error)),
    policy_uses: makePolicyUses(ports.database, (error) => telemetry.warn('last uses of policies are lost', {}, error)),
    bad_keys: makeBadKeys(),
    settings: expiringMap({ ttl_ms, max: CACHED_TENANTS_MAX }),
    sides: keptSides(),
    requested_policies: keptPolicies(),
    recorder: makeRecorder(notingUsage(ports.database, usage, ports.machine), { stopwatch, onCommit: telemetry.observeCommit }),
    outage: makeOutage(),
    tokens: makeRememberedTokens(),
    last_known,
    named_lists: makeNamedLists(),
    known_types: makeKnownTypes(),
    usage,
    lost: { limiter: false, counters: false, history: false },
    giving: new Map(),
    large_bodies: new Set(),
  };
  telemetry.watch(gaugesOf(world));
  return world;
}
