/** Who calls: a key, and what it may do. */
import { checkApiKey } from '#core/api-key.ts';
import { sha256 } from '#core/hash.ts';
import { isInside, type Network, parseNetwork } from '#core/network.ts';
import { Problem } from '#core/problem.ts';
import { SCOPES, type Scope } from '#core/scope.ts';
import type { TenantId } from '#core/tenant.ts';
import { refuseBadKey } from './bad-keys.ts';
import type { Once } from './idempotency.ts';
import type { StoredKey } from './key-lookups.ts';
import { withoutStore } from './settings.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

export type Actor = {
  tenant: TenantId;
  /** Null for the operator's command line and for sign-up. */
  key_id: string | null;
  scopes: readonly Scope[];
  /** When the key ends; it cannot make one that lives longer. */
  expires_at: Date | null;
  /** From where alone it may be used; it cannot make one that may be used from elsewhere. Null: from anywhere. */
  networks: readonly Network[] | null;
  /** When the call is to have its effect once: then one verb, with one `mutate()`, whose result is the verb's own. */
  once?: Once;
};

/** Whoever starts the process or signs up acts on the new tenant without a key. */
export const founderOf = (tenant: TenantId): Actor => ({
  tenant,
  key_id: null,
  scopes: SCOPES,
  expires_at: null,
  networks: null,
});

export const hashOfKey = (key: string): { bytes: Uint8Array; hex: string } => {
  const bytes = sha256(key);
  return { bytes, hex: Buffer.from(bytes).toString('hex') };
};

/** A key of the store, ready for every call that comes with it. */
export type KnownKey = { actor: Actor; revoked: boolean; expires_ms: number; /** When the store was asked. */ read_ms: number };

/**
 * The actor behind an API key; `addressOf` gives the client's address. A text that fails its checksum is refused before any look-up.
 * What is no key counts against its address, what is one never does. Keys are found by their SHA-256, so that the time it takes says
 * nothing of how much of a key was right.
 */
export async function authenticate(world: World, text: string | null, addressOf: () => string): Promise<Actor> {
  if (text === null) throw new Problem('KEY_MISSING');
  const now = world.machine.now();
  const found = checkApiKey(text) ? await findKey(world, hashOfKey(text), now) : null;
  if (!found) throw refuseBadKey(world.bad_keys, addressOf(), now);
  const { actor, revoked, expires_ms } = found;
  if (revoked) throw new Problem('KEY_REVOKED');
  if (expires_ms <= now) throw new Problem('KEY_EXPIRED');
  if (actor.networks && !isInside(actor.networks, addressOf())) throw new Problem('KEY_ADDRESS_REFUSED');
  if (actor.key_id !== null) world.key_uses.note(actor.tenant, actor.key_id, now);
  return actor;
}

async function findKey(world: World, hash: { bytes: Uint8Array; hex: string }, now_ms: number): Promise<KnownKey | null> {
  const cached = world.keys.get(hash.hex, now_ms);
  if (!cached) return readKey(world, hash, now_ms);
  const found = await cached;
  if (!found || !world.changes.isChanged(found.actor.tenant, found.read_ms)) return found;
  // Of many calls that have waited for the same, one reads it again.
  const current = world.keys.get(hash.hex, now_ms);
  return current && current !== cached ? current : readKey(world, hash, now_ms);
}

async function readKey(world: World, hash: { bytes: Uint8Array; hex: string }, now_ms: number): Promise<KnownKey | null> {
  // Apart from the others, so that guesses push no valid key out of the cache.
  if (world.unknown_keys.get(hash.hex, now_ms)) return null;
  const last = world.last_known.key(hash.hex, now_ms);
  if (last && world.outage.stands(now_ms)) return last;
  const reading = onStore(() => world.key_lookups.find(hash.bytes)).then(
    (stored) => stored && noted(world, hash.hex, known(stored, now_ms), now_ms),
    (error: unknown) => withoutStore(world, last, error),
  );
  world.keys.set(hash.hex, reading, now_ms);
  try {
    const found = await reading;
    if (!found) {
      world.keys.delete(hash.hex);
      world.unknown_keys.set(hash.hex, true, now_ms);
    }
    return found;
  } catch (error) {
    world.keys.delete(hash.hex);
    throw error;
  }
}

function noted(world: World, hash: string, key: KnownKey, now_ms: number): KnownKey {
  world.last_known.noteKey(hash, key, now_ms);
  return key;
}

function known({ tenant, key }: StoredKey, read_ms: number): KnownKey {
  const networks = key.ip_allow?.map(networkOf) ?? null;
  // Shared by all calls with this key.
  const actor = Object.freeze({ tenant, key_id: key.id, scopes: key.scopes, expires_at: key.expires_at, networks });
  return { actor, revoked: key.revoked_at !== null, expires_ms: key.expires_at?.getTime() ?? Infinity, read_ms };
}

/** A list that cannot be read opens nothing. */
export function networkOf(text: string): Network {
  const network = parseNetwork(text);
  if (!network) throw new Error(`the store has a network that is none: ${text}`);
  return network;
}

/** Throws `SCOPE_MISSING` unless the actor has the scope. */
export function requireScope(actor: Actor, scope: Scope): void {
  if (!actor.scopes.includes(scope)) throw new Problem('SCOPE_MISSING', { detail: `This operation needs the scope ${scope}.` });
}
