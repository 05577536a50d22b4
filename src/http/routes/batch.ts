import { z } from '@hono/zod-openapi';
import { validate } from '#app/validate.ts';
import { Problem } from '#core/problem.ts';
import { casesOf, itemResults, itemResultShape, readItem } from '../batch-item.ts';
import { itemSchema, messagesAt } from '../envelope.ts';
import { defineRoute } from '../route.ts';
import { verdictStream } from '../verdict-stream.ts';

const ITEMS_MAX = 100;

type Path = readonly (string | number)[];
const isItem = (path: Path): boolean => path.length === 2 && path[0] === 'items' && typeof path[1] === 'number';

const bodySchema = z
  .strictObject({
    items: z
      .array(z.unknown())
      .min(1)
      .max(ITEMS_MAX)
      .openapi({ type: 'array', items: { $ref: '#/components/schemas/ValidateItem' }, minItems: 1, maxItems: ITEMS_MAX }),
  })
  .openapi('BatchRequest');

const answerShape = z
  .object({
    results: z.array(itemResultShape),
    summary: z.object({ allow: z.number().int(), challenge: z.number().int(), deny: z.number().int(), error: z.number().int() }),
  })
  .openapi('BatchResult');

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
    body: bodySchema,
    messagesAt: (path) => isItem(path) || (isItem(path.slice(0, 2)) && messagesAt(path.slice(2))),
    lines: { item: itemSchema, answer: itemResultShape },
    success: { status: 200, description: 'The results in the order of the items.', schema: answerShape },
    problems: ['QUOTA_EXCEEDED', 'AUDIT_UNAVAILABLE', 'OVERLOADED'],
  },
  async ({ world, actor, body, faults, arrival, charge, request_id }) => {
    const items = body.items.map((value, i) => {
      const place = `/items/${i}`;
      const own = faults.filter((f) => f.pointer.startsWith(`${place}/`)).map((f) => ({ ...f, pointer: f.pointer.slice(place.length) }));
      return readItem(value, own, i, place);
    });
    const cases = casesOf(items);
    // The call itself has cost one unit already; items that are malformed cost nothing.
    if (cases.length > 1) await charge(cases.length - 1);
    const outcomes = await validate(world, actor, cases, arrival);
    const problems = outcomes.flatMap((o) => ('problem' in o ? [o.problem] : []));
    const spent = problems.find((p) => p.code === 'QUOTA_EXCEEDED');
    if (spent && problems.length === outcomes.length) throw new Problem(spent.code, spent.more);
    const summary = { allow: 0, challenge: 0, deny: 0, error: items.length - outcomes.length + problems.length };
    for (const outcome of outcomes) if ('verdict' in outcome) summary[outcome.verdict.decision]++;
    return { body: { results: itemResults(items, outcomes, request_id), summary } };
  },
  verdictStream,
);
