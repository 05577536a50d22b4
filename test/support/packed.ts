/** The npm package as it is published: built, packed, and unpacked in a folder that knows nothing of this repository. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SOURCE = join(ROOT, 'clients/typescript');

export type Manifest = {
  version: string;
  dependencies: Record<string, string>;
  exports: Record<string, { types: string; default: string }>;
};
export const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

export type Installed = {
  /** Where a program can import it. */
  home: string;
  /** Of the tarball. */
  bytes: number;
  remove(): void;
};

/** What the program printed. Throws when it failed. */
export function run(command: string, args: string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error ? String(error) : ''}${stdout}${stderr}`);
  return stdout;
}

export function installPacked(): Installed {
  const home = mkdtempSync(join(tmpdir(), 'countersign-packed-'));
  const source = join(home, 'source');
  mkdirSync(source);
  // Its own output folder: other tests may build at the same time.
  run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', SOURCE, '--outDir', join(source, 'dist')], ROOT);
  for (const name of ['package.json', 'README.md', 'LICENSE']) cpSync(join(SOURCE, name), join(source, name));
  const told = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', home], source)) as unknown;
  const [packed] = Object.values(told as object) as { filename: string; size: number }[];
  if (!packed) throw new Error('npm packed nothing');
  rmSync(source, { recursive: true });
  const folder = join(home, 'node_modules/countersign');
  mkdirSync(folder, { recursive: true });
  run('tar', ['-xzf', join(home, packed.filename), '--strip-components=1', '-C', folder], home);
  for (const name of Object.keys(manifestOf(folder).dependencies))
    symlinkSync(join(ROOT, 'node_modules', name), join(home, 'node_modules', name));
  // What a user of the middleware has beside it.
  for (const name of [
    '@hono/node-server',
    '@modelcontextprotocol/client',
    '@modelcontextprotocol/sdk',
    '@modelcontextprotocol/server',
    'express',
    'fastify',
    'hono',
    'zod',
  ]) {
    mkdirSync(dirname(join(home, 'node_modules', name)), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), join(home, 'node_modules', name));
  }
  return { home, bytes: packed.size, remove: () => rmSync(home, { recursive: true, force: true }) };
}
