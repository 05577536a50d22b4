/** Evaluators with one thing broken: a test that lets one pass tests nothing. */
import type { Closure, Form, Forms } from '#core/policy/cedar/compiler.ts';
import { FORMS } from '#core/policy/cedar/forms.ts';
import { EvaluationError, type CedarValue } from '#core/policy/cedar/value.ts';

const after =
  (name: string, change: (closure: Closure) => Closure): Form =>
  (node, compiler, place) =>
    change(FORMS[name]!(node, compiler, place));

/** What was an error is a value. */
const silent =
  (value: CedarValue) =>
  (closure: Closure): Closure =>
  (env) => {
    try {
      return closure(env);
    } catch (error) {
      if (error instanceof EvaluationError) return value;
      throw error;
    }
  };
const not =
  (closure: Closure): Closure =>
  (env) =>
    !closure(env);
const withForms = (changed: Record<string, Form>): Forms => ({ ...FORMS, ...changed });
const like = (name: string, other: string): Forms => withForms({ [name]: FORMS[other]! });
const inverted = (name: string): Forms => withForms({ [name]: after(name, not) });

export const MUTANTS: Record<string, Forms> = {
  '< is <=': like('<', '<='),
  '>= is >': like('>=', '>'),
  '+ is -': like('+', '-'),
  '* is +': like('*', '+'),
  '&& is ||': like('&&', '||'),
  'containsAny is containsAll': like('containsAny', 'containsAll'),
  'contains is inverted': inverted('contains'),
  '== is inverted': inverted('=='),
  'is does not look': withForms({ is: () => () => true }),
  'in knows no ancestors': like('in', '=='),
  'a missing attribute is false': withForms({ '.': after('.', silent(false)) }),
  'a missing tag is empty': withForms({ getTag: after('getTag', silent('')) }),
  'overflow is zero': withForms({ '*': after('*', silent(0)), '+': after('+', silent(0)), '-': after('-', silent(0)) }),
  'a type error is false': withForms({ '<': after('<', silent(false)) }),
  'has looks at the first attribute only': withForms({
    has: ((node: { left: never; attr: string | string[] }, compiler, place) =>
      FORMS['has']!({ ...node, attr: [node.attr].flat()[0] } as never, compiler, place)) as Form<never>,
  }),
  'like has no wildcards': withForms({
    like: ((node: { left: never; pattern: unknown[] }, compiler, place) =>
      FORMS['like']!({ ...node, pattern: node.pattern.filter((part) => part !== 'Wildcard') } as never, compiler, place)) as Form<never>,
  }),
  'a bad address is an address': withForms({ ip: after('ip', silent({ kind: 'ip', words: [0], prefix: 32 })) }),
  'isInRange is inverted': inverted('isInRange'),
  'lessThan is lessThanOrEqual': like('lessThan', 'lessThanOrEqual'),
  'a bad decimal is zero': withForms({ decimal: after('decimal', silent({ kind: 'decimal', value: 0 })) }),
  'a bad datetime is 1970': withForms({ datetime: after('datetime', silent({ kind: 'datetime', value: 0 })) }),
  'offset does not move': withForms({
    offset: ((node: never[], compiler, place) => compiler.closure(node[0]!, place)) as Form<never>,
  }),
  'toDays is toHours': like('toDays', 'toHours'),
  'if-then-else looks at the test only': withForms({
    'if-then-else': ((node: { if: never }, compiler, place) => compiler.closure(node.if, place)) as Form<never>,
  }),
};
