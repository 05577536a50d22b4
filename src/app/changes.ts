/**
 * What other processes change of the tenants that this one keeps in memory. It asks the store once a second. While it gets answers, what
 * was read stays believed for as long as nobody has changed it; when it gets none, for so short a time that no question is needed.
 * Either way a change is followed everywhere within `CHANGE_SEEN_MS`.
 */
import type { TenantId } from '#core/tenant.ts';
import type { Database } from './ports.ts';

/** Within so long every process follows a change that was committed by another one. */
export const CHANGE_SEEN_MS = 2_000;
/** What has not changed is read again after so long. */
export const UNCHANGED_MS = 10_000;
export const ASK_EVERY_MS = 1_000;
/** Tenants that changed between two questions; beyond that everything is forgotten. */
const CHANGED_MAX = 1_000;
/** The store forgets changes after 10 minutes (migrations/0007_changes.sql). */
const UNASKED_MS_MAX = 300_000;

export type Changes = {
  /** For how long at most what was read from the store may be believed now. */
  believedFor(now_ms: number): number;
  /** Whether what was read of the tenant at `read_ms` may be another now. */
  isChanged(tenant: TenantId, read_ms: number): boolean;
  /** This process itself has changed it. */
  note(tenant: TenantId, now_ms: number): void;
  /** Milliseconds since the last question that was answered, or since the start. */
  age(now_ms: number): number;
  /** Rejects when the store does not answer; the next question is then about all that has happened since. */
  ask(): Promise<void>;
};

/** `onChange` is told of every change that is learnt of; null stands for all tenants. */
export function makeChanges(
  database: Pick<Database, 'changedTenants'>,
  now: () => number,
  onChange: (tenant: TenantId | null, now_ms: number) => void = () => {},
): Changes {
  const changed = new Map<TenantId, number>();
  let mark: string | null = null;
  const born_ms = now();
  let asked_ms = -Infinity;
  let all_changed_ms = -Infinity;
  const note = (tenant: TenantId, now_ms: number): void => {
    onChange(tenant, now_ms);
    // In order of time: what nothing in memory can be older than is forgotten.
    changed.delete(tenant);
    changed.set(tenant, now_ms);
    for (const [oldest, at_ms] of changed) {
      if (at_ms >= now_ms - 2 * UNCHANGED_MS && changed.size <= 10 * CHANGED_MAX) break;
      if (at_ms >= now_ms - 2 * UNCHANGED_MS) all_changed_ms = now_ms;
      changed.delete(oldest);
    }
  };
  return {
    believedFor: (now_ms) => (now_ms >= asked_ms && now_ms - asked_ms < CHANGE_SEEN_MS ? UNCHANGED_MS : CHANGE_SEEN_MS),
    isChanged: (tenant, read_ms) => read_ms <= all_changed_ms || read_ms <= (changed.get(tenant) ?? -Infinity),
    note,
    age: (now_ms) => Math.max(0, now_ms - Math.max(asked_ms, born_ms)),
    async ask() {
      const started_ms = now();
      const news = await database.changedTenants(mark, CHANGED_MAX);
      const now_ms = now();
      const missed = mark === null || news.tenants === null || started_ms - asked_ms > UNASKED_MS_MAX;
      if (missed) {
        all_changed_ms = now_ms;
        onChange(null, now_ms);
      } else for (const tenant of news.tenants ?? []) note(tenant, now_ms);
      mark = news.mark;
      asked_ms = started_ms;
    },
  };
}
