/** Where this machine keeps the servers that the tests need, and how to bring them where it does not. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readdirSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export const POSTGRES_MAJOR_MIN = 15;
export const REDIS_MAJOR_MIN = 7;

/** Folders of PostgreSQL outside of PATH: Debian, Fedora, Homebrew. */
const POSTGRES_HOMES = ['/usr/lib/postgresql', '/usr/pgsql', '/opt/homebrew/opt', '/usr/local/opt'];

export type PostgresBinaries = { postgres: string; initdb: string; major: number };
export type RedisBinary = { server: string; major: number };

/** The newest PostgreSQL of at least version 15, or null. */
export function findPostgres(): PostgresBinaries | null {
  const homes = POSTGRES_HOMES.flatMap((home) => entriesOf(home).map((entry) => join(home, entry, 'bin')));
  const found = [...pathFolders(), ...homes].flatMap((folder) => {
    const postgres = executable(join(folder, 'postgres'));
    const initdb = executable(join(folder, 'initdb'));
    if (!postgres || !initdb) return [];
    return [{ postgres, initdb, major: majorOf(postgres, ['--version']) }];
  });
  const [newest] = found.filter(({ major }) => major >= POSTGRES_MAJOR_MIN).sort((a, b) => b.major - a.major);
  return newest ?? null;
}

/** Redis of at least version 7, or Valkey, or null. */
export function findRedis(): RedisBinary | null {
  const servers = pathFolders().flatMap((folder) => ['redis-server', 'valkey-server'].map((name) => executable(join(folder, name))));
  const found = servers.flatMap((server) => (server ? [{ server, major: majorOf(server, ['--version']) }] : []));
  return found.find(({ major }) => major >= REDIS_MAJOR_MIN) ?? null;
}

export const dockerRuns = (): boolean => spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 10_000 }).status === 0;

const APT = ['apt-get', 'install', '-y', '--no-install-recommends'];

/** Installs Debian packages where that is possible. Their services are told not to start: the tests run servers of their own. */
export function installByApt(packages: string[]): boolean {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version'], { stdio: 'ignore' }).status !== 0) return false;
  process.stderr.write(`test services: installing ${packages.join(' ')} by apt-get\n`);
  // RUNLEVEL=1 makes invoke-rc.d leave services alone where no policy-rc.d does.
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const run = (args: string[]): boolean => {
    const [command = '', ...rest] = args;
    const { status, stdout, stderr } = spawnSync(command, rest, { env, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
    if (status !== 0) process.stderr.write(`${stdout}${stderr}`);
    return status === 0;
  };
  return run(['apt-get', 'update']) && run([...APT, ...packages]);
}

export const aptCommand = (packages: string[]): string => `sudo apt-get update && sudo ${APT.join(' ')} ${packages.join(' ')}`;

const pathFolders = (): string[] => (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');

function executable(file: string): string | null {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile() ? file : null;
  } catch {
    return null;
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** The first number of what the program says of its version. */
const majorOf = (program: string, args: string[]): number =>
  Number(/(?:v=|\s)(\d+)\./.exec(spawnSync(program, args, { encoding: 'utf8' }).stdout ?? '')?.[1] ?? 0);
