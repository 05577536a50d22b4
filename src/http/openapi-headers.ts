/** Header fields of calls and answers, as the contract shows them. */
import { z } from 'zod';
import { IDEMPOTENCY_KEY_CHARS_MAX } from './idempotency.ts';
import type { Definition } from './route.ts';

const text = (description: string, example: string) => ({ description, schema: { type: 'string' }, example });

/** By the name in `components.headers`. */
export const HEADERS = {
  RequestId: { ...text('Our id of the call, to be named in a report of a fault.', 'req_01jd3k5m7p9q1r3s5t7v9w1x3y'), required: true },
  RateLimitPolicy: text(
    'The limits of the plan: quota `q` in a window of `w` seconds (draft-ietf-httpapi-ratelimit-headers-10).',
    '"tenant";q=100;w=1',
  ),
  RateLimit: text(
    'What is left of each limit: `r` calls, and all of them in `t` seconds. Absent where the plan has none.',
    '"tenant";r=99;t=1',
  ),
  RetryAfter: {
    description: 'In how many seconds to try again (RFC 9110, 10.2.3).',
    schema: { type: 'integer', format: 'int32', minimum: 1 },
    example: 1,
  },
  WwwAuthenticate: text('How to authenticate (RFC 6750, 3).', 'Bearer realm="countersign"'),
  ETag: text('The version that was answered, for `If-Match` and `If-None-Match` (RFC 9110, 8.8.3).', '"1f825aa2f0020ef7cf91dfa30da4668d"'),
  Location: text('The path of what was made.', '/keys/key_01jd3k5m7p9q1r3s5t7v9w1x3y'),
  IdempotencyReplayed: text('`true` beside an answer that was given before, for the same `Idempotency-Key`.', 'true'),
} as const;
type HeaderName = keyof typeof HEADERS;

const FIELDS: Record<HeaderName, string> = {
  RequestId: 'Request-Id',
  RateLimitPolicy: 'RateLimit-Policy',
  RateLimit: 'RateLimit',
  RetryAfter: 'Retry-After',
  WwwAuthenticate: 'WWW-Authenticate',
  ETag: 'ETag',
  Location: 'Location',
  IdempotencyReplayed: 'Idempotency-Replayed',
};

export const headersNamed = (...names: HeaderName[]): { headers: Record<string, { $ref: string }> } => ({
  headers: Object.fromEntries(names.map((name) => [FIELDS[name], { $ref: `#/components/headers/${name}` }])),
});

const LIMITED: readonly HeaderName[] = ['RateLimitPolicy', 'RateLimit'];

/** Beside what the call has asked for. */
export const headersOfSuccess = ({ security, idempotent, success, is_limited }: Definition): ReturnType<typeof headersNamed> =>
  headersNamed(
    'RequestId',
    ...(security !== 'public' || is_limited ? LIMITED : []),
    ...(success.headers ?? []),
    ...(idempotent ? (['IdempotencyReplayed'] as const) : []),
  );

const OF_STATUS: Record<number, readonly HeaderName[]> = {
  401: ['WwwAuthenticate'],
  403: ['WwwAuthenticate'],
  429: ['RetryAfter', ...LIMITED],
  409: ['RetryAfter'],
  503: ['RetryAfter'],
};
export const headersOfProblem = (status: number): ReturnType<typeof headersNamed> =>
  headersNamed('RequestId', ...(OF_STATUS[status] ?? []));

export const IF_MATCH = z.string().meta({ description: 'The ETag of the version to change, or `*`.', example: '*' });
export const IF_NONE_MATCH = z
  .string()
  .optional()
  .meta({ description: 'The ETag of a version that the caller has: if it is the current one, the answer is 304.' });
export const IDEMPOTENCY_KEY = z.string().min(1).max(IDEMPOTENCY_KEY_CHARS_MAX).optional().meta({
  description:
    'Any text that the caller makes up for one call: what is sent again with the same bytes has no further effect and gets the first answer, with `Idempotency-Replayed: true`. Remembered for 24 hours (for verdicts 10 minutes) where the call succeeded; what failed has had no effect and is done anew.',
  example: 'b0a1c2d3-6a5e-4a54-9a53-1f4bd6b1a0c7',
});

/** Those that a call may have, by field name. */
export function headersOfCall({ method, conditional, idempotent, success }: Definition): Record<string, z.ZodType> {
  return {
    ...(conditional && { 'If-Match': conditional === 'required' ? IF_MATCH : IF_MATCH_OPTIONAL }),
    ...(isRevalidated({ method, success }) && { 'If-None-Match': IF_NONE_MATCH }),
    ...(idempotent && { 'Idempotency-Key': IDEMPOTENCY_KEY }),
  };
}
const IF_MATCH_OPTIONAL = IF_MATCH.optional();

/** Whether a call may be answered with 304. */
export const isRevalidated = ({ method, success }: Pick<Definition, 'method' | 'success'>): boolean =>
  method === 'get' && (success.headers ?? []).includes('ETag');
