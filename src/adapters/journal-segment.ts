/** One file of the journal: appended to and flushed to the disk, or nothing. */
import { open, type FileHandle } from 'node:fs/promises';

export type Segment = {
  readonly path: string;
  /** Bytes that are on the disk. */
  readonly size: number;
  /** Resolves once the bytes are on the disk (fdatasync); when it rejects the file is cut back to what it was. */
  append(bytes: Buffer): Promise<void>;
  close(): Promise<void>;
};

/** Throws EEXIST when there is such a file. The name itself is made durable too. */
export async function newSegment(folder: string, path: string): Promise<Segment> {
  const file = await open(path, 'ax', 0o600);
  try {
    await syncFolder(folder);
  } catch (error) {
    await file.close();
    throw error;
  }
  let size = 0;
  return {
    path,
    get size() {
      return size;
    },
    async append(bytes) {
      try {
        await writeAll(file, bytes);
        await file.datasync();
        size += bytes.length;
      } catch (error) {
        // What is left behind a failed write would be taken for torn, and what comes after it for lost.
        await file.truncate(size);
        throw error;
      }
    },
    close: () => file.close(),
  };
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  let written = 0;
  while (written < bytes.length) written += (await file.write(bytes, written, bytes.length - written)).bytesWritten;
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
