import { z } from 'zod';
import {
  createKey,
  getKey,
  listKeys,
  NETWORKS_MAX,
  OVERLAP_SECONDS_DEFAULT,
  OVERLAP_SECONDS_MAX,
  revokeKey,
  rotateKey,
  type NewKey,
} from '#app/keys.ts';
import type { KeyRow } from '#app/ports.ts';
import { KEY_MODES } from '#core/api-key.ts';
import { parseNetwork } from '#core/network.ts';
import { SCOPES } from '#core/scope.ts';
import { defineCreation } from '../creation.ts';
import { pageBody, pageQuery, pageRequest, pageSchema } from '../page.ts';
import { defineRoute } from '../route.ts';
import { growing, idSchema, nameSchema, timeSchema, timeShape } from '../shapes.ts';

const scope = growing(SCOPES).meta({ id: 'Scope' });
const network = z
  .string()
  .transform((text, ctx) => {
    const parsed = parseNetwork(text);
    if (!parsed)
      ctx.addIssue({ code: 'custom', message: 'Must be an IPv4 or IPv6 address, or a CIDR block without bits behind its prefix' });
    return parsed ?? z.NEVER;
  })
  .meta({ type: 'string', example: '203.0.113.0/24' });

const keyShape = z
  .object({
    id: z.string(),
    name: z.string(),
    hint: z.string().meta({ description: 'The first characters of the key.', example: 'cs_live_Ab12' }),
    scopes: z.array(scope),
    expires_at: timeShape.nullable(),
    revoked_at: timeShape.nullable(),
    last_used_at: timeShape.nullable().meta({ description: 'When a call was last let in with it; some minutes old.' }),
    ip_allow: z.array(z.string()).nullable().meta({ description: 'Networks from which alone it may be used; null: from anywhere.' }),
    rotated_from: z.string().nullable().meta({ description: 'The key whose place it takes.' }),
    replaced_by: z.string().nullable().meta({ description: 'The key that takes its place.' }),
    created_at: timeShape,
  })
  .meta({ id: 'Key' });
export const newKeyShape = z
  .object({ ...keyShape.shape, key: z.string().meta({ description: 'The key itself. Shown once.' }) })
  .meta({ id: 'NewKey' });

function showKey(key: KeyRow): z.output<typeof keyShape> {
  const { hash: _, expires_at, revoked_at, last_used_at, created_at, ...rest } = key;
  return {
    ...rest,
    expires_at: expires_at?.toISOString() ?? null,
    revoked_at: revoked_at?.toISOString() ?? null,
    last_used_at: last_used_at?.toISOString() ?? null,
    created_at: created_at.toISOString(),
  };
}
export const showNewKey = ({ row, key }: NewKey): z.output<typeof newKeyShape> => ({ ...showKey(row), key });

const answerOf = (made: NewKey) => ({ body: showNewKey(made), headers: { Location: `/keys/${made.row.id}` } });
const params = z.object({ id: idSchema('key') });

export const listKeysRoute = defineRoute(
  {
    method: 'get',
    path: '/keys',
    operationId: 'listKeys',
    tag: 'Keys',
    summary: 'Keys of the tenant, newest first',
    description: 'Revoked and expired keys too. Of a key only its first characters are kept.',
    security: 'keys:read',
    query: z.strictObject(pageQuery('key')),
    success: { status: 200, description: 'A page of keys.', schema: pageSchema(keyShape, 'KeyPage') },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, query }) => ({ body: pageBody(await listKeys(world, actor, pageRequest(query)), showKey) }),
);

export const createKeyRoute = defineCreation(
  {
    method: 'post',
    path: '/keys',
    operationId: 'createKey',
    tag: 'Keys',
    summary: 'Make a key',
    description: 'The key is shown once. It can do no more, live no longer and be used from nowhere else than the key that makes it.',
    security: 'keys:write',
    idempotent: true,
    body: z
      .strictObject({
        name: nameSchema,
        scopes: z
          .array(scope)
          .min(1)
          .max(SCOPES.length)
          .refine((scopes) => new Set(scopes).size === scopes.length, 'Each scope once'),
        mode: z.enum(KEY_MODES).meta({ id: 'KeyMode' }).default('live'),
        expires_at: timeSchema.nullable().default(null),
        ip_allow: z
          .array(network)
          .min(1)
          .max(NETWORKS_MAX)
          .nullable()
          .default(null)
          .meta({ description: 'Networks from which alone it may be used. Default: those of the calling key.' }),
      })
      .meta({ id: 'KeyWish' }),
    success: { status: 201, description: 'The key.', schema: newKeyShape, headers: ['Location'] },
    problems: ['SCOPES_TOO_WIDE', 'KEYS_MAX_REACHED', 'STORE_UNAVAILABLE'],
  },
  ({ world, actor, body: { ip_allow, ...wish } }) => createKey(world, actor, { ...wish, networks: ip_allow }),
  answerOf,
);

export const rotateKeyRoute = defineCreation(
  {
    method: 'post',
    path: '/keys/{id}/rotate',
    operationId: 'rotateKey',
    tag: 'Keys',
    summary: 'Put a new key in the place of a key',
    description:
      'The new one has the same name, scopes, networks and end, and is shown once. The old one goes on for the overlap, and no longer than it would have; without overlap it is revoked. No key rotates one that may do more than itself.',
    security: 'keys:write',
    idempotent: true,
    params,
    body: z
      .strictObject({ overlap_seconds: z.number().int().min(0).max(OVERLAP_SECONDS_MAX).default(OVERLAP_SECONDS_DEFAULT) })
      .meta({ id: 'KeyRotation' }),
    success: { status: 201, description: 'The new key.', schema: newKeyShape, headers: ['Location'] },
    problems: ['SCOPES_TOO_WIDE', 'KEY_ENDED', 'KEYS_MAX_REACHED', 'STORE_UNAVAILABLE'],
  },
  ({ world, actor, params: { id }, body }) => rotateKey(world, actor, id, body.overlap_seconds),
  answerOf,
);

export const getKeyRoute = defineRoute(
  {
    method: 'get',
    path: '/keys/{id}',
    operationId: 'getKey',
    tag: 'Keys',
    summary: 'One key, without the key itself',
    description: 'Its scopes, its networks, its end, when it was last used, and what it was rotated from or replaced by.',
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
