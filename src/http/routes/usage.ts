import { z } from 'zod';
import { getUsage } from '#app/usage.ts';
import { QUOTA_WARNING } from '#core/quota.ts';
import { defineRoute } from '../route.ts';
import { countShape, timeShape } from '../shapes.ts';

export const usageRoute = defineRoute(
  {
    method: 'get',
    path: '/usage',
    operationId: 'getUsage',
    tag: 'Tenants',
    summary: "Verdicts of this month against the plan's limit",
    description:
      'Every verdict counts one, in a batch and in a stream too; calls that fail and policies that are evaluated or replayed count nothing.',
    security: 'usage:read',
    success: {
      status: 200,
      description: 'The usage of the current UTC month.',
      schema: z
        .object({
          month: z.string().meta({ example: '2026-11' }),
          used: countShape,
          limit: countShape.nullable(),
          warning: z.boolean().meta({ description: `True from ${QUOTA_WARNING * 100} % of the limit on.` }),
          resets_at: timeShape,
        })
        .meta({ id: 'Usage' }),
    },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor }) => {
    const { month, used, limit, warning, resets_at } = await getUsage(world, actor);
    return { body: { month, used, limit, warning, resets_at: resets_at.toISOString() } };
  },
);
