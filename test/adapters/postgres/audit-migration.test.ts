/** What an older build kept is there after the audit trail was rebuilt, by an owner who is no superuser too. */
import { randomBytes } from 'node:crypto';
import { Client, type QueryResult } from 'pg';
import { expect, test } from 'vitest';
import { openPostgres } from '#adapters/postgres/database.ts';
import { migrate, readMigrations } from '#adapters/postgres/migrate.ts';
import { ensureRuntimeRole, type Session } from '#adapters/postgres/runtime-role.ts';
import { storableJson } from '#adapters/postgres/storable.ts';
import { INPUT_RETENTION_MS } from '#app/decision-input.ts';
import type { AuditRecord, VerdictRecord } from '#core/audit.ts';
import { createDatabase, withAdmin } from '../../support/databases.ts';
import { adminRecord, grantOf, newTenantId, sealedInput, verdictRecord } from '../../support/rows.ts';

const DAY_MS = 86_400_000;
const NONCE_BYTES = 12;

async function connect(url: string): Promise<{ client: Client; session: Session }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const session: Session = {
    async rows(sql) {
      const results: QueryResult<object> | QueryResult<object>[] = await client.query(sql);
      return (Array.isArray(results) ? results.at(-1)?.rows : results.rows) ?? [];
    },
  };
  return { client, session };
}

/** As builds before wrote it. */
async function insertOld(client: Client, tenant: string, record: AuditRecord): Promise<void> {
  const verdict = record.kind === 'verdict' ? record : null;
  const categories = [...new Set(verdict?.findings.map((finding) => finding.category))];
  const hmacs = [verdict?.user_hmac, verdict?.session_hmac];
  await client.query(
    `insert into audit_records (tenant_id, id, at, kind, decision, method, tool, user_hmac, session_hmac, categories, record)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      tenant,
      record.id,
      record.at,
      record.kind,
      verdict?.decision,
      verdict?.method,
      verdict?.tool,
      ...hmacs,
      categories,
      storableJson(record),
    ],
  );
}

test('records and inputs of an older build are found by all that they were found by', async () => {
  const { name, url, drop } = await createDatabase('empty');
  const owner = `countersign_test_${randomBytes(4).toString('hex')}`;
  await withAdmin(async (admin) => {
    await admin.query(
      `do $$ begin create role countersign_runtime nologin; exception when duplicate_object or unique_violation then null; end $$`,
    );
    await admin.query(`create role ${owner} login password 'x' createrole`);
    await admin.query(`grant countersign_runtime to ${owner}`);
    await admin.query(`alter database ${name} owner to ${owner}`);
  });
  const as_owner = Object.assign(new URL(url), { username: owner, password: 'x' }).href;
  const { client, session } = await connect(as_owner);
  try {
    await ensureRuntimeRole(session, owner);
    await migrate(
      session,
      readMigrations().filter(({ name: file }) => file < '0003'),
    );
    const tenant = newTenantId();
    const now = Date.now();
    const records: VerdictRecord[] = [
      verdictRecord({ at: new Date(now - 400 * DAY_MS), method: null }),
      verdictRecord({ at: new Date(now - 2 * DAY_MS), message_digest: 'a\0b\ud800\ufdd0c', findings: [] }),
      verdictRecord({ at: new Date(now - DAY_MS), decision: 'allow', tool: '"user_hmac": "x' }),
    ];
    const all = [...records, adminRecord({ at: new Date(now) })];
    const sealed = sealedInput();
    const [nonce, ciphertext] = [sealed.ciphertext.subarray(0, NONCE_BYTES), sealed.ciphertext.subarray(NONCE_BYTES)];
    await client.query('begin');
    await client.query(`select set_config('app.tenant_id', $1, true)`, [tenant]);
    await client.query('set local role countersign_runtime');
    for (const record of all) await insertOld(client, tenant, record);
    for (const [record, expires] of [
      [records[1], now + DAY_MS],
      [records[2], now - 1],
    ] as const) {
      await client.query(
        `insert into decision_inputs (tenant_id, record_id, wrapped_key, nonce, ciphertext, expires_at) values ($1, $2, $3, $4, $5, $6)`,
        [tenant, record?.id, Buffer.from(sealed.wrapped_key), Buffer.from(nonce), Buffer.from(ciphertext), new Date(expires)],
      );
    }
    await client.query('commit');
    await migrate(session, readMigrations());
    const database = await openPostgres({ url: as_owner, pool_max: 2, statement_timeout_ms: 10_000 });
    const list = async (filter: object) => (await database.read(tenant, (tx) => tx.audit.list(filter, { limit: 100 }))).rows;
    expect(await list({})).toEqual(all.toReversed());
    for (const record of records) {
      expect(await list({ user_hmac: record.user_hmac })).toEqual([record]);
      expect(await list({ session_hmac: record.session_hmac })).toEqual([record]);
    }
    expect(await list({ category: 'sql_injection' })).toEqual([records[2], records[0]]);
    expect(await list({ decision: 'deny' })).toEqual([records[1], records[0]]);
    expect(await list({ to: new Date(now - 100 * DAY_MS) })).toEqual([records[0]]);
    const inputs = await Promise.all(records.map(({ id }) => database.read(tenant, (tx) => tx.audit.get(id))));
    const expires_at = new Date((records[1]?.at.getTime() ?? 0) + INPUT_RETENTION_MS);
    expect(inputs.map((one) => one?.input)).toEqual([null, { ...sealed, expires_at }, null]);
    await database.write(grantOf(tenant), (tx) => tx.audit.append(adminRecord({ at: new Date(now) })));
    await database.close();
  } finally {
    await client.end();
    await drop();
    await withAdmin((admin) => admin.query(`drop role ${owner}`));
  }
});
