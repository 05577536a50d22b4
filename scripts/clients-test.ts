/**
 * `npm run clients:test [language…]`: each client plays the cases of `clients/conformance` and the steps against a live service, which
 * this starts, and tests what else it has. One line per language; fails when a case failed, none ran, or a toolchain is missing.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { play } from '../clients/conformance/server.ts';
import { startService, tempFolder } from '../test/e2e/service.ts';
import { ROOT } from '../test/support/packed.ts';

type Command = [string, ...string[]];
/** Run one after the other in the client's folder; the last line of each `N passed, N failed` is counted. */
type Language = { needs: Command[]; commands: [Command, ...Command[]] };

const LANGUAGES: Record<string, Language> = {
  typescript: { needs: [['npm', '--version']], commands: [[process.execPath, '../../scripts/clients/typescript-test.ts']] },
  python: { needs: [['python3', '--version']], commands: [['python3', 'scripts/test.py']] },
  go: { needs: [['go', 'version']], commands: [[process.execPath, '../../scripts/clients/go-test.ts']] },
  java: { needs: [['mvn', '--version']], commands: [[process.execPath, '../../scripts/clients/java-test.ts']] },
  rust: {
    needs: [
      ['cargo', 'clippy', '--version'],
      ['cargo', 'fmt', '--version'],
    ],
    commands: [[process.execPath, '../../scripts/clients/rust-test.ts']],
  },
};

const COUNT = /(\d+) passed, (\d+) failed/;
const LIMIT_MS = 900_000;

type Ended = { code: number | null; output: string };

function start([program, ...args]: Command, folder: string, env: NodeJS.ProcessEnv): Promise<Ended> {
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'], signal: AbortSignal.timeout(LIMIT_MS) });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.on('error', (error) => resolve({ code: null, output: `${output}\n${program} cannot be run to its end: ${error.message}` }));
  child.on('close', (code) => resolve({ code, output }));
  return promise;
}

/** Of the last line that has them. */
function countsIn(output: string): { passed: number; failed: number } | null {
  const line = output.split('\n').findLast((one) => COUNT.test(one));
  const [, passed, failed] = COUNT.exec(line ?? '') ?? [];
  return passed === undefined ? null : { passed: Number(passed), failed: Number(failed) };
}

async function test(name: string, { needs, commands }: Language, env: NodeJS.ProcessEnv): Promise<boolean> {
  const folder = join(ROOT, 'clients', name);
  const total = { passed: 0, failed: 0 };
  for (const command of needs) {
    const { code, output } = await start(command, folder, env);
    if (code === 0) continue;
    console.log(`${name}: FAILED, its toolchain is not there: ${command.join(' ')}: ${output.trim()}`);
    return false;
  }
  for (const command of commands) {
    const { code, output } = await start(command, folder, env);
    const counts = countsIn(output);
    total.passed += counts?.passed ?? 0;
    total.failed += counts?.failed ?? 0;
    if (code === 0 && counts && !counts.failed) continue;
    console.log(output.trim());
    // It fell over outside of its tests.
    if (!counts?.failed) total.failed += 1;
  }
  console.log(`${name}: ${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 && total.passed > 0;
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !LANGUAGES[name]);
if (unknown.length) throw new Error(`no such client: ${unknown.join(', ')}; there are ${Object.keys(LANGUAGES).join(', ')}`);
const folder = await tempFolder();
const service = await startService({ DATA_DIR: folder.path, EXPECTS_KEY: 'yes' });
const { promise: port, resolve: announce } = Promise.withResolvers<number>();
const player = play(announce);
const env = {
  ...process.env,
  CONFORMANCE_PLAYER: `http://127.0.0.1:${await port}`,
  COUNTERSIGN_URL: service.url,
  COUNTERSIGN_API_KEY: service.key ?? '',
};
try {
  const names = asked.length ? asked : Object.keys(LANGUAGES).filter((name) => existsSync(join(ROOT, 'clients', name)));
  let good = names.length > 0;
  for (const name of names) good = (await test(name, LANGUAGES[name]!, env)) && good;
  process.exitCode = good ? 0 : 1;
} finally {
  player.close();
  await service.stop('SIGTERM');
  await folder.remove();
}
