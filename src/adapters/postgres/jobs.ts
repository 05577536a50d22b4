import { and, count, desc, eq, inArray, lt, notInArray, sql as text } from 'drizzle-orm';
import type { PgUpdateSetSource } from 'drizzle-orm/pg-core';
import * as z from 'zod';
import { JOB_STATES, type JobHead, type JobHold, type JobRow, type JobState, type JobWork, type NewJob } from '#app/job-ports.ts';
import type { Page, PageRequest } from '#app/ports.ts';
import type { TenantId } from '#core/tenant.ts';
import { jobs } from './schema.ts';
import { storableText } from './storable.ts';
import { pageOf, type Sql, type TenantSql, type Transact } from './transaction.ts';

const columns = {
  id: jobs.id,
  kind: jobs.kind,
  state: jobs.state,
  progress: jobs.progress,
  error: jobs.error,
  attempts: jobs.attempts,
  created_at: jobs.created_at,
  started_at: jobs.started_at,
  finished_at: jobs.finished_at,
};
const states = z.enum(JOB_STATES);
const parsed = (json: string | null): unknown => (json === null ? null : JSON.parse(json));

type StoredHead = Omit<JobHead, 'state' | 'progress'> & { state: string; progress: string | null };
const headOf = (row: StoredHead): JobHead => ({ ...row, state: states.parse(row.state), progress: parsed(row.progress) });

const own = ({ tenant }: TenantSql) => eq(jobs.tenant_id, tenant);
const named = (tx: TenantSql, id: string) => and(own(tx), eq(jobs.id, storableText(id)));
const ENDED: JobState[] = ['done', 'failed', 'cancelled'];
const OPEN: JobState[] = ['queued', 'running'];

export async function getJob(tx: TenantSql, id: string): Promise<JobRow | null> {
  const [row] = await tx.sql
    .select({ ...columns, params: jobs.params, result: jobs.result })
    .from(jobs)
    .where(named(tx, id));
  return row ? { ...headOf(row), params: parsed(row.params), result: parsed(row.result) } : null;
}

export async function listJobs(tx: TenantSql, page: PageRequest): Promise<Page<JobHead>> {
  const after = page.after === undefined ? undefined : lt(jobs.id, storableText(page.after));
  const rows = await tx.sql
    .select(columns)
    .from(jobs)
    .where(and(own(tx), after))
    .orderBy(desc(jobs.id))
    .limit(page.limit + 1);
  return pageOf(rows.map(headOf), page);
}

export async function countJobs(tx: TenantSql, state: JobState): Promise<number> {
  const [row] = await tx.sql
    .select({ n: count() })
    .from(jobs)
    .where(and(own(tx), eq(jobs.state, state)));
  return row?.n ?? 0;
}

export async function insertJob({ sql, tenant }: TenantSql, { params, ...job }: NewJob): Promise<void> {
  await sql.insert(jobs).values({ ...job, params: JSON.stringify(params), state: 'queued', tenant_id: tenant });
}

const NO_LEASE = { lease_holder: null, lease_until: null };
/** Progress may be large, and the result says what there is to say. */
const ENDED_ROW = { ...NO_LEASE, progress: null };

export async function cancelJob(tx: TenantSql, id: string, at: Date): Promise<boolean> {
  const rows = await tx.sql
    .update(jobs)
    .set({ state: 'cancelled', finished_at: at, ...ENDED_ROW })
    .where(and(named(tx, id), inArray(jobs.state, OPEN)))
    .returning({ id: jobs.id });
  return rows.length > 0;
}

export async function dropEndedJobs(tx: TenantSql, kept: number): Promise<void> {
  const ended = and(own(tx), inArray(jobs.state, ENDED));
  const newest = tx.sql.select({ id: jobs.id }).from(jobs).where(ended).orderBy(desc(jobs.id)).limit(kept);
  await tx.sql.delete(jobs).where(and(ended, notInArray(jobs.id, newest)));
}

const taken = z.tuple([z.object({ tenant: z.uuid(), job: z.string() })]).or(z.tuple([]));

async function takeJob(sql: Sql, { holder, lease_ms, running_max, attempts_max }: Parameters<JobWork['take']>[0]): Promise<JobHold | null> {
  const { rows } = (await sql.execute(
    text`select tenant, job from take_job(${holder}, ${lease_ms}::int, ${running_max}::int, ${attempts_max}::int)`,
  )) as { rows: unknown[] };
  const [row] = taken.parse(rows);
  return row ? { tenant: row.tenant as TenantId, id: row.job, holder } : null;
}

export function jobWork(transact: Transact): JobWork {
  const change = ({ tenant, id, holder }: JobHold, changes: PgUpdateSetSource<typeof jobs>): Promise<boolean> =>
    transact({ tenant }, 'write', async (sql) => {
      const held = and(named({ sql, tenant }, id), eq(jobs.state, 'running'), eq(jobs.lease_holder, holder));
      return (await sql.update(jobs).set(changes).where(held).returning({ id: jobs.id })).length > 0;
    });
  return {
    take: (asked) => transact('nobody', 'write', (sql) => takeJob(sql, asked)),
    keep: (hold, progress, lease_ms) =>
      change(hold, {
        progress: JSON.stringify(progress),
        lease_until: text`clock_timestamp() + ${lease_ms}::int * interval '1 millisecond'`,
      }),
    end: (hold, outcome, at) =>
      change(hold, {
        ...('error' in outcome ? { state: 'failed', error: outcome.error } : { state: 'done', result: JSON.stringify(outcome.result) }),
        finished_at: at,
        ...ENDED_ROW,
      }),
    release: (hold, progress) =>
      change(hold, { state: 'queued', progress: JSON.stringify(progress), attempts: text`${jobs.attempts} - 1`, ...NO_LEASE }),
  };
}
