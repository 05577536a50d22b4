/** The one place where a failure becomes an answer (RFC 9457). */
import { Problem, problemBody, type ProblemCode, type ProblemMore } from '#core/problem.ts';

const PROBLEM_TYPE = 'application/problem+json';
const CHALLENGE = 'Bearer realm="countersign"';

/** What stands in the answer; `headers` of the problem itself win over those that follow from its status. */
export function problemResponse(problem: { code: ProblemCode; more?: ProblemMore }, request_id: string): Response {
  const body = problemBody(problem, request_id);
  const headers = new Headers({ 'Content-Type': PROBLEM_TYPE });
  if (body.status === 401)
    headers.set('WWW-Authenticate', problem.code === 'KEY_MISSING' ? CHALLENGE : `${CHALLENGE}, error="invalid_token"`);
  if (problem.code === 'SCOPE_MISSING') headers.set('WWW-Authenticate', `${CHALLENGE}, error="insufficient_scope"`);
  const wait_ms = problem.more?.retry_after_ms;
  if (wait_ms !== undefined && Number.isFinite(wait_ms)) headers.set('Retry-After', String(Math.max(1, Math.ceil(wait_ms / 1_000))));
  for (const [name, value] of Object.entries(problem.more?.headers ?? {})) headers.set(name, value);
  return new Response(JSON.stringify(body), { status: body.status, headers });
}

/** A failure that nobody expected is answered as `INTERNAL`, which says nothing of its cause. */
export const asProblem = (error: unknown): Problem => (error instanceof Problem ? error : new Problem('INTERNAL', { cause: error }));
