/** The embedded store's own master key: a file beside it that only its owner can read. */
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { MASTER_KEY_BYTES } from './vault.ts';

const FILE = 'master.key';

/**
 * Reads `master.key` in `data_dir`, or makes it when `may_make`. The caller holds the folder's lock. Throws when the file is damaged,
 * and when it is missing although the store has tenants: their keys could never be opened again.
 */
export function masterKeyIn(data_dir: string, may_make: boolean): Uint8Array {
  const path = join(data_dir, FILE);
  const text = read(path);
  if (text !== null) {
    const key = Buffer.from(text.trim(), 'base64');
    if (key.length !== MASTER_KEY_BYTES) throw new Error(`${path} is damaged: it must hold ${MASTER_KEY_BYTES} bytes in base64`);
    return new Uint8Array(key);
  }
  if (!may_make) throw new Error(`${path} is missing, and the store in ${data_dir} was made with it: put it back, or set MASTER_KEY`);
  const key = randomBytes(MASTER_KEY_BYTES);
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, `${key.toString('base64')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return new Uint8Array(key);
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
