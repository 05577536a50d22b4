/** Values in the notation of a reader that was not meant (threat Q01): format strings, unsigned tokens, GraphQL, style sheets, redirects, patterns. */
import type { Match, Role, Rule } from '../finding.ts';
import type { Detector } from './detector.ts';
import { CALLER_SLOTS, PART_ROLES, TEXT_ROLES } from './injection-places.ts';
import { findFormat, findFormatAttribute } from './notation-injection/format.ts';
import { findGraphBreak, findGraphFlood } from './notation-injection/graphql.ts';
import { RULES } from './notation-injection/rules.ts';
import { findStyle } from './notation-injection/style.ts';
import { findToken } from './notation-injection/token.ts';
import { scoreInPlace, type Span } from './quoting.ts';
import { isBacktracking } from './structure/backtracking.ts';

/** Longer values are documents. */
const VALUE_MAX = 16_384;
const PATTERN_MAX = 1_024;
const STYLE_KEY = /css|style|theme/i;
const REDIRECT_KEY = /redirect|return|next|continue|goto|forward|relay|after_?login|(?:success|cancel|back|target|exit)_?ur[il]/i;
/** Browsers read all of these as the address of another host; a check of the first characters does not. */
const REDIRECT =
  /^\s{0,8}(?:\/\\|\\[\\/]|\/{3,8}[\w-]|\/(?:%0[9ad]|%5c|[\t\r\n])|https?:[/\\]?[\w-]{1,63}\.[\w.-]{2,128}|[/\\]{2}[\w-]{1,63}(?:%e3%80%82|%ef%bc%8e|\u3002))/i;

/** What a caller must not set by himself, and what sends an answer elsewhere. */
const PARAMETER = /(?:&|%26|\?|%3f)([a-z_]{2,20})(?:\[\])?(?:=|%3d)\S/gi;
const PRIVILEGED: ReadonlySet<string> = new Set(
  (
    'role roles admin is_admin isadmin superuser is_superuser staff is_staff group groups privilege privileges permission permissions access ' +
    'scope user_id userid account account_id amount price balance debug impersonate callback redirect_uri redirect_url shards include_docs ' +
    'api_key apikey verified is_verified approved'
  ).split(' '),
);
const PRIVILEGED_LITERALS = [...PRIVILEGED].flatMap((name) => [`${name}=`, `${name}%3d`, `${name}[]`]);
const addsParameter = (text: string): boolean =>
  FIRST_VALUE.test(text) && !/\s/.test(text) && [...text.matchAll(PARAMETER)].some(([, name]) => PRIVILEGED.has(name!.toLowerCase()));
/** Where the parameter that the value lands in ends. */
const FIRST_VALUE = /^[^\s&?=#%]{1,64}(?:[&?]|%26|%3f)/i;
const NAMES: ReadonlySet<Role> = new Set(['identifier', 'email', 'number', 'query', 'enum']);
const MAILER = /["'\s]\s{0,4}-(?:O\s?\w{1,32}=|X\s?\/|C\s?\/|be\s|oQ\/)/;

export const notationInjection: Detector = {
  name: 'notation-injection',
  rules: Object.values(RULES),
  ignores_hits: true,
  literals: [
    '%n',
    '$n',
    '%s%s',
    '%x',
    '%p',
    '%08x',
    '%99999',
    '%100000',
    '__class__',
    '__init__',
    '__globals__',
    '__mro__',
    '__dict__',
    '__builtins__',
    'eyjhbgci',
    'eyj0exai',
    'eyjrawqi',
    'eyjqd',
    'ewog',
    'ewoj',
    'mutation',
    'fragment ',
    '){',
    ') {',
    '}}}}}}',
    '} } } } } }',
    ')+',
    ')*',
    '){',
    ')\\1',
    'expression(',
    '-moz-binding',
    'behavior',
    'url(',
    'unicode-range',
    '</style',
    ...PRIVILEGED_LITERALS,
    '-oq',
    ' -o',
    '-x/',
    '-x /',
    '-c/',
    '-be ',
    '/\\',
    '\\/',
    '///',
    '/%0',
    '/%5c',
    'http:',
    'https:',
    '%e3%80%82',
    '%ef%bc%8e',
    '\u3002',
  ],
  looksAt: ({ leaf, role, direction }) =>
    direction === 'request' &&
    leaf.kind === 'value' &&
    CALLER_SLOTS.has(leaf.slot) &&
    (PART_ROLES.has(role) || TEXT_ROLES.has(role) || role === 'regex' || role === 'code' || role === 'nosql'),
  inspect({ text, name: view }, subject): Match[] {
    const { leaf, role } = subject;
    if (text.length > VALUE_MAX) return [];
    const key = typeof leaf.at.key === 'string' ? leaf.at.key : '';
    const whole = { start: 0, end: text.length };
    if (role === 'regex')
      return view === 'raw' && text.length <= PATTERN_MAX && isBacktracking(text) ? [{ rule: RULES.pattern, ...whole }] : [];
    const matches: Match[] = [];
    const add = (rule: Rule, span: Span | null): void => {
      if (span) matches.push({ rule, ...span, score: scoreInPlace(rule.score, text, [span], subject) });
    };
    if (text.includes('{')) {
      const flood = findGraphFlood(text);
      if (flood) matches.push({ rule: RULES.graphFlood, ...whole });
    }
    if (STYLE_KEY.test(key)) {
      const span = findStyle(text);
      if (span) matches.push({ rule: RULES.style, ...span });
    }
    if (role === 'code') return matches;
    if (text.includes('__')) add(RULES.formatAttribute, findFormatAttribute(text));
    if (text.includes('ey') || text.includes('ew')) add(RULES.token, findToken(text));
    if (!PART_ROLES.has(role)) return matches;
    if (text.includes('%')) add(RULES.format, findFormat(text));
    if (text.includes('{')) add(RULES.graphBreak, findGraphBreak(text));
    if (NAMES.has(role) && addsParameter(text)) matches.push({ rule: RULES.parameter, ...whole });
    if (text.includes('@') && MAILER.test(text) && (role === 'email' || role === 'recipient'))
      matches.push({ rule: RULES.mailer, ...whole });
    if (REDIRECT_KEY.test(key) && REDIRECT.test(text)) matches.push({ rule: RULES.redirect, ...whole });
    return matches;
  },
};
