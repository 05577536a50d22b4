/** Cedar policies (JSON form) compiled to closures, once. */
import { compilerOf, CompileError, type Closure, type Forms, type Place } from './compiler.ts';
import type { Environment } from './environment.ts';
import { FORMS } from './forms.ts';
import { asBool } from './operators.ts';
import type { PolicyJson } from './policy-json.ts';
import { scopeOf, type Scope } from './scope.ts';

export type PolicyClosure = {
  effect: 'permit' | 'forbid';
  scope: Scope;
  /** Whether all of `when` and none of `unless` hold. Throws an `EvaluationError`. */
  isSatisfied(env: Environment): boolean;
};

/**
 * @param forms another table than Cedar's own only to test the tests
 * @throws CompileError for what is no policy, goes beyond `EXPRESSION_DEPTH_MAX` or `EXPRESSION_NODES_MAX`, or has lost digits of a number
 */
export function compilePolicy(json: PolicyJson, forms: Forms = FORMS): PolicyClosure {
  if (json.effect !== 'permit' && json.effect !== 'forbid') throw new CompileError('There is no such effect.', { key: 'effect', up: null });
  const compiler = compilerOf(forms);
  const conditions = json.conditions.map(({ kind, body }, i) => {
    const place: Place = { step: { key: 'body', up: { key: i, up: { key: 'conditions', up: null } } }, depth: 0 };
    if (kind !== 'when' && kind !== 'unless') return compiler.refuse('There is no such kind of condition.', place);
    return { closure: compiler.closure(body, place), wanted: kind === 'when' };
  });
  return { effect: json.effect, scope: scopeOf(json), isSatisfied: allOf(conditions) };
}

function allOf(conditions: readonly { closure: Closure; wanted: boolean }[]): (env: Environment) => boolean {
  const [only] = conditions;
  if (only && conditions.length === 1) return (env) => asBool(only.closure(env)) === only.wanted;
  return (env) => {
    for (const { closure, wanted } of conditions) if (asBool(closure(env)) !== wanted) return false;
    return true;
  };
}
