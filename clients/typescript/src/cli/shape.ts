/** Answers of which members are shown or acted on, looked at before that: what else there is may come and go. */
import { invalid, isObject } from '../exchange.ts';

/**
 * `id`: a text that can stand in an address and in a line. Of a list, the shape of each of its items. A member whose name ends with `?`
 * may be missing or null.
 */
export type Shape = 'text' | 'number' | 'id' | 'any' | readonly [Shape] | { readonly [member: string]: Shape };

const ID = /^[\w-]{1,256}$/;

/** The answer itself. Throws `response_invalid`, which names the first member that does not fit. */
export function fitting<T>(answer: T, shape: Shape): T {
  const fault = faultIn(answer, shape, '');
  if (fault !== null) throw invalid(`The answer is not what was asked for: ${fault}`);
  return answer;
}

function faultIn(value: unknown, shape: Shape, at: string): string | null {
  const missing = (what: string): string => `${at || 'it'} is no ${what}`;
  if (shape === 'any') return null;
  if (shape === 'text') return typeof value === 'string' ? null : missing('text');
  if (shape === 'number') return typeof value === 'number' ? null : missing('number');
  if (shape === 'id') return typeof value === 'string' && ID.test(value) ? null : missing('id');
  if (isList(shape)) {
    if (!Array.isArray(value)) return missing('list');
    for (const [i, item] of value.entries()) {
      const fault = faultIn(item, shape[0], `${at}/${i}`);
      if (fault !== null) return fault;
    }
    return null;
  }
  if (!isObject(value)) return missing('object');
  for (const [member, inner] of Object.entries(shape)) {
    const name = member.replace(/\?$/, '');
    const own = Object.hasOwn(value, name) ? value[name] : undefined;
    if (name !== member && (own === undefined || own === null)) continue;
    const fault = faultIn(own, inner, `${at}/${name}`);
    if (fault !== null) return fault;
  }
  return null;
}

const isList = (shape: Shape): shape is readonly [Shape] => Array.isArray(shape);
