/** Who calls: a key, and what it may do. */
import { checkApiKey } from '#core/api-key.ts';
import { sha256 } from '#core/hash.ts';
import { Problem } from '#core/problem.ts';
import { SCOPES, type Scope } from '#core/scope.ts';
import type { TenantId } from '#core/tenant.ts';
import { onStore } from './store.ts';
import type { FoundKey, World } from './world.ts';

export type Actor = {
  tenant: TenantId;
  /** Null for the operator's command line and for sign-up. */
  key_id: string | null;
  scopes: readonly Scope[];
  /** When the key ends; it cannot make one that lives longer. */
  expires_at: Date | null;
};

/** Whoever starts the process or signs up acts on the new tenant without a key. */
export const founderOf = (tenant: TenantId): Actor => ({ tenant, key_id: null, scopes: SCOPES, expires_at: null });

export const hashOfKey = (key: string): { bytes: Uint8Array; hex: string } => {
  const bytes = sha256(key);
  return { bytes, hex: Buffer.from(bytes).toString('hex') };
};

/** The actor behind an API key. A text that fails its checksum is refused before any look-up. */
export async function authenticate(world: World, text: string | null): Promise<Actor> {
  if (text === null) throw new Problem('KEY_MISSING');
  if (!checkApiKey(text)) throw new Problem('KEY_INVALID');
  const found = await findKey(world, hashOfKey(text));
  if (!found) throw new Problem('KEY_INVALID');
  const { tenant, key } = found;
  if (key.revoked_at) throw new Problem('KEY_REVOKED');
  if (key.expires_at && key.expires_at.getTime() <= world.machine.now()) throw new Problem('KEY_EXPIRED');
  return { tenant, key_id: key.id, scopes: key.scopes, expires_at: key.expires_at };
}

function findKey(world: World, hash: { bytes: Uint8Array; hex: string }): Promise<FoundKey> {
  const now = world.machine.now();
  const cached = world.keys.get(hash.hex, now);
  if (cached) return cached;
  const finding = onStore(() => world.database.findKey(hash.bytes));
  world.keys.set(hash.hex, finding, now);
  finding.catch(() => world.keys.delete(hash.hex));
  return finding;
}

/** Throws `SCOPE_MISSING` unless the actor has the scope. */
export function requireScope(actor: Actor, scope: Scope): void {
  if (!actor.scopes.includes(scope)) throw new Problem('SCOPE_MISSING', { detail: `This operation needs the scope ${scope}.` });
}
