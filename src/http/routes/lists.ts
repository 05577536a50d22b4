import { z } from 'zod';
import { changeList, deleteList, getList, listLists, putList } from '#app/lists.ts';
import type { ListHead, ListRow } from '#app/list-ports.ts';
import { CHARS_MAX, ENTRIES_MAX, ENTRY_CHARS_MAX, LIST_NAME } from '#core/policy/lists.ts';
import { etagOf, ifMatch, ifMatchGiven, isKnown } from '../etag.ts';
import { pageBody, pageQuery, pageRequest, pageSchema } from '../page.ts';
import { defineRoute } from '../route.ts';
import { countShape, growing, timeShape } from '../shapes.ts';

const KINDS = ['networks', 'texts'] as const;
export const kindSchema = growing(KINDS).meta({ id: 'NamedListKind' });
export const entries = z
  .array(z.string().min(1).max(ENTRY_CHARS_MAX))
  .max(ENTRIES_MAX)
  .meta({ description: 'Addresses and CIDR blocks, or texts that whole arguments are held against; each counts once.' });
const bodySchema = z.strictObject({ kind: kindSchema, entries }).meta({ id: 'NamedListText' });
const changeSchema = z.strictObject({ add: entries.default([]), remove: entries.default([]) }).meta({ id: 'NamedListChange' });

const headShape = z.object({
  id: z.string(),
  name: z.string(),
  kind: kindSchema,
  entry_count: countShape,
  digest: z.string().meta({ description: 'SHA-256 of kind and entries; its ETag.' }),
  created_at: timeShape,
  updated_at: timeShape,
});
const shape = headShape.extend({ entries: z.array(z.string()) }).meta({ id: 'NamedList' });

const showHead = ({ id, name, kind, entry_count, digest, created_at, updated_at }: ListHead): z.output<typeof headShape> => ({
  id,
  name,
  kind,
  entry_count,
  digest,
  created_at: created_at.toISOString(),
  updated_at: updated_at.toISOString(),
});
const show = (row: ListRow): z.output<typeof shape> => ({ ...showHead(row), entries: [...row.entries] });
const answerOf = (row: ListRow) => ({ body: show(row), headers: { ETag: etagOf(row.digest) } });

const params = z.object({
  name: z.string().regex(LIST_NAME),
});
const headers = ['ETag'] as const;
const LIMITS = `The lists of a tenant may have ${ENTRIES_MAX} entries of ${CHARS_MAX} characters, all together.`;

export const listListsRoute = defineRoute(
  {
    method: 'get',
    path: '/lists',
    operationId: 'listLists',
    tag: 'Lists',
    summary: 'Named lists of the tenant, newest first, without their entries',
    description: 'With the number of their entries and their digest.',
    security: 'policies:read',
    query: z.strictObject(pageQuery('lst')),
    success: { status: 200, description: 'A page of lists.', schema: pageSchema(headShape.meta({ id: 'NamedListHead' }), 'NamedListPage') },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, query }) => ({ body: pageBody(await listLists(world, actor, pageRequest(query)), showHead) }),
);

export const getListRoute = defineRoute(
  {
    method: 'get',
    path: '/lists/{name}',
    operationId: 'getList',
    tag: 'Lists',
    summary: 'One list, with its entries',
    description: 'All of them, in one answer. Its `ETag` is the digest of kind and entries.',
    security: 'policies:read',
    params,
    success: { status: 200, description: 'The list.', schema: shape, headers },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { name }, header: asked }) => {
    const row = await getList(world, actor, name);
    return isKnown(asked, row.digest) ? { status: 304, headers: { ETag: etagOf(row.digest) } } : answerOf(row);
  },
);

export const putListRoute = defineRoute(
  {
    method: 'put',
    path: '/lists/{name}',
    operationId: 'putList',
    tag: 'Lists',
    summary: 'Make a list, or replace it',
    description: `Policies name it in \`ip_lists\`, \`inList\` and \`notInList\`, and follow it within two seconds in every process. Without \`If-Match\` it is made; one that is there is replaced only with it. What does not fit into one body follows by \`PATCH\`. ${LIMITS}`,
    security: 'policies:write',
    params,
    conditional: 'optional',
    body: bodySchema,
    success: { status: 200, description: 'The list as it is now.', schema: shape, headers },
    accepted: { status: 201, description: 'The list, which is new.', schema: shape },
    problems: ['PRECONDITION_REQUIRED', 'PRECONDITION_FAILED', 'LIST_IN_USE', 'LISTS_MAX_REACHED', 'LISTS_FULL', 'STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { name }, body, header: asked }) => {
    const { row, is_new } = await putList(world, actor, name, body, ifMatchGiven(asked));
    return { ...answerOf(row), ...(is_new && { status: 201 }) };
  },
);

export const changeListRoute = defineRoute(
  {
    method: 'patch',
    path: '/lists/{name}',
    operationId: 'changeList',
    tag: 'Lists',
    summary: 'Add entries to a list and remove others',
    description: `What is in both is removed. ${LIMITS}`,
    security: 'policies:write',
    params,
    conditional: 'optional',
    body: changeSchema,
    success: { status: 200, description: 'The list as it is now.', schema: shape, headers },
    problems: ['PRECONDITION_FAILED', 'LISTS_FULL', 'STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { name }, body, header: asked }) =>
    answerOf(await changeList(world, actor, name, body, ifMatchGiven(asked))),
);

export const deleteListRoute = defineRoute(
  {
    method: 'delete',
    path: '/lists/{name}',
    operationId: 'deleteList',
    tag: 'Lists',
    summary: 'Delete a list',
    description: 'Not while an enabled policy names it.',
    security: 'policies:write',
    params,
    conditional: 'required',
    success: { status: 204, description: 'Deleted.' },
    problems: ['PRECONDITION_REQUIRED', 'PRECONDITION_FAILED', 'LIST_IN_USE', 'STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { name }, header: asked }) => {
    await deleteList(world, actor, name, ifMatch(asked));
    return {};
  },
);
