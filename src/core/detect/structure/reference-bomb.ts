/** How large a schema is once its references are written out ("billion laughs", CWE-776). */
import { isObject, type SchemaObject } from '../../json-schema/document.ts';

/** Parts of a schema written out beyond which no client copes. */
export const EXPANDED_MAX = 1e8;
const DEPTH_MAX = 500;
const POINTER_MAX = 512;

/** Each object is visited once; a reference to what encloses it counts as one part. Linear in the schema. */
export function isReferenceBomb(root: SchemaObject): boolean {
  const sizes = new Map<object, number>();
  const sizeOf = (value: unknown, depth: number): number => {
    if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return 1;
    const known = sizes.get(value);
    if (known !== undefined) return known;
    sizes.set(value, 1);
    let size = 1;
    if (Array.isArray(value)) for (const item of value) size += sizeOf(item, depth + 1);
    else
      for (const key in value) {
        // Definitions count where they are referred to.
        if (key === '$defs' || key === 'definitions') continue;
        const member: unknown = Reflect.get(value, key);
        size += key === '$ref' && typeof member === 'string' ? sizeOf(targetOf(root, member), depth + 1) : sizeOf(member, depth + 1);
      }
    sizes.set(value, size);
    return size;
  };
  return sizeOf(root, 0) > EXPANDED_MAX;
}

function targetOf(root: SchemaObject, reference: string): unknown {
  if (!reference.startsWith('#/') || reference.length > POINTER_MAX) return null;
  let target: unknown = root;
  for (const token of reference.slice(2).split('/')) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (isObject(target) && Object.hasOwn(target, key)) target = target[key];
    else if (Array.isArray(target)) target = target[Number(key)];
    else return null;
  }
  return target;
}
