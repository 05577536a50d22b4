import { z } from 'zod';
import { EVALUATED_MAX, evaluate } from '#app/evaluate.ts';
import { INLINE_SERVERS_MAX, INLINE_TOOLS_MAX } from '#app/inline-manifests.ts';
import type { PolicyTest } from '#core/policy/policy-test.ts';
import { SERVER_NAME_CHARS_MAX } from '#core/policy/registered.ts';
import { contextSchema, envelope, hasMessage, NO_MESSAGE } from '../envelope.ts';
import { answeringSchema, documentText, factsSchema, hasSession, NO_SESSION } from '../policy-text.ts';
import { defineRoute } from '../route.ts';
import { postureSchema } from '../shapes.ts';
import { toolSchema } from './servers.ts';
import { verdictShape } from '../verdict-shape.ts';

/** A message of an evaluation is judged where it is read. */
const MESSAGE_CHARS_MAX = 65_536;
const inline = z
  .strictObject({
    id: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'Must be 1 to 64 letters, digits, `_`, `.` or `-`')
      .meta({ description: 'How reasons name it; its limits and history are `<id>/<limit>` among the facts.' }),
    document: documentText,
  })
  .meta({ id: 'InlinePolicy' });
const manifest = z
  .strictObject({
    server: z.string().min(1).max(SERVER_NAME_CHARS_MAX).meta({ description: 'As `server.name` of calls.' }),
    tools: z.array(toolSchema).max(INLINE_TOOLS_MAX),
  })
  .meta({ id: 'InlineManifest' });
const { request, response, tool, server } = envelope;
const { token: _, ...told } = contextSchema.shape;

const bodySchema = z
  .strictObject({
    policies: z
      .array(inline)
      .max(EVALUATED_MAX)
      .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'Two policies have one id')
      .optional()
      .meta({ description: 'In place of those in force.' }),
    posture: postureSchema.optional(),
    manifests: z
      .array(manifest)
      .max(INLINE_SERVERS_MAX)
      .optional()
      .meta({
        description: `Tools as servers would answer them to \`tools/list\`, in the place of what is registered of those servers: policies may name them, with their typed \`context.input\`, and the definition of the called tool is its \`tool\`, unless the call has one. Nothing of it is stored. At most ${INLINE_TOOLS_MAX} tools in all.`,
      }),
    request,
    response,
    tool,
    server,
    context: z.strictObject(told).meta({ id: 'EvaluationContext' }).optional(),
    facts: factsSchema.optional().meta({ description: 'What would be known besides the call; see tests of policies.' }),
    options: answeringSchema.optional(),
  })
  .refine(hasMessage, NO_MESSAGE)
  .refine(hasSession, NO_SESSION)
  .refine((body) => JSON.stringify([body.request, body.response]).length <= MESSAGE_CHARS_MAX, {
    error: `The messages have at most ${MESSAGE_CHARS_MAX} characters here`,
    path: ['request'],
  })
  .meta({ id: 'PolicyEvaluation' });

export const evaluatePoliciesRoute = defineRoute(
  {
    method: 'post',
    path: '/policies/evaluate',
    operationId: 'evaluatePolicies',
    tag: 'Policies',
    summary: 'What policies would say of a call',
    description:
      'Those in the body, or without any those in force. Nothing is stored, counted or recorded: the verdict is in no audit trail. Facts that the call does not bring, such as trust, a country or what happened before, are taken from `facts`.',
    security: 'policies:read',
    is_question: true,
    body: bodySchema,
    success: { status: 200, description: 'The verdict that there would be.', schema: verdictShape },
    problems: ['STORE_UNAVAILABLE'],
  },
  async ({ world, actor, body }) => {
    const { policies = null, posture, manifests, ...rest } = body;
    const call = JSON.parse(JSON.stringify(rest)) as Omit<PolicyTest, 'name' | 'expect'>;
    return { body: await evaluate(world, actor, { policies, ...(posture && { posture }), ...(manifests && { manifests }), call }) };
  },
);
