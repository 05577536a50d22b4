/** Settings that hold a secret: `API_TOKEN=…`, `"password": "…"`, `<password>…</password>`, `--password …`. */
import type { Rule } from '../../finding.ts';
import { entropyOf, isStandIn, runEnd, runStart } from './alphabet.ts';
import { isPhrase } from './phrases.ts';
import { RULES } from './rules.ts';
import { isTutorial, type Found } from './structures.ts';
import { OPENS, OPENS_NOTHING, VENDORS } from './vendors.ts';

/** Words in a name that promise a secret. */
export const SECRET_WORDS: readonly string[] = [
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'secret',
  'token',
  'api_key',
  'apikey',
  'api-key',
  'access_key',
  'accesskey',
  'access-key',
  'auth_key',
  'account_key',
  'license_key',
  'deploy_key',
  'private_token',
  'private_key',
  'privatekey',
  'presharedkey',
  'sonar.login',
  'credential',
  'credentials',
];

/** Words that turn the promise around: the name of a secret, its place, its age, a page of a list, a tokeniser's count. */
const HARMLESS_NAME =
  /tokeniz|tokens|page|paginat|next(?!auth)|cursor|continuation|(?:resume|sync|delta|skip)[_-]?token|csrf|xsrf|count|limit|max_|min_|expir|ttl|length|policy|public|hash|path|file|uri|url|endpoint|_name$|name$|_id$|[a-z]Id$|type$|field|label|input|prompt|hint|reset|authenticity|regex|pattern|manager|service$|provider|ref$|version/i;

const NAME_MAX = 48;
const VALUE_MAX = 200;
const VALUE_MIN = 6;
const QUOTES = '"\'`';

/** The secret word is the head of the name: `secretKey`, `TOKEN_1`, but not `token_type`, `passwordLabel`. */
const REST_OF_NAME = /^(?:[_.-]?(?:key|value|string|text|plain|base|b64|dev|prod|test|stage|staging|live|default|\d))*$/i;

type Assignment = {
  name: string;
  /** What follows the secret word in the name. */ rest: string;
  value: string;
  start: number;
  end: number;
  quoted: boolean;
  operator: string;
};

/** Characters that end no value, whether quoted or not. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, code) => (/[\w.:=+/-]/.test(String.fromCharCode(code)) ? 1 : 0));

function skip(text: string, from: number, set: string, max: number): number {
  let at = from;
  while (at < text.length && at < from + max && set.includes(text.charAt(at))) at++;
  return at;
}

/** What is assigned to the name around `[hitStart, hitEnd)`, or null. */
function readAssignment(text: string, hitStart: number, hitEnd: number): Assignment | null {
  const nameStart = runStart(text, hitStart, 'dotted', NAME_MAX);
  const nameEnd = runEnd(text, hitEnd, 'dotted', NAME_MAX);
  // What stands in place of a secret that was cut out names the rule, not a setting.
  if (text.endsWith('[REDACTED:', nameStart)) return null;
  let at = skip(text, nameEnd, `\\${QUOTES}])`, 4);
  const closing = at > nameEnd;
  at = skip(text, at, ' \t', 8);
  const operatorStart = at;
  at = skip(text, at, ':=>?,', 4);
  let operator = text.slice(operatorStart, at);
  if (operator === '' && text.startsWith('value=', at)) {
    operator = '=';
    at += 6;
  } else if (operator === '' && text.startsWith('is ', at)) {
    operator = 'is';
    at += 3;
  }
  at = skip(text, at, ' \t', 8);
  const quoteStart = at;
  at = skip(text, at, `\\${QUOTES}`, 4);
  const quoted = at > quoteStart;
  const netrc =
    operator === '' &&
    !closing &&
    at > nameEnd &&
    /\blogin\s{1,8}\S{1,64}\s{1,8}$/.test(text.slice(Math.max(0, nameStart - 90), nameStart));
  if (operator === '' && !netrc && !(at > nameEnd && (quoted || text[nameStart] === '-') && !closing)) return null;
  if ((operator === ',' || operator === 'is') && !quoted) return null;
  const quote = quoted ? text.charAt(at - 1) : '';
  let end = at;
  const stop = Math.min(text.length, at + VALUE_MAX + 1);
  while (end < stop) {
    if (PLAIN[text.charCodeAt(end)] === 1) {
      end++;
      continue;
    }
    const c = text.charAt(end);
    if (
      c === '\n' ||
      c === '\r' ||
      (quoted ? c === quote || (c === '\\' && text[end + 1] === quote) : c <= ' ' || `${QUOTES};,<&|)}\\`.includes(c))
    )
      break;
    end++;
  }
  if (end - at < VALUE_MIN || end - at > VALUE_MAX) return null;
  return {
    name: text.slice(nameStart, nameEnd),
    rest: text.slice(hitEnd, nameEnd),
    value: text.slice(at, end),
    start: at,
    end,
    quoted: quoted || netrc,
    operator,
  };
}

/** A long secret with symbols, as frameworks generate them for signing. */
function isSigningSecret(name: string, value: string, quoted: boolean): boolean {
  return quoted && /secret/i.test(name) && value.length >= 24 && !/[\s{}<>]/.test(value) && classesOf(value) >= 3 && entropyOf(value) >= 4;
}

/** Code reads a secret from somewhere else: a call, a member, a variable, a type. */
function isReference(value: string, quoted: boolean): boolean {
  if (/[\s(){}[\]<>|\\]|\$[({A-Z_]|^[$%@&*/.!#,:;-]/.test(value)) return true;
  if (/^(?:https?|arn|urn|file|projects|process|os|env|req|request|config|self|this|data|vault|op|ref)[.:/]/i.test(value)) return true;
  return !quoted && /^[A-Za-z_][A-Za-z_]*(?:\.[A-Za-z_]\w*)+$/.test(value);
}

function classesOf(value: string): number {
  return [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((set) => set.test(value)).length;
}

/** Random rather than a phrase: mixed characters, high entropy, no long run of letters that reads as words. */
function isRandom(value: string): boolean {
  if (value.length < 16 || !/^[\w+/=.~:%-]+$/.test(value) || !/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  if (/^[0-9a-f]+$/i.test(value)) return value.length >= 20 && entropyOf(value) >= 3;
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(value)) return true;
  const digits = value.replaceAll(/\D/g, '').length;
  const words = value.split(/[-_.:/]/).filter((part) => /^[a-z]{3,}$|^[A-Z]?[a-z]{3,}$|^[A-Z]{3,}$/.test(part)).length;
  return entropyOf(value) >= 3.3 && digits >= 2 && words < 2;
}

const PASSWORD_NAME = /passw|passphrase|pwd/i;

function isPassword(value: string, quoted: boolean): boolean {
  if (value.length < 6 || value.length > 64) return false;
  const classes = classesOf(value);
  return quoted ? classes >= 2 && /[^a-z_-]/.test(value) : classes >= 3 && /\d/.test(value);
}

/** Names of settings for tests, and of examples: what they hold opens nothing that matters. */
const FIXTURE_NAME = /(?:^|[^A-Za-z])(?:test|tests|testing|example|sample|demo|dummy|fake|mock|fixture)(?:[^A-Za-z]|$)/i;
/** Below the bar for action. */
const FIXTURE_SCORE = 0.6;

/** What the values of all vendors are made of. */
const VENDOR_VALUE = /^[\w+/=.|:-]{14,96}$/;

function vendorOf({ name, value, operator }: Assignment): boolean {
  if (!VENDOR_VALUE.test(value) || operator === ',' || OPENS_NOTHING.test(name) || isStandIn(value)) return false;
  return VENDORS.some((one) => one.name.test(name) && one.value.test(value));
}

function judge(found: Assignment): { rule: Rule; score?: number } | null {
  const { name, rest, value, quoted, operator } = found;
  if (vendorOf(found)) return { rule: RULES.vendor };
  if (!REST_OF_NAME.test(rest) || HARMLESS_NAME.test(name) || isTutorial(value) || /^(?:sha\d+-|md5)/i.test(value)) return null;
  if (value.toLowerCase().includes(name.toLowerCase()) || /^[A-Z][A-Z0-9_]*$/.test(value)) return null;
  const doubt = FIXTURE_NAME.test(name) ? { score: FIXTURE_SCORE } : {};
  if (isSigningSecret(name, value, quoted)) return { rule: RULES.assignment, ...doubt };
  if (isReference(value, quoted) || isPhrase(value)) return null;
  if (isRandom(value)) return { rule: RULES.assignment, ...doubt };
  return operator !== ',' && PASSWORD_NAME.test(name) && isPassword(value, quoted) ? { rule: RULES.password, ...doubt } : null;
}

/** Links in mails, of badges and to files carry a one-off token so that following them is enough; they are there to be followed. */
const LINK_PATH =
  /\/(?:reset|verif|confirm|activat|unsub|opt-?out|invit|accept|magic|track|click|open|preferences|badge|rating|pixel|share|download|attachment)|\.(?:svg|png|gif|jpe?g|pdf)$/i;
const LINK_BACK = 512;
const LINK_SCORE = 0.6;

function isInLink(text: string, { name, start }: Assignment): boolean {
  const nameStart = start - name.length - 1;
  if (name.toLowerCase() !== 'token' || !'?&;'.includes(text.charAt(nameStart - 1) || ' ')) return false;
  const before = text.slice(Math.max(0, nameStart - LINK_BACK), nameStart);
  const address = before.slice(before.lastIndexOf('https://'));
  const query = address.indexOf('?');
  return address.startsWith('https://') && query > 0 && !/[\s"'<>]/.test(address) && LINK_PATH.test(address.slice(0, query));
}

/** How far back a user name that is its own password may stand. */
const USER_BACK = 160;

/** Judges what is assigned to the name around a hit of `SECRET_WORDS`; looks at most `NAME_MAX` back and `VALUE_MAX` ahead. */
export function findAssigned(text: string, hitStart: number, hitEnd: number): Found | null {
  const found = readAssignment(text, hitStart, hitEnd);
  const judged = found && judge(found);
  if (!found || !judged) return null;
  const isUser = judged.rule === RULES.password && text.slice(Math.max(0, hitStart - USER_BACK), hitStart).includes(found.value);
  if (isUser) return null;
  const inLink = judged.rule === RULES.assignment && isInLink(text, found);
  return { ...judged, ...(inLink && { score: LINK_SCORE }), start: found.start, end: found.end };
}

/** The same around the name of a provider, where the form of the value tells more than the name does. */
export function findVendor(text: string, hitStart: number, hitEnd: number): Found | null {
  if (!isWord(text, hitStart, hitEnd)) return null;
  const found = readAssignment(text, hitStart, hitEnd);
  if (!found || !vendorOf(found) || !(OPENS.test(found.name) || /^[:=]/.test(found.operator))) return null;
  return { rule: RULES.vendor, start: found.start, end: found.end };
}

/** Not `sumOf`, which is no Sumo, nor `rookTable`, which is no Okta. */
function isWord(text: string, start: number, end: number): boolean {
  const word = text.slice(start, end);
  const before = text.charAt(start - 1);
  if (/[A-Z]/.test(before) ? !/^[A-Z][a-z]/.test(word) : /[a-z]/.test(before) && !/^[A-Z]/.test(word)) return false;
  return !/^[a-z]+[A-Z][a-z]{0,2}$/.test(word) && !(/[a-z]$/.test(word) && /[a-z]/.test(text.charAt(end)) && word.length < 5);
}
