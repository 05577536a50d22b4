/** What a schema document offers to references: resources, anchors, JSON Pointers (JSON Schema 2020-12 Core, 8 and 9). */
import type { Step } from '../pointer.ts';
import type { Resource } from './run.ts';
import { resolveUri, splitFragment } from './uri.ts';

export type SchemaObject = { [key: string]: unknown };

export const isObject = (value: unknown): value is SchemaObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keywords whose value is a subschema, a list of them, or a map of them. */
export const ONE = new Set([
  'additionalItems',
  'additionalProperties',
  'contains',
  'contentSchema',
  'else',
  'if',
  'items',
  'not',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
]);
export const LISTS = new Set(['allOf', 'anyOf', 'items', 'oneOf', 'prefixItems']);
export const MAPS = new Set(['$defs', 'definitions', 'dependencies', 'dependentSchemas', 'patternProperties', 'properties']);

/** Where a schema object stands: its resource, and its path from the root of the document. */
export type Place = { resource: Resource; at: Step | null };

export type Target = { schema: unknown; resource: Resource } | 'network_ref' | 'unresolved_ref';

export class SchemaDocument {
  /** Drafts 4 to 7: `$ref` hides its neighbours, `$id` may be an anchor, and the newer keywords do not exist. */
  readonly isLegacy: boolean;
  readonly root: Resource;
  readonly #resources = new Map<string, Resource>();
  readonly #places = new Map<object, Place>();

  /** Linear in the document, without recursion. */
  constructor(schema: SchemaObject) {
    const dialect = schema.$schema;
    this.isLegacy = typeof dialect === 'string' && /draft-0[3-7]\b/.test(dialect);
    this.root = { uri: '', root: schema, anchors: new Map(), dynamic: new Map() };
    this.#resources.set('', this.root);
    this.#index(schema, this.root);
  }

  /** The place of an object that stands where a schema can stand. */
  placeOf(schema: object): Place | undefined {
    return this.#places.get(schema);
  }

  /** Every schema that a `$dynamicRef` could lead to. */
  dynamicTargets(): object[] {
    return [...this.#resources.values()].flatMap((resource) => [...resource.dynamic.values()]);
  }

  resolve(reference: string, from: Resource): Target {
    const { uri, fragment } = splitFragment(reference);
    const resource = this.#resources.get(resolveUri(from.uri, uri));
    if (!resource) return 'network_ref';
    const name = decode(fragment);
    if (name === null) return 'unresolved_ref';
    if (name === '') return { schema: resource.root, resource };
    if (name.startsWith('/')) return this.#follow(name, resource);
    const anchored = resource.anchors.get(name);
    return anchored ? { schema: anchored, resource } : 'unresolved_ref';
  }

  #index(schema: SchemaObject, root: Resource): void {
    const stack: { schema: SchemaObject; place: Place }[] = [{ schema, place: { resource: root, at: null } }];
    for (let next = stack.pop(); next; next = stack.pop()) {
      if (this.#places.has(next.schema)) continue;
      const { at } = next.place;
      const resource = this.#enter(next.schema, next.place);
      const push = (item: unknown, up: Step | null, key: string | number): void => {
        if (isObject(item)) stack.push({ schema: item, place: { resource, at: { key, up } } });
      };
      for (const [keyword, value] of Object.entries(next.schema)) {
        const within = { key: keyword, up: at };
        if (LISTS.has(keyword) && Array.isArray(value)) {
          for (const [i, item] of value.entries()) push(item, within, i);
        } else if (MAPS.has(keyword) && isObject(value)) {
          for (const [name, item] of Object.entries(value)) push(item, within, name);
        } else if (ONE.has(keyword)) push(value, at, keyword);
      }
    }
  }

  #enter(schema: SchemaObject, place: Place): Resource {
    const resource = this.#identify(schema, place.resource);
    this.#places.set(schema, { resource, at: place.at });
    const { $anchor, $dynamicAnchor } = schema;
    if (!this.isLegacy && typeof $anchor === 'string') addOnce(resource.anchors, $anchor, schema);
    if (!this.isLegacy && typeof $dynamicAnchor === 'string') {
      addOnce(resource.anchors, $dynamicAnchor, schema);
      addOnce(resource.dynamic, $dynamicAnchor, schema);
    }
    return resource;
  }

  #identify(schema: SchemaObject, outer: Resource): Resource {
    const id = schema.$id;
    if (typeof id !== 'string' || (this.isLegacy && typeof schema.$ref === 'string')) return outer;
    const { uri, fragment } = splitFragment(id);
    if (this.isLegacy && fragment !== '') addOnce(outer.anchors, fragment, schema);
    if (uri === '') return outer;
    const resolved = resolveUri(outer.uri, uri);
    if (schema === outer.root) {
      outer.uri = resolved;
      this.#resources.set(resolved, outer);
      return outer;
    }
    const resource: Resource = { uri: resolved, root: schema, anchors: new Map(), dynamic: new Map() };
    if (!this.#resources.has(resolved)) this.#resources.set(resolved, resource);
    return resource;
  }

  #follow(pointer: string, start: Resource): Target {
    let schema: unknown = start.root;
    let resource = start;
    for (const part of pointer.slice(1).split('/')) {
      const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
      if (typeof schema !== 'object' || schema === null || !Object.hasOwn(schema, key)) return 'unresolved_ref';
      schema = Reflect.get(schema, key);
      if (isObject(schema)) resource = this.#places.get(schema)?.resource ?? resource;
    }
    return typeof schema === 'boolean' || isObject(schema) ? { schema, resource } : 'unresolved_ref';
  }
}

function addOnce(map: Map<string, object>, key: string, value: object): void {
  if (!map.has(key)) map.set(key, value);
}

function decode(fragment: string): string | null {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return null;
  }
}
