/** How the operations of the contract are asked for; those themselves are generated. */
import { persist } from './call.ts';
import { exchange, objectOf } from './exchange.ts';
import { Pages, type Page } from './pages.ts';
import { readSettings, type Settings, type Setup } from './settings.ts';

const TIMEOUT_MS = 30_000;

/** Of one call. */
export type CallOptions = {
  /** Stops the call, which throws the signal's reason. */
  signal?: AbortSignal;
  /** Instead of what the client has. */
  timeoutMs?: number;
  /** Instead of a random one; the same for every attempt. */
  idempotencyKey?: string;
  /** The ETag of the version that is to be changed, as `etagOf()` has it; `*` for any. */
  ifMatch?: string | undefined;
};
/** Without a version the service refuses: `etagOf()` of an answer that had none. */
export type ConditionalOptions = CallOptions & { ifMatch: string | undefined };

/** What stands in OpenAPI. */
export type Operation = { method: string; path: string; empty?: true; unrepeatable?: true };
export type Parts = { path?: Record<string, string | number>; query?: object; body?: unknown };

const etags = new WeakMap<object, string>();

/** The ETag with which the service gave this very answer, for `ifMatch`; undefined where it gave none. */
export const etagOf = (answer: object): string | undefined => etags.get(answer);

export class Calls {
  protected readonly setup: Setup;

  /** Throws a `configuration` error for settings that cannot be. */
  constructor(settings: Settings = {}) {
    this.setup = readSettings(settings);
  }

  protected async call<T>(operation: Operation, parts: Parts, options: CallOptions = {}, timeout_ms = TIMEOUT_MS): Promise<T> {
    const target = targetOf(operation, parts);
    const body = parts.body === undefined ? undefined : JSON.stringify(parts.body);
    const headers = headersOf(operation, options, body === undefined ? undefined : 'application/json');
    const patience = {
      timeout_ms: options.timeoutMs ?? this.setup.timeoutMs ?? timeout_ms,
      signal: options.signal,
      repeatable: !operation.unrepeatable,
    };
    return persist(this.setup, patience, async (signal) => {
      const response = await exchange(this.setup, {
        method: operation.method,
        target,
        headers,
        ...(body !== undefined && { body }),
        signal,
      });
      const answer = await objectOf(this.setup, response, { empty: operation.empty ?? false });
      const etag = response.headers.get('etag');
      if (answer && etag !== null) etags.set(answer, etag);
      return answer as T;
    });
  }

  protected list<T>(operation: Operation, { path, query }: Pick<Parts, 'path' | 'query'>, options?: CallOptions): Pages<T> {
    return new Pages<T>((cursor) =>
      this.call<Page<T>>(operation, { ...(path && { path }), query: { ...query, ...(cursor !== undefined && { cursor }) } }, options),
    );
  }
}

function targetOf({ path: template }: Operation, { path: params = {}, query = {} }: Parts): string {
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => segment(name, params[name]));
  const given = Object.entries(query).filter(
    (entry): entry is [string, string | number | boolean] => entry[1] !== undefined && entry[1] !== null,
  );
  const text = new URLSearchParams(given.map(([name, value]): [string, string] => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

/** `.` and `..` would be resolved, and lead to another operation. */
function segment(name: string, value: string | number | undefined): string {
  const text = String(value ?? '');
  if (text === '' || text === '.' || text === '..') throw new TypeError(`${name} must not be "${text}"`);
  return encodeURIComponent(text);
}

export function headersOf(
  { method }: Operation,
  { idempotencyKey, ifMatch }: CallOptions,
  type: string | undefined,
): Record<string, string> {
  return {
    ...(type !== undefined && { 'content-type': type }),
    ...(method === 'POST' && { 'idempotency-key': idempotencyKey ?? crypto.randomUUID() }),
    ...(ifMatch !== undefined && { 'if-match': ifMatch }),
  };
}
