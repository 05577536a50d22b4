/**
 * Looking keys up in the store, many at once: while one look-up is under way, whatever comes meanwhile is the next one. However fast
 * unknown keys come, and from whomever, they cost the store one small transaction at a time, and a valid key among them is found.
 */
import type { Database, KeyRow } from './ports.ts';
import type { TenantId } from '#core/tenant.ts';

/** Keys of one look-up. */
export const LOOKUP_KEYS_MAX = 500;
/** Look-ups under way in this process. */
const LOOKUPS_MAX = 2;
/** Keys that wait for their turn, some 2 MB; more fail at once, as the store's failure. */
export const LOOKUPS_WAITING_MAX = 10_000;

export type StoredKey = { tenant: TenantId; key: KeyRow };
export type KeyLookups = {
  find(hash: Uint8Array): Promise<StoredKey | null>;
  /** Keys whose look-up has not begun. */
  waiting(): number;
};

type Waiting = { hash: Uint8Array; resolve: (found: StoredKey | null) => void; reject: (error: unknown) => void };

export function makeKeyLookups(database: Pick<Database, 'findKeys'>): KeyLookups {
  let waiting: Waiting[] = [];
  let under_way = 0;
  const start = (): void => {
    while (under_way < LOOKUPS_MAX && waiting.length > 0) {
      const batch = waiting.slice(0, LOOKUP_KEYS_MAX);
      waiting = waiting.slice(LOOKUP_KEYS_MAX);
      under_way++;
      void lookUp(database, batch).finally(() => {
        under_way--;
        start();
      });
    }
  };
  return {
    find(hash) {
      if (waiting.length >= LOOKUPS_WAITING_MAX) return Promise.reject(new Error(`${LOOKUPS_WAITING_MAX} keys wait for their look-up`));
      return new Promise((resolve, reject) => {
        waiting.push({ hash, resolve, reject });
        start();
      });
    },
    waiting: () => waiting.length,
  };
}

const nameOf = (hash: Uint8Array): string => Buffer.from(hash).toString('latin1');

async function lookUp(database: Pick<Database, 'findKeys'>, batch: readonly Waiting[]): Promise<void> {
  try {
    const found = await database.findKeys(batch.map(({ hash }) => hash));
    const by_hash = new Map(found.map((one) => [nameOf(one.key.hash), one]));
    for (const { hash, resolve } of batch) resolve(by_hash.get(nameOf(hash)) ?? null);
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}
