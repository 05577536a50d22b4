/**
 * The runner of the Go client: its form (gofmt), its pitfalls (go vet), and the tests of its modules, each test counted where it has none
 * within. One that is skipped has failed.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { z } from 'zod';
import { ROOT } from '../../test/support/packed.ts';

const MODULES = ['clients/go', 'clients/go/mcptest', 'clients/examples/go'];
const OUTPUT_BYTES_MAX = 256 * 1024 * 1024;

const event = z.object({ Action: z.string(), Package: z.string().optional(), Test: z.string().optional(), Output: z.string().optional() });

/** Names of tests, by what became of them; and what those that failed have said. */
function outcomes(stdout: string): { passed: string[]; failed: string[]; said: string[] } {
  const output = new Map<string, string>();
  const ended = new Map<string, string>();
  for (const line of stdout.split('\n').filter((one) => one.startsWith('{'))) {
    const { Action, Package, Test, Output } = event.parse(JSON.parse(line));
    const name = `${Package} ${Test ?? ''}`;
    if (Output !== undefined) output.set(name, (output.get(name) ?? '') + Output);
    else if (['pass', 'fail', 'skip'].includes(Action) && Test !== undefined) ended.set(name, Action);
  }
  const names = [...ended.keys()];
  const parents = new Set(names.flatMap((name) => (name.includes('/') ? [name.slice(0, name.lastIndexOf('/'))] : [])));
  const leaves = names.filter((name) => !parents.has(name));
  const failed = leaves.filter((name) => ended.get(name) !== 'pass');
  return { passed: leaves.filter((name) => ended.get(name) === 'pass'), failed, said: failed.map((name) => output.get(name) ?? name) };
}

const run = (folder: string, program: string, args: string[]): { status: number | null; stdout: string; stderr: string } =>
  spawnSync(program, args, { cwd: join(ROOT, folder), encoding: 'utf8', maxBuffer: OUTPUT_BYTES_MAX });

let [passed, failed] = [0, 0];
for (const folder of MODULES) {
  const form = run(folder, 'gofmt', ['-l', '.']);
  const pitfalls = run(folder, 'go', ['vet', './...']);
  for (const { status, stdout, stderr } of [form, { ...pitfalls, stdout: '' }]) {
    if (status !== 0 || stdout !== '') failed++;
    console.log(`${stdout}${status === 0 ? '' : stderr}`);
  }
  const { status, stdout, stderr } = run(folder, 'go', ['test', '-count=1', '-parallel=16', '-timeout=5m', '-json', './...']);
  const seen = outcomes(stdout);
  const fell = status === 0 || seen.failed.length ? 0 : 1;
  console.log([...seen.said, ...(status === 0 ? [] : [stderr, ...(fell ? [stdout] : [])])].join(''));
  passed += seen.passed.length;
  failed += seen.failed.length + fell + (seen.passed.length + seen.failed.length ? 0 : 1);
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed || !passed ? 1 : 0;
