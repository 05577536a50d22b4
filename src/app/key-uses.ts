/** When keys were last used: kept in memory and written in batches, so that no call waits for it or fails with it. */
import type { Database, KeyUse } from './ports.ts';
import type { TenantId } from '#core/tenant.ts';

/** What is written at most once in this time is lost with the process; a use is shown that much later. */
export const USES_FLUSH_MS = 60_000;
/** Keys remembered between two flushes, some 10 MB; a use of yet another one is forgotten. */
export const USES_MAX = 50_000;
/** Keys of one statement. */
export const USES_BATCH_MAX = 1_000;

export type KeyUses = {
  note(tenant: TenantId, key_id: string, now_ms: number): void;
  /** Writes what was noted. Never rejects: what could not be written is forgotten, and said to `onLoss`. */
  flush(): Promise<void>;
};

export function makeKeyUses(database: Pick<Database, 'noteKeyUses'>, onLoss: (error: unknown) => void): KeyUses {
  let noted = new Map<string, { tenant: TenantId; at_ms: number }>();
  let flushing: Promise<void> | null = null;
  const write = async (uses: readonly KeyUse[]): Promise<void> => {
    try {
      for (let i = 0; i < uses.length; i += USES_BATCH_MAX) await database.noteKeyUses(uses.slice(i, i + USES_BATCH_MAX));
    } catch (error) {
      onLoss(error);
    }
  };
  return {
    note(tenant, key_id, now_ms) {
      const known = noted.get(key_id);
      if (known) known.at_ms = now_ms;
      else if (noted.size < USES_MAX) noted.set(key_id, { tenant, at_ms: now_ms });
    },
    async flush() {
      await flushing;
      const uses = Array.from(noted, ([key_id, { tenant, at_ms }]) => ({ tenant, key_id, at: new Date(at_ms) }));
      noted = new Map();
      flushing = write(uses);
      await flushing;
    },
  };
}
