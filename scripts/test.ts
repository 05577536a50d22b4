/** `npm test [vitest arguments]`: brings PostgreSQL and Redis, runs the tests, stops what it started. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { dropDatabases } from '../test/support/databases.ts';
import { provide, type Server, startPostgres, startRedis } from '../test/support/servers.ts';

const VITEST = fileURLToPath(new URL('../node_modules/vitest/vitest.mjs', import.meta.url));
const ORPHAN_CHECK_MS = 500;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

process.exitCode = await run(process.argv.slice(2));

async function run(args: string[]): Promise<number> {
  const stopping = new AbortController();
  for (const signal of SIGNALS) process.on(signal, () => stopping.abort());
  // npm ends its shell, which does not pass the signal on.
  const parent = process.ppid;
  setInterval(() => process.ppid === parent || stopping.abort(), ORPHAN_CHECK_MS).unref();
  const servers: Server[] = [];
  const test_run = randomBytes(4).toString('hex');
  try {
    const env = { ...process.env, TEST_RUN: test_run };
    provide(wanted().map(({ program }) => program));
    for (const { name, start } of wanted()) {
      const server = await start();
      servers.push(server);
      Object.assign(env, { [name]: server.url });
      process.stderr.write(`test services: ${name} is ${server.origin}\n`);
      if (stopping.signal.aborted) return 130;
    }
    return await runVitest(args, env, stopping.signal);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    const lent = process.env['TEST_DATABASE_URL'];
    if (lent) await dropDatabases(lent, test_run);
  }
}

function wanted() {
  const services = [
    { name: 'TEST_DATABASE_URL', program: 'postgresql', start: startPostgres },
    { name: 'TEST_REDIS_URL', program: 'redis-server', start: startRedis },
  ];
  return services.filter(({ name }) => !process.env[name]);
}

async function runVitest(args: string[], env: NodeJS.ProcessEnv, stopping: AbortSignal): Promise<number> {
  const vitest = spawn(process.execPath, [VITEST, 'run', ...args], { stdio: 'inherit', env });
  stopping.addEventListener('abort', () => vitest.kill('SIGTERM'));
  const [code] = (await once(vitest, 'exit')) as [number | null];
  return stopping.aborted ? 130 : (code ?? 1);
}
