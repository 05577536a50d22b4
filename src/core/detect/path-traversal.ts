/** Path traversal and sensitive paths (threats Q03, Q10, S04; CWE-22). Judges values that are paths, not text that mentions one. */
import type { Match, Role, Rule } from '../finding.ts';
import type { Step } from '../mcp/surface.ts';
import type { View } from '../text/views.ts';
import type { Detector, Subject } from './detector.ts';
import {
  canonicaliseFolded,
  canonicalisePath,
  foldedPath,
  isMalformed,
  mayClimb,
  startsAtHome,
  type CanonicalPath,
} from './path-traversal/canonical.ts';
import type { Folded } from './path-traversal/fold.ts';
import { placeOf } from './path-traversal/match-place.ts';
import { DOS_DEVICES, STREAM_WRAPPERS, SYSTEM_ROOTS } from './path-traversal/places.ts';
import { RULE_OF_PLACE, RULES } from './path-traversal/rules.ts';

/** Values of these roles are opened or looked up whole, so a path in them is used as one. */
const NAMING_ROLES: ReadonlySet<Role> = new Set(['identifier', 'opaque', 'enum', 'template']);
/** Text in these roles is read, not opened: only a value that is nothing but a hostile path counts. */
const TEXT_ROLES: ReadonlySet<Role> = new Set(['query', 'prose', 'number', 'datetime', 'host']);
/** Text of other grammars: no path but one that leads to a system directory would stand there alone. */
const OTHER_ROLES: ReadonlySet<Role> = new Set([
  'html',
  'markdown',
  'xml',
  'email',
  'recipient',
  'secret',
  'sql',
  'nosql',
  'ldap',
  'code',
  'shell',
]);
/** A separator, a dot, or a spelling of them; without, a value is one name, and outside of the path roles names are not judged. */
const MARKED = /[./\\%:&]|[^ -~]|0x|2f|5c/i;
/** Steps up that leave any workspace we know of; fewer are ordinary between neighbouring packages. */
const DEEP_CLIMB = 3;
/** What a server lists is not opened yet. */
const LISTED_SCORE = 0.5;

function isRoot(step: Step): boolean {
  for (let at: Step | null = step; at; at = at.up) if (at.key === 'roots') return true;
  return false;
}

/** Nothing in it parts it into directories, roots it, or ends it early. */
function isName(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x2f || c === 0x5c || c === 0x3a || c === 0) return false;
  }
  return !startsAtHome(text);
}

/** Path part of a hierarchical URL other than `file:`, or null. */
function urlPath(text: string): string | null {
  const scheme = text.includes(':') ? /^\s*([a-z][a-z0-9+.-]*):[/\\]{2}/i.exec(text) : null;
  if (!scheme || scheme[1]?.toLowerCase() === 'file') return null;
  let at = scheme[0].length;
  while (at < text.length && !'/\\?#'.includes(text.charAt(at))) at++;
  let end = at;
  while (end < text.length && text[end] !== '?' && text[end] !== '#') end++;
  return text.slice(at, end);
}

const FIRST_NAME = /^(?:[a-z]:)?[/\\]{1,4}([^/\\]{1,64})[/\\]/i;
/** Streams of NTFS by their type (MS-FSCC 2.1.4). */
const STREAM = /:\$(?:data|index_allocation|i30|attribute_list|ea|bitmap)\b/i;

/** Out of one directory at the root into another that is the system's: `/srv/data/../../root`. */
function crosses(path: CanonicalPath, text: string): boolean {
  const from = path.absolute ? FIRST_NAME.exec(text)?.[1]?.toLowerCase() : undefined;
  const to = path.segments[0] ?? '';
  return from !== undefined && from !== '..' && from !== to && from !== '.' && SYSTEM_ROOTS.has(to);
}

function judgeClimb(path: CanonicalPath, relative: boolean, text: string): Rule | null {
  if (path.ups === 0) return null;
  if (path.climbs > 0 && (SYSTEM_ROOTS.has(path.segments[0] ?? '') || !['agent', null].includes(placeOf(path)))) return RULES.climbToSystem;
  if (path.disguised) return RULES.disguisedClimb;
  if (path.climbs === 0) return !relative && crosses(path, text) ? RULES.crossing : null;
  if (path.climbs >= DEEP_CLIMB) return RULES.climbDeep;
  // Once above is how people write the folder beside theirs.
  if (path.climbs > 1 && !relative && !path.absolute && /^[^./\\~%:\s][^/\\:]{0,64}[/\\]{1,2}\.\./.test(text))
    return RULES.climbAfterDescent;
  if (path.climbs > 0 && path.absolute && !relative) return RULES.climbAboveRoot;
  return RULES.climb;
}

function judgePlace(path: CanonicalPath): Rule | null {
  if (path.device && path.segments.length > 0) return RULES.deviceNamespace;
  const place = placeOf(path);
  if (place) return RULE_OF_PLACE[place];
  if (path.host !== null) {
    if (/^(?:[a-z]|admin|ipc)\$$/.test(path.segments[0] ?? '')) return RULES.adminShare;
    if (/@(?:ssl|\d{1,5})\b/i.test(path.host) || path.segments[0] === 'davwwwroot') return RULES.webDav;
    return path.host === 'localhost' ? null : RULES.unc;
  }
  const name = path.segments.at(-1) ?? '';
  return DOS_DEVICES.has(name) || DOS_DEVICES.has(name.slice(0, Math.max(0, name.indexOf('.')))) ? RULES.device : null;
}

const WRAPPED = /:|convert\.|ssh2\./i;

/** `opened`: the value is opened as a path; a bare filter of PHP is one wherever it stands. */
function judgeWrapper(text: string, opened: boolean): Rule | null {
  if (!WRAPPED.test(text)) return null;
  const head = text.slice(0, 64).trimStart().toLowerCase();
  if (opened && STREAM_WRAPPERS.some((wrapper) => head.startsWith(wrapper))) return RULES.wrapper;
  if (head.startsWith('php://filter/')) return RULES.wrapper;
  return head.startsWith('convert.iconv.') || head.startsWith('convert.base64-') ? RULES.wrapper : null;
}

const NO_RULES: Rule[] = [];

/** A longer text is folded once for both roles that it is judged under. */
const LONG = 4_096;
const foldedViews = new WeakMap<View, Folded>();

function foldedOf(view: View): Folded {
  if (view.text.length < LONG) return foldedPath(view.text);
  let folded = foldedViews.get(view);
  if (!folded) foldedViews.set(view, (folded = foldedPath(view.text)));
  return folded;
}

function rulesOf(view: View, subject: Subject): Rule[] {
  const { text } = view;
  const { role, leaf } = subject;
  if (role !== 'path' && leaf.slot !== 'uri' && !MARKED.test(text)) return NO_RULES;
  const rules: (Rule | null)[] = [];
  const wrapper = judgeWrapper(text, role === 'path' || leaf.slot === 'uri');
  if (wrapper) return [wrapper];
  const remote = urlPath(text);
  if (remote !== null) return [judgeClimb(canonicalisePath(remote), true, remote)].filter((rule) => rule !== null);
  if ((OTHER_ROLES.has(role) || TEXT_ROLES.has(role)) && /\s/.test(text.trim())) return [];
  const folded = foldedOf(view);
  if (!mayClimb(folded)) {
    if (OTHER_ROLES.has(role)) return [];
    if (TEXT_ROLES.has(role) || (NAMING_ROLES.has(role) && leaf.slot !== 'uri' && isName(folded.text)))
      return isMalformed(folded) ? [RULES.malformed] : [];
  }
  const path = canonicaliseFolded(folded);
  const climb = judgeClimb(path, false, text);
  if (OTHER_ROLES.has(role)) return climb === RULES.climbToSystem && text.trim() !== '' ? [climb] : [];
  if (TEXT_ROLES.has(role)) {
    if (climb === null && path.malformed) return [RULES.malformed];
    return climb === null || climb === RULES.climb ? [] : [climb];
  }
  if (leaf.slot === 'uri' && isRoot(leaf.at)) {
    const place = placeOf(path);
    if (place) rules.push(RULE_OF_PLACE[place]);
    else if (path.absolute && path.climbs === 0 && (path.segments.length === 0 || SYSTEM_ROOTS.has(path.segments[0] ?? '')))
      rules.push(RULES.rootExposed);
    else if (path.segments.length === 1 && /^(?:home|users)$/.test(path.segments[0] ?? '')) rules.push(RULES.rootExposed);
  } else {
    if (path.nul) rules.push(RULES.nul);
    if (text.includes(':$') && STREAM.test(text)) rules.push(RULES.stream);
    if (path.malformed && climb === null) rules.push(RULES.malformed);
    if (climb !== RULES.climbToSystem && (path.absolute || path.segments.length > 0)) {
      const place = judgePlace(path);
      const bare = !path.absolute && path.segments.length === 1;
      if (place && !(NAMING_ROLES.has(role) && (bare || !/^[\S]+$/.test(text.trim())))) rules.push(place);
    }
  }
  rules.push(climb);
  return rules.filter((rule) => rule !== null);
}

const NO_MATCHES: Match[] = [];

export const pathTraversal: Detector = {
  name: 'path-traversal',
  by_place: true,
  rules: Object.values(RULES),
  looksAt({ leaf, role, direction }) {
    if (leaf.kind !== 'value') return false;
    if (leaf.slot === 'uri') return true;
    if (direction !== 'request' || (leaf.slot !== 'argument' && leaf.slot !== 'completion')) return false;
    return role === 'path' || role === 'url' || NAMING_ROLES.has(role) || TEXT_ROLES.has(role) || OTHER_ROLES.has(role);
  },
  inspect(view: View, subject: Subject): Match[] {
    const { text } = view;
    const rules = rulesOf(view, subject);
    if (rules.length === 0) return NO_MATCHES;
    const listed = subject.direction === 'response' && !isRoot(subject.leaf.at);
    return rules.map((rule) => ({
      rule,
      start: 0,
      end: text.length,
      ...(listed && rule.score > LISTED_SCORE ? { score: LISTED_SCORE } : {}),
    }));
  },
};
