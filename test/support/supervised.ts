/** Server processes that cannot outlive the one that started them, however that one ends. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, readFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Waits for a line or for the end of its input, which comes with the death of its parent too; then stops the server. */
const SUPERVISOR = `
  folder=$1 signal=$2; shift 2
  trap '' HUP INT TERM
  "$@" </dev/null >>"$folder/log" 2>&1 & pid=$!
  echo "$pid"
  read -r word
  kill -CONT "$pid" 2>/dev/null; kill -s "$signal" "$pid" 2>/dev/null
  wait "$pid"
  [ "$word" = keep ] || rm -rf "$folder"`;

const START_MS = 60_000;
const POLL_MS = 25;

export type Account = { uid: number; gid: number } | null;
export type Process = {
  pid: number;
  /** Ends the process and, unless told to keep it, its folder. */
  stop(options?: { keep: boolean }): Promise<void>;
  log(): string;
};

/** Who may run a server here: ourselves, or an unprivileged account when we are root, which PostgreSQL refuses. */
export function serverAccount(): Account {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number.parseInt(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout, 10));
    if (uid !== undefined && gid !== undefined && uid > 0) return { uid, gid };
  }
  throw new Error('root cannot run PostgreSQL, and there is neither an account postgres nor nobody');
}

export function makeFolder(account: Account): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-test-'));
  if (account) chownSync(folder, account.uid, account.gid);
  return folder;
}

export async function supervise(folder: string, account: Account, stop_signal: string, command: string[]): Promise<Process> {
  const child = spawn('/bin/sh', ['-c', SUPERVISOR, 'sh', folder, stop_signal, ...command], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: folder,
    // A group of its own: the terminal's Ctrl-C is for the tests, which then stop their servers in order.
    detached: true,
    ...account,
  });
  const ended = once(child, 'exit');
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  child.unref();
  return {
    pid: Number(line.toString('utf8')),
    log: () => readFileSync(join(folder, 'log'), 'utf8'),
    async stop({ keep } = { keep: false }) {
      if (child.exitCode === null) {
        child.ref();
        release(child, keep);
        await ended;
      }
    },
  };
}

function release(child: ChildProcess, keep: boolean): void {
  child.stdin?.on('error', () => {});
  child.stdin?.end(keep ? 'keep\n' : 'end\n');
}

/** Resolves when `answers` does; throws with the server's own words after a minute. */
export async function untilReady(server: Process, answers: () => Promise<unknown>): Promise<void> {
  const deadline = Date.now() + START_MS;
  for (;;) {
    try {
      await answers();
      return;
    } catch (error) {
      if (Date.now() < deadline) await delay(POLL_MS);
      else throw new Error(`the server did not start: ${String(error)}\n${server.log().slice(-2_000)}`, { cause: error });
    }
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** One line there, one line back: enough to tell whether Redis is up. */
export async function ask(port: number, line: string): Promise<string> {
  const socket = createConnection(port, '127.0.0.1');
  socket.setTimeout(1_000, () => socket.destroy(new Error('no answer')));
  try {
    socket.write(`${line}\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString('utf8');
  } finally {
    socket.destroy();
  }
}
