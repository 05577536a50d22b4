/**
 * Where verdicts go that must be answered while the store is down. Each process has a folder of its own within `folder`, locked; a
 * folder whose process is gone is taken over. An entry counts as kept once it is on the disk, and is forgotten once it is replayed:
 * a process that dies between the two replays it again, so replaying must do nothing the second time.
 */
import { readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Journal, Replay } from '#app/ports.ts';
import { makeFolder } from './folder.ts';
import { lockFolder } from './folder-lock.ts';
import { frameOf, type Kept, readFrames } from './journal-frames.ts';
import { newSegment, type Segment } from './journal-segment.ts';

export type JournalOptions = {
  folder: string;
  /** Of all files in `folder`; those of other processes as they were when this one last looked. */
  bytes_max: number;
  /** Told of files whose end cannot be read, and of those that the store refuses. */
  onDamage?: (message: string, fields: { bytes: number }) => void;
};

const SEGMENT_BYTES_MAX = 8 * 1024 * 1024;
/** Waiting for the disk. */
const PENDING_BYTES_MAX = 32 * 1024 * 1024;
const SEGMENT = /^\d{12}\.journal$/;

type Waiting = { frames: Buffer[]; bytes: number; resolve: () => void; reject: (cause: unknown) => void };
type Own = { path: string; release: () => void; segments: number };

export function openJournal({ folder, bytes_max, onDamage = () => {} }: JournalOptions): Journal {
  let own: Own | null = null;
  let segment: Segment | null = null;
  let pending: Waiting[] = [];
  let pending_bytes = 0;
  let kept_bytes = 0;
  let other_bytes = 0;
  let closed = false;
  let replaying = false;
  let turn: Promise<unknown> = Promise.resolve();

  /** Writes and rotations one after the other. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = turn.then(work);
    turn = next.catch(() => {});
    return next;
  }

  function home(): Own {
    if (own) return own;
    const path = join(folder, `${process.pid}-${randomBytes(6).toString('hex')}`);
    makeFolder(path);
    own = { path, release: lockFolder(path).release, segments: 0 };
    other_bytes = bytesIn(folder, path);
    return own;
  }

  async function current(): Promise<Segment> {
    if (segment && segment.size < SEGMENT_BYTES_MAX) return segment;
    await retire();
    const at = home();
    segment = await newSegment(at.path, join(at.path, `${String(++at.segments).padStart(12, '0')}.journal`));
    return segment;
  }

  async function retire(): Promise<void> {
    const old = segment;
    segment = null;
    await old?.close();
  }

  async function write(): Promise<void> {
    const batch = pending;
    if (!batch.length) return;
    pending = [];
    const bytes = Buffer.concat(batch.flatMap(({ frames }) => frames));
    try {
      const file = await current();
      if (other_bytes + kept_bytes + bytes.length > bytes_max) throw full(bytes_max);
      await file.append(bytes);
      kept_bytes += bytes.length;
      for (const { resolve } of batch) resolve();
    } catch (error) {
      // After a failed write the next one starts a file of its own.
      await retire().catch(() => {});
      for (const { reject } of batch) reject(error);
    } finally {
      pending_bytes -= bytes.length;
    }
  }

  /** A folder of a process that is gone, locked now; null when it is somebody's. */
  function adopt(name: string): Own | null {
    const path = join(folder, name);
    try {
      return { path, release: lockFolder(path).release, segments: 0 };
    } catch {
      return null;
    }
  }

  async function replaySegment(path: string, replay: Replay): Promise<number> {
    const bytes = readFileSync(path);
    const { kept, whole } = readFrames(bytes);
    if (whole < bytes.length) onDamage('the end of a journal file cannot be read and is passed over', { bytes: bytes.length - whole });
    const refused = kept.length ? await replay(joined(kept)) : 0;
    if (refused > 0) {
      onDamage('the store refuses entries of a journal file, which stays', { bytes: bytes.length });
      renameSync(path, `${path}.refused`);
    } else rmSync(path);
    return kept.length - refused;
  }

  async function replayFolder(at: Own, replay: Replay): Promise<number> {
    let entries = 0;
    const active = segment?.path;
    for (const name of readFolder(at.path)
      .filter((file) => SEGMENT.test(file))
      .toSorted()) {
      const path = join(at.path, name);
      if (path === active) continue;
      const { size } = statSync(path);
      entries += await replaySegment(path, replay);
      if (at === own) kept_bytes = Math.max(0, kept_bytes - size);
    }
    return entries;
  }

  async function replayAll(replay: Replay): Promise<number> {
    await inTurn(retire);
    let entries = 0;
    for (const name of readFolder(folder)) {
      const at = join(folder, name) === own?.path ? own : adopt(name);
      if (!at) continue;
      try {
        entries += await replayFolder(at, replay);
        if (at !== own && isEmpty(at.path)) rmSync(at.path, { recursive: true });
      } finally {
        if (at !== own) letGo(at);
      }
    }
    other_bytes = bytesIn(folder, own?.path);
    return entries;
  }

  return {
    append(group) {
      const frames = group.entries.map((entry) => frameOf(group, entry));
      const bytes = frames.reduce((n, frame) => n + frame.length, 0);
      if (closed || pending_bytes + bytes > PENDING_BYTES_MAX || other_bytes + kept_bytes + pending_bytes + bytes > bytes_max)
        return Promise.reject(full(bytes_max));
      pending_bytes += bytes;
      return new Promise((resolve, reject) => {
        pending.push({ frames, bytes, resolve, reject });
        // Whoever comes while the disk works goes along with the next write.
        if (pending.length === 1) void inTurn(write);
      });
    },
    async replay(replay) {
      if (replaying) return 0;
      replaying = true;
      try {
        return await replayAll(replay);
      } finally {
        replaying = false;
      }
    },
    get bytes() {
      return kept_bytes;
    },
    async close() {
      closed = true;
      await inTurn(write);
      await inTurn(retire);
      if (!own) return;
      if (isEmpty(own.path)) rmSync(own.path, { recursive: true, force: true });
      letGo(own);
      own = null;
    },
  };
}

/** Of a folder that may be gone already. */
function letGo({ release }: Own): void {
  try {
    release();
  } catch {
    // The lock went with the folder.
  }
}

const full = (bytes_max: number): Error => new Error(`the journal has no room: it may hold ${bytes_max} bytes`);

function joined(kept: readonly Kept[]): Kept[] {
  const groups = Map.groupBy(kept, ({ tenant, month }) => `${tenant} ${month}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ ...first, entries: group.flatMap(({ entries }) => entries) }] : [];
  });
}

/** Of the files of all folders within, but one. */
const bytesIn = (folder: string, except: string | undefined): number =>
  readFolder(folder)
    .map((name) => join(folder, name))
    .filter((path) => path !== except)
    .flatMap((path) => readFolder(path).map((name) => sizeOf(join(path, name))))
    .reduce((sum, size) => sum + size, 0);

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

const isEmpty = (path: string): boolean => readFolder(path).every((name) => name.startsWith('lock'));

function readFolder(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
