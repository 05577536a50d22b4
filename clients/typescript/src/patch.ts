/** JSON Patch (RFC 6902). */
import { isObject } from './exchange.ts';
import { indexOf, lookUp, tokensOf } from './pointer.ts';

/**
 * A copy of `document` with all operations made, in order, or null where one of them cannot be made. `root` is the one member of the
 * document in which they must stay.
 */
export function patched(document: Record<string, unknown>, operations: unknown, root: string): Record<string, unknown> | null {
  if (!Array.isArray(operations)) return null;
  try {
    const copy = structuredClone(document);
    for (const operation of operations) make(copy, operation, root);
    return copy;
  } catch {
    return null;
  }
}

function make(document: unknown, operation: unknown, root: string): void {
  if (!isObject(operation)) throw new Error('not an operation');
  const place = (name: 'path' | 'from'): string[] => {
    const tokens = tokensOf(operation[name]);
    if (!tokens || tokens[0] !== root) throw new Error(`${name} does not lie in the message`);
    return tokens;
  };
  const value = (): unknown => {
    if (!Object.hasOwn(operation, 'value')) throw new Error('no value');
    return structuredClone(operation['value']);
  };
  const path = place('path');
  switch (operation['op']) {
    case 'add':
      return add(document, path, value());
    case 'remove':
      return void remove(document, path);
    case 'replace':
      get(document, path);
      remove(document, path);
      return add(document, path, value());
    case 'move': {
      const from = place('from');
      if (from.length < path.length && from.every((token, i) => token === path[i])) throw new Error('into itself');
      return add(document, path, remove(document, from));
    }
    case 'copy':
      return add(document, path, structuredClone(get(document, place('from'))));
    case 'test':
      if (!isEqual(get(document, path), value())) throw new Error('the test failed');
      return;
    default:
      throw new Error('no such operation');
  }
}

function get(document: unknown, tokens: readonly string[]): unknown {
  const there = lookUp(document, tokens);
  if (!there.found) throw new Error('there is nothing');
  return there.value;
}

function add(document: unknown, path: readonly string[], value: unknown): void {
  const parent = get(document, path.slice(0, -1));
  const last = path.at(-1)!;
  if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : indexOf(last);
    if (index < 0 || index > parent.length) throw new Error('no such place in the list');
    parent.splice(index, 0, value);
  } else if (isObject(parent)) define(parent, last, value);
  else throw new Error('neither an object nor a list');
}

/** `__proto__` is a member like any other. */
const define = (object: object, name: string, value: unknown): void => {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
};

function remove(document: unknown, path: readonly string[]): unknown {
  const value = get(document, path);
  const parent = get(document, path.slice(0, -1));
  const last = path.at(-1)!;
  if (Array.isArray(parent)) parent.splice(indexOf(last), 1);
  else if (isObject(parent)) delete parent[last];
  return value;
}

/** RFC 6902, 4.6. */
function isEqual(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, i) => isEqual(value, b[i]));
  if (!isObject(a) || !isObject(b)) return a === b;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => Object.hasOwn(b, name) && isEqual(a[name], b[name]));
}
