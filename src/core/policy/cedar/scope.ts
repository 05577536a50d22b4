/** The heads of policies: whom, what and where they speak of. */
import { CompileError } from './compiler.ts';
import { isWithin, type Environment } from './environment.ts';
import type { ActionScope, EntityUid, PolicyJson, PrincipalOrResource } from './policy-json.ts';
import { keyOfUid } from './value.ts';

export const DIMENSIONS = ['resource', 'principal', 'action'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Where a policy is found by what it names: the entity itself, something above it, or its type. */
export type Bucket = 'itself' | 'above' | 'type';
/** Null when a policy speaks of everything in this dimension. */
export type ScopePart = { bucket: Bucket; keys: string[]; holds(env: Environment): boolean } | null;

const keyOf = (entity: EntityUid | { __entity: EntityUid }): string => {
  const uid = '__entity' in entity ? entity.__entity : entity;
  return keyOfUid(uid.type, uid.id);
};

function partOf(dimension: Dimension, scope: PrincipalOrResource | ActionScope): ScopePart {
  switch (scope.op) {
    case 'All':
      return null;
    case '==': {
      const key = keyOf(scope.entity);
      return { bucket: 'itself', keys: [key], holds: (env) => env[dimension].key === key };
    }
    case 'in': {
      const keys = 'entities' in scope ? scope.entities.map(keyOf) : [keyOf(scope.entity)];
      return { bucket: 'above', keys, holds: (env) => keys.some((key) => isWithin(env, env[dimension].key, key)) };
    }
    case 'is': {
      const type = scope.entity_type;
      if (!scope.in) return { bucket: 'type', keys: [type], holds: (env) => env[dimension].type === type };
      const key = keyOf(scope.in.entity);
      return { bucket: 'above', keys: [key], holds: (env) => env[dimension].type === type && isWithin(env, env[dimension].key, key) };
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
