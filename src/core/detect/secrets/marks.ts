/** Secrets that bear a mark within them or stand behind one: files of passwords, and the keys of some providers. */
import { entropyOf, isStandIn, runEnd, runStart, startsToken, withPadding } from './alphabet.ts';
import { RULES } from './rules.ts';
import { isTutorial, type Reader } from './structures.ts';

/** The credential of a paid gem server: two words of eight hexadecimal digits (Sidekiq Pro and Enterprise). */
const readSidekiq: Reader = (text, _start, end) => {
  const found = /^["'\\]{0,3}\s{0,4}[:=]?\s{0,4}["'\\]{0,3}([0-9a-f]{8}:[0-9a-f]{8})(?![0-9a-z])/i.exec(text.slice(end, end + 40));
  if (!found) return null;
  const start = end + found[0].length - 17;
  return { rule: RULES.sidekiq, start, end: start + 17 };
};

/** `<app id>|<secret>`, somewhere behind the name. */
const readFacebook: Reader = (text, _start, end) => {
  const reach = text.slice(end, end + 64);
  const found = /(?<![\w|])\d{13,17}\|[\w-]{26,28}(?![\w-])/.exec(reach);
  if (!found || isStandIn(found[0].slice(found[0].indexOf('|')))) return null;
  const start = end + found.index;
  return { rule: RULES.facebook, start, end: start + found[0].length };
};

/** New Relic's licence keys end in their maker's mark. */
const readNewRelic: Reader = (text, start, end) => {
  const first = runStart(text, start, 'hex', 37);
  return start - first === 36 && runEnd(text, end, 'alnum', 1) === end && entropyOf(text.slice(first, start)) > 2.5
    ? { rule: RULES.newRelic, start: first, end }
    : null;
};

/** MaxMind: six, twenty-nine, and the mark. */
const readMaxMind: Reader = (text, start, end) => {
  const first = start - 36;
  if (first < 0 || !/^[A-Za-z0-9]{6}_[A-Za-z0-9]{29}$/.test(text.slice(first, start)) || isStandIn(text.slice(first, start))) return null;
  return { rule: RULES.maxMind, start: first, end };
};

/** The server key of Firebase Cloud Messaging: `AAAA` and seven, then the mark. */
const readFirebase: Reader = (text, start, end) => {
  const first = start - 11;
  const last = runEnd(text, end, 'url', 180);
  return first >= 0 && /^AAAA[\w-]{7}$/.test(text.slice(first, start)) && last - end >= 120
    ? { rule: RULES.firebase, start: first, end: last }
    : null;
};

/** A session id of Salesforce: the organisation, an exclamation mark, the token. */
const readSalesforce: Reader = (text, start) => {
  const org = runEnd(text, start, 'alnum', 19);
  if (text[org] !== '!' || (org - start !== 15 && org - start !== 18) || !startsToken(text, start, 'alnum')) return null;
  const last = runEnd(text, org + 1, 'dotted', 140);
  return last - org > 80 && entropyOf(text.slice(org, last)) > 3.5 ? { rule: RULES.salesforce, start, end: last } : null;
};

/** The private half of PuTTY's key file. */
const readPutty: Reader = (text, _start, end) => {
  const found = /^\s{0,2}(\d{1,3})(?:\r?\n|\\n|\\r\\n)/.exec(text.slice(end, end + 12));
  if (!found) return null;
  const start = end + found[0].length;
  const last = start + Math.max(0, text.slice(start, start + 8_192).search(/private-mac/i));
  return last - start > 40 ? { rule: RULES.putty, start, end: last } : null;
};

/** Of each scheme: bcrypt, MD5, SHA-256, SHA-512, yescrypt, Argon2. */
const CRYPTS: readonly RegExp[] = [
  /^\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}(?![./A-Za-z0-9])/,
  /^\$(?:1|apr1)\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{22}(?![./A-Za-z0-9])/,
  /^\$5\$(?:rounds=\d{4,9}\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{43}(?![./A-Za-z0-9])/,
  /^\$6\$(?:rounds=\d{4,9}\$)?[./A-Za-z0-9]{1,16}\$[./A-Za-z0-9]{86}(?![./A-Za-z0-9])/,
  /^\$y\$[./A-Za-z0-9]{1,8}\$[./A-Za-z0-9]{1,86}\$[./A-Za-z0-9]{43}(?![./A-Za-z0-9])/,
  /^\$argon2(?:id|i|d)\$v=\d+\$m=\d+,t=\d+,p=\d+\$[A-Za-z0-9+/]{11,64}\$[A-Za-z0-9+/]{16,128}(?![./A-Za-z0-9])/,
];

/** Hashes of passwords as `crypt` writes them: each can be guessed offline (passwd(5), crypt(5)). */
const readCrypt: Reader = (text, start) => {
  const near = text.slice(start, start + 300);
  const hash = CRYPTS.reduce<string | undefined>((found, crypt) => found ?? crypt.exec(near)?.[0], undefined);
  if (hash === undefined || isStandIn(hash)) return null;
  // The rest of a line of /etc/shadow (shadow(5)): the hash of an account of a system.
  const rule = /^:\d{4,6}:\d{0,6}:\d{0,6}:\d{0,4}:/.test(near.slice(hash.length, hash.length + 32)) ? RULES.shadow : RULES.crypt;
  return { rule, start, end: start + hash.length };
};

/** `.pgpass`: host:port:database:user:password (libpq). */
const readPgpass: Reader = (text, start, end) => {
  const last = lineEnd(text, end, 200);
  const found = /^([^:\s]{1,64}):([^:\s]{1,64}):([^:\s]{4,128})$/.exec(text.slice(end, last));
  const host = start > 0 && /[\w.*-]/.test(text.charAt(start - 1));
  const password = found?.[3] ?? '';
  if (!host || !found || isTutorial(password) || /[${}<>]/.test(password) || password === found[2]) return null;
  return { rule: RULES.pgpass, start: last - password.length, end: last };
};

function lineEnd(text: string, from: number, max: number): number {
  let at = from;
  while (at < text.length && at < from + max && text.charAt(at) > ' ' && !'"\'\\'.includes(text.charAt(at))) at++;
  return at;
}

/** Connection strings of Azure App Configuration: `Endpoint=…;Id=…;Secret=…`. */
const readAzureConfig: Reader = (text, start, end) => {
  const last = withPadding(text, runEnd(text, end, 'base64', 100));
  if (!/azconfig\.io[^\s]{0,120}$/.test(text.slice(Math.max(0, start - 160), start)) || last - end < 40) return null;
  return entropyOf(text.slice(end, last)) < 3.5 ? null : { rule: RULES.azureStorage, start: end, end: last };
};

/** By literal, lower case. */
export const MARK_READERS: ReadonlyMap<string, Reader> = new Map([
  [';secret=', readAzureConfig],
  ['contribsys__com', readSidekiq],
  ['facebook', readFacebook],
  ['nral', readNewRelic],
  ['_mmk', readMaxMind],
  [':apa91b', readFirebase],
  ['00d', readSalesforce],
  ['private-lines:', readPutty],
  ['$2a$', readCrypt],
  ['$2b$', readCrypt],
  ['$2y$', readCrypt],
  ['$apr1$', readCrypt],
  ['$1$', readCrypt],
  ['$5$', readCrypt],
  ['$6$', readCrypt],
  ['$y$', readCrypt],
  ['$argon2', readCrypt],
  [':5432:', readPgpass],
]);
