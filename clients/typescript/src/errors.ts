/** Why a call came to nothing. */
import type { Problem } from './generated/types.ts';

export type ProblemCode = Problem['code'];

export type ErrorKind =
  | 'problem'
  | 'timeout'
  | 'connection'
  | 'response_too_large'
  | 'response_invalid'
  | 'modifications_invalid'
  | 'configuration';

/** Of every error that this package throws; `kind` tells them apart. */
export class CountersignError extends Error {
  override name = 'CountersignError';
  readonly kind: ErrorKind;

  constructor(kind: ErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.kind = kind;
  }
}

type Told = Pick<Problem, 'status' | 'title' | 'detail'> & {
  code: string;
  errors: readonly { pointer: string; detail: string }[];
  request_id: string | null;
  retry_after_ms: number | null;
};

/**
 * The service (or what stands before it) answered with something else than 2xx: a problem as in RFC 9457. `code` is one of the
 * documented ones, one that this version does not know, or `HTTP_<status>` where the answer was no problem.
 */
export class ProblemError<C extends string = ProblemCode | (string & {})> extends CountersignError {
  override name = 'ProblemError';
  readonly status: number;
  readonly code: C;
  readonly title: string;
  readonly detail: string;
  /** All faults at once. */
  readonly errors: readonly { pointer: string; detail: string }[];
  /** What support asks for. */
  readonly requestId: string | null;
  readonly retryAfterMs: number | null;

  constructor({ status, code, title, detail, errors, request_id, retry_after_ms }: Told) {
    const places = errors.map(({ pointer, detail: what }) => `; ${pointer}: ${what}`).join('');
    super('problem', `${status} ${code}: ${detail}${places}${request_id === null ? '' : ` (${request_id})`}`);
    this.status = status;
    this.code = code as C;
    this.title = title;
    this.detail = detail;
    this.errors = errors;
    this.requestId = request_id;
    this.retryAfterMs = retry_after_ms;
  }
}

/** `isProblem(error, 'RATE_LIMITED')`: whether that is what is wrong; without a code, whether it is any problem. */
export function isProblem<C extends ProblemCode>(error: unknown, code?: C): error is ProblemError<C> {
  return error instanceof ProblemError && (code === undefined || error.code === code);
}
