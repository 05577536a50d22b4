/** URIs that lead to the same place, brought to one spelling (RFC 3986, 6.2.2), as the most lenient server would read them. */

/** A server may decode what a proxy before it has decoded. */
const DECODED_MAX = 3;
const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]{0,63}:/;
const AUTHORITY = /^\/\/([^/?#]*)/;
const ESCAPES = /(?:%[0-9A-Fa-f]{2})+/g;
const UTF8 = new TextDecoder();

/** Scheme and host in lower case, percent-encoding undone, `.` and `..` followed, `\` as `/`; `file:/a` and `file://localhost/a` are `file:///a`. */
export const plainUri = (uri: string): string => spelt(uri, walk);

/** Of a pattern in which `*` stands for any run of characters. Its dots are left as they are. */
export function plainUriPattern(pattern: string): string {
  const [fixed = ''] = pattern.split('*', 1);
  return spelt(fixed, (path) => path) + decode(pattern.slice(fixed.length));
}

function spelt(uri: string, path: (path: string) => string): string {
  const plain = decode(uri).replaceAll('\\', '/');
  const scheme = (SCHEME.exec(plain)?.[0] ?? '').toLowerCase();
  const rest = plain.slice(scheme.length);
  const [authority = '', host = null] = AUTHORITY.exec(rest) ?? [];
  const tail = rest.slice(authority.length);
  const end = tail.search(/[?#]/);
  const own = end < 0 ? tail : tail.slice(0, end);
  return scheme + placed(scheme, host?.toLowerCase() ?? null, rest) + (own.includes('/') ? path(own) : own) + tail.slice(own.length);
}

function placed(scheme: string, host: string | null, rest: string): string {
  if (scheme === 'file:' && rest.startsWith('/')) return host === null || host === 'localhost' ? '//' : `//${host}`;
  return host === null ? '' : `//${host}`;
}

function decode(text: string): string {
  let decoded = text;
  for (let i = 0; i < DECODED_MAX && decoded.includes('%'); i++) decoded = decoded.replaceAll(ESCAPES, unescaped);
  return decoded;
}

const unescaped = (run: string): string => UTF8.decode(Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16)));

/** RFC 3986, 5.2.4; runs of slashes are one. */
function walk(path: string): string {
  const steps = path.split('/');
  const parts: string[] = [];
  for (const step of steps) {
    if (step === '..') parts.pop();
    else if (step !== '.' && step !== '') parts.push(step);
  }
  const is_folder = parts.length > 0 && ['', '.', '..'].includes(steps.at(-1) ?? '');
  return (path.startsWith('/') ? '/' : '') + parts.join('/') + (is_folder ? '/' : '');
}
