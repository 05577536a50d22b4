import { z } from 'zod';
import { getVersion, listVersions } from '#app/policies.ts';
import { etagOf, isKnown } from '../etag.ts';
import { PAGE_DEFAULT, PAGE_MAX, pageQuery, pageSchema } from '../page.ts';
import { defineRoute } from '../route.ts';
import { idSchema } from '../shapes.ts';
import { showVersion, versionShape } from './policies.ts';

const VERSION_MAX = 2_147_483_647;
const WHOLE = /^[1-9][0-9]{0,9}$/;

const number = z
  .string()
  .regex(WHOLE)
  .transform(Number)
  .pipe(z.number().int().max(VERSION_MAX))
  .meta({ type: 'integer', pattern: undefined, minimum: 1, maximum: VERSION_MAX });
const before = z
  .string()
  .transform((cursor, ctx) => {
    const text = Buffer.from(cursor, 'base64url').toString('utf8');
    const is_own = WHOLE.test(text) && Number(text) <= VERSION_MAX && encode(Number(text)) === cursor;
    if (!is_own) ctx.addIssue({ code: 'custom', message: 'Not a cursor of this list' });
    return is_own ? Number(text) : z.NEVER;
  })
  .optional()
  .meta({ type: 'string', description: '`next_cursor` of the page before.' });
const encode = (version: number): string => Buffer.from(String(version), 'utf8').toString('base64url');

export const listVersionsRoute = defineRoute(
  {
    method: 'get',
    path: '/policies/{id}/versions',
    operationId: 'listPolicyVersions',
    tag: 'Policies',
    summary: 'Versions of a policy, newest first',
    description: `Of a deleted policy too. ${PAGE_DEFAULT} a page, at most ${PAGE_MAX}.`,
    security: 'policies:read',
    params: z.object({ id: idSchema('pol') }),
    query: z.strictObject({ limit: pageQuery('pol').limit, cursor: before }),
    success: {
      status: 200,
      description: 'A page of versions.',
      schema: pageSchema(versionShape, 'PolicyVersionPage'),
    },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { id }, query: { limit, cursor } }) => {
    const { rows, next } = await listVersions(world, actor, id, { limit, ...(cursor !== undefined && { before: cursor }) });
    return { body: { data: rows.map(showVersion), next_cursor: next === null ? null : encode(next) } };
  },
);

export const getVersionRoute = defineRoute(
  {
    method: 'get',
    path: '/policies/{id}/versions/{n}',
    operationId: 'getPolicyVersion',
    tag: 'Policies',
    summary: 'One version of a policy',
    description: 'As it was written; versions never change.',
    security: 'policies:read',
    params: z.object({ id: idSchema('pol'), n: number }),
    success: {
      status: 200,
      description: 'The version.',
      schema: versionShape,
      headers: ['ETag'],
    },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { id, n }, header: asked }) => {
    const row = await getVersion(world, actor, id, n);
    const headers = { ETag: etagOf(row.digest) };
    return isKnown(asked, row.digest) ? { status: 304, headers } : { body: showVersion(row), headers };
  },
);
