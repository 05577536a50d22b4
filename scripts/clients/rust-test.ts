/**
 * The runner of the Rust client: style, then the tests of the crate and of its example, each counted. Who keeps CARGO_TARGET_DIR builds the
 * libraries once. `dependencies.lock` is Cargo.lock without the name of the registry, which stands in no file of ours: cargo tells it.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../test/support/packed.ts';
import { tryGateway } from './rust-gateway.ts';

const FOLDER = join(ROOT, 'clients/rust');
const LOCK = join(FOLDER, 'Cargo.lock');
const PINNED = join(FOLDER, 'dependencies.lock');
const SOURCE = /^source = "(?<registry>.+)"$/gm;
const NAMELESS = 'source = "registry"';
const COUNT = /(\d+) passed[;,] (\d+) failed/g;

function cargo(...args: string[]): { ok: boolean; output: string } {
  const { status, stdout, stderr, error } = spawnSync('cargo', args, { cwd: FOLDER, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { ok: status === 0, output: error ? error.message : `${stdout}${stderr}` };
}

/** The newest that fit, out of which the name of the registry is taken. */
function resolve(): string {
  rmSync(LOCK, { force: true });
  const { ok, output } = cargo('generate-lockfile', '--quiet');
  if (!ok) throw new Error(output);
  return readFileSync(LOCK, 'utf8');
}

if (process.argv.includes('--update')) {
  writeFileSync(PINNED, resolve().replaceAll(SOURCE, NAMELESS));
  process.exit(0);
}
const [source] = SOURCE.exec(resolve()) ?? [];
if (!source) throw new Error('cargo knows no registry');
writeFileSync(LOCK, readFileSync(PINNED, 'utf8').replaceAll(NAMELESS, source));

let [passed, failed] = [0, 0];
for (const args of [
  ['fmt', '--all', '--check'],
  ['clippy', '--locked', '--quiet', '--workspace', '--all-targets', '--', '-D', 'warnings'],
]) {
  const { ok, output } = cargo(...args);
  if (ok) passed++;
  else {
    failed++;
    console.log(`cargo ${args.join(' ')}\n${output}`);
  }
}
const { ok, output } = cargo('test', '--locked', '--workspace', '--no-fail-fast');
const counts = [...output.matchAll(COUNT)];
for (const [, good, bad] of counts) [passed, failed] = [passed + Number(good), failed + Number(bad)];
if (!ok || !counts.length) {
  failed ||= 1;
  console.log(output);
}
for (const { name, fault } of await tryGateway(FOLDER)) {
  if (fault === undefined) passed++;
  else {
    failed++;
    console.log(`FAIL the example: ${name}: ${fault}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
