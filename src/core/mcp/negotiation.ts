/** Which revision a submission speaks (2026-07-28 basic/versioning; 2025-06-18 to 2025-11-25 basic/transports, "Protocol Version Header"). */
import type { Submission } from '../submission.ts';
import { isObject } from './check.ts';
import { isFull, pathOf, pointerTo, type FaultSink } from './fault.ts';
import { META_CLIENT_CAPABILITIES, META_PROTOCOL_VERSION } from './meta.ts';
import type { MessageReading } from './message.ts';
import { REVISIONS, eraOf, isRevision, type Revision } from './revisions.ts';

export type Negotiation = {
  stated: Revision | null;
  candidates: readonly Revision[];
  /** The peer says that it speaks the revision, so what that revision demands of every message is demanded. */
  demanding: boolean;
};

const LEGACY: readonly Revision[] = REVISIONS.filter((revision) => eraOf(revision) === 'legacy');
const STATELESS: readonly Revision[] = REVISIONS.filter((revision) => eraOf(revision) === 'stateless');
/** Likeliest first: of equally wrong readings the first is reported. */
const LIKELIEST: readonly Revision[] = ['2025-11-25', '2026-07-28', '2025-06-18', '2025-03-26', '2024-11-05'];
/** Without the header, HTTP servers may take the client to speak 2025-03-26, or the revision before. */
const LIKELIEST_WITHOUT_HEADER: readonly Revision[] = ['2025-03-26', '2024-11-05', '2025-11-25', '2026-07-28', '2025-06-18'];
const RESULT_TYPES: readonly unknown[] = ['complete', 'input_required', 'task'];

type Statement = { by: 'caller' | 'header' | 'body'; revision: Revision; pointer: string };

/** Reads every place that states a revision; unknown revisions and places that disagree go into the sink. */
export function readRevision(
  submission: Submission,
  messages: readonly MessageReading[],
  requests: readonly MessageReading[],
  sink: FaultSink,
): Negotiation {
  const statements: Statement[] = [];
  const state = (by: Statement['by'], text: unknown, pointer: string): void => {
    if (typeof text !== 'string') return;
    if (isRevision(text)) statements.push({ by, revision: text, pointer });
    else fault(sink, 'protocol.unknown-revision', 'P02', 'This is not a revision of MCP that is known here.', pointer);
  };
  state('caller', submission.context.protocol_version, '/context/protocol_version');
  state('header', submission.headers?.get('mcp-protocol-version'), '/headers/mcp-protocol-version');
  for (const message of [...requests, ...messages]) {
    const meta = message.params?._meta;
    if (!isObject(meta) || meta[META_PROTOCOL_VERSION] === undefined) continue;
    state('body', meta[META_PROTOCOL_VERSION], pointerTo(pathOf(message.base), 'params', '_meta', META_PROTOCOL_VERSION));
  }
  const [first] = statements;
  for (const other of statements) if (first && other.revision !== first.revision) disagree(first, other, sink);
  const agreed = readInitialize(messages, sink);
  if (first) return { stated: first.revision, candidates: [first.revision], demanding: true };
  return agreed ?? byEvidence(submission, messages, requests);
}

function disagree(first: Statement, other: Statement, sink: FaultSink): void {
  const is_header = (first.by === 'header') !== (other.by === 'header') && first.by !== 'caller' && other.by !== 'caller';
  if (is_header) fault(sink, 'protocol.header-mismatch', 'P01', 'The header and the message state different revisions.', other.pointer);
  else fault(sink, 'protocol.revision-conflict', 'P02', 'The submission states two different revisions.', other.pointer);
}

/** A client may propose any revision; what the server answers is agreed upon, and only legacy revisions are agreed upon in this way. */
function readInitialize(messages: readonly MessageReading[], sink: FaultSink): Negotiation | null {
  const [message] = messages;
  if (messages.length !== 1 || !message) return null;
  const is_answer =
    message.result !== null && (message.method === 'initialize' || (message.method === null && message.result.serverInfo !== undefined));
  if (!is_answer && (message.method !== 'initialize' || message.kind !== 'request')) return null;
  const version = is_answer ? message.result?.protocolVersion : message.params?.protocolVersion;
  if (typeof version !== 'string') return { stated: null, candidates: LEGACY, demanding: false };
  if (isRevision(version) && eraOf(version) === 'legacy') return { stated: version, candidates: [version], demanding: true };
  if (is_answer) {
    const pointer = pointerTo(pathOf(message.base), 'result', 'protocolVersion');
    fault(sink, 'protocol.unknown-revision', 'P02', 'This is not a revision that initialize can agree upon.', pointer);
  }
  return { stated: null, candidates: LEGACY, demanding: false };
}

function byEvidence(submission: Submission, messages: readonly MessageReading[], requests: readonly MessageReading[]): Negotiation {
  for (const { params, result } of [...messages, ...requests]) {
    const meta = params?._meta;
    if (isObject(meta) && meta[META_CLIENT_CAPABILITIES] !== undefined) return { stated: null, candidates: STATELESS, demanding: true };
    const retries = params?.inputResponses !== undefined || params?.requestState !== undefined;
    if (retries || RESULT_TYPES.includes(result?.resultType)) return { stated: null, candidates: STATELESS, demanding: false };
  }
  return { stated: null, candidates: submission.headers ? LIKELIEST_WITHOUT_HEADER : LIKELIEST, demanding: false };
}

function fault(sink: FaultSink, rule: string, threat: string, detail: string, pointer: string): void {
  if (!isFull(sink)) sink.faults.push({ rule, threat, detail, pointer });
}
