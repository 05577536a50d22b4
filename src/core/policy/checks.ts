/** What of arguments Cedar has no words for: named lists, patterns, lengths, every item of a list. */
import { holds, isScalar, ITEMS_MAX, PATTERN_COST_MAX, tokensOf } from './argument-holds.ts';
import type { FactNeeds } from './facts.ts';
import type { NamedList } from './lists.ts';
import { mayHold } from './may-hold.ts';

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

/** Nothing stands in its place: null counts as nothing, a text where an object should be does not. */
function isMissing(args: unknown, pointer: string): boolean {
  let found: unknown[] = [args];
  for (const token of tokensOf(pointer)) {
    found = found.filter((value) => value !== null && value !== undefined);
    if (found.some((value) => typeof value !== 'object' || (Array.isArray(value) && token !== '*'))) return false;
    found = found.flatMap((value) =>
      token === '*'
        ? Object.values(value as object)
        : Object.hasOwn(value as object, token)
          ? [(value as { [key: string]: unknown })[token]]
          : [],
    );
  }
  return true;
}

/**
 * By check id, whether it holds. Of several values (`*`) each must, for a denial (`may_hold`) any; none at all holds only where the
 * argument is optional and missing, not where something of another type stands in its place.
 * @param lists by name; one that is missing fails what asks for it
 */
export function checksOf(
  args: unknown,
  checks: readonly FactNeeds['checks'][number][],
  lists: ReadonlyMap<string, NamedList>,
): { [id: string]: boolean } {
  const budget = { cost: PATTERN_COST_MAX };
  return Object.fromEntries(
    checks.map(({ id, pointer, requirement, may_hold = false }) => {
      if (may_hold) return [id, mayHold(args, pointer, requirement, { lists, budget })];
      const values = valuesAt(args, pointer);
      if (!values) return [id, false];
      if (!values.length) return [id, requirement.optional === true && isMissing(args, pointer)];
      return [id, values.every((value) => isScalar(value) && holds(value, requirement, { lists, budget, unsure: false }))];
    }),
  );
}
