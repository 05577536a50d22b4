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
const KNOWN_BY_SKELETON = new Map(KNOWN.map((site) => [skeletonOf(site), site]));
const NAMES = new Set(KNOWN.map((site) => site.split('.')[0]!).filter((name) => name.length >= 5));
const LURES =
  /(?:^|[-.])(?:log-?in|sign-?in|auth|oauth|sso|secure|security|verify|verification|account|accounts|update|support|id|wallet)(?:[-.]|$)/;
const TOKEN =
  /[?&#;](?:access_token|id_token|refresh_token|api_?key|apikey|token|auth|password|passwd|secret|client_secret|session(?:_?id|_token)?|sid|jwt)=[^&#;\s]{12,}/i;
const URL_MAX = 4_096;
const PUNYCODE_SCORE = 0.55;

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
  if (isImpostor(host, own, message)) report({ rule: RULES.urlImpostor, at, text: url });
  else if (/(?:^|\.)xn--/.test(host)) report({ rule: RULES.urlImpostor, at, text: url, score: PUNYCODE_SCORE });
  else if (own !== null && !KNOWN.some((site) => isBelow(host, site))) report({ rule: RULES.urlElsewhere, at, text: url });
}

/** The host looks like a known site or the server's own, has such a site in front of its own name, or is not the site that the message names. */
function isImpostor(host: string, own: string | null, message: string): boolean {
  if (KNOWN.some((site) => isBelow(host, site))) return false;
  const site = siteOf(host);
  const seen = skeletonOf(site);
  const meant = KNOWN_BY_SKELETON.get(seen);
  if (meant !== undefined && meant !== site) return true;
  if (own !== null && site !== siteOf(own) && seen === skeletonOf(siteOf(own))) return true;
  if (site.includes('xn--') && KNOWN_BY_SKELETON.has(skeletonOf(unicodeOf(site)))) return true;
  const front = host.slice(0, -site.length - 1);
  if ([...KNOWN, ...(own === null ? [] : [siteOf(own)])].some((known) => front === known || front.endsWith(`.${known}`))) return true;
  const parts = host.split(/[-.]/);
  if (parts.some((part) => NAMES.has(skeletonOf(part))) && LURES.test(host) && !site.includes('.gov')) return true;
  return namesAnother(message, host);
}

/** `Sign in to github.com` above a link to another site. */
function namesAnother(message: string, host: string): boolean {
  const named =
    /\b(?:sign in|log ?in|connect|authenticate|authoriz\w{1,3}|verify)\b[^.\n]{0,40}\b((?:[a-z0-9-]{1,40}\.){1,3}[a-z]{2,12})\b/i.exec(
      message.slice(0, 2_000),
    );
  const site = named?.[1] ? siteOf(named[1].toLowerCase()) : null;
  return site !== null && KNOWN.includes(site) && !isBelow(host, site);
}
