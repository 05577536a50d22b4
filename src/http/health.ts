/** For probes: is the process alive, and should it get traffic. */
import { z } from 'zod';
import { Problem } from '#core/problem.ts';
import { defineRoute } from './route.ts';

const READY_MS = 1_000;

export const livezRoute = defineRoute(
  {
    method: 'get',
    path: '/livez',
    operationId: 'livez',
    tag: 'Operation',
    summary: 'The process turns',
    description: 'It looks at nothing outside of the process: for the question whether to start it anew.',
    security: 'public',
    success: { status: 200, description: 'It does.', schema: z.object({ status: z.literal('ok') }).meta({ id: 'Live' }) },
    problems: [],
  },
  () => ({ body: { status: 'ok' } }),
);

export const readyzRoute = defineRoute(
  {
    method: 'get',
    path: '/readyz',
    operationId: 'readyz',
    tag: 'Operation',
    summary: 'The store answers and has the migrations of this build',
    description: 'A lost shared limiter is reported and does not make the service unready: it then counts in the process.',
    security: 'public',
    success: {
      status: 200,
      description: 'Ready.',
      schema: z.object({ status: z.literal('ok'), database: z.literal('ok'), limiter: z.enum(['ok', 'degraded']) }).meta({ id: 'Ready' }),
    },
    problems: ['NOT_READY'],
  },
  async ({ site, world }) => {
    if (site.stopping.aborted) throw new Problem('NOT_READY', { detail: 'This process is going down.' });
    const [database, limiter] = await Promise.allSettled([world.database.ready(READY_MS), world.limiter.ready(READY_MS)]);
    if (database.status === 'rejected') throw new Problem('NOT_READY', { cause: database.reason, retry_after_ms: READY_MS });
    return { body: { status: 'ok', database: 'ok', limiter: limiter.status === 'fulfilled' ? 'ok' : 'degraded' } };
  },
);
