/** How much a call adds to a limit, by an expression of the policy's author. Nothing is validated here: that was done when it was written. */
import { UNITS_MAX } from '../counters.ts';
import { compilerOf, CompileError, type Closure } from './compiler.ts';
import { environmentOf, type CedarRequest } from './environment.ts';
import { FORMS } from './forms.ts';
import { asLong } from './long.ts';
import type { Expr } from './policy-json.ts';
import { EvaluationError, fail } from './value.ts';

/** Beyond every bound that a limit may have. */
const BEYOND = UNITS_MAX + 1;

/** By the expression's own JSON, which lives as long as the policy that it belongs to. */
const closures = new WeakMap<Expr, Closure>();

function closureOf(expr: Expr): Closure {
  const known = closures.get(expr);
  if (known) return known;
  const made = orError(expr);
  closures.set(expr, made);
  return made;
}

/** One that cannot be compiled is an error of every request: what is stored has been compiled once before. */
function orError(expr: Expr): Closure {
  try {
    return compilerOf(FORMS).closure(expr, { step: null, depth: 0 });
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    const { message } = error;
    return () => fail(message);
  }
}

/** In units from 0 to `UNITS_MAX`, one more for all that is above; null where it is negative, no `Long`, or cannot be evaluated. */
export function amountOf(expr: Expr, request: CedarRequest): number | null {
  try {
    const amount = asLong(closureOf(expr)(environmentOf(request)));
    if (amount < 0) return null;
    return amount > UNITS_MAX ? BEYOND : Number(amount);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    return null;
  }
}
