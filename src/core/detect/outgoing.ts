/** Data on its way out in addresses and names (threats Q05, Q06, R04): of calls that fetch or look up, and of texts that have the reader make such an address. */
import type { Match } from '../finding.ts';
import type { Slot } from '../mcp/surface.ts';
import type { Detector, Subject } from './detector.ts';
import { QUOTED_SCORE_CAP } from './injection-places.ts';
import { findOrderToFill } from './outgoing/fill.ts';
import { fromLabels } from './outgoing/decode.ts';
import { carried } from './outgoing/query.ts';
import { RULES } from './outgoing/rules.ts';

const SHOWN: ReadonlySet<Slot> = new Set<Slot>([
  'result',
  'structured',
  'prompt',
  'resource',
  'tool',
  'schema',
  'instructions',
  'sampling',
  'notification',
  'error',
]);
const ADDRESS_MAX = 8_192;
const HOST_MAX = 300;

/** The host of an address, or the text that is one. */
function hostIn(text: string): string | null {
  const head = text.slice(0, HOST_MAX).trim();
  const scheme = head.indexOf('://');
  const rest = scheme >= 0 && scheme < 14 ? head.slice(scheme + 3) : head;
  const authority = rest.split(/[/?#\s]/, 1)[0]!;
  const host = authority.slice(authority.lastIndexOf('@') + 1).split(':', 1)[0]!;
  return /^[\w.-]{4,253}$/.test(host) && host.includes('.') ? host : null;
}
const PRIVATE = /^\s{0,8}https?:\/\/(?:localhost|127\.|10\.|192\.168\.|\[::1|[\w-]{1,63}(?:[:/]|$))/i;

const takesAddress = ({ leaf, role, direction }: Subject): boolean =>
  direction === 'request' &&
  leaf.slot === 'argument' &&
  leaf.kind === 'value' &&
  (role === 'url' || role === 'host' || role === 'identifier');

export const outgoing: Detector = {
  name: 'outgoing',
  rules: Object.values(RULES),
  ignores_hits: true,
  literals: ['http://', 'https://'],
  insists: (subject) => subject.role === 'host' && takesAddress(subject),
  looksAt: (subject) =>
    takesAddress(subject) || (subject.leaf.kind === 'value' && SHOWN.has(subject.leaf.slot) && subject.leaf.text.length > 40),
  inspect({ text, name }, subject): Match[] {
    if (takesAddress(subject)) return name === 'raw' && text.length <= ADDRESS_MAX ? judgeAddress(text) : [];
    const found = findOrderToFill(text);
    return found ? [{ rule: RULES.filled, ...found, score: found.isAbout ? QUOTED_SCORE_CAP : RULES.filled.score }] : [];
  },
};

function judgeAddress(text: string): Match[] {
  const matches: Match[] = [];
  const host = hostIn(text);
  if (host && host.length > 24 && fromLabels(host) !== null) matches.push({ rule: RULES.name, start: 0, end: text.length });
  const score = text.includes('?') || text.includes('#') ? (PRIVATE.test(text) ? 0 : carried(text)) : 0;
  if (score > 0) matches.push({ rule: RULES.address, start: 0, end: text.length, score });
  return matches;
}
