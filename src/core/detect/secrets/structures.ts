/** Secrets that are known by their structure rather than by a prefix alone. Every reader looks at a bounded stretch around its hit. */
import type { Rule } from '../../finding.ts';
import { entropyOf, isStandIn, runEnd, runStart, startsToken, withPadding } from './alphabet.ts';
import { RULES } from './rules.ts';

/** Base64 of the empty fields and lengths in an OpenSSH private key is a row of nine `A`. */
const ZERO_RUN_MAX = 16;

export type Found = { rule: Rule; start: number; end: number; score?: number };
/** Reads what stands around an occurrence of its literal at `[start, end)`. */
export type Reader = (text: string, start: number, end: number) => Found | null;

const JWT_PART_MAX = 16_384;
const KEY_BLOCK_MAX = 16_384;
const CREDENTIAL_MAX = 256;

function decodeJson(part: string): unknown {
  try {
    return JSON.parse(atob(part.replaceAll('-', '+').replaceAll('_', '/')));
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** RFC 7519: header and claims are JSON, the header names `alg`, a signature follows. The token of jwt.io's front page is no secret. */
const readJwt: Reader = (text, start) => {
  if (!startsToken(text, start, 'url')) return null;
  const one = runEnd(text, start, 'url', JWT_PART_MAX);
  if (text[one] !== '.' || !text.startsWith('ey', one + 1)) return null;
  const two = runEnd(text, one + 1, 'url', JWT_PART_MAX);
  if (text[two] !== '.') return null;
  const three = runEnd(text, two + 1, 'url', JWT_PART_MAX);
  if (three - two < 20) return null;
  const header = decodeJson(text.slice(start, one));
  if (!isObject(header) || typeof header.alg !== 'string') return null;
  const claims = decodeJson(text.slice(one + 1, two));
  if (isObject(claims) && claims.sub === '1234567890' && claims.name === 'John Doe') return null;
  return { rule: RULES.jwt, start, end: three };
};

/** RFC 7468 text, also with its line ends escaped as in JSON; PGP, PuTTY and SSH use the same words. */
const readPrivateKey: Reader = (text, start, end) => {
  const before = Math.max(0, start - 40);
  const dashes = before + text.slice(before, start).lastIndexOf('-----BEGIN');
  if (dashes < before) return null;
  const headEnd = end + text.slice(end, end + 21).indexOf('-----');
  if (headEnd < end) return null;
  const reach = text.slice(headEnd + 5, headEnd + 5 + KEY_BLOCK_MAX);
  const another = reach.indexOf('-----BEGIN');
  const tail = another < 0 ? reach : reach.slice(0, another);
  const close = tail.indexOf('-----END');
  const body =
    close < 0
      ? tail.slice(
          0,
          runEnd(
            tail.replaceAll(/\\[nr]|[\s=]/g, (found) => '+'.repeat(found.length)),
            0,
            'base64',
            KEY_BLOCK_MAX,
          ),
        )
      : tail.slice(0, close);
  const letters = body.replaceAll(/\\[nr]|[^A-Za-z0-9+/]/g, '');
  if (letters.length < 40 || isStandIn(body.slice(0, 400), ZERO_RUN_MAX) || entropyOf(letters.slice(0, 1000)) < 3.5) return null;
  const closing = close < 0 ? -1 : tail.indexOf('-----', close + 8);
  const stop = headEnd + 5 + (closing < 0 ? (close < 0 ? body.length : close) : closing + 5);
  const google = text.slice(Math.max(0, dashes - 400), dashes).includes('service_account');
  return { rule: google ? RULES.gcp : RULES.privateKey, start: dashes, end: stop };
};

/** Passwords that stand in every tutorial open nothing. */
const TUTORIAL = new Set(
  'password pass passwd pwd secret user username root admin postgres mysql mongo redis guest test testing token example changeme foo bar baz x xxx abc 1234 12345 123456 mypassword mypass my-password dbpassword p4ssw0rd s3cr3t hunter2 letmein key value string none null true false'.split(
    ' ',
  ),
);

export function isTutorial(password: string): boolean {
  return TUTORIAL.has(password.toLowerCase()) || isStandIn(password) || (/pass|secret/.test(password) && /^[a-z_-]+$/.test(password));
}

/** `scheme://user:password@host` (RFC 3986, 3.2.1). */
const readUrl: Reader = (text, start, end) => {
  const scheme = runStart(text, start, 'dotted', 20);
  if (scheme === start) return null;
  let colon = -1;
  let at = -1;
  const stop = Math.min(text.length, end + CREDENTIAL_MAX);
  for (let i = end; i < stop; i++) {
    const c = text.charAt(i);
    if (c === '@') at = i;
    else if (c === ':' && colon < 0) colon = i;
    else if (c <= ' ' || '/?#"\'`<>\\|,)]'.includes(c)) break;
  }
  if (colon < 0 || at < colon) return null;
  const password = text.slice(colon + 1, at);
  const user = text.slice(end, colon);
  if (
    password.length < 3 ||
    password === user ||
    /^your[-_]/i.test(user) ||
    /^(?:pserver:)?anon/i.test(password) ||
    /[${}*<>[\]]/.test(password) ||
    isTutorial(password)
  )
    return null;
  return { rule: RULES.url, start: colon + 1, end: at };
};

const readSlackWebhook: Reader = (text, start, end) => {
  const stop = runEnd(text, end, 'base64', 120);
  const path = text.slice(end, stop);
  if (!/^(?:services|workflows|triggers)\/[A-Z0-9]{8,}\/[A-Z0-9]{8,}(?:\/\d+)?\/[A-Za-z0-9]{20,}/.test(path)) return null;
  return isStandIn(path) ? null : { rule: RULES.slackWebhook, start, end: stop };
};

const readDiscordWebhook: Reader = (text, start, end) => {
  const stop = runEnd(text, end, 'url', 24);
  const last = runEnd(text, stop + 1, 'url', 90);
  if (text[stop] !== '/' || stop - end < 17 || last - stop < 60 || isStandIn(text.slice(stop, last))) return null;
  return { rule: RULES.discordWebhook, start, end: last };
};

const readTelegram: Reader = (text, start) => {
  const first = runStart(text, start, 'alnum', 14);
  const last = runEnd(text, start + 1, 'url', 40);
  const digits = text.slice(first, start).replace(/^bot/, '');
  const body = text.slice(start + 1, last);
  if (!/^\d{8,10}$/.test(digits) || !body.startsWith('AA') || body.length < 32 || body.length > 36) return null;
  return isStandIn(body) || entropyOf(body) < 3.5 ? null : { rule: RULES.telegram, start: start - digits.length, end: last };
};

const readTerraform: Reader = (text, start, end) => {
  const first = runStart(text, start, 'alnum', 15);
  const last = runEnd(text, end, 'url', 80);
  return start - first === 14 && last - end >= 60 && !isStandIn(text.slice(first, last))
    ? { rule: RULES.terraform, start: first, end: last }
    : null;
};

/** `abc8Q~…`: three characters, a digit, `Q~`, then 31 to 34. */
const readAzureClient: Reader = (text, start, end) => {
  const last = runEnd(text, end, 'wide', 36);
  const first = start - 4;
  if (first < 0 || last - end < 31 || last - end > 34 || !/^[\w~.]{3}\dQ~$/.test(text.slice(first, end))) return null;
  return entropyOf(text.slice(first, last)) < 3.3 ? null : { rule: RULES.azureClient, start: first, end: last };
};

const readAzureKey: Reader = (text, _start, end) => {
  const last = withPadding(text, runEnd(text, end, 'base64', 90));
  const key = text.slice(end, last);
  if (!/^(?:[A-Za-z0-9+/]{86}==|[A-Za-z0-9+/]{43}=)$/.test(key) || isStandIn(key) || entropyOf(key) < 3.5) return null;
  return { rule: RULES.azureStorage, start: end, end: last };
};

const SHARED_LINK_SCORE = 0.6;

const readAzureSas: Reader = (text, start, end) => {
  const last = withPadding(text, runEnd(text, end, 'wide', 64));
  const around = text.slice(Math.max(0, start - 400), Math.min(text.length, last + 400));
  if (!/^[A-Za-z0-9+/%]{40,60}(?:%3[Dd]|=)$/.test(text.slice(end, last)) || !/[?&;]s[vr]=/.test(around)) return null;
  // A link to read one blob is how files are handed on; what writes, lists or opens a container is a key.
  const shares = /[?&;]sr=b(?![a-z])/.test(around) && /[?&;]sp=r(?![a-z])/.test(around);
  return { rule: RULES.azureSas, start: end, end: last, ...(shares && { score: SHARED_LINK_SCORE }) };
};

/** New Azure DevOps tokens carry `AZDO` and Microsoft's `JQQJ99` mark. */
const readAzureDevops: Reader = (text, start) => {
  const first = runStart(text, start, 'alnum', 60);
  const last = runEnd(text, start, 'alnum', 40);
  return last - first >= 76 && last - first <= 96 ? { rule: RULES.azureDevops, start: first, end: last } : null;
};

const readCurl: Reader = (text, start, end) => {
  if (!text.slice(Math.max(0, start - 300), start).includes('curl')) return null;
  let at = end;
  while (at < text.length && at < end + 4 && ' =\'"\\'.includes(text.charAt(at))) at++;
  let stop = at;
  const quoted = /['"]/.test(text.slice(end - 1, at));
  while (stop < text.length && stop < at + CREDENTIAL_MAX && !(quoted ? '\'"\n\\' : ' \'"\n\\').includes(text.charAt(stop))) stop++;
  const value = text.slice(at, stop);
  const colon = value.indexOf(':');
  const password = value.slice(colon + 1);
  if (colon < 1 || password.length < 4 || /^[$<{[]|\$\{|^\/\//.test(password) || isTutorial(password)) return null;
  return { rule: RULES.curl, start: at + colon + 1, end: stop };
};

/** `Authorization: Bearer …`, `Basic …` (RFC 6750, RFC 7617), `Token …`, `SSWS …`. */
const readAuthorization: Reader = (text, _start, end) => {
  const head =
    /^["'\\]{0,4}\s{0,4}[:=,]\s{0,4}["'`\\]{0,4}(?:(bearer|basic|token|ssws|apikey|key|[a-z]{2,12}-(?:token|key)|[a-z]{2,12}key)\s{1,4})?/i.exec(
      text.slice(end, end + 48),
    );
  if (!head) return null;
  const start = end + head[0].length;
  const stop = withPadding(text, runEnd(text, start, 'wide', 2000));
  const value = text.slice(start, stop);
  if (value.length < 20 || isStandIn(value) || !/\d/.test(value) || !/[A-Za-z]/.test(value) || entropyOf(value) < 3) return null;
  if (/^eyJ[\w-]+$/.test(value) && isObject(decodeJson(value))) return null;
  if (!head[1] && !/[\dA-Za-z]{20}|[0-9a-f]{8}-[0-9a-f]{4}-/i.test(value)) return null;
  if (head[1]?.toLowerCase() === 'basic') {
    let decoded = '';
    try {
      decoded = atob(value.replace(/(?<!=)=+$/, ''));
    } catch {
      return null;
    }
    const colon = decoded.indexOf(':');
    if (colon < 0 || isTutorial(decoded.slice(colon + 1))) return null;
  }
  return { rule: RULES.authorization, start, end: stop };
};

/** Teams and Mailchimp put the whole credential into an address or a suffix. */
const readTeamsWebhook: Reader = (text, start, end) => {
  const stop = runEnd(text, end, 'wide', 20);
  const last = /^[0-9a-f-]{16,36}(?:@|%40)[0-9a-f-]{36}\/IncomingWebhook\/[0-9a-f]{32}\/[0-9a-f-]{36}/i.exec(text.slice(end, end + 200));
  return last && stop > end ? { rule: RULES.teamsWebhook, start, end: end + last[0].length } : null;
};

const readMailchimp: Reader = (text, start, end) => {
  const first = runStart(text, start, 'hex', 33);
  const last = runEnd(text, end, 'lower', 3);
  if (start - first !== 32 || !/^\d{1,2}$/.test(text.slice(end, last)) || isStandIn(text.slice(first, start))) return null;
  return entropyOf(text.slice(first, start)) < 2.5 ? null : { rule: RULES.mailchimp, start: first, end: last };
};

/** By literal, lower case. */
export const READERS: ReadonlyMap<string, Reader> = new Map([
  ['eyj', readJwt],
  ['private key', readPrivateKey],
  ['://', readUrl],
  ['hooks.slack.com/', readSlackWebhook],
  ['discord.com/api/webhooks/', readDiscordWebhook],
  ['discordapp.com/api/webhooks/', readDiscordWebhook],
  [':aa', readTelegram],
  ['.atlasv1.', readTerraform],
  ['q~', readAzureClient],
  ['accountkey=', readAzureKey],
  ['sharedaccesskey=', readAzureKey],
  ['sig=', readAzureSas],
  ['jqqj99', readAzureDevops],
  ['-u ', readCurl],
  ['--user', readCurl],
  ['authorization', readAuthorization],
  ['outlook.office.com/webhook/', readTeamsWebhook],
  ['webhook.office.com/webhookb2/', readTeamsWebhook],
  ['-us', readMailchimp],
]);
