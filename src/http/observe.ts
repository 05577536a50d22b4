/** Around every request: its id, its headers, its line in the log, its place in the metrics. */
import type { MiddlewareHandler } from 'hono';
import { newId } from '#app/mutate.ts';
import type { World } from '#app/world.ts';
import { Problem, PROBLEMS, type ProblemCode } from '#core/problem.ts';
import type { HttpEnv } from './http-env.ts';
import { problemResponse } from './problem.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** W3C Trace Context, version 00. */
const TRACEPARENT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;
/** In an outage every call fails alike: its cause is told this often, the calls in lines without it. */
const OUTAGE_CAUSE_EVERY_MS = 10_000;
const OUTAGES: ReadonlySet<string> = new Set<ProblemCode>(['STORE_UNAVAILABLE', 'AUDIT_UNAVAILABLE']);
const SANE_ID = /^[A-Za-z0-9._-]{1,128}$/;

export type Begun = { request_id: string; started_ms: number };
/** A request that has its answer. `route` is a template; `failure` is what made a problem of it, for the log alone. */
export type Ended = Begun & {
  method: string;
  route: string;
  status: number;
  header(name: string): string | null | undefined;
  failure: unknown;
};
export type Observer = { begin(): Begun; end(ended: Ended): void };

/** Ids are ours always; one that came with the call is a field of the log, when it is harmless there. */
export function makeObserver(world: World): Observer {
  let cause_told_ms = -OUTAGE_CAUSE_EVERY_MS;
  return {
    begin: () => ({ request_id: newId(world, 'req'), started_ms: world.stopwatch() }),
    end({ request_id, started_ms, method, route, status, header, failure }) {
      const seconds = (world.stopwatch() - started_ms) / 1_000;
      world.telemetry.countRequest({ method, route, status, seconds });
      const given = header('request-id') ?? header('x-request-id') ?? undefined;
      const trace = header('traceparent') ?? undefined;
      const trace_id = trace === undefined ? undefined : TRACEPARENT.exec(trace)?.[1];
      const code = failure instanceof Problem ? failure.code : undefined;
      const client_request_id = given !== undefined && SANE_ID.test(given) ? given : undefined;
      const fields = { request_id, method, route, status, duration_ms: Math.round(seconds * 1e6) / 1e3, code, trace_id, client_request_id };
      const known = code !== undefined && OUTAGES.has(code) && started_ms - cause_told_ms < OUTAGE_CAUSE_EVERY_MS;
      if (status < 500) return world.telemetry.info('request', fields);
      if (known) return world.telemetry.warn('request failed', fields);
      if (code !== undefined && OUTAGES.has(code)) cause_told_ms = started_ms;
      world.telemetry.error('request failed', fields, failure instanceof Problem ? failure.cause : failure);
    },
  };
}

export function observe(observer: Observer): MiddlewareHandler<HttpEnv> {
  return async function observeRequest(c, next) {
    const begun = observer.begin();
    c.set('request_id', begun.request_id);
    c.set('started_ms', begun.started_ms);
    c.set('route', 'none');
    await next();
    const { headers, status } = c.res;
    dress(headers, begun.request_id);
    const header = (name: string): string | undefined => c.req.header(name);
    observer.end({ ...begun, method: c.req.method, route: c.get('route'), status, header, failure: c.get('failure') });
  };
}

function dress(headers: Headers, request_id: string): void {
  headers.set('Request-Id', request_id);
  for (const name in SECURITY_HEADERS) if (!headers.has(name)) headers.set(name, SECURITY_HEADERS[name] ?? '');
}

/** The answer to what never became a request of the app, with an id and a line in the log like any other. */
export const refusal =
  (world: Pick<World, 'machine' | 'telemetry'>) =>
  (code: ProblemCode): Response => {
    const request_id = newId(world, 'req');
    const { status } = PROBLEMS[code];
    const response = problemResponse({ code }, request_id);
    dress(response.headers, request_id);
    world.telemetry.countRequest({ method: 'other', route: 'none', status, seconds: 0 });
    world.telemetry.info('request', { request_id, route: 'none', status, code });
    return response;
  };
