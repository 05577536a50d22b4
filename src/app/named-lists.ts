/** Named lists in the memory of this process: one that has not changed is neither read nor indexed again. */
import { LRUCache } from 'lru-cache';
import type { NamedList } from '#core/policy/lists.ts';
import type { TenantId } from '#core/tenant.ts';
import type { ReadTx } from './ports.ts';

/** Of all tenants. */
const CHARS_MAX = 64 * 1_048_576;

export type KnownList = NamedList & { digest: string };
export type NamedLists = {
  /** Those that there are, in order of name; the same object as long as it is the same list. */
  read(tenant: TenantId, tx: Pick<ReadTx, 'lists'>, names: readonly string[]): Promise<KnownList[]>;
};

export function makeNamedLists(): NamedLists {
  const known = new LRUCache<string, KnownList>({ maxSize: CHARS_MAX });
  return {
    async read(tenant, tx, names) {
      const heads = names.length ? await tx.lists.heads(names) : [];
      const lists: KnownList[] = [];
      for (const { id, name, digest, entry_chars } of heads) {
        const key = `${tenant} ${id} ${digest}`;
        const found = known.get(key) ?? (await readList(tx, name));
        if (!found) continue;
        if (found.digest === digest) known.set(key, found, { size: 1 + entry_chars });
        lists.push(found);
      }
      return lists;
    },
  };
}

async function readList(tx: Pick<ReadTx, 'lists'>, name: string): Promise<KnownList | null> {
  const row = await tx.lists.get(name);
  return row && { name, kind: row.kind, entries: row.entries, digest: row.digest };
}
