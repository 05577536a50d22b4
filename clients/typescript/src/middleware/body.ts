/** Bodies of MCP over HTTP, and what is answered in their place. */
import { parseJson } from '../../../../src/core/json.ts';
import { isObject } from '../exchange.ts';

/** What the service takes, too. */
export const BODY_BYTES_MAX = 1_048_576;
export const ANSWER_BYTES_MAX = 16_777_216;

/** A whole answer; without a body where there is nothing to say. */
export type Plain = { status: number; body: Uint8Array<ArrayBuffer> | null };

const INVALID_REQUEST = -32600;
const PARSE_ERROR = -32700;
const INTERNAL_ERROR = -32603;

const encoder = new TextEncoder();
export const encode = (message: unknown): Uint8Array<ArrayBuffer> => encoder.encode(JSON.stringify(message));

function refusal(status: number, code: number, why: string): Plain {
  return { status, body: encode({ jsonrpc: '2.0', id: null, error: { code, message: `Refused by security policy: ${why}` } }) };
}

export const TOO_LARGE = refusal(413, INVALID_REQUEST, `the body is above ${BODY_BYTES_MAX} bytes`);
export const PACKED = refusal(415, INVALID_REQUEST, 'the body is packed');
export const NO_UPGRADE = refusal(400, INVALID_REQUEST, 'MCP has no such protocol');
export const NOT_EMPTY = refusal(400, INVALID_REQUEST, 'this method has no body');
export const UNREADABLE = refusal(400, PARSE_ERROR, 'the body is no JSON that has one meaning');
export const BAD_ANSWER = refusal(502, INTERNAL_ERROR, "the server's answer cannot be judged");
export const NO_CONTEXT = refusal(500, INTERNAL_ERROR, 'it is not known who acts');

/**
 * The message or the batch in a body, undefined where another reader could find another one in it: a key twice, nesting without end,
 * numbers out of range, no UTF-8. The declared type is not asked, for who reads the body may not ask either.
 */
export function messageOf(bytes: Uint8Array): object | undefined {
  const read = parseJson(bytes);
  if (!read.ok || read.faults.length) return undefined;
  return isObject(read.value) || Array.isArray(read.value) ? read.value : undefined;
}

/** Those that repeat what the body says (2026-07-28), names in lower case. One that comes twice is shown twice. */
export function mcpHeaders(headers: Iterable<[string, string]>): Record<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of headers) {
    const lower = name.toLowerCase();
    if (lower.startsWith('mcp-')) found.set(lower, found.has(lower) ? `${found.get(lower)}, ${value}` : value);
  }
  return Object.fromEntries(found);
}
