/** One value of an argument, and what a policy requires of it. */
import { LRUCache } from 'lru-cache';
import { compilePattern, type Pattern } from '../json-schema/pattern.ts';
import type { ArgumentRequirement } from './document.ts';
import { hasText, type NamedList } from './lists.ts';
import { matchesName } from './match-name.ts';

/** Values looked at for one pointer with `*`; one more fails the check. */
export const ITEMS_MAX = 1_000;
/** Work units that patterns may take on one message; what would take more fails. */
export const PATTERN_COST_MAX = 500_000;
const PATTERNS_KEPT_MAX = 1_000;

const patterns = new LRUCache<string, Pattern>({ max: PATTERNS_KEPT_MAX });

export const tokensOf = (pointer: string): string[] =>
  pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));

export type Scalar = string | number | boolean;
export const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value);

type Held = { lists: ReadonlyMap<string, NamedList>; budget: Budget; /** What it is that cannot be told. */ unsure: boolean };
export type Budget = { cost: number };

export function holds(value: Scalar, requirement: ArgumentRequirement, { lists, budget, unsure }: Held): boolean {
  const { min, max, equals, oneOf, like, notLike, inList, notInList, maxLength, matches } = requirement;
  const text = String(value);
  if (!isWithin(value, { min, max }, unsure)) return false;
  if (equals !== undefined && text !== String(equals)) return false;
  if (oneOf && !oneOf.some((one) => String(one) === text)) return false;
  if (maxLength !== undefined && text.length > maxLength) return false;
  if (like !== undefined && !matchesName(like, text)) return false;
  if (notLike !== undefined && matchesName(notLike, text)) return false;
  if (inList !== undefined && !(isListed(lists.get(inList), text, true) ?? unsure)) return false;
  if (notInList !== undefined && !(isListed(lists.get(notInList), text, false) ?? unsure)) return false;
  return matches === undefined || (fits(matches, text, budget) ?? unsure);
}

/** What is no number holds no bound; where it may all the same, texts are read as numbers, for servers do so. */
function isWithin(value: Scalar, { min, max }: { min: number | undefined; max: number | undefined }, unsure: boolean): boolean {
  if (min === undefined && max === undefined) return true;
  if (typeof value !== 'number' && !unsure) return false;
  const number = typeof value === 'boolean' ? NaN : Number(value);
  return Number.isNaN(number) || ((min === undefined || number >= min) && (max === undefined || number <= max));
}

/** Null where there is no such list. */
const isListed = (list: NamedList | undefined, text: string, wanted: boolean): boolean | null =>
  list?.kind === 'texts' ? hasText(list, text) === wanted : null;

/** The whole of the text; null where that would take too long. */
function fits(source: string, text: string, budget: Budget): boolean | null {
  const whole = `^(?:${source})$`;
  const pattern = patterns.get(whole) ?? compilePattern(whole);
  if (!pattern) return null;
  patterns.set(whole, pattern);
  budget.cost -= pattern.cost(text.length);
  return budget.cost >= 0 ? pattern.test(text) : null;
}
