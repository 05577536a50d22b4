/** `countersign wrap`, from the tarball, around servers that do what none should. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { installPacked, ROOT, type Installed } from '../support/packed.ts';

const HOSTILE = join(ROOT, 'test/clients/hostile-server.mjs');
const PING = { jsonrpc: '2.0', id: 1, method: 'ping' };

let installed: Installed;
const children: ChildProcess[] = [];
beforeAll(() => {
  installed = installPacked();
}, 180_000);
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  installed.remove();
});

/** A client that keeps its side open until it has what it waits for. */
class Wrapped {
  out = '';
  err = '';
  readonly child: ChildProcess;
  readonly #closed: Promise<unknown>;

  constructor(mode: string, options = ['--offline']) {
    const main = join(installed.home, 'node_modules/countersign/dist/clients/typescript/src/cli/main.js');
    const env = { PATH: process.env['PATH'], HOME: installed.home, COUNTERSIGN_API_KEY: 'cs_live_secret' };
    this.child = spawn(process.execPath, [main, 'wrap', ...options, '--', process.execPath, HOSTILE, mode], { env });
    children.push(this.child);
    this.child.stdin!.on('error', () => {});
    this.child.stderr!.on('data', (chunk: Buffer) => (this.err += chunk.toString()));
    this.#closed = once(this.child, 'close');
  }

  read(): this {
    this.child.stdout!.on('data', (chunk: Buffer) => (this.out += chunk.toString()));
    return this;
  }

  send(...messages: (object | string)[]): void {
    for (const message of messages) this.child.stdin!.write(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`);
  }

  async until(is: () => boolean): Promise<void> {
    for (let waited = 0; !is(); waited += 20) {
      if (waited > 20_000) throw new Error(`it never came: ${this.out}\n${this.err}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  answers(): unknown[] {
    return this.out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as unknown);
  }

  async ended(): Promise<number | null> {
    await this.#closed;
    return this.child.exitCode;
  }

  async answerTo(message: object | string): Promise<unknown> {
    await this.until(() => this.err.includes('ready'));
    this.send(message);
    await this.until(() => this.out.includes('\n'));
    this.child.stdin!.end();
    await this.ended();
    expect(this.answers()).toHaveLength(1);
    return this.answers()[0];
  }
}

it.each([
  ['two members', PING, { id: 1, result: { content: [{ type: 'text', text: 'last' }] } }],
  ['large number', PING, { id: 1, error: { code: -32603 } }],
  ['nested', PING, { id: 1, error: { data: { code: 'NO_VERDICT' } } }],
  ['large', PING, { id: 1, error: { data: { code: 'NO_VERDICT' } } }],
  ['echo', { ...PING, id: '9007199254740993' }, { id: '9007199254740993', result: {} }],
  ['echo', '{"jsonrpc":"2.0","id":9007199254740993,"method":"ping"}', { id: null, error: { code: -32600 } }],
  ['echo', '{"jsonrpc":"2.0","id":5,"method":"ping","params":{"n":1e400}}', { id: 5, error: { code: -32600 } }],
  ['echo', '{"jsonrpc":"2.0","id":5,"method":"ping","params":{"n":-0.125e2,"s":"12345678901234567890"}}', { id: 5, result: {} }],
  ['echo', `{"jsonrpc":"2.0","id":6,"method":"ping","params":{"s":"${'\\"1234567890123456'.repeat(40_000)}"}}`, { id: 6, result: {} }],
])('a server that answers with %s (%#)', async (mode, message, answer) => {
  const wrapped = new Wrapped(mode).read();
  expect(await wrapped.answerTo(message)).toMatchObject(answer);
  if ('error' in answer && mode === 'echo') expect(wrapped.err).not.toContain('GOT');
});

/** Two that answer each other's errors would never end. */
it.each(['another id', 'batch'])('a server that answers with %s is passed over, and not told', async (mode) => {
  const wrapped = new Wrapped(mode).read();
  await wrapped.until(() => wrapped.err.includes('ready'));
  wrapped.send(PING);
  await wrapped.until(() => wrapped.err.includes('not passed on from the server'));
  wrapped.child.stdin!.end();
  expect(await wrapped.ended()).toBe(0);
  expect(wrapped.out).toBe('');
  expect(wrapped.err.match(/GOT/g)).toHaveLength(1);
});

it('a request that was cancelled is waited for no longer: there is always room for the next', async () => {
  const wrapped = new Wrapped('silent').read();
  const ids = Array.from({ length: 1_100 }, (_, id) => id);
  for (const id of ids) {
    wrapped.send({ ...PING, id }, { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } });
    if (id % 100 === 99) await wrapped.until(() => wrapped.err.includes(`"requestId":${id}}`));
  }
  wrapped.child.stdin!.end();
  expect(await wrapped.ended()).toBe(0);
  expect(wrapped.out).toBe('');
}, 60_000);

it.each([
  ['a line without end', 1, 'a line is longer than'],
  ['garbage', 1, 'a line is not UTF-8'],
  ['not to be stopped', 1, 'a line is longer than'],
  ['a child that stays', 3, 'ready'],
])('a server with %s: ends with %i', { timeout: 30_000 }, async (mode, code, text) => {
  const wrapped = new Wrapped(mode).read();
  expect(await wrapped.ended()).toBe(code);
  expect(wrapped.err).toContain(text);
  expect(wrapped.out).toBe('');
});

it('a flood that nobody reads is not held', async () => {
  const wrapped = new Wrapped('a flood');
  let most = 0;
  await wrapped.until(() => wrapped.err.includes('ready'));
  for (let i = 0; i < 50; i++) {
    const [, kib = '0'] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${wrapped.child.pid}/status`, 'utf8')) ?? [];
    most = Math.max(most, Number(kib) / 1_024);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  wrapped.child.kill('SIGKILL');
  expect(most).toBeGreaterThan(50);
  expect(most).toBeLessThan(512);
}, 30_000);

it('questions that nobody answers are not all held: above 16 MiB of them the server is told so', async () => {
  const wrapped = new Wrapped('questions').read();
  await wrapped.until(() => /GOT .*too many requests without an answer/.test(wrapped.err));
  await wrapped.until(() => wrapped.err.includes('asked'));
  wrapped.child.stdin!.end();
  await wrapped.ended();
  expect(wrapped.answers()).toHaveLength(18);
}, 60_000);

/** A service that takes its time, one after the other: more at once than it can judge in two seconds would let all pass. */
it('who floods us does not make the service slow enough to fail open', async () => {
  let turn = Promise.resolve();
  const slow = createServer((req, res) => {
    req.resume().on('end', () => {
      turn = turn.then(() => new Promise((resolve) => setTimeout(resolve, 300)));
      const verdict = { id: 'vrd_00000000000000000000000000', decision: 'allow', modifications: [] };
      void turn.then(() => res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(verdict)));
    });
  }).listen(0, '127.0.0.1');
  await once(slow, 'listening');
  const url = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`;
  const wrapped = new Wrapped('slowing down', ['--fail-mode', 'open', '--url', url]).read();
  await wrapped.until(() => wrapped.out.includes('"last"'));
  wrapped.child.stdin!.end();
  await wrapped.ended();
  slow.closeAllConnections();
  slow.close();
  expect(wrapped.err).not.toContain('let pass');
}, 60_000);

it.each([
  ['SIGINT', 42],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('%s is passed on, and what becomes of it', async (signal, code) => {
  const wrapped = new Wrapped('signals').read();
  await wrapped.until(() => wrapped.err.includes('ready'));
  wrapped.child.kill(signal);
  expect(await wrapped.ended()).toBe(code);
});

it('a client that reads no further ends the server', async () => {
  const wrapped = new Wrapped('echo');
  await wrapped.until(() => wrapped.err.includes('ready'));
  wrapped.child.stdout!.destroy();
  for (let id = 0; wrapped.child.exitCode === null && id < 100; id++) {
    wrapped.send({ ...PING, id });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await wrapped.ended()).toBe(141);
});
