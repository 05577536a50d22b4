/** NoSQL injection (threat Q02): query operators and scripts in the place of values for a database behind the tool. */
import type { Match, Rule } from '../finding.ts';
import type { Detector, Subject } from './detector.ts';
import { PART_ROLES, TEXT_ROLES } from './injection-places.ts';
import { ANY_OPERATOR, IN_CONDITION, isCommon, isOperator, surprise, takesCondition } from './nosql-injection/operators.ts';
import { RULES } from './nosql-injection/rules.ts';
import { scoreInPlace } from './quoting.ts';

/** A text that is longer is no value that was pasted into a query. */
const TEXT_LENGTH_MAX = 4_096;

/** Units of closing marks before a script. */
const SCRIPT_HEAD = 4;

const BRACKETED = new RegExp(String.raw`\[\$(?:${ANY_OPERATOR})\]`, 'i');
/** Strapi and others name their own filters so: `filters[title][$eq]=`. */
const OWN_FILTER = /(?:^|[?&])(?:filters?|where|query|populate|q|search|_where|conditions?|sort)\[[^&=]{0,128}$/i;
/** In JSON some of their names mean other things: types, comments, schemas; and `$eq` changes nothing. */
const CERTAIN = ANY_OPERATOR.split('|')
  .filter((name) => name !== 'eq' && !isCommon(`$${name}`))
  .join('|');
const CERTAIN_KEY = new RegExp(String.raw`[{,'"]\s{0,8}(['"]?)\$(?:${CERTAIN})\1\s{0,8}:(?!:)`, 'i');
const OPERATOR_KEY = new RegExp(String.raw`(?:^\s{0,8}|[{,]\s{0,8}|['"])(['"]?)\$(?:${ANY_OPERATOR})\1\s{0,8}:(?!:)`, 'i');

/** What a script goes on with; a sentence goes on with the same words, but not with these marks behind them. */
const VALUE = String.raw`\s{0,4}\(?\s{0,4}(?:true|false|null|this\b|!|['"]|\d|\w{1,32}\s{0,4}[=!]=)`;
const STATEMENT = String.raw`(?:return${VALUE}|(?:var|let|const)\s{1,4}\w{1,32}\s{0,4}=|sleep\s?\(\s{0,4}\d|while\s?\(\s{0,4}(?:true|1|!|\w{1,32}\s{0,4}[-+<>!=])|for\s?\(\s{0,4}(?:var|let|;|\w{1,32}\s{0,4}=)|do\s?\{|throw\s{1,4}(?:new|['"])|\w{1,32}\s?=\s?new\s{1,4}Date|(?:db|this)\.\w|(?:emit|print|require)\s?\()`;
/** The end of a text, the end of a statement, and the start of another. */
const SCRIPT = new RegExp(String.raw`['"]\s{0,4}[)\]}]{0,4}\s{0,4};\s{0,8}${STATEMENT}`, 'i');
const NUMBER_THEN_RETURN = new RegExp(String.raw`^\s{0,8}[\w-]{1,32}\s{0,4};\s{0,4}return${VALUE}`, 'i');
/** `' && this.password.match(/…/)`: the document under test. */
const THIS_FIELD = /(?:['"]|^)\s{0,8}(?:&&|\|\|)\s{0,8}\(?!?\s{0,4}(?:this|obj)(?:\.\w{1,64}|\[)/i;
const THIS_MATCH = /['"]?\s{0,8}(?:&&|\|\||;)\s{0,8}this\.\w{1,64}\.(?:match|charAt|substr\w{0,6}|length|indexOf|test|slice|startsWith)\b/i;
/** The same on both sides, as JavaScript compares. */
const SAME = /(?:^|['"\s)\]\d])\s{0,8}\|\|\s{0,8}\(?\s{0,4}(['"]?)([\w-]{0,32})\1\s{0,4}={2,3}\s{0,4}(['"]?)([\w-]{0,32})/;
const SHELL_CALL =
  /(?:^|[;\s'"{}()])db\.(?:[A-Za-z_]\w{0,63}\.(?:insert|find|remove|drop|update|delete|save|aggregate|mapReduce|count|distinct|bulkWrite|replaceOne|createIndex)\w{0,16}|getCollection|getCollectionNames|dropDatabase|runCommand|adminCommand|eval|createUser|version)\s{0,4}\(/i;
const CLAUSE = String.raw`(?:(?:OPTIONAL\s{1,4})?MATCH\s{0,4}\(|RETURN\s{1,4}\w|DETACH\s{1,4}DELETE\s|CALL\s{1,4}(?:\w{1,32}\.|\{)|WITH\s{1,4}\w|LOAD\s{1,4}CSV\s|CREATE\s{0,4}\(|MERGE\s{0,4}\(|SET\s{1,4}\w{1,16}\.|UNION\s{1,4}(?:ALL\s{1,4})?(?:MATCH|RETURN|CALL)\b)`;
/** A text ends, then the pattern that it stood in or a condition, then a clause; or a clause whose rest is cut off by a comment. */
const CYPHER = new RegExp(
  String.raw`['"\x60]\s{0,4}(?:[)}\]]{1,4}\s{0,8}(?:-[^\s]{0,32}\s{0,4})?|(?:OR|AND)\s{1,4}\S{1,48}\s{1,4})${CLAUSE}|['"\x60]\s{0,4}${CLAUSE}[^\n]{0,256}//`,
  'i',
);
const GREMLIN = /['"]\s{0,4}\)\s{0,4}(?:\.\w{1,32}\([^)\n]{0,64}\)\s{0,4}){0,4};?\s{0,4}(?:g\.(?:V|E|addV|inject)\(|\.drop\(\))/;

type Found = { rule: Rule; start: number; end: number; score?: number };

const foundBy = (rule: Rule, pattern: RegExp, text: string): Found | null => {
  const match = pattern.exec(text);
  return match && { rule, start: match.index, end: Math.max(match.index + match[0].length, match.index + 1) };
};

function bracketOperator(text: string): Found | null {
  const found = foundBy(RULES.operatorKey, BRACKETED, text);
  if (!found || OWN_FILTER.test(text.slice(Math.max(0, found.start - 192), found.start))) return null;
  return { ...found, start: Math.max(0, text.lastIndexOf('&', found.start) + 1) };
}

/** A value that begins with a call is a script to its end. */
function shellCall(text: string): Found | null {
  const found = foundBy(RULES.shell, SHELL_CALL, text);
  return found && { ...found, end: found.start <= SCRIPT_HEAD ? text.length : found.end };
}

function tautology(text: string): Found | null {
  const match = SAME.exec(text);
  const same = match !== null && match[2]!.toLowerCase() === match[4]!.toLowerCase() && (match[2] !== '' || match[1] !== '');
  return same ? { rule: RULES.tautology, start: match.index, end: match.index + match[0].length } : null;
}

/** Each pattern runs only where the characters stand that it cannot do without. */
function judgeText(text: string): Found | null {
  const has = (part: string): boolean => text.includes(part);
  const quoted = has("'") || has('"') || has('`');
  return (
    (has('[$') ? bracketOperator(text) : null) ??
    (has('$') ? foundBy(RULES.operatorText, /^\s{0,64}[{[]/.test(text) ? CERTAIN_KEY : OPERATOR_KEY, text) : null) ??
    (has('this') ? (foundBy(RULES.script, THIS_MATCH, text) ?? foundBy(RULES.script, THIS_FIELD, text)) : null) ??
    (has('db.') ? shellCall(text) : null) ??
    (has(';') ? scriptBreak(text) : null) ??
    (has('||') && has('==') ? tautology(text) : null) ??
    (quoted ? foundBy(RULES.graph, CYPHER, text) : null) ??
    (quoted && has(')') ? foundBy(RULES.graph, GREMLIN, text) : null)
  );
}

const scriptBreak = (text: string): Found | null => foundBy(RULES.script, SCRIPT, text) ?? foundBy(RULES.script, NUMBER_THEN_RETURN, text);

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
  'merge (',
];

export const nosqlInjection: Detector = {
  name: 'nosql-injection',
  rules: Object.values(RULES),
  ignores_hits: true,
  literals: LITERALS,
  looksAt: ({ leaf, role, direction, purposes }) =>
    direction === 'request' &&
    leaf.kind !== 'number' &&
    leaf.slot === 'argument' &&
    (leaf.kind === 'name' || (!purposes?.has('nosql') && (PART_ROLES.has(role) || TEXT_ROLES.has(role)))),
  inspect({ text }, subject) {
    if (subject.leaf.kind === 'name') return judgeName(text, subject);
    if (TEXT_ROLES.has(subject.role) && text.length > TEXT_LENGTH_MAX) return [];
    const found = judgeText(text);
    if (!found) return [];
    const score = scoreInPlace(found.rule.score, text, [found], subject);
    const isCondition = (found.rule === RULES.operatorKey || found.rule === RULES.operatorText) && takesCondition(subject.leaf.at);
    return [{ ...found, score: isCondition ? Math.min(score, IN_CONDITION) : score }];
  },
};
