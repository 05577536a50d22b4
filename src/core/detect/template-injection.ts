/** Template injection (threat Q01): expressions for a template engine behind the tool that probe it or reach beyond their data. */
import type { Match, Rule } from '../finding.ts';
import type { LiteralHit } from '../text/literals.ts';
import type { Detector, Subject } from './detector.ts';
import { CALLER_SLOTS, PART_ROLES, TEXT_ROLES } from './injection-places.ts';
import { isAlone, scoreInPlace, type Span } from './quoting.ts';
import { expressionsOf, LITERALS, OPENS, type Expression } from './template-injection/delimiters.ts';
import { readExpression, type Traits } from './template-injection/expression.ts';
import { bitsOf, ENGINE, STATEMENT } from './template-injection/names.ts';
import { RULES } from './template-injection/rules.ts';

/** A whole template may do anything but leave its data. */
const TEMPLATE_SCORE_CAP = 0.45;
/** Without marks around it, only an engine that wraps the value runs it. */
const BARE_SCORE = 0.9;
/** Engines whose marks a value must show to be none of one, and the letters that it may have beside them. */
const POLYGLOT_ENGINES_MIN = 3;
const POLYGLOT_LENGTH_MAX = 96;
const POLYGLOT_LETTERS_MAX = 12;

/** Half a block is looked for in values that may be nothing else. */
const HALF_LENGTH_MAX = 512;

const IN_RUBY = new Set(['<%', '#{']);

function ruleOf(text: string, { open, from, to, start, closed }: Expression): Rule | null {
  const traits = readExpression(text, from, to);
  if (open.kind === 'bare') return traits.reach ? RULES.reach : null;
  if (traits.reach && !(traits.single && traits.first === 'constructor')) return RULES.reach;
  if (traits.call || open.open === '{php}' || (IN_RUBY.has(open.open) && runsCommand(text, from, to))) return RULES.call;
  if (/^\{\d/.test(open.open))
    return traits.constant && text.slice(from, to).includes('*') && text.trim().length <= to - from + 1 ? RULES.probe : null;
  if (traits.constant && (closed || open.kind === 'statement' || text.trimStart().startsWith(open.open))) return RULES.probe;
  const bits = bitsOf(traits.first);
  if (open.kind === 'output' && ((traits.single && bits & ENGINE) || traits.first === '_self')) return RULES.engine;
  return isForeignStatement(text, { open, start, from, to, end: to, closed }, traits, bits) ? RULES.statement : null;
}

/** Ruby and Perl: what stands in backticks or behind `%x` is a command. A template literal of JavaScript has a dollar in it. */
function runsCommand(text: string, from: number, to: number): boolean {
  const body = text.slice(from, to);
  const tick = body.indexOf('`');
  if (tick >= 0 && body.indexOf('`', tick + 1) > 0 && !body.includes('${')) return true;
  return /(?:^|[\s=(])%x\s?[|({[!/<]/.test(body);
}

function isForeignStatement(text: string, { open, from, to }: Expression, { first }: Traits, bits: number): boolean {
  if (open.open.startsWith('#') && open.kind === 'statement') return true;
  if (open.open === '{%' && text.length <= HALF_LENGTH_MAX && isHalf(text, first)) return true;
  if (open.open === '{%' || open.open === '<#' || open.open === '[#') return (bits & STATEMENT) !== 0 || first.startsWith('get_');
  if (open.open !== '{{' || text.length > HALF_LENGTH_MAX) return false;
  if (first === 'define' || first === 'template') return /^-?\s{0,8}\w+\s{1,8}"/.test(text.slice(from, Math.min(to, from + 64)));
  const block = text.charAt(from);
  return (block === '#' && !text.includes('{{/')) || (block === '/' && !text.includes('{{#'));
}

/** A block that begins or ends in the value, and does not do both. */
function isHalf(text: string, first: string): boolean {
  const ends = /\{%-?\s{0,8}end/i.test(text);
  if (/^end(?:for|if|block|with|macro|filter|call|set|raw|autoescape|unless|case)?$/.test(first))
    return !/\{%-?\s{0,8}(?:for|if|block|with|macro|filter|call|set|raw|autoescape|unless|case)\b/i.test(text);
  return /^(?:for|block|with|macro)$/.test(first) && !ends;
}

function isPolyglot(text: string, hits: readonly LiteralHit[]): boolean {
  if (text.length > POLYGLOT_LENGTH_MAX) return false;
  const engines = new Set(hits.map(({ literal }) => OPENS[literal]!.engine));
  engines.delete(undefined);
  return engines.size >= POLYGLOT_ENGINES_MIN && (text.match(/[A-Za-z]/g)?.length ?? 0) <= POLYGLOT_LETTERS_MAX;
}

/** Also the page or the text of a tool that keeps templates. */
const takesTemplate = ({ role, purposes }: Subject): boolean =>
  role === 'template' || (purposes?.has('template') === true && TEXT_ROLES.has(role));

function place(text: string, matches: readonly Match[], spans: readonly Span[], subject: Subject): Match[] {
  return matches.map((match) => {
    const { rule } = match;
    const strong = rule === RULES.reach || rule === RULES.call;
    const score = match.score ?? rule.score;
    if (takesTemplate(subject)) return { ...match, score: strong ? score : Math.min(score, TEMPLATE_SCORE_CAP) };
    const whole = rule === RULES.statement || rule === RULES.engine;
    if (whole) return { ...match, score: isAlone(text, spans, 1) ? score : TEMPLATE_SCORE_CAP };
    return { ...match, score: scoreInPlace(score, text, spans, subject) };
  });
}

export const templateInjection: Detector = {
  name: 'template-injection',
  by_place: true,
  rules: Object.values(RULES),
  literals: LITERALS,
  looksAt: ({ leaf, role, direction }) =>
    direction === 'request' && leaf.kind !== 'number' && CALLER_SLOTS.has(leaf.slot) && (PART_ROLES.has(role) || TEXT_ROLES.has(role)),
  inspect({ text }, subject, hits) {
    const best = new Map<Rule, Match>();
    const expressions = expressionsOf(text, hits);
    for (const expression of expressions) {
      const rule = ruleOf(text, expression);
      if (!rule) continue;
      const { start, end } = expression;
      const known = best.get(rule);
      if (known) known.end = Math.max(known.end, end);
      else best.set(rule, { rule, start, end, ...(expression.open.kind === 'bare' && { score: BARE_SCORE }) });
    }
    if (best.size === 0 && isPolyglot(text, hits)) return [{ rule: RULES.polyglot, start: 0, end: text.length }];
    return best.size === 0 ? [] : place(text, [...best.values()], expressions, subject);
  },
};
