import { z } from 'zod';
import { createPolicySet, getPolicySet, listPolicySets, type TaggedSet } from '#app/policy-sets.ts';
import { activatePolicySet, archivePolicySet, rollBackPolicySets, shadowPolicySet } from '#app/policy-set-states.ts';
import { POLICIES_MAX } from '#app/policies.ts';
import type { PolicySetRow } from '#app/policy-ports.ts';
import { isId } from '#core/id.ts';
import { POLICY_SET_STATES } from '#core/policy/policy-set.ts';
import { defineCreation } from '../creation.ts';
import { etagOf, ifMatch, isKnown } from '../etag.ts';
import { pageBody, pageQuery, pageRequest, pageSchema } from '../page.ts';
import { defineRoute } from '../route.ts';
import { countShape, growing, idSchema, nameSchema, timeShape } from '../shapes.ts';

const VERSION_MAX = 2_147_483_647;

const memberSchema = z
  .strictObject({
    id: z.string().refine((text) => isId('pol', text), 'Must be the id of a policy'),
    version: z.int().min(1).max(VERSION_MAX),
  })
  .meta({ id: 'PolicyVersionReference' });
const bodySchema = z
  .strictObject({
    name: nameSchema,
    policies: z
      .union([z.literal('current'), z.array(memberSchema).max(POLICIES_MAX)], 'Must be `current`, or a list of {id, version}')
      .meta({ description: '`current`: every policy of mode `enforce`, as it is now.' }),
  })
  .meta({ id: 'PolicySetText' });

const head = {
  id: z.string(),
  name: z.string(),
  state: growing(POLICY_SET_STATES).meta({ id: 'PolicySetState' }),
  digest: z.string().meta({ description: 'SHA-256 of the canonical JSON (RFC 8785) of `{policies, settings, lists}`.' }),
  policy_count: countShape,
  created_at: timeShape,
  updated_at: timeShape,
};
const headShape = z.object(head).meta({ id: 'PolicySetSummary' });
const setShape = z
  .object({
    ...head,
    policies: z.array(z.object({ id: z.string(), version: countShape, digest: z.string() }).meta({ id: 'PolicySetMember' })),
    settings: z
      .object({ posture: z.string(), strictness: z.string() })
      .meta({ id: 'PolicySetSettings', description: 'Those of the tenant when the set was made. What the tenant has now stays in force.' }),
    lists: z
      .array(z.object({ name: z.string(), digest: z.string() }).meta({ id: 'PolicySetList' }))
      .meta({ description: 'Named lists, as they were then.' }),
  })
  .meta({ id: 'PolicySet' });

const showHead = ({ id, name, state, digest, manifest, created_at, updated_at }: PolicySetRow): z.output<typeof headShape> => ({
  id,
  name,
  state,
  digest,
  policy_count: manifest.policies.length,
  created_at: created_at.toISOString(),
  updated_at: updated_at.toISOString(),
});
const showSet = (row: PolicySetRow): z.output<typeof setShape> => ({ ...showHead(row), ...row.manifest });
const answerOf = (row: TaggedSet) => ({ body: showSet(row), headers: { ETag: etagOf(row.tag) } });

const params = z.object({ id: idSchema('set') });
const headers = ['ETag'] as const;
const CONDITIONS = ['PRECONDITION_REQUIRED', 'PRECONDITION_FAILED', 'POLICY_SET_STATE', 'STORE_UNAVAILABLE'] as const;
const success = (description: string) => ({ status: 200, description, schema: setShape, headers });
const TAG =
  'A set’s `ETag` changes with its state, and with every activation of any set: of two admins who act on what they saw at the same time, one gets 412.';

export const listPolicySetsRoute = defineRoute(
  {
    method: 'get',
    path: '/policy-sets',
    operationId: 'listPolicySets',
    tag: 'Policy sets',
    summary: 'Policy sets, newest first',
    description: 'Without the policies of each.',
    security: 'policies:read',
    query: z.strictObject(pageQuery('set')),
    success: { status: 200, description: 'A page of sets.', schema: pageSchema(headShape, 'PolicySetPage') },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, query }) => ({ body: pageBody(await listPolicySets(world, actor, pageRequest(query)), showHead) }),
);

export const createPolicySetRoute = defineCreation(
  {
    method: 'post',
    path: '/policy-sets',
    operationId: 'createPolicySet',
    tag: 'Policy sets',
    summary: 'Make a policy set',
    description:
      'A draft of versions of policies that are to come into force together. It never changes; its digest names it. While no set is active, every policy of mode `enforce` is in force as soon as it is written; while one is, exactly its versions are.',
    security: 'policies:write',
    idempotent: true,
    body: bodySchema,
    success: { status: 201, description: 'The set.', schema: setShape, headers: ['ETag', 'Location'] },
    problems: ['POLICY_SETS_MAX_REACHED', 'STORE_UNAVAILABLE'],
  },
  ({ world, actor, body }) => createPolicySet(world, actor, body),
  (row) => ({ body: showSet(row), headers: { ETag: etagOf(row.tag), Location: `/policy-sets/${row.id}` } }),
);

export const getPolicySetRoute = defineRoute(
  {
    method: 'get',
    path: '/policy-sets/{id}',
    operationId: 'getPolicySet',
    tag: 'Policy sets',
    summary: 'One policy set',
    description: TAG,
    security: 'policies:read',
    params,
    success: { ...success('The set.') },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { id }, header: asked }) => {
    const row = await getPolicySet(world, actor, id);
    return isKnown(asked, row.tag) ? { status: 304, headers: { ETag: etagOf(row.tag) } } : answerOf(row);
  },
);

export const shadowPolicySetRoute = defineRoute(
  {
    method: 'post',
    path: '/policy-sets/{id}/shadow',
    operationId: 'shadowPolicySet',
    tag: 'Policy sets',
    summary: 'Try a set beside what is in force',
    description: `What it would decide is shown and decides nothing. ${TAG}`,
    security: 'policies:write',
    params,
    conditional: 'required',
    success: success('The set, now in shadow.'),
    problems: ['POLICY_SETS_MAX_REACHED', ...CONDITIONS],
  },
  async ({ world, actor, params: { id }, header: asked }) => answerOf(await shadowPolicySet(world, actor, id, ifMatch(asked))),
);

export const activatePolicySetRoute = defineRoute(
  {
    method: 'post',
    path: '/policy-sets/{id}/activate',
    operationId: 'activatePolicySet',
    tag: 'Policy sets',
    summary: 'Bring a set into force',
    description: `The tests of its policies are run against the whole set first, under the tenant’s settings: one that fails refuses it. The set that was active is archived. In force as soon as it is answered, and within two seconds in every other process. ${TAG}`,
    security: 'policies:write',
    params,
    conditional: 'required',
    success: success('The set, now active.'),
    problems: ['POLICY_TESTS_FAILED', ...CONDITIONS],
  },
  async ({ world, actor, params: { id }, header: asked }) => answerOf(await activatePolicySet(world, actor, id, ifMatch(asked))),
);

export const archivePolicySetRoute = defineRoute(
  {
    method: 'post',
    path: '/policy-sets/{id}/archive',
    operationId: 'archivePolicySet',
    tag: 'Policy sets',
    summary: 'Put a set away',
    description: `Of the active set: every policy of mode \`enforce\` is in force by itself again. ${TAG}`,
    security: 'policies:write',
    params,
    conditional: 'required',
    success: success('The set, now archived.'),
    problems: CONDITIONS,
  },
  async ({ world, actor, params: { id }, header: asked }) => answerOf(await archivePolicySet(world, actor, id, ifMatch(asked))),
);

export const rollBackPolicySetsRoute = defineRoute(
  {
    method: 'post',
    path: '/policy-sets/rollback',
    operationId: 'rollBackPolicySets',
    tag: 'Policy sets',
    summary: 'Go back to the set that was active before',
    description: `\`If-Match\` names the active set. Tests are not run: the set had passed them when it came into force. Once more leads further back. ${TAG}`,
    security: 'policies:write',
    conditional: 'required',
    success: success('The set that is active now.'),
    problems: CONDITIONS,
  },
  async ({ world, actor, header: asked }) => answerOf(await rollBackPolicySets(world, actor, ifMatch(asked))),
);
