/** The JSON-RPC message that the enforcement point may send instead of the one that was refused. */
import type { MessageReading } from './mcp/message.ts';
import type { Era } from './mcp/revisions.ts';
import type { Reason } from './verdict.ts';

/** Outside -32020…-32099, which MCP reserves (2026-07-28), and outside the codes of JSON-RPC 2.0. */
const REFUSED = -32003;
const INVALID_REQUEST = -32600;

/**
 * A `tools/call` is answered by a result with `isError`, so that the model reads why; other methods by an error. Undefined where no
 * answer is due (notifications) or possible (no usable id). The text names kinds only: what was found goes to the tenant, not to the agent.
 */
export function replyTo(
  message: Pick<MessageReading, 'id' | 'kind' | 'method' | 'direction'>,
  primary: Reason,
  verdict_id: string,
  era: Era | null,
): object | undefined {
  if (message.id === null || message.kind === 'notification') return undefined;
  const text = `Refused by security policy: ${primary.code} (${verdict_id})`;
  if (primary.code === 'PROTOCOL_VIOLATION' && message.direction === 'request')
    return { jsonrpc: '2.0', id: message.id, error: { code: INVALID_REQUEST, message: text } };
  if (message.method === 'tools/call') {
    const result = { content: [{ type: 'text', text }], isError: true };
    return { jsonrpc: '2.0', id: message.id, result: era === 'stateless' ? { resultType: 'complete', ...result } : result };
  }
  return { jsonrpc: '2.0', id: message.id, error: { code: REFUSED, message: text, data: { code: primary.code, verdict: verdict_id } } };
}
