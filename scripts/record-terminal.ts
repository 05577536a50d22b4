/**
 * `npm run recordings`: docs/recordings/*.txt, from the packed `countersign` on a terminal of its own (`script` of util-linux) against a
 * service that is started for it. Of the corpus only what the program prints is kept.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { MESSAGE, post, startService, tempFolder } from '../test/e2e/service.ts';
import { readRows } from '../test/support/corpus.ts';
import { installPacked, ROOT } from '../test/support/packed.ts';

const ROWS = 10_000;
const FOLDER = join(ROOT, 'docs/recordings');

const installed = installPacked();
const folder = await tempFolder();
const service = await startService({ DATA_DIR: folder.path, EXPECTS_KEY: 'yes' });
const key = service.key ?? '';
await post(service, '/validate', key, MESSAGE);
const program = `${process.execPath} ${join(installed.home, 'node_modules/countersign/dist/clients/typescript/src/cli/main.js')}`;

/** A tenth of the bar at a time: it draws itself anew ten times a second. */
function settled(printed: string): string {
  let tenth = -1;
  const frames = printed.replaceAll('\r\n', '\n').split('\r\u001b[K');
  const kept = frames.flatMap((frame, i) => {
    const percent = /^[█░]+ (\d+)% /.exec(frame)?.[1];
    if (percent === undefined) return i === frames.length - 1 || frame ? [frame] : [];
    const is_new = Math.floor(Number(percent) / 10) > tenth;
    if (is_new) tenth = Math.floor(Number(percent) / 10);
    return is_new ? [frame] : [];
  });
  // eslint-disable-next-line no-control-regex
  return kept.join('\n').replaceAll(/\u001b\[\d*m/g, '');
}

/** What a user sees who types `countersign <args>`, with how it ended. */
async function typed(args: string, variables: Record<string, string>): Promise<string> {
  const env = {
    PATH: process.env['PATH'],
    HOME: installed.home,
    TERM: 'xterm',
    COUNTERSIGN_URL: service.url,
    COUNTERSIGN_API_KEY: key,
    ...variables,
  };
  const child = spawn('script', ['-qefc', `${program} ${args}`, '/dev/null'], {
    cwd: installed.home,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
  await once(child, 'close');
  return `$ countersign ${args}\n${settled(printed).trimEnd()}\n$ echo $?\n${child.exitCode}\n`;
}

function record(name: string, text: string): void {
  if (text.includes(key)) throw new Error('A key was printed');
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(join(FOLDER, name), text);
  console.log(`docs/recordings/${name}`);
}

/** Spread over all kinds of traffic. */
function writeRows(file: string): void {
  const all = readRows();
  const lines = Array.from({ length: ROWS }, (_, i) => {
    const { direction, message, request: asked } = all[Math.floor((i * all.length) / ROWS)]!;
    return JSON.stringify({ direction, message, request: asked });
  });
  writeFileSync(file, `${lines.join('\n')}\n`);
}

/** Takes away the header that has the key, as some gateways do. */
async function forgetful(): Promise<{ url: string; close(): void }> {
  const server = createServer((incoming, outgoing) => {
    const { authorization: _, ...headers } = incoming.headers;
    const passed = request(service.url + incoming.url, { method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(passed);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() };
}

const HEAD = `Recorded by \`npm run recordings\` (scripts/record-terminal.ts), countersign on a terminal; colours are left out.`;
try {
  writeRows(join(installed.home, 'corpus.ndjson'));
  const online = await typed('batch corpus.ndjson --out verdicts.ndjson', {});
  const offline = await typed('batch corpus.ndjson --offline', { COUNTERSIGN_API_KEY: '' });
  const rows = `${ROWS.toLocaleString('en-US')} rows of the development corpus, of all its files; of the progress bar one frame for each tenth.`;
  record('batch.txt', `${HEAD}\n${rows}\n\n# By the service\n\n${online}\n# In the process, without a service and a key\n\n${offline}`);
  const proxy = await forgetful();
  const parts = [
    `# Broken: nothing listens there\n\n${await typed('doctor', { COUNTERSIGN_URL: 'http://127.0.0.1:2' })}`,
    `# Broken: the last character of the key was not copied\n\n${await typed('doctor', { COUNTERSIGN_API_KEY: key.slice(0, -1) })}`,
    `# Broken: a proxy that takes Authorization away\n\n${await typed('doctor', { COUNTERSIGN_URL: proxy.url })}`,
    `# Sound\n\n${await typed('doctor', {})}`,
  ];
  proxy.close();
  record('doctor.txt', `${HEAD}\n\n${parts.join('\n')}`);
} finally {
  await service.stop('SIGTERM');
  await folder.remove();
  installed.remove();
}
