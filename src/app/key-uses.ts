/** When keys were last used, and policies last decided: kept in memory and written in batches, so that no call waits for it or fails with it. */
import type { Database } from './ports.ts';
import type { TenantId } from '#core/tenant.ts';

/** What is written at most once in this time is lost with the process; a use is shown that much later. */
export const USES_FLUSH_MS = 60_000;
/** Remembered between two flushes, some 10 MB; a use of yet another one is forgotten. */
export const USES_MAX = 50_000;
/** Of one statement. */
export const USES_BATCH_MAX = 1_000;

export type Use = { tenant: TenantId; id: string; at: Date };
export type Uses = {
  /** `id` is one in all tenants. */
  note(tenant: TenantId, id: string, now_ms: number): void;
  /** Writes what was noted. Never rejects: what could not be written is forgotten, and said to `onLoss`. */
  flush(): Promise<void>;
};

export function makeUses(write: (uses: readonly Use[]) => Promise<void>, onLoss: (error: unknown) => void): Uses {
  let noted = new Map<string, { tenant: TenantId; at_ms: number }>();
  let flushing: Promise<void> | null = null;
  const writeAll = async (uses: readonly Use[]): Promise<void> => {
    try {
      for (let i = 0; i < uses.length; i += USES_BATCH_MAX) await write(uses.slice(i, i + USES_BATCH_MAX));
    } catch (error) {
      onLoss(error);
    }
  };
  return {
    note(tenant, id, now_ms) {
      const known = noted.get(id);
      if (known) known.at_ms = now_ms;
      else if (noted.size < USES_MAX) noted.set(id, { tenant, at_ms: now_ms });
    },
    async flush() {
      await flushing;
      const uses = Array.from(noted, ([id, { tenant, at_ms }]) => ({ tenant, id, at: new Date(at_ms) }));
      noted = new Map();
      flushing = writeAll(uses);
      await flushing;
    },
  };
}

/** Of keys and of policies. */
export const flushUses = async ({ key_uses, policy_uses }: { key_uses: Uses; policy_uses: Uses }): Promise<void> =>
  void (await Promise.all([key_uses.flush(), policy_uses.flush()]));

export const makeKeyUses = (database: Pick<Database, 'noteKeyUses'>, onLoss: (error: unknown) => void): Uses =>
  makeUses((uses) => database.noteKeyUses(uses.map(({ tenant, id, at }) => ({ tenant, key_id: id, at }))), onLoss);

export const makePolicyUses = (database: Pick<Database, 'notePolicyUses'>, onLoss: (error: unknown) => void): Uses =>
  makeUses((uses) => database.notePolicyUses(uses.map(({ tenant, id, at }) => ({ tenant, policy_id: id, at }))), onLoss);
