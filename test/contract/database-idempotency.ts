/** The cases of the database contract about answers that are kept. */
import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { VERDICT_KEPT_MS } from '#app/idempotency.ts';
import type { Database, KeptAnswer, VerdictEntry } from '#app/ports.ts';
import type { TenantId } from '#core/tenant.ts';
import { entriesOf, grantOf, keptAnswer, MOMENT, MONTH, sealedInput } from '../support/rows.ts';
import { type Case, newTenant } from './database-subject.ts';

const put = (database: Database, tenant: TenantId, answer: KeptAnswer) =>
  database.write(grantOf(tenant), (tx) => tx.idempotency.put(answer));
const get = (database: Database, tenant: TenantId, digest: Uint8Array) => database.read(tenant, (tx) => tx.idempotency.get(digest));
const later = (ms: number): Date => new Date(MOMENT.getTime() + ms);

const answered = (over: Partial<KeptAnswer> = {}): VerdictEntry & { answer: KeptAnswer } => {
  const [entry] = entriesOf(1) as [VerdictEntry];
  return { ...entry, input: sealedInput(), answer: { ...keptAnswer(), ...over } };
};
const plain = () => entriesOf(1) as [VerdictEntry];

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
        expect(await (database.kind === 'postgres' ? lock(pool) : false)).toBe(false);
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

  it('keeps an answer with the record of its verdict, or neither', async ({ database }) => {
    const { id: tenant } = await newTenant(database);
    const record = (entries: VerdictEntry[], quota: number | null) =>
      database.recordVerdicts([{ tenant, month: MONTH, quota, entries }]).then(([charge]) => charge);
    const recorded = async () => (await database.read(tenant, (tx) => tx.audit.list({}, { limit: 100 }))).rows.length;

    const [first, beyond] = [answered(), answered()];
    expect(await record([...plain(), first, ...plain(), beyond], 3)).toEqual({ granted: 3, used: 3 });
    expect(await get(database, tenant, first.answer.digest)).toEqual(first.answer);
    expect(await get(database, tenant, beyond.answer.digest)).toBeNull();
    expect(await database.read(tenant, (tx) => tx.audit.get(first.record.id))).toEqual({ record: first.record, input: first.input });

    const { digest, expires_at } = first.answer;
    const soon = new Date(expires_at.getTime() + VERDICT_KEPT_MS - 1);
    await expect(record([...plain(), answered({ digest, expires_at: soon })], null)).rejects.toMatchObject({ code: '23502' });
    expect([await recorded(), await get(database, tenant, digest)]).toEqual([3, first.answer]);
    expect(await database.read(tenant, (tx) => tx.usage.get(MONTH))).toBe(3);

    const anew = answered({ digest, expires_at: new Date(soon.getTime() + 1) });
    expect(await record([anew, ...plain()], null)).toEqual({ granted: 2, used: 5 });
    expect([await recorded(), await get(database, tenant, digest)]).toEqual([5, anew.answer]);
  });

  it('of rivals in several pools one keeps its answer and its record', async ({ database, others }) => {
    const { id: tenant } = await newTenant(database);
    const pools = [database, ...others];
    const digest = keptAnswer().digest;
    const rivals = Array.from({ length: 12 }, (_, i) => {
      const [entry] = entriesOf(1) as [VerdictEntry];
      const groups = [{ tenant, month: MONTH, quota: null, entries: [{ ...entry, answer: { ...keptAnswer(), digest } }] }];
      return (pools[i % pools.length] ?? database).recordVerdicts(groups);
    });
    const outcomes = await Promise.allSettled(rivals);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await database.read(tenant, (tx) => tx.usage.get(MONTH))).toBe(1);
    expect((await database.read(tenant, (tx) => tx.audit.list({}, { limit: 100 }))).rows).toHaveLength(1);
  });
}
