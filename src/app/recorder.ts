/**
 * Group commit without a timer: one commit per tenant is in flight, and what arrives meanwhile is the next one.
 * An entry's promise settles only after its commit.
 */
import type { TenantId } from '#core/tenant.ts';
import type { Database, VerdictEntry } from './ports.ts';

/** Entries in one transaction; a single larger group still goes whole. */
const ENTRIES_MAX = 500;

export type Recorder = {
  /** Commits the entries in order; resolves to how many of the first of them the quota allowed. */
  record(tenant: TenantId, entries: readonly VerdictEntry[], month: string, quota: number | null): Promise<number>;
};

type Waiting = {
  entries: readonly VerdictEntry[];
  month: string;
  quota: number | null;
  settle: { resolve: (granted: number) => void; reject: (cause: unknown) => void };
};

export function makeRecorder(database: Pick<Database, 'recordVerdicts'>): Recorder {
  const lines = new Map<TenantId, Waiting[]>();

  async function drain(tenant: TenantId, line: Waiting[]): Promise<void> {
    while (line.length) await commit(tenant, takeGroup(line));
    lines.delete(tenant);
  }

  async function commit(tenant: TenantId, group: Waiting[]): Promise<void> {
    const first = group[0];
    if (!first) return;
    try {
      const entries = group.flatMap((w) => w.entries);
      const [charge] = await database.recordVerdicts([{ tenant, month: first.month, quota: first.quota, entries }]);
      let granted = charge?.granted ?? 0;
      for (const waiting of group) {
        const own = Math.min(granted, waiting.entries.length);
        granted -= own;
        waiting.settle.resolve(own);
      }
    } catch (error) {
      for (const waiting of group) waiting.settle.reject(error);
    }
  }

  return {
    record(tenant, entries, month, quota) {
      const { promise, resolve, reject } = Promise.withResolvers<number>();
      const waiting = { entries, month, quota, settle: { resolve, reject } };
      const line = lines.get(tenant);
      if (line) line.push(waiting);
      else {
        const started = [waiting];
        lines.set(tenant, started);
        void drain(tenant, started);
      }
      return promise;
    },
  };
}

function takeGroup(line: Waiting[]): Waiting[] {
  const first = line[0];
  let taken = 0;
  let size = 0;
  for (const waiting of line) {
    if (taken && (size + waiting.entries.length > ENTRIES_MAX || waiting.month !== first?.month || waiting.quota !== first?.quota)) break;
    size += waiting.entries.length;
    taken++;
  }
  return line.splice(0, taken);
}
