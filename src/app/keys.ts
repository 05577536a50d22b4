import { KEY_RANDOM_BYTES, keyHint, makeApiKey, type KeyMode } from '#core/api-key.ts';
import { Problem, type Fault } from '#core/problem.ts';
import { scopesBeyond, type Scope } from '#core/scope.ts';
import { hashOfKey, requireScope, type Actor } from './actor.ts';
import { mutate, newId } from './mutate.ts';
import type { KeyRow, Page, PageRequest } from './ports.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

/** Keys in force, per tenant. */
export const KEYS_MAX = 100;

export type KeyWish = { name: string; scopes: readonly Scope[]; mode: KeyMode; expires_at: Date | null };
/** The only time that the key itself is seen. */
export type NewKey = { row: KeyRow; key: string };

/** A key and its row, not yet stored. */
export function makeKey(world: World, wish: KeyWish): NewKey {
  const key = makeApiKey(world.machine.randomBytes(KEY_RANDOM_BYTES), wish.mode);
  const row: KeyRow = {
    id: newId(world, 'key'),
    name: wish.name,
    hash: hashOfKey(key).bytes,
    hint: keyHint(key),
    scopes: [...wish.scopes],
    expires_at: wish.expires_at,
    revoked_at: null,
    last_used_at: null,
    created_at: new Date(world.machine.now()),
  };
  return { row, key };
}

export function createKey(world: World, actor: Actor, wish: KeyWish): Promise<NewKey> {
  return mutate(world, actor, { scope: 'keys:write', action: 'keys.create' }, async (tx) => {
    const errors = widerThan(actor, wish, world.machine.now());
    if (errors.length) throw new Problem('SCOPES_TOO_WIDE', { errors });
    if ((await tx.keys.count()) >= KEYS_MAX)
      throw new Problem('KEYS_MAX_REACHED', { detail: `A tenant may have ${KEYS_MAX} keys in force.` });
    const made = makeKey(world, { ...wish, expires_at: wish.expires_at ?? actor.expires_at });
    await tx.keys.insert(made.row);
    return { subject: made.row.id, result: made };
  });
}

/** A key that could outlive its maker, or do more, would be a way around both limits. */
function widerThan(actor: Actor, wish: KeyWish, now_ms: number): Fault[] {
  const missing = new Set(scopesBeyond(actor.scopes, wish.scopes));
  const faults = wish.scopes.flatMap((scope, i) =>
    missing.has(scope) ? [{ pointer: `/scopes/${i}`, detail: `The calling key has no scope ${scope}.` }] : [],
  );
  if (wish.expires_at && wish.expires_at.getTime() <= now_ms)
    throw new Problem('BODY_INVALID', { errors: [{ pointer: '/expires_at', detail: 'Must lie in the future.' }] });
  if (actor.expires_at && wish.expires_at && wish.expires_at > actor.expires_at)
    faults.push({ pointer: '/expires_at', detail: `The calling key itself ends at ${actor.expires_at.toISOString()}.` });
  return faults;
}

export function listKeys(world: World, actor: Actor, page: PageRequest): Promise<Page<KeyRow>> {
  requireScope(actor, 'keys:read');
  return onStore(() => world.database.read(actor.tenant, (tx) => tx.keys.list(page)));
}

export async function getKey(world: World, actor: Actor, id: string): Promise<KeyRow> {
  requireScope(actor, 'keys:read');
  const row = await onStore(() => world.database.read(actor.tenant, (tx) => tx.keys.get(id)));
  if (!row) throw new Problem('NOT_FOUND');
  return row;
}

export async function revokeKey(world: World, actor: Actor, id: string): Promise<void> {
  const row = await mutate(world, actor, { scope: 'keys:write', action: 'keys.revoke' }, async (tx) => {
    const found = await tx.keys.get(id);
    if (!found || !(await tx.keys.revoke(id, new Date(world.machine.now())))) throw new Problem('NOT_FOUND');
    return { subject: id, result: found };
  });
  world.keys.delete(Buffer.from(row.hash).toString('hex'));
}
