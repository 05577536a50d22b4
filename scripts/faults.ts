/**
 * `npm run test:faults [-- --short] [--json] [vitest arguments]`: faults, isolation and fuzzing against the service as it ships, on PostgreSQL that
 * waits for the disk and on Redis, both started here. Ends with the fault table; non-zero on any loss.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readRows, showTable } from '../test/faults/support/table.ts';
import { provide, type Server, startPostgres, startRedis } from '../test/support/servers.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const VITEST = join(ROOT, 'node_modules/vitest/vitest.mjs');
const CONFIG = 'test/faults/vitest.config.ts';
const FULL_MINUTES_MAX = 25;
/** It takes four on two idle cores. */
const SHORT_MINUTES_MAX = 8;
const ORPHAN_CHECK_MS = 500;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

process.exitCode = await run(process.argv.slice(2));

async function run(args: string[]): Promise<number> {
  const is_short = args.includes('--short');
  const as_json = args.includes('--json');
  const rest = args.filter((arg) => arg !== '--short' && arg !== '--json');
  const stopping = new AbortController();
  for (const signal of SIGNALS) process.on(signal, () => stopping.abort());
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || stopping.abort(), ORPHAN_CHECK_MS).unref();
  const folder = mkdtempSync(join(tmpdir(), 'countersign-faults-'));
  const table = join(folder, 'table');
  writeFileSync(table, '');
  const servers: Server[] = [];
  try {
    provide(['postgresql', 'redis-server']);
    const postgres = await startPostgres({ durable: true });
    servers.push(postgres);
    const redis = await startRedis();
    servers.push(redis);
    process.stderr.write(`fault tests: ${postgres.origin}, ${redis.origin}\n`);
    const env = {
      ...process.env,
      TEST_RUN: randomBytes(4).toString('hex'),
      TEST_DATABASE_URL: postgres.url,
      TEST_REDIS_URL: redis.url,
      FAULTS_FORM: is_short ? 'short' : 'full',
      FAULTS_TABLE: table,
    };
    const started = performance.now();
    const code = await runVitest(rest, env, stopping.signal, as_json, is_short ? SHORT_MINUTES_MAX : FULL_MINUTES_MAX);
    const seconds = Math.round((performance.now() - started) / 1_000);
    const rows = readRows(table);
    if (as_json) process.stdout.write(`${JSON.stringify({ form: env.FAULTS_FORM, seconds, passed: code === 0, rows })}\n`);
    else process.stdout.write(`\n${showTable(rows)}\n\n${env.FAULTS_FORM} form, ${seconds} s\n`);
    return code;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runVitest(
  args: string[],
  env: NodeJS.ProcessEnv,
  stopping: AbortSignal,
  as_json: boolean,
  minutes_max: number,
): Promise<number> {
  // With --json the one object is all there is on stdout.
  const vitest = spawn(process.execPath, [VITEST, 'run', '--config', CONFIG, '--root', ROOT, ...args], {
    stdio: ['ignore', as_json ? 2 : 'inherit', 'inherit'],
    env,
    cwd: ROOT,
  });
  const late = setTimeout(() => {
    process.stderr.write(`fault tests: not done within ${minutes_max} minutes\n`);
    vitest.kill('SIGTERM');
  }, minutes_max * 60_000);
  stopping.addEventListener('abort', () => vitest.kill('SIGTERM'));
  const [code] = (await once(vitest, 'exit')) as [number | null];
  clearTimeout(late);
  return stopping.aborted ? 130 : (code ?? 1);
}
