/** Query operators of document databases, and the arguments in which they are at home, as data. */
import type { Step } from '../../mcp/surface.ts';
import { NAME_MAX, wordsOf } from '../../roles/tokens.ts';

/** MongoDB's comparison, logical, element and evaluation operators, CouchDB's (Mango) among them. */
const OPERATORS =
  'ne gt gte lt lte in nin eq not nor or and regex where exists expr function accumulator elemMatch mod all size options text jsonSchema comment type like iLike func'.split(
    ' ',
  );
const SET: ReadonlySet<string> = new Set(OPERATORS.map((name) => `$${name.toLowerCase()}`));

export const isOperator = (name: string): boolean => SET.has(name.toLowerCase());

/** Longest first, so that `$gte` is not read as `$gt`. */
export const ANY_OPERATOR = OPERATORS.toSorted((a, b) => b.length - a.length).join('|');

/** Arguments that hold a condition rather than a value: in them operators are what is meant. */
const CONDITIONS = new Set(
  'filter filters query queries where pipeline pipelines aggregation aggregations aggregate stages stage selector find match criteria criterion condition conditions constraint constraints predicate projection update updates upsert replacement document documents search must should schema schemas rule rules policy policies spec expression expressions sort lookup having options definition config configuration settings transform transformation metadata range ranges facets'.split(
    ' ',
  ),
);
/** Nobody searches for a password that is not something. */
const PASSWORDS = new Set('password passwd pass pwd passphrase passcode otp'.split(' '));
/** What is compared for equality, so that any other comparison is a surprise. */
const EXACT = new Set(
  'username user login session sid email mail id uid key apikey code hash token secret pin name account text q term'.split(' '),
);
/** Ranges and choices: ordinary for amounts and dates. */
const RANGES = new Set(['$gt', '$gte', '$lt', '$lte', '$eq']);
/** Operators that are names of other things too. */
const COMMON = new Set('$type $comment $options $size $text $and $or $in $all $like $function $func $jsonSchema'.split(' '));

const last = (key: string): string => wordsOf(key, NAME_MAX).at(-1) ?? '';

/** Whether an object in this place is a condition. */
export function takesCondition(at: Step): boolean {
  for (let step: Step | null = at; step && step.key !== 'arguments'; step = step.up)
    if (
      typeof step.key === 'string' &&
      (CONDITIONS.has(last(step.key)) || wordsOf(step.key, NAME_MAX).some((word) => CONDITIONS.has(word)))
    )
      return true;
  return false;
}

/** Those that are nothing else; and `$eq` changes nothing. In JSON the others mean types, comments, schemas. */
const CERTAIN: ReadonlySet<string> = new Set(
  OPERATORS.filter((name) => name !== 'eq' && !COMMON.has(`$${name}`)).map((name) => `$${name.toLowerCase()}`),
);

export const isCertain = (operator: string): boolean => CERTAIN.has(operator.toLowerCase());

const isNamed = (at: Step, names: ReadonlySet<string>): boolean => typeof at.key === 'string' && names.has(last(at.key));

/** How sure it is that `operator` does not belong where `at` is the place of its object, in [0, 1]. */
export function surprise(operator: string, at: Step): number {
  const isPassword = isNamed(at, PASSWORDS);
  if (takesCondition(at)) return isPassword && !COMMON.has(operator) ? IN_CONDITION_SURE : IN_CONDITION;
  if (isPassword || isNamed(at, EXACT)) return SURE;
  return COMMON.has(operator) || RANGES.has(operator) ? UNSURE : SURE;
}

const SURE = 0.92;
const UNSURE = 0.7;
const IN_CONDITION_SURE = 0.82;
/** Of an operator where operators are meant. */
export const IN_CONDITION = 0.3;
