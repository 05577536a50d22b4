import { z } from 'zod';
import { createPolicy, deletePolicy, getPolicy, listPolicies, replacePolicy } from '#app/policies.ts';
import type { PolicyRow, PolicyVersionRow } from '#app/policy-ports.ts';
import { defineCreation } from '../creation.ts';
import { etagOf, ifMatch, isKnown } from '../etag.ts';
import { pageBody, pageQuery, pageRequest, pageSchema } from '../page.ts';
import { defineRoute } from '../route.ts';
import { documentShape, modeSchema, testSchema, textOf, textSchema } from '../policy-text.ts';
import { countShape, faultShape, idSchema, timeShape } from '../shapes.ts';

const members = {
  id: z.string(),
  name: z.string(),
  enabled: z.boolean().meta({ description: 'False when `mode` is `off`.' }),
  mode: modeSchema,
  version: countShape.meta({ description: 'Versions are immutable; each change adds one.' }),
  document: documentShape,
  tests: z.array(testSchema),
  warnings: z.array(faultShape).meta({ description: 'What is no fault, and yet not what anybody means. Pointers go into the document.' }),
  digest: z.string().meta({ description: 'SHA-256 of the version; its ETag.' }),
  created_at: timeShape,
};
export const policyShape = z.object({ ...members, updated_at: timeShape }).meta({ id: 'Policy' });
export const versionShape = z.object(members).meta({ id: 'PolicyVersion', description: 'As it was written at `created_at`.' });

export const showVersion = ({ id, name, mode, version, document, tests, warnings, digest, created_at }: PolicyVersionRow) => ({
  id,
  name,
  enabled: mode !== 'off',
  mode,
  version,
  document,
  tests,
  warnings,
  digest,
  created_at: created_at.toISOString(),
});
export const showPolicy = (row: PolicyRow) => ({ ...showVersion(row), updated_at: row.updated_at.toISOString() });
const answerOf = (row: PolicyRow) => ({ body: showPolicy(row), headers: { ETag: etagOf(row.digest) } });

const params = z.object({ id: idSchema('pol') });
const headers = ['ETag'] as const;
const CONDITIONS = ['PRECONDITION_REQUIRED', 'PRECONDITION_FAILED', 'STORE_UNAVAILABLE'] as const;

export const listPoliciesRoute = defineRoute(
  {
    method: 'get',
    path: '/policies',
    operationId: 'listPolicies',
    tag: 'Policies',
    summary: 'Policies of the tenant, newest first',
    description: 'Each as it is now, with its document, tests and warnings; deleted ones are left out.',
    security: 'policies:read',
    query: z.strictObject(pageQuery('pol')),
    success: { status: 200, description: 'A page of policies.', schema: pageSchema(policyShape, 'PolicyPage') },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, query }) => ({ body: pageBody(await listPolicies(world, actor, pageRequest(query)), showPolicy) }),
);

export const createPolicyRoute = defineCreation(
  {
    method: 'post',
    path: '/policies',
    operationId: 'createPolicy',
    tag: 'Policies',
    summary: 'Make a policy',
    description:
      'Its document is compiled and its tests are run; what fails is refused as a whole. With `mode` `enforce`, and unless a policy set is active, it is in force as soon as it is answered, and within two seconds in every other process of this service.',
    security: 'policies:write',
    idempotent: true,
    body: textSchema,
    success: { status: 201, description: 'The policy.', schema: policyShape, headers: ['ETag', 'Location'] },
    problems: ['POLICY_TESTS_FAILED', 'POLICIES_MAX_REACHED', 'STORE_UNAVAILABLE'],
  },
  ({ world, actor, body }) => createPolicy(world, actor, textOf(body)),
  (row) => ({ body: showPolicy(row), headers: { ETag: etagOf(row.digest), Location: `/policies/${row.id}` } }),
);

export const getPolicyRoute = defineRoute(
  {
    method: 'get',
    path: '/policies/{id}',
    operationId: 'getPolicy',
    tag: 'Policies',
    summary: 'One policy',
    description: 'As it is now. Its `ETag` is that of its version, for `If-Match` of a change.',
    security: 'policies:read',
    params,
    success: { status: 200, description: 'The policy.', schema: policyShape, headers },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { id }, header: asked }) => {
    const row = await getPolicy(world, actor, id);
    return isKnown(asked, row.digest) ? { status: 304, headers: { ETag: etagOf(row.digest) } } : answerOf(row);
  },
);

export const replacePolicyRoute = defineRoute(
  {
    method: 'put',
    path: '/policies/{id}',
    operationId: 'replacePolicy',
    tag: 'Policies',
    summary: 'Replace a policy by a new version',
    description:
      'As when it was made: its document is compiled and its tests are run, and what fails is refused as a whole. Versions before it stay. In force within two seconds in every process, unless a policy set is active.',
    security: 'policies:write',
    params,
    conditional: 'required',
    body: textSchema,
    success: { status: 200, description: 'The policy as it is now.', schema: policyShape, headers },
    problems: ['POLICY_TESTS_FAILED', 'POLICIES_MAX_REACHED', ...CONDITIONS],
  },
  async ({ world, actor, params: { id }, body, header: asked }) =>
    answerOf(await replacePolicy(world, actor, id, textOf(body), ifMatch(asked))),
);

export const deletePolicyRoute = defineRoute(
  {
    method: 'delete',
    path: '/policies/{id}',
    operationId: 'deletePolicy',
    tag: 'Policies',
    summary: 'Delete a policy',
    description: 'Its versions stay, for the audit trail names them, and policy sets keep them in force.',
    security: 'policies:write',
    params,
    conditional: 'required',
    success: { status: 204, description: 'Deleted.' },
    problems: CONDITIONS,
  },
  async ({ world, actor, params: { id }, header: asked }) => {
    await deletePolicy(world, actor, id, ifMatch(asked));
    return {};
  },
);
