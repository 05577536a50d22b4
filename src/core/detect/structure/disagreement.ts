/** Whether two readings of one answer contradict each other. */
import { isObject } from '../../json-schema/document.ts';

const NODES_MAX = 5_000;
const DEPTH_MAX = 32;

/**
 * The same member with another scalar in it. Members that only one side has say less, not otherwise; lists of other lengths are pages.
 * Numbers and the texts that spell or round them are one, and so are a text and its beginning.
 */
export function disagreementBetween(told: unknown, structured: unknown): boolean {
  let budget = NODES_MAX;
  const differs = (a: unknown, b: unknown, depth: number): boolean => {
    if (--budget < 0 || depth > DEPTH_MAX) return false;
    if (isScalar(a) && isScalar(b)) return !agree(String(a), String(b));
    if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.some((item, i) => differs(item, b[i], depth + 1));
    if (!isObject(a) || !isObject(b)) return false;
    return Object.keys(a).some((key) => Object.hasOwn(b, key) && differs(a[key], b[key], depth + 1));
  };
  return differs(told, structured, 0);
}

const isScalar = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** Rounding of figures for people. */
const ROUNDING = 0.01;

function agree(a: string, b: string): boolean {
  if (a === b || a.trim().toLowerCase() === b.trim().toLowerCase()) return true;
  const [x, y] = [Number(a), Number(b)];
  if (a.trim() !== '' && b.trim() !== '' && Number.isFinite(x) && Number.isFinite(y))
    return Math.abs(x - y) <= ROUNDING * Math.max(Math.abs(x), Math.abs(y));
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return short.length > 0 && long.startsWith(short.replace(/(?:\.{3}|…)$/, ''));
}
