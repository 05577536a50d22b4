/** One plain HTTP call, with all that can be seen of its answer: the client hides what `doctor` is to look at. */
import { isObject } from '../exchange.ts';
import { VERSION } from '../version.ts';

export type Answer = {
  status: number;
  headers: Headers;
  /** Null where the body is no JSON object. */
  body: Record<string, unknown> | null;
  ms: number;
  /** Between sending and receiving, by our clock. */
  sent_at: number;
  received_at: number;
};
export type Seen = { ok: true; answer: Answer } | { ok: false; code: string; message: string };

const BODY_CHARS_MAX = 1_048_576;

export async function probe(url: string, path: string, init: RequestInit, timeout_ms: number): Promise<Seen> {
  const [sent_at, started] = [Date.now(), performance.now()];
  try {
    const headers = {
      accept: 'application/json, application/problem+json',
      'user-agent': `countersign-doctor/${VERSION}`,
      ...init.headers,
    };
    const response = await fetch(url + path, { ...init, headers, redirect: 'manual', signal: AbortSignal.timeout(timeout_ms) });
    const received_at = Date.now();
    const ms = performance.now() - started;
    const text = (await response.text()).slice(0, BODY_CHARS_MAX);
    return { ok: true, answer: { status: response.status, headers: response.headers, body: objectIn(text), ms, sent_at, received_at } };
  } catch (error) {
    return { ok: false, ...reasonOf(error as Error) };
  }
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function reasonOf(error: Error): { code: string; message: string } {
  if (error.name === 'TimeoutError') return { code: 'TIMEOUT', message: 'there was no answer in time' };
  const cause = error.cause instanceof Error ? error.cause : error;
  const inner = cause instanceof AggregateError ? ((cause.errors[0] as Error | undefined) ?? cause) : cause;
  const code = 'code' in inner && typeof inner.code === 'string' ? inner.code : 'UNKNOWN';
  return { code, message: inner.message || error.message };
}
