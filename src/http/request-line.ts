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

/** One literal: objects that are put together of others cost more, here and where the line is written. */
export function requestLine({ request_id, method, route, status, duration_ms, code, trace_id, header, notes }: Answered): LogFields {
  const { stages, decisions, verdicts, categories, degraded } = notes;
  const given = header('request-id') ?? header('x-request-id') ?? '';
  const judged = verdicts > 0;
  return {
    request_id,
    method,
    route,
    status,
    duration_ms: rounded(duration_ms),
    code,
    trace_id,
    client_request_id: SANE_ID.test(given) ? given : undefined,
    tenant: notes.tenant === null ? undefined : uuidToTenantId(notes.tenant),
    key: notes.key_id ?? undefined,
    body_bytes: notes.body_bytes ?? undefined,
    limiter_ms: rounded(stages.limits?.ms),
    judge_ms: rounded(stages.judge?.ms),
    commit_ms: rounded(stages.commit?.ms),
    // Of one verdict, or of all of a batch: the strictest decision, its first reason, and what was found in all of them.
    decision: notes.decision ?? undefined,
    reason: notes.reason ?? undefined,
    verdicts: judged ? verdicts : undefined,
    challenged: judged ? decisions.challenge : undefined,
    denied: judged ? decisions.deny : undefined,
    findings: judged ? notes.findings : undefined,
    categories: categories.length ? categories : undefined,
    degraded: degraded.length ? degraded : undefined,
    replayed: notes.replayed || undefined,
  };
}

/** What a stream adds when it is over. */
export function streamLine(request_id: string, lines: number, notes: Notes): LogFields {
  const { decision, reason, verdicts, decisions, findings, categories, degraded } = notes;
  const { challenge: challenged, deny: denied } = decisions;
  return { request_id, lines, decision, reason, verdicts, challenged, denied, findings, categories, degraded };
}

const rounded = (ms: number | undefined): number | undefined => (ms === undefined ? undefined : Math.round(ms * 1e3) / 1e3);
