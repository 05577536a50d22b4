/** How each kind of Cedar expression becomes a closure. */
import { expressionOf, under, type Closure, type Compiler, type Form, type Forms, type Place } from './compiler.ts';
import { membersOf, readerOf, type Environment } from './environment.ts';
import { EXTENSIONS, type Extension } from './extension-functions.ts';
import { matcherOf } from './like.ts';
import { asBool, asEntity, asString, BINARY, UNARY, type Operator } from './operators.ts';
import type { CedarValueJson, EntityUid, Expr, PatternPart } from './policy-json.ts';
import { entity, equals, EvaluationError, fail, record, setMember, type CedarValue } from './value.ts';

type Pair = { left: Expr; right: Expr };

function value(json: CedarValueJson, compiler: Compiler, place: Place): Closure {
  if (typeof json === 'string' || typeof json === 'boolean') return compiler.fixed(json);
  if (typeof json === 'number') {
    // A JSON reader has rounded it: it is no longer what was written.
    if (!Number.isSafeInteger(json)) return compiler.refuse('A whole number must lie within ±9007199254740991.', place);
    return compiler.fixed(json + 0);
  }
  const uid = Object.hasOwn(json ?? {}, '__entity') ? (json as { __entity: EntityUid }).__entity : null;
  if (uid) return compiler.fixed(entity(uid.type, uid.id));
  const expr = expressionOf(json);
  return expr ? compiler.closure(expr, place) : compiler.refuse('There is no such literal.', place);
}

function variable(name: string, compiler: Compiler, place: Place): Closure {
  switch (name) {
    case 'principal':
      return (env) => env.principal;
    case 'action':
      return (env) => env.action;
    case 'resource':
      return (env) => env.resource;
    case 'context':
      return (env) => env.context;
    default:
      return compiler.refuse('There is no such variable.', place);
  }
}

/** `&&` and `||` are associative, errors and short circuits included: a chain of any shape is one list. */
function operandsOf(name: '&&' | '||', node: Pair, compiler: Compiler, place: Place): Closure[] {
  const operands: Closure[] = [];
  const open: { expr: Expr; place: Place }[] = [
    { expr: node.right, place: under(place, 'right') },
    { expr: node.left, place: under(place, 'left') },
  ];
  for (let next = open.pop(); next; next = open.pop()) {
    const inner = (next.expr as Record<string, Pair>)[name];
    if (inner && Object.keys(next.expr).length === 1) {
      open.push({ expr: inner.right, place: under(next.place, name, 'right') });
      open.push({ expr: inner.left, place: under(next.place, name, 'left') });
    } else operands.push(compiler.closure(next.expr, next.place));
  }
  return operands;
}

/** @param settles the operand that decides the whole: `false` of `&&`, `true` of `||` */
const chain =
  (name: '&&' | '||', settles: boolean): Form<Pair> =>
  (node, compiler, place) => {
    const operands = operandsOf(name, node, compiler, place);
    const [first, second] = operands;
    if (operands.length === 2 && first && second) {
      return (env) => (asBool(first(env)) === settles ? settles : asBool(second(env)));
    }
    return (env) => {
      for (const operand of operands) if (asBool(operand(env)) === settles) return settles;
      return !settles;
    };
  };

const unary =
  (apply: (operand: CedarValue) => CedarValue): Form<{ arg: Expr }> =>
  ({ arg }, compiler, place) => {
    const operand = compiler.closure(arg, under(place, 'arg'));
    return (env) => apply(operand(env));
  };

const binary =
  (apply: Operator): Form<Pair> =>
  (node, compiler, place) => {
    const left = compiler.closure(node.left, under(place, 'left'));
    const right = compiler.closure(node.right, under(place, 'right'));
    return (env) => apply(left(env), right(env), env);
  };

/** With a literal that is no object, equality is identity. */
function equality(node: Pair, compiler: Compiler, place: Place): Closure {
  const left = compiler.closure(node.left, under(place, 'left'));
  const right = compiler.closure(node.right, under(place, 'right'));
  const literal = compiler.constant(right);
  if (literal !== undefined && typeof literal !== 'object') return (env) => left(env) === literal;
  return (env) => equals(left(env), right(env));
}

/** A literal set of strings, numbers and the like is looked up, not searched. */
function contains(node: Pair, compiler: Compiler, place: Place): Closure {
  const left = compiler.closure(node.left, under(place, 'left'));
  const right = compiler.closure(node.right, under(place, 'right'));
  const literal = compiler.constant(left);
  if (Array.isArray(literal) && literal.every((member) => typeof member !== 'object')) {
    const members = new Set<CedarValue>(literal);
    return (env) => members.has(right(env));
  }
  return (env) => BINARY.contains(left(env), right(env));
}

function attribute({ left, attr }: { left: Expr; attr: string }, compiler: Compiler, place: Place): Closure {
  const of = compiler.closure(left, under(place, 'left'));
  const read = readerOf(attr);
  const missing = `attribute ${JSON.stringify(attr)} does not exist`;
  const dimension = 'Var' in left && left.Var !== 'context' ? left.Var : null;
  if (dimension) return (env) => read(env.attrs[dimension] ?? fail(`the ${dimension} is not known`)) ?? fail(missing);
  return (env) => {
    const members = membersOf(of(env), env) ?? fail('entity does not exist');
    return read(members) ?? fail(missing);
  };
}

function has({ left, attr }: { left: Expr; attr: string | string[] }, compiler: Compiler, place: Place): Closure {
  const of = compiler.closure(left, under(place, 'left'));
  const names = Array.isArray(attr) ? attr : [attr];
  const path = names.map(readerOf);
  const asksForInput = names[0] === 'input';
  return (env) => {
    let current: CedarValue | undefined = of(env);
    if (asksForInput && env.is_unfit && current === env.context) fail('the arguments do not fit their types');
    for (const read of path) {
      const members = membersOf(current, env);
      current = members && read(members);
      if (current === undefined) return false;
    }
    return true;
  };
}

function like({ left, pattern }: { left: Expr; pattern: PatternPart[] }, compiler: Compiler, place: Place): Closure {
  const of = compiler.closure(left, under(place, 'left'));
  const matches = matcherOf(pattern);
  return (env) => matches(asString(of(env)));
}

function isOfType(
  { left, entity_type, in: within }: { left: Expr; entity_type: string; in?: Expr },
  compiler: Compiler,
  place: Place,
): Closure {
  const of = compiler.closure(left, under(place, 'left'));
  if (!within) return (env) => asEntity(of(env)).type === entity_type;
  const group = compiler.closure(within, under(place, 'in'));
  return (env) => {
    const uid = asEntity(of(env));
    return uid.type === entity_type && BINARY.in(uid, group(env), env);
  };
}

function choice(node: { if: Expr; then: Expr; else: Expr }, compiler: Compiler, place: Place): Closure {
  const test = compiler.closure(node.if, under(place, 'if'));
  const then = compiler.closure(node.then, under(place, 'then'));
  const otherwise = compiler.closure(node.else, under(place, 'else'));
  return (env) => (asBool(test(env)) ? then(env) : otherwise(env));
}

function set(items: Expr[], compiler: Compiler, place: Place): Closure {
  const members = items.map((item, i) => compiler.closure(item, under(place, i)));
  const literals = members.map(compiler.constant).filter((literal) => literal !== undefined);
  if (literals.length === members.length) return compiler.fixed(literals);
  return (env) => members.map((member) => member(env));
}

function recordOf(node: { [name: string]: Expr }, compiler: Compiler, place: Place): Closure {
  const members = Object.keys(node).map((name) => ({ name, member: compiler.closure(node[name]!, under(place, name)) }));
  return (env) => {
    const { of, kind } = record({});
    for (const { name, member } of members) setMember(of, name, member(env));
    return { of, kind };
  };
}

const extension =
  ({ arity, call }: Extension, name: string): Form<Expr[]> =>
  (node, compiler, place) => {
    const args = node.map((arg, i) => compiler.closure(arg, under(place, i)));
    const apply = (env: Environment): CedarValue => {
      const values = args.map((arg) => arg(env));
      return values.length === arity ? call(values) : fail(`${name} takes ${arity} arguments`);
    };
    const literals = args.map(compiler.constant).filter((literal) => literal !== undefined);
    if (literals.length !== args.length || literals.length !== arity) return apply;
    try {
      return compiler.fixed(call(literals));
    } catch (error) {
      if (error instanceof EvaluationError) return apply;
      throw error;
    }
  };

const table = <T>(entries: Readonly<Record<string, T>>, form: (entry: T, name: string) => Form): Forms =>
  Object.fromEntries(Object.entries(entries).map(([name, entry]) => [name, form(entry, name)]));

export const FORMS: Forms = {
  ...table(EXTENSIONS, extension as never),
  ...table<Operator>(BINARY, binary as never),
  ...table(UNARY, unary as never),
  Value: value as Form,
  Var: variable as Form,
  '==': equality as Form,
  contains: contains as Form,
  '&&': chain('&&', false) as Form,
  '||': chain('||', true) as Form,
  '.': attribute as Form,
  has: has as Form,
  like: like as Form,
  is: isOfType as Form,
  'if-then-else': choice as Form,
  Set: set as Form,
  Record: recordOf as Form,
};
