/** The heads of policies: whom, what and where they speak of. */
import { CompileError } from './compiler.ts';
import { aboveOf, type Dimension, type Environment } from './environment.ts';
import type { ActionScope, EntityUid, Expr, PolicyJson, PrincipalOrResource } from './policy-json.ts';
import { keyOfUid } from './value.ts';

export const DIMENSIONS = ['resource', 'principal', 'action'] as const satisfies Dimension[];

/** Where a policy is found by what it names: the entity itself, something above it, or its type. */
export type Bucket = 'itself' | 'above' | 'type';
/** Null when a policy speaks of everything in this dimension. `rest` is what is left to ask of a policy that was found under its key. */
export type ScopePart = { bucket: Bucket; keys: string[]; holds: Test; rest: Test | null } | null;
type Test = (env: Environment) => boolean;

const keyOf = (entity: EntityUid | { __entity: EntityUid }): string => {
  const uid = '__entity' in entity ? entity.__entity : entity;
  return keyOfUid(uid.type, uid.id);
};

const isIn = (env: Environment, dimension: Dimension, key: string): boolean =>
  env[dimension].key === key || aboveOf(env, dimension).has(key);

function partOf(dimension: Dimension, scope: PrincipalOrResource | ActionScope): ScopePart {
  switch (scope.op) {
    case 'All':
      return null;
    case '==': {
      const key = keyOf(scope.entity);
      return { bucket: 'itself', keys: [key], holds: (env) => env[dimension].key === key, rest: null };
    }
    case 'in': {
      const keys = 'entities' in scope ? scope.entities.map(keyOf) : [keyOf(scope.entity)];
      return { bucket: 'above', keys, holds: (env) => keys.some((key) => isIn(env, dimension, key)), rest: null };
    }
    case 'is': {
      const isOfType: Test = (env) => env[dimension].type === scope.entity_type;
      if (!scope.in) return { bucket: 'type', keys: [scope.entity_type], holds: isOfType, rest: null };
      const key = keyOf(scope.in.entity);
      return { bucket: 'above', keys: [key], holds: (env) => isOfType(env) && isIn(env, dimension, key), rest: isOfType };
    }
    default:
      throw new CompileError('There is no such scope.', { key: 'op', up: { key: dimension, up: null } });
  }
}

/**
 * What must hold first of all, where that is to be in one of some entities: such a condition cannot fail to be evaluated, so that a
 * policy may be found by it as by its scope.
 */
function firstOf(policy: PolicyJson): { dimension: Dimension; keys: string[] } | null {
  const [first] = policy.conditions;
  let body: Expr | undefined = first?.kind === 'when' ? first.body : undefined;
  while (body && '&&' in body) body = body['&&'].left;
  if (!body || !('in' in body) || !('Var' in body.in.left) || body.in.left.Var === 'context') return null;
  const { left, right } = body.in;
  const items = 'Set' in right ? right.Set : [right];
  const keys = items.flatMap((item) => {
    const value = 'Value' in item ? item.Value : null;
    return typeof value === 'object' && value !== null && '__entity' in value ? keyOf(value as { __entity: EntityUid }) : [];
  });
  return keys.length === items.length && keys.length > 0 ? { dimension: left.Var as Dimension, keys } : null;
}

export type Scope = Record<Dimension, ScopePart>;
export function scopeOf(policy: PolicyJson): Scope {
  const scope = {
    resource: partOf('resource', policy.resource),
    principal: partOf('principal', policy.principal),
    action: partOf('action', policy.action),
  };
  const first = firstOf(policy);
  if (!first || scope[first.dimension]) return scope;
  const { dimension, keys } = first;
  // The condition itself is asked again when the policy has been found: where it is found otherwise, by nothing else.
  return { ...scope, [dimension]: { bucket: 'above', keys, holds: () => true, rest: null } };
}
