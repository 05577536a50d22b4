/** One item of a batch or one line of a stream: it fails alone. */
import { z } from 'zod';
import type { Case } from '#app/judged.ts';
import type { Outcome } from '#app/validate.ts';
import type { JsonFault } from '#core/json.ts';
import { Problem, problemBody } from '#core/problem.ts';
import { asProblem } from './problem.ts';
import { caseOf, itemSchema, messagesAt } from './envelope.ts';
import { check } from './json-body.ts';
import { problemShape } from './shapes.ts';
import { verdictShape } from './verdict-shape.ts';

const itemId = z.string().meta({ description: 'The `id` of the item, else its index.' });
export const itemResultShape = z
  .xor([
    z.object({ item_id: itemId, ...verdictShape.shape }).meta({ id: 'ItemVerdict' }),
    z.object({ item_id: itemId, error: problemShape }).meta({ id: 'ItemProblem', description: 'This item alone has failed.' }),
  ])
  .meta({ id: 'ItemResult' });

type Listed = { item_id: string };
export type Item = Listed & ({ case: Case } | { problem: Problem });

const ITEM_ID_CHARS_MAX = 256;

/**
 * `faults` have pointers from the item's own root; those in its messages go to the verdict, others make it a problem.
 * `place` is where the item stands in the body, such as `/items/3`.
 */
export function readItem(value: unknown, faults: readonly JsonFault[], index: number, place: string): Item {
  const item_id = idOf(value) ?? String(index);
  try {
    const outside = faults.filter((f) => !isInMessage(f));
    if (outside.length) throw new Problem('JSON_REFUSED', { errors: outside });
    const { id: _, ...envelope } = check(itemSchema, value);
    return { item_id, case: { ...caseOf(envelope, faults.filter(isInMessage)), place } };
  } catch (error) {
    const { code, more } = asProblem(error);
    const errors = more.errors?.map(({ pointer, detail }) => ({ pointer: place + pointer, detail }));
    return { item_id, problem: new Problem(code, { ...more, ...(errors && { errors }) }) };
  }
}

const isInMessage = ({ pointer }: JsonFault): boolean => {
  const [, root = '', ...rest] = pointer.split('/');
  return rest.length > 0 && messagesAt([root]);
};

function idOf(value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('id' in value)) return null;
  return typeof value.id === 'string' && value.id.length <= ITEM_ID_CHARS_MAX ? value.id : null;
}

/** The cases among the items, in order. */
export const casesOf = (items: readonly Item[]): Case[] => items.flatMap((item) => ('case' in item ? [item.case] : []));

/** What is answered for each item: `outcomes` are those of its cases, in order. */
export function itemResults(
  items: readonly (Listed | (Listed & { problem: Problem }))[],
  outcomes: readonly Outcome[],
  request_id: string,
): object[] {
  const rest = outcomes.values();
  return items.map((item) => {
    const outcome: Outcome = 'problem' in item ? item : (rest.next().value ?? { problem: new Problem('INTERNAL') });
    if ('verdict' in outcome) return { item_id: item.item_id, ...outcome.verdict };
    return { item_id: item.item_id, error: problemBody(outcome.problem, request_id) };
  });
}
