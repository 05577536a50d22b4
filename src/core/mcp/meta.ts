/** Names inside `_meta` that MCP keeps for itself (2025-06-18 to 2026-07-28, basic/index "_meta"). */

export const META_PROTOCOL_VERSION = 'io.modelcontextprotocol/protocolVersion';
export const META_CLIENT_CAPABILITIES = 'io.modelcontextprotocol/clientCapabilities';
export const META_SUBSCRIPTION_ID = 'io.modelcontextprotocol/subscriptionId';

/** Every reserved key that a revision or an official extension defines. */
const KNOWN_RESERVED: ReadonlySet<string> = new Set([
  META_PROTOCOL_VERSION,
  META_CLIENT_CAPABILITIES,
  META_SUBSCRIPTION_ID,
  'io.modelcontextprotocol/clientInfo',
  'io.modelcontextprotocol/serverInfo',
  'io.modelcontextprotocol/logLevel',
  'io.modelcontextprotocol/related-task', // tasks, 2025-11-25
  'io.modelcontextprotocol/model-immediate-response', // tasks, 2025-11-25
  'io.modelcontextprotocol/relatedTaskIds', // tasks extension
  'io.modelcontextprotocol/ui', // apps extension
  'io.modelcontextprotocol/skills', // skills extension
]);

const RESERVED_LABELS: ReadonlySet<string> = new Set(['modelcontextprotocol', 'mcp']);

/** True when the key's prefix is one that only MCP may use, and MCP defines no such key: someone poses as the protocol. */
export function isUnknownReserved(key: string): boolean {
  const slash = key.indexOf('/');
  if (slash <= 0) return false;
  const first = key.indexOf('.');
  if (first < 0 || first > slash) return false;
  const second = key.indexOf('.', first + 1);
  const end = second < 0 || second > slash ? slash : second;
  return RESERVED_LABELS.has(key.slice(first + 1, end).toLowerCase()) && !KNOWN_RESERVED.has(key);
}
