/** The part of a tool's `inputSchema` that describes one argument (JSON Schema 2020-12, as far as it names properties). */
import type { JsonObject } from '../submission.ts';

/** Schemas looked at for one argument: `$ref` and combinators may lead in circles. */
export const WALK_MAX = 64;
/** In a path, any index of a list. */
export const ANY_INDEX = '*';

const COMBINATORS = ['allOf', 'anyOf', 'oneOf'] as const;

type Walk = { root: JsonObject; left: number };

/** @param path keys from the arguments inwards, `ANY_INDEX` for a list item @returns null when the schema says nothing of it */
export function schemaAt(root: JsonObject, path: readonly string[]): JsonObject | null {
  return descend(root, path, 0, { root, left: WALK_MAX });
}

function descend(schema: JsonObject | null, path: readonly string[], depth: number, walk: Walk): JsonObject | null {
  if (schema === null || walk.left-- <= 0) return null;
  if (typeof schema['$ref'] === 'string') {
    const target = descend(resolveRef(walk.root, schema['$ref']), path, depth, walk);
    if (target) return target;
  }
  const found = depth === path.length ? describing(schema) : descend(stepInto(schema, path[depth]!), path, depth + 1, walk);
  if (found) return found;
  for (const combinator of COMBINATORS) {
    const branches = schema[combinator];
    if (!Array.isArray(branches)) continue;
    for (const branch of branches) {
      const target = descend(objectOf(branch), path, depth, walk);
      if (target) return target;
    }
  }
  return depth === path.length ? schema : null;
}

/**
 * Whether the schema lists its properties and this one is not among them, nor covered by a pattern or a combinator.
 * Whoever calls may add such an argument under any name.
 */
export function isUndeclared(root: JsonObject, path: readonly string[]): boolean {
  let schema: JsonObject | null = root;
  for (const key of path) {
    if (schema === null || OPEN.some((word) => schema !== null && Object.hasOwn(schema, word))) return false;
    if (key !== ANY_INDEX) {
      const properties = objectOf(schema['properties']);
      if (properties === null ? schema['type'] === 'object' || schema['type'] === undefined : Object.keys(properties).length === 0)
        return false;
      if (properties === null || (!Object.hasOwn(properties, key) && !objectOf(schema['additionalProperties']))) return true;
    }
    schema = stepInto(schema, key);
  }
  return false;
}

const OPEN = [...COMBINATORS, '$ref', 'patternProperties', 'if', 'dependentSchemas'] as const;

/** A schema that itself says what the value is; a bare `$ref` or combinator does not. */
const describing = (schema: JsonObject): JsonObject | null =>
  ['type', 'format', 'enum', 'const', 'pattern', 'description'].some((key) => Object.hasOwn(schema, key)) ? schema : null;

function stepInto(schema: JsonObject, key: string): JsonObject | null {
  if (key === ANY_INDEX) return objectOf(schema['items']) ?? objectOf(firstOf(schema['prefixItems']));
  const properties = objectOf(schema['properties']);
  if (properties && Object.hasOwn(properties, key)) return objectOf(properties[key]);
  return objectOf(schema['additionalProperties']);
}

/** In the document only: a network reference is never followed. */
function resolveRef(root: JsonObject, ref: string): JsonObject | null {
  if (!ref.startsWith('#')) return null;
  let at: unknown = root;
  for (const raw of ref.slice(1).split('/', WALK_MAX).slice(1)) {
    const key = raw.replaceAll('~1', '/').replaceAll('~0', '~');
    const object = objectOf(at);
    if (!object || !Object.hasOwn(object, key)) return null;
    at = object[key];
  }
  return objectOf(at);
}

export const objectOf = (value: unknown): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;

const firstOf = (value: unknown): unknown => (Array.isArray(value) ? value[0] : undefined);
