import { KEY_MODES, KEY_RANDOM_BYTES, keyHint, type KeyMode, makeApiKey } from '#core/api-key.ts';
import { contains, type Network } from '#core/network.ts';
import { Problem, type Fault } from '#core/problem.ts';
import { scopesBeyond, type Scope } from '#core/scope.ts';
import { hashOfKey, networkOf, requireScope, type Actor } from './actor.ts';
import { mutate, newId } from './mutate.ts';
import type { KeyRow, Page, PageRequest, WriteTx } from './ports.ts';
import { onStore } from './store.ts';
import type { World } from './world.ts';

/** Keys in force, per tenant. */
export const KEYS_MAX = 100;
/** Networks from which one key may be used. */
export const NETWORKS_MAX = 50;
/** How long a rotated key may go on beside its successor. */
export const OVERLAP_SECONDS_MAX = 30 * 86_400;
export const OVERLAP_SECONDS_DEFAULT = 86_400;

export type KeyWish = {
  name: string;
  scopes: readonly Scope[];
  mode: KeyMode;
  expires_at: Date | null;
  /** Null: from wherever its maker may be used. */
  networks: readonly Network[] | null;
};
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
    ip_allow: wish.networks?.map(({ text }) => text) ?? null,
    expires_at: wish.expires_at,
    revoked_at: null,
    last_used_at: null,
    created_at: new Date(world.machine.now()),
    rotated_from: null,
    replaced_by: null,
  };
  return { row, key };
}

export function createKey(world: World, actor: Actor, wish: KeyWish): Promise<NewKey> {
  return mutate(world, actor, { scope: 'keys:write', action: 'keys.create' }, async (tx) => {
    const now = new Date(world.machine.now());
    if (wish.expires_at && wish.expires_at <= now)
      throw new Problem('BODY_INVALID', { errors: [{ pointer: '/expires_at', detail: 'Must lie in the future.' }] });
    // What was not asked for is what the maker has.
    const whole = { ...wish, expires_at: wish.expires_at ?? actor.expires_at, networks: wish.networks ?? actor.networks };
    requireNoWider(actor, whole);
    await requireRoom(tx, now);
    const made = makeKey(world, whole);
    await tx.keys.insert(made.row);
    return { subject: made.row.id, result: made };
  });
}

/** A key like the one that has the id, which ends after the overlap: at once when there is none. */
export function rotateKey(world: World, actor: Actor, id: string, overlap_seconds: number): Promise<NewKey> {
  return mutate(world, actor, { scope: 'keys:write', action: 'keys.rotate' }, async (tx) => {
    const now = new Date(world.machine.now());
    const old = await tx.keys.get(id);
    if (!old) throw new Problem('NOT_FOUND');
    const wish = { ...old, mode: modeOf(old), networks: old.ip_allow?.map(networkOf) ?? null };
    requireNoWider(actor, wish);
    if (overlap_seconds > 0) await requireRoom(tx, now);
    const made = makeKey(world, wish);
    made.row.rotated_from = id;
    const end = { at: new Date(now.getTime() + overlap_seconds * 1_000), revoked: overlap_seconds === 0 };
    if (!(await tx.keys.replace(id, made.row.id, end, now))) throw new Problem('KEY_ENDED');
    await tx.keys.insert(made.row);
    return { subject: id, result: made };
  });
}

const modeOf = ({ hint }: KeyRow): KeyMode => KEY_MODES.find((mode) => hint.startsWith(`cs_${mode}_`)) ?? KEY_MODES[0];

/** A key that could do more, outlive its maker or be used from elsewhere would be a way around those limits. */
function requireNoWider(actor: Actor, wish: Pick<KeyWish, 'scopes' | 'expires_at' | 'networks'>): void {
  const missing = new Set(scopesBeyond(actor.scopes, wish.scopes));
  const errors: Fault[] = wish.scopes.flatMap((scope, i) =>
    missing.has(scope) ? [{ pointer: `/scopes/${i}`, detail: `The calling key has no scope ${scope}.` }] : [],
  );
  if (actor.expires_at && !(wish.expires_at && wish.expires_at <= actor.expires_at))
    errors.push({ pointer: '/expires_at', detail: `The calling key itself ends at ${actor.expires_at.toISOString()}.` });
  if (actor.networks) errors.push(...networksBeyond(actor.networks, wish.networks));
  if (errors.length) throw new Problem('SCOPES_TOO_WIDE', { errors });
}

function networksBeyond(own: readonly Network[], wanted: readonly Network[] | null): Fault[] {
  const detail = 'The calling key itself may not be used from all of it.';
  if (!wanted) return [{ pointer: '/ip_allow', detail }];
  return wanted.flatMap((network, i) => (contains(own, network) ? [] : [{ pointer: `/ip_allow/${i}`, detail }]));
}

async function requireRoom(tx: WriteTx, now: Date): Promise<void> {
  // Of two that take the last place, the second counts after the first.
  await tx.tenant.getLocked();
  if ((await tx.keys.countInForce(now)) >= KEYS_MAX)
    throw new Problem('KEYS_MAX_REACHED', { detail: `A tenant may have ${KEYS_MAX} keys in force.` });
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
  await mutate(world, actor, { scope: 'keys:write', action: 'keys.revoke' }, async (tx) => {
    if (!(await tx.keys.revoke(id, new Date(world.machine.now())))) throw new Problem('NOT_FOUND');
    return { subject: id, result: id };
  });
}
