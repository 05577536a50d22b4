import { z } from 'zod';
import { exportPolicies, importPolicies } from '#app/policy-files.ts';
import { POLICIES_MAX, POLICY_BYTES_MAX } from '#app/policies.ts';
import { makeTurns } from '#app/turns.ts';
import { documentShape, modeSchema, testSchema, textOf, textSchema } from '../policy-text.ts';
import { defineRoute } from '../route.ts';
import { countShape, faultShape, growing } from '../shapes.ts';

const FORMAT = 'countersign.policies/1';
const LISTS_MAX = 1_000;
/** Of what is neither document nor test: names, modes, punctuation, names of lists. */
const FRAME_BYTES_MAX = 1_048_576;
/** UTF-8 bytes of a body: what is exported always fits. */
export const IMPORT_BYTES_MAX = POLICY_BYTES_MAX + FRAME_BYTES_MAX;

const lists = z.array(z.string().max(64)).max(LISTS_MAX);
const fileShape = z
  .object({
    format: z.literal(FORMAT),
    policies: z.array(
      z
        .object({
          name: z.string(),
          mode: modeSchema,
          document: documentShape,
          tests: z.array(testSchema),
        })
        .meta({ id: 'PolicyFileEntry' }),
    ),
    lists: lists.meta({ description: 'Names of the lists that the policies speak of.' }),
  })
  .meta({ id: 'PolicyFile' });

export const exportPoliciesRoute = defineRoute(
  {
    method: 'get',
    path: '/policies/export',
    operationId: 'exportPolicies',
    tag: 'Policies',
    summary: 'All policies as a file',
    description:
      'Documents, modes and tests in order of name, without ids and times: the same policies are the same text, and `POST /policies/import` takes it as it is. Entries of named lists are not in it.',
    security: 'policies:read',
    success: { status: 200, description: 'The policies.', schema: fileShape },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor }) => {
    const { policies, lists: named } = await exportPolicies(world, actor);
    const turn = makeTurns();
    const texts: string[] = [];
    for (const policy of policies) {
      await turn();
      texts.push(JSON.stringify(policy));
    }
    return { json: `{"format":${JSON.stringify(FORMAT)},"policies":[${texts.join(',')}],"lists":${JSON.stringify(named)}}` };
  },
);

const importSchema = z
  .strictObject({
    format: z.literal(FORMAT).optional(),
    policies: z.array(textSchema).max(POLICIES_MAX),
    lists: lists.optional(),
  })
  .meta({ id: 'PolicyImport' });
const around = z.strictObject({ ...importSchema.shape, policies: z.array(z.unknown()).max(POLICIES_MAX) });

const deed = z
  .object({
    name: z.string(),
    id: z.string(),
    version: countShape,
    action: growing(['created', 'updated', 'unchanged']),
    warnings: z.array(faultShape),
  })
  .meta({ id: 'ImportedPolicy' });

export const importPoliciesRoute = defineRoute(
  {
    method: 'post',
    path: '/policies/import',
    operationId: 'importPolicies',
    tag: 'Policies',
    summary: 'Take policies from a file',
    description: `By name: a policy of the tenant that has the name gets a new version, unless it would be the same; the others are made. All or none, with every fault of every policy told at once. Policies that the file does not name stay as they are. \`dry_run=true\` says what would be done, and does nothing; the scope \`policies:read\` is enough for it. A body may have ${IMPORT_BYTES_MAX} bytes, so that every export fits, and each policy 1 MiB; of bodies above 1 MiB one of each tenant is worked at at a time, and few in all: the others get 503 with \`Retry-After\`.`,
    security: 'policies:write',
    security_of_dry_run: 'policies:read',
    query: z.strictObject({
      dry_run: z.enum(['true', 'false']).default('false').meta({ description: '`true`: nothing is stored.' }),
    }),
    body: importSchema,
    in_parts: { bytes_max: IMPORT_BYTES_MAX, lists: { policies: { item: textSchema, max: POLICIES_MAX } }, around },
    success: {
      status: 200,
      description: 'What was done with each, in the order of the file.',
      schema: z.object({ id: z.string(), dry_run: z.boolean(), policies: z.array(deed) }).meta({ id: 'PolicyImportResult' }),
    },
    problems: ['POLICY_TESTS_FAILED', 'POLICIES_MAX_REACHED', 'PRECONDITION_FAILED', 'OVERLOADED', 'STORE_UNAVAILABLE'],
  },
  async ({ world, actor, query, body }) => ({
    body: await importPolicies(world, actor, body.policies.map(textOf), query.dry_run === 'true'),
  }),
);
