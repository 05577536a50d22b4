/** NoSQL injection (threat Q02): query operators and scripts in the place of values for a database behind the tool. */
import type { Match } from '../finding.ts';
import type { Detector, Subject } from './detector.ts';
import { PART_ROLES, TEXT_ROLES } from './injection-places.ts';
import { ANY_OPERATOR, IN_CONDITION, isCertain, isOperator, surprise, takesCondition } from './nosql-injection/operators.ts';
import { RULES } from './nosql-injection/rules.ts';
import {
  GREMLIN,
  graphClause,
  HOSTILE_SCRIPT,
  isScriptPlace,
  scriptBreak,
  SEARCH_BREAK,
  SHELL_CALL,
  spanBy,
  STORE_SCRIPT,
  tautology,
  THIS_FIELD,
  THIS_MATCH,
  type Found,
  whereGravity,
  whereInText,
} from './nosql-injection/scripts.ts';
import { scoreInPlace } from './quoting.ts';

/** A text that is longer is no value that was pasted into a query. */
const TEXT_LENGTH_MAX = 4_096;

/** Units of closing marks before a script. */
const SCRIPT_HEAD = 4;

const BRACKETED = /\[(\$\w{1,16})\]/g;
/** Strapi and others name their own filters so: `filters[title][$eq]=`. */
const OWN_FILTER = /(?:^|[?&])(?:filters?|where|query|populate|q|search|_where|conditions?|sort)\[[^&=]{0,128}$/i;
/** In JSON it stands where keys do; elsewhere also behind a quote, or first. */
const JSON_KEY = /[{,'"]\s{0,8}(['"]?)(\$\w{1,16})(['"]?)\s{0,8}:(?!:)/g;
const ANY_KEY = /(?:^\s{0,8}|[{,]\s{0,8}|['"])(['"]?)(\$\w{1,16})(['"]?)\s{0,8}:(?!:)/g;

function bracketOperator(text: string): Found | null {
  for (const { 0: bracketed, 1: name, index } of text.matchAll(BRACKETED)) {
    if (!isOperator(name!)) continue;
    if (OWN_FILTER.test(text.slice(Math.max(0, index - 192), index))) return null;
    return { rule: RULES.operatorKey, start: Math.max(0, text.lastIndexOf('&', index) + 1), end: index + bracketed.length };
  }
  return null;
}

function operatorKey(text: string): Found | null {
  const isJson = /^\s{0,64}[{[]/.test(text);
  for (const { 0: key, 1: open, 2: name, 3: close, index } of text.matchAll(isJson ? JSON_KEY : ANY_KEY))
    if ((isJson ? isCertain(name!) : isOperator(name!)) && (close === '' || open === close))
      return { rule: RULES.operatorText, start: index, end: index + key.length };
  return null;
}

/** A value that begins with a call is a script to its end. */
function shellCall(text: string): Found | null {
  const found = spanBy(RULES.shell, SHELL_CALL.exec(text));
  return found && { ...found, end: found.start <= SCRIPT_HEAD ? text.length : found.end };
}

/** Each pattern runs only where the characters stand that it cannot do without. */
function judgeText(text: string): Found | null {
  const has = (part: string): boolean => text.includes(part);
  const quoted = has("'") || has('"') || has('`');
  return (
    (has('call') ? spanBy(RULES.lua, STORE_SCRIPT.exec(text)) : null) ??
    (has('{!') || has('"}') || has('" }') || has('"script"') ? spanBy(RULES.search, SEARCH_BREAK.exec(text)) : null) ??
    (has('[$') ? bracketOperator(text) : null) ??
    (has('$') ? operatorKey(text) : null) ??
    (has('this') ? spanBy(RULES.script, THIS_MATCH.exec(text) ?? THIS_FIELD.exec(text)) : null) ??
    (has('db.') ? shellCall(text) : null) ??
    (has(';') ? scriptBreak(text) : null) ??
    (has('||') && has('==') ? tautology(text) : null) ??
    (quoted ? graphClause(text) : null) ??
    (quoted && has(')') ? spanBy(RULES.graph, GREMLIN.exec(text)) : null)
  );
}

/** A property name is an operator where its object stands in the place of a value. */
function judgeName(text: string, { leaf, purposes }: Subject): Match[] {
  const at = leaf.at.up;
  if (text.includes('[$')) {
    const found = bracketOperator(text);
    return found ? [{ rule: found.rule, start: 0, end: text.length }] : [];
  }
  if (!isOperator(text) || !at || at.key === 'arguments') return [];
  const match: Match = { rule: RULES.operatorName, start: 0, end: text.length };
  return [{ ...match, score: purposes?.has('nosql') ? IN_CONDITION : surprise(text, at) }];
}

/** `?filter={"price":{"$lt":20}}`: the address of an API that takes filters; ranges and choices choose among what it shows anyway. */
const FILTER_PARAMETER = /^(?:filters?|where|query|q|criteria|selector|find|conditions?|search|match|s)=/i;
const ORDINARY = /^["']?\$(?:lte?|gte?|eq|in|nin|and|or|all|size|exists|options|elemMatch|text|near|contains)\b/i;
const SENSITIVE = /pass(?:word|wd)?|secret|token|pwd/i;
function isUrlFilter(text: string, start: number): boolean {
  const before = text.slice(0, start);
  const at = text.indexOf('$', start);
  const parameter = before.slice(Math.max(before.lastIndexOf('?'), before.lastIndexOf('&')) + 1);
  return FILTER_PARAMETER.test(parameter) && ORDINARY.test(text.slice(at)) && !SENSITIVE.test(parameter);
}

const SCRIPTED = /\$(?:where|function|accumulator)\b/i;

const isScript = ({ leaf }: Pick<Subject, 'leaf'>): boolean => isScriptPlace(leaf.at.key, leaf.at.up?.key);

const LITERALS = [
  ...ANY_OPERATOR.toLowerCase()
    .split('|')
    .map((name) => `$${name}`),
  'this.',
  'this[',
  'db.',
  '||',
  'return',
  'sleep',
  'while',
  'var ',
  'let ',
  'do{',
  'do {',
  'new date',
  'emit(',
  'match (',
  'match(',
  'g.v',
  'g.e',
  '.drop(',
  'load csv',
  'call ',
  'detach',
  'union ',
  'unwind',
  'create (',
  'redis.',
  'server.call',
  '{!',
  '"}},',
  '"}}',
  '"}}},',
  '"script"',
  'merge (',
];

export const nosqlInjection: Detector = {
  name: 'nosql-injection',
  by_place: true,
  rules: Object.values(RULES),
  ignores_hits: true,
  literals: LITERALS,
  insists: isScript,
  looksAt: ({ leaf, role, direction, purposes }) =>
    direction === 'request' &&
    leaf.kind !== 'number' &&
    leaf.slot === 'argument' &&
    (leaf.kind === 'name' || isScript({ leaf }) || (!purposes?.has('nosql') && (PART_ROLES.has(role) || TEXT_ROLES.has(role)))),
  inspect({ text }, subject) {
    if (subject.leaf.kind === 'name') return judgeName(text, subject);
    if (isScript(subject)) {
      const script = spanBy(RULES.scriptValue, HOSTILE_SCRIPT.exec(text));
      const gravity = script ? 0 : whereGravity(text.slice(0, TEXT_LENGTH_MAX));
      if (
        /\bthis\s{0,2}(?:\.|\[['"])\s{0,2}(?:password|passwd|pwd|secret|api_?key|(?:reset|access|auth)_?token|hash)\w{0,12}(?:['"]\])?\s{0,4}(?:\.(?:match|charAt|substr|startsWith|length|test|indexOf|charCodeAt)|\[|[<>]|[!=]=)/i.test(
          text.slice(0, TEXT_LENGTH_MAX),
        )
      )
        return [{ rule: RULES.scriptValue, start: 0, end: text.length, score: 0.86 }];
      if (gravity === 2) return [{ rule: RULES.scriptValue, start: 0, end: text.length }];
      if (script) return [script];
      if (subject.purposes?.has('nosql')) return [];
    }
    if (TEXT_ROLES.has(subject.role) && text.length > TEXT_LENGTH_MAX) return [];
    const where = text.includes('$') ? whereInText(text) : null;
    if (where) return [where];
    const found = judgeText(text);
    if (!found) return [];
    if (found.rule === RULES.operatorText && subject.role === 'url' && isUrlFilter(text, found.start)) return [];
    const score = scoreInPlace(found.rule.score, text, [found], subject);
    if (found.rule === RULES.operatorText && SCRIPTED.test(text) && HOSTILE_SCRIPT.test(text))
      return [{ ...found, rule: RULES.scriptValue }];
    const isCondition = (found.rule === RULES.operatorKey || found.rule === RULES.operatorText) && takesCondition(subject.leaf.at);
    return [{ ...found, score: isCondition ? Math.min(score, IN_CONDITION) : score }];
  },
};
