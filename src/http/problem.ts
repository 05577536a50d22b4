/** The one place where a failure becomes an answer (RFC 9457). */
import { asResponse, type Reply } from './exchange.ts';
import { Problem, problemBody, type ProblemCode, type ProblemMore } from '#core/problem.ts';

const PROBLEM_TYPE = 'application/problem+json';
const CHALLENGE = 'Bearer realm="countersign"';

/** What stands in the answer; `headers` of the problem itself win over those that follow from its status. */
export function problemReply(problem: { code: ProblemCode; more?: ProblemMore }, request_id: string): Reply {
  const body = problemBody(problem, request_id);
  const headers: Record<string, string> = { 'Content-Type': PROBLEM_TYPE };
  if (body.status === 401) headers['WWW-Authenticate'] = problem.code === 'KEY_MISSING' ? CHALLENGE : `${CHALLENGE}, error="invalid_token"`;
  if (problem.code === 'SCOPE_MISSING') headers['WWW-Authenticate'] = `${CHALLENGE}, error="insufficient_scope"`;
  const wait_ms = problem.more?.retry_after_ms;
  if (wait_ms !== undefined && Number.isFinite(wait_ms)) headers['Retry-After'] = String(Math.max(1, Math.ceil(wait_ms / 1_000)));
  return { status: body.status, headers: { ...headers, ...problem.more?.headers }, body: JSON.stringify(body) };
}

export const problemResponse = (problem: { code: ProblemCode; more?: ProblemMore }, request_id: string): Response =>
  asResponse(problemReply(problem, request_id));

/** A failure that nobody expected is answered as `INTERNAL`, which says nothing of its cause. */
export const asProblem = (error: unknown): Problem => (error instanceof Problem ? error : new Problem('INTERNAL', { cause: error }));
