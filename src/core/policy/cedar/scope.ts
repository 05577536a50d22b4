/** The heads of policies: whom, what and where they speak of. */
import { CompileError } from './compiler.ts';
import { aboveOf, type Dimension, type Environment } from './environment.ts';
import type { ActionScope, EntityUid, PolicyJson, PrincipalOrResource } from './policy-json.ts';
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

export type Scope = Record<Dimension, ScopePart>;
export const scopeOf = (policy: PolicyJson): Scope => ({
  resource: partOf('resource', policy.resource),
  principal: partOf('principal', policy.principal),
  action: partOf('action', policy.action),
});
