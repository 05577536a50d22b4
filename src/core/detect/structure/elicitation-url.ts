/** The page that a server asks the user to open (threat S03). `http:`, userinfo and internal hosts are found by the detector of addresses. */
import type { Step } from '../../pointer.ts';
import type { Report } from '../message-detector.ts';
import { skeletonOf } from './names.ts';
import { RULES } from './rules.ts';
import { unicodeOf } from './punycode.ts';
import { hostOf, isBelow, siteOf } from './sites.ts';

/** Sites that people type passwords into, and that phishing poses as. */
const KNOWN = [
  'google.com',
  'microsoft.com',
  'microsoftonline.com',
  'live.com',
  'apple.com',
  'icloud.com',
  'github.com',
  'gitlab.com',
  'bitbucket.org',
  'atlassian.com',
  'slack.com',
  'okta.com',
  'auth0.com',
  'amazon.com',
  'aws.amazon.com',
  'paypal.com',
  'stripe.com',
  'facebook.com',
  'linkedin.com',
  'dropbox.com',
  'salesforce.com',
  'notion.so',
  'figma.com',
  'openai.com',
  'anthropic.com',
  'claude.ai',
  'coinbase.com',
  'binance.com',
  'metamask.io',
  'cloudflare.com',
  'discord.com',
  'zoom.us',
  'docusign.com',
  'netflix.com',
  'x.com',
  'twitter.com',
];
const NAMES = new Set(KNOWN.map((site) => site.split('.')[0]!).filter((name) => name.length >= 5));
const LURES =
  /(?:^|[-.])(?:log-?in|sign-?in|auth|oauth|sso|secure|security|verify|verification|account|accounts|update|support|id|wallet)(?:[-.]|$)/;
const TOKEN =
  /[?&#;](?:access_token|id_token|refresh_token|api_?key|apikey|token|auth|password|passwd|secret|client_secret|session(?:_?id|_token)?|sid|jwt)=[^&#;\s]{12,}/i;
const URL_MAX = 4_096;
const PUNYCODE_SCORE = 0.55;
/** A name one letter off may be somebody's own. */
const SLIP_SCORE = 0.82;
const SLIP_LENGTH_MIN = 6;
const LURE_SCORE = 0.85;
/** Connectors are called after what they connect, and send on to it. */
const DOUBT_SCORE = 0.6;

export function inspectAddress(url: string, message: string, server: string | undefined, at: Step, report: Report): void {
  if (url.length > URL_MAX) return;
  const scheme = /^[\s\0]{0,8}([a-z][a-z0-9+.-]{0,30}):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme !== undefined && scheme !== 'https' && scheme !== 'http') return report({ rule: RULES.urlScheme, at, text: url });
  const token = TOKEN.exec(url);
  if (token) report({ rule: RULES.urlToken, at, text: url, start: token.index, end: token.index + token[0].length });
  const host = hostOf(url);
  if (host === null) return;
  const own = server === undefined ? null : hostOf(server);
  if (own !== null && isBelow(host, siteOf(own))) return;
  const doubt = impostureOf(host, own, message);
  if (doubt > 0) report({ rule: RULES.urlImpostor, at, text: url, score: doubt });
  else if (/(?:^|\.)xn--/.test(host)) report({ rule: RULES.urlImpostor, at, text: url, score: PUNYCODE_SCORE });
  else if (own !== null && !KNOWN.some((site) => isBelow(host, site))) report({ rule: RULES.urlElsewhere, at, text: url });
}

/** How surely the host poses as another: it looks like a known site or the server's own, or has such a site's name in its own. */
function impostureOf(host: string, own: string | null, message: string): number {
  if (KNOWN.some((site) => isBelow(host, site))) return 0;
  const site = siteOf(host);
  const meant = own === null ? KNOWN : [...KNOWN, siteOf(own)];
  const seen = skeletonOf(site.includes('xn--') ? unicodeOf(site) : site);
  const front = host.slice(0, -site.length - 1);
  if (meant.some((known) => known !== site && (skeletonOf(known) === seen || front === known || front.endsWith(`.${known}`))))
    return RULES.urlImpostor.score;
  if (KNOWN.some((known) => isSlip(site, known))) return SLIP_SCORE;
  if (isLure(site.split('.')[0]!)) return LURE_SCORE;
  return isLure(host) || namesAnother(message, host) ? DOUBT_SCORE : 0;
}

/** `github-login`, `secure-paypal`: a known name with a word that calls for trust. */
const isLure = (text: string): boolean => LURES.test(text) && text.split(/[-.]/).some((part) => NAMES.has(skeletonOf(part)));

/** One letter lost, doubled, swapped or changed inside a name that is known. */
function isSlip(site: string, known: string): boolean {
  const [a, b] = [site.split('.')[0]!, known.split('.')[0]!];
  if (b.length < SLIP_LENGTH_MIN || Math.abs(a.length - b.length) > 1 || site.slice(a.length) !== known.slice(b.length)) return false;
  let head = 0;
  while (head < a.length && a[head] === b[head]) head++;
  let tail = 0;
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  const [left, right] = [a.slice(head, a.length - tail), b.slice(head, b.length - tail)];
  if (head === 0 || left === right) return false;
  if (left.length === 2 && right.length === 2) return left[0] === right[1] && left[1] === right[0];
  // At its end a word only takes another ending.
  return tail > 0 && left.length <= 1 && right.length <= 1;
}

const SIGN_IN = /\b(?:sign in|log ?in|connect|authenticate|authorize|verify)\b/gi;
const NAMED_MAX = 60;
const SENTENCES_MAX = 2_000;

/** `Sign in to github.com` above a link to another site. */
function namesAnother(message: string, host: string): boolean {
  const text = message.slice(0, SENTENCES_MAX).toLowerCase();
  for (const { index } of text.matchAll(SIGN_IN)) {
    const named = text.slice(index, index + NAMED_MAX);
    if (KNOWN.some((site) => named.includes(` ${site}`) && !isBelow(host, site))) return true;
  }
  return false;
}
