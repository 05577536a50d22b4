import { validate } from '#app/validate.ts';
import { caseOf, envelopeSchema, messagesAt } from '../envelope.ts';
import { defineRoute } from '../route.ts';
import { verdictShape } from '../verdict-shape.ts';

export const validateRoute = defineRoute(
  {
    method: 'post',
    path: '/validate',
    operationId: 'validate',
    tag: 'Verdicts',
    summary: 'Judge one MCP message',
    description:
      'Any JSON object as `request` or `response` gets a verdict with status 200, whatever is wrong inside it. A problem (4xx, 5xx) means that the call to this service failed, and that no verdict was given.',
    security: 'validate',
    body: envelopeSchema,
    messagesAt,
    success: { status: 200, description: 'The verdict. It is in the audit trail before it is answered.', schema: verdictShape },
    problems: ['QUOTA_EXCEEDED', 'AUDIT_UNAVAILABLE', 'OVERLOADED'],
  },
  async ({ world, actor, body, faults, arrival }) => {
    const [outcome] = await validate(world, actor, [caseOf(body, faults)], arrival);
    if (outcome && 'verdict' in outcome) return { body: outcome.verdict };
    throw outcome?.problem ?? new Error('no outcome');
  },
);
