import { z } from '@hono/zod-openapi';
import { changeTenant, getTenant } from '#app/tenant.ts';
import { uuidToTenantId } from '#core/id.ts';
import { PLANS, type PlanName } from '#core/quota.ts';
import { STRICTNESS } from '#core/submission.ts';
import type { Tenant } from '#core/tenant.ts';
import { present } from '../present.ts';
import { defineRoute } from '../route.ts';
import { nameSchema, timeShape } from '../shapes.ts';

const PLAN_NAMES = Object.keys(PLANS) as [PlanName, ...PlanName[]];
const postureSchema = z.enum(['starter', 'strict']).openapi({ description: 'What stands when no policy speaks.' });
const strictnessSchema = z.enum(STRICTNESS);
const failModeSchema = z
  .enum(['closed'])
  .openapi({ description: 'What happens when the audit trail cannot be written: no verdict is given.' });
const monitorSchema = z.boolean().openapi({ description: 'Compute everything, answer allow, show the real decision in `would_be`.' });

export const tenantShape = z
  .object({
    id: z.string(),
    name: z.string(),
    plan: z.enum(PLAN_NAMES),
    posture: postureSchema,
    strictness: strictnessSchema,
    fail_mode: z.enum(['closed', 'open']),
    monitor: monitorSchema,
    created_at: timeShape,
  })
  .openapi('Tenant');

export const showTenant = ({
  id,
  name,
  plan,
  posture,
  strictness,
  fail_mode,
  monitor,
  created_at,
}: Tenant): z.output<typeof tenantShape> => ({
  id: uuidToTenantId(id),
  name,
  plan,
  posture,
  strictness,
  fail_mode,
  monitor,
  created_at: created_at.toISOString(),
});

export const getTenantRoute = defineRoute(
  {
    method: 'get',
    path: '/tenant',
    operationId: 'getTenant',
    tag: 'Tenants',
    summary: 'The tenant of the calling key, with its settings',
    security: 'tenant:read',
    success: { status: 200, description: 'The tenant.', schema: tenantShape },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor }) => ({ body: showTenant(await getTenant(world, actor)) }),
);

export const changeTenantRoute = defineRoute(
  {
    method: 'patch',
    path: '/tenant',
    operationId: 'changeTenant',
    tag: 'Tenants',
    summary: 'Change settings; what is left out stays',
    security: 'tenant:write',
    body: z
      .strictObject({
        name: nameSchema.optional(),
        posture: postureSchema.optional(),
        strictness: strictnessSchema.optional(),
        fail_mode: failModeSchema.optional(),
        monitor: monitorSchema.optional(),
      })
      .openapi('TenantPatch'),
    success: { status: 200, description: 'The tenant as it is now.', schema: tenantShape },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, body }) => ({ body: showTenant(await changeTenant(world, actor, present(body))) }),
);
