import { z } from 'zod';
import { changeTenant, getTenant } from '#app/tenant.ts';
import { sha256Hex } from '#core/hash.ts';
import { uuidToTenantId } from '#core/id.ts';
import { PLANS, RATE_BURST, RATE_PER_SECOND, type PlanName } from '#core/quota.ts';
import { ARGUMENT_DEPTH_MAX, ARGUMENT_ROLES_MAX } from '#core/roles/overrides.ts';
import type { Tenant } from '#core/tenant.ts';
import { etagOf, ifMatchGiven, isKnown } from '../etag.ts';
import { issuerShape, issuersSchema, showIssuer } from '../issuers.ts';
import { present } from '../present.ts';
import { defineRoute } from '../route.ts';
import { growing, isPrintable, nameSchema, postureSchema, strictnessSchema, timeShape } from '../shapes.ts';
import { toolGroupsSchema, toolGroupsShape } from '../tool-groups.ts';
import { argumentRoleSchema } from '../verdict-shape.ts';

const PLAN_NAMES = Object.keys(PLANS) as [PlanName, ...PlanName[]];
const failModeSchema = growing(['closed', 'open']).meta({
  id: 'FailMode',
  description:
    'While the audit trail cannot be written: `closed` gives no verdict; `open` goes on, out of what was known last, keeps the verdicts in a journal, says `degraded: ["audit"]`, and puts them into the trail later.',
});
const monitorSchema = z.boolean().meta({ description: 'Compute everything, answer allow, show the real decision in `would_be`.' });
const rateSchema = z
  .strictObject({
    per_second: z.number().min(RATE_PER_SECOND.min).max(RATE_PER_SECOND.max),
    burst: z.int().min(RATE_BURST.min).max(RATE_BURST.max).meta({ description: 'How many may come at once.' }),
  })
  .meta({ id: 'Rate' });
const principalRateSchema = rateSchema.nullable().meta({
  description: 'Judged requests of one `context.user_id`, else `context.agent_id`; those without either are not counted.',
});
const toolRateSchema = rateSchema.nullable().meta({ description: 'Judged calls of one tool of one server.' });
const ARGUMENT_CHARS_MAX = 512;
/** Tokens of RFC 6901. */
const ARGUMENT = new RegExp(`^(?:/(?:[^~/]|~[01])+){1,${ARGUMENT_DEPTH_MAX}}$`);
const argumentRolesSchema = z
  .array(
    z
      .strictObject({
        server: nameSchema.nullable().default(null).meta({ description: 'As `server.name` of the calls; null: any.' }),
        tool: nameSchema,
        argument: z
          .string()
          .max(ARGUMENT_CHARS_MAX)
          .regex(ARGUMENT, `Must be a JSON Pointer of 1 to ${ARGUMENT_DEPTH_MAX} tokens from params.arguments, such as /filter/where`)
          .refine(isPrintable, 'Must be printable, without space at its ends')
          .meta({ description: 'JSON Pointer from `params.arguments`; `*` is any position of a list.', example: '/patterns/*' }),
        role: argumentRoleSchema,
      })
      .meta({ id: 'ArgumentOverrideText' }),
  )
  .max(ARGUMENT_ROLES_MAX)
  .superRefine((list, context) => {
    const seen = new Set<string>();
    for (const [i, { server, tool, argument }] of list.entries()) {
      const place = JSON.stringify([server, tool, argument]);
      if (seen.has(place)) context.addIssue({ code: 'custom', path: [i], message: 'Names the same argument as one before it' });
      seen.add(place);
    }
  })
  .meta({
    description:
      'What arguments are for, where the schema, name and description of a tool do not tell, or tell wrongly: it decides what counts as an attack there. The list as a whole is replaced.',
  });
const trustSchema = z.boolean().meta({
  description: 'Whether `context.roles` and `context.permissions` count as if a token had named them; else they grant nothing.',
});
const RATE_LIMITS = 'Above the limit, what would be allowed is denied with status 429 and the reason `RATE_LIMIT`. Null is no limit.';

const overrideShape = z
  .object({ server: z.string().nullable(), tool: z.string(), argument: z.string(), role: argumentRoleSchema })
  .meta({ id: 'ArgumentOverride' });

export const tenantShape = z
  .object({
    id: z.string(),
    name: z.string(),
    plan: growing(PLAN_NAMES).meta({ id: 'Plan' }),
    posture: postureSchema,
    strictness: strictnessSchema,
    fail_mode: failModeSchema,
    monitor: monitorSchema,
    rate_limits: z.object({ principal: principalRateSchema, tool: toolRateSchema }).meta({ id: 'RateLimits', description: RATE_LIMITS }),
    argument_roles: z.array(overrideShape),
    issuers: z.array(issuerShape),
    trust_asserted_roles: trustSchema,
    tool_groups: toolGroupsShape,
    created_at: timeShape,
  })
  .meta({ id: 'Tenant' });

export const showTenant = ({
  id,
  name,
  plan,
  posture,
  strictness,
  fail_mode,
  monitor,
  rate_limits,
  argument_roles,
  issuers,
  trust_asserted_roles,
  tool_groups,
  created_at,
}: Tenant): z.output<typeof tenantShape> => ({
  id: uuidToTenantId(id),
  name,
  plan,
  posture,
  strictness,
  fail_mode,
  monitor,
  rate_limits,
  argument_roles: [...argument_roles],
  issuers: issuers.map(showIssuer),
  trust_asserted_roles,
  tool_groups: Object.fromEntries(Object.entries(tool_groups).map(([group, patterns]) => [group, [...patterns]])),
  created_at: created_at.toISOString(),
});

/** Of what is shown: settings have no versions. */
const digestOf = (tenant: Tenant): string => sha256Hex(JSON.stringify(showTenant(tenant)));
const answerOf = (tenant: Tenant) => ({ body: showTenant(tenant), headers: { ETag: etagOf(digestOf(tenant)) } });
const headers = ['ETag'] as const;

export const getTenantRoute = defineRoute(
  {
    method: 'get',
    path: '/tenant',
    operationId: 'getTenant',
    tag: 'Tenants',
    summary: 'The tenant of the calling key, with its settings',
    description: 'Settings have no versions: their `ETag` is the digest of what is shown, and changes with any of it.',
    security: 'tenant:read',
    success: { status: 200, description: 'The tenant.', schema: tenantShape, headers },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, header }) => {
    const tenant = await getTenant(world, actor);
    const digest = digestOf(tenant);
    return isKnown(header, digest) ? { status: 304, headers: { ETag: etagOf(digest) } } : answerOf(tenant);
  },
);

export const changeTenantRoute = defineRoute(
  {
    method: 'patch',
    path: '/tenant',
    operationId: 'changeTenant',
    tag: 'Tenants',
    summary: 'Change settings; what is left out stays',
    description: 'Since only what is named changes, `If-Match` may be left out; given, it is heeded.',
    security: 'tenant:write',
    conditional: 'optional',
    body: z
      .strictObject({
        name: nameSchema.optional(),
        posture: postureSchema.optional(),
        strictness: strictnessSchema.optional(),
        fail_mode: failModeSchema.optional(),
        monitor: monitorSchema.optional(),
        rate_limits: z
          .strictObject({ principal: principalRateSchema.optional(), tool: toolRateSchema.optional() })
          .meta({ id: 'RateLimitsPatch' })
          .transform(present)
          .optional()
          .meta({ description: `${RATE_LIMITS} What is left out stays.` }),
        argument_roles: argumentRolesSchema.optional(),
        issuers: issuersSchema.optional(),
        trust_asserted_roles: trustSchema.optional(),
        tool_groups: toolGroupsSchema.optional(),
      })
      .meta({ id: 'TenantPatch' }),
    success: { status: 200, description: 'The tenant as it is now.', schema: tenantShape, headers },
    problems: ['PRECONDITION_FAILED', 'TOOL_GROUP_IN_USE', 'STORE_UNAVAILABLE'],
  },
  async ({ world, actor, body, header }) => {
    const known = ifMatchGiven(header);
    const seen = known && ((tenant: Tenant): boolean => known(digestOf(tenant)));
    return answerOf(await changeTenant(world, actor, present(body), seen));
  },
);
