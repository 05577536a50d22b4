/** HTTP headers that mirror the message (2026-07-28, Streamable HTTP, "Request Metadata"): whoever routes by one and executes the other is fooled. */
import type { Submission } from '../submission.ts';
import { isObject } from './check.ts';
import { checkParamHeaders } from './header-params.ts';
import { decodeValue } from './header-value.ts';
import { openSink, report, isFull, type FaultSink } from './fault.ts';
import type { MessageReading } from './message.ts';
import type { Era } from './revisions.ts';

const MISMATCH = 'protocol.header-mismatch';
const MISSING = 'protocol.header-missing';

/** The member of `params` that `Mcp-Name` mirrors. */
const NAMED_BY: ReadonlyMap<string, 'name' | 'uri' | 'taskId'> = new Map([
  ['tools/call', 'name'],
  ['prompts/get', 'name'],
  ['resources/read', 'uri'],
  ['tasks/get', 'taskId'], // tasks extension, "Routing Headers"
  ['tasks/update', 'taskId'],
  ['tasks/cancel', 'taskId'],
]);
const STANDARD = ['mcp-protocol-version', 'mcp-method', 'mcp-name'];

/**
 * Compares the headers with the messages of a request. A header that is there must agree in every revision; from 2026-07-28 those that
 * mirror a request must be there, and in an older one without a stated version they cannot be trusted. Nothing is demanded of a
 * call whose headers hold no `Mcp-*` at all: then nobody can route by one.
 */
export function checkHeaders(
  submission: Submission,
  headers: ReadonlyMap<string, string>,
  messages: readonly MessageReading[],
  era: Era | null,
  sink: FaultSink,
): void {
  const at = openSink(sink.limit - sink.faults.length, { key: 'headers', up: null });
  for (const [name, value] of headers) {
    if (!name.startsWith('mcp-') || isPrintable(value)) continue;
    report(at, 'protocol.header-characters', 'P01', 'The header holds characters that a header must not hold.', name);
  }
  const [message] = messages;
  if (messages.length === 1 && message) checkMirror(submission, headers, message, era, at);
  else if (headers.has('mcp-method') || headers.has('mcp-name')) {
    report(at, MISMATCH, 'P01', 'A batch has no single method or name that a header could mirror.', 'mcp-method');
  }
  for (const fault of at.faults) if (!isFull(sink)) sink.faults.push(fault);
}

function checkMirror(
  submission: Submission,
  headers: ReadonlyMap<string, string>,
  message: MessageReading,
  era: Era | null,
  at: FaultSink,
): void {
  const method = headers.get('mcp-method');
  const { method: own, params } = message;
  if (method !== undefined && own !== null && method !== own)
    report(at, MISMATCH, 'P01', 'Mcp-Method is not the method of the message.', 'mcp-method');

  const member = own === null ? undefined : NAMED_BY.get(own);
  const name = headers.get('mcp-name');
  const body_name = member && params ? params[member] : undefined;
  if (name !== undefined) {
    const decoded = decodeValue(name);
    if (decoded === null) report(at, 'protocol.header-encoding', 'P01', 'Mcp-Name is not valid Base64 of UTF-8 text.', 'mcp-name');
    else if (typeof body_name === 'string' && decoded !== body_name) {
      report(at, MISMATCH, 'P01', `Mcp-Name is not params.${member} of the message.`, 'mcp-name');
    }
  }
  const routable = [...headers.keys()].some((key) => STANDARD.includes(key) || key.startsWith('mcp-param-'));
  const mirrors = method !== undefined || name !== undefined;
  if (message.kind === 'request' && routable && (era === 'stateless' || mirrors)) demand(headers, member !== undefined, era, at);

  const schema = submission.tool?.inputSchema;
  if (own === 'tools/call' && isObject(schema)) {
    checkParamHeaders(schema, isObject(params?.arguments) ? params.arguments : {}, headers, era === 'stateless' && routable, at);
  }
}

function demand(headers: ReadonlyMap<string, string>, is_named: boolean, era: Era | null, at: FaultSink): void {
  if (!headers.has('mcp-protocol-version')) {
    report(
      at,
      MISSING,
      'P01',
      'MCP-Protocol-Version is missing: without it the other Mcp headers cannot be trusted.',
      'mcp-protocol-version',
    );
  }
  if (era !== 'stateless') return;
  if (!headers.has('mcp-method')) report(at, MISSING, 'P01', 'Mcp-Method is missing.', 'mcp-method');
  if (is_named && !headers.has('mcp-name')) report(at, MISSING, 'P01', 'Mcp-Name is missing.', 'mcp-name');
}

/** RFC 9110, 5.5, as MCP narrows it: visible ASCII, space and tab, with neither around the value. */
function isPrintable(value: string): boolean {
  for (let i = 0; i < value.length; i++) {
    const unit = value.charCodeAt(i);
    if ((unit < 0x20 && unit !== 0x09) || unit > 0x7e) return false;
  }
  return value === value.trim();
}
