/** The HTTP face of the service: routes, and what stands around all of them. */
import { Hono, type Context } from 'hono';
import { Problem } from '#core/problem.ts';
import { clientAddress } from './address.ts';
import { readBody } from './body.ts';
import { mountDocs } from './docs.ts';
import { asResponse, type Incoming } from './exchange.ts';
import type { HttpEnv } from './http-env.ts';
import { mountMetrics } from './metrics.ts';
import { makeObserver, observe, type Observer } from './observe.ts';
import { openApiDocument } from './openapi.ts';
import { asProblem, problemResponse } from './problem.ts';
import type { Route, Site } from './route.ts';
import { ROUTES } from './routes/table.ts';

export type HttpOptions = Site & {
  trusted_proxy_hops: number;
  /** Opens `/metrics` on this app to those who have it; null where metrics have a port of their own, or none. */
  metrics_token: string | null;
  /** Scalar's standalone build. */
  scalar_path: string;
};

export function makeApp(options: HttpOptions, observer: Observer = makeObserver(options.world)): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>();
  app.use('*', observe(observer));
  const written_out = ROUTES.filter((r) => !r.definition.path.includes('{'));
  for (const route of written_out) mount(app, route, options);
  for (const { definition } of written_out) app.all(definition.path, (c) => unrouted(app, c));
  for (const route of ROUTES) if (!written_out.includes(route)) mount(app, route, options);
  mountOwn(app, options);
  app.notFound((c) => unrouted(app, c));
  app.onError((error, c) => fail(c, error));
  return app;
}

function fail(c: Context<HttpEnv>, error: unknown): Response {
  const problem = asProblem(error);
  c.set('failure', problem);
  return problemResponse(problem, c.get('request_id'));
}

function mount(app: Hono<HttpEnv>, route: Route, options: HttpOptions): void {
  const { method, path } = route.definition;
  app.on(method.toUpperCase(), path.replaceAll(/\{(\w+)\}/g, ':$1'), async (c) => {
    c.set('route', path);
    try {
      return asResponse(await route.answer(options, incomingOf(c, options)));
    } catch (error) {
      return fail(c, error);
    }
  });
}

function incomingOf(c: Context<HttpEnv>, { trusted_proxy_hops }: HttpOptions): Incoming {
  const header = (name: string): string | null => c.req.header(name) ?? null;
  return {
    method: c.req.method,
    header,
    bytes: (bytes_max) => readBody(c.req.raw, bytes_max),
    stream: () => c.req.raw.body ?? new Blob([]).stream(),
    signal: () => c.req.raw.signal,
    path_params: c.req.param(),
    query: () => new URL(c.req.url).searchParams,
    address: () => clientAddress(c.env?.incoming?.socket.remoteAddress, header('x-forwarded-for'), trusted_proxy_hops),
    ...c.get('begun'),
  };
}

/** What is no operation of the contract, but about it. */
function mountOwn(app: Hono<HttpEnv>, { world, metrics_token, scalar_path }: HttpOptions): void {
  const document = JSON.stringify(
    openApiDocument(
      ROUTES.map((r) => r.definition),
      '3.1',
    ),
  );
  app.get('/openapi.json', () => new Response(document, { headers: { 'Content-Type': 'application/json' } }));
  mountDocs(app, scalar_path);
  if (metrics_token !== null) mountMetrics(app, world.telemetry, metrics_token);
}

/** 405 where the path has other methods, else 404. A path that is written out hides those with parameters, as in OpenAPI. */
function unrouted(app: Hono<HttpEnv>, c: Context<HttpEnv>): Response {
  const routes = app.routes.filter((r) => r.method !== 'ALL' && matches(r.path, c.req.path));
  const fewest = Math.min(...routes.map((r) => parameters(r.path)));
  const methods = routes.filter((r) => parameters(r.path) === fewest).map((r) => r.method);
  if (!methods.length) return fail(c, new Problem('NOT_FOUND'));
  const allowed = [...new Set(methods.flatMap((m) => (m === 'GET' ? ['GET', 'HEAD'] : [m])))];
  return fail(c, new Problem('METHOD_NOT_ALLOWED', { headers: { Allow: allowed.join(', ') } }));
}

const parameters = (template: string): number => template.split('/:').length - 1;

function matches(template: string, path: string): boolean {
  const wanted = template.split('/');
  const given = path.split('/');
  return wanted.length === given.length && wanted.every((part, i) => (part.startsWith(':') ? given[i] !== '' : part === given[i]));
}
