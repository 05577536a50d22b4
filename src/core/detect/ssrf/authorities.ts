/** The hosts that one URL names, by each of the parsers that disagree about it (Orange Tsai, Black Hat 2017; CVE-2016-8624, CVE-2017-7233). */

/** Longer URLs are judged up to here: as long as a whole message may be. */
export const URL_CHARACTERS_MAX = 1_048_576;

export type Authorities = {
  /** Lower case, without colon; empty when none is written. */
  scheme: string;
  /** Host by WHATWG rules, or as RFC 3986 reads it when WHATWG refuses the text; null when there is none. */
  host: string | null;
  /** As written, before any decoding; equal to `host` when nothing was rewritten. */
  writtenHost: string | null;
  /** Hosts that another parser would connect to. */
  others: string[];
  userinfo: string | null;
  /** Parsers disagree: a backslash in the authority, several `@`, `#@`, `?@`. */
  ambiguous: boolean;
  /** Control characters in the authority, raw or percent-encoded. */
  controls: boolean;
  /** Everything after the authority. */
  rest: string;
};

/** RFC 3986, 3.1, and the underscore that some clients take (`local_file:`). */
const SCHEME = /^([a-z][a-z0-9_+.-]{0,31}):/i;

/** Removes brackets' port: `host:80` → `host`, `[::1]:80` → `[::1]`. A bare IPv6 address is kept whole. */
export function withoutPort(authority: string): string {
  if (authority.startsWith('[')) {
    const close = authority.indexOf(']');
    return close < 0 ? authority : authority.slice(0, close + 1);
  }
  const colon = authority.indexOf(':');
  if (colon < 0) return authority;
  return authority.indexOf(':', colon + 1) < 0 || !/^[0-9a-f:.%]+$/i.test(authority) ? authority.slice(0, colon) : authority;
}

/** Without C0 controls and spaces at both ends, as the URL standard begins. */
function trimControls(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 0x20) start++;
  while (end > start && text.charCodeAt(end - 1) <= 0x20) end--;
  return text.slice(start, end);
}

/** A control character, raw or percent-encoded. */
function hasControls(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) < 0x20) return true;
  return /%0[0-9a-d]/i.test(text);
}

function indexOfAny(text: string, stops: string, from: number): number {
  let end = text.length;
  for (const stop of stops) {
    const at = text.indexOf(stop, from);
    if (at >= 0 && at < end) end = at;
  }
  return end;
}

function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function hostByStandard(url: string): string | null {
  const parsed = URL.parse(url);
  return parsed && parsed.hostname !== '' ? parsed.hostname : null;
}

/** Reads `text` as a URL, with or without scheme, or as `host[:port]`. Linear; null when it names no host and no scheme. */
export function readAuthorities(text: string): Authorities | null {
  const trimmed = trimControls(text.slice(0, URL_CHARACTERS_MAX));
  const clean = trimmed.replaceAll(/[\t\n\r]/g, '').replace(/^url:/i, '');
  const found = SCHEME.exec(clean);
  const hostPort = found !== null && /^\d{1,5}(?:[/?#]|$)/.test(clean.slice(found[0].length, found[0].length + 6));
  const scheme = found && !hostPort ? (found[1] ?? '').toLowerCase() : '';
  let at = scheme ? (found?.[0].length ?? 0) : 0;
  const slashes = at;
  while (at < clean.length && (clean[at] === '/' || clean[at] === '\\')) at++;
  if (!scheme && at === 1) return null;
  const web = scheme === '' || scheme === 'http' || scheme === 'https' || scheme === 'ws' || scheme === 'wss' || scheme === 'ftp';
  const none = {
    scheme,
    host: null,
    writtenHost: null,
    others: [],
    userinfo: null,
    ambiguous: false,
    controls: false,
    rest: clean.slice(slashes),
  };
  if (!web && at - slashes !== 2) return none;

  const strictEnd = indexOfAny(clean, '/?#', at);
  const end = indexOfAny(clean, '/\\?#', at);
  const authority = clean.slice(at, end);
  const lastAt = authority.lastIndexOf('@');
  const writtenHost = withoutPort(authority.slice(lastAt + 1));
  const standard = scheme && web ? hostByStandard(clean) : scheme ? null : hostByStandard(`http://${clean.slice(at)}`);
  const others = new Set<string>();
  const strict = clean.slice(at, strictEnd);
  if (strictEnd !== end) for (const part of strict.split(/[\\@]+/, 8)) others.add(withoutPort(part));
  const pieces = authority.split('@', 8);
  if (pieces.length > 2) for (const piece of pieces) others.add(withoutPort(piece));
  const tail = /^[?#]@/.test(clean.slice(end, end + 2)) ? clean.slice(end + 2, indexOfAny(clean, '/\\?#', end + 2)) : null;
  if (tail) others.add(withoutPort(tail));
  others.delete('');
  const rawEnd = indexOfAny(trimmed, '/?#', Math.min(trimmed.length, at));
  return {
    scheme,
    host: standard ?? decodePercent(writtenHost),
    writtenHost: decodePercent(writtenHost),
    others: [...others],
    userinfo: lastAt < 0 ? null : authority.slice(0, lastAt),
    ambiguous: (strictEnd !== end && end > at && (scheme !== '' || strict.includes('@'))) || pieces.length > 2 || tail !== null,
    controls: hasControls(trimmed.slice(0, rawEnd)),
    rest: clean.slice(end),
  };
}
