/** Scripts and clauses in values: what they begin with, and what must stand at once behind that. */
import type { Rule } from '../../finding.ts';
import { RULES } from './rules.ts';

export type Found = { rule: Rule; start: number; end: number };

/** The end of a text, then of a statement. */
const CLOSE = /['"]\s{0,4}(?:[)\]}]{1,4}\s{0,4})?;\s{0,8}/g;
/** An operand that ends its statement. */
const OPERAND = /^\s{0,8}[\w-]{1,32}\s{0,4};\s{0,4}/;
/** What a script goes on with; a sentence goes on with the same words, but not with these marks behind them. */
const RETURN = /^return\s{0,4}(?:\(\s{0,4})?(?:true|false|null|this\b|!|['"]|\d|\w{1,32}\s{0,4}[=!]=)/i;
const STATEMENT =
  /^(?:(?:var|let|const)\s{1,4}\w{1,32}\s{0,4}=|sleep\s?\(\s{0,4}\d|while\s?\(\s{0,4}(?:true|1|!|\w{1,32}\s{0,4}[-+<>!=])|for\s?\(\s{0,4}(?:var|let|;|\w{1,32}\s{0,4}=)|do\s?\{|throw\s{1,4}(?:new|['"])|(?:db|this)\.\w|(?:emit|print|require)\s?\()/i;
const DATED = /^\w{1,32}\s?=\s?new\s{1,4}Date/i;
const STATEMENT_REACH = 128;

/** `' && this.password.match(/…/)`: the document under test. */
export const THIS_FIELD = /(?:['"]|^)\s{0,8}(?:&&|\|\|)\s{0,8}(?:\(\s{0,4})?(?:!\s{0,4})?(?:this|obj)(?:\.\w{1,64}|\[)/i;
export const THIS_MATCH =
  /['"]?\s{0,8}(?:&&|\|\||;)\s{0,8}this\.\w{1,64}\.(?:match|charAt|substr\w{0,6}|length|indexOf|test|slice|startsWith)\b/i;
/** The same on both sides, as JavaScript compares. */
const SAME = /(?:^|['"\s)\]\d])\s{0,8}\|\|\s{0,8}(?:\(\s{0,4})?(['"\w-]{1,34})\s{0,4}={2,3}\s{0,4}['"]?([\w-]{0,32})/g;
export const SHELL_CALL =
  /(?:^|[;\s'"{}()])db\.(?:[A-Za-z_]\w{0,63}\.(?:insert|find|remove|drop|update|delete|save|aggregate|mapReduce|count|distinct|bulkWrite|replaceOne|createIndex)\w{0,16}|getCollection|getCollectionNames|dropDatabase|runCommand|adminCommand|eval|createUser|version)\s{0,4}\(/i;
export const GREMLIN = /['"]\s{0,4}\)\s{0,4}(?:\.\w{1,32}\([^)\n]{0,48}\)\s{0,4}){0,4}(?:;\s{0,4})?(?:g\.(?:V|E|addV|inject)\(|\.drop\(\))/;

/** A clause of Cypher. */
const CLAUSE =
  /(?:(?:OPTIONAL\s{1,4})?MATCH\s{0,4}\(|RETURN\s{1,4}\w|DETACH\s{1,4}DELETE\s|CALL\s{1,4}(?:\w{1,32}\.|\{)|WITH\s{1,4}\w|LOAD\s{1,4}CSV\s|CREATE\s{0,4}\(|MERGE\s{0,4}\(|SET\s{1,4}\w{1,16}\.|UNION\s{1,4}(?:ALL\s{1,4})?(?:MATCH|RETURN|CALL)\b)/i;
/** A text ends, then the pattern that it stood in. */
const PATTERN_END = /['"`]\s{0,4}[)}\]]{1,4}\s{0,8}/g;
const RELATION = /^(?:-\S{0,32}\s{0,4})?$/;
/** A text ends, and a condition follows. */
const CONDITION = /['"`]\s{0,4}(?:OR|AND)\s{1,4}\S{1,48}\s{1,4}/gi;
const TEXT_END = /['"`]\s{0,4}/g;
const CLAUSE_REACH = 96;
/** Units of a clause whose rest a comment cuts off. */
const COMMENT_REACH = 256;

export const spanBy = (rule: Rule, match: RegExpExecArray | null): Found | null =>
  match && { rule, start: match.index, end: match.index + match[0].length };

/** The first match of `head` with a clause at most as far behind it as `fits` says; the text between and the one behind decide. */
function clauseBehind(head: RegExp, text: string, fits: (between: string, behind: number) => boolean): Found | null {
  for (const { 0: quote, index: start } of text.matchAll(head)) {
    const at = start + quote.length;
    const clause = CLAUSE.exec(text.slice(at, at + CLAUSE_REACH));
    if (!clause) continue;
    const end = at + clause.index + clause[0].length;
    if (fits(text.slice(at, at + clause.index), end)) return { rule: RULES.graph, start, end };
  }
  return null;
}

export function graphClause(text: string): Found | null {
  if (!CLAUSE.test(text)) return null;
  const isCutOff = (from: number): boolean =>
    text
      .slice(from, from + COMMENT_REACH)
      .split('\n', 1)[0]!
      .includes('//');
  return (
    clauseBehind(PATTERN_END, text, (between) => RELATION.test(between)) ??
    clauseBehind(CONDITION, text, (between) => between === '') ??
    (text.includes('//') ? clauseBehind(TEXT_END, text, (between, end) => between === '' && isCutOff(end)) : null)
  );
}

export function tautology(text: string): Found | null {
  for (const match of text.matchAll(SAME)) {
    const [, left, right] = match;
    if (unquoted(left!)?.toLowerCase() === right!.toLowerCase()) return spanBy(RULES.tautology, match);
  }
  return null;
}

/** Undefined where the quotes do not match. */
function unquoted(operand: string): string | undefined {
  const quote = /^['"]/.exec(operand)?.[0] ?? '';
  const isWhole = operand.length >= 2 * quote.length && operand.endsWith(quote);
  return isWhole ? operand.slice(quote.length, operand.length - quote.length) : undefined;
}

/** The end of a text, the end of a statement, and the start of another. */
export function scriptBreak(text: string): Found | null {
  for (const { 0: close, index: start } of text.matchAll(CLOSE)) {
    const at = start + close.length;
    const next = text.slice(at, at + STATEMENT_REACH);
    const statement = RETURN.exec(next) ?? STATEMENT.exec(next) ?? DATED.exec(next);
    if (statement) return { rule: RULES.script, start, end: at + statement[0].length };
  }
  const at = OPERAND.exec(text)?.[0].length;
  const value = at === undefined ? null : RETURN.exec(text.slice(at, at + STATEMENT_REACH));
  return value && { rule: RULES.script, start: 0, end: at! + value[0].length };
}

/** Properties whose values are scripts that the database runs. */
const SCRIPT_KEYS: ReadonlySet<string> = new Set([
  '$where',
  '$function',
  '$accumulator',
  'body',
  'init',
  'accumulate',
  'merge',
  'map',
  'reduce',
  'finalize',
]);
const OWNERS: ReadonlySet<string> = new Set(['$function', '$accumulator', 'mapreduce']);
/** What no filter does: wait, go round for ever, hold for every document, leave the database. */
export const HOSTILE_SCRIPT =
  /\bsleep\s?\(\s?\d|\b(?:while|for)\s?\(\s?(?:true|1|;\s?;|!0)\s?;?\s?\)|\bprocess\s?\.|\brequire\s?\(|\bconstructor\b|\bchild_process\b|\bimport\s?\(|\|\|\s?(?:true|1|!0)\b|^\s{0,8}(?:return\s)?(?:true|1|'1'\s?==\s?'1'|1\s?==\s?1);?\s?$|\bthis\.(?:passwd|password|pass|token|secret|resetToken)\s?(?:\.|\[)/i;

/** Whether the value at this place of the arguments is such a script. */
export function isScriptPlace(key: string | number, owner: string | number | undefined): boolean {
  if (typeof key !== 'string' || !SCRIPT_KEYS.has(key)) return false;
  return key === '$where' || (typeof owner === 'string' && OWNERS.has(owner.toLowerCase()));
}

/** JSON of Elasticsearch that is closed and goes on, hidden queries of Solr, scripts of Redis. */
export const SEARCH_BREAK =
  /^[^{}"]{0,128}"\s{0,4}\}{1,4}\s{0,4},\s{0,4}\{\s{0,4}"(?:match_all|match|terms?|bool|script|range|wildcard|query_string|exists|prefix|regexp)"|_query_\s?:\s?"?\s?\{!|\{!(?:xmlparser|dataimport)\b/;
export const STORE_SCRIPT =
  /['"]\s{0,4}\)\s{0,4}[;,]?\s{0,4}(?:return\s{1,4})?(?:redis|server)\.p?call\s{0,4}\(|^\s{0,8}(?:return\s{1,4})?redis\.p?call\s{0,4}\(\s{0,4}['"](?:FLUSHALL|FLUSHDB|CONFIG|SLAVEOF|REPLICAOF|MODULE|SHUTDOWN|DEBUG|EVAL)/i;
/** What runs on the server when `$where` holds it: more than a comparison of fields. */
const WHERE_GRAVE =
  /\b(?:sleep|while|eval|process|require|tojson|constructor)\b|\bdb\.|(?:\|\||&&)\s{0,4}(?:true|1\b|!0|this\.)|^\s{0,4}(?:true|1|!0)\s{0,4}$|return\s{1,4}(?:true|1|!0)\b/i;
const WHERE_SECRET = /this\.(?:\w{1,12}_)?(?:passw|pwd|secret|token|hash|otp)/i;
const WHERE_SAME = /\d['"]?\s{0,4}={2,3}\s{0,4}['"]?\d/;
const WHERE_CODE = /\bfunction\b|=>|\breturn\b|\.(?:match|charAt|substr\w{0,6}|startsWith|test)\(/;
const WHERE_KEY = /\$where['"]?\s{0,4}:\s{0,4}['"`]?/i;
const WHERE_REACH = 400;

/** 2: an attack wherever it stands; 1: code, which only a tool for such a database has a use for; 0: neither. */
export const whereGravity = (script: string): 0 | 1 | 2 =>
  WHERE_GRAVE.test(script) || WHERE_SECRET.test(script) || WHERE_SAME.test(script) ? 2 : WHERE_CODE.test(script) ? 1 : 0;

/** A query in a text, with such a script. */
export function whereInText(text: string): Found | null {
  const key = WHERE_KEY.exec(text);
  if (!key) return null;
  const from = key.index + key[0].length;
  return whereGravity(text.slice(from, from + WHERE_REACH)) === 2
    ? { rule: RULES.scriptValue, start: key.index, end: Math.min(text.length, from + WHERE_REACH) }
    : null;
}
