import { z } from 'zod';
import { requestSignup, verifySignup } from '#app/signup-code.ts';
import { takeCodeLimit, takeMailLimit, takeSignupLimit } from '#app/signup-limits.ts';
import { foundTenant, type Founded } from '#app/signup.ts';
import { Problem } from '#core/problem.ts';
import { rateHeaders, requireAllowed } from '../rate-headers.ts';
import { defineRoute } from '../route.ts';
import { nameSchema } from '../shapes.ts';
import { newKeyShape, showNewKey } from './keys.ts';
import { showTenant, tenantShape } from './tenant.ts';

/** RFC 5321, 4.5.3.1.3: a path has 256 octets, angle brackets included. */
const EMAIL_CHARS_MAX = 254;
const CODE_CHARS_MAX = 32;

const email = z.email().max(EMAIL_CHARS_MAX);
const signedUp = z.object({ tenant: tenantShape, api_key: newKeyShape }).meta({ id: 'SignedUp' });
const showFounded = ({ tenant, api_key }: Founded) => ({ tenant: showTenant(tenant), api_key: showNewKey(api_key) });

export const signupRoute = defineRoute(
  {
    method: 'post',
    path: '/signup',
    operationId: 'signUp',
    tag: 'Tenants',
    summary: 'Make a tenant on the free plan, with its first key',
    description:
      'The key is shown once. Only where the operator has opened it. Where addresses are verified, the answer is 202, whether the address has a tenant or not: a code is mailed, and `POST /signup/verify` makes the tenant.',
    security: 'public',
    is_limited: true,
    body: z.strictObject({ email, name: nameSchema }).meta({ id: 'SignUp' }),
    success: { status: 201, description: 'The tenant and its first key.', schema: signedUp },
    accepted: { status: 202, description: 'A code was mailed.' },
    problems: ['SIGNUP_CLOSED', 'RATE_LIMITED', 'MAIL_UNAVAILABLE', 'STORE_UNAVAILABLE'],
  },
  async ({ site, world, body, address }) => {
    const { mode, per_hour } = site.signup;
    if (mode === 'closed') throw new Problem('SIGNUP_CLOSED');
    const limits = await takeSignupLimit(world, address(), per_hour);
    requireAllowed(limits);
    if (mode === 'verify') {
      requireAllowed(await takeMailLimit(world, body.email));
      await requestSignup(world, body);
      return { status: 202, headers: rateHeaders(limits) };
    }
    const founded = await foundTenant(world, { name: body.name, email: body.email, plan: 'free', posture: 'starter' });
    return { body: showFounded(founded), headers: rateHeaders(limits) };
  },
);

export const verifySignupRoute = defineRoute(
  {
    method: 'post',
    path: '/signup/verify',
    operationId: 'verifySignUp',
    tag: 'Tenants',
    summary: 'Make the tenant whose code was mailed',
    description: 'With the address as in `POST /signup` and the code out of the mail: good for 15 minutes, five attempts, one tenant.',
    security: 'public',
    is_limited: true,
    body: z
      .strictObject({ email, code: z.string().min(1).max(CODE_CHARS_MAX).meta({ example: 'k7qx2-m9d4t' }) })
      .meta({ id: 'SignUpVerification' }),
    success: { status: 201, description: 'The tenant and its first key. The key is shown once.', schema: signedUp },
    problems: ['SIGNUP_CLOSED', 'SIGNUP_CODE_INVALID', 'SIGNUP_MAILBOX_TAKEN', 'RATE_LIMITED', 'STORE_UNAVAILABLE'],
  },
  async ({ site, world, body, address }) => {
    if (site.signup.mode === 'closed') throw new Problem('SIGNUP_CLOSED');
    const limits = await takeCodeLimit(world, address(), site.signup.per_hour);
    requireAllowed(limits);
    return { body: showFounded(await verifySignup(world, body)), headers: rateHeaders(limits) };
  },
);
