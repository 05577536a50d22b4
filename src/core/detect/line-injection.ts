/** Line injection (threat Q01): a value that ends the line it lands in and adds a header, a log entry or a command of a line protocol. */
import type { Match, Role, Rule, Severity } from '../finding.ts';
import { wordsOf } from '../roles/tokens.ts';
import type { View } from '../text/views.ts';
import type { Detector, Subject } from './detector.ts';
import { CALLER_SLOTS, PART_ROLES } from './injection-places.ts';
import { ANY_HEADER, breaksOf, COMMAND, findLine, HTTP, LITERALS, LOG, MAIL, MAY_BREAK, type Line } from './line-injection/patterns.ts';

const rule = (id: string, cwe: number, score: number, severity: Severity, sentence: string): Rule => ({
  id: `line.${id}`,
  category: 'other',
  threat: 'Q01',
  severity,
  score,
  references: [`https://cwe.mitre.org/data/definitions/${cwe}.html`, 'https://cwe.mitre.org/data/definitions/93.html', 'OWASP-MCP05'],
  sentence,
});

const RULES = {
  header: rule('http-header', 113, 0.9, 'high', 'The value breaks the line and adds an HTTP header or a whole response of its own.'),
  mail: rule('mail-header', 93, 0.9, 'high', 'The value breaks the line and adds recipients or other headers to a mail.'),
  log: rule('log-entry', 117, 0.84, 'medium', 'The value breaks the line and adds an entry to a log that nobody wrote.'),
  command: rule(
    'protocol-command',
    93,
    0.93,
    'critical',
    'The value breaks the line and adds a command of its own for Redis, Memcached, SMTP or FTP.',
  ),
} as const;

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));
/** Where one line is all that fits, whatever the role. */
const ONE_LINE = words(
  'subject title name header headers agent referer referrer mailbox folder topic channel url uri next redirect return hostname host email mail recipient sender user username id key filename cookie ip phone lang locale callback domain',
);
/** Where more lines are possible; the line break of HTTP and mail is none that people type. */
const MOSTLY_ONE_LINE = words('value cell to from cc bcc path file location event label tag status code token settings data input text');

/** Text with more lines than that is text, and may show headers. */
const LINES_MAX = 8;
const LENGTH_MAX = 2_048;
const PARTS: ReadonlySet<Role> = PART_ROLES;

const RULES_IN_ORDER: readonly (readonly [Rule, readonly Line[]])[] = [
  [RULES.command, COMMAND],
  [RULES.header, HTTP],
  [RULES.mail, MAIL],
  [RULES.log, LOG],
];

/** A value of an HTTP header: whatever stands on a second line is a header of its own. */
function isHeader({ leaf }: Subject): boolean {
  const { up } = leaf.at;
  return up !== null && typeof up.key === 'string' && wordsOf(up.key).at(-1) === 'headers';
}

/** Whether the value is meant to be one line. A view that was decoded shows that its breaks were written as codes. */
function isOneLine({ name }: View, subject: Subject): boolean {
  const { leaf, role } = subject;
  if (isHeader(subject)) return true;
  // The body of a mail link has lines, and they are written as codes.
  if (/^\s{0,8}mailto:/i.test(leaf.text)) return false;
  if (name.includes('url')) return !/[\r\n]/.test(leaf.text.trimEnd());
  if (/[\r\n]/.test(leaf.text.trimEnd())) {
    const key = leaf.at.key;
    const last = typeof key === 'string' ? (wordsOf(key).at(-1) ?? '') : '';
    return PARTS.has(role) || ONE_LINE.has(last) || (MOSTLY_ONE_LINE.has(last) && leaf.text.includes('\r'));
  }
  return name !== 'raw' || PARTS.has(role);
}

function countLines(text: string): number {
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0 && lines <= LINES_MAX; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

export const lineInjection: Detector = {
  name: 'line-injection',
  rules: Object.values(RULES),
  ignores_hits: true,
  literals: LITERALS,
  looksAt: ({ leaf, direction }) =>
    direction === 'request' && leaf.kind !== 'number' && CALLER_SLOTS.has(leaf.slot) && leaf.text.length <= LENGTH_MAX,
  inspect(view, subject): Match[] {
    const { text } = view;
    if (!MAY_BREAK.test(text) || subject.role === 'code' || subject.role === 'shell' || subject.role === 'sql') return [];
    if (!isOneLine(view, subject) || countLines(text) > LINES_MAX) return [];
    const breaks = breaksOf(text);
    if (isHeader(subject)) {
      const span = findLine(ANY_HEADER, text, breaks);
      if (span) return [{ rule: RULES.header, ...span }];
    }
    for (const [found, lines] of RULES_IN_ORDER) {
      const span = findLine(lines, text, breaks);
      if (span) return [{ rule: found, ...span }];
    }
    return [];
  },
};
