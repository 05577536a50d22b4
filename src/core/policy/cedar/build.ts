/** Cedar expressions, in its JSON form. */
import type { CedarValueJson, Expr, ExtensionFunction, PatternPart } from './policy-json.ts';

export const value = (of: CedarValueJson): Expr => ({ Value: of });
export const TRUE = value(true);
export const principal: Expr = { Var: 'principal' };
export const resource: Expr = { Var: 'resource' };
export const context: Expr = { Var: 'context' };
const NAMESPACE = 'Mcp::';
export const uid = (type: string, id: string): { type: string; id: string } => ({ type: `${NAMESPACE}${type}`, id });
export const entity = (type: string, id: string): Expr => value({ __entity: uid(type, id) });

/** Balanced: the depth of a tree grows with the logarithm of its parts. */
function joined(parts: readonly Expr[], join: (left: Expr, right: Expr) => Expr): Expr {
  const [only] = parts;
  if (!only) throw new RangeError('nothing to join');
  if (parts.length === 1) return only;
  const middle = parts.length >> 1;
  return join(joined(parts.slice(0, middle), join), joined(parts.slice(middle), join));
}
/** True when there is nothing. */
export const all = (...parts: readonly Expr[]): Expr => (parts.length ? joined(parts, (left, right) => ({ '&&': { left, right } })) : TRUE);
/** False when there is nothing. */
export const any = (...parts: readonly Expr[]): Expr =>
  parts.length ? joined(parts, (left, right) => ({ '||': { left, right } })) : value(false);
export const not = (arg: Expr): Expr => ({ '!': { arg } });

export const get = (left: Expr, ...attrs: readonly string[]): Expr => attrs.reduce<Expr>((of, attr) => ({ '.': { left: of, attr } }), left);
export const has = (left: Expr, ...attrs: [string, ...string[]]): Expr => ({ has: { left, attr: attrs } });
export const hasTag = (left: Expr, tag: string): Expr => ({ hasTag: { left, right: value(tag) } });
export const getTag = (left: Expr, tag: string): Expr => ({ getTag: { left, right: value(tag) } });
export const equal = (left: Expr, right: Expr): Expr => ({ '==': { left, right } });
export const atMost = (left: Expr, right: Expr): Expr => ({ '<=': { left, right } });
export const atLeast = (left: Expr, right: Expr): Expr => ({ '>=': { left, right } });
export const below = (left: Expr, right: Expr): Expr => ({ '<': { left, right } });
export const within = (left: Expr, right: Expr): Expr => ({ in: { left, right } });
export const isA = (left: Expr, type: string): Expr => ({ is: { left, entity_type: `${NAMESPACE}${type}` } });
export const contains = (left: Expr, right: Expr): Expr => ({ contains: { left, right } });
export const setOf = (...items: readonly Expr[]): Expr => ({ Set: [...items] });
export const call = (fn: ExtensionFunction, ...args: readonly Expr[]): Expr => ({ [fn]: [...args] });

/** `*` stands for any run of characters, everything else for itself; without one it is an equality. */
export function like(left: Expr, pattern: string): Expr {
  if (!pattern.includes('*')) return equal(left, value(pattern));
  const parts: PatternPart[] = [];
  for (const [i, literal] of pattern.split('*').entries()) {
    if (i > 0 && parts.at(-1) !== 'Wildcard') parts.push('Wildcard');
    if (literal !== '') parts.push({ Literal: literal });
  }
  return { like: { left, pattern: parts } };
}
