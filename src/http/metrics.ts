/** Prometheus text, for those who have the token; a port of its own needs none. */
import type { Hono } from 'hono';
import type { Telemetry } from '#app/telemetry.ts';
import { secretsEqual } from '#core/hash.ts';
import { Problem } from '#core/problem.ts';
import { bearerOf } from './bearer.ts';
import type { HttpEnv } from './http-env.ts';

export async function metricsResponse(telemetry: Telemetry): Promise<Response> {
  const { type, text } = await telemetry.metrics();
  return new Response(text, { headers: { 'Content-Type': type } });
}

export function mountMetrics(app: Hono<HttpEnv>, telemetry: Telemetry, token: string): void {
  app.get('/metrics', async (c) => {
    c.set('route', '/metrics');
    const given = bearerOf(c.req.header('authorization') ?? null);
    if (given === null) throw new Problem('KEY_MISSING', { detail: 'Send the metrics token as Authorization: Bearer <token>.' });
    if (!secretsEqual(given, token)) throw new Problem('KEY_INVALID', { detail: 'This is not the metrics token.' });
    return metricsResponse(telemetry);
  });
}
