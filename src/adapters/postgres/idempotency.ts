import { and, eq, sql as text } from 'drizzle-orm';
import * as z from 'zod';
import type { KeptAnswer } from '#app/ports.ts';
import { idempotentAnswers } from './schema.ts';
import type { Sql, TenantSql } from './transaction.ts';

const lockedRows = z.object({ rows: z.tuple([z.object({ locked: z.boolean() })]) });
const droppedRows = z.object({ rows: z.tuple([z.object({ dropped: z.coerce.number() })]) });

/** False when another transaction holds it. It ends with the transaction, or with the connection when the process dies. */
export async function lockAnswer({ sql }: TenantSql, digest: Uint8Array): Promise<boolean> {
  // Two digests that begin alike only make one of two calls try again.
  const lock = Buffer.from(digest).readBigInt64BE(0).toString();
  const result = await sql.execute(text`select pg_try_advisory_xact_lock(${lock}::bigint) as locked`);
  return lockedRows.parse(result).rows[0].locked;
}

export async function getAnswer({ sql, tenant }: TenantSql, digest: Uint8Array): Promise<KeptAnswer | null> {
  const { tenant_id, wrapped_key, ciphertext, expires_at } = idempotentAnswers;
  const [row] = await sql
    .select({ digest: idempotentAnswers.digest, wrapped_key, ciphertext, expires_at })
    .from(idempotentAnswers)
    .where(and(eq(tenant_id, tenant), eq(idempotentAnswers.digest, digest)));
  return row ?? null;
}

/** In place of an expired one, if there is. */
export async function putAnswer({ sql, tenant }: TenantSql, answer: KeptAnswer): Promise<void> {
  const { tenant_id, digest } = idempotentAnswers;
  const { digest: _, ...set } = answer;
  await sql
    .insert(idempotentAnswers)
    .values({ ...answer, tenant_id: tenant })
    .onConflictDoUpdate({ target: [tenant_id, digest], set });
}

/** Of all tenants, by a function of the owner: the runtime role sees one tenant at a time. */
export async function dropExpiredAnswers(sql: Sql, now: Date, limit: number): Promise<number> {
  const result = await sql.execute(text`select drop_expired_answers(${now.toISOString()}::timestamptz, ${limit}::int) as dropped`);
  return droppedRows.parse(result).rows[0].dropped;
}
