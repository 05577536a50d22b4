/** The example of the Rust client between a client and a server of the official SDK. */
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { ROOT } from '../../test/support/packed.ts';

export type Outcome = { name: string; fault: string | undefined };

const SERVER = `
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { z } from 'zod';
const server = new McpServer({ name: 'notes', version: '1.0.0' });
const text = (text) => ({ content: [{ type: 'text', text }] });
let reads = 0;
server.registerTool('read_note', { inputSchema: { path: z.string() } }, ({ path }) => { reads++; return text('read ' + path); });
server.registerTool('read_log', { inputSchema: { service: z.string() } }, () => text('postgres://app:kR7wq2Lz9xVb@db.example.net/app'));
server.registerTool('count_reads', {}, () => text(String(reads)));
await server.connect(new StdioServerTransport());
`;
const CALLS = [
  { name: 'a call that is allowed', tool: 'read_note', args: { path: 'shopping.txt' }, says: 'read shopping.txt' },
  { name: 'a call that is refused', tool: 'read_note', args: { path: '../../../../etc/shadow' }, says: 'PATH_TRAVERSAL', isError: true },
  { name: 'it has not reached the server', tool: 'count_reads', args: {}, says: '1' },
  { name: 'a result with a secret', tool: 'read_log', args: { service: 'web' }, says: 'app:[REDACTED:secret.url-credentials]@db' },
];

/** `folder` is that of the crate. */
export async function tryGateway(folder: string): Promise<Outcome[]> {
  const server = [process.execPath, '--input-type=module', '--eval', SERVER];
  const manifest = join(folder, 'Cargo.toml');
  const args = ['run', '--locked', '--quiet', '--package', 'countersign-gateway', '--manifest-path', manifest, '--', ...server];
  const env = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const client = new Client({ name: 'test', version: '1.0.0' });
  const outcomes: Outcome[] = [];
  try {
    await client.connect(new StdioClientTransport({ command: 'cargo', args, env, cwd: ROOT, stderr: 'inherit' }), { timeout: 240_000 });
    for (const { name, tool, args: given, says, isError = false } of CALLS) {
      const result = CallToolResultSchema.parse(await client.callTool({ name: tool, arguments: given }));
      const fits = JSON.stringify(result.content).includes(says) && (result.isError ?? false) === isError;
      outcomes.push({ name, fault: fits ? undefined : JSON.stringify(result) });
    }
  } catch (error) {
    outcomes.push({ name: 'client and server of the SDK', fault: String(error) });
  } finally {
    await client.close();
  }
  return outcomes;
}
