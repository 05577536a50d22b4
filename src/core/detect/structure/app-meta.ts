/** User interfaces of tools (MCP Apps): where they come from and what they may reach (threat M11). */
import { isObject } from '../../json-schema/document.ts';
import type { Step } from '../../pointer.ts';
import { below, type Report } from '../message-detector.ts';
import { RULES } from './rules.ts';

/** Long names of the same keys, as servers and clients spell them. */
const KEYS = ['ui', 'io.modelcontextprotocol/ui'] as const;
/** Older drafts have the address flat. */
const FLAT = 'ui/resourceUri';
const DOMAIN_LISTS = ['connectDomains', 'resourceDomains', 'frameDomains', 'baseUriDomains', 'connect-src', 'default-src', 'script-src'];
/** A page of a server's own site, over TLS: against the specification, but no script. */
const HTTPS_SCORE = 0.55;
const DOMAINS_MAX = 200;

export function inspectAppMeta(meta: unknown, at: Step, report: Report): void {
  if (!isObject(meta)) return;
  if (meta[FLAT] !== undefined) inspectAddress(meta[FLAT], below(at, FLAT), report);
  for (const key of KEYS) {
    const ui = meta[key];
    if (!isObject(ui)) continue;
    inspectAddress(ui.resourceUri, below(at, key, 'resourceUri'), report);
    if (isObject(ui.csp)) inspectPolicy(ui.csp, below(at, key, 'csp'), report);
  }
}

function inspectAddress(uri: unknown, at: Step, report: Report): void {
  if (typeof uri !== 'string' || uri === '' || /^\s{0,4}ui:\/\//i.test(uri)) return;
  const is_page = /^\s{0,4}https:\/\//i.test(uri);
  report({ rule: RULES.appAddress, at, text: uri, ...(is_page && { score: HTTPS_SCORE }) });
}

/** `*`, a bare scheme, or what lifts the limits on scripts. */
const OPEN = /^\s{0,4}(?:\*|(?:https?|wss?):(?:\/\/\*)?|data:|blob:|(?:https?|wss?):\/\/\*\.\*.{0,80}|'?unsafe-(?:inline|eval)'?)\s{0,4}$/i;

function inspectPolicy(csp: Record<string, unknown>, at: Step, report: Report): void {
  for (const name of DOMAIN_LISTS) {
    const domains = csp[name];
    if (!Array.isArray(domains)) continue;
    const open = domains.slice(0, DOMAINS_MAX).findIndex((domain) => typeof domain === 'string' && OPEN.test(domain.slice(0, 100)));
    if (open >= 0) report({ rule: RULES.appOpen, at: below(at, name, open), text: String(domains[open]) });
  }
}
