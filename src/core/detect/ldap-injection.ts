/** LDAP injection (threat Q02): values that close the filter they land in, or open another (RFC 4515; Faust, LDAP Injection, 2003). */
import type { Match, Role, Rule } from '../finding.ts';
import type { Detector } from './detector.ts';
import { CALLER_SLOTS, PART_ROLES, TEXT_ROLES } from './injection-places.ts';
import { scoreInPlace } from './quoting.ts';
import { cwe, rulesOf } from './rule.ts';

const rule = rulesOf('ldap', {
  category: 'ldap_injection',
  threat: 'Q02',
  references: [cwe(90), 'https://www.rfc-editor.org/rfc/rfc4515', 'OWASP-MCP05'],
});

const RULES = {
  breakOut: rule(
    'filter-break-out',
    0.93,
    'critical',
    'The value closes the LDAP filter that it lands in and adds a condition of its own.',
  ),
  nested: rule('filter-in-value', 0.88, 'high', 'The value opens another LDAP filter in the place of a plain value.'),
  truncated: rule('truncated-filter', 0.9, 'high', 'The value closes an LDAP filter and cuts off the rest of it with a null character.'),
  second: rule(
    'second-filter',
    0.86,
    'high',
    'The filter ends before the text does: a server that reads only the first filter is told something else than it seems.',
  ),
  metacharacters: rule(
    'metacharacters',
    0.82,
    'medium',
    'The value is made of the special characters of LDAP filters alone, to see whether they are escaped.',
  ),
} as const;

/** Attribute description and comparison (RFC 4515, 3): `uid=`, `userPassword:2.5.13.18:=`, `cn~=`. */
const ITEM = /\s{0,8}[A-Za-z*][\w;.-]{0,63}\s{0,4}(?:[~<>]?=|:[\w.:]{0,64}=)/y;
/** What may stand between an open bracket and its condition: spaces, further brackets, signs that join conditions. */
const LEAD = /[\s(&|!]{0,8}/y;
const SPACES = /\s{0,8}/y;
const AFTER_SIGN = /[&|!]\s{0,8}$/;

const endAt = (form: RegExp, text: string, at: number): number => {
  form.lastIndex = at;
  return form.test(text) ? form.lastIndex : -1;
};
const isSign = (text: string, at: number): boolean => '&|!'.includes(text.charAt(at) || '?');

/** A sign that joins conditions, then the bracket of one; the end of its comparison, or −1. */
function joinedEnd(text: string, at: number): number {
  if (!isSign(text, at)) return -1;
  const bracket = endAt(SPACES, text, at + 1);
  return text[bracket] === '(' ? endAt(ITEM, text, bracket + 1) : -1;
}

/** An open bracket for a condition, joined or not. */
function findCondition(text: string): { index: number; text: string } | null {
  for (let at = text.indexOf('('); at >= 0; at = text.indexOf('(', at + 1)) {
    const joined = joinedEnd(text, endAt(SPACES, text, at + 1));
    const end = joined < 0 ? endAt(ITEM, text, at + 1) : joined;
    if (end >= 0) return { index: at, text: text.slice(at, end) };
  }
  return null;
}

/** Behind a closing bracket: the next condition, or the sign that joins conditions. */
function findNext(text: string): number {
  for (let at = text.indexOf(')'); at >= 0; at = text.indexOf(')', at + 1)) {
    const next = endAt(SPACES, text, at + 1);
    if (joinedEnd(text, next) >= 0 || (text[next] === '(' && leadsOn(text, next + 1))) return at;
  }
  return -1;
}

function leadsOn(text: string, from: number): boolean {
  for (let at = endAt(LEAD, text, from); at >= from; at--) {
    if (endAt(ITEM, text, at) >= 0) return true;
    const ends = at === text.length || text[at] === '(' || text[at] === ')';
    if (ends && AFTER_SIGN.test(text.slice(Math.max(from - 1, at - 9), at))) return true;
  }
  return false;
}

/** The sign at the end is what the rest of the filter falls to. */
const OPEN_END = /\)\s{0,8}\(\s{0,8}[&|!]\s{0,8}\(?\s{0,8}$/;
const NULL_BEHIND = /\)\s{0,4}(?:\0|%00|\\0{1,3}(?!\d)|\\x00)/;
const ONLY_SPECIAL = /^[\s*()|&!='\0\\]{2,24}$/;
/** What such a filter is about; other brackets around an equals sign are code and formulas. */
const ATTRIBUTES =
  /\b(?:uid|cn|sn|ou|dc|mail|objectclass|userpassword|samaccountname|givenname|memberof|member|description|password|pass|user|users|name|login|department|title|telephonenumber|homedirectory|uidnumber|gidnumber|displayname|employeetype|userprincipalname|zone|department|c|o|l|st|dn|distinguishedname|entrydn|objectcategory|objectguid|useraccountcontrol)\b/i;

/** Depth of brackets before the text ends below which it closed more than it opened. */
function closesMore(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 40) depth++;
    else if (c === 41 && --depth < 0) return true;
  }
  return false;
}

/** Where the first filter ends, in a text that is one. */
function endOfFilter(text: string): number {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 40) depth++;
    else if (c === 41 && --depth === 0) return i + 1;
  }
  return -1;
}

function judgeFilter(text: string): Match[] {
  const end = endOfFilter(text);
  const rest = end < 0 ? '' : text.slice(end, end + 64).trim();
  return rest.startsWith('(') || rest.startsWith(')') ? [{ rule: RULES.second, start: end, end: text.length }] : [];
}

/** Both sides of a special character: it stands beside a star, or the condition names an attribute of a directory. */
const isDirectory = (text: string): boolean =>
  text.includes('*') || ATTRIBUTES.test(text) || /[&|!]\s{0,4}\(/.test(text) || /\([&|!]/.test(text);

function judgeValue(text: string, isPart: boolean): { rule: Rule; start: number; end: number } | null {
  const special = ONLY_SPECIAL.test(text) ? text.replace(/[\s'\\]/g, '') : '';
  if (special.includes('*') && /[|&\0]|\)\(/.test(special)) return { rule: RULES.metacharacters, start: 0, end: text.length };
  const open = OPEN_END.exec(text.slice(-64));
  const broken = closesMore(text);
  const next = findNext(text);
  if (next >= 0 && broken && (isPart || isDirectory(text))) return { rule: RULES.breakOut, start: next, end: text.length };
  if (open && text.length <= 256) return { rule: RULES.breakOut, start: Math.max(0, text.length - 64) + open.index, end: text.length };
  const cut = text.includes('*') || text.includes('=') ? NULL_BEHIND.exec(text) : null;
  if (cut) return { rule: RULES.truncated, start: cut.index, end: cut.index + cut[0].length };
  const condition = findCondition(text);
  const before = condition ? text.slice(0, condition.index).trimEnd() : '';
  const joined = condition !== null && /^\(\s{0,8}[&|!]/.test(condition.text);
  if (condition && before !== '' && (joined || (/[*)]$/.test(before) && ATTRIBUTES.test(condition.text))))
    return { rule: RULES.nested, start: condition.index, end: text.length };
  return null;
}

/** A whole filter, of which only the shape can be wrong. */
const FILTER_ROLES: ReadonlySet<Role> = new Set(['ldap']);

export const ldapInjection: Detector = {
  name: 'ldap-injection',
  by_place: true,
  rules: Object.values(RULES),
  literals: [
    ')(',
    ') (',
    '(|',
    '(&',
    '(!',
    '))',
    '*(',
    '*)',
    '*|',
    '|*',
    '&*',
    '*&',
    ')%00',
    ')\\0',
    ')\\x00',
    '(uid',
    '(cn',
    '(mail',
    '(objectclass',
  ],
  ignores_hits: true,
  looksAt: ({ leaf, role, direction }) =>
    direction === 'request' &&
    leaf.kind === 'value' &&
    CALLER_SLOTS.has(leaf.slot) &&
    (FILTER_ROLES.has(role) || PART_ROLES.has(role) || TEXT_ROLES.has(role)),
  inspect({ text }, subject) {
    if (FILTER_ROLES.has(subject.role)) return judgeFilter(text);
    const found = judgeValue(text, PART_ROLES.has(subject.role));
    if (!found) return [];
    const score = scoreInPlace(found.rule.score, text, [found], subject);
    return [{ ...found, score }];
  },
};
