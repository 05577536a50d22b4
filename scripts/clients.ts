/**
 * `npm run clients [language…]`: makes what is generated in the clients, from `openapi/`. With `--check`, fails when that changes
 * anything. A generator that is missing is a failure.
 */
import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));

type Command = {
  run: [string, ...string[]];
  /** From the root of the repository; that itself by default. */
  in?: string;
  /** Not needed where this is there already. */
  unless?: string;
};
/** `generated` are folders or files that the commands write, and nobody else. The same input gives the same bytes. */
type Language = { generated: [string, ...string[]]; commands: [Command, ...Command[]] };

const LANGUAGES: Record<string, Language> = {
  typescript: {
    generated: ['clients/typescript/src/generated'],
    commands: [
      { run: ['npm', 'ci', '--silent'], in: 'clients/typescript/generate', unless: 'clients/typescript/generate/node_modules' },
      {
        run: [process.execPath, 'node_modules/@hey-api/openapi-ts/bin/run.js', '-f', 'openapi-ts.config.mjs', '--silent', '--no-log-file'],
        in: 'clients/typescript/generate',
      },
      { run: [process.execPath, 'scripts/clients/typescript-operations.ts'] },
      { run: ['node_modules/.bin/oxfmt', 'clients/typescript/src/generated'] },
    ],
  },
  python: {
    generated: [
      'clients/python/src/countersign/models.py',
      'clients/python/src/countersign/problems.py',
      'clients/python/src/countersign/_operations.py',
    ],
    commands: [{ run: ['python3', 'clients/python/scripts/generate.py'] }],
  },
  go: {
    generated: ['clients/go/models.go', 'clients/go/operations.go'],
    commands: [{ run: ['go', 'run', '.'], in: 'clients/go/generate' }],
  },
  java: {
    generated: ['clients/java/src/generated'],
    commands: [
      { run: ['rm', '-rf', 'clients/java/src/generated'] },
      { run: ['mvn', '-B', '-q', 'openapi-generator:generate@models'], in: 'clients/java' },
      { run: [process.execPath, 'scripts/clients/java-operations.ts'] },
    ],
  },
  rust: {
    generated: ['clients/rust/src/models.rs', 'clients/rust/src/operations.rs', 'clients/rust/src/blocking_operations.rs'],
    commands: [
      { run: [process.execPath, 'scripts/clients/rust-models.ts'] },
      { run: [process.execPath, 'scripts/clients/rust-operations.ts'] },
      { run: ['rustfmt', '--edition', '2024', 'src/operations.rs', 'src/blocking_operations.rs'], in: 'clients/rust' },
    ],
  },
};

function filesIn(path: string): string[] {
  const whole = join(ROOT, path);
  if (!existsSync(whole)) return [];
  if (statSync(whole).isFile()) return [whole];
  const entries = readdirSync(whole, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** By name of the file. */
const digests = ({ generated }: Language): Map<string, string> =>
  new Map(
    generated
      .flatMap(filesIn)
      .map((file) => [file.slice(ROOT.length), createHash('sha256').update(readFileSync(file)).digest('hex')] as const)
      .sort(),
  );

function perform({ run: [program, ...args], in: folder = '.', unless }: Command): void {
  if (unless !== undefined && existsSync(join(ROOT, unless))) return;
  const { status, error } = spawnSync(program, args, { cwd: join(ROOT, folder), stdio: ['ignore', 'ignore', 'inherit'] });
  if (error) throw new Error(`${program} cannot be run: ${error.message}`);
  if (status !== 0) throw new Error(`${[program, ...args].join(' ')} in ${folder} exited with ${status}`);
}

/** Names of the files that changed. */
function generate(language: Language): { files: number; changed: string[] } {
  const before = digests(language);
  for (const command of language.commands) perform(command);
  const after = digests(language);
  if (!after.size) throw new Error(`nothing was generated in ${language.generated.join(', ')}`);
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((file) => before.get(file) !== after.get(file));
  return { files: after.size, changed };
}

const check = process.argv.includes('--check');
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
for (const name of asked.length ? asked : Object.keys(LANGUAGES)) {
  try {
    const language = LANGUAGES[name];
    if (!language) throw new Error(`no such client; there are ${Object.keys(LANGUAGES).join(', ')}`);
    const { files, changed } = generate(language);
    if (check && changed.length) throw new Error(`not what openapi/ gives: ${changed.join(', ')}; commit what npm run clients has made`);
    console.log(`${name}: ${files} generated files, ${changed.length} changed`);
  } catch (error) {
    console.error(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
