/** The protocol layer: what a submission's messages are, in which revision they are valid, and what is wrong with them (docs: `protocol.md`). */
import type { JsonFault } from '../json.ts';
import type { JsonObject, Submission } from '../submission.ts';
import type { Step } from './surface.ts';
import { conform } from './conformance.ts';
import { readEnvelope } from './envelope.ts';
import { FAULTS_MAX, isFull, openSink, report, type FaultSink, type ProtocolFault } from './fault.ts';
import { checkHeaders } from './headers.ts';
import { readRevision } from './negotiation.ts';
import { pairWithRequests } from './pairing.ts';
import { eraOf, BATCH_REVISION, type Era, type Revision } from './revisions.ts';
import { checkSchemas } from './tool-schemas.ts';

export type { ProtocolFault } from './fault.ts';
export { FAULTS_MAX } from './fault.ts';

export type MessageKind = 'request' | 'notification' | 'result' | 'error';

export type MessageReading = {
  message: JsonObject;
  /** Leads to the message: `request`, `response`, or an item of a batch in one of them. */
  base: Step;
  /** Null when it is no JSON-RPC message. */
  kind: MessageKind | null;
  /** Results and errors are responses, wherever they stand. */
  direction: 'request' | 'response';
  /** Its own method, or that of the request which it answers; null when not known. */
  method: string | null;
  params: JsonObject | null;
  result: JsonObject | null;
  /** An id that a reply can bear. */
  id: string | number | null;
  /** The tool that is called, or was; null for every method but `tools/call`. */
  tool: string | null;
};

export type Reading = {
  /** What is judged; the request beside a response is not in it. */
  messages: MessageReading[];
  judged: 'request' | 'response';
  /** The revision that the submission states. */
  revision: Revision | null;
  /** Those in which the messages are valid; when in none, those that were tried. */
  revisions: readonly Revision[];
  /** Null when `revisions` has both. */
  era: Era | null;
  /** At most `FAULTS_MAX`; empty means that the messages are valid in every one of `revisions`. */
  faults: ProtocolFault[];
};

/** Messages read of one batch; the fault says that there were more. */
export const BATCH_MESSAGES_MAX = 100;

/**
 * Reads the messages of a submission as JSON-RPC 2.0 and as MCP in the revision that it states (`context.protocol_version`, else
 * headers, `_meta`, `initialize`), or else in whichever revision fits. Linear in the size of the submission, at most once per revision.
 * Never throws on anything that JSON can hold.
 */
export function readProtocol(submission: Submission): Reading {
  const sink = openSink(FAULTS_MAX);
  for (const fault of submission.faults) reportJson(fault, sink);

  const judged = submission.response === undefined ? 'request' : 'response';
  const messages = readMessages(submission[judged], judged, sink);
  const requests = judged === 'response' && submission.request !== undefined ? readMessages(submission.request, 'request', sink) : [];
  if (judged === 'response') pairWithRequests(messages, requests, submission.request !== undefined, sink);
  checkIds(messages, sink);

  const batch = Array.isArray(submission[judged]) ? judged : Array.isArray(submission.request) ? 'request' : null;
  const asked = readRevision(submission, messages, requests, sink);
  if (batch) checkBatch(messages, batch, asked.stated, sink);
  const candidates = batch && asked.stated === null ? [BATCH_REVISION] : asked.candidates;

  const { valid, faults } = conform(messages, candidates, asked.demanding);
  for (const fault of faults) if (!isFull(sink)) sink.faults.push(fault);
  const revisions = valid.length > 0 ? valid : candidates;
  const era = asked.stated ? eraOf(asked.stated) : sharedEra(revisions);

  if (submission.headers && judged === 'request') checkHeaders(submission, submission.headers, messages, era, sink);
  checkSchemas(submission, messages, asked.stated, sink);
  return { messages, judged, revision: asked.stated, revisions, era, faults: sink.faults };
}

const JSON_RULES: Record<JsonFault['kind'], { rule: string; detail: string }> = {
  duplicate_key: {
    rule: 'protocol.duplicate-key',
    detail: 'An object names the same member twice; readers differ in which one they take.',
  },
  too_deep: { rule: 'protocol.too-deep', detail: 'The message is nested too deeply.' },
  number_out_of_range: { rule: 'protocol.number', detail: 'A number lies outside the range that JSON readers agree on.' },
  lone_surrogate: { rule: 'protocol.surrogate', detail: 'A string holds half of a surrogate pair, which is no Unicode text.' },
};

function reportJson(fault: JsonFault, sink: FaultSink): void {
  if (!isFull(sink)) sink.faults.push({ ...JSON_RULES[fault.kind], pointer: fault.pointer, threat: 'Q11' });
}

function readMessages(body: unknown, place: 'request' | 'response', sink: FaultSink): MessageReading[] {
  const root: Step = { key: place, up: null };
  if (!Array.isArray(body)) return [readEnvelope(body, root, place, sink)];
  if (body.length === 0) report(sink, 'protocol.batch', 'Q11', 'A batch must not be empty.', place);
  if (body.length > BATCH_MESSAGES_MAX) {
    report(sink, 'protocol.batch', 'Q11', `A batch must not have more than ${BATCH_MESSAGES_MAX} messages.`, place);
  }
  return body.slice(0, BATCH_MESSAGES_MAX).map((item, index) => readEnvelope(item, { key: index, up: root }, place, sink));
}

function checkBatch(messages: readonly MessageReading[], place: 'request' | 'response', stated: Revision | null, sink: FaultSink): void {
  if (stated !== null && stated !== BATCH_REVISION) {
    report(sink, 'protocol.batch', 'P02', `Batches are part of revision ${BATCH_REVISION} only.`, place);
  }
  for (const message of messages) {
    if (message.method === 'initialize') report(sink, 'protocol.batch', 'P02', 'A batch must not hold initialize.', place);
  }
}

/** JSON-RPC 2.0: whoever answers cannot be told apart when two messages of a batch share an id. */
function checkIds(messages: readonly MessageReading[], sink: FaultSink): void {
  if (messages.length < 2) return;
  const seen = new Set<string | number>();
  for (const message of messages) {
    if (message.id === null) continue;
    if (seen.has(message.id))
      report(sink, 'protocol.duplicate-id', 'P08', 'Two messages of the batch have the same id.', ...batchKeys(message), 'id');
    seen.add(message.id);
  }
}

const batchKeys = (message: MessageReading): (string | number)[] =>
  message.base.up ? [message.base.up.key, message.base.key] : [message.base.key];

function sharedEra(revisions: readonly Revision[]): Era | null {
  const eras = new Set(revisions.map(eraOf));
  const [only] = eras;
  return eras.size === 1 && only ? only : null;
}
