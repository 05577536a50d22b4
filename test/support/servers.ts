/** PostgreSQL and Redis on free loopback ports in temporary folders: from the machine's programs, else by Docker. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { aptCommand, dockerRuns, findPostgres, findRedis, installByApt } from './binaries.ts';
import { ask, freePort, makeFolder, type Process, serverAccount, supervise, untilReady } from './supervised.ts';

export type Server = {
  url: string;
  /** How it was started, for people. */
  origin: string;
  stop(): Promise<void>;
  /** The same data at the same address, every connection broken. */
  restart(): Promise<void>;
  /** The first and the second half of a restart. */
  down(): Promise<void>;
  up(): Promise<void>;
  /** Alive but silent, and back. */
  pause(): void;
  resume(): void;
};

const POSTGRES_IMAGE = 'postgres:15';
const REDIS_IMAGE = 'redis:7';
const POSTGRES_SETTINGS = ['max_connections=200', 'shared_buffers=64MB', 'log_min_messages=warning'];
/** Most tests do not outlive the power supply. */
const FORGETFUL = ['fsync=off', 'full_page_writes=off'];
const REDIS_FLAGS = ['--save', '', '--appendonly', 'no'];

/** Which of the two cannot be started from what is on this machine. */
export const missingPrograms = (): string[] => [...(findPostgres() ? [] : ['postgresql']), ...(findRedis() ? [] : ['redis-server'])];

/** Says so, and brings what is missing; throws with the command to type where it cannot. */
export function provide(packages: string[]): void {
  const missing = missingPrograms().filter((name) => packages.includes(name));
  if (missing.length === 0) return;
  process.stderr.write(`test services: ${missing.join(' and ')} not found on this machine\n`);
  if (installByApt(missing) && missingPrograms().every((name) => !packages.includes(name))) return;
  if (dockerRuns()) return;
  throw new Error(
    `the tests need PostgreSQL 15 and Redis 7. Type: ${aptCommand(missing)}\nor start Docker, or set TEST_DATABASE_URL and TEST_REDIS_URL`,
  );
}

/** With `durable`, a commit waits for the disk, as it does in earnest. */
export async function startPostgres({ durable } = { durable: false }): Promise<Server> {
  const flags = [...POSTGRES_SETTINGS, ...(durable ? [] : FORGETFUL)].flatMap((setting) => ['-c', setting]);
  const password = randomBytes(16).toString('hex');
  const port = await freePort();
  const url = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  const answers = async (): Promise<void> => {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
    client.on('error', () => {});
    await client.connect();
    await client.end();
  };
  const found = findPostgres();
  if (!found) {
    const env = [`POSTGRES_PASSWORD=${password}`];
    return startContainer({ image: POSTGRES_IMAGE, port, inner_port: 5432, env, args: flags, url, answers });
  }
  const account = serverAccount();
  const folder = makeFolder(account);
  const data = join(folder, 'data');
  writeFileSync(join(folder, 'password'), password, { mode: 0o644 });
  const args = [
    '-D',
    data,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    '--pwfile',
    join(folder, 'password'),
    '-E',
    'UTF8',
    '--locale=C',
    '--no-sync',
  ];
  const { status, stderr } = spawnSync(found.initdb, args, { ...account, cwd: folder, encoding: 'utf8' });
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
  const command = [found.postgres, '-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, ...flags];
  const start = (): Promise<Process> => supervise(folder, account, 'INT', command);
  return serve(url, `${found.postgres} (${found.major})`, start, answers);
}

/** `flags` beyond those of every Redis here, such as `--cluster-enabled yes`. */
export async function startRedis(flags: readonly string[] = []): Promise<Server> {
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  const answers = async (): Promise<void> => {
    const answer = await ask(port, 'PING');
    if (!answer.startsWith('+PONG')) throw new Error(answer);
  };
  const found = findRedis();
  if (!found)
    return startContainer({ image: REDIS_IMAGE, port, inner_port: 6379, env: [], args: [...REDIS_FLAGS, ...flags], url, answers });
  const account = serverAccount();
  const folder = makeFolder(account);
  const command = [found.server, '--port', String(port), '--bind', '127.0.0.1', '--dir', folder, ...REDIS_FLAGS, ...flags];
  const start = (): Promise<Process> => supervise(folder, account, 'TERM', command);
  return serve(url, `${found.server} (${found.major})`, start, answers);
}

async function serve(url: string, origin: string, start: () => Promise<Process>, answers: () => Promise<void>): Promise<Server> {
  const launch = async (): Promise<Process> => {
    const started = await start();
    try {
      await untilReady(started, answers);
    } catch (error) {
      await started.stop();
      throw error;
    }
    return started;
  };
  let current = await launch();
  return {
    url,
    origin,
    stop: () => current.stop(),
    async restart() {
      await current.stop({ keep: true });
      current = await launch();
    },
    down: () => current.stop({ keep: true }),
    async up() {
      current = await launch();
    },
    pause: () => signalFamily(current.pid, 'SIGSTOP'),
    resume: () => signalFamily(current.pid, 'SIGCONT'),
  };
}

/** The server first, so that it has no more children; PostgreSQL serves each connection in one of its own. */
function signalFamily(pid: number, signal: NodeJS.Signals): void {
  process.kill(pid, signal);
  for (const child of childrenOf(pid)) signalUnlessGone(child, signal);
}

/** A child may end between being listed and being signalled. */
function signalUnlessGone(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

function childrenOf(pid: number): number[] {
  const listing = `/proc/${pid}/task/${pid}/children`;
  if (existsSync(listing))
    return readFileSync(listing, 'utf8')
      .split(' ')
      .map(Number)
      .filter((child) => child > 0);
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return [...stdout.matchAll(/^ *(\d+) +(\d+)$/gm)].filter(([, , parent]) => Number(parent) === pid).map(([, child]) => Number(child));
}

type Container = {
  image: string;
  port: number;
  inner_port: number;
  env: string[];
  args: string[];
  url: string;
  answers: () => Promise<void>;
};

async function startContainer({ image, port, inner_port, env, args, url, answers }: Container): Promise<Server> {
  if (!dockerRuns()) throw new Error(`there is no program for ${image} on this machine and no Docker: run npm test once, it brings them`);
  const name = `countersign-test-${randomBytes(6).toString('hex')}`;
  const publish = `127.0.0.1:${port}:${inner_port}`;
  const run = ['docker', 'run', '--rm', '--name', name, '-p', publish, ...env.flatMap((pair) => ['-e', pair]), image, ...args];
  const client = await supervise(makeFolder(null), null, 'TERM', run);
  await untilReady(client, answers);
  const docker = (verb: string): void => void spawnSync('docker', [verb, name], { stdio: 'ignore' });
  return {
    url,
    origin: `docker ${image}`,
    stop: () => client.stop(),
    async restart() {
      docker('restart');
      await untilReady(client, answers);
    },
    // A container that is stopped is gone, and its data with it (`--rm`).
    down: () => Promise.reject(new Error(`${image} under Docker cannot be stopped and started: install the program`)),
    up: () => Promise.reject(new Error(`${image} under Docker cannot be stopped and started: install the program`)),
    pause: () => docker('pause'),
    resume: () => docker('unpause'),
  };
}
