/** `npm run check`: every gate that needs no services, side by side, each saying how much it checked. */
import { spawn } from 'node:child_process';

type Gate = { name: string; command: string[]; checked(output: string): string | undefined };

const bin = (name: string): string => `node_modules/.bin/${name}`;
const first = (output: string, pattern: RegExp): string | undefined => output.match(pattern)?.[0];

const GATES: Gate[] = [
  { name: 'types', command: [bin('tsc'), '-p', '.', '--diagnostics'], checked: (o) => first(o, /Files:\s+[1-9]\d*/) },
  { name: 'lint', command: [bin('oxlint'), '--deny-warnings'], checked: (o) => first(o, /on [1-9]\d* files with \d+ rules/) },
  { name: 'format', command: [bin('oxfmt'), '--check'], checked: (o) => first(o, /on [1-9]\d* files/) },
  { name: 'dead code', command: [bin('knip'), '--no-progress'], checked: (o) => (o.trim() === '' ? 'all entries' : undefined) },
  { name: 'openapi', command: [process.execPath, 'scripts/openapi.ts', '--check'], checked: (o) => first(o, /[1-9]\d* operations/) },
  {
    name: 'contract',
    command: [process.execPath, 'scripts/contract.ts'],
    checked: (o) => first(o, /2 documents, [1-9]\d* operations of .+/),
  },
  { name: 'readme', command: [process.execPath, 'scripts/config-table.ts', '--check'], checked: (o) => first(o, /[1-9]\d* settings/) },
  {
    name: 'architecture',
    command: [bin('vitest'), 'run', 'test/architecture.test.ts', '--reporter=verbose', '--no-color'],
    checked: (o) => first(o, /Tests\s+[1-9]\d* passed/),
  },
];

function run(gate: Gate): Promise<boolean> {
  const started = performance.now();
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const child = spawn(gate.command[0]!, gate.command.slice(1), {
    env: { ...process.env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.on('error', (error) => (output += String(error)));
  child.on('close', (code) => {
    const checked = gate.checked(output);
    const good = code === 0 && checked !== undefined;
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(
      `${good ? 'ok  ' : 'FAIL'} ${gate.name.padEnd(13)} ${good ? checked.replace(/\s+/g, ' ') : code === 0 ? 'checked nothing' : `exit ${code}`} (${seconds} s)`,
    );
    if (!good) console.log(output.trim());
    resolve(good);
  });
  return promise;
}

const results = await Promise.all(GATES.map(run));
process.exitCode = results.every(Boolean) ? 0 : 1;
