/** Compiles Cedar expressions (JSON form) to closures, within limits. */
import { type Step, pointerOf } from '../../pointer.ts';
import type { Environment } from './environment.ts';
import type { CedarValueJson, Expr } from './policy-json.ts';
import type { CedarValue } from './value.ts';

/** Throws an `EvaluationError`, and nothing else. */
export type Closure = (env: Environment) => CedarValue;

/** Expressions within each other; operands of one chain of `&&` or `||` count as one level. */
export const EXPRESSION_DEPTH_MAX = 200;
/** Expressions and literals of one policy. */
export const EXPRESSION_NODES_MAX = 20_000;

/** A policy that is no Cedar policy, or goes beyond a limit. `pointer` leads to the place in the JSON form. */
export class CompileError extends Error {
  readonly pointer: string;
  constructor(detail: string, at: Step | null) {
    super(detail);
    this.pointer = pointerOf(at);
  }
}

/** Where an expression stands in the JSON form, and within how many others. */
export type Place = { step: Step | null; depth: number };
export const under = (place: Place, ...keys: (string | number)[]): Place => ({
  step: keys.reduce<Step | null>((up, key) => ({ key, up }), place.step),
  depth: place.depth,
});

export type Form<N = never> = (node: N, compiler: Compiler, place: Place) => Closure;
/** How each kind of expression is compiled, by its key. */
export type Forms = Readonly<Record<string, Form>>;

/** Compiles one policy's expressions; its budget is that of the policy. */
export type Compiler = {
  closure(expr: Expr, place: Place): Closure;
  /** What an expression is without any request; undefined when it needs one, or fails. */
  constant(closure: Closure): CedarValue | undefined;
  fixed(value: CedarValue): Closure;
  refuse(detail: string, place: Place): never;
};

/** Made out here, so that what it keeps alive is the value and not the compiler. */
const always =
  (value: CedarValue): Closure =>
  () =>
    value;

export function compilerOf(forms: Forms): Compiler {
  let nodes = 0;
  const constants = new Map<Closure, CedarValue>();
  const compiler: Compiler = {
    closure(expr, place) {
      if (place.depth > EXPRESSION_DEPTH_MAX) compiler.refuse(`Expressions must not nest deeper than ${EXPRESSION_DEPTH_MAX}.`, place);
      if (++nodes > EXPRESSION_NODES_MAX) compiler.refuse(`A policy must not have more than ${EXPRESSION_NODES_MAX} expressions.`, place);
      const keys = typeof expr === 'object' && expr !== null && !Array.isArray(expr) ? Object.keys(expr) : [];
      const [name] = keys;
      if (keys.length !== 1 || name === undefined || !Object.hasOwn(forms, name)) {
        return compiler.refuse(
          keys.length === 1 ? `There is no expression ${JSON.stringify(name)}.` : 'An expression has exactly one key.',
          place,
        );
      }
      return forms[name]!((expr as Record<string, never>)[name]!, compiler, {
        step: { key: name, up: place.step },
        depth: place.depth + 1,
      });
    },
    constant: (closure) => constants.get(closure),
    fixed(value) {
      const closure = always(value);
      constants.set(closure, value);
      return closure;
    },
    refuse(detail, place) {
      throw new CompileError(detail, place.step);
    },
  };
  return compiler;
}

/** A literal in Cedar's JSON, as the expression that makes it: extension values may fail only when they are evaluated. */
export function expressionOf(json: CedarValueJson): Expr | null {
  if (typeof json !== 'object' || json === null) return null;
  if (Array.isArray(json)) return { Set: json.map((Value) => ({ Value })) };
  const call = Object.hasOwn(json, '__extn')
    ? (json as { __extn: { fn: string; arg?: CedarValueJson; args?: CedarValueJson[] } }).__extn
    : null;
  if (call) return { [call.fn]: (call.args ?? [call.arg!]).map((Value) => ({ Value })) } as Expr;
  const members = Object.entries(json as { [key: string]: CedarValueJson }).map(([key, Value]) => [key, { Value }] as const);
  return { Record: Object.fromEntries(members) };
}
