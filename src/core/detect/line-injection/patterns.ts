/** What stands behind a line break that does not belong, as data. */

/** A line break, also as it is after one layer of decoding too many or too few, and as the two characters that lose their high byte. */
const BREAK = String.raw`(?:[\r\n\u0085\u2028\u2029]|\u560a|\u560d|%0[ad]|%u000[ad]|\\[rn](?![a-z]{0,16}[\\/]))(?:0[ad])?[\s]{0,8}`;
const HTTP_NAMES =
  'Set-Cookie2?|Location|Refresh|Content-(?:Type|Length|Disposition|Encoding|Security-Policy)|Transfer-Encoding|X-(?:Forwarded-(?:For|Host|Proto)|XSS-Protection|Frame-Options|Content-Type-Options|Real-IP|Original-URL|Rewrite-URL|Accel-Redirect|Sendfile|Injected|Inject)|Access-Control-Allow-\\w{4,12}|Strict-Transport-Security|Host|Cookie|Authorization|Proxy-\\w{2,16}|Connection|Last-Modified|Link|Clear-Site-Data|WWW-Authenticate|Cache-Control|Referer|Origin|User-Agent|Upgrade';
export const HTTP = new RegExp(
  String.raw`${BREAK}(?:(?:${HTTP_NAMES})\s{0,2}:|HTTP/[\d.]{1,3}\s{1,4}\d{3}\b|(?:GET|POST|PUT|DELETE|HEAD|PATCH|OPTIONS|TRACE|CONNECT|PROPFIND)\s{1,4}\S{1,256}\s{1,4}HTTP/|[\r\n]{1,3}\s{0,8}<(?:html|script|meta|body|svg|iframe)\b)`,
  'i',
);
export const MAIL = new RegExp(
  String.raw`${BREAK}(?:(?:B?cc|To|From|Reply-To|Sender|Return-Path|Disposition-Notification-To)\s{0,2}:\s{0,4}["'<\w]|(?:Subject|MIME-Version|Content-Transfer-Encoding|X-Mailer|X-Priority|Content-Type)\s{0,2}:|RCPT\s{1,4}TO:|MAIL\s{1,4}FROM:|DATA[\r\n%]|\.[\r\n]{1,2}(?:MAIL|QUIT|RSET))`,
  'i',
);
export const LOG = new RegExp(
  String.raw`${BREAK}(?:\[?(?:\d{4}-\d\d-\d\d|\d\d/\w{3}/\d{4}|\w{3}\s\s?\d{1,2}\s\d\d:\d\d)[^\r\n]{0,48}\b(?:INFO|WARN(?:ING)?|ERROR|DEBUG|FATAL|CRITICAL|NOTICE|TRACE|AUDIT|sshd|login|granted|success\w{0,4}|accepted)\b|\[?(?:INFO|WARN(?:ING)?|ERROR|FATAL|CRITICAL|AUDIT|DEBUG|NOTICE)\]?\s{0,4}[:\]|-]|(?:\d{1,3}\.){3}\d{1,3} - )`,
  'i',
);
export const COMMAND = new RegExp(
  String.raw`${BREAK}(?:\*\d{1,3}[\r\n%]|(?:SLAVEOF|REPLICAOF)\s{1,4}\S|(?:FLUSHALL|FLUSHDB|SHUTDOWN)\b|CONFIG\s{1,4}(?:SET|GET|RESETSTAT|REWRITE)\b|EVAL\s{1,4}["']|MODULE\s{1,4}LOAD\b|(?:SET|GET|DEL|INCR|LPUSH|RPUSH|SADD|HSET|KEYS|APPEND|EXPIRE|RENAME|BGSAVE|SAVE|AUTH)\s{1,4}[\w:*"'{}.-]{1,64}[^\r\n]{0,128}(?:[\r\n]|%0[ad])|(?:set|add|replace|append|prepend|cas)\s{1,4}\S{1,64}\s\d{1,8}\s\d{1,8}\s\d{1,8}|(?:PORT|RETR|STOR|DELE|USER|PASS)\s{1,4}\S{1,128}[\r\n])`,
  'i',
);

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
  '*1',
  '*2',
  '*3',
];
