/** The line that a request leaves in the log. Nothing in it is text of the caller's but the id that he may give his call. */
import type { Notes } from '#app/notes.ts';
import type { LogFields } from '#app/telemetry.ts';
import { uuidToTenantId } from '#core/id.ts';
import type { ProblemCode } from '#core/problem.ts';

/** `Request-Id` or `X-Request-Id`; what looks like an API key was put into the wrong header and is left out. */
const SANE_ID = /^(?!cs_)[A-Za-z0-9._-]{1,128}$/;
/** Methods of HTTP that a route may have; whatever else comes is one word in logs and labels. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

export type Answered = {
  request_id: string;
  method: string;
  route: string;
  status: number;
  duration_ms: number;
  code: ProblemCode | undefined;
  trace_id: string | undefined;
  header(name: string): string | null | undefined;
  notes: Notes;
};

export const methodOf = (method: string): string => (METHODS.has(method) ? method : 'other');

export function requestLine({ header, notes, ...answered }: Answered): LogFields {
  const given = header('request-id') ?? header('x-request-id') ?? '';
  const { stages } = notes;
  return {
    ...answered,
    duration_ms: rounded(answered.duration_ms),
    client_request_id: SANE_ID.test(given) ? given : undefined,
    tenant: notes.tenant === null ? undefined : uuidToTenantId(notes.tenant),
    key: notes.key_id ?? undefined,
    body_bytes: notes.body_bytes ?? undefined,
    limiter_ms: rounded(stages.limits?.ms),
    judge_ms: rounded(stages.judge?.ms),
    commit_ms: rounded(stages.commit?.ms),
    ...verdictFields(notes),
  };
}

/** Of one verdict, or of all of a batch or a stream: the strictest decision, its first reason, and what was found in all of them. */
export function verdictFields(notes: Notes): LogFields {
  const { verdicts, decisions, decision, reason, findings, categories, degraded, replayed } = notes;
  if (verdicts === 0) return replayed ? { replayed } : {};
  return {
    decision,
    reason: reason ?? undefined,
    verdicts,
    challenged: decisions.challenge,
    denied: decisions.deny,
    findings,
    categories: categories.length ? categories : undefined,
    degraded: degraded.length ? degraded : undefined,
  };
}

const rounded = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : Math.round(ms * 1e3) / 1e3);
