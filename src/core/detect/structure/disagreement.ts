/** Whether two readings of one answer contradict each other. */
import { isObject } from '../../json-schema/document.ts';

const NODES_MAX = 5_000;
const DEPTH_MAX = 32;

/**
 * The same member with another scalar in it. Members that only one side has say less, not otherwise; lists of other lengths are pages.
 * Numbers and the texts that spell them are one.
 */
export function disagreementBetween(told: unknown, structured: unknown): boolean {
  let budget = NODES_MAX;
  const differs = (a: unknown, b: unknown, depth: number): boolean => {
    if (--budget < 0 || depth > DEPTH_MAX) return false;
    if (isScalar(a) && isScalar(b)) return String(a) !== String(b);
    if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.some((item, i) => differs(item, b[i], depth + 1));
    if (!isObject(a) || !isObject(b)) return false;
    return Object.keys(a).some((key) => Object.hasOwn(b, key) && differs(a[key], b[key], depth + 1));
  };
  return differs(told, structured, 0);
}

const isScalar = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
