/** Parameters of a pack: checked by type, and put into documents as values, never as text. */
import { compileSchema } from '../json-schema.ts';
import { isObject } from '../mcp/check.ts';
import type { Fault } from '../problem.ts';
import type { Manifest, Params, ParamValue, Strength } from './manifest.ts';

const isMissing = (value: ParamValue | undefined): boolean =>
  value === undefined || value === null || (Array.isArray(value) && value.length === 0);

/** Those of the tenant over those of the strength over the defaults. Faults point into `params`. */
export function paramsOf(
  { params, strengths }: Pick<Manifest, 'params' | 'strengths'>,
  strength: Strength,
  given: { [name: string]: unknown },
): { params: Params; faults: Fault[] } {
  const names = Object.keys(params.properties);
  const faults: Fault[] = Object.keys(given)
    .filter((name) => !Object.hasOwn(params.properties, name))
    .map((name) => ({
      pointer: `/${name.slice(0, 64).replaceAll('~', '~0').replaceAll('/', '~1')}`,
      detail: `There is no such parameter; there are ${names.join(', ')}.`,
    }));
  const made: Params = Object.create(null) as Params;
  for (const name of names) {
    const { default: fallback, ...schema } = params.properties[name]!;
    const value = Object.hasOwn(given, name) ? given[name] : (strengths[strength][name] ?? fallback);
    if (value === null && fallback === null) {
      made[name] = null;
      continue;
    }
    const found = compileSchema(schema).validate(value).faults;
    faults.push(...found.map(({ pointer, detail }) => ({ pointer: `/${name}${pointer}`, detail })));
    if (!found.length) made[name] = value as ParamValue;
  }
  return { params: made, faults };
}

export const hasAll = (params: Params, names: readonly string[] = []): boolean => names.every((name) => !isMissing(params[name]));

const PLACEHOLDER = /^\$\{([a-z][a-z0-9_]*)\}$/;
const nameIn = (value: unknown): string | null => (typeof value === 'string' ? (PLACEHOLDER.exec(value)?.[1] ?? null) : null);

/** Where each parameter has come to stand, as JSON Pointers. */
export type Placed = { pointer: string; param: string }[];

/**
 * A text that is `${name}` and nothing else becomes the value itself. In a list, the items of a list take its place; a member without
 * a value goes.
 */
export function fill(template: unknown, params: Params, placed: Placed = [], at = ''): unknown {
  const name = nameIn(template);
  if (name !== null) {
    if (!Object.hasOwn(params, name)) throw new TypeError(`There is no parameter ${name}`);
    placed.push({ pointer: at, param: name });
    return params[name];
  }
  if (Array.isArray(template))
    return template.flatMap((one) => {
      const value = fill(one, params, placed, at);
      return nameIn(one) === null ? [value] : isMissing(value as ParamValue) ? [] : value;
    });
  if (!isObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).flatMap(([key, value]) => {
      const filled = fill(value, params, placed, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
      return nameIn(value) !== null && isMissing(filled as ParamValue) ? [] : [[key, filled]];
    }),
  );
}
