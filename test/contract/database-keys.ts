/** The cases of the database contract about keys of many tenants, and about sign-ups that have none yet. */
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { Database, KeyRow } from '#app/ports.ts';
import type { TenantId } from '#core/tenant.ts';
import { grantOf, keyRow, MOMENT, tenantRow } from '../support/rows.ts';
import { type Case, newTenant } from './database-subject.ts';

const later = (ms: number): Date => new Date(MOMENT.getTime() + ms);
const mac = (): Uint8Array => new Uint8Array(randomBytes(32));
const use = (tenant: TenantId, key: KeyRow, at: Date) => ({ tenant, key_id: key.id, at });
const pending = (over = {}) => ({ mailbox: mac(), code: mac(), name: 'Acme\ufdd0', expires_at: later(1_000), ...over });

async function keyOf(database: Database, tenant: TenantId, over: Partial<KeyRow> = {}): Promise<KeyRow> {
  const key = keyRow(over);
  await database.write(grantOf(tenant), (tx) => tx.keys.insert(key));
  return key;
}

const usedAt = async (database: Database, tenant: TenantId, { id }: KeyRow): Promise<Date | null | undefined> =>
  (await database.read(tenant, (tx) => tx.keys.get(id)))?.last_used_at;

export function keyCases(it: Case): void {
  it('finds keys of many tenants in one look-up, and only those', async ({ database }) => {
    const [a, b] = [await newTenant(database), await newTenant(database)];
    const keys = [await keyOf(database, a.id), await keyOf(database, b.id), await keyOf(database, b.id)];
    await keyOf(database, a.id);
    const found = await database.findKeys([...keys.map((key) => key.hash), mac()]);
    expect(new Set(found.map(({ tenant, key }) => `${tenant} ${key.id}`))).toEqual(
      new Set([`${a.id} ${keys[0]?.id}`, `${b.id} ${keys[1]?.id}`, `${b.id} ${keys[2]?.id}`]),
    );
  });

  it('moves the last use of keys forward, of many tenants at once, and never back', async ({ database }) => {
    const [a, b] = [await newTenant(database), await newTenant(database)];
    const [of_a, of_b, unused] = [await keyOf(database, a.id), await keyOf(database, b.id), await keyOf(database, b.id)];
    await database.noteKeyUses([use(a.id, of_a, later(10)), use(b.id, of_b, later(20)), use(a.id, of_b, later(99))]);
    await database.noteKeyUses([use(a.id, of_a, later(5)), use(b.id, of_b, later(25))]);
    expect([await usedAt(database, a.id, of_a), await usedAt(database, b.id, of_b)]).toEqual([later(10), later(25)]);
    expect(await usedAt(database, b.id, unused)).toBeNull();
  });

  it('does not wait for a key that is being changed, nor for its change', async ({ database, others }) => {
    const another = others[0];
    if (!another) return;
    const { id: tenant } = await newTenant(database);
    const [held, free] = [await keyOf(database, tenant), await keyOf(database, tenant)];
    await database.write(grantOf(tenant), async (tx) => {
      await tx.keys.revoke(held.id, MOMENT);
      await another.noteKeyUses([held, free].map((key) => ({ tenant, key_id: key.id, at: later(1) })));
    });
    expect([await usedAt(database, tenant, held), await usedAt(database, tenant, free)]).toEqual([null, later(1)]);
  });

  it('counts the keys in force', async ({ database }) => {
    const { id } = await newTenant(database);
    await keyOf(database, id);
    await keyOf(database, id, { expires_at: later(1) });
    await keyOf(database, id, { revoked_at: MOMENT });
    const inForce = (now: Date) => database.read(id, (tx) => tx.keys.countInForce(now));
    expect([await inForce(MOMENT), await inForce(later(1))]).toEqual([2, 1]);
  });

  it('replaces a key in force once, and lets it end no later than it would have', async ({ database }) => {
    const { id: tenant } = await newTenant(database);
    const [endless, short] = [await keyOf(database, tenant), await keyOf(database, tenant, { expires_at: later(5) })];
    const replace = (key: KeyRow, revoked: boolean, now = MOMENT) =>
      database.write(grantOf(tenant), (tx) => tx.keys.replace(key.id, 'key_next', { at: later(10), revoked }, now));
    expect(await replace(short, false, later(5))).toBe(false);
    expect([await replace(endless, false), await replace(short, true)]).toEqual([true, true]);
    expect([await replace(endless, false), await replace(short, false)]).toEqual([false, false]);
    const rows = await database.read(tenant, async (tx) => [await tx.keys.get(endless.id), await tx.keys.get(short.id)]);
    expect(rows).toMatchObject([
      { replaced_by: 'key_next', expires_at: later(10), revoked_at: null },
      { replaced_by: 'key_next', expires_at: later(5), revoked_at: later(10) },
    ]);
  });
}

export function signupCases(it: Case): void {
  it('gives the name of a pending sign-up once, to whoever has the code', async ({ database }) => {
    const one = pending();
    expect(await database.signups.hold(one, MOMENT)).toBe(true);
    const attempt = (code: Uint8Array, now = MOMENT) => database.signups.attempt(one.mailbox, code, now, 5);
    expect([await attempt(mac()), await attempt(one.code, later(1_000)), await attempt(one.code)]).toEqual([false, false, true]);
    const { id } = await newTenant(database);
    const take = (code: Uint8Array) => database.write(grantOf(id), (tx) => tx.takeSignup(one.mailbox, code));
    expect([await take(mac()), await take(one.code), await take(one.code)]).toEqual([null, one.name, null]);
  });

  it('takes a pending sign-up only together with the transaction', async ({ database }) => {
    const one = pending();
    await database.signups.hold(one, MOMENT);
    const { id } = await newTenant(database);
    const failing = database.write(grantOf(id), async (tx) => {
      await tx.takeSignup(one.mailbox, one.code);
      throw new Error('the tenant could not be made');
    });
    await expect(failing).rejects.toThrow('could not be made');
    expect(await database.signups.attempt(one.mailbox, one.code, MOMENT, 5)).toBe(true);
  });

  it('counts attempts exactly, however many come at once', async ({ database, others }) => {
    const one = pending();
    await database.signups.hold(one, MOMENT);
    const stores = [database, ...others];
    const wrong = Array.from({ length: 12 }, (_, i) => stores[i % stores.length]!.signups.attempt(one.mailbox, mac(), MOMENT, 13));
    expect(new Set(await Promise.all(wrong))).toEqual(new Set([false]));
    expect(await database.signups.attempt(one.mailbox, one.code, MOMENT, 13)).toBe(true);
    expect(await database.signups.attempt(one.mailbox, one.code, MOMENT, 13)).toBe(false);
  });

  it('a later code takes the place of the earlier one, and what has expired makes room', async ({ database }) => {
    const first = pending();
    const second = pending({ mailbox: first.mailbox });
    await database.signups.hold(first, MOMENT);
    await database.signups.attempt(first.mailbox, mac(), MOMENT, 1);
    await database.signups.hold(second, MOMENT);
    expect(await database.signups.attempt(first.mailbox, first.code, MOMENT, 5)).toBe(false);
    await database.signups.drop(first.mailbox, first.code);
    expect(await database.signups.attempt(first.mailbox, second.code, MOMENT, 5)).toBe(true);
    await database.signups.drop(first.mailbox, second.code);
    expect(await database.signups.attempt(first.mailbox, second.code, MOMENT, 5)).toBe(false);
  });

  it('shows pending sign-ups to no statement of the runtime role', async ({ asRuntime }) => {
    for (const sql of ['select from pending_signups', 'delete from pending_signups', `update pending_signups set attempts = 0`])
      await expect(asRuntime({}, sql), sql).rejects.toMatchObject({ code: '42501' });
  });

  it('a verified mailbox has one tenant, also when two are made at once', async ({ database, others }) => {
    const verified_mailbox = mac();
    const stores = [database, ...others];
    const made = await Promise.all(
      Array.from({ length: 6 }, (_, i) => {
        const row = tenantRow({ verified_mailbox });
        return stores[i % stores.length]!.write(grantOf(row.id), (tx) => tx.tenant.insert(row));
      }),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
  });
}
