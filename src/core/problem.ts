/** Failures of calls to us (RFC 9457). What kinds there are stands in `problem-kinds.ts`. */
import { PROBLEMS, type ProblemCode } from './problem-kinds.ts';

export { PROBLEMS, type ProblemCode };

/** One fault of what was sent. `pointer` is RFC 6901 into the body, or names the query parameter. */
export type Fault = { pointer: string; detail: string };

export type ProblemMore = {
  detail?: string;
  errors?: readonly Fault[];
  retry_after_ms?: number;
  headers?: Readonly<Record<string, string>>;
};

/** An expected failure of a call, thrown by `app` and `http`; `http/problem.ts` is the one place that turns it into an answer. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly more: ProblemMore;

  constructor(code: ProblemCode, more: ProblemMore & { cause?: unknown } = {}) {
    const { cause, ...rest } = more;
    super(code, cause === undefined ? undefined : { cause });
    this.name = 'Problem';
    this.code = code;
    this.more = rest;
  }
}

export const PROBLEM_TYPE_PREFIX = 'urn:countersign:problem:';

export type ProblemBody = {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
  request_id: string;
  errors?: readonly Fault[];
};

/** The body of the answer, as RFC 9457 has it, with our members `code`, `request_id` and `errors`. */
export function problemBody(problem: { code: ProblemCode; more?: ProblemMore }, request_id: string): ProblemBody {
  const { status, title, detail } = PROBLEMS[problem.code];
  return {
    type: `${PROBLEM_TYPE_PREFIX}${problem.code.toLowerCase()}`,
    title,
    status,
    detail: problem.more?.detail ?? detail,
    code: problem.code,
    request_id,
    ...(problem.more?.errors && { errors: problem.more.errors }),
  };
}
