/**
 * One process per folder, for stores that do not look after it themselves. The lock is a numbered file, `lock.7`, made whole by
 * link(2), which fails when the name exists. The highest number counts; whoever finds its holder gone makes the next one, so of
 * any number of takers one wins. A holder touches its file; where the process cannot be looked up (another container, another
 * host), it counts as gone once it has been silent for `SILENCE_MS`.
 */
import { execFileSync } from 'node:child_process';
import { linkSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';

const HEARTBEAT_MS = 5_000;
const SILENCE_MS = 30_000;
const FILE = /^lock\.([1-9]\d{0,14})$/;

const holder = z.object({ pid: z.int(), host: z.string(), started: z.string(), released: z.boolean() });
type Holder = z.infer<typeof holder>;

/** Throws, naming the pid, when another process (or this one) holds the lock of `folder`. */
export function lockFolder(folder: string, now: () => number = Date.now): { release(): void } {
  const self: Holder = { pid: process.pid, host: hostname(), started: startOf(process.pid), released: false };
  const previous = lastIn(folder);
  if (previous > 0) refuseWhenHeld(folder, previous, self, now());
  const file = join(folder, `lock.${previous + 1}`);
  if (!makeWhole(folder, file, self)) throw new Error(`${folder} is being opened by another process at this moment`);
  for (let n = previous; n > 0 && remove(join(folder, `lock.${n}`)); n--);
  const heartbeat = setInterval(() => touch(file, now()), HEARTBEAT_MS).unref();
  return {
    release() {
      clearInterval(heartbeat);
      writeFileSync(file, JSON.stringify({ ...self, released: true }));
    },
  };
}

const lastIn = (folder: string): number => Math.max(0, ...readdirSync(folder).map((name) => Number(FILE.exec(name)?.[1] ?? 0)));

function refuseWhenHeld(folder: string, n: number, self: Holder, now_ms: number): void {
  const file = join(folder, `lock.${n}`);
  const { pid, host, started, released } = readHolder(folder, file);
  if (released) return;
  const held = `${folder} is in use by process ${pid}`;
  if (host === self.host) {
    if (startOf(pid) === started) throw new Error(held);
    return;
  }
  const silent_ms = now_ms - statSync(file).mtimeMs;
  if (silent_ms < SILENCE_MS)
    throw new Error(`${held} on host ${host}; if it is gone, wait ${Math.ceil((SILENCE_MS - silent_ms) / 1_000)} s`);
}

function readHolder(folder: string, file: string): Holder {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Error(`${folder} is being opened by another process at this moment`);
  }
  const read = holder.safeParse(parseJson(text));
  if (!read.success) throw new Error(`${file} is damaged; when no process uses the folder, remove it`);
  return read.data;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function makeWhole(folder: string, file: string, self: Holder): boolean {
  const draft = join(folder, `lock-draft.${self.pid}`);
  writeFileSync(draft, JSON.stringify(self));
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Tells a process from a later one with the same id; empty when there is no such process. */
function startOf(pid: number): string {
  try {
    // proc(5): the command may hold spaces and parentheses; the 20th field after it is the start, in ticks since boot.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot}/${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''}`;
  } catch {
    return startByPs(pid);
  }
}

function startByPs(pid: number): string {
  if (process.platform === 'linux') return '';
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

function touch(file: string, now_ms: number): void {
  try {
    utimesSync(file, now_ms / 1_000, now_ms / 1_000);
  } catch {
    // The folder was removed under us; the store will say so.
  }
}

function remove(file: string): boolean {
  try {
    rmSync(file);
    return true;
  } catch {
    return false;
  }
}
