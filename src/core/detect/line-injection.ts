/** Line injection (threat Q01): a value that ends the line it lands in and adds a header, a log entry or a command of a line protocol. */
import type { Match, Role, Rule, Severity } from '../finding.ts';
import { wordsOf } from '../roles/tokens.ts';
import type { View } from '../text/views.ts';
import type { Detector, Subject } from './detector.ts';
import { CALLER_SLOTS, PART_ROLES } from './injection-places.ts';

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
  command: rule('protocol-command', 93, 0.93, 'critical', 'The value breaks the line and adds a command of its own for Redis, Memcached, SMTP or FTP.'),
} as const;

/** A line break, also as it is after one layer of decoding too many or too few, and as the two characters that lose their high byte. */
const BREAK = String.raw`(?:[\r\n\u0085\u2028\u2029]|\u560a|\u560d|%0[ad]|%u000[ad]|\\[rn](?![a-z]{0,16}[\\/]))(?:0[ad])?[\s]{0,8}`;
const HTTP_NAMES =
  'Set-Cookie2?|Location|Refresh|Content-(?:Type|Length|Disposition|Encoding|Security-Policy)|Transfer-Encoding|X-(?:Forwarded-(?:For|Host|Proto)|XSS-Protection|Frame-Options|Content-Type-Options|Real-IP|Original-URL|Rewrite-URL|Accel-Redirect|Sendfile|Injected|Inject)|Access-Control-Allow-\\w{4,12}|Strict-Transport-Security|Host|Cookie|Authorization|Proxy-\\w{2,16}|Connection|Last-Modified|Link|Clear-Site-Data|WWW-Authenticate|Cache-Control|Referer|Origin|User-Agent|Upgrade';
const HTTP = new RegExp(String.raw`${BREAK}(?:(?:${HTTP_NAMES})\s{0,2}:|HTTP/[\d.]{1,3}\s{1,4}\d{3}\b|(?:GET|POST|PUT|DELETE|HEAD|PATCH|OPTIONS|TRACE|CONNECT|PROPFIND)\s{1,4}\S{1,256}\s{1,4}HTTP/|[\r\n]{1,3}\s{0,8}<(?:html|script|meta|body|svg|iframe)\b)`, 'i');
const MAIL = new RegExp(
  String.raw`${BREAK}(?:(?:B?cc|To|From|Reply-To|Sender|Return-Path|Disposition-Notification-To)\s{0,2}:\s{0,4}["'<\w]|(?:Subject|MIME-Version|Content-Transfer-Encoding|X-Mailer|X-Priority|Content-Type)\s{0,2}:|RCPT\s{1,4}TO:|MAIL\s{1,4}FROM:|DATA[\r\n%]|\.[\r\n]{1,2}(?:MAIL|QUIT|RSET))`,
  'i',
);
const LOG = new RegExp(
  String.raw`${BREAK}(?:\[?(?:\d{4}-\d\d-\d\d|\d\d/\w{3}/\d{4}|\w{3}\s\s?\d{1,2}\s\d\d:\d\d)[^\r\n]{0,48}\b(?:INFO|WARN(?:ING)?|ERROR|DEBUG|FATAL|CRITICAL|NOTICE|TRACE|AUDIT|sshd|login|granted|success\w{0,4}|accepted)\b|\[?(?:INFO|WARN(?:ING)?|ERROR|FATAL|CRITICAL|AUDIT|DEBUG|NOTICE)\]?\s{0,4}[:\]|-]|(?:\d{1,3}\.){3}\d{1,3} - )`,
  'i',
);
const COMMAND = new RegExp(
  String.raw`${BREAK}(?:\*\d{1,3}[\r\n%]|(?:SLAVEOF|REPLICAOF)\s{1,4}\S|(?:FLUSHALL|FLUSHDB|SHUTDOWN)\b|CONFIG\s{1,4}(?:SET|GET|RESETSTAT|REWRITE)\b|EVAL\s{1,4}["']|MODULE\s{1,4}LOAD\b|(?:SET|GET|DEL|INCR|LPUSH|RPUSH|SADD|HSET|KEYS|APPEND|EXPIRE|RENAME|BGSAVE|SAVE|AUTH)\s{1,4}[\w:*"'{}.-]{1,64}[^\r\n]{0,128}(?:[\r\n]|%0[ad])|(?:set|add|replace|append|prepend|cas)\s{1,4}\S{1,64}\s\d{1,8}\s\d{1,8}\s\d{1,8}|(?:PORT|RETR|STOR|DELE|USER|PASS)\s{1,4}\S{1,128}[\r\n])`,
  'i',
);

/** Where one line is all that fits, whatever the role. */
const ONE_LINE = new Set(
  'subject title name header headers agent referer referrer url uri next redirect return cell value hostname host email mail to from cc bcc recipient sender user username id key path file filename cookie location event ip label tag status code phone token settings lang language locale callback domain'.split(
    ' ',
  ),
);
/** Text with more lines than that is text, and may show headers. */
const LINES_MAX = 8;
const LENGTH_MAX = 2_048;
/** Where lines are broken as people break them. */
const PLAIN_SCORE_CAP = 0.5;
const PARTS: ReadonlySet<Role> = PART_ROLES;

const RULES_IN_ORDER: readonly (readonly [Rule, RegExp])[] = [
  [RULES.command, COMMAND],
  [RULES.header, HTTP],
  [RULES.mail, MAIL],
  [RULES.log, LOG],
];

/** Whether the value is meant to be one line. A view that was decoded shows that its breaks were written as codes. */
function isOneLine({ name, text }: View, { leaf, role }: Subject): boolean {
  // The body of a mail link has lines, and they are written as codes.
  if (/^\s{0,8}mailto:/i.test(leaf.text)) return false;
  if (name.includes('url')) return !/[\r\n]/.test(leaf.text.trimEnd());
  if (/[\r\n]/.test(leaf.text.trimEnd())) {
    const key = leaf.at.key;
    const words = typeof key === 'string' ? wordsOf(key) : [];
    return PARTS.has(role) || ONE_LINE.has(words.at(-1) ?? '');
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
  literals: [
    ...['set-cookie', 'location:', 'location :', 'content-', 'transfer-encoding', 'x-forwarded', 'x-', 'http/1', 'http/2', 'access-control', 'refresh:', 'host:', 'http/', '<html', '<script', '<meta', '<body', '<svg', '<iframe'],
    ...['cookie:', 'strict-transport', 'authorization:', 'connection:', 'last-modified', 'link:', 'cache-control', 'referer:', 'user-agent:', 'clear-site'],
    ...['bcc:', 'cc:', 'to:', 'from:', 'subject:', 'reply-to', 'mime-version', 'rcpt to', 'mail from', 'sender:'],
    ...['info', 'warn', 'error', 'fatal', 'critical', 'audit', 'debug', 'notice', 'login', 'success', 'granted', 'accepted', ' - - '],
    ...['slaveof', 'replicaof', 'flushall', 'flushdb', 'config ', 'eval ', 'module load', 'shutdown', 'set ', 'get ', 'del ', 'keys ', 'save', 'auth ', '*1', '*2', '*3'],
  ],
  looksAt: ({ leaf, direction }) =>
    direction === 'request' && leaf.kind !== 'number' && CALLER_SLOTS.has(leaf.slot) && leaf.text.length <= LENGTH_MAX,
  inspect(view, subject): Match[] {
    const { text } = view;
    if (!MAY_BREAK.test(text) || subject.role === 'code' || subject.role === 'shell' || subject.role === 'sql') return [];
    const matches: Match[] = [];
    for (const [found, pattern] of RULES_IN_ORDER) {
      const match = pattern.exec(text);
      if (!match) continue;
      const sure = isOneLine(view, subject) && countLines(text) <= LINES_MAX;
      matches.push({ rule: found, start: match.index, end: match.index + match[0].length, score: sure ? found.score : PLAIN_SCORE_CAP });
      break;
    }
    return matches;
  },
};

const MAY_BREAK = /[\r\n\u0085\u2028\u2029\u560a\u560d]|%0[ad]|%u000|\\[rn]/i;
