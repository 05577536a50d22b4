/** Server-side request forgery (threats Q04, S03): where a URL or host argument really leads. Names are not resolved. */
import type { Match, Role, Rule } from '../finding.ts';
import type { View } from '../text/views.ts';
import type { Detector, Subject } from './detector.ts';
import { readAuthorities, type Authorities } from './ssrf/authorities.ts';
import { classifyHost, type HostKind } from './ssrf/host.ts';
import { RULES } from './ssrf/rules.ts';
import { DANGEROUS_SCHEMES, FETCHED_SCHEMES, HOST_LIKE_ENDINGS } from './ssrf/tables.ts';

/** A private machine is what ping and port tools are for. */
const HOST_ROLE_SCORE = 0.5;
/** Connection strings and resource lists name hosts that nobody fetches at the caller's word. */
const NOT_FETCHED_SCORE = 0.5;
/** A browser on the user's machine and a tool for a cluster or a home are there to reach what is near. */
const LOCAL_TOOL_SCORE = 0.5;
/** An odd notation of a public address evades a filter, but reaches nothing internal; it may be a typing error. */
const PUBLIC_ODD_SCORE = 0.6;
/** Below this a lone decimal number is a count, a port or an id. */
const DECIMAL_ADDRESS_MIN = 2 ** 24;
const NESTED_URLS_MAX = 16;

const URL_IN_QUERY_MAX = 2_048;

type Verdicts = { rule: Rule; score?: number }[];

/** Roles whose values are sometimes URLs; there the value must be one, with its scheme. */
const OTHER_ROLES: ReadonlySet<Role> = new Set(['identifier', 'opaque', 'path', 'query']);

function ruleOfHost(kind: HostKind): Rule | null {
  const internal = kind.place === 'loopback' || kind.place === 'private' || kind.place === 'reserved';
  if (kind.byName && internal) return RULES.wildcardDns;
  if (kind.place === 'metadata') return RULES.metadata;
  if (kind.disguised) return RULES.disguised;
  if (kind.place === 'loopback') return RULES.loopback;
  if (kind.place === 'private') return RULES.private;
  if (kind.place === 'reserved') return RULES.reserved;
  if (kind.place === 'rebinding') return RULES.rebinding;
  if (kind.place === 'callback') return RULES.callback;
  if (kind.place === 'internal-name') return RULES.internalName;
  return kind.place === 'single-label' ? RULES.singleLabel : null;
}

function isNumberOnly(text: string): boolean {
  return /^\d+(?:\.\d+)?$/.test(text) && Number(text) < DECIMAL_ADDRESS_MIN && !text.startsWith('127.');
}

function judgeHostOf(url: Authorities, { role, purposes, leaf }: Subject): Verdicts {
  if (url.host === null || url.writtenHost === null) return [];
  if (!url.scheme && isNumberOnly(url.writtenHost)) return [];
  // `notes://2025/03`, `ticket://1234567890`: under a server's own scheme a number is an id.
  const isOwnScheme = leaf.slot === 'uri' && !FETCHED_SCHEMES.has(url.scheme) && !DANGEROUS_SCHEMES.has(url.scheme);
  if (isOwnScheme && /^\d+$/.test(url.writtenHost)) return [];
  const read = classifyHost(url.host);
  const written = classifyHost(url.writtenHost);
  const kind = { ...read, disguised: read.disguised || written.disguised };
  const rule = ruleOfHost(kind);
  if (!rule || (rule === RULES.singleLabel && !FETCHED_SCHEMES.has(url.scheme))) return [];
  if (rule === RULES.disguised && kind.numeric && kind.place === 'public') return [{ rule, score: PUBLIC_ODD_SCORE }];
  const grave = rule === RULES.metadata || rule === RULES.disguised || rule === RULES.wildcardDns || rule === RULES.rebinding;
  // Programs on the caller's own machine are answered there (RFC 8252, section 7.3); the browser goes there, not the tool.
  if (rule === RULES.loopback && isRedirect(leaf)) return [{ rule, score: Math.min(rule.score, NOT_FETCHED_SCORE) }];
  if (role === 'host' && !grave) return [{ rule, score: Math.min(rule.score, HOST_ROLE_SCORE) }];
  if (purposes?.has('local') && !grave) return [{ rule, score: Math.min(rule.score, LOCAL_TOOL_SCORE) }];
  if (url.scheme && !FETCHED_SCHEMES.has(url.scheme) && !grave) return [{ rule, score: Math.min(rule.score, NOT_FETCHED_SCORE) }];
  return [{ rule }];
}

const REDIRECT = /^(?:post_logout_)?redirect_?uris?$/i;
const isRedirect = ({ at }: Subject['leaf']): boolean => REDIRECT.test(String(at.key)) || REDIRECT.test(String(at.up?.key ?? ''));

function userinfoHidesHost(userinfo: string): boolean {
  const name = userinfo.slice(0, 256).split(':', 1)[0] ?? '';
  if (!/^[\w.-]+$/.test(name) || !name.includes('.')) return false;
  return HOST_LIKE_ENDINGS.has(name.slice(name.lastIndexOf('.') + 1).toLowerCase()) || classifyHost(name).numeric;
}

function isInternal(host: string): boolean {
  return ['metadata', 'loopback', 'private', 'reserved'].includes(classifyHost(host).place) && !isNumberOnly(host);
}

/** A metadata service as the value of a parameter, or as the rest of the path behind a relay: no page has it for a value. */
const INNER = /[=/](?:https?(?::|%3a))?(?:\/|%2f){2}/gi;
const METADATA =
  /^(?:[\w.-]{0,64}(?:@|%40))?(?:169\.254\.169\.254|169\.254\.170\.2|100\.100\.100\.200|192\.0\.0\.192|metadata\.google\.internal|metadata\.azure\.internal|(?:\[|%5b)fd00(?::|%3a)ec2|2852039166|0xa9fea9fe|0251\.0376\.0251\.0376)/i;
const isMetadataInside = (rest: string): boolean => {
  for (const { 0: inner, index } of rest.slice(0, INNER_MAX).matchAll(INNER))
    if (METADATA.test(rest.slice(index + inner.length, index + inner.length + 96))) return true;
  return false;
};
const INNER_MAX = 2_048;

/** Parameters such as `?url=http://10.0.0.1/`, plain or percent-encoded. */
function hasInternalParameter(rest: string): boolean {
  const query = rest.indexOf('?');
  if (query < 0) return false;
  let seen = 0;
  for (let at = rest.indexOf('=http', query); at >= 0 && seen < NESTED_URLS_MAX; at = rest.indexOf('=http', at + 1), seen++) {
    const end = rest.indexOf('&', at);
    const value = rest.slice(at + 1, Math.min(end < 0 ? rest.length : end, at + 512));
    const nested = readAuthorities(value.replaceAll(/%3a/gi, ':').replaceAll(/%2f/gi, '/').replaceAll(/%40/gi, '@'));
    if (nested?.host && isInternal(nested.host)) return true;
  }
  return false;
}

function judgeUrl(url: Authorities, subject: Subject): Verdicts {
  const { role, leaf } = subject;
  const out: Verdicts = [];
  const file = url.scheme === 'file' && (leaf.slot === 'uri' || role === 'path');
  if (DANGEROUS_SCHEMES.has(url.scheme) && !file) out.push({ rule: RULES.scheme });
  if (url.scheme === 'file') return out;
  out.push(...judgeHostOf(url, subject));
  if (url.controls) out.push({ rule: RULES.controls });
  const elsewhere = url.others.some((host) => host !== url.writtenHost && isInternal(host));
  if (url.ambiguous || elsewhere) out.push({ rule: RULES.differential });
  if (url.userinfo !== null && userinfoHidesHost(url.userinfo)) out.push({ rule: RULES.userinfo });
  if (isMetadataInside(url.rest)) out.push({ rule: RULES.nestedMetadata });
  else if (hasInternalParameter(url.rest)) out.push({ rule: RULES.nested });
  if (leaf.slot === 'elicitation' && url.scheme !== 'https' && url.scheme !== '') out.push({ rule: RULES.elicitation });
  return out;
}

export const ssrf: Detector = {
  name: 'ssrf',
  rules: Object.values(RULES),
  looksAt({ leaf, role, direction }) {
    if (leaf.kind !== 'value') return false;
    if (leaf.slot === 'uri' || leaf.slot === 'icon') return true;
    if (leaf.slot === 'elicitation') return leaf.at.key === 'url';
    if (direction !== 'request' || (leaf.slot !== 'argument' && leaf.slot !== 'completion')) return false;
    return role === 'url' || role === 'host' || OTHER_ROLES.has(role);
  },
  inspect(view: View, subject: Subject): Match[] {
    const { text } = view;
    const { role, leaf, direction } = subject;
    const expected = role === 'url' || role === 'host' || leaf.slot === 'icon' || leaf.slot === 'elicitation';
    if (!expected && !/^\s*[a-z][a-z0-9_+.-]{0,31}:[/\\]{2}/i.test(text.slice(0, 256))) return [];
    // `http://localhost:8080 not working` is a question.
    if (role === 'query' && /\S\s+\S/.test(text.slice(0, URL_IN_QUERY_MAX))) return [];
    const url = readAuthorities(text);
    if (!url) return [];
    const listed = direction === 'response' && leaf.slot === 'uri';
    return judgeUrl(url, subject).map(({ rule, score }) => {
      const judged = Math.min(score ?? rule.score, listed ? NOT_FETCHED_SCORE : 1);
      return { rule, start: 0, end: text.length, ...(judged === rule.score ? {} : { score: judged }) };
    });
  },
};
