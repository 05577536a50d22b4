import { z } from 'zod';
import type { Actor } from '#app/actor.ts';
import type { ReadItem } from '#app/judged.ts';
import { validate, validateElsewhere, type Outcome } from '#app/validate.ts';
import { Problem } from '#core/problem.ts';
import { casesOf, itemResults, itemResultShape, type Item } from '../batch-item.ts';
import { itemSchema } from '../envelope.ts';
import { batchMessagesAt, batchSchema, ITEMS_MAX, readItems } from '../reading.ts';
import { type Call, type Definition, defineRoute } from '../route.ts';
import { countShape } from '../shapes.ts';
import { verdictStream } from '../verdict-stream.ts';

const answerShape = z
  .object({
    results: z.array(itemResultShape),
    summary: z.object({ allow: countShape, challenge: countShape, deny: countShape, error: countShape }).meta({ id: 'BatchSummary' }),
  })
  .meta({ id: 'BatchResult' });

type BatchCall = Pick<Call<Definition>, 'world' | 'arrival' | 'charge'> & { actor: Actor };

/** The call itself has cost one unit already; items that are malformed cost nothing. */
const chargeRest = async ({ charge }: BatchCall, cases: number): Promise<void> => {
  if (cases > 1) await charge(cases - 1);
};

async function judgeHere(call: BatchCall, items: Item[]): Promise<{ items: Item[]; outcomes: Outcome[] }> {
  const cases = casesOf(items);
  await chargeRest(call, cases.length);
  return { items, outcomes: await validate(call.world, call.actor, cases, call.arrival) };
}

const judgeUnread = (call: BatchCall, bytes: Uint8Array): Promise<{ items: ReadItem[]; outcomes: Outcome[] }> =>
  validateElsewhere(call.world, call.actor, { form: 'batch', bytes }, call.arrival, {
    taken: 1,
    patience: 'call',
    items_max: ITEMS_MAX,
    admit: (cases) => chargeRest(call, cases),
  });

export const batchRoute = defineRoute(
  {
    method: 'post',
    path: '/validate/batch',
    operationId: 'validateBatch',
    tag: 'Verdicts',
    summary: 'Judge many MCP messages',
    description:
      'Order is kept, one bad item fails alone, and every verdict is what a single call would have got. `item_id` is the `id` of the item, else its index. With `Content-Type: application/x-ndjson` the call is a stream of any length: one item a line in, one result a line out; a stream is slowed down to the rate of the plan.',
    security: 'validate',
    body: batchSchema,
    messagesAt: batchMessagesAt,
    unread_when_large: true,
    lines: { item: itemSchema, answer: itemResultShape },
    success: { status: 200, description: 'The results in the order of the items.', schema: answerShape },
    problems: ['QUOTA_EXCEEDED', 'AUDIT_UNAVAILABLE', 'OVERLOADED'],
  },
  async (call) => {
    const { request_id } = call;
    const { items, outcomes } = call.unread
      ? await judgeUnread(call, call.unread)
      : await judgeHere(call, readItems(call.body.items, call.faults));
    const problems = outcomes.flatMap((o) => ('problem' in o ? [o.problem] : []));
    const spent = problems.find((p) => p.code === 'QUOTA_EXCEEDED');
    if (spent && problems.length === outcomes.length) throw new Problem(spent.code, spent.more);
    const summary = { allow: 0, challenge: 0, deny: 0, error: items.length - outcomes.length + problems.length };
    for (const outcome of outcomes) if ('verdict' in outcome) summary[outcome.verdict.decision]++;
    return { body: { results: itemResults(items, outcomes, request_id), summary } };
  },
  verdictStream,
);
