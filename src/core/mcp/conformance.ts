/** Messages against the methods of a revision. */
import { check, type CheckRules } from './check.ts';
import { FAULTS_MAX, openSink, report, type FaultSink, type ProtocolFault } from './fault.ts';
import type { MessageReading } from './message.ts';
import {
  RESULT_MARKS,
  errorDataOf,
  isForbiddenCode,
  isHarmlessUnanswered,
  isMethod,
  methodOf,
  type Method,
  type Revision,
} from './revisions.ts';
import type { Shape } from './shape.ts';
import type { JsonObject } from '../submission.ts';

export type Conformance = { valid: Revision[]; faults: ProtocolFault[] };

/** What one message is held to in one revision. Equal plans have equal outcomes, so that a plan is carried out once for all revisions. */
type Plan = { method: Method | null; shape: Shape | null; value: JsonObject | null; key: 'params' | 'result' };
type Outcome = { plan: Plan; sink: FaultSink };

/** A method that the revision does not have weighs more than any number of faults in its parameters. */
const UNKNOWN_METHOD_WEIGHT = 1_000;
const NO_PARAMS: JsonObject = Object.freeze({});

/**
 * Tries the messages in each candidate revision. `valid` are those without fault; when there is none, `faults` are those of the best
 * reading: the one with the fewest, the earlier candidate of equals.
 */
export function conform(messages: readonly MessageReading[], candidates: readonly Revision[], demanding: boolean): Conformance {
  const valid: Revision[] = [];
  /** Of each message. */
  const known: Outcome[][] = messages.map(() => []);
  let best: { weight: number; faults: ProtocolFault[] } | null = null;
  for (const revision of candidates) {
    const faults: ProtocolFault[] = [];
    let unknown = 0;
    for (let m = 0; m < messages.length; m++) {
      const message = messages[m]!;
      const { plan, sink } = outcomeOf(message, revision, demanding, known[m]!);
      if (message.method !== null && plan.method === null) unknown++;
      for (const fault of sink.faults) if (faults.length < FAULTS_MAX) faults.push(fault);
    }
    if (faults.length === 0) valid.push(revision);
    const weight = unknown * UNKNOWN_METHOD_WEIGHT + faults.length;
    if (!best || weight < best.weight) best = { weight, faults };
  }
  return { valid, faults: valid.length > 0 ? [] : (best?.faults ?? []) };
}

function outcomeOf(message: MessageReading, revision: Revision, demanding: boolean, outcomes: Outcome[]): Outcome {
  const plan = planOf(message, revision);
  const names_revision = message.kind === 'error' || (message.method !== null && plan.method === null);
  if (!names_revision)
    for (let i = 0; i < outcomes.length; i++) if (isSame(outcomes[i]!.plan, plan)) return { plan, sink: outcomes[i]!.sink };
  const sink = openSink(FAULTS_MAX, message.base);
  carryOut(plan, message, revision, demanding, sink);
  const outcome = { plan, sink };
  outcomes.push(outcome);
  return outcome;
}

const isSame = (a: Plan, b: Plan): boolean =>
  a.shape === b.shape && a.method?.sender === b.method?.sender && a.method?.kind === b.method?.kind;

function planOf(message: MessageReading, revision: Revision): Plan {
  const method = message.method === null ? null : methodOf(revision, message.method);
  if (message.direction === 'request') return { method, shape: method?.params ?? null, value: message.params ?? NO_PARAMS, key: 'params' };
  const { result } = message;
  const is_guess = result !== null && (message.method === null || message.method === 'tasks/result');
  const source = is_guess ? (guess(result, revision) ?? method) : method;
  return { method, shape: source?.result ?? null, value: result, key: 'result' };
}

/** Of those that may ask for input or become a task, tools/call may do both. */
function guess(result: JsonObject, revision: Revision): Method | null {
  if (result.resultType === 'input_required' || result.resultType === 'task') return methodOf(revision, 'tools/call');
  const mark = RESULT_MARKS.find(([member, name]) => result[member] !== undefined && methodOf(revision, name));
  return mark ? methodOf(revision, mark[1]) : null;
}

function carryOut(plan: Plan, message: MessageReading, revision: Revision, demanding: boolean, sink: FaultSink): void {
  const { method, shape, value, key } = plan;
  const is_request = message.direction === 'request';
  if (message.method !== null && method === null) return reportUnknown(message, message.method, revision, sink);
  if (method?.sender === 'embedded') {
    const detail = 'In this revision servers ask this only inside a result (inputRequests), never in a message of its own.';
    report(sink, 'protocol.direction', 'P02', detail, ...(is_request ? ['method'] : []));
  }
  if (method && is_request) checkAnswerable(method, message, sink);
  if (message.kind === 'error') checkError(message, revision, sink);
  const is_broken = value === NO_PARAMS && message.message.params !== undefined;
  if (shape === null || value === null || is_broken) return;
  const rules: CheckRules = { rule: `protocol.${key}`, threat: 'Q11', stated: demanding };
  sink.path.push(key);
  check(shape, value, sink, rules);
  sink.path.pop();
}

function reportUnknown(message: MessageReading, name: string, revision: Revision, sink: FaultSink): void {
  const is_request = message.direction === 'request';
  const detail = `Revision ${revision} has no such method${is_request ? '' : ' as the answered request has'}.`;
  report(sink, 'protocol.unknown-method', isMethod(name) ? 'P02' : 'P07', detail, ...(is_request ? ['method'] : []));
}

function checkAnswerable(method: Method, message: MessageReading, sink: FaultSink): void {
  if (method.kind === 'notification' && message.kind === 'request') {
    report(sink, 'protocol.notification-with-id', 'Q11', 'A notification must not have an id.', 'id');
  }
  if (method.kind === 'request' && message.kind === 'notification' && !isHarmlessUnanswered(method.name)) {
    report(sink, 'protocol.request-without-id', 'Q11', 'This request must have an id: without one, nobody can be answered.', 'id');
  }
}

function checkError(message: MessageReading, revision: Revision, sink: FaultSink): void {
  const { error } = message.message;
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'number') return;
  if (isForbiddenCode(revision, error.code)) {
    report(
      sink,
      'protocol.error-code',
      'P07',
      `Revision ${revision} reserves this error code and does not let it be sent.`,
      'error',
      'code',
    );
  }
  const shape = errorDataOf(revision, error.code);
  if (shape === null) return;
  sink.path.push('error', 'data');
  check(shape, 'data' in error ? error.data : undefined, sink, { rule: 'protocol.error', threat: 'Q11', stated: true });
  sink.path.length -= 2;
}
