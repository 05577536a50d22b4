/** Bodies above `BODY_BYTES_MAX`, where a route takes them: few at a time, and read piece by piece beside the traffic. */
import type { z } from 'zod';
import { makeTurns } from '#app/turns.ts';
import type { World } from '#app/world.ts';
import { BODY_BYTES_MAX } from '#core/json.ts';
import { listsIn, without, type Span } from '#core/json-parts.ts';
import { Problem, type Fault } from '#core/problem.ts';
import type { TenantId } from '#core/tenant.ts';
import { ERRORS_MAX, faultsIn, readJson } from './json-body.ts';
import { isObject } from './shapes.ts';

/** At once in this process, one of each tenant: each may take some hundred megabytes of memory while it is worked at. */
export const LARGE_BODIES_MAX = 2;
const RETRY_MS = 5_000;

/** Lists of a body, by member, whose elements are read one by one. */
export type Parts = {
  /** Of the whole body. */
  bytes_max: number;
  /** Element, and how many there may be. An element, and what is beside the lists, has at most `BODY_BYTES_MAX` bytes. */
  lists: Readonly<Record<string, { item: z.ZodType; max: number }>>;
  /** The body where each element stands as null. */
  around: z.ZodType;
};

/** How much may be read; `leave` when all is done. Throws `OVERLOADED`. Of what announces no size it is not known that it is small. */
export function roomFor(
  { large_bodies }: Pick<World, 'large_bodies'>,
  tenant: TenantId,
  announced: string | null,
  { bytes_max }: Parts,
): { bytes_max: number; leave(): void } {
  if (announced !== null && !(Number(announced) > BODY_BYTES_MAX)) return { bytes_max: BODY_BYTES_MAX, leave: () => {} };
  if (Number(announced ?? 0) > bytes_max) return { bytes_max, leave: () => {} };
  if (large_bodies.has(tenant) || large_bodies.size >= LARGE_BODIES_MAX)
    throw new Problem('OVERLOADED', {
      detail: `Bodies above ${BODY_BYTES_MAX} bytes are worked at ${LARGE_BODIES_MAX} at a time, one of each tenant.`,
      retry_after_ms: RETRY_MS,
    });
  large_bodies.add(tenant);
  return { bytes_max, leave: () => void large_bodies.delete(tenant) };
}

/** As `readJson` and `check` do it with a whole: every fault at once, with pointers from the root of the body. */
export async function readInParts(bytes: Uint8Array, { lists, around }: Parts): Promise<unknown> {
  const turn = makeTurns();
  const most = Object.fromEntries(Object.entries(lists).map(([name, { max }]) => [name, max]));
  const work = listsIn(bytes, most);
  let step = work.next();
  for (; !step.done; step = work.next()) await turn();
  const found = step.value;
  if (!found) throw new Problem('JSON_INVALID', { errors: [{ pointer: '', detail: 'The text ends too early' }] });
  const left = without(bytes, found.values());
  if (left.length > BODY_BYTES_MAX)
    throw new Problem('BODY_TOO_LARGE', {
      detail: `What stands beside ${Object.keys(lists).join(', ')} is larger than ${BODY_BYTES_MAX} bytes.`,
    });
  const refused: Fault[] = [];
  const value = jsonAt(left, '', refused);
  // One more than there may be is as wrong as all of them.
  for (const [name, { count }] of isObject(value) ? found : [])
    (value as Record<string, unknown>)[name] = Array.from({ length: Math.min(count, most[name]! + 1) }, () => null);
  const shell = refused.length ? null : around.safeParse(value);
  const faults = shell?.error ? faultsIn(shell.error) : [];
  const body = { ...(shell?.data as Record<string, unknown> | undefined) };
  for (const [name, { item: schema }] of Object.entries(lists)) {
    // Under a name with escapes in it a list is whole in what is left, which is small.
    const elements: readonly unknown[] = found.get(name)?.elements ?? [body[name] ?? []].flat();
    const items: unknown[] = [];
    for (const [i, element] of elements.entries()) {
      await turn();
      const place = `/${name}/${i}`;
      const item = found.has(name) ? elementAt(bytes, element as Span, place, refused, faults) : element;
      const result = schema.safeParse(item);
      items.push(result.data);
      if (!result.success && item !== undefined && faults.length < ERRORS_MAX) faults.push(...within(place, faultsIn(result.error)));
    }
    if (body[name] !== undefined) body[name] = items;
  }
  if (refused.length) throw new Problem('JSON_REFUSED', { errors: refused.slice(0, ERRORS_MAX) });
  if (faults.length) throw new Problem('BODY_INVALID', { errors: faults.slice(0, ERRORS_MAX) });
  return body;
}

const within = (place: string, faults: readonly Fault[]): Fault[] =>
  faults.map(({ pointer, detail }) => ({ pointer: `${place}${pointer}`, detail }));

/** Undefined for one that is too large, or ambiguous, which is told already. */
function elementAt(bytes: Uint8Array, { start, end }: Span, place: string, refused: Fault[], faults: Fault[]): unknown {
  if (end - start <= BODY_BYTES_MAX) return jsonAt(bytes.subarray(start, end), place, refused);
  faults.push({ pointer: place, detail: `Must not be larger than ${BODY_BYTES_MAX} bytes of JSON` });
  return undefined;
}

/** Faults of its JSON are those of the body; what is ambiguous is `refused`, with what else is. */
function jsonAt(bytes: Uint8Array, place: string, refused: Fault[]): unknown {
  try {
    return readJson(bytes).value;
  } catch (error) {
    if (!(error instanceof Problem) || !error.more.errors) throw error;
    const errors = within(place, error.more.errors);
    if (error.code === 'JSON_REFUSED') return void (refused.length < ERRORS_MAX && refused.push(...errors));
    throw new Problem(error.code, {
      ...error.more,
      errors,
      ...(place && { detail: `The body is not JSON, at ${place}: ${errors[0]?.detail}.` }),
    });
  }
}
