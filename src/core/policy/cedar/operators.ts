/** Cedar's operators on values whose operands have all been evaluated (`cedar-policy-core/src/evaluator.rs`). */
import { isWithin, ownMember, type Environment } from './environment.ts';
import { add, asLong, multiply, negate, subtract } from './long.ts';
import { equals, fail, includes, intersects, isSubset, nameOfType, type CedarValue, type EntityValue, type Long } from './value.ts';

export const asBool = (value: CedarValue): boolean =>
  typeof value === 'boolean' ? value : fail(`type error: expected bool, got ${nameOfType(value)}`);
export const asString = (value: CedarValue): string =>
  typeof value === 'string' ? value : fail(`type error: expected string, got ${nameOfType(value)}`);
export const asSet = (value: CedarValue): CedarValue[] =>
  Array.isArray(value) ? value : fail(`type error: expected set, got ${nameOfType(value)}`);
export function asEntity(value: CedarValue): EntityValue {
  if (typeof value === 'object' && !Array.isArray(value) && value.kind === 'entity') return value;
  return fail(`type error: expected entity, got ${nameOfType(value)}`);
}

/** Below, at or above zero; longs, and two datetimes or two durations, have an order and nothing else has. */
function compare(left: CedarValue, right: CedarValue): number {
  const [a, b] = ordered(left, right);
  return a < b ? -1 : a > b ? 1 : 0;
}

function ordered(left: CedarValue, right: CedarValue): [Long, Long] {
  if (typeof left === 'object' && typeof right === 'object' && !Array.isArray(left) && !Array.isArray(right)) {
    if (left.kind === 'datetime' && right.kind === 'datetime') return [left.value, right.value];
    if (left.kind === 'duration' && right.kind === 'duration') return [left.value, right.value];
  }
  return [asLong(left), asLong(right)];
}

function isIn(left: CedarValue, right: CedarValue, env: Environment): boolean {
  const { key } = asEntity(left);
  if (!Array.isArray(right)) return isWithin(env, key, asEntity(right).key);
  const groups = right.map(asEntity);
  return groups.some((group) => isWithin(env, key, group.key));
}

function getTag(left: CedarValue, right: CedarValue, env: Environment): CedarValue {
  const { key } = asEntity(left);
  const name = asString(right);
  const found = env.entities[key];
  if (!found) return fail(`entity ${key} does not exist`);
  return ownMember(found.tags, name) ?? fail(`entity ${key} has no tag ${JSON.stringify(name)}`);
}

function hasTag(left: CedarValue, right: CedarValue, env: Environment): boolean {
  const { key } = asEntity(left);
  const name = asString(right);
  const found = env.entities[key];
  return found !== undefined && ownMember(found.tags, name) !== undefined;
}

export type Operator = (left: CedarValue, right: CedarValue, env: Environment) => CedarValue;

export const BINARY = {
  '==': equals,
  '!=': (a, b) => !equals(a, b),
  '<': (a, b) => compare(a, b) < 0,
  '<=': (a, b) => compare(a, b) <= 0,
  '>': (a, b) => compare(a, b) > 0,
  '>=': (a, b) => compare(a, b) >= 0,
  '+': (a, b) => add(asLong(a), asLong(b)),
  '-': (a, b) => subtract(asLong(a), asLong(b)),
  '*': (a, b) => multiply(asLong(a), asLong(b)),
  in: isIn,
  contains: (set, member) => includes(asSet(set), member),
  containsAll: (outer, inner) => isSubset(asSet(inner), asSet(outer)),
  containsAny: (a, b) => intersects(asSet(a), asSet(b)),
  getTag,
  hasTag,
} as const satisfies Record<string, Operator>;

export const UNARY = {
  '!': (value) => !asBool(value),
  neg: (value) => negate(asLong(value)),
  isEmpty: (value) => asSet(value).length === 0,
} as const satisfies Record<string, (value: CedarValue) => CedarValue>;
