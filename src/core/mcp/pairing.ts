/** Which request a response answers: a wrong or missing id is how one response poses as another. */
import { pathOf, pointerTo, isFull, type FaultSink } from './fault.ts';
import type { MessageReading } from './message.ts';

/**
 * Gives each response the method and tool of its request. `is_given` says that the submission has a request at all; then every
 * result must answer one of `requests`, and every error that has an id too.
 */
export function pairWithRequests(
  responses: MessageReading[],
  requests: readonly MessageReading[],
  is_given: boolean,
  sink: FaultSink,
): void {
  if (!is_given) return;
  const byId = new Map<string | number, MessageReading>();
  for (const request of requests) if (request.id !== null && request.kind === 'request') byId.set(request.id, request);
  const only = requests.length === 1 ? requests[0] : undefined;
  for (const response of responses) {
    const request = (response.id === null ? undefined : byId.get(response.id)) ?? only;
    if (request) {
      response.method = request.method;
      response.tool = request.tool;
    }
    if (response.id === null || isFull(sink) || byId.has(response.id) || requests.some(isUnreadable)) continue;
    const detail = only?.kind === 'notification' ? 'A notification is not answered.' : 'The id of the response is not that of the request.';
    sink.faults.push({ rule: 'protocol.id-mismatch', threat: 'P08', detail, pointer: pointerTo(pathOf(response.base), 'id') });
  }
}

/** Its own fault already says what is wrong with it. */
const isUnreadable = (request: MessageReading): boolean => request.kind === null || (request.kind === 'request' && request.id === null);
