/** The `Database` port over either engine: nouns bound to a transaction that sees one tenant. */
import * as z from 'zod';
import type { Database, ReadTx, WriteTx } from '#app/ports.ts';
import type { TenantId } from '#core/tenant.ts';
import { appendRecords, getRecord, listRecords } from './audit.ts';
import { countKeys, findKey, getKey, insertKey, listKeys, revokeKey } from './keys.ts';
import { appliedTo, type Migration, pendingOf } from './migrate.ts';
import { activePolicies, countPolicies, getPolicy, insertPolicy, listPolicies, removePolicy, replacePolicy } from './policies.ts';
import type { Session } from './runtime-role.ts';
import { getTenant, insertTenant, updateTenant } from './tenants.ts';
import type { TenantSql, Transact } from './transaction.ts';
import { chargeUsage, getUsage } from './usage.ts';

export type Engine = {
  kind: Database['kind'];
  transact: Transact;
  /** A session of the runtime role, outside of any transaction. */
  onSession<T>(use: (session: Session) => Promise<T>): Promise<T>;
  migrations: readonly Migration[];
  close(): Promise<void>;
};

const emptiness = z.object({ empty: z.boolean() });
const wrapping = z.object({ wrapped: z.string().nullable() });

export function databaseOver({ kind, transact, onSession, migrations, close }: Engine): Database {
  const inTenant = <T>(tenant: TenantId, mode: 'read' | 'write', work: (tx: TenantSql) => Promise<T>): Promise<T> =>
    transact({ tenant }, mode, (sql) => work({ sql, tenant }));
  return {
    kind,
    read: (tenant, work) => inTenant(tenant, 'read', (tx) => work(reading(tx) as ReadTx)),
    write: (grant, work) => inTenant(grant.tenant, 'write', (tx) => work(writing(tx) as WriteTx)),
    findKey: (hash) => transact({ key_hash: Buffer.from(hash).toString('hex') }, 'read', (sql) => findKey(sql, hash)),
    recordVerdicts: (tenant, entries, month, quota) =>
      inTenant(tenant, 'write', async (tx) => {
        const charge = await chargeUsage(tx, month, entries.length, quota);
        await appendRecords(tx, entries.slice(0, charge.granted));
        return charge;
      }),
    isEmpty: () => onSession(async (session) => emptiness.parse((await session.rows('select no_tenant_exists() as empty'))[0]).empty),
    anyWrappedKey: () =>
      onSession(async (session) => {
        const [row] = await session.rows(`select encode(any_wrapped_key(), 'base64') as wrapped`);
        const { wrapped } = wrapping.parse(row);
        return wrapped === null ? null : new Uint8Array(Buffer.from(wrapped, 'base64'));
      }),
    ready: (timeout_ms) =>
      within(timeout_ms, async () => {
        const pending = pendingOf(migrations, await onSession(appliedTo));
        if (pending.length > 0) throw new Error(`migrations are missing: ${pending.map(({ name }) => name).join(', ')}`);
      }),
    close,
  };
}

async function within(timeout_ms: number, work: () => Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the database did not answer within ${timeout_ms} ms`)), timeout_ms);
  });
  try {
    await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

const reading = (tx: TenantSql): Omit<ReadTx, symbol> => ({
  tenant: { get: () => getTenant(tx) },
  keys: { get: (id) => getKey(tx, id), list: (page) => listKeys(tx, page), count: () => countKeys(tx) },
  policies: {
    get: (id) => getPolicy(tx, id),
    list: (page) => listPolicies(tx, page),
    active: () => activePolicies(tx),
    count: () => countPolicies(tx),
  },
  audit: { get: (id) => getRecord(tx, id), list: (filter, page) => listRecords(tx, filter, page) },
  usage: { get: (month) => getUsage(tx, month) },
});

function writing(tx: TenantSql): Omit<WriteTx, symbol> {
  const { tenant, keys, policies, audit, usage } = reading(tx);
  return {
    tenant: { ...tenant, insert: (row) => insertTenant(tx, row), update: (patch) => updateTenant(tx, patch) },
    keys: { ...keys, insert: (row) => insertKey(tx, row), revoke: (id, at) => revokeKey(tx, id, at) },
    policies: {
      ...policies,
      insert: (row) => insertPolicy(tx, row),
      replace: (row, expected_version) => replacePolicy(tx, row, expected_version),
      remove: (id, expected_version, at) => removePolicy(tx, id, expected_version, at),
    },
    audit: { ...audit, append: (record) => appendRecords(tx, [{ record, input: null }]) },
    usage,
  };
}
