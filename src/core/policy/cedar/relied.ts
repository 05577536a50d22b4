/**
 * What a statement takes for granted of `context.input`. It was validated against types that may have changed since: then it is not what was
 * meant, and Cedar's `==` of values of different types is no error but false, which would let pass what the statement forbids.
 */
import type { InputTypes } from './input.ts';
import type { PolicyJson } from './policy-json.ts';
import { actionsNamed } from './references.ts';
import type { TypeJson } from './schema.ts';
import { spelt } from './type-graph.ts';

/** By action, then by path below `context.input` (empty: the whole): the type, marked with `?` where it may be missing. */
export type ReliedInputs = { [action: string]: { [path: string]: string } };
/** `now` is null where there is no such argument, or no such tool, any more. */
export type UnfitInput = { action: string; path: string; was: string; now: string | null };

const NONE = 'none';

const isObject = (value: unknown): value is { [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Attributes from `context` to an expression, and what the innermost of them are read of; null for what is no such path. */
function pathOf(expr: unknown): string[] | null {
  if (!isObject(expr)) return null;
  if (expr.Var === 'context') return [];
  const access = isObject(expr['.']) ? expr['.'] : isObject(expr.has) ? expr.has : null;
  if (!access) return null;
  const above = isObject(access.left) && isObject(access.left.has) ? null : pathOf(access.left);
  return above && [...above, ...([access.attr].flat() as string[])];
}

/** Paths below `input` as far as they go; empty where the whole of it, or of the context, is looked at in another way. */
export function inputPathsIn(policy: PolicyJson): string[][] {
  const found = new Map<string, string[]>();
  const note = (path: string[]): unknown => found.set(JSON.stringify(path), path);
  const open: unknown[] = policy.conditions.map(({ body }) => body);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) open.push(...(next as unknown[]));
    if (!isObject(next)) continue;
    const path = pathOf(next);
    if (!path) open.push(...Object.values(next).filter((member) => typeof member === 'object' && member !== null));
    else if (!path.length) note([]);
    else if (path[0] === 'input') note(path.slice(1));
  }
  return [...found.values()];
}

type Attributes = { [name: string]: TypeJson & { required?: boolean } };

function attributesOf(type: TypeJson, { common, entities }: InputTypes): Attributes | null {
  if ('attributes' in type) return type.attributes;
  if (!('name' in type)) return null;
  const name = type.name.slice(type.name.lastIndexOf(':') + 1);
  if (Object.hasOwn(common, name)) return attributesOf(common[name]!, { common, entities, actions: {} });
  const entity = Object.hasOwn(entities, name) ? entities[name]! : null;
  return entity && !('enum' in entity) && entity.shape ? attributesOf(entity.shape, { common, entities, actions: {} }) : null;
}

function typeAt(root: TypeJson, path: readonly string[], types: InputTypes): string {
  let type = root;
  let mark = '';
  for (const name of path) {
    const attributes = attributesOf(type, types);
    if (!attributes || !Object.hasOwn(attributes, name)) return NONE;
    type = attributes[name]!;
    if (attributes[name]!.required === false) mark += '?';
  }
  return spelt(type, types) + mark;
}

const joined = (path: readonly string[]): string => path.join('.');

/** Undefined where it looks at no typed input. @param types those that it was validated against */
export function reliedOn(policy: PolicyJson, types: InputTypes): ReliedInputs | undefined {
  const actions = actionsNamed(policy).filter((action) => Object.hasOwn(types.actions, action));
  const paths = actions.length ? inputPathsIn(policy) : [];
  if (!paths.length) return undefined;
  return Object.fromEntries(
    actions.map((action) => [action, Object.fromEntries(paths.map((path) => [joined(path), typeAt(types.actions[action]!, path, types)]))]),
  );
}

/** What is not any more as it was relied on. @param types those of today */
export function unfitInputs(relied: ReliedInputs, types: InputTypes): UnfitInput[] {
  return Object.entries(relied).flatMap(([action, paths]) => {
    const root = Object.hasOwn(types.actions, action) ? types.actions[action]! : null;
    return Object.entries(paths).flatMap(([path, was]): UnfitInput[] => {
      const now = root ? typeAt(root, path === '' ? [] : path.split('.'), types) : NONE;
      return now === was ? [] : [{ action, path, was, now: now === NONE ? null : now }];
    });
  });
}
