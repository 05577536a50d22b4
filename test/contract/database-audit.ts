/** The audit cases of the database contract. */
import { expect } from 'vitest';
import type { AuditFilter, Database } from '#app/ports.ts';
import type { AuditRecord, VerdictRecord } from '#core/audit.ts';
import type { TenantId } from '#core/tenant.ts';
import { adminRecord, grantOf, MOMENT, MONTH, sealedInput, verdictRecord, recordFor } from '../support/rows.ts';
import { type Case, newTenant, readPages } from './database-subject.ts';

const NAMES = [
  'plain',
  'a\0b',
  '\ud800',
  '\udc00\ud800',
  '\ufdd0',
  '\ufdd00000',
  '\\u0000',
  '\\',
  '"\\\\u0000"',
  'é😀',
  'x'.repeat(10_000),
  `${'x'.repeat(10_000)}y`,
  `${'😀'.repeat(5_000)}\0`,
];

/** Four records a second. */
const at = (i: number): Date => new Date(MOMENT.getTime() + Math.floor(i / 4) * 1_000);

export function auditCases(it: Case): void {
  it('gives back a record and its sealed input as they were given', async ({ database }) => {
    const tenant = await newTenant(database);
    const bare = verdictRecord({
      method: null,
      tool: null,
      reasons: [{ code: 'NO_PERMIT', layer: 'authorization', severity: 'low', message: '' }],
      findings: [],
      would_be: { decision: 'deny', status: 403 },
      user_hmac: null,
      session_hmac: null,
      risk: 1e-7,
    });
    const entries = [
      { record: verdictRecord(), input: sealedInput() },
      { record: bare, input: null },
    ];
    await recordFor(database, tenant.id, entries, MONTH, null);
    for (const entry of entries) expect(await database.read(tenant.id, (tx) => tx.audit.get(entry.record.id))).toEqual(entry);
    expect(await database.read(tenant.id, (tx) => tx.audit.get('vrd_none'))).toBeNull();
    expect(await database.read(tenant.id, (tx) => tx.audit.get('vrd\0'))).toBeNull();
  });

  it('keeps and finds records whatever characters and lengths the names of tools and methods have', async ({ database }) => {
    const tenant = await newTenant(database);
    const records = NAMES.map((name) => verdictRecord({ tool: name, method: name }));
    await recordFor(
      database,
      tenant.id,
      records.map((record) => ({ record, input: null })),
      MONTH,
      null,
    );
    for (const record of records) {
      expect(await database.read(tenant.id, (tx) => tx.audit.get(record.id))).toEqual({ record, input: null });
      for (const filter of [{ tool: record.tool ?? '' }, { method: record.method ?? '' }]) {
        expect(await list(database, tenant.id, filter)).toEqual([record]);
      }
    }
  });

  it('lists newest first over ties of time and kinds of record, in pages without gap or repetition', async ({ database }) => {
    const tenant = await newTenant(database);
    const records: AuditRecord[] = Array.from({ length: 23 }, (_, i) =>
      i % 3 === 0
        ? adminRecord({ at: at(i), ...(i && { policies: [{ id: 'pol_1', version: i, digest: 'ab' }] }) })
        : verdictRecord({ at: at(i) }),
    );
    await database.write(grantOf(tenant.id), async (tx) => {
      for (const record of records) await tx.audit.append(record);
    });
    const expected = records.toSorted((a, b) => (a.id.slice(4) < b.id.slice(4) ? 1 : -1));
    for (const limit of [1, 2, 5, 23, 100]) {
      const listed = await readPages(limit, (page) => database.read(tenant.id, (tx) => tx.audit.list({}, page)));
      expect(listed).toEqual(expected);
    }
    const unknown = await database.read(tenant.id, (tx) => tx.audit.list({}, { limit: 5, after: 'vrd_none' }));
    expect(unknown).toEqual({ rows: [], next: null });
  });

  it('filters by every column, alone and together', async ({ database }) => {
    const tenant = await newTenant(database);
    const later = new Date(MOMENT.getTime() + 60_000);
    const verdicts: VerdictRecord[] = [
      verdictRecord(),
      verdictRecord({ decision: 'allow', findings: [], tool: null }),
      verdictRecord({ decision: 'challenge', method: 'tools/list', at: later }),
    ];
    const records: AuditRecord[] = [...verdicts, adminRecord({ at: later })];
    await database.write(grantOf(tenant.id), async (tx) => {
      for (const record of records) await tx.audit.append(record);
    });
    const [first, , third] = verdicts;
    const filters: [AuditFilter, (record: AuditRecord) => boolean][] = [
      [{ kind: 'admin' }, (r) => r.kind === 'admin'],
      [{ kind: 'verdict' }, (r) => r.kind === 'verdict'],
      [{ decision: 'deny' }, (r) => r.kind === 'verdict' && r.decision === 'deny'],
      [{ method: 'tools/list' }, (r) => r.kind === 'verdict' && r.method === 'tools/list'],
      [{ tool: 'crm/find_customer' }, (r) => r.kind === 'verdict' && r.tool === 'crm/find_customer'],
      [{ category: 'sql_injection' }, (r) => r.kind === 'verdict' && r.findings.length > 0],
      [{ category: 'xss' }, () => false],
      [{ user_hmac: first?.user_hmac ?? '' }, (r) => r.id === first?.id],
      [{ session_hmac: third?.session_hmac ?? '' }, (r) => r.id === third?.id],
      [{ from: later }, (r) => r.at >= later],
      [{ to: later }, (r) => r.at < later],
      [{ from: later, kind: 'verdict', category: 'sql_injection' }, (r) => r.id === third?.id],
    ];
    for (const [filter, matches] of filters) {
      const listed = await list(database, tenant.id, filter);
      expect(listed.map((r) => r.id).toSorted(), JSON.stringify(filter)).toEqual(
        records
          .filter(matches)
          .map((r) => r.id)
          .toSorted(),
      );
    }
  });
}

const list = async (database: Database, tenant: TenantId, filter: AuditFilter): Promise<AuditRecord[]> =>
  (await database.read(tenant, (tx) => tx.audit.list(filter, { limit: 100 }))).rows;
