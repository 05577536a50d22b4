/** Processes of the benchmark: where they run, what processor time they have used. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../support/supervised.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const START_MS = 30_000;
const POLL_MS = 25;
/** What /proc counts in (sysconf(_SC_CLK_TCK), 100 on every Linux that Node runs on). */
const TICKS_PER_S = 100;
const KIB = 1_024;

/** The cores of the server under test, and those of all the rest; null where processes are not pinned. */
export type Cores = { server: string; rest: string } | null;

export function coresOf(pin: boolean): Cores {
  const count = availableParallelism();
  if (!pin || count < 2 || spawnSync('taskset', ['-V']).status !== 0) return null;
  return { server: '0', rest: count === 2 ? '1' : `1-${count - 1}` };
}

/** This process and all that it starts from now on; a server under test then takes a core of its own. */
export function moveToRest(cores: Cores): void {
  if (cores) spawnSync('taskset', ['-acp', cores.rest, String(process.pid)]);
}

export const nodeOn = (cores: Cores, args: readonly string[]): [string, string[]] =>
  cores ? ['taskset', ['-c', cores.server, process.execPath, ...args]] : [process.execPath, [...args]];

export type Subject = { url: string; pid: number; inspector: string | null; stop(): Promise<void> };

/**
 * Starts a server of ours on a free port and waits until it answers. Its log goes to /dev/null: written, but to no disk that the
 * database waits for.
 */
export async function startSubject(cores: Cores, args: readonly string[], variables: Record<string, string>): Promise<Subject> {
  const port = await freePort();
  const env = { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(port), ...variables };
  const child = spawn(...nodeOn(cores, args), { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  await untilAnswers(url, child, () => complaints);
  return {
    url,
    pid: child.pid!,
    inspector: /ws:\/\/\S+/.exec(complaints)?.[0] ?? null,
    stop: () => stop(child),
  };
}

async function untilAnswers(url: string, child: ChildProcess, complaints: () => string): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`a server of the benchmark ended with ${child.exitCode}: ${complaints()}`);
    try {
      const { status } = await fetch(`${url}/readyz`, { method: 'POST', body: '{}' });
      if (status < 500) return;
    } catch (error) {
      if (Date.now() > deadline) throw new Error(`a server of the benchmark does not answer: ${complaints()}`, { cause: error });
    }
    await delay(POLL_MS);
  }
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Seconds of processor time of a process with all its threads, and of its children, ended ones too; NaN where there is no /proc. */
export function cpuSeconds(pid: number, withChildren = false): number {
  const own = ticksOf(pid, withChildren) / TICKS_PER_S;
  // A child may end between being listed and being asked.
  return withChildren ? childrenOf(pid).reduce((sum, child) => sum + (cpuSeconds(child) || 0), own) : own;
}

/** utime and stime, and those of ended children, after the name in parentheses, which may hold anything (proc(5)). */
function ticksOf(pid: number, withEnded: boolean): number {
  const text = textOf(`/proc/${pid}/stat`);
  if (text === null) return NaN;
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields.slice(11, withEnded ? 15 : 13).reduce((sum, ticks) => sum + Number(ticks), 0);
}

function childrenOf(pid: number): number[] {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return [];
  return readdirSync(tasks).flatMap((task) => (textOf(`${tasks}/${task}/children`) ?? '').split(' ').filter(Boolean).map(Number));
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Resident memory in MiB. */
export function residentMib(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(textOf(`/proc/${pid}/status`) ?? '')?.[1]) / KIB;
}
