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

/** What only XPath has: functions on nodes, steps with axes, and node tests. */
const NODES: readonly RegExp[] = [
  /\b(?:co(?:unt|ntains|ncat)|string(?:-length|-to-codepoints)?|substring(?:-before)?|starts-with|(?:local-)?name|namespace-uri|no(?:t|rmalize-space)|translate|boolean|sum|doc(?:-available)?)\s{0,4}\(\s{0,4}(?:[/@.*(]|(?:parent|child|self)::|(?:text|comment|name|local-name|position|current)\(|substring|string)/gi,
  /(?:parent|child|ancestor|descendant|following|preceding|self|sibling|attribute|namespace)::(?:\*|[\w-])/gi,
  /\b(?:text|node|comment|processing-instruction|position|last)\(\)|\/\*\[|\]\s{0,4}\|\s{0,4}\/\//gi,
  /\/\/(?:\*|[\w-]{1,64}\[|@?[\w*]{1,64}(?:\/|\s{0,4}\|))/gi,
];
const AFTER_QUOTE = /['"]\s{0,4}(?:[\])]{1,4}\s{0,4})?(?:or|and|[|+=/]|div|mod)\s{0,8}/gi;
/** Units between the two, on one line. */
const NODE_REACH = 96;
const DOCUMENT =
  /\b(?:or|and|\||return|,)\s{0,8}\(?(?:fn:)?(?:doc|document|collection|unparsed-text|doc-available|json-doc)\s{0,4}\(\s{0,4}(?:concat\s{0,4}\(\s{0,4})?['"](?:\/\/|https?:|file:|ftp:|\/|\\\\|[a-z]:)/i;
/** A step with a predicate, a comparison in it, and what is compared behind that. */
const STEP = /\/\/[\w-]{1,32}\[/g;
const COMPARES = /[\w)]\s{0,4}=\s{0,4}['"]/;
const CREDENTIAL = /\b(?:pass\w{0,8}|pwd|secret|token|pin)\b/i;
const PREDICATE_MAX = 340;

/** A query that begins as one is what a tool for such queries takes. */
const IS_PATH = /^\s{0,16}(?:\.{0,2}\/|@|\(\s{0,4}\.{0,2}\/|(?:id|descendant|child|self)\b[:(])/;

/** The quote at `at` ends a text that began before the value: inside the value none is open. */
function closesOuter(text: string, at: number): boolean {
  const quote = text.charAt(at);
  let open = false;
  for (let i = text.indexOf(quote); i >= 0 && i < at; i = text.indexOf(quote, i + 1)) open = !open;
  return !open;
}

/** A quote, how a condition or a path goes on, and nodes soon behind it. */
function breaksOut(text: string): number {
  const heads = [...text.matchAll(AFTER_QUOTE)];
  if (heads.length === 0) return -1;
  const nodes = NODES.flatMap((pattern) => [...text.matchAll(pattern)].map(({ index }) => index)).toSorted((a, b) => a - b);
  let n = 0;
  for (const { 0: head, index } of heads) {
    // A slash at the end of the head may be the first of two that lead to a node.
    const end = index + head.length - (head.endsWith('/') ? 1 : 0);
    while (n < nodes.length && nodes[n]! < end) n++;
    const node = nodes[n] ?? Infinity;
    if (node <= end + NODE_REACH && !text.slice(end, node).includes('\n')) return closesOuter(text, index) ? index : -1;
  }
  return -1;
}

function comparesCredentials(text: string): number {
  for (const { 0: head, index } of text.matchAll(STEP)) {
    const predicate = text.slice(index + head.length, index + PREDICATE_MAX).split(/[\]\n]/, 1)[0]!;
    const at = predicate.search(COMPARES);
    if (at >= 0 && CREDENTIAL.test(predicate.slice(at + 1))) return index;
  }
  return -1;
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
    if (IS_PATH.test(text)) return [];
    // `=IMPORTXML("https://…", "//item")` in a cell.
    if (subject.purposes?.has('sheet') && text.startsWith('=')) return [];
    const rules: readonly (readonly [Rule, (text: string) => number])[] = [
      [RULES.breakOut, breaksOut],
      [RULES.document, (t) => t.search(DOCUMENT)],
      ...(PART_ROLES.has(subject.role) ? ([[RULES.path, comparesCredentials]] as const) : []),
    ];
    for (const [found, find] of rules) {
      const start = find(text);
      if (start < 0) continue;
      const span = { start, end: text.length };
      return [{ rule: found, ...span, score: scoreInPlace(found.score, text, [span], subject) }];
    }
    return [];
  },
};
