/** A master key that nobody configured: a file that only its owner can read. */
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { makeFolder } from './folder.ts';
import { MASTER_KEY_BYTES } from './vault.ts';

const FILE = 'master.key';

/**
 * Reads `master.key` in `data_dir`, or makes it when `may_make`; of several processes that make it at once, one wins. Throws when the
 * file is damaged, and when it is missing although the store has tenants: their keys could never be opened again.
 */
export function masterKeyIn(data_dir: string, may_make: boolean): Uint8Array {
  const path = join(data_dir, FILE);
  const made = read(path) ?? (may_make ? make(data_dir, path) : null);
  if (made === null) throw new Error(`${path} is missing, and the store was made with it: put it back, or set MASTER_KEY`);
  const key = Buffer.from(made.trim(), 'base64');
  if (key.length !== MASTER_KEY_BYTES) throw new Error(`${path} is damaged: it must hold ${MASTER_KEY_BYTES} bytes in base64`);
  return new Uint8Array(key);
}

/** Written aside and linked into place, so that nobody ever reads half a key. */
function make(data_dir: string, path: string): string | null {
  makeFolder(data_dir);
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  const file = openSync(aside, 'wx', 0o600);
  try {
    writeSync(file, `${randomBytes(MASTER_KEY_BYTES).toString('base64')}\n`);
    fsyncSync(file);
    linkSync(aside, path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  } finally {
    closeSync(file);
    rmSync(aside);
  }
  return read(path);
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
