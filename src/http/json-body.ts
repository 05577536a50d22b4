/** From bytes to a checked value: strict JSON, then the schema, with every fault named. */
import type { z } from 'zod';
import { parseJson, type JsonFault, type RootsAt } from '#core/json.ts';
import { Problem, type Fault } from '#core/problem.ts';

export const ERRORS_MAX = 100;
const POINTER_CHARS_MAX = 512;

export type Json = { value: unknown; /** Faults inside messages: they belong to the verdict. */ faults: JsonFault[] };

/** Throws `UTF8_INVALID`, `JSON_INVALID`, or `JSON_REFUSED` for faults that stand outside every message. */
export function readJson(bytes: Uint8Array, isMessage: RootsAt = () => false): Json {
  const roots = new Set<string>();
  const text = parseJson(bytes, (path) => {
    if (!isMessage(path)) return false;
    roots.add(pointerTo(path));
    return true;
  });
  if (!text.ok && text.reason === 'invalid_utf8') throw new Problem('UTF8_INVALID');
  if (!text.ok) {
    const place = text.offset === undefined ? '' : ` (byte ${text.offset})`;
    const detail = `${text.detail}${place}`;
    throw new Problem('JSON_INVALID', { detail: `The body is not JSON: ${detail}.`, errors: [{ pointer: '', detail }] });
  }
  const outside = text.faults.filter((f) => !isInside(f, roots));
  if (outside.length) throw new Problem('JSON_REFUSED', { errors: outside.map(({ pointer, detail }) => ({ pointer, detail })) });
  return { value: text.value, faults: text.faults };
}

/** Whether a fault stands in a message. That a message was given twice is a fault of what it stands in. */
function isInside({ pointer, kind }: JsonFault, roots: ReadonlySet<string>): boolean {
  for (let end = pointer.indexOf('/', 1); end >= 0; end = pointer.indexOf('/', end + 1)) if (roots.has(pointer.slice(0, end))) return true;
  return kind !== 'duplicate_key' && roots.has(pointer);
}

/** The value as the schema sees it. Throws with all faults at once, an unknown member among them. */
export function check<S extends z.ZodType>(
  schema: S,
  value: unknown,
  code: 'BODY_INVALID' | 'QUERY_INVALID' = 'BODY_INVALID',
): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new Problem(code, { errors: faultsIn(result.error) });
}

export const faultsIn = ({ issues }: z.core.$ZodError): Fault[] => issues.flatMap(faultsOf).slice(0, ERRORS_MAX);

function faultsOf(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code !== 'unrecognized_keys') return [{ pointer: pointerTo(issue.path), detail: issue.message }];
  return issue.keys.map((key) => ({ pointer: pointerTo([...issue.path, key]), detail: 'There is no such member.' }));
}

/** RFC 6901. A name that the caller made too long is cut, so that an answer cannot outgrow its question. */
export const pointerTo = (path: readonly PropertyKey[]): string =>
  path
    .map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
    .slice(0, POINTER_CHARS_MAX);
