/** Directives in values (threat Q01): lookups of loggers, server-side and edge-side includes, code in stylesheets, commands in LaTeX. */
import type { Match, Rule } from '../finding.ts';
import type { Detector, Subject } from './detector.ts';
import { findLatex } from './directive-injection/latex.ts';
import { findLookups, type Found } from './directive-injection/lookups.ts';
import { RULES } from './directive-injection/rules.ts';
import { CALLER_SLOTS, PART_ROLES, QUOTED_SCORE_CAP, TEXT_ROLES } from './injection-places.ts';
import { isAlone, scoreInPlace, TEXT_WORDS_MAX } from './quoting.ts';

/** mod_include of Apache, ngx_http_ssi_module: the name follows the number sign at once. */
const SSI =
  /<!--#\s{0,4}(?:(?:exec|include|echo|config|fsize|flastmod|set|if|elif|perl)\s{1,8}[\w-]{1,24}\s{0,4}=|(?:printenv|else|endif|block|endblock)\b)/i;
const ESI =
  /<esi:(?:include|debug|inline|vars|remove|try|attempt|except|choose|when|otherwise|assign|eval|comment|function|foreach|break|text)\b/i;
const ESI_COMMENT = /<!--\s{0,4}esi\s/i;
/** Names of extensions that only run code; addresses of their namespaces; classes of Java by their path. */
const XSLT: readonly RegExp[] = [
  /\b(?:php:function|msxsl:script|exsl:document|xalan:|xsltc:|saxon:(?:call|evaluate|parse)|redirect:write|ms:|user:xml|rt:exec|runtime:exec|ob:tostring|unparsed-text\s?\()/i,
  /\bsystem-property\s?\(\s?['"](?:xsl:)?(?:vendor|version)|\bdocument\s?\(\s?['"](?:\/|file:|https?:|ftp:|\.\.)/i,
  /xmlns:\w{1,16}\s?=\s?["'](?:http:\/\/xml\.apache\.org\/xalan\/java|urn:schemas-microsoft-com:xslt|http:\/\/php\.net\/xsl|http:\/\/exslt\.org\/common|http:\/\/saxon\.sf\.net)/i,
  /java:[\w.]{0,24}(?:runtime|processbuilder)/i,
];

const LOOKUPS: ReadonlySet<Rule> = new Set([RULES.lookup, RULES.nestedLookup, RULES.textLookup]);
const RECORD_LENGTH_MAX = 1_024;
/** With named entities for the marks, which some servers undo before they log. */
const ENTITY_LOOKUP = /(?:\$|&dollar;?)(?:\{|&lbrace;?|&lcub;?)\s{0,4}jndi\s{0,4}:/i;

const LATEX_DOCUMENT = /\\(?:documentclass|begin\s?\{document\})/i;

function findDirectives(text: string): Found[] {
  const found: Found[] = [];
  const entity = text.includes('&') ? ENTITY_LOOKUP.exec(text) : null;
  if (entity) found.push({ rule: RULES.lookup, start: entity.index, end: entity.index + entity[0].length });
  const add = (rule: Rule, ...patterns: readonly RegExp[]): void => {
    const start = Math.min(...patterns.map((pattern) => pattern.exec(text)?.index ?? Infinity));
    if (start < text.length) found.push({ rule, start, end: text.indexOf('>', start) + 1 || text.length });
  };
  if (text.includes('<!--#')) add(RULES.ssi, SSI);
  if (/<esi:/i.test(text)) add(RULES.esi, ESI);
  else if (/<!--\s{0,4}esi\s/i.test(text)) add(RULES.esi, ESI_COMMENT);
  if (/<xsl:|xsl\/transform|xslt/i.test(text)) add(RULES.xslt, ...XSLT);
  return found;
}

function place({ rule, start, end }: Found, text: string, all: readonly Found[], subject: Subject): Match {
  const { role } = subject;
  let score: number = rule.score;
  if (rule.id.startsWith('directive.latex')) score = latexScore(score, text, all, subject);
  else if (rule === RULES.xslt) score = role === 'xml' || /^\s{0,64}</.test(text) ? score : Math.min(score, QUOTED_SCORE_CAP);
  // A reader of XML or JSON logs what it reads: there a lookup is data like the rest.
  else if (LOOKUPS.has(rule) && text.length <= RECORD_LENGTH_MAX && /^\s{0,64}[<{[]/.test(text)) return { rule, start, end };
  // A page that is written for such a server is full of them; a value that is nothing else is not a page.
  else if (role === 'html' || role === 'xml' || role === 'code') score = isAlone(text, all, 2) ? score : Math.min(score, QUOTED_SCORE_CAP);
  else score = scoreInPlace(score, text, all, subject);
  return { rule, start, end, ...(score !== rule.score && { score }) };
}

/** A document that is to be typeset counts in full; an article that shows such lines does not. */
function latexScore(score: number, text: string, all: readonly Found[], { role }: Subject): number {
  if (text.includes('```') || /^#{1,6} /m.test(text)) return Math.min(score, QUOTED_SCORE_CAP);
  if (LATEX_DOCUMENT.test(text) && /^\s{0,64}[\\%]/.test(text)) return score;
  return isAlone(text, all, TEXT_ROLES.has(role) || role === 'code' ? TEXT_WORDS_MAX : TEXT_WORDS_MAX * 2)
    ? score
    : Math.min(score, QUOTED_SCORE_CAP);
}

const LATEX_LITERALS = [
  '\\input',
  '\\include',
  '\\write',
  '\\immediate',
  '\\openin',
  '\\openout',
  '\\verbatim',
  '\\bverbatim',
  '\\lst',
  '^^',
  '\\import',
];
const LATEX_MORE = [
  '\\url',
  '\\href',
  '\\unicode',
  '\\special',
  '\\catcode',
  '\\directlua',
  '\\latelua',
  '\\shellescape',
  '\\sys_shell',
  '\\subfile',
];
const LOOKUP = '${';

export const directiveInjection: Detector = {
  name: 'directive-injection',
  by_place: true,
  rules: Object.values(RULES),
  literals: [
    LOOKUP,
    '&lbrace',
    '&lcub',
    '&dollar',
    ...LATEX_LITERALS,
    ...LATEX_MORE,
    '<!--#',
    '<esi:',
    '<!--esi',
    '<!-- esi',
    '<xsl:',
    'xsl/transform',
    '\\begin{filecontents',
    '\\html',
    '\\includ',
  ],
  looksAt: ({ leaf, role, direction }) =>
    direction === 'request' &&
    leaf.kind !== 'number' &&
    CALLER_SLOTS.has(leaf.slot) &&
    (PART_ROLES.has(role) || TEXT_ROLES.has(role) || role === 'code'),
  inspect({ text }, subject, hits) {
    const starts = hits.filter(({ literal }) => literal === 0).map(({ start }) => start);
    const found = starts.length > 0 ? findLookups(text, starts) : [];
    if (starts.length < hits.length) {
      found.push(...findDirectives(text));
      if (text.includes('\\')) found.push(...findLatex(text));
    }
    const inOrder = found.toSorted((a, b) => a.start - b.start);
    return inOrder.map((one) => place(one, text, inOrder, subject));
  },
};
