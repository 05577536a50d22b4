/** One request, one answer: no retries here. */
import { CountersignError, ProblemError } from './errors.ts';
import { retryAfterOf } from './retry-after.ts';
import type { Setup } from './settings.ts';
import { VERSION } from './version.ts';

export type Sent = {
  method: string;
  /** After the base URL, with its query. */
  target: string;
  headers: Record<string, string>;
  body?: string | ReadableStream<Uint8Array>;
  signal: AbortSignal;
};

/** The answer when it is 2xx. Throws `ProblemError` when it is not, and what `fetch` throws. */
export async function exchange(setup: Setup, { method, target, headers, body, signal }: Sent): Promise<Response> {
  const all = {
    accept: 'application/json, application/problem+json, application/x-ndjson',
    'user-agent': `countersign-typescript/${VERSION}`,
    ...(setup.key !== null && { authorization: `Bearer ${setup.key}` }),
    ...headers,
  };
  const init = { method, headers: all, redirect: 'manual', signal, ...(body !== undefined && { body }) } as const;
  const response = await setup.fetch(setup.url + target, typeof body === 'object' ? ({ ...init, duplex: 'half' } as RequestInit) : init);
  if (!response.ok) throw await problemOf(setup, response);
  return response;
}

/** The whole body as text. Throws `response_too_large`, and what reading throws. */
export async function textOf({ responseBytesMax }: Setup, response: Response): Promise<string> {
  if (!response.body) return '';
  const reader = response.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > responseBytesMax) {
      reader.cancel().catch(() => {});
      throw tooLarge(responseBytesMax);
    }
    chunks.push(value);
  }
  return decodeAll(chunks, size);
}

export const tooLarge = (most: number): CountersignError =>
  new CountersignError('response_too_large', `The answer is larger than the ${most} bytes of responseBytesMax`);

export const invalid = (message: string, cause?: unknown): CountersignError => new CountersignError('response_invalid', message, cause);

function decodeAll(chunks: readonly Uint8Array[], size: number): string {
  const all = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(all);
  } catch (error) {
    throw invalid('The answer is not UTF-8', error);
  }
}

export const mediaTypeOf = (response: Response): string => (response.headers.get('content-type') ?? '').split(';')[0]!.trim().toLowerCase();

/** The JSON object that was answered, or undefined where nothing is to be said and that is told: an empty 200 may be of anybody. */
export async function objectOf(setup: Setup, response: Response, { empty }: { empty: boolean }): Promise<object | undefined> {
  const type = mediaTypeOf(response);
  const text = await textOf(setup, response);
  if (empty && response.status !== 200 && text === '') return undefined;
  if (type !== 'application/json') throw invalid(`The answer is not JSON but ${type || 'of no type'}`);
  return parseObject(text);
}

/** Throws `response_invalid`. */
export function parseObject(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid('The answer is not JSON', error);
  }
  if (!isObject(value)) throw invalid('The answer is not a JSON object');
  return value;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

async function problemOf(setup: Setup, response: Response): Promise<ProblemError> {
  const { status, headers } = response;
  const body = mediaTypeOf(response).endsWith('json') ? await memberOf(setup, response) : {};
  if (!response.bodyUsed) response.body?.cancel().catch(() => {});
  const text = (name: string): string | undefined => (typeof body[name] === 'string' ? body[name] : undefined);
  return new ProblemError({
    status,
    code: text('code') ?? `HTTP_${status}`,
    title: text('title') ?? response.statusText,
    detail: text('detail') ?? `The answer was ${status} and no problem of Countersign's`,
    errors: Array.isArray(body['errors']) ? body['errors'].filter(isFault) : [],
    request_id: text('request_id') ?? headers.get('request-id'),
    retry_after_ms: retryAfterOf(headers.get('retry-after'), Date.now()),
  });
}

const isFault = (value: unknown): value is { pointer: string; detail: string } =>
  isObject(value) && typeof value['pointer'] === 'string' && typeof value['detail'] === 'string';

/** What the body of a refusal says; where it cannot be understood its status still counts. */
async function memberOf(setup: Setup, response: Response): Promise<Record<string, unknown>> {
  try {
    return parseObject(await textOf(setup, response)) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof CountersignError) return {};
    throw error;
  }
}
