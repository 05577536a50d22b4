import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockFolder } from '#adapters/folder-lock.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const NOW_MS = 1_800_000_000_000;
const now = (): number => NOW_MS;

function leaveBehind(holder: object, silent_ms = 0): void {
  const file = join(folder, 'lock.41');
  writeFileSync(file, JSON.stringify({ pid: 1, host: hostname(), started: 'x', released: false, ...holder }));
  utimesSync(file, (NOW_MS - silent_ms) / 1_000, (NOW_MS - silent_ms) / 1_000);
}

const deadPid = (): number => spawnSync('true').pid;

test('one holder at a time, and the next after it has released', () => {
  const first = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow(`in use by process ${process.pid}`);
  first.release();
  lockFolder(folder).release();
  expect(readdirSync(folder)).toEqual(['lock.2']);
});

test('the lock of a dead process, and of an older one with the same id, is taken over', () => {
  for (const pid of [deadPid(), process.pid]) {
    leaveBehind({ pid });
    lockFolder(folder).release();
    expect(readdirSync(folder)).toEqual(['lock.42']);
    rmSync(join(folder, 'lock.42'));
  }
});

test('a holder on another host counts as gone only once it has been silent for half a minute', () => {
  leaveBehind({ host: 'elsewhere', pid: deadPid() }, 29_000);
  expect(() => lockFolder(folder, now)).toThrow(/on host elsewhere; if it is gone, wait 1 s/);
  leaveBehind({ host: 'elsewhere', pid: deadPid() }, 30_000);
  lockFolder(folder, now).release();
});

test('a damaged lock is not guessed at', () => {
  for (const text of ['', '{}', '{"pid":']) {
    writeFileSync(join(folder, 'lock.1'), text);
    expect(() => lockFolder(folder)).toThrow('lock.1 is damaged');
  }
});

test('of many processes that find the same dead holder at once, one takes over', async () => {
  const script = `
    import { lockFolder } from '#adapters/folder-lock.ts';
    process.stdout.write('ready');
    process.stdin.once('data', () => {
      try { lockFolder(${JSON.stringify(folder)}); process.stdout.write(' taken'); } catch { process.stdout.write(' refused'); }
    });`;
  const children = Array.from({ length: 6 }, () =>
    spawn(process.execPath, ['--input-type=module-typescript', '-e', script], { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  const outcomes = children.map((child) => child.stdout.setEncoding('utf8')[Symbol.asyncIterator]());
  for (const outcome of outcomes) expect((await outcome.next()).value).toBe('ready');
  leaveBehind({ pid: deadPid() });
  for (const child of children) child.stdin.write('go');
  const said = await Promise.all(outcomes.map(async (outcome) => String((await outcome.next()).value).trim()));
  for (const child of children) child.kill('SIGKILL');
  expect(said.toSorted()).toEqual([...Array.from({ length: 5 }, () => 'refused'), 'taken']);
});
