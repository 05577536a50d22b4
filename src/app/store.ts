/** The one place where a failing store becomes a problem. */
import { Problem } from '#core/problem.ts';

export const STORE_RETRY_MS = 2_000;

/** Runs work on the store; whatever it throws that is not a problem of the caller's is the store's failure. */
export async function onStore<T>(
  work: () => Promise<T>,
  code: 'STORE_UNAVAILABLE' | 'AUDIT_UNAVAILABLE' = 'STORE_UNAVAILABLE',
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Problem ? error : new Problem(code, { retry_after_ms: STORE_RETRY_MS, cause: error });
  }
}
