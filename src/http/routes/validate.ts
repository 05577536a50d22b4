import type { Actor } from '#app/actor.ts';
import { validate, validateElsewhere, type Arrival, type Outcome } from '#app/validate.ts';
import { verdictOnce } from '#app/verdict-once.ts';
import type { Verdict } from '#core/verdict.ts';
import { caseOf, envelopeSchema, messagesAt } from '../envelope.ts';
import { REPLAYED } from '../idempotency.ts';
import { type Call, type Definition, defineRoute } from '../route.ts';
import { verdictShape } from '../verdict-shape.ts';

type ValidateCall = Pick<Call<Definition>, 'world' | 'arrival'> & { actor: Actor };

async function judgeUnread({ world, actor, arrival }: ValidateCall, bytes: Uint8Array): Promise<Outcome | undefined> {
  const elsewhere = { taken: 1, patience: 'call', items_max: 1, admit: async () => {} } as const;
  const { items, outcomes } = await validateElsewhere(world, actor, { form: 'envelope', bytes }, arrival, elsewhere);
  const [item] = items;
  return item && 'problem' in item ? item : outcomes[0];
}

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
    idempotent: true,
    body: envelopeSchema,
    messagesAt,
    unread_when_large: true,
    success: { status: 200, description: 'The verdict. It is in the audit trail before it is answered.', schema: verdictShape },
    leads_to: ['getAudit'],
    problems: ['QUOTA_EXCEEDED', 'AUDIT_UNAVAILABLE', 'OVERLOADED'],
  },
  async (call) => {
    const judge = async (arrival: Arrival): Promise<Verdict> => {
      const outcome = call.unread
        ? await judgeUnread({ ...call, arrival }, call.unread)
        : (await validate(call.world, call.actor, [caseOf(call.body, call.faults)], arrival))[0];
      if (outcome && 'verdict' in outcome) return outcome.verdict;
      throw outcome?.problem ?? new Error('no outcome');
    };
    const asked = call.asked();
    if (!asked) return { body: await judge(call.arrival) };
    const { rendering, replayed } = await verdictOnce(call.world, call.actor, asked, (keep) => judge({ ...call.arrival, keep }));
    call.arrival.notes.replayed = replayed;
    return replayed ? { ...rendering, headers: REPLAYED } : rendering;
  },
);
