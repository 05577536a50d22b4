/** The cases of the database contract about answers that are kept. */
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import type { Database, KeptAnswer } from '#app/ports.ts';
import type { TenantId } from '#core/tenant.ts';
import { grantOf, keptAnswer, MOMENT } from '../support/rows.ts';
import { type Case, newTenant } from './database-subject.ts';

const put = (database: Database, tenant: TenantId, answer: KeptAnswer) =>
  database.write(grantOf(tenant), (tx) => tx.idempotency.put(answer));
const get = (database: Database, tenant: TenantId, digest: Uint8Array) => database.read(tenant, (tx) => tx.idempotency.get(digest));
const later = (ms: number): Date => new Date(MOMENT.getTime() + ms);

export function idempotencyCases(it: Case): void {
  it('gives back an answer as it was kept, to its own tenant alone, and replaces it whole', async ({ database }) => {
    const [own, other] = [await newTenant(database), await newTenant(database)];
    const answer = keptAnswer();
    await put(database, own.id, answer);
    expect(await get(database, own.id, answer.digest)).toEqual(answer);
    expect(await get(database, other.id, answer.digest)).toBeNull();
    expect(await get(database, own.id, new Uint8Array(32))).toBeNull();
    const next = { ...keptAnswer(), digest: answer.digest, expires_at: later(1_000) };
    await put(database, own.id, next);
    expect(await get(database, own.id, answer.digest)).toEqual(next);
  });

  it('lets one transaction have the lock of a digest, and frees it however that ends', async ({ database, others }) => {
    const { id: tenant } = await newTenant(database);
    const digest = new Uint8Array(randomBytes(32));
    const lock = (pool: Database) => pool.write(grantOf(tenant), (tx) => tx.idempotency.lock(digest));
    for (const pool of [database, ...others]) {
      const undone = database.write(grantOf(tenant), async (tx) => {
        expect(await tx.idempotency.lock(digest)).toBe(true);
        // On the embedded store transactions take turns: there is nobody to refuse.
        if (database.kind === 'postgres') expect(await lock(pool)).toBe(false);
        throw new Error('undone');
      });
      await expect(undone).rejects.toThrow('undone');
      expect(await lock(pool)).toBe(true);
    }
  });

  it('drops what has expired, of all tenants, the oldest first and never more than asked for', async ({ database }) => {
    await database.dropExpiredAnswers(later(0), 1_000_000);
    const answers = [-5, -3, -1, 0, 1].map((ms) => ({ ...keptAnswer(), expires_at: later(ms) }));
    const tenants: TenantId[] = [];
    for (const answer of answers) {
      const { id } = await newTenant(database);
      tenants.push(id);
      await put(database, id, answer);
    }
    const kept = () => Promise.all(answers.map(async ({ digest }, i) => (await get(database, tenants[i] as TenantId, digest)) !== null));
    expect(await database.dropExpiredAnswers(later(0), 3)).toBe(3);
    expect(await kept()).toEqual([false, false, false, true, true]);
    expect(await database.dropExpiredAnswers(later(0), 3)).toBe(1);
    expect(await kept()).toEqual([false, false, false, false, true]);
    expect(await database.dropExpiredAnswers(later(0), 3)).toBe(0);
  });
}
