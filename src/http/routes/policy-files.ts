import { z } from 'zod';
import { FILE_LIST_BYTES_MAX, FILE_LISTS_BYTES_MAX, FILE_NAMES_MAX } from '#app/list-files.ts';
import { exportPolicies, importPolicies } from '#app/policy-files.ts';
import { POLICIES_MAX, POLICY_BYTES_MAX } from '#app/policies.ts';
import { makeTurns } from '#app/turns.ts';
import { LIST_NAME, LISTS_MAX } from '#core/policy/lists.ts';
import { documentShape, modeSchema, testSchema, textOf, textSchema } from '../policy-text.ts';
import { defineRoute } from '../route.ts';
import { entries, kindSchema } from './lists.ts';
import { countShape, faultShape, growing } from '../shapes.ts';

const FORMAT = 'countersign.policies/1';
/** Of what is neither document, test nor list: names, modes, punctuation. */
const FRAME_BYTES_MAX = 1_048_576;
/** UTF-8 bytes of a body: what is exported always fits. */
export const IMPORT_BYTES_MAX = POLICY_BYTES_MAX + FILE_LISTS_BYTES_MAX + FRAME_BYTES_MAX;
const LIST_NAME_CHARS_MAX = 64;

const listName = z.string().max(LIST_NAME_CHARS_MAX);
const lists = z.array(listName).max(FILE_NAMES_MAX).meta({ description: 'Names of the lists that the policies speak of.' });
const listText = z.strictObject({ name: z.string().regex(LIST_NAME), kind: kindSchema, entries }).meta({ id: 'PolicyFileList' });
const leftOut = z
  .object({
    name: listName,
    reason: growing(['list_too_large', 'file_full', 'absent']).meta({
      description: `\`list_too_large\`: its JSON has more than ${FILE_LIST_BYTES_MAX} bytes; \`file_full\`: with it all lists would have more than ${FILE_LISTS_BYTES_MAX}; \`absent\`: there is no such list.`,
    }),
    entry_count: countShape,
  })
  .meta({ id: 'ListLeftOut' });
const lists_left_out = z.array(leftOut).max(FILE_NAMES_MAX);
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
    lists,
    named_lists: z.array(listText).max(LISTS_MAX).meta({ description: 'Those of them that there are, with their entries.' }),
    lists_left_out: lists_left_out.meta({
      description: 'Those that are not among `named_lists`, and why. `GET /lists/{name}` tells the entries.',
    }),
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
      'Documents, modes and tests in order of name, without ids and times: the same policies are the same text, and `POST /policies/import` takes it as it is. Named lists that they speak of are in it with their entries, as far as they are small enough.',
    security: 'policies:read',
    success: { status: 200, description: 'The policies.', schema: fileShape },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor }) => {
    const { policies, ...rest } = await exportPolicies(world, actor);
    const turn = makeTurns();
    const texts: string[] = [];
    for (const policy of policies) {
      await turn();
      texts.push(JSON.stringify(policy));
    }
    const more = JSON.stringify({ lists: rest.lists, named_lists: rest.named_lists, lists_left_out: rest.lists_left_out });
    return { json: `{"format":${JSON.stringify(FORMAT)},"policies":[${texts.join(',')}],${more.slice(1)}` };
  },
);

const importSchema = z
  .strictObject({
    format: z.literal(FORMAT).optional(),
    policies: z.array(textSchema).max(POLICIES_MAX),
    lists: lists.optional(),
    named_lists: z
      .array(listText)
      .max(LISTS_MAX)
      .optional()
      .meta({ description: 'Lists that are to be made, or replaced where they differ.' }),
    lists_left_out: lists_left_out.optional().meta({ description: 'As it was exported; nothing is done about them.' }),
  })
  .meta({ id: 'PolicyImport' });
const around = z.strictObject({
  ...importSchema.shape,
  policies: z.array(z.unknown()).max(POLICIES_MAX),
  named_lists: z.array(z.unknown()).max(LISTS_MAX).optional(),
});
const in_parts = {
  bytes_max: IMPORT_BYTES_MAX,
  lists: {
    policies: { item: textSchema, max: POLICIES_MAX },
    named_lists: { item: listText, max: LISTS_MAX },
  },
  around,
};

const deed = z
  .object({
    name: z.string(),
    id: z.string(),
    version: countShape,
    action: growing(['created', 'updated', 'unchanged']),
    warnings: z.array(faultShape),
  })
  .meta({ id: 'ImportedPolicy' });

const listDeed = z
  .object({ name: z.string(), action: growing(['created', 'updated', 'unchanged']), entry_count: countShape })
  .meta({ id: 'ImportedList' });

export const importPoliciesRoute = defineRoute(
  {
    method: 'post',
    path: '/policies/import',
    operationId: 'importPolicies',
    tag: 'Policies',
    summary: 'Take policies from a file',
    description: `By name: a policy of the tenant that has the name gets a new version, unless it would be the same; the others are made. All or none, with every fault of every policy told at once. Lists among \`named_lists\` become what they are there, in the same way and together with the policies. What the file does not name stays as it is. \`dry_run=true\` says what would be done, and does nothing; the scope \`policies:read\` is enough for it. A body may have ${IMPORT_BYTES_MAX} bytes, so that every export fits, and each policy 1 MiB; of bodies above 1 MiB one of each tenant is worked at at a time, and few in all: the others get 503 with \`Retry-After\`.`,
    security: 'policies:write',
    security_of_dry_run: 'policies:read',
    query: z.strictObject({
      dry_run: z.enum(['true', 'false']).default('false').meta({ description: '`true`: nothing is stored.' }),
    }),
    body: importSchema,
    in_parts,
    success: {
      status: 200,
      description: 'What was done with each, in the order of the file.',
      schema: z
        .object({ id: z.string(), dry_run: z.boolean(), policies: z.array(deed), lists: z.array(listDeed) })
        .meta({ id: 'PolicyImportResult' }),
    },
    problems: [
      'POLICY_TESTS_FAILED',
      'POLICIES_MAX_REACHED',
      'PRECONDITION_FAILED',
      'LIST_IN_USE',
      'LISTS_MAX_REACHED',
      'LISTS_FULL',
      'OVERLOADED',
      'STORE_UNAVAILABLE',
    ],
  },
  async ({ world, actor, query, body }) => ({
    body: await importPolicies(
      world,
      actor,
      { policies: body.policies.map(textOf), lists: body.named_lists ?? [] },
      query.dry_run === 'true',
    ),
  }),
);
