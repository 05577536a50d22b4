import { z } from '@hono/zod-openapi';
import { createKey, getKey, listKeys, revokeKey, type NewKey } from '#app/keys.ts';
import type { KeyRow } from '#app/ports.ts';
import { KEY_MODES } from '#core/api-key.ts';
import { SCOPES } from '#core/scope.ts';
import { pageBody, pageQuery, pageRequest, pageSchema } from '../page.ts';
import { defineRoute } from '../route.ts';
import { idSchema, nameSchema, timeSchema, timeShape } from '../shapes.ts';

const scope = z.enum(SCOPES);

const keyShape = z
  .object({
    id: z.string(),
    name: z.string(),
    hint: z.string().openapi({ description: 'The first characters of the key.', example: 'cs_live_Ab12' }),
    scopes: z.array(scope),
    expires_at: timeShape.nullable(),
    revoked_at: timeShape.nullable(),
    created_at: timeShape,
  })
  .openapi('Key');
export const newKeyShape = z
  .object({ ...keyShape.shape, key: z.string().openapi({ description: 'The key itself. Shown once.' }) })
  .openapi('NewKey');

const showKey = ({ id, name, hint, scopes, expires_at, revoked_at, created_at }: KeyRow): z.output<typeof keyShape> => ({
  id,
  name,
  hint,
  scopes,
  expires_at: expires_at?.toISOString() ?? null,
  revoked_at: revoked_at?.toISOString() ?? null,
  created_at: created_at.toISOString(),
});
export const showNewKey = ({ row, key }: NewKey): z.output<typeof newKeyShape> => ({ ...showKey(row), key });

const params = z.object({ id: idSchema('key') });

export const listKeysRoute = defineRoute(
  {
    method: 'get',
    path: '/keys',
    operationId: 'listKeys',
    tag: 'Keys',
    summary: 'Keys of the tenant, newest first',
    security: 'keys:read',
    query: z.strictObject(pageQuery('key')),
    success: { status: 200, description: 'A page of keys.', schema: pageSchema(keyShape) },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, query }) => ({ body: pageBody(await listKeys(world, actor, pageRequest(query)), showKey) }),
);

export const createKeyRoute = defineRoute(
  {
    method: 'post',
    path: '/keys',
    operationId: 'createKey',
    tag: 'Keys',
    summary: 'Make a key',
    description: 'The key is shown once. It can do no more, and live no longer, than the key that makes it.',
    security: 'keys:write',
    body: z
      .strictObject({
        name: nameSchema,
        scopes: z
          .array(scope)
          .min(1)
          .max(SCOPES.length)
          .refine((scopes) => new Set(scopes).size === scopes.length, 'Each scope once'),
        mode: z.enum(KEY_MODES).default('live'),
        expires_at: timeSchema.nullable().default(null),
      })
      .openapi('KeyWish'),
    success: { status: 201, description: 'The key.', schema: newKeyShape },
    problems: ['SCOPES_TOO_WIDE', 'KEYS_MAX_REACHED', 'STORE_UNAVAILABLE'],
  },
  async ({ world, actor, body }) => {
    const made = await createKey(world, actor, body);
    return { body: showNewKey(made), headers: { Location: `/keys/${made.row.id}` } };
  },
);

export const getKeyRoute = defineRoute(
  {
    method: 'get',
    path: '/keys/{id}',
    operationId: 'getKey',
    tag: 'Keys',
    summary: 'One key, without the key itself',
    security: 'keys:read',
    params,
    success: { status: 200, description: 'The key.', schema: keyShape },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { id } }) => ({ body: showKey(await getKey(world, actor, id)) }),
);

export const revokeKeyRoute = defineRoute(
  {
    method: 'delete',
    path: '/keys/{id}',
    operationId: 'revokeKey',
    tag: 'Keys',
    summary: 'Revoke a key',
    description: 'It is refused at once here, and within two seconds by every other process of this service.',
    security: 'keys:write',
    params,
    success: { status: 204, description: 'Revoked.' },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { id } }) => {
    await revokeKey(world, actor, id);
    return {};
  },
);
