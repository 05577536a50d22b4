/** Requirements on arguments as a denial has them: they hold where any value holds them, and where that cannot be told. */
import { holds, isScalar, ITEMS_MAX, tokensOf, type Budget, type Scalar } from './argument-holds.ts';
import type { ArgumentRequirement } from './document.ts';
import type { NamedList } from './lists.ts';

/** Objects and lists within each other that are looked into. */
const DEPTH_MAX = 32;

export function mayHold(
  args: unknown,
  pointer: string,
  requirement: ArgumentRequirement,
  known: { lists: ReadonlyMap<string, NamedList>; budget: Budget },
): boolean {
  const values = placesAt(args, tokensOf(pointer));
  if (!values) return true;
  if (!values.length) return requirement.optional === true;
  const { min, max } = requirement;
  const is_bounded = min !== undefined || max !== undefined;
  for (const value of values) {
    const leaves = isScalar(value) ? [value] : leavesOf(value);
    if (!leaves) return true;
    // What stands deeper and is no number is a part of what was meant, such as a currency.
    const meant = is_bounded && !isScalar(value) ? leaves.filter((leaf) => !Number.isNaN(Number(leaf))) : leaves;
    if (meant.some((leaf) => holds(leaf, requirement, { ...known, unsure: true }))) return true;
  }
  return false;
}

type Tree = { [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null;

/** `*` is every item, and the whole too: one value may stand in place of a list. Null when there are more than `ITEMS_MAX`. */
function placesAt(args: unknown, tokens: readonly string[]): (Scalar | Tree)[] | null {
  let found: unknown[] = [args];
  for (const token of tokens) {
    const next: unknown[] = [];
    for (const value of found) {
      if (token === '*') next.push(value);
      if (!isTree(value)) continue;
      if (token === '*') next.push(...Object.values(value).slice(0, ITEMS_MAX + 1));
      else if (Object.hasOwn(value, token)) next.push(value[token]);
      if (next.length > ITEMS_MAX) return null;
    }
    found = next;
  }
  return found.filter((value) => isScalar(value) || isTree(value));
}

/** Null when there are more than `ITEMS_MAX`, or they stand deeper than `DEPTH_MAX`. */
function leavesOf(root: Tree): Scalar[] | null {
  const leaves: Scalar[] = [];
  const open: { value: unknown; depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, depth } = next;
    if (isScalar(value)) leaves.push(value);
    if (!isTree(value)) continue;
    const members = Object.values(value);
    if (depth >= DEPTH_MAX || members.length + open.length + leaves.length > ITEMS_MAX) return null;
    for (const member of members) open.push({ value: member, depth: depth + 1 });
  }
  return leaves;
}
