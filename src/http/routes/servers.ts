import { z } from 'zod';
import { deleteServer, getManifest, listServers, putManifest, type ServerManifest } from '#app/servers.ts';
import type { ServerHead } from '#app/server-ports.ts';
import { MANIFEST_BYTES_MAX, MANIFESTS_BYTES_MAX, SERVER_TOOLS_MAX, SERVERS_MAX, TOOLS_MAX } from '#core/policy/registered.ts';
import { etagOf, ifMatch, ifMatchGiven, isKnown } from '../etag.ts';
import { pageBody, pageQuery, pageRequest, pageSchema } from '../page.ts';
import { defineRoute } from '../route.ts';
import { countShape, isPrintable, jsonObject, timeShape } from '../shapes.ts';
import { findingShape } from '../verdict-shape.ts';

const TOOL_NAME_CHARS_MAX = 256;
const PARAM_CHARS_MAX = 512;
export const toolSchema = z
  .looseObject({
    name: z.string().min(1).max(TOOL_NAME_CHARS_MAX),
    description: z.string().optional(),
    inputSchema: jsonObject.optional(),
  })
  .meta({ id: 'ToolDefinition', description: 'As the server answers it to `tools/list`; members that are not named here are kept.' });
const bodySchema = z.strictObject({ tools: z.array(toolSchema).max(SERVER_TOOLS_MAX) }).meta({ id: 'ManifestText' });

const headShape = z.object({
  id: z.string(),
  name: z.string().meta({ description: 'As `server.name` of the calls.' }),
  tool_count: countShape,
  digest: z.string().meta({ description: 'SHA-256 of the definitions; the ETag.' }),
  created_at: timeShape,
  updated_at: timeShape,
});
const unfitShape = z
  .object({
    policy: z.string(),
    action: z.string().meta({ example: 'pay___refund' }),
    argument: z.string().meta({ description: 'Below `context.input`; empty: all of it.', example: 'amount' }),
    was: z.string().meta({ description: 'The type that the policy was validated against.', example: 'Long' }),
    now: z.string().nullable().meta({ description: 'Null: it is not there any more.' }),
  })
  .meta({ id: 'UnfitPolicy' });
const shape = headShape
  .extend({
    tools: z.array(z.looseObject({ name: z.string() }).meta({ id: 'RegisteredTool' })),
    untyped: z
      .array(z.object({ tool: z.string(), detail: z.string() }).meta({ id: 'UntypedTool' }))
      .meta({ description: 'Tools without `context.input`, and why; their arguments stand in `context.args`, `nums` and `decimals`.' }),
    findings: z.array(findingShape).meta({ description: 'Of the definitions, when they were registered; `path` begins at the body.' }),
    unfit: z.array(unfitShape).meta({
      description:
        'Policies in force or in shadow that were written for other arguments: calls of these tools are refused (`POLICY_ERROR`) until they are written again.',
    }),
  })
  .meta({ id: 'Manifest' });

const showHead = ({ id, name, tool_count, digest, created_at, updated_at }: ServerHead): z.output<typeof headShape> => ({
  id,
  name,
  tool_count,
  digest,
  created_at: created_at.toISOString(),
  updated_at: updated_at.toISOString(),
});
const show = ({ row, unfit }: ServerManifest) => ({
  ...showHead(row),
  tools: row.tools,
  untyped: row.made.untyped,
  findings: row.made.findings,
  unfit: unfit.map(({ policy, action, path, was, now }) => ({ policy, action, argument: path, was, now })),
});
const answerOf = (manifest: ServerManifest) => ({ body: show(manifest), headers: { ETag: etagOf(manifest.row.digest) } });

const params = z.object({
  name: z
    .string()
    .min(1)
    .max(PARAM_CHARS_MAX)
    .refine(isPrintable)
    .meta({ description: 'Of the server; a slash in it as `%2F`.', example: 'github' }),
});
const query = z.strictObject({
  force: z.enum(['true', 'false']).default('false').meta({ description: '`true`: also where policies would no longer fit.' }),
});
const headers = ['ETag'] as const;
const UNFIT =
  'A policy in force or in shadow that looks at `context.input` of its tools must still find there what it was validated against: else 409, with every such policy, unless `force=true`. Then calls of those tools are refused until the policy is written again.';

export const listServersRoute = defineRoute(
  {
    method: 'get',
    path: '/servers',
    operationId: 'listServers',
    tag: 'Servers',
    summary: 'Registered servers, newest first, without their tools',
    description: 'With the number of their tools and the digest of the definitions.',
    security: 'policies:read',
    query: z.strictObject(pageQuery('srv')),
    success: { status: 200, description: 'A page of servers.', schema: pageSchema(headShape.meta({ id: 'Server' }), 'ServerPage') },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, query: asked }) => ({ body: pageBody(await listServers(world, actor, pageRequest(asked)), showHead) }),
);

export const deleteServerRoute = defineRoute(
  {
    method: 'delete',
    path: '/servers/{name}',
    operationId: 'deleteServer',
    tag: 'Servers',
    summary: 'Forget a server and its tools',
    description: UNFIT,
    security: 'policies:write',
    params,
    query,
    conditional: 'required',
    success: { status: 204, description: 'Deleted.' },
    problems: ['PRECONDITION_REQUIRED', 'PRECONDITION_FAILED', 'POLICIES_UNFIT', 'STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { name }, query: { force }, header: asked }) => {
    await deleteServer(world, actor, name, { force: force === 'true' }, ifMatch(asked));
    return {};
  },
);

export const getManifestRoute = defineRoute(
  {
    method: 'get',
    path: '/servers/{name}/manifest',
    operationId: 'getManifest',
    tag: 'Servers',
    summary: 'The tools of a server as they were registered',
    description:
      'With what was found in their definitions, and the policies that no longer fit them. Its `ETag` is the digest of the definitions.',
    security: 'policies:read',
    params,
    success: { status: 200, description: 'The manifest.', schema: shape, headers },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { name }, header: asked }) => {
    const manifest = await getManifest(world, actor, name);
    const { digest } = manifest.row;
    return isKnown(asked, digest) ? { status: 304, headers: { ETag: etagOf(digest) } } : answerOf(manifest);
  },
);

export const putManifestRoute = defineRoute(
  {
    method: 'put',
    path: '/servers/{name}/manifest',
    operationId: 'putManifest',
    tag: 'Servers',
    summary: 'Register the tools of a server, or replace them',
    description: `\`tools\` is that of the server's answer to \`tools/list\`, whole. Policies in Cedar may then name \`Action::"<server>___<tool>"\` and its typed \`context.input\`; a tool of it that there is not is refused when a policy is written. The definitions are judged as an answer of the server would be: what is found is told in \`findings\`, and refuses nothing. ${UNFIT} Without \`If-Match\` it is made; one that is there is replaced only with it. At most ${SERVER_TOOLS_MAX} tools in ${MANIFEST_BYTES_MAX} bytes; a tenant may have ${SERVERS_MAX} servers with ${TOOLS_MAX} tools in ${MANIFESTS_BYTES_MAX} bytes.`,
    security: 'policies:write',
    params,
    query,
    conditional: 'optional',
    body: bodySchema,
    success: { status: 200, description: 'The manifest as it is now.', schema: shape, headers },
    accepted: { status: 201, description: 'The manifest of a server that is new.', schema: shape },
    problems: ['PRECONDITION_REQUIRED', 'PRECONDITION_FAILED', 'POLICIES_UNFIT', 'SERVERS_FULL', 'OVERLOADED', 'STORE_UNAVAILABLE'],
  },
  async ({ world, actor, params: { name }, query: { force }, body: { tools }, header: asked }) => {
    const { is_new, ...manifest } = await putManifest(world, actor, name, { tools, force: force === 'true' }, ifMatchGiven(asked));
    return { ...answerOf(manifest), ...(is_new && { status: 201 }) };
  },
);
