import { z } from '@hono/zod-openapi';
import { getUsage } from '#app/usage.ts';
import { QUOTA_WARNING } from '#core/quota.ts';
import { defineRoute } from '../route.ts';
import { timeShape } from '../shapes.ts';

export const usageRoute = defineRoute(
  {
    method: 'get',
    path: '/usage',
    operationId: 'getUsage',
    tag: 'Tenants',
    summary: "Verdicts of this month against the plan's limit",
    security: 'usage:read',
    success: {
      status: 200,
      description: 'The usage of the current UTC month.',
      schema: z
        .object({
          month: z.string().openapi({ example: '2026-11' }),
          used: z.number().int(),
          limit: z.number().int().nullable(),
          warning: z.boolean().openapi({ description: `True from ${QUOTA_WARNING * 100} % of the limit on.` }),
          resets_at: timeShape,
        })
        .openapi('Usage'),
    },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor }) => {
    const { month, used, limit, warning, resets_at } = await getUsage(world, actor);
    return { body: { month, used, limit, warning, resets_at: resets_at.toISOString() } };
  },
);
