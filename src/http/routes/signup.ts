import { z } from '@hono/zod-openapi';
import { foundTenant } from '#app/signup.ts';
import { takeSignupLimit } from '#app/limits.ts';
import { Problem } from '#core/problem.ts';
import { rateHeaders, requireAllowed } from '../rate-headers.ts';
import { defineRoute } from '../route.ts';
import { nameSchema } from '../shapes.ts';
import { newKeyShape, showNewKey } from './keys.ts';
import { showTenant, tenantShape } from './tenant.ts';

const EMAIL_CHARS_MAX = 254;

export const signupRoute = defineRoute(
  {
    method: 'post',
    path: '/signup',
    operationId: 'signUp',
    tag: 'Tenants',
    summary: 'Make a tenant on the free plan, with its first key',
    description: 'The key is shown once. Open only where the operator has opened it.',
    security: 'public',
    body: z.strictObject({ email: z.email().max(EMAIL_CHARS_MAX), name: nameSchema }).openapi('SignUp'),
    success: {
      status: 201,
      description: 'The tenant and its first key.',
      schema: z.object({ tenant: tenantShape, api_key: newKeyShape }).openapi('SignedUp'),
    },
    problems: ['SIGNUP_CLOSED', 'RATE_LIMITED', 'STORE_UNAVAILABLE'],
  },
  async ({ site, world, body, address }) => {
    if (!site.signup.open) throw new Problem('SIGNUP_CLOSED');
    const limits = await takeSignupLimit(world, address(), site.signup.per_hour);
    requireAllowed(limits);
    const { tenant, api_key } = await foundTenant(world, { name: body.name, email: body.email, plan: 'free', posture: 'starter' });
    return { body: { tenant: showTenant(tenant), api_key: showNewKey(api_key) }, headers: rateHeaders(limits) };
  },
);
