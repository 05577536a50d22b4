/** An MCP server on stdio, guarded in both directions: `node mcp-server.mjs`, as a client starts it. */
import { readFile } from 'node:fs/promises';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { Countersign } from 'countersign';
import { guard } from 'countersign/mcp';
import { z } from 'zod';

const server = new McpServer({ name: 'notes', version: '1.0.0' });
const definition = { description: 'Reads a note.', inputSchema: { path: z.string() } };
server.registerTool('read_note', definition, async ({ path }) => ({ content: [{ type: 'text', text: await readFile(path, 'utf8') }] }));
await server.connect(guard(new StdioServerTransport(), new Countersign(), { server: { name: 'notes' } }));
