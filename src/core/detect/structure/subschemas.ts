/** Every schema within a schema, with the name of the property that it describes. */
import { LISTS, MAPS, ONE, isObject, type SchemaObject } from '../../json-schema/document.ts';
import type { Step } from '../../pointer.ts';

/** Schemas within one tool schema that are looked into; more are refused by the protocol layer. */
export const SUBSCHEMAS_MAX = 10_000;

export type Subschema = {
  schema: SchemaObject;
  at: Step;
  /** The property; null for what is none. */
  name: string | null;
};

/** Iterative, linear in the schema. */
export function eachSubschema(root: unknown, at: Step, visit: (subschema: Subschema) => void): void {
  if (!isObject(root)) return;
  const stack: Subschema[] = [{ schema: root, at, name: null }];
  let seen = 0;
  for (let one = stack.pop(); one && seen < SUBSCHEMAS_MAX; one = stack.pop()) {
    seen++;
    visit(one);
    for (const keyword in one.schema) {
      const value = one.schema[keyword];
      if (typeof value === 'object' && value !== null) push(keyword, value, one.at, stack);
    }
  }
}

function push(keyword: string, value: object, up: Step, stack: Subschema[]): void {
  const at = { key: keyword, up };
  if (Array.isArray(value)) {
    if (LISTS.has(keyword)) value.forEach((item, i) => isObject(item) && stack.push({ schema: item, at: { key: i, up: at }, name: null }));
  } else if (MAPS.has(keyword)) {
    const names = keyword === 'properties';
    for (const [key, item] of Object.entries(value))
      if (isObject(item)) stack.push({ schema: item, at: { key, up: at }, name: names ? key : null });
  } else if (ONE.has(keyword) && isObject(value)) stack.push({ schema: value, at, name: null });
}
