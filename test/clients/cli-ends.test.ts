/** How `countersign` ends: the help of every command and group, and answers that are none of the service. */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS } from '../../clients/typescript/src/cli/commands.ts';
import { makeApiKey } from '../../src/core/api-key.ts';
import { installPacked, manifestOf, ROOT, type Installed } from '../support/packed.ts';

const KEY = makeApiKey(randomBytes(32), 'live');
const PING = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' });

let installed: Installed;
let main: string;
let folder: string;
beforeAll(() => {
  installed = installPacked();
  const unpacked = join(installed.home, 'node_modules/countersign');
  main = join(unpacked, (manifestOf(unpacked) as unknown as { bin: { countersign: string } }).bin.countersign);
  folder = join(installed.home, 'policies');
  mkdirSync(folder);
  writeFileSync(join(folder, 'one.json'), JSON.stringify({ name: 'one', document: {}, tests: [] }));
}, 180_000);
afterAll(() => installed.remove());

type Ran = { code: number | null; out: string; err: string };
async function countersign(args: readonly string[], url = 'http://127.0.0.1:2', input = ''): Promise<Ran> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: installed.home, COUNTERSIGN_URL: url, COUNTERSIGN_API_KEY: KEY };
  const child = spawn(process.execPath, [main, ...args], { cwd: installed.home, env });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  await once(child, 'close');
  return { code: child.exitCode, out, err };
}

/** As many at once as a small machine has time for. */
async function all<T>(items: readonly T[], each: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await each(item);
  };
  await Promise.all([worker(), worker(), worker()]);
}

const GROUPS = [...new Set(COMMANDS.filter(({ words }) => words.length > 1).map(({ words }) => words[0]!))];
const withoutControls = (text: string): boolean => !/[^\P{C}\n]/u.test(text);

describe('help', () => {
  it('of every command is asked for in every way, and is no failure', async () => {
    await all(COMMANDS, async (command) => {
      const name = command.words.join(' ');
      for (const args of [
        [...command.words, '--help'],
        [...command.words, '-h'],
        ['help', ...command.words],
      ]) {
        const ran = await countersign(args);
        expect({ args, code: ran.code, err: ran.err }).toEqual({ args, code: 0, err: '' });
        expect(ran.out).toContain(`countersign ${name}`);
        for (const option of command.options) expect(ran.out).toContain(`--${option.name}`);
      }
    });
  }, 120_000);

  it.each([...GROUPS])('of the group %s has its commands; without a command it is a wrong call', async (group) => {
    const own = COMMANDS.filter(({ words }) => words[0] === group);
    for (const args of [
      [group, '--help'],
      [group, '-h'],
      ['help', group],
      [group, 'frob', '--help'],
      [group, '--json', '--help'],
    ]) {
      const ran = await countersign(args);
      expect({ args, code: ran.code, err: ran.err }).toEqual({ args, code: 0, err: '' });
      for (const { words, help } of own)
        expect(ran.out).toMatch(new RegExp(`${words.join(' ')} .*${help.slice(0, 20).replaceAll(/\W/g, '.')}`));
    }
    for (const args of [[group], [group, 'frob'], [group, '--json']]) {
      const ran = await countersign(args);
      expect({ args, code: ran.code, out: ran.out }).toEqual({ args, code: 2, out: '' });
      for (const { words } of own) expect(ran.err).toContain(words.join(' '));
    }
    expect(JSON.parse((await countersign([group, '--json'])).err)).toMatchObject({ error: { exit: 2 } });
  });

  it.each([
    [['--help'], 0],
    [['-h'], 0],
    [['help'], 0],
    [['--json', '--help'], 0],
    [[], 2],
  ])('of the program: %j ends with %i', async (args, code) => {
    const ran = await countersign(args);
    expect(ran).toMatchObject({ code, err: '' });
    for (const { words } of COMMANDS) expect(ran.out).toContain(words.join(' '));
  });

  it('of what there is not is a wrong call', async () => {
    expect(await countersign(['frob', '--help'])).toMatchObject({ code: 2, out: '' });
    expect(await countersign(['help', 'frob'])).toMatchObject({ code: 2, out: '' });
  });
});

/** All that ask the service, and end with what it says. */
const CALLS: Record<string, { args: (folder: string) => string[]; input?: string }> = {
  login: { args: () => [], input: KEY },
  validate: { args: () => [], input: PING },
  batch: { args: () => [], input: PING },
  'policy validate': { args: (at) => [at] },
  'policy test': { args: (at) => [at] },
  'policy plan': { args: (at) => [at] },
  'policy apply': { args: (at) => [at] },
  'policy pull': { args: (at) => [`${at}-pulled`] },
  'policy replay': { args: (at) => [at] },
  'server scan': { args: () => ['--', process.execPath, join(ROOT, 'test/clients/mcp-server.mjs')] },
  'keys list': { args: () => [] },
  'keys create': { args: () => ['one'] },
  'keys rotate': { args: () => ['key_1'] },
  'keys revoke': { args: () => ['key_1'] },
  'audit tail': { args: () => ['--once'] },
  'audit export': { args: () => [] },
};
/** These end as what they run ends, say what they find, or ask nobody. */
const OTHERS = ['wrap', 'doctor', 'completion'];

type Answer = { status?: number; type?: string; body?: string | Buffer; location?: string };
const json = (value: unknown, type = 'application/json'): Answer => ({ type, body: JSON.stringify(value) });
const page = (text: string, status = 200): Answer => ({
  status,
  type: 'text/html',
  body: `<html>\u001b[2J\u0007${text}${'x'.repeat(5_000)}`,
});
/** Each is of whoever stands in the place of the service. */
const ANSWERS: Record<string, Answer> = {
  'a page to sign in': page('Sign in'),
  nothing: { type: '' },
  'nothing, as JSON': { type: 'application/json', body: '' },
  'half of it': { type: 'application/json', body: '{"id":"x","deci' },
  'no UTF-8': { type: 'application/json', body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) },
  'a list': json([]),
  null: json(null),
  'an empty object': json({}),
  'a page without items': json({ data: 5 }),
  'a page of nothing': json({ data: [null], next_cursor: null, policies: [null], results: [null] }),
  'a page of empty items': json({ data: [{}], next_cursor: null, policies: [{}], results: [{}] }),
  'other types': json({
    id: 'x',
    key: 5,
    name: [],
    decision: 'allow',
    reasons: 5,
    findings: {},
    policies: 5,
    state: 'done',
    data: [{ id: 7 }],
  }),
  'other types within': json({
    id: 'job_1',
    key: 'cs_live_\u001b[2J',
    name: null,
    decision: 'allow',
    reasons: [null],
    findings: [5],
    state: 'done',
    result: { outcomes: { newly_denied: 'x' } },
    policies: [{ errors: 5, warnings: null, tests: [{}], name: 7 }],
    data: [{ id: 'a', kind: 'verdict', at: 'b', name: 'c', scopes: 'd', reasons: 5, document: 5 }],
    next_cursor: null,
  }),
  'lines that are no results': { type: 'application/x-ndjson', body: 'frob\n' },
  'lines without a verdict': { type: 'application/x-ndjson', body: '{"item_id":"0"}\n' },
  'lines of other types': { type: 'application/x-ndjson', body: '{"item_id":"0","id":"x","decision":"allow","reasons":[5]}\n' },
  'a refusal without words': { type: 'application/x-ndjson', body: '{"item_id":"0","error":{}}\n' },
  'another place': { status: 302, type: 'text/html', body: 'moved', location: 'https://example.com/' },
  'not modified': { status: 304 },
  'a page that is not found': page('Not found', 404),
  'a gateway that says what it was sent': page(`Forbidden: Bearer ${KEY}`, 403),
  'a gateway without a service': page('Bad gateway', 502),
  'a problem of another API': { ...json({ type: 'about:blank', title: 'Bad request' }, 'application/problem+json'), status: 400 },
  'an error of another API': { ...json({ error: 'invalid_token' }), status: 401 },
};

describe('an answer that is none of the service', () => {
  let server: Server;
  let url: string;
  const answers = new Map<string, Answer>(Object.entries(ANSWERS).map(([_, answer], i) => [String(i), answer]));
  beforeAll(async () => {
    server = createServer((req, res) => {
      const { status = 200, type, body = '', location } = answers.get(req.url?.split('/')[1] ?? '') ?? {};
      req.resume().on('end', () => {
        res.writeHead(status, { ...(type && { 'content-type': type }), ...(location && { location }) });
        res.end(body);
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it('every command that asks the service is looked at', () => {
    expect([...Object.keys(CALLS), ...OTHERS].sort()).toEqual(COMMANDS.map(({ words }) => words.join(' ')).sort());
  });

  it.each(Object.entries(CALLS))('%s ends with 4 and says what came', { timeout: 120_000 }, async (name, { args, input }) => {
    await all(Object.entries(ANSWERS), async ([what, answer]) => {
      const at = `${url}/${Object.keys(ANSWERS).indexOf(what)}`;
      const words = name.split(' ');
      const ran = await countersign([...words, ...args(folder)].toSpliced(words.length, 0, '--timeout', '20000'), at, input);
      expect({ what, ...ran }).toMatchObject({ what, code: 4 });
      expect(ran.err).toMatch(new RegExp(`what came: ${answer.status ?? 200} .*: .`));
      expect({ what, err: withoutControls(ran.err), out: withoutControls(ran.out) }).toEqual({ what, err: true, out: true });
      expect(ran.err).not.toContain('    at ');
      expect(ran.err).not.toContain(KEY);
      for (const line of ran.err.split('\n')) expect(line.length).toBeLessThan(400);
    });
  });

  it('is told to programs, too', async () => {
    const { code, err } = await countersign(['keys', 'list', '--json'], `${url}/0`);
    expect(code).toBe(4);
    const { error } = JSON.parse(err) as { error: { exit: number; answer: { status: number; type: string; start: string } } };
    expect(error).toMatchObject({
      exit: 4,
      answer: { status: 200, type: 'text/html', start: expect.stringMatching(/^<html> \[2J Sign in/) },
    });
    expect(Array.from(error.answer.start)).toHaveLength(200);
  });
});
