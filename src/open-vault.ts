/** The vault of this store's master key. */
import { masterKeyIn } from '#adapters/master-key.ts';
import { openVault } from '#adapters/vault.ts';
import type { Database, Vault } from '#app/ports.ts';
import type { Config } from '#config';

/** Refuses a key that is not that of the store: it would open no tenant, and what it wrapped meanwhile would be lost with it. */
export async function openVaultOf(database: Database, { MASTER_KEY, DATA_DIR }: Config): Promise<Vault> {
  const vault = openVault(MASTER_KEY ?? masterKeyIn(DATA_DIR, await database.isEmpty()));
  const sample = await database.anyWrappedKey();
  try {
    if (sample) vault.open(sample);
  } catch (cause) {
    const named = MASTER_KEY ? 'MASTER_KEY' : `the key in ${DATA_DIR}/master.key`;
    throw new Error(`${named} is not the one that this store was made with: the keys of its tenants do not open`, { cause });
  }
  return vault;
}
