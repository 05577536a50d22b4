/** `countersign server scan`: what an MCP server says of itself and of its tools, judged before any of it is used. */
import type { Readable } from 'node:stream';
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import type { Item } from '../stream.ts';
import type { ItemResult } from '../verdicts.ts';
import type { Invocation } from './command.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { judgeMany } from './judge.ts';
import { clean, count, table } from './terminal.ts';
import { VERSION } from '../version.ts';

const TOOLS_MAX = 10_000;
const PAGES_MAX = 1_000;
/** Of all tools together, and of each answer over HTTP; over stdio the SDK has a limit of its own, of 10 MiB. */
const BYTES_MAX = 67_108_864;
/** Of what the server said on stderr, and of the reason that the SDK gives: some have a whole page in them. */
const SAID_CHARS = 1_000;

type Subject = { kind: 'instructions' | 'tool'; name: string; item: Item };
type Sdk = { client: Client; tools(): Promise<Record<string, unknown>[]>; target: string };

export async function scan(call: Invocation): Promise<number> {
  const [url] = call.operands;
  if ((url === undefined) === !call.rest.length)
    throw new CommandError('countersign server scan needs the URL of a server, or -- and its command');
  const subjects = await subjectsOf(call);
  const results: { kind: string; name: string; result: ItemResult }[] = [];
  let at = 0;
  for await (const result of judgeMany(
    call,
    subjects.map(({ item }) => item),
  )) {
    const { kind, name } = subjects[at++]!;
    results.push({ kind, name, result });
  }
  return show(call, results);
}

async function subjectsOf(call: Invocation): Promise<Subject[]> {
  const { client, tools, target } = await open(call);
  try {
    const server = { name: client.getServerVersion()?.name ?? target };
    const instructions = client.getInstructions();
    const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'countersign', version: VERSION } };
    const told: Subject[] = instructions
      ? [
          {
            kind: 'instructions',
            name: '',
            item: {
              request: { jsonrpc: '2.0', id: 0, method: 'initialize', params },
              response: {
                jsonrpc: '2.0',
                id: 0,
                result: { protocolVersion: '2025-06-18', capabilities: {}, serverInfo: { name: server.name, version: '0' }, instructions },
              },
              server,
            },
          },
        ]
      : [];
    return [
      ...told,
      ...(await tools()).map((tool): Subject => ({
        kind: 'tool',
        name: String(tool['name']),
        item: {
          request: { jsonrpc: '2.0', id: 1, method: 'tools/list' },
          response: { jsonrpc: '2.0', id: 1, result: { tools: [tool] } },
          server,
        },
      })),
    ];
  } finally {
    await client.close();
  }
}

/** The official SDK is no dependency: who only calls the service does not need it. */
async function open(call: Invocation): Promise<Sdk> {
  const [{ Client: SdkClient }, { ResultSchema }, transport] = await Promise.all([
    import('@modelcontextprotocol/sdk/client/index.js'),
    import('@modelcontextprotocol/sdk/types.js'),
    transportOf(call),
  ]).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new CommandError(
      'server scan needs the MCP SDK: npm install @modelcontextprotocol/sdk, or npx -p countersign -p @modelcontextprotocol/sdk countersign server scan …',
    );
  });
  const said = 'stderr' in transport ? lastOf(transport.stderr as Readable | null) : () => '';
  const client = new SdkClient({ name: 'countersign', version: VERSION });
  const target = call.operands[0] ?? call.rest.join(' ');
  try {
    await client.connect(transport);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const reason = `${target} does not answer as an MCP server: ${message.slice(0, SAID_CHARS)}${said() && `; it said: ${said()}`}`;
    throw new CommandError(reason, code === 'ENOENT' ? EXIT.input : EXIT.unavailable);
  }
  const tools = async (): Promise<Record<string, unknown>[]> => {
    const all: Record<string, unknown>[] = [];
    let cursor: string | undefined;
    let size = 0;
    for (let pages = 0; pages < PAGES_MAX && all.length <= TOOLS_MAX; pages++) {
      // Not `listTools()`: it takes away what its schema does not know, and that is where things are hidden.
      const page = await client.request({ method: 'tools/list', params: cursor === undefined ? {} : { cursor } }, ResultSchema);
      if (!Array.isArray(page['tools'])) throw new CommandError(`${target} answers tools/list without tools`, EXIT.unavailable);
      size += JSON.stringify(page).length;
      if (size > BYTES_MAX) break;
      all.push(...(page['tools'] as Record<string, unknown>[]));
      if (typeof page['nextCursor'] !== 'string') return all;
      cursor = page['nextCursor'];
    }
    throw new CommandError(
      `${target} has no end of tools: more than ${TOOLS_MAX} tools, ${PAGES_MAX} pages or ${BYTES_MAX} bytes`,
      EXIT.unavailable,
    );
  };
  return { client, tools, target };
}

async function transportOf(call: Invocation): Promise<Parameters<Client['connect']>[0]> {
  const [url] = call.operands;
  if (url === undefined) {
    const { StdioClientTransport, getDefaultEnvironment } = await import('@modelcontextprotocol/sdk/client/stdio.js');
    const [command = '', ...args] = call.rest;
    return new StdioClientTransport({ command, args, env: getDefaultEnvironment(), stderr: 'pipe' });
  }
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw new CommandError(`${url} is no http:// or https:// URL`);
  const { StreamableHTTPClientTransport } = await import('@modelcontextprotocol/sdk/client/streamableHttp.js');
  // A class of the SDK that does not fit its own interface under exactOptionalPropertyTypes.
  return new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: headersOf(call) }, fetch: boundedFetch }) as Parameters<
    Client['connect']
  >[0];
}

/** The SDK reads answers to their end, wherever that is. */
async function boundedFetch(input: string | URL, init?: RequestInit): Promise<Response> {
  const response = await fetch(input, init);
  if (!response.body) return response;
  let left = BYTES_MAX;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      left -= chunk.length;
      if (left < 0) controller.error(new Error(`The answer is larger than ${BYTES_MAX} bytes`));
      else controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body.pipeThrough(count), { status, statusText, headers });
}

/** The end of what a stream says: why a server did not start. */
function lastOf(stream: Readable | null): () => string {
  let last = '';
  stream?.on('data', (chunk: Buffer) => (last = (last + chunk.toString()).slice(-SAID_CHARS)));
  return () => last.trim();
}

function headersOf(call: Invocation): Record<string, string> {
  return Object.fromEntries(
    call.texts('header').map((text) => {
      const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):\s*(.*)$/.exec(text) ?? [];
      if (name === undefined || value === undefined) throw new CommandError('--header must be "Name: value"');
      return [name, value];
    }),
  );
}

function show(call: Invocation, results: readonly { kind: string; name: string; result: ItemResult }[]): number {
  const { terminal } = call;
  const unjudged = results.filter(({ result }) => result.error);
  const refused = results.filter(({ result }) => !result.error && result.decision !== 'allow');
  terminal.data({ judged: results.length - unjudged.length, refused: refused.length, unjudged: unjudged.length, results });
  const rows = results.map(({ kind, name, result }) => [kind, name, result.error ? 'not judged' : result.decision, why(result)]);
  for (const line of table(rows)) terminal.say(line);
  terminal.say(
    `${count(results.length)} judged, ${refused.length ? `${terminal.paint('red', `${count(refused.length)} refused`)}` : 'all allowed'}`,
  );
  if (unjudged.length) return EXIT.refused;
  return refused.length ? EXIT.no : EXIT.ok;
}

const why = (result: ItemResult): string => clean(result.error ? result.error.detail : result.reasons.map(({ code }) => code).join(', '));
