/** Pages of a long trail: read down the index, also where PostgreSQL knows nothing of the table yet. */
import { drizzle } from 'drizzle-orm/node-postgres';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IN_ORDER, recordsQuery } from '#adapters/postgres/audit.ts';
import type { AuditFilter } from '#app/ports.ts';
import { adminRecord, grantOf, MOMENT, MONTH, recordFor, tenantRow, verdictRecord } from '../../support/rows.ts';
import { freshPostgres, type FreshPostgres } from '../../support/stores.ts';

const RECORDS = 100_000;
const BATCH = 2_000;
/** Some 1 ms on a machine at rest; sorting the partition takes a hundred times as long. */
const PAGE_MS_MAX = 50;

let postgres: FreshPostgres;
let owner: Client;
const tenant = tenantRow();
const users: string[] = [];

beforeAll(async () => {
  postgres = await freshPostgres();
  owner = new Client({ connectionString: postgres.url });
  await owner.connect();
  const { rows } = await owner.query<{ child: string }>(
    `select inhrelid::regclass::text as child from pg_inherits where inhparent = 'audit_records'::regclass`,
  );
  // As on the first day of a month: no statistics, for autovacuum has not come by.
  for (const { child } of rows) await owner.query(`alter table ${child} set (autovacuum_enabled = false)`);
  await postgres.database.write(grantOf(tenant.id), async (tx) => {
    await tx.tenant.insert(tenant);
    await tx.audit.append(adminRecord());
  });
  for (let done = 0; done < RECORDS; done += BATCH) {
    const entries = Array.from({ length: BATCH }, (_, i) => ({
      record: verdictRecord({ at: new Date(MOMENT.getTime() + done + i), decision: i % 50 === 0 ? 'deny' : 'allow', findings: [] }),
      input: null,
    }));
    users.push(entries[0]!.record.user_hmac!);
    await recordFor(postgres.database, tenant.id, entries, MONTH, null);
  }
}, 240_000);
afterAll(async () => {
  await owner.end();
  await postgres.close();
});

type Plan = { 'Node Type': string; 'Actual Rows'?: number; 'Rows Removed by Filter'?: number; Plans?: Plan[] };
const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

async function explain(filter: AuditFilter): Promise<Plan[]> {
  const sql = drizzle({ client: owner });
  await owner.query('begin');
  try {
    await owner.query('set local role countersign_runtime');
    await owner.query(`select set_config('app.tenant_id', '${tenant.id}', true)`);
    await sql.execute(IN_ORDER);
    const query = recordsQuery({ sql, tenant: tenant.id }, filter, { after: undefined, limit: 100 }).toSQL();
    const { rows } = await owner.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (analyze, format json) ${query.sql}`, query.params);
    return nodesOf(rows[0]!['QUERY PLAN'][0].Plan);
  } finally {
    await owner.query('rollback');
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

async function pageMs(filter: AuditFilter): Promise<{ ms: number; rows: number }> {
  const times: number[] = [];
  let rows = 0;
  for (let i = 0; i < 5; i++) {
    const before = performance.now();
    ({ length: rows } = (await postgres.database.read(tenant.id, (tx) => tx.audit.list(filter, { limit: 100 }))).rows);
    times.push(performance.now() - before);
  }
  return { ms: median(times), rows };
}

describe(`a page of ${RECORDS} records`, () => {
  test.each<[string, () => AuditFilter, number]>([
    ['of everything', () => ({}), 100],
    ['of verdicts', () => ({ kind: 'verdict' }), 100],
    ['of what was denied', () => ({ decision: 'deny' }), 100],
    ['of a period', () => ({ from: MOMENT, to: new Date(MOMENT.getTime() + 50_000) }), 100],
    ['of one user', () => ({ user_hmac: users[7]! }), 1],
  ])('%s is read down an index, and nothing is sorted', async (_, filter, expected) => {
    const nodes = await explain(filter());
    const kinds = new Set(nodes.map((node) => node['Node Type']));
    expect([...kinds].filter((kind) => /Sort|Seq Scan|Bitmap/.test(kind))).toEqual([]);
    const read = nodes.filter((node) => node['Node Type'].startsWith('Index')).reduce((sum, node) => sum + (node['Actual Rows'] ?? 0), 0);
    expect(read).toBeLessThanOrEqual(101);
    const { ms, rows } = await pageMs(filter());
    expect(rows).toBe(expected);
    expect(ms).toBeLessThan(PAGE_MS_MAX);
  });

  test('the one record of an administrator is found among them, at one walk', async () => {
    const { ms, rows } = await pageMs({ kind: 'admin' });
    expect(rows).toBe(1);
    expect(ms).toBeLessThan(20 * PAGE_MS_MAX);
  });
});
