/** From the bytes of a body, or of lines, to cases: the same whichever thread does it. */
import { z } from 'zod';
import type { Case } from '#app/judged.ts';
import type { JsonFault } from '#core/json.ts';
import { Problem } from '#core/problem.ts';
import { readItem, type Item } from './batch-item.ts';
import { caseOf, envelopeSchema, messagesAt } from './envelope.ts';
import { check, readJson } from './json-body.ts';
import type { Line } from './lines.ts';
import { asProblem } from './problem.ts';

export const ITEMS_MAX = 100;

export const batchSchema = z
  .strictObject({
    items: z
      .array(z.unknown())
      .min(1)
      .max(ITEMS_MAX)
      .meta({ type: 'array', items: { $ref: '#/components/schemas/ValidateItem' }, minItems: 1, maxItems: ITEMS_MAX }),
  })
  .meta({ id: 'BatchRequest' });

type Path = readonly (string | number)[];
const isItem = (path: Path): boolean => path.length === 2 && path[0] === 'items' && typeof path[1] === 'number';

/** Where the messages of a batch stand; an item is one too, so that what is wrong in it stays with it. */
export const batchMessagesAt = (path: Path): boolean => isItem(path) || (isItem(path.slice(0, 2)) && messagesAt(path.slice(2)));

export function readEnvelope(bytes: Uint8Array): Case {
  const { value, faults } = readJson(bytes, messagesAt);
  return caseOf(check(envelopeSchema, value), faults);
}

export function readBatch(bytes: Uint8Array): Item[] {
  const { value, faults } = readJson(bytes, batchMessagesAt);
  return readItems(check(batchSchema, value).items, faults);
}

/** `faults` have pointers from the root of the body. */
export const readItems = (items: readonly unknown[], faults: readonly JsonFault[]): Item[] =>
  items.map((value, i) => {
    const place = `/items/${i}`;
    const own = faults.filter((f) => f.pointer.startsWith(`${place}/`)).map((f) => ({ ...f, pointer: f.pointer.slice(place.length) }));
    return readItem(value, own, i, place);
  });

/** `first` is the index of the first of them in its stream. */
export const readLines = (lines: readonly Line[], first: number): Item[] => lines.map((line, i) => readLine(line, first + i));

function readLine(line: Line, index: number): Item {
  try {
    if (line === null) throw new Problem('BODY_TOO_LARGE');
    // The whole line is an item, so what is wrong in it stays with it.
    const { value, faults } = readJson(line, (path) => path.length === 0 || messagesAt(path));
    return readItem(value, faults, index, '');
  } catch (error) {
    return { item_id: String(index), problem: asProblem(error) };
  }
}
