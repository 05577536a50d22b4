/** Requirements on arguments: in Cedar where it has words for them, else as a fact (`FactNeeds.checks`). */
import { all, any, atLeast, atMost, call, context, equal, get, getTag, hasTag, like, not, value } from '../cedar/build.ts';
import type { Expr } from '../cedar/policy-json.ts';
import type { ArgumentRequirement } from '../document.ts';

const args = get(context, 'args');
const nums = get(context, 'nums');
const decimals = get(context, 'decimals');
/** False where arguments were too many or too large to be laid out. */
const whole = get(context, 'args_whole');

/** Tags of arguments: the JSON Pointer from `params.arguments`, without its first slash. */
export const tagOf = (pointer: string): string => pointer.slice(1);

/** Digits after the point that Cedar's `decimal` has. */
const DECIMAL_DIGITS = 4;
const DECIMAL_MAX = 922_337_203_685_477;
export const isDecimal = (number: number): boolean => Math.abs(number) <= DECIMAL_MAX && Number(number.toFixed(DECIMAL_DIGITS)) === number;
const decimal = (number: number): Expr => call('decimal', value(number.toFixed(DECIMAL_DIGITS)));

/** What Cedar cannot say; of what may be missing, whether something of another type stands there. */
export const isHoisted = (pointer: string, { inList, notInList, maxLength, matches, min, max, optional }: ArgumentRequirement): boolean =>
  optional === true ||
  pointer.split('/').includes('*') ||
  [inList, notInList, maxLength, matches].some((member) => member !== undefined) ||
  [min, max].some((bound) => bound !== undefined && !isDecimal(bound));

export function holdsFor(pointer: string, requirement: ArgumentRequirement): Expr {
  const tag = tagOf(pointer);
  const { min, max, equals, oneOf, like: pattern, notLike } = requirement;
  const text = getTag(args, tag);
  const parts: Expr[] = [];
  if (min !== undefined) parts.push(bounded(tag, min, atLeast, 'greaterThanOrEqual'));
  if (max !== undefined) parts.push(bounded(tag, max, atMost, 'lessThanOrEqual'));
  if (equals !== undefined) parts.push(equal(text, value(String(equals))));
  if (oneOf) parts.push(any(...oneOf.map((one) => equal(text, value(String(one))))));
  if (pattern !== undefined) parts.push(like(text, pattern));
  if (notLike !== undefined) parts.push(not(like(text, notLike)));
  return all(whole, hasTag(args, tag), ...parts);
}

/** As Longs where both are whole, else as decimals; a number that is neither holds no bound. */
function bounded(tag: string, bound: number, compare: typeof atMost, fn: 'lessThanOrEqual' | 'greaterThanOrEqual'): Expr {
  const exact = all(hasTag(decimals, tag), call(fn, getTag(decimals, tag), decimal(bound)));
  if (!Number.isSafeInteger(bound)) return exact;
  return any(all(hasTag(nums, tag), compare(getTag(nums, tag), value(bound))), all(not(hasTag(nums, tag)), exact));
}
