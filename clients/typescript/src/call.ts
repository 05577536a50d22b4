/** A logical call: attempts and pauses, within one time. */
import { CountersignError, isProblem, ProblemError } from './errors.ts';
import type { Setup } from './settings.ts';

const PAUSE_BASE_MS = 100;
const PAUSE_MS_MAX = 2_000;

export type Patience = {
  timeout_ms: number;
  /** The caller's own. */
  signal: AbortSignal | undefined;
  /** Whether it may be sent again although nobody knows whether it arrived. */
  repeatable: boolean;
};

/** `attempt` is told when to stop. Throws `CountersignError`, and the reason of the caller's signal when that is aborted. */
export async function persist<T>(setup: Setup, patience: Patience, attempt: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const started = performance.now();
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), patience.timeout_ms);
  const signal = patience.signal ? AbortSignal.any([patience.signal, deadline.signal]) : deadline.signal;
  try {
    for (let done = 0; ; done++) {
      const error = await attempt(signal).then(
        (value) => ({ value }),
        (cause: unknown) => ({ error: errorOf(cause, patience, deadline.signal) }),
      );
      if ('value' in error) return error.value;
      if (done >= setup.maxRetries || !isTransient(error.error, patience)) throw error.error;
      const pause_ms = pauseOf(error.error, done);
      if (performance.now() - started + pause_ms >= patience.timeout_ms) throw error.error;
      await pause(pause_ms, signal).catch((cause: unknown) => {
        throw errorOf(cause, patience, deadline.signal);
      });
    }
  } finally {
    clearTimeout(timer);
  }
}

/** What `fetch` and the reading of a body throw is a fault of the network, unless somebody has stopped it. */
export function errorOf(cause: unknown, { signal, timeout_ms }: Pick<Patience, 'signal' | 'timeout_ms'>, deadline: AbortSignal): unknown {
  if (cause instanceof CountersignError) return cause;
  if (signal?.aborted) return signal.reason;
  if (deadline.aborted) return new CountersignError('timeout', `There was no answer within ${timeout_ms} ms`);
  return new CountersignError('connection', `The service could not be reached: ${reasonOf(cause)}`, cause);
}

/** `fetch failed` says nothing; what failed stands beneath it. */
function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  return cause.cause instanceof Error ? cause.cause.message || cause.message : cause.message;
}

function isTransient(error: unknown, { repeatable }: Patience): boolean {
  if (error instanceof ProblemError)
    return error.status === 408 || error.status === 429 || error.status >= 500 || isProblem(error, 'IDEMPOTENCY_IN_PROGRESS');
  return repeatable && error instanceof CountersignError && error.kind === 'connection';
}

/** Full jitter: clients that failed together are not to come back together. */
function pauseOf(error: unknown, done: number): number {
  const asked_ms = error instanceof ProblemError ? (error.retryAfterMs ?? 0) : 0;
  return asked_ms + Math.random() * Math.min(PAUSE_MS_MAX, PAUSE_BASE_MS * 2 ** done);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(new Error('stopped'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener('abort', stop, { once: true });
  });
}
