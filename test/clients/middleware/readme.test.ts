/** The examples of the README, each a program of its own, before a server and with a client of the official SDK. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROOT } from '../../support/packed.ts';
import { post, MESSAGE } from '../../e2e/service.ts';
import { ATTACK } from './notes.ts';
import { published, type Published } from './packed.ts';

const SERVER = `
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { z } from 'zod';
const make = () => {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });
  server.registerTool('read_file', { inputSchema: { path: z.string() } }, ({ path }) => ({ content: [{ type: 'text', text: 'contents of ' + path }] }));
  return server;
};
const connected = async (transport) => (await make().connect(transport), transport);
export const server = make();
export const handle = async (req, res, body) => (await connected(new StreamableHTTPServerTransport({}))).handleRequest(req, res, typeof body === 'object' ? body : undefined);
export const answer = async (request) => (await connected(new WebStandardStreamableHTTPServerTransport({}))).handleRequest(request);
`;

const examples = new Map(
  [...readFileSync(join(ROOT, 'clients/typescript/README.md'), 'utf8').matchAll(/```js (\w+)\n(.*?)```/gs)].map(
    ([, name = '', code = '']) => [name, code],
  ),
);

let kit: Published;
let folder: string;
beforeAll(async () => {
  kit = await published();
  folder = join(kit.home, 'examples');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'server.js'), SERVER);
  for (let i = 0; i < 3; i++) await post({ url: kit.service.url } as never, '/validate', kit.service.key, MESSAGE);
}, 180_000);
const children: ChildProcess[] = [];
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await kit.stop();
});

const envOf = () => ({ PATH: process.env['PATH'] ?? '', COUNTERSIGN_URL: kit.service.url, COUNTERSIGN_API_KEY: kit.service.key });

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function judges(client: Client): Promise<void> {
  const read = async (path: string) => client.callTool({ name: 'read_file', arguments: { path } });
  expect(await read('README.md')).toMatchObject({ content: [{ text: 'contents of README.md' }] });
  expect(await read(ATTACK)).toMatchObject({
    isError: true,
    content: [{ text: expect.stringContaining('Refused by security policy: PATH_TRAVERSAL') }],
  });
}

it('there is one for each, of five lines', () => {
  expect([...examples.keys()].toSorted()).toEqual(['express', 'fastify', 'hono', 'mcp']);
  for (const code of examples.values()) expect(code.trim().split('\n')).toHaveLength(5);
});

// Their two seconds are real ones, which a machine that is busy with other tests may not have.
it('mcp', { retry: 3 }, async () => {
  writeFileSync(join(folder, 'mcp.js'), examples.get('mcp') ?? '');
  const client = new Client({ name: 'tests', version: '1.0.0' });
  await client.connect(
    new StdioClientTransport({ command: process.execPath, args: [join(folder, 'mcp.js')], env: envOf(), stderr: 'ignore' }),
  );
  await judges(client).finally(() => client.close());
});

it.each(['express', 'fastify', 'hono'])('%s', { retry: 3 }, async (name) => {
  const port = await freePort();
  writeFileSync(join(folder, `${name}.js`), (examples.get(name) ?? '').replace('3000', String(port)));
  const serving = `import { serve } from '@hono/node-server'; import app from './hono.js'; serve({ fetch: app.fetch, port: ${port} });`;
  writeFileSync(join(folder, 'serve.js'), serving);
  const child = spawn(process.execPath, [join(folder, name === 'hono' ? 'serve.js' : `${name}.js`)], { env: envOf(), stdio: 'ignore' });
  children.push(child);
  await expect
    .poll(
      () =>
        fetch(`http://localhost:${port}/`)
          .then(() => 'up')
          .catch((error: Error) => error.message),
      { timeout: 20_000 },
    )
    .toBe('up');
  const client = new Client({ name: 'tests', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`http://localhost:${port}/mcp`)) as never);
  await judges(client).finally(() => client.close());
});
