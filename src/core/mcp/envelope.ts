/** JSON-RPC 2.0, as MCP narrows it: ids are strings or integers, params and results are objects. */
import type { JsonObject } from '../submission.ts';
import type { Step } from './surface.ts';
import { isObject } from './check.ts';
import { pathOf, pointerTo, isFull, type FaultSink } from './fault.ts';
import type { MessageKind, MessageReading } from './message.ts';

const NOTHING: JsonObject = Object.freeze({});

/** Reads one value as a message that stands at `base`, below `place`; what is wrong goes into the sink. */
export function readEnvelope(value: unknown, base: Step, place: 'request' | 'response', sink: FaultSink): MessageReading {
  if (!isObject(value)) {
    fault(sink, base, 'protocol.not-a-message', 'A JSON-RPC message must be an object.');
    return reading(NOTHING, base, null, place);
  }
  if (value.jsonrpc !== '2.0') fault(sink, base, 'protocol.jsonrpc-version', '"jsonrpc" must be "2.0".', 'jsonrpc');
  const kind = kindOf(value, base, sink);
  if (kind === null) return reading(value, base, null, place);
  const own = kind === 'request' || kind === 'notification' ? 'request' : 'response';
  if (own !== place) {
    const detail = place === 'response' ? 'A response must have a result or an error, and no method.' : 'A request must have a method.';
    fault(sink, base, 'protocol.wrong-place', detail);
  }
  checkId(value, kind, base, sink);
  if (own === 'request' && value.params !== undefined && !isObject(value.params)) {
    fault(sink, base, 'protocol.params-type', '"params" must be an object.', 'params');
  }
  if (value.result !== undefined && !isObject(value.result)) {
    fault(sink, base, 'protocol.result-type', '"result" must be an object.', 'result');
  }
  if (value.error !== undefined) checkError(value.error, base, sink);
  return reading(value, base, kind, own);
}

function reading(message: JsonObject, base: Step, kind: MessageKind | null, direction: 'request' | 'response'): MessageReading {
  const { method, id } = message;
  const params = isObject(message.params) ? message.params : null;
  const name = method === 'tools/call' ? params?.name : undefined;
  return {
    message,
    base,
    kind,
    direction,
    method: direction === 'request' && typeof method === 'string' && method !== '' ? method : null,
    params,
    result: isObject(message.result) ? message.result : null,
    id: isId(id) ? id : null,
    tool: typeof name === 'string' ? name : null,
  };
}

export const isId = (id: unknown): id is string | number => typeof id === 'string' || (typeof id === 'number' && Number.isSafeInteger(id));

function kindOf(value: JsonObject, base: Step, sink: FaultSink): MessageKind | null {
  const answers = value.result !== undefined || value.error !== undefined;
  if (value.method !== undefined) {
    if (typeof value.method !== 'string' || value.method === '') {
      fault(sink, base, 'protocol.method-type', '"method" must be a string that is not empty.', 'method');
    }
    if (answers) fault(sink, base, 'protocol.method-and-result', 'A message cannot both ask (method) and answer (result or error).');
    return value.id === undefined ? 'notification' : 'request';
  }
  if (value.result !== undefined) {
    if (value.error !== undefined) fault(sink, base, 'protocol.result-and-error', 'A response has either a result or an error, not both.');
    return 'result';
  }
  if (value.error !== undefined) return 'error';
  fault(sink, base, 'protocol.not-a-message', 'A JSON-RPC message must have a method, a result or an error.');
  return null;
}

/** Errors alone may lack an id, or have null there (JSON-RPC 2.0, 5): their request may have been unreadable. */
function checkId(value: JsonObject, kind: MessageKind, base: Step, sink: FaultSink): void {
  if (kind === 'notification' || isId(value.id)) return;
  if (kind === 'error' && (value.id === undefined || value.id === null)) return;
  if (value.id === undefined) fault(sink, base, 'protocol.id-missing', 'A response must bear the id of its request.', 'id');
  else
    fault(
      sink,
      base,
      'protocol.id-type',
      '"id" must be a string or an integer that every reader of JSON takes for the same, between −(2^53 − 1) and 2^53 − 1.',
      'id',
    );
}

function checkError(error: unknown, base: Step, sink: FaultSink): void {
  if (!isObject(error)) return fault(sink, base, 'protocol.error', '"error" must be an object.', 'error');
  if (!Number.isInteger(error.code)) fault(sink, base, 'protocol.error', 'The code of an error must be an integer.', 'error', 'code');
  if (typeof error.message !== 'string')
    fault(sink, base, 'protocol.error', 'The message of an error must be a string.', 'error', 'message');
}

function fault(sink: FaultSink, base: Step, rule: string, detail: string, ...key: string[]): void {
  if (!isFull(sink)) sink.faults.push({ rule, detail, threat: 'Q11', pointer: pointerTo(pathOf(base), ...key) });
}
