/** What of arguments Cedar has no words for: named lists, patterns, lengths, every item of a list. */
import { LRUCache } from 'lru-cache';
import { compilePattern, type Pattern } from '../json-schema/pattern.ts';
import type { ArgumentRequirement } from './document.ts';
import type { FactNeeds } from './facts.ts';
import { hasText, type NamedList } from './lists.ts';

/** Values looked at for one pointer with `*`; one more fails the check. */
export const ITEMS_MAX = 1_000;
/** Work units that patterns may take on one message; what would take more fails. */
export const PATTERN_COST_MAX = 500_000;
const PATTERNS_KEPT_MAX = 1_000;

const patterns = new LRUCache<string, Pattern>({ max: PATTERNS_KEPT_MAX });

const tokensOf = (pointer: string): string[] =>
  pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

/** Null when there are more than `ITEMS_MAX`. What is missing is left out. */
export function valuesAt(args: unknown, pointer: string): unknown[] | null {
  let found: unknown[] = [args];
  for (const token of tokensOf(pointer)) {
    const next: unknown[] = [];
    for (const value of found) {
      if (typeof value !== 'object' || value === null) continue;
      if (token === '*') next.push(...(Object.values(value) as unknown[]).slice(0, ITEMS_MAX + 1));
      else if (Object.hasOwn(value, token)) next.push((value as { [key: string]: unknown })[token]);
      if (next.length > ITEMS_MAX) return null;
    }
    found = next;
  }
  return found.filter((value) => value !== null && value !== undefined);
}

type Scalar = string | number | boolean;
const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value);

/**
 * By check id, whether it holds. Of several values (`*`) each must; none at all holds only where the argument is optional.
 * @param lists by name; one that is missing fails what asks for it
 */
export function checksOf(
  args: unknown,
  checks: readonly FactNeeds['checks'][number][],
  lists: ReadonlyMap<string, NamedList>,
): { [id: string]: boolean } {
  const budget = { cost: PATTERN_COST_MAX };
  return Object.fromEntries(
    checks.map(({ id, pointer, requirement }) => {
      const values = valuesAt(args, pointer);
      if (!values) return [id, false];
      if (!values.length) return [id, requirement.optional === true];
      return [id, values.every((value) => isScalar(value) && holds(value, requirement, lists, budget))];
    }),
  );
}

function holds(value: Scalar, requirement: ArgumentRequirement, lists: ReadonlyMap<string, NamedList>, budget: { cost: number }): boolean {
  const { min, max, equals, oneOf, like, notLike, inList, notInList, maxLength, matches } = requirement;
  const text = String(value);
  if (min !== undefined && !(typeof value === 'number' && value >= min)) return false;
  if (max !== undefined && !(typeof value === 'number' && value <= max)) return false;
  if (equals !== undefined && text !== String(equals)) return false;
  if (oneOf && !oneOf.some((one) => String(one) === text)) return false;
  if (maxLength !== undefined && text.length > maxLength) return false;
  if (like !== undefined && !matchesName(like, text)) return false;
  if (notLike !== undefined && matchesName(notLike, text)) return false;
  if (inList !== undefined && !isListed(lists.get(inList), text, true)) return false;
  if (notInList !== undefined && !isListed(lists.get(notInList), text, false)) return false;
  return matches === undefined || fits(matches, text, budget);
}

const isListed = (list: NamedList | undefined, text: string, wanted: boolean): boolean =>
  list !== undefined && list.kind === 'texts' && hasText(list, text) === wanted;

/** The whole of the text. */
function fits(source: string, text: string, budget: { cost: number }): boolean {
  const whole = `^(?:${source})$`;
  const pattern = patterns.get(whole) ?? compilePattern(whole);
  if (!pattern) return false;
  patterns.set(whole, pattern);
  budget.cost -= pattern.cost(text.length);
  return budget.cost >= 0 && pattern.test(text);
}

/** True when `pattern` covers the whole of `name`; `*` stands for any run of characters, everything else for itself. Linear. */
export function matchesName(pattern: string, name: string): boolean {
  const parts = pattern.split('*');
  const first = parts[0]!;
  if (parts.length === 1) return pattern === name;
  const last = parts.at(-1)!;
  if (name.length < first.length + last.length || !name.startsWith(first) || !name.endsWith(last)) return false;
  let at = first.length;
  const end = name.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
