/** XPath and XQuery injection (threat Q02): values that close the text they land in and go on with a path of their own (CWE-643, CWE-652). */
import type { Match, Rule, Severity } from '../finding.ts';
import type { Detector } from './detector.ts';
import { CALLER_SLOTS, PART_ROLES, TEXT_ROLES } from './injection-places.ts';
import { scoreInPlace } from './quoting.ts';

const rule = (id: string, score: number, severity: Severity, sentence: string): Rule => ({
  id: `xpath.${id}`,
  category: 'other',
  threat: 'Q02',
  severity,
  score,
  references: ['https://cwe.mitre.org/data/definitions/643.html', 'https://owasp.org/www-community/attacks/XPATH_Injection', 'OWASP-MCP05'],
  sentence,
});

const RULES = {
  breakOut: rule('quote-break-out', 0.91, 'high', 'The value closes a text in an XPath query and adds a condition or a path of its own.'),
  document: rule('foreign-document', 0.88, 'high', 'The value makes an XPath or XQuery processor load another document.'),
  path: rule('path-for-value', 0.82, 'medium', 'The value is an XPath query that compares credentials, in the place of a plain value.'),
} as const;

/** What only XPath has: steps with axes, node tests, and functions on nodes. */
const NODES = String.raw`(?:\b(?:count|string|string-length|substring|substring-before|starts-with|contains|name|local-name|namespace-uri|normalize-space|translate|boolean|sum|not|string-to-codepoints|doc-available|doc|concat)\s{0,4}\(\s{0,4}(?:/|@|\.|\*|//|\(|parent::|child::|self::|text\(|comment\(|name\(|local-name\(|position\(|current\(|substring|string)|(?:parent|child|ancestor|ancestor-or-self|descendant|descendant-or-self|following|following-sibling|preceding|preceding-sibling|self|attribute|namespace)::(?:\*|[\w-]+)|\b(?:text|node|comment|processing-instruction|position|last)\(\)|//\*|/\*\[|//[\w-]{1,64}\[|//@?[\w*]{1,64}(?:/|\s{0,4}\|)|\]\s{0,4}\|\s{0,4}//)`;
const AFTER_QUOTE = new RegExp(String.raw`['"]\s{0,4}[\])]{0,4}\s{0,4}(?:or|and|\||\+|=|/|div|mod)\s{0,8}[^\n]{0,96}?${NODES}`, 'i');
const DOCUMENT =
  /\b(?:or|and|\||return|,)\s{0,8}\(?(?:fn:)?(?:doc|document|collection|unparsed-text|doc-available|json-doc)\s{0,4}\(\s{0,4}(?:concat\s{0,4}\(\s{0,4})?['"](?:\/\/|https?:|file:|ftp:|\/|\\\\|[a-z]:)/i;
const CREDENTIALS =
  /\/\/[\w-]{1,32}\[[^\]\n]{0,128}(?:text\(\)|@\w{1,32}|\w{1,32})\s{0,4}=\s{0,4}['"][^\]\n]{0,160}\b(?:pass\w{0,8}|pwd|secret|token|pin)\b/i;

/** A query that begins as one is what a tool for such queries takes. */
const IS_PATH = /^\s{0,16}(?:\.{0,2}\/|@|\(\s{0,4}\.{0,2}\/|(?:id|descendant|child|self)\b[:(])/;

/** The quote at `at` ends a text that began before the value: inside the value none is open. */
function closesOuter(text: string, at: number): boolean {
  const quote = text.charAt(at);
  let open = false;
  for (let i = text.indexOf(quote); i >= 0 && i < at; i = text.indexOf(quote, i + 1)) open = !open;
  return !open;
}

export const xpathInjection: Detector = {
  name: 'xpath-injection',
  rules: Object.values(RULES),
  ignores_hits: true,
  literals: [
    '()',
    '::',
    'count(',
    'doc(',
    'document(',
    'collection(',
    '//',
    '/*',
    '(/',
    '(@',
    'substring(',
    'string-length(',
    'unparsed-text',
    'contains(',
    'starts-with(',
    'name(',
  ],
  looksAt: ({ leaf, role, direction }) =>
    direction === 'request' &&
    leaf.kind === 'value' &&
    CALLER_SLOTS.has(leaf.slot) &&
    leaf.text.length <= 4_096 &&
    (PART_ROLES.has(role) || TEXT_ROLES.has(role)),
  inspect({ text }, subject): Match[] {
    if (!/['"]/.test(text)) return [];
    const isPath = IS_PATH.test(text);
    const rules: readonly (readonly [Rule, RegExp, boolean])[] = [
      [RULES.breakOut, AFTER_QUOTE, !isPath],
      [RULES.document, DOCUMENT, !isPath],
      [RULES.path, CREDENTIALS, PART_ROLES.has(subject.role) && !isPath],
    ];
    for (const [found, pattern, applies] of rules) {
      const match = applies ? pattern.exec(text) : null;
      if (!match || (found === RULES.breakOut && !closesOuter(text, match.index))) continue;
      const span = { start: match.index, end: text.length };
      return [{ rule: found, ...span, score: scoreInPlace(found.score, text, [span], subject) }];
    }
    return [];
  },
};
