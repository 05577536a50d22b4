/** Partitions of the audit trail: there must be one for the time in a record's id (`migrations/0003_audit_storage.sql`). */
import * as z from 'zod';
import { idToUuid, uuidTime } from '#core/id.ts';
import type { Session } from './runtime-role.ts';
import { StoreError } from './store-error.ts';

/** SQLSTATE check_violation, which is also that of a row without a partition. */
const NO_PARTITION = '23514';
const DAY_MS = 86_400_000;

/** Makes the partitions of this moment (Unix ms) and of the two periods after it. */
export async function keepPartitions(session: Session, at_ms: number): Promise<void> {
  await session.rows(`select keep_partitions('${new Date(at_ms).toISOString()}')`);
}

/** Runs `work`, which writes records of these ids. When one has no partition, its partition is made and `work` runs once more. */
export async function withPartitions<T>(
  onSession: <R>(use: (session: Session) => Promise<R>) => Promise<R>,
  ids: () => readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreError) || error.code !== NO_PARTITION) throw error;
    for (const at_ms of daysOf(ids())) await onSession((session) => keepPartitions(session, at_ms));
    return work();
  }
}

/** "upkeep" in ASCII: held by the one process that is at it. */
const UPKEEP_LOCK = 0x75706b656570n;
const locked = z.tuple([z.object({ locked: z.boolean() })]);
const dropped = z.tuple([z.object({ dropped: z.int() })]);

/** Null when another session is at it. */
export async function keepAndDrop(
  session: Session,
  { now, records_before, inputs_before }: { now: Date; records_before: Date; inputs_before: Date },
): Promise<{ dropped: number } | null> {
  if (!locked.parse(await session.rows(`select pg_try_advisory_lock(${UPKEEP_LOCK}) as locked`))[0].locked) return null;
  try {
    await keepPartitions(session, now.getTime());
    const bounds = `'${records_before.toISOString()}', '${inputs_before.toISOString()}'`;
    return dropped.parse(await session.rows(`select drop_partitions(${bounds}) as dropped`))[0];
  } finally {
    await session.rows(`select pg_advisory_unlock(${UPKEEP_LOCK})`);
  }
}

/** One moment of each UTC day on which ids were made. */
function daysOf(ids: readonly string[]): number[] {
  const moments = new Map<number, number>();
  for (const id of ids) {
    const uuid = idToUuid(id, 'vrd', 'aud');
    if (uuid === null) continue;
    const at_ms = uuidTime(uuid);
    moments.set(Math.floor(at_ms / DAY_MS), at_ms);
  }
  return [...moments.values()];
}
