/**
 * Group commit without a timer: a few commits are in flight, and what arrives meanwhile, of all tenants, is the next one.
 * An entry's promise settles only after its commit.
 */
import { Problem } from '#core/problem.ts';
import type { TenantId } from '#core/tenant.ts';
import type { Database, VerdictEntry } from './ports.ts';
import { type Batch, bytesOf, groupOf, keepsAnswer, type LineLimits, Lines, partOf, type Waiting } from './recorder-lines.ts';

/** More at once wait for each other's rows of usage, and make smaller commits: docs/adr/0014. */
const COMMITS_IN_FLIGHT = 1;
const MIB = 1024 * 1024;
const LIMITS: LineLimits = { batch_entries: 500, batch_bytes: 8 * MIB, entries: 20_000, bytes: 128 * MIB, tenant_part: 0.25 };
const RETRY_MS = 1_000;

/** What one commit took, for metrics. */
export type Committed = { entries: number; tenants: number; seconds: number };

export type Recorder = {
  /**
   * Commits the entries in order; resolves to how many of the first of them the quota allowed. Rejects with `OVERLOADED` when too
   * many wait already.
   */
  record(tenant: TenantId, entries: readonly VerdictEntry[], month: string, quota: number | null): Promise<number>;
  /** All that wait or are being committed. */
  readonly depth: { entries: number; bytes: number };
  /** Resolves once nothing waits any more. */
  flush(): Promise<void>;
};

export type RecorderOptions = {
  limits?: Partial<LineLimits>;
  in_flight?: number;
  stopwatch?: () => number;
  onCommit?: (commit: Committed) => void;
};

export function makeRecorder(database: Pick<Database, 'recordVerdicts'>, options: RecorderOptions = {}): Recorder {
  const lines = new Lines({ ...LIMITS, ...options.limits });
  const { in_flight = COMMITS_IN_FLIGHT, stopwatch = () => 0, onCommit = () => {} } = options;
  let running = 0;
  let flushed: (() => void)[] = [];

  async function drain(): Promise<void> {
    running++;
    for (let batch = lines.take(); batch.length; batch = lines.take()) await commit(batch);
    running--;
    if (running > 0) return;
    for (const done of flushed) done();
    flushed = [];
  }

  async function commit(batch: Batch): Promise<void> {
    const started_ms = stopwatch();
    try {
      await settle(batch);
      const entries = batch.reduce((n, { group }) => n + group.entries.length, 0);
      onCommit({ entries, tenants: batch.length, seconds: (stopwatch() - started_ms) / 1_000 });
    } catch (error) {
      if (blamesAnEntry(error)) await apart(batch, error);
      else for (const { waiting } of batch) for (const one of waiting) refuse(one, error);
    }
  }

  async function settle(batch: Batch): Promise<void> {
    const charges = await database.recordVerdicts(batch.map(({ group }) => group));
    for (const [i, { waiting }] of batch.entries()) share(waiting, charges[i]?.granted ?? 0);
  }

  /**
   * One entry has spoiled the commit: each call by itself, so that it fails alone. A call that has an answer to keep may have come too
   * late, and whoever likes can do that often: the others are tried together first.
   */
  async function apart(batch: Batch, error: unknown): Promise<void> {
    const plain = partOf(batch, (call) => !keepsAnswer(call));
    const calls = partOf(batch, keepsAnswer).flatMap(({ waiting }) => waiting);
    if (calls.length && plain.length) await commit(plain);
    if (!calls.length) calls.push(...plain.flatMap(({ waiting }) => waiting));
    // Who was alone has been tried.
    let lost = batch.reduce((n, { waiting }) => n + waiting.length, 0) === 1 ? error : undefined;
    for (const call of calls) {
      if (lost !== undefined) refuse(call, lost);
      else
        await settle([{ group: groupOf(call), waiting: [call] }]).catch((cause: unknown) => {
          if (!blamesAnEntry(cause)) lost = cause;
          refuse(call, cause);
        });
    }
  }

  function share(waiting: readonly Waiting[], granted: number): void {
    for (const one of waiting) {
      const own = Math.min(granted, one.entries.length);
      granted -= own;
      lines.settled(one);
      one.resolve(own);
    }
  }

  function refuse(one: Waiting, cause: unknown): void {
    lines.settled(one);
    one.reject(cause);
  }

  return {
    record(tenant, entries, month, quota) {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const waiting: Waiting = { tenant, entries, month, quota, bytes: bytesOf(entries), resolve, reject };
      if (!lines.add(waiting)) return Promise.reject(new Problem('OVERLOADED', { retry_after_ms: RETRY_MS }));
      // At the end of the turn, so that what arrives in it goes along.
      if (running < in_flight) setImmediate(() => running < in_flight && void drain());
      return promise;
    },
    get depth() {
      return lines.depth;
    },
    flush: () => (lines.depth.entries ? new Promise((resolve) => flushed.push(resolve)) : Promise.resolve()),
  };
}

/** SQLSTATE classes 22 (data) and 23 (integrity), and what could not even be sent. */
export const blamesAnEntry = (error: unknown): boolean =>
  error instanceof TypeError || (error instanceof Error && 'code' in error && /^2[23]/.test(String(error.code)));
