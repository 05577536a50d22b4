/** Around every request: its id, its headers, its line in the log, its place in the metrics. */
import type { MiddlewareHandler } from 'hono';
import { newId } from '#app/mutate.ts';
import { Notes } from '#app/notes.ts';
import type { RequestSpan } from '#app/telemetry.ts';
import type { World } from '#app/world.ts';
import { Problem, PROBLEMS, type ProblemCode } from '#core/problem.ts';
import type { HttpEnv } from './http-env.ts';
import { problemResponse } from './problem.ts';
import { methodOf, requestLine } from './request-line.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { parseTraceParent } from './trace-parent.ts';

/** In an outage every call fails alike: its cause is told this often, the calls in lines without it. */
const OUTAGE_CAUSE_EVERY_MS = 10_000;
const OUTAGES: ReadonlySet<string> = new Set<ProblemCode>(['STORE_UNAVAILABLE', 'AUDIT_UNAVAILABLE']);

type Header = (name: string) => string | null | undefined;
/** `span` is null where nothing is traced. */
export type Begun = { request_id: string; started_ms: number; notes: Notes; span: RequestSpan | null };
/** A request that has its answer. `route` is a template; `failure` is what made a problem of it, for the log alone. */
export type Ended = Begun & {
  method: string;
  route: string;
  status: number;
  header: Header;
  failure: unknown;
};
export type Observer = { begin(header: Header): Begun; end(ended: Ended): void };

/** Ids are ours always; one that came with the call is a field of the log, when it is harmless there. */
export function makeObserver(world: World): Observer {
  let cause_told_ms = -OUTAGE_CAUSE_EVERY_MS;
  return {
    begin(header) {
      const started_ms = world.stopwatch();
      const { tracing } = world.telemetry;
      const span = tracing && tracing.start(parseTraceParent(header('traceparent')), started_ms);
      return { request_id: newId(world, 'req'), started_ms, notes: new Notes(), span };
    },
    end({ request_id, started_ms, notes, span, route, status, header, failure, ...ended }) {
      const ended_ms = world.stopwatch();
      const duration_ms = ended_ms - started_ms;
      const method = methodOf(ended.method);
      const code = failure instanceof Problem ? failure.code : undefined;
      world.telemetry.countRequest({ method, route, status, seconds: duration_ms / 1_000, code });
      const trace_id = span?.trace_id ?? parseTraceParent(header('traceparent'))?.trace_id;
      const fields = requestLine({ request_id, method, route, status, duration_ms, code, trace_id, header, notes });
      span?.end({ method, route, status, ended_ms, notes, fields });
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
    const header = (name: string): string | undefined => c.req.header(name);
    const begun = observer.begin(header);
    c.set('begun', begun);
    c.set('request_id', begun.request_id);
    c.set('route', 'none');
    await next();
    const { headers, status } = c.res;
    dress(headers, begun.request_id);
    if (begun.span) headers.set('traceparent', begun.span.traceparent);
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
    world.telemetry.countRequest({ method: 'other', route: 'none', status, seconds: 0, code });
    world.telemetry.info('request', { request_id, route: 'none', status, code });
    return response;
  };
