/** `countersign`, from the tarball, against a service of its own. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MESSAGE, post, startService, tempFolder, type Running } from '../e2e/service.ts';
import { installPacked, ROOT, type Installed } from '../support/packed.ts';

const ATTACK = {
  jsonrpc: '2.0',
  id: 7,
  method: 'tools/call',
  params: { name: 'find_customer', arguments: { customer_name: "x'; DROP TABLE users; --" } },
};
const PING = { jsonrpc: '2.0', id: 1, method: 'ping' };

let installed: Installed;
let folder: Awaited<ReturnType<typeof tempFolder>>;
let service: Running;
let main: string;
beforeAll(async () => {
  installed = installPacked();
  folder = await tempFolder();
  service = await startService({ DATA_DIR: folder.path, EXPECTS_KEY: 'yes' });
  const unpacked = join(installed.home, 'node_modules/countersign');
  const manifest = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8')) as { bin: { countersign: string } };
  main = join(unpacked, manifest.bin.countersign);
  await post(service, '/validate', service.key ?? '', MESSAGE);
}, 180_000);
const servers: Server[] = [];
afterAll(async () => {
  for (const server of servers) server.close();
  await service.stop('SIGKILL');
  await folder.remove();
  installed.remove();
});

const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  PATH: process.env['PATH'] ?? '',
  HOME: installed.home,
  XDG_CONFIG_HOME: join(installed.home, 'config'),
  COUNTERSIGN_URL: service.url,
  COUNTERSIGN_API_KEY: service.key ?? '',
  ...more,
});

type Ran = { code: number | null; out: string; err: string };
async function countersign(
  args: string[],
  { input = '', env = {} }: { input?: string | Buffer; env?: Record<string, string> } = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [main, ...args], { cwd: installed.home, env: environment(env) });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  await once(child, 'close');
  return { code: child.exitCode, out, err };
}

describe('validate', () => {
  it.each([[[]], [['--offline']]])('%j: the exit code is the decision', async (extra) => {
    const env = extra.length ? { COUNTERSIGN_URL: 'http://127.0.0.1:2' } : {};
    const args = ['validate', '--json', '--timeout', '30000', ...extra];
    const denied = await countersign(args, { input: JSON.stringify(ATTACK), env });
    expect(denied).toMatchObject({ code: 1, err: '' });
    expect(JSON.parse(denied.out)).toMatchObject({ decision: 'deny', reasons: [{ code: 'SQL_INJECTION' }] });
    const allowed = await countersign(args, { input: JSON.stringify({ request: PING }), env });
    expect(allowed.code).toBe(0);
    expect(JSON.parse(allowed.out)).toMatchObject({ decision: 'allow' });
  });

  it.each([
    [['validate'], 'no json', {}, 2, 'not JSON'],
    [['validate', '/nowhere'], '', {}, 2, 'cannot be read'],
    [['validate', '--frob'], '', {}, 2, '--frob'],
    [['frob'], '', {}, 2, 'no command'],
    [['policy'], '', {}, 2, 'policy validate'],
    [['validate'], JSON.stringify(PING), { COUNTERSIGN_API_KEY: '' }, 3, 'no API key'],
    [['validate'], JSON.stringify({ request: PING, frob: 1 }), {}, 3, '/frob'],
    [['validate'], JSON.stringify(PING), { COUNTERSIGN_URL: 'http://127.0.0.1:2' }, 4, 'could not be reached'],
  ])('%j with %j and %j ends with %i', async (args, input, env, code, text) => {
    const ran = await countersign(args, { input, env });
    expect(ran).toMatchObject({ code, out: '' });
    expect(ran.err).toContain(text);
    const json = await countersign([...args, '--json'], { input, env });
    expect(JSON.parse(json.err)).toMatchObject({ error: { exit: code } });
  });

  it('judges the text as it stands: what two parsers read differently is seen', async () => {
    const input = '{"jsonrpc":"2.0","id":1,"method":"ping","method":"tools/list"}';
    for (const extra of [[], ['--offline']]) {
      const { code, out } = await countersign(['validate', '--json', '--timeout', '30000', ...extra], { input });
      expect(code).toBe(1);
      expect(JSON.parse(out)).toMatchObject({ findings: [expect.objectContaining({ rule: 'protocol.duplicate-key' })] });
    }
  });

  it.each([
    ['nothing', Buffer.from(''), 2],
    ['a file that is not text', Buffer.from([0xff, 0xfe, 0x00, 0x80]), 2],
    ['what is no message', Buffer.from('{"request":5}'), 2],
    ['more than the service takes', Buffer.from(JSON.stringify({ ...PING, params: { a: 'x'.repeat(1_100_000) } })), 2],
    ['nesting without end', Buffer.from(`{"jsonrpc":"2.0","id":1,"method":"ping","params":${'['.repeat(1e5)}${']'.repeat(1e5)}}`), 1],
    ['lines that end as on Windows', Buffer.from('{"jsonrpc":"2.0",\r\n"id":1,"method":"ping"}\r\n'), 0],
    ['a byte order mark', Buffer.from('\ufeff{"jsonrpc":"2.0","id":1,"method":"ping"}'), 0],
  ])('%s, offline', async (_, input, code) => {
    expect(await countersign(['validate', '--offline'], { input })).toMatchObject({ code });
  });

  it('who reads no further is no "yes"', async () => {
    const child = spawn(process.execPath, [main, 'validate', '--offline'], { env: environment(), stdio: ['pipe', 'pipe', 'ignore'] });
    child.stdout.destroy();
    child.stdin.end(JSON.stringify(PING));
    await once(child, 'close');
    expect(child.exitCode).toBe(141);
  });

  it('colours nothing that is no terminal, and lets no message move the cursor', async () => {
    const { out } = await countersign(['validate', '--timeout', '30000'], {
      input: JSON.stringify({ ...ATTACK, params: { name: 'a\u001b[2Jb', arguments: {} } }),
    });
    expect(out).not.toContain('\u001b');
  });
});

describe('batch', () => {
  const lines = (n: number): string => Array.from({ length: n }, (_, i) => JSON.stringify(i % 4 ? PING : ATTACK)).join('\n');

  it.each([[[]], [['--offline']]])('%j: every item is counted, and every result written', async (extra) => {
    const file = join(installed.home, 'recorded.ndjson');
    writeFileSync(file, lines(400));
    const { code, out } = await countersign(['batch', file, '--json', '--out', `${file}.out`, ...extra]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      judged: 400,
      errors: 0,
      decisions: { allow: 300, challenge: 0, deny: 100 },
      reasons: { SQL_INJECTION: 100 },
    });
    expect(readFileSync(`${file}.out`, 'utf8').trim().split('\n')).toHaveLength(400);
  });

  it('a line that is no message ends it, and says where to go on', async () => {
    const { code, err } = await countersign(['batch', '--offline'], { input: `${lines(3)}\nfrob\n${lines(3)}` });
    expect(code).toBe(2);
    expect(err).toContain('item 4 is not JSON');
    expect(err).toContain('--skip 3');
    const rest = await countersign(['batch', '--offline', '--json', '--skip', '4'], { input: `${lines(3)}\nfrob\n${lines(3)}` });
    expect(JSON.parse(rest.out)).toMatchObject({ judged: 3 });
  });
});

describe('batch that does not come to its end', () => {
  const file = (): string => join(installed.home, 'many.ndjson');
  beforeAll(() => writeFileSync(file(), `${JSON.stringify(PING)}\n`.repeat(20_000)));

  it.each(['', '\n\n'])('%j has no item, which is not well', async (input) => {
    expect(await countersign(['batch', '--offline'], { input })).toMatchObject({ code: 2, err: expect.stringContaining('no item') });
  });

  it('results that cannot be written are a failure, and what is read is not overwritten', async () => {
    expect(await countersign(['batch', '--offline', '--out', '/dev/full'], { input: JSON.stringify(PING) })).toMatchObject({ code: 2 });
    expect(await countersign(['batch', file(), '--offline', '--out', file()])).toMatchObject({ code: 2 });
    expect(statSync(file()).size).toBeGreaterThan(0);
  });

  it.each([0, 2, 7, 20])(
    'Ctrl-C %i ms after the first result says where to go on, and the results up to there are written',
    async (ms) => {
      const out = `${file()}.out-${ms}`;
      const child = spawn(process.execPath, [main, 'batch', file(), '--out', out], { env: environment() });
      let err = '';
      child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
      while (!existsSync(out) || statSync(out).size === 0) await new Promise((resolve) => setTimeout(resolve, 20));
      await new Promise((resolve) => setTimeout(resolve, ms));
      child.kill('SIGINT');
      await once(child, 'close');
      expect(child.exitCode).toBe(130);
      const done = Number(/--skip (\d+)/.exec(err)?.[1]);
      expect(done).toBeGreaterThan(0);
      expect(readFileSync(out, 'utf8').trim().split('\n')).toHaveLength(done);
      const rest = await countersign(['batch', file(), '--offline', '--json', '--skip', String(done), '--out', out]);
      expect(JSON.parse(rest.out)).toMatchObject({ judged: 20_000 - done });
      expect(readFileSync(out, 'utf8').trim().split('\n')).toHaveLength(20_000);
    },
    60_000,
  );

  it('a service that is killed in the middle: the results that came are kept', async () => {
    const data = await tempFolder();
    const other = await startService({ DATA_DIR: data.path, EXPECTS_KEY: 'yes' });
    const out = `${file()}.killed`;
    const env = environment({ COUNTERSIGN_URL: other.url, COUNTERSIGN_API_KEY: other.key ?? '' });
    const child = spawn(process.execPath, [main, 'batch', file(), '--out', out, '--json'], { env });
    let err = '';
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    while (!existsSync(out) || statSync(out).size === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await other.stop('SIGKILL');
    await once(child, 'close');
    await data.remove();
    expect(child.exitCode).toBe(4);
    const [note = '', error = ''] = err.trim().split('\n');
    const done = Number(/--skip (\d+)/.exec((JSON.parse(note) as { note: string }).note)?.[1]);
    expect(JSON.parse(error)).toMatchObject({ error: { exit: 4 } });
    expect(readFileSync(out, 'utf8').trim().split('\n')).toHaveLength(done);
  }, 120_000);
});

/** Other tests count what is there. */
async function forget(names: readonly string[]): Promise<void> {
  const headers = { authorization: `Bearer ${service.key}` };
  const page = await (await fetch(`${service.url}/policies?limit=100`, { headers })).json();
  for (const { id, name, digest } of (page as { data: { id: string; name: string; digest: string }[] }).data)
    if (names.includes(name))
      await fetch(`${service.url}/policies/${id}`, { method: 'DELETE', headers: { ...headers, 'if-match': `"${digest}"` } });
}

describe('policies as files', () => {
  const policy = (decision: string, tool = 'delete_*'): object => ({
    name: 'No deletes',
    document: { effect: 'deny', target: { tools: [tool] }, reason: 'No deleting' },
    tests: [
      { name: 'delete', request: { ...PING, method: 'tools/call', params: { name: 'delete_all', arguments: {} } }, expect: { decision } },
    ],
  });

  it('are tested, planned, applied and pulled; a regression fails', async () => {
    const home = join(installed.home, 'policies');
    mkdirSync(home);
    const file = join(home, 'deletes.json');
    writeFileSync(file, JSON.stringify(policy('deny')));
    expect(await countersign(['policy', 'validate', home])).toMatchObject({ code: 0 });
    expect(await countersign(['policy', 'test', home])).toMatchObject({ code: 0, out: expect.stringContaining('1 passed, 0 failed') });
    const plan = await countersign(['policy', 'plan', home, '--json', '--exit-code']);
    expect(plan.code).toBe(1);
    expect(JSON.parse(plan.out)).toMatchObject({ changes: 1, policies: [{ action: 'create', name: 'No deletes' }] });
    expect(await countersign(['policy', 'apply', home])).toMatchObject({ code: 0 });
    expect(await countersign(['policy', 'plan', home, '--exit-code'])).toMatchObject({ code: 0 });
    expect(JSON.parse((await countersign(['policy', 'pull', home, '--json'])).out)).toMatchObject({ policies: 1, changed: [] });

    writeFileSync(file, JSON.stringify(policy('deny', 'remove_*')));
    expect(await countersign(['policy', 'test', home])).toMatchObject({ code: 1, out: expect.stringContaining('FAIL') });
    expect(await countersign(['policy', 'apply', home])).toMatchObject({ code: 3 });
    writeFileSync(file, JSON.stringify(policy('allow', 'remove_*')));
    const changed = JSON.parse((await countersign(['policy', 'plan', home, '--json'])).out) as { policies: { differences: object[] }[] };
    expect(changed.policies[0]?.differences).toContainEqual({
      op: 'replace',
      path: '/document/target/tools/0',
      from: 'delete_*',
      to: 'remove_*',
    });

    writeFileSync(file, JSON.stringify({ name: 'No deletes', document: { effect: 'frob' } }));
    expect(await countersign(['policy', 'validate', home])).toMatchObject({ code: 1, out: expect.stringContaining('effect') });
    const away = join(installed.home, 'pulled');
    expect(await countersign(['policy', 'pull', away])).toMatchObject({ code: 0 });
    expect(readdirSync(away)).toEqual(['no-deletes.json']);
    expect(JSON.parse(readFileSync(join(away, 'no-deletes.json'), 'utf8'))).toMatchObject(policy('deny'));
  }, 60_000);

  it('bring the lists that they name along: planned, applied and pulled like themselves', async () => {
    const home = join(installed.home, 'with-lists');
    mkdirSync(join(home, 'lists'), { recursive: true });
    const capped = {
      name: 'Partners only',
      mode: 'shadow',
      document: {
        effect: 'require',
        target: { tools: ['send'] },
        require: { args: { '/to': { inList: 'partners' }, '/cc': { notInList: 'nobody' } } },
      },
      tests: [],
    };
    writeFileSync(join(home, 'partners.json'), JSON.stringify(capped));
    const list = join(home, 'lists/partners.json');
    writeFileSync(list, JSON.stringify({ name: 'partners', kind: 'texts', entries: ['globex', 'acme'] }));
    const plan = await countersign(['policy', 'plan', home, '--json']);
    expect(plan, plan.err).toMatchObject({ code: 0 });
    expect(JSON.parse(plan.out)).toMatchObject({
      changes: 2,
      lists: [{ action: 'create', name: 'partners', entries: 2 }],
    });
    expect(await countersign(['policy', 'apply', home])).toMatchObject({
      code: 0,
      out: expect.stringContaining('+ create    list partners, 2 entries'),
    });
    const away = join(installed.home, 'with-lists-pulled');
    const pulled = JSON.parse((await countersign(['policy', 'pull', away, '--json'])).out) as object;
    expect(pulled).toMatchObject({ lists: 1, left_out: [{ name: 'nobody', reason: 'absent' }] });
    expect(JSON.parse(readFileSync(join(away, 'lists/partners.json'), 'utf8'))).toEqual({
      name: 'partners',
      kind: 'texts',
      entries: ['acme', 'globex'],
    });
    expect(await countersign(['policy', 'plan', home, '--exit-code'])).toMatchObject({ code: 0 });
    writeFileSync(list, JSON.stringify({ name: 'partners', kind: 'texts', entries: ['initech'] }));
    expect(await countersign(['policy', 'plan', home, '--exit-code'])).toMatchObject({
      code: 1,
      out: expect.stringContaining('~ update    list partners, 1 entries'),
    });
    expect(await countersign(['policy', 'apply', home])).toMatchObject({ code: 0 });
    expect(await countersign(['policy', 'plan', home, '--exit-code'])).toMatchObject({ code: 0 });
    writeFileSync(list, JSON.stringify({ name: '../partners', kind: 'text', entries: [] }));
    expect(await countersign(['policy', 'plan', home])).toMatchObject({
      code: 2,
      err: expect.stringContaining('has no name that a list may have'),
    });
    writeFileSync(list, JSON.stringify({ name: 'partners', kind: 'networks', entries: ['nowhere'] }));
    expect(await countersign(['policy', 'plan', home])).toMatchObject({
      code: 3,
      err: expect.stringContaining('/named_lists/0/entries/0'),
    });
    await forget(['Partners only']);
  }, 60_000);

  it('more than a call may bear elsewhere goes in and comes out, a policy as large as one may be too', async () => {
    const home = join(installed.home, 'large');
    mkdirSync(home);
    const test = (name: string, args: object) => ({
      name,
      request: { ...PING, method: 'tools/call', params: { name: 'x', arguments: args } },
      expect: { decision: 'allow' },
    });
    // Numbers of one digit, each of which takes a line of its own where lines are for people.
    const deep = Array.from({ length: 62_000 }, () => 1);
    const largest = { name: 'Largest', document: { tools: { deny: ['none'] } }, tests: [test('deep', { a: { b: { c: deep } } })] };
    expect(JSON.stringify(largest, null, 2).length).toBeGreaterThan(1_048_576);
    writeFileSync(join(home, 'largest.json'), JSON.stringify(largest));
    for (let i = 0; i < 12; i++)
      writeFileSync(
        join(home, `${i}.json`),
        JSON.stringify({
          name: `Long ${i}`,
          document: { tools: { deny: [`t${i}`] } },
          tests: [test('long', { text: 'x'.repeat(100_000) })],
        }),
      );
    const plan = await countersign(['policy', 'plan', home, '--json']);
    expect(plan, plan.err).toMatchObject({ code: 0 });
    expect(JSON.parse(plan.out)).toMatchObject({ changes: 13 });
    expect(await countersign(['policy', 'apply', home])).toMatchObject({ code: 0 });
    const away = join(installed.home, 'large-pulled');
    expect(await countersign(['policy', 'pull', away])).toMatchObject({ code: 0 });
    const again = await countersign(['policy', 'plan', away, '--exit-code']);
    expect(again, again.err).toMatchObject({ code: 0 });
    await forget(['Largest', ...Array.from({ length: 12 }, (_, i) => `Long ${i}`)]);
  }, 120_000);
});

describe('doctor', () => {
  /** Between us and the service, and not transparent. */
  async function proxy(change: { drop?: string; date?: string; readyz?: number }): Promise<string> {
    const server = createServer((incoming, outgoing) => {
      const headers = { ...incoming.headers };
      if (change.drop) delete headers[change.drop];
      if (change.readyz && incoming.url === '/readyz') return void outgoing.writeHead(change.readyz).end();
      const passed = request(service.url + incoming.url, { method: incoming.method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, { ...answer.headers, ...(change.date && { date: change.date }) });
        answer.pipe(outgoing);
      });
      incoming.pipe(passed);
    });
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  const faultsOf = async (env: Record<string, string>): Promise<{ code: number | null; told: string[] }> => {
    const { code, out } = await countersign(['doctor', '--json'], { env });
    const { checks } = JSON.parse(out) as { checks: { name: string; state: string; found: string; remedy?: string }[] };
    const wrong = checks.filter(({ state }) => state !== 'ok');
    for (const { remedy } of wrong) expect(remedy).toBeTruthy();
    return { code, told: wrong.map(({ name, state, found }) => `${name} ${state}: ${found}`) };
  };

  it('finds nothing where nothing is wrong', { retry: 2 }, async () => {
    expect(await faultsOf({})).toEqual({ code: 0, told: [] });
  });

  it.each([
    ['no key', async () => ({ COUNTERSIGN_API_KEY: '' }), 'key fault: there is no API key'],
    ['half a key', async () => ({ COUNTERSIGN_API_KEY: 'cs_live_abc' }), 'key fault: .* checksum'],
    ['another key', async () => ({ COUNTERSIGN_API_KEY: `cs_live_${'0'.repeat(49)}` }), 'key fault'],
    ['a service that is not there', async () => ({ COUNTERSIGN_URL: 'http://127.0.0.1:2' }), 'service fault: .*cannot be reached'],
    ['another path', async () => ({ COUNTERSIGN_URL: `${service.url}/api` }), 'service fault: .* is not Countersign'],
    ['no URL', async () => ({ COUNTERSIGN_URL: 'localhost' }), 'url fault'],
    ['Authorization taken away', async () => ({ COUNTERSIGN_URL: await proxy({ drop: 'authorization' }) }), 'verdict fault: KEY_MISSING'],
    ['Idempotency-Key taken away', async () => ({ COUNTERSIGN_URL: await proxy({ drop: 'idempotency-key' }) }), 'retries warning'],
    [
      'a clock that is wrong',
      async () => ({ COUNTERSIGN_URL: await proxy({ date: new Date(Date.now() - 650_000).toUTCString() }) }),
      'clock fault: this clock is 6\\d\\d s ahead',
    ],
    ['a service that is not ready', async () => ({ COUNTERSIGN_URL: await proxy({ readyz: 503 }) }), 'ready fault'],
  ])('finds %s', async (_, env, found) => {
    const { told } = await faultsOf(await env());
    expect(told).toContainEqual(expect.stringMatching(found));
  });

  it('finds a key without the scope', async () => {
    const answer = await post(service, '/keys', service.key ?? '', JSON.stringify({ name: 'reader', scopes: ['audit:read'] }));
    const { key } = (await answer.json()) as { key: string };
    expect(await faultsOf({ COUNTERSIGN_API_KEY: key })).toEqual({ code: 1, told: [expect.stringContaining('SCOPE_MISSING')] });
  });
});

describe('wrap', () => {
  const SERVER = [process.execPath, join(ROOT, 'test/clients/mcp-server.mjs')];
  async function wrapped<T>(
    options: string[],
    env: Record<string, string>,
    use: (client: Client, err: () => string) => Promise<T>,
  ): Promise<T> {
    const args = [main, 'wrap', '--timeout', '20000', ...options, '--', ...SERVER];
    const transport = new StdioClientTransport({ command: process.execPath, args, env: environment(env), stderr: 'pipe' });
    let err = '';
    transport.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
    const client = new Client({ name: 'test', version: '1' });
    try {
      await client.connect(transport);
      return await use(client, () => err);
    } finally {
      await client.close();
    }
  }
  const call = (client: Client, name: string, args = {}): Promise<unknown> => client.callTool({ name, arguments: args });

  it.each([[[]], [['--offline']]])(
    '%j: what is fair passes, what is foul does not, in both directions',
    async (options) => {
      await wrapped(options, {}, async (client, err) => {
        expect((await client.listTools()).tools.map(({ name }) => name)).toContain('find_customer');
        expect(await call(client, 'find_customer', { customer_name: 'AT&T' })).toMatchObject({ content: [{ text: 'found AT&T' }] });
        const refused = { isError: true, content: [{ text: expect.stringContaining('Refused') }] };
        expect(await call(client, 'find_customer', ATTACK.params.arguments)).toMatchObject(refused);
        expect(await call(client, 'read_note')).toMatchObject(refused);
        expect(await call(client, 'environment')).toMatchObject({ content: [{ text: 'no key' }] });
        expect(err().match(/CALLED/g)).toHaveLength(1);
        expect(err()).toContain('not passed on from the server: not JSON');
        expect(err()).toContain('an answer that nobody waits for');
      });
    },
    60_000,
  );

  /** What a client that wants past the judge would send; each line is answered with its own id, and the server is never called. */
  it('cannot be passed by', async () => {
    const text = JSON.stringify(ATTACK.params);
    const lines = [
      `[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":${text}}]`,
      `{"jsonrpc":"2.0","id":2,"method":"tools/call","params":${text},"params":{"name":"find_customer","arguments":{"customer_name":"twice"}}}`,
      `{"jsonrpc":"2.0","id":null,"method":"tools/call","params":${text}}`,
      `{"jsonrpc":"2.0","id":3,"method":"tools/call","params":${text}}\r`,
      `{"jsonrpc":"2.0","id":3,"result":{}}`,
      `{"jsonrpc":"2.0","method":"tools/call","params":${text}}`,
    ];
    const ran = await countersign(['wrap', '--offline', '--', ...SERVER], { input: `${lines.join('\n')}\n` });
    expect(ran.err).not.toContain('DROP TABLE');
    const answers = ran.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: unknown; result?: { isError?: boolean } });
    expect(answers.filter(({ id }) => id === null)).toHaveLength(2);
    expect(answers.find(({ id }) => id === 3)).toMatchObject({ result: { isError: true } });
  });

  it.each([
    ['closed', true],
    ['open', false],
  ])(
    'with the service down and %s',
    async (mode, refuses) => {
      const down = { COUNTERSIGN_URL: 'http://127.0.0.1:2' };
      const connected = wrapped(['--fail-mode', mode], down, async (client) => call(client, 'find_customer', { customer_name: 'x' }));
      if (refuses) await expect(connected).rejects.toThrow(/NO_VERDICT/);
      else expect(await connected).toMatchObject({ content: [{ text: 'found x' }] });
    },
    60_000,
  );

  it('a wrong key opens nothing', async () => {
    const env = { COUNTERSIGN_API_KEY: `cs_live_${'0'.repeat(49)}` };
    await expect(wrapped(['--fail-mode', 'open'], env, async () => {})).rejects.toThrow(/NO_VERDICT/);
  });

  it('ends as the server ends', async () => {
    expect(await countersign(['wrap', '--offline', '--', process.execPath, '-e', 'process.exit(9)'])).toMatchObject({ code: 9 });
    expect(await countersign(['wrap', '--offline', '--', '/nowhere/server'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('cannot be started'),
    });
  });
});

it.each([[[]], [['--offline']]])('server scan %j finds the tool that is poisoned', async (extra) => {
  const command = [process.execPath, join(ROOT, 'test/clients/mcp-server.mjs')];
  const clean = await countersign(['server', 'scan', '--json', ...extra, '--', ...command]);
  expect(clean).toMatchObject({ code: 0 });
  const foul = await countersign(['server', 'scan', '--json', ...extra, '--', ...command, '--poisoned']);
  expect(foul.code).toBe(1);
  const { results } = JSON.parse(foul.out) as { results: { name: string; result: { decision: string } }[] };
  expect(results.filter(({ result }) => result.decision !== 'allow').map(({ name }) => name)).toEqual(['add']);
});

it('login keeps a key that the service lets in, for its URL alone', async () => {
  const fresh = { COUNTERSIGN_API_KEY: '', XDG_CONFIG_HOME: join(installed.home, 'login') };
  expect(await countersign(['login'], { input: 'cs_live_frob', env: fresh })).toMatchObject({ code: 2 });
  expect(await countersign(['login'], { input: `${service.key}\n`, env: fresh })).toMatchObject({ code: 0 });
  expect(statSync(join(installed.home, 'login/countersign/config.json')).mode & 0o777).toBe(0o600);
  expect(await countersign(['validate', '--timeout', '20000'], { input: JSON.stringify(PING), env: fresh })).toMatchObject({ code: 0 });
  const elsewhere = await countersign(['validate'], {
    input: JSON.stringify(PING),
    env: { ...fresh, COUNTERSIGN_URL: 'http://127.0.0.1:2' },
  });
  expect(elsewhere).toMatchObject({ code: 3, err: expect.stringContaining('no API key') });
});

it('a key is in no message, whatever place it was given in', async () => {
  const key = service.key ?? '';
  for (const args of [
    ['login', key],
    [key],
    ['validate', key],
    ['validate', `--key=${key}`],
    ['keys', 'revoke', key],
    ['policy', 'plan', key],
  ]) {
    const { code, out, err } = await countersign(args);
    expect(code).toBeGreaterThan(1);
    expect(out + err).not.toContain(key);
  }
});

describe('settings', () => {
  const fresh = (name: string): string => {
    const folder = join(installed.home, name, 'countersign');
    mkdirSync(folder, { recursive: true });
    return join(folder, 'config.json');
  };

  it('login makes a file of this user alone of what was there before', async () => {
    const file = fresh('open');
    writeFileSync(file, '[]', { mode: 0o644 });
    const env = { COUNTERSIGN_API_KEY: '', XDG_CONFIG_HOME: join(installed.home, 'open') };
    expect(await countersign(['validate', '--offline'], { input: JSON.stringify(PING), env })).toMatchObject({ code: 0 });
    expect(await countersign(['keys', 'list'], { env })).toMatchObject({ code: 2, err: expect.stringContaining('not a JSON object') });
    expect(JSON.parse((await countersign(['doctor', '--json'], { env })).out)).toMatchObject({
      checks: [{ name: 'settings', state: 'fault' }],
    });
    expect(await countersign(['login'], { input: service.key ?? '', env })).toMatchObject({ code: 0 });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o644);
    const { out } = await countersign(['doctor'], { env });
    expect(out).toMatch(/warn {2}key .* can be read by other users/);
  });

  it('are not read from the folder in which somebody stands: whose it is could say where the key goes', async () => {
    mkdirSync(join(installed.home, '.config/countersign'), { recursive: true });
    writeFileSync(join(installed.home, '.config/countersign/config.json'), '{"url":"http://127.0.0.1:2"}');
    for (const relative of [
      { HOME: '', XDG_CONFIG_HOME: '' },
      { HOME: '', XDG_CONFIG_HOME: '.config' },
    ]) {
      const { err } = await countersign(['doctor', '--json'], { env: { ...relative, COUNTERSIGN_URL: '', COUNTERSIGN_API_KEY: '' } });
      expect(err).toBe('');
      const { out } = await countersign(['doctor'], { env: { ...relative, COUNTERSIGN_URL: '', COUNTERSIGN_API_KEY: '' } });
      expect(out).toContain('http://localhost:8080 (default)');
    }
    rmSync(join(installed.home, '.config'), { recursive: true });
  });
});

it('keys are made, listed and revoked', async () => {
  const made = JSON.parse((await countersign(['keys', 'create', 'one', '--json'])).out) as { id: string; scopes: string[] };
  expect(made.scopes).toEqual(['validate']);
  expect((await countersign(['keys', 'list'])).out).toContain(made.id);
  expect(await countersign(['keys', 'revoke', made.id])).toMatchObject({ code: 0 });
  expect(await countersign(['keys', 'rotate', made.id])).toMatchObject({ code: 3 });
});

it.each(['bash', 'zsh', 'fish'])('completion for %s knows every command', async (shell) => {
  const { out, code } = await countersign(['completion', shell]);
  expect(code).toBe(0);
  for (const word of ['validate', 'batch', 'plan', 'doctor', 'wrap', '--offline'.slice(2)]) expect(out).toContain(word);
});

it.each([
  [['po'], ['policy']],
  [
    ['policy', ''],
    ['validate', 'test', 'plan', 'apply', 'pull', 'replay'],
  ],
  [['policy', 'plan', '--pr'], ['--prune']],
  [
    ['wrap', '--fail-mode', ''],
    ['closed', 'open'],
  ],
  [['wrap', '--offline', '--', '--'], []],
  [['validate', ''], []],
  [['completion', 'f'], ['fish']],
])('bash completes %j', async (words, offered) => {
  const { out } = await countersign(['completion', 'bash']);
  const asked = `${out}\nCOMP_WORDS=(countersign "$@"); COMP_CWORD=$#; _countersign; printf '%s\\n' "\${COMPREPLY[@]}"; complete -p countersign`;
  const { stdout, stderr, status } = spawnSync('bash', ['-c', asked, 'bash', ...words], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout.split('\n').filter(Boolean)).toEqual([...offered, 'complete -o default -F _countersign countersign']);
});

it('audit records are exported and shown', async () => {
  const { out, code } = await countersign(['audit', 'export', '--decision', 'deny']);
  expect(code).toBe(0);
  const records = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { decision: string });
  expect(records.length).toBeGreaterThan(0);
  for (const { decision } of records) expect(decision).toBe('deny');
  const tail = await countersign(['audit', 'tail', '--once', '--lines', '3', '--json', '--kind', 'verdict']);
  expect(tail.out.trim().split('\n')).toHaveLength(3);
});

it('a draft is replayed over what was recorded', async () => {
  const home = join(installed.home, 'draft');
  mkdirSync(home);
  writeFileSync(join(home, 'all.json'), JSON.stringify({ name: 'No pings', document: { effect: 'deny', target: { methods: ['ping'] } } }));
  const { out, code } = await countersign(['policy', 'replay', home, '--json', '--exit-code']);
  expect(JSON.parse(out)).toMatchObject({ outcomes: { newly_denied: expect.any(Number) } });
  expect((JSON.parse(out) as { outcomes: { newly_denied: number } }).outcomes.newly_denied).toBeGreaterThan(0);
  expect(code).toBe(1);
}, 60_000);

it('what is no file is no policy, and is not read without end', async () => {
  const at = join(installed.home, 'no-files');
  mkdirSync(at);
  symlinkSync('/dev/zero', join(at, 'a.json'));
  symlinkSync('/nowhere', join(at, 'b.json'));
  const { code, err } = await countersign(['policy', 'validate', 'no-files', '--json']);
  expect(code).toBe(2);
  expect((JSON.parse(err) as { error: { errors: { detail: string }[] } }).error.errors.map(({ detail }) => detail)).toEqual([
    'is no file',
    expect.stringContaining('ENOENT'),
  ]);
});

it.each(['', '.', '..'])('an id %j of a key is a wrong argument', async (id) => {
  expect(await countersign(['keys', 'rotate', id])).toMatchObject({ code: 2 });
  expect(await countersign(['keys', 'revoke', id])).toMatchObject({ code: 2 });
});
