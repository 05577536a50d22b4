import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeFolder, proveWritable } from '#adapters/folder.ts';

let base: string;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'countersign-folder-'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

it('is made with those above it, for its owner alone; one that is there is left as it is', () => {
  makeFolder(join(base, 'a/b/c'));
  makeFolder(join(base, 'a/b/c'));
  expect(['a', 'a/b', 'a/b/c'].map((name) => statSync(join(base, name)).mode & 0o777)).toEqual([0o700, 0o700, 0o700]);
  symlinkSync(join(base, 'a'), join(base, 'link'));
  makeFolder(join(base, 'link/d'));
  expect(statSync(join(base, 'a/d')).isDirectory()).toBe(true);
  makeFolder('/');
  makeFolder('.');
});

it('is refused, at once, where it cannot be made', () => {
  const file = join(base, 'file');
  writeFileSync(file, '');
  expect(() => makeFolder(file)).toThrow('EEXIST');
  expect(() => makeFolder(join(file, 'within'))).toThrow('ENOTDIR');
});

// Node's own recursive mkdir never returns here.
it.runIf(process.platform === 'linux')('is refused within /proc too', () => {
  expect(() => makeFolder('/proc/nope')).toThrow('ENOENT');
  expect(() => makeFolder('/proc/nope/further/down')).toThrow('ENOENT');
});

it('that takes files is proved so without a trace', () => {
  proveWritable(join(base, 'new'));
  expect(readdirSync(join(base, 'new'))).toEqual([]);
});
