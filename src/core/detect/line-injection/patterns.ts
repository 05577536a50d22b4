/** What stands behind a line break that does not belong, as data. */

/** A line break, also as it is after one layer of decoding too many or too few, and as the two characters that lose their high byte; the blanks behind it too. */
const BREAK = /(?:[\r\n\u0085\u2028\u2029\u560a\u560d]|%0[ad]|%u000[ad]|\\[rn](?![a-z]{0,16}[\\/]))(?:0[ad])?\s*/gi;
/** Of the last line of them. */
const BLANKS_MAX = 8;
/** Units of a line that are looked at. */
const REACH = 384;

/** How the new line begins, and what follows on it. */
export type Line = {
  start: RegExp;
  rest?: RegExp;
  /** Units in which `rest` stands. */
  reach?: number;
  /** `rest` may stand behind the next line break. */
  over?: true;
  /** Only behind an empty line. */
  after_blank?: true;
};

export const HTTP: readonly Line[] = [
  {
    start:
      /^(?:Set-Cookie2?|Location|Refresh|Content-(?:Type|Length|Disposition|Encoding|Security-Policy)|Transfer-Encoding|X-(?:Forwarded-(?:For|Host|Proto)|XSS-Protection|Frame-Options|Content-Type-Options|Real-IP|Original-URL|Rewrite-URL|Accel-Redirect|Sendfile|Injected|Inject)|Access-Control-Allow-\w{4,12}|Strict-Transport-Security|Host|Cookie|Authorization|Proxy-\w{2,16}|Connection|Last-Modified|Link|Clear-Site-Data|WWW-Authenticate|Cache-Control|Referer|Origin|User-Agent|Upgrade)\s{0,2}:/i,
  },
  { start: /^HTTP\/[\d.]{1,3}\s{1,4}\d{3}\b/i },
  { start: /^(?:GET|P(?:OST|UT|ATCH|ROPFIND)|DELETE|HEAD|OPTIONS|TRACE|CONNECT)\s{1,4}\S{1,256}\s{1,4}HTTP\//i },
  { start: /^<(?:html|script|meta|body|svg|iframe)\b/i, after_blank: true },
];
/** Of a header that nobody knows, too. */
export const ANY_HEADER: readonly Line[] = [{ start: /^[A-Za-z][\w-]{0,63}\s{0,2}:/ }];
export const MAIL: readonly Line[] = [
  { start: /^(?:B?cc|To|From|Reply-To|Sender|Return-Path|Disposition-Notification-To)\s{0,2}:\s{0,4}["'<\w]/i },
  { start: /^(?:Subject|MIME-Version|Content-Transfer-Encoding|X-Mailer|X-Priority|Content-Type)\s{0,2}:/i },
  { start: /^(?:RCPT\s{1,4}TO:|MAIL\s{1,4}FROM:|DATA(?:[\r\n%]|\\r)|\.[\r\n]{1,2}(?:MAIL|QUIT|RSET))/i },
];
export const LOG: readonly Line[] = [
  {
    start: /^\[?(?:\d{4}-\d\d-\d\d|\d\d\/\w{3}\/\d{4}|\w{3}\s\s?\d{1,2}\s\d\d:\d\d)/i,
    rest: /\b(?:INFO|WARN(?:ING)?|ERROR|DEBUG|FATAL|CRITICAL|NOTICE|TRACE|AUDIT|sshd|login|granted|success\w{0,4}|accepted)\b/i,
    reach: 64,
  },
  { start: /^\[?(?:INFO|WARN(?:ING)?|ERROR|FATAL|CRITICAL|AUDIT|DEBUG|NOTICE)\]?\s{0,4}[:\]|-]/i },
  { start: /^(?:\d{1,3}\.){3}\d{1,3} - /i },
];
export const COMMAND: readonly Line[] = [
  { start: /^\*\d{1,3}[\r\n%]/i },
  { start: /^(?:(?:SLAVEOF|REPLICAOF)\s{1,4}\S|(?:FLUSHALL|FLUSHDB|SHUTDOWN)\b|EVAL\s{1,4}["']|MODULE\s{1,4}LOAD\b)/i },
  { start: /^CONFIG\s{1,4}(?:SET|GET|RESETSTAT|REWRITE)\b/i },
  {
    start: /^(?:SET|GET|DEL|INCR|LPUSH|RPUSH|SADD|HSET|KEYS|APPEND|EXPIRE|RENAME|BGSAVE|SAVE|AUTH)\s{1,4}[\w:*"'{}.-]/i,
    rest: /[\r\n]|%0[ad]/i,
    reach: 192,
    over: true,
  },
  { start: /^(?:set|add|replace|append|prepend|cas)\s{1,4}\S{1,64}\s\d{1,8}\s\d{1,8}\s\d{1,8}/i },
  { start: /^(?:PORT|RETR|STOR|DELE|USER|PASS)\s{1,4}\S{1,128}[\r\n]/i },
  {
    start:
      /^[A-Z]{0,4}\d{1,6}\s{1,4}(?:LOGOUT|DELETE|FETCH|UID|SELECT|LOGIN|CREATE|COPY|STORE|EXPUNGE|SEARCH|APPEND|EXAMINE|RENAME|LIST|CAPABILITY|NOOP)\b/,
  },
  { start: /^(?:H?PUB|SUB|UNSUB)\s{1,4}[\w.>*]{1,64}\s{1,4}(?:[\w.>*]{1,64}\s{1,4})?\d{1,9}\s{0,2}(?:[\r\n]|$)/ },
];

type Span = { start: number; end: number };

export const breaksOf = (text: string): readonly RegExpExecArray[] => [...text.matchAll(BREAK)];

/** The first line that begins so. */
export function findLine(lines: readonly Line[], text: string, breaks: readonly RegExpExecArray[]): Span | null {
  for (const { 0: blanks, index: start } of breaks) {
    if (blanks.length - Math.max(blanks.lastIndexOf('\n'), blanks.lastIndexOf('\r')) > BLANKS_MAX + 1) continue;
    const at = start + blanks.length;
    const line = text.slice(at, at + REACH);
    const isAfterBlank = /[\r\n]/.test(blanks.slice(1));
    for (const one of lines) {
      const length = one.after_blank && !isAfterBlank ? null : lengthOf(one, line);
      if (length !== null) return { start, end: at + length };
    }
  }
  return null;
}

function lengthOf({ start, rest, over, reach = 0 }: Line, line: string): number | null {
  const begun = start.exec(line)?.[0].length;
  if (begun === undefined || !rest) return begun ?? null;
  const behind = line.slice(begun, begun + reach);
  const found = rest.exec(over ? behind : behind.split(/[\r\n]/, 1)[0]!);
  return found && begun + found.index + found[0].length;
}

export const MAY_BREAK = /[\r\n\u0085\u2028\u2029\u560a\u560d]|%0[ad]|%u000|\\[rn]/i;

/** One of them stands in whatever the patterns find. */
export const LITERALS = [
  'set-cookie',
  'location:',
  'location :',
  'content-',
  'transfer-encoding',
  'x-forwarded',
  'x-',
  'http/1',
  'http/2',
  'access-control',
  'refresh:',
  'host:',
  'http/',
  '<html',
  '<script',
  '<meta',
  '<body',
  '<svg',
  '<iframe',
  'cookie:',
  'strict-transport',
  'authorization:',
  'connection:',
  'last-modified',
  'link:',
  'cache-control',
  'referer:',
  'user-agent:',
  'clear-site',
  'bcc:',
  'cc:',
  'to:',
  'from:',
  'subject:',
  'reply-to',
  'mime-version',
  'rcpt to',
  'mail from',
  'sender:',
  'info',
  'warn',
  'error',
  'fatal',
  'critical',
  'audit',
  'debug',
  'notice',
  'login',
  'success',
  'granted',
  'accepted',
  ' - - ',
  'slaveof',
  'replicaof',
  'flushall',
  'flushdb',
  'config ',
  'eval ',
  'module load',
  'shutdown',
  'set ',
  'get ',
  'del ',
  'keys ',
  'save',
  'auth ',
  'data\r',
  'data\n',
  'data%',
  'logout',
  'delete',
  'fetch',
  'select',
  'expunge',
  'examine',
  'capability',
  'append',
  'rename',
  'noop',
  'pub ',
  'sub ',
  '\r\nx',
  '*1',
  '*2',
  '*3',
];
