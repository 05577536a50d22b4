/** Folders that must be there and must take files. */
import { closeSync, fsyncSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';

/**
 * With those above it, for its owner alone. Throws what mkdir(2) says. Node's own `recursive` never returns where the folder above is
 * there and mkdir says that it is not, as within /proc.
 */
export function makeFolder(path: string): void {
  const first = makeOne(path);
  if (!first) return;
  const above = dirname(resolve(path));
  if (first.code !== 'ENOENT' || above === resolve(path)) throw first;
  makeFolder(above);
  const second = makeOne(path);
  if (second) throw second;
}

function makeOne(path: string): NodeJS.ErrnoException | null {
  try {
    mkdirSync(path, { mode: 0o700 });
    return null;
  } catch (error) {
    if (isFolder(path)) return null;
    if (error instanceof Error) return error;
    throw error;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Makes the folder, and writes a file in it to the disk and away again. Throws what the disk says. */
export function proveWritable(folder: string): void {
  makeFolder(folder);
  const path = join(folder, `probe-${process.pid}-${randomBytes(6).toString('hex')}`);
  const file = openSync(path, 'wx', 0o600);
  try {
    writeSync(file, 'probe');
    fsyncSync(file);
  } finally {
    closeSync(file);
    rmSync(path);
  }
}
