/** What clients draw (threats R04, R05, M11): pages, icons, diagrams and pictures that run script or carry data away. */
import type { Match } from '../finding.ts';
import type { Slot } from '../mcp/surface.ts';
import { readTokens } from '../text/html-tokens.ts';
import type { Detector, Subject } from './detector.ts';
import { QUOTED_SCORE_CAP } from './injection-places.ts';
import { findBeacon } from './rendering/beacon.ts';
import { findDiagramScript } from './rendering/diagram.ts';
import * as rules from './rendering/rules.ts';
import { findLinkSlot, findStyleProbe } from './rendering/slots.ts';
import { findLoader, findOptionScript } from './rendering/loader.ts';
import { findTheft } from './rendering/theft.ts';
import { findActiveMarkup } from './xss/markup.ts';
import { readAddress } from './xss/url.ts';

/** Text that clients show as Markdown. */
const SHOWN: ReadonlySet<Slot> = new Set<Slot>([
  'result',
  'structured',
  'prompt',
  'sampling',
  'tool',
  'instructions',
  'elicitation',
  'resource',
  'notification',
  'error',
]);
/** A page that was fetched is read, not drawn. */
const FETCHED_SCORE = 0.7;
/** Units on either side in which a document says that it shows an attack. */
const AROUND_MAX = 400;
const TALK =
  /\b(?:attack(?:s|er|ers)?|exfiltrat\w{0,5}|vulnerab\w{0,8}|payloads?|inject(?:s|ed|ion|ions)?|malicious|exploit\w{0,6}|xss|leak(?:s|ed|ing)?|owasp|cve|mitigat\w{0,5}|ataque\w?|attaque\w?|angriff\w{0,3}|атак\w)\b|攻击|攻撃|공격/iu;

export const rendering: Detector = {
  name: 'rendering',
  by_place: true,
  rules: rules.RENDERING_RULES,
  ignores_hits: true,
  literals: [
    'cookie',
    'eval(',
    'function(',
    'new function',
    'storage',
    'javascript:',
    'vbscript:',
    'data:',
    '](http',
    '](//',
    '](<http',
    '<img',
    ']: http',
    ']: //',
    ']: <http',
    '<iframe',
    '<link',
    '<source',
    '<video',
    '<body',
    '<table',
    '<td',
    'url(',
    'srcset',
    '<svg',
    '<script',
    'onerror',
    'onload',
    'mermaid',
    'flowchart',
    'graph ',
    'http:',
    'file:',
  ],
  looksAt: ({ leaf, role, direction }) => {
    if (leaf.kind !== 'value') return false;
    if (leaf.slot === 'icon' || leaf.slot === 'html') return true;
    return direction === 'response' ? SHOWN.has(leaf.slot) : leaf.slot === 'argument' && (role === 'prose' || role === 'markdown');
  },
  inspect(view, subject) {
    const { text } = view;
    const { leaf } = subject;
    if (leaf.slot === 'icon') return judgeIcon(text);
    // References that are undone in a page are its examples of code.
    if (leaf.slot === 'html') return view.name.includes('html') ? [] : judgePage(text, subject);
    const matches: Match[] = [];
    const diagram = subject.direction === 'response' ? findDiagramScript(text) : null;
    if (diagram) matches.push(match(rules.DIAGRAM_SCRIPT, diagram, diagram.alone && !isTalkedAbout(text, diagram) ? 1 : QUOTED_SCORE_CAP));
    const beacon = findBeacon(text);
    const slot = beacon ? null : findLinkSlot(text);
    if (slot) matches.push(match(rules.LINK_SLOT, slot, isTalkedAbout(text, slot) ? QUOTED_SCORE_CAP : 1));
    const probe = text.includes('url(') ? findStyleProbe(text) : null;
    if (probe) matches.push(match(rules.STYLE_PROBE, probe, isTalkedAbout(text, probe) ? QUOTED_SCORE_CAP : 1));
    const formatter = leaf.slot === 'structured' ? findOptionScript(text, String(leaf.at.key)) : null;
    if (formatter) matches.push(match(rules.DIAGRAM_SCRIPT, formatter, 1));
    if (beacon) matches.push(match(rules.PICTURE_BEACON, beacon, isTalkedAbout(text, beacon) ? QUOTED_SCORE_CAP : 1));
    return matches;
  },
};

const match = (rule: Match['rule'], { start, end }: { start: number; end: number }, cap: number): Match => ({
  rule,
  start,
  end: Math.max(end, start + 1),
  score: Math.min(rule.score, cap),
});

function judgeIcon(text: string): Match[] {
  const whole = { start: 0, end: text.length };
  const { kind } = readAddress(text);
  let runs = kind === 'script' || kind === 'document';
  if (!runs && text.includes('<')) findActiveMarkup(text, readTokens(text), () => (runs = true));
  if (runs) return [match(rules.ICON_SCRIPT, whole, 1)];
  return /^\s{0,8}(?:http|file|ftp):/i.test(text) ? [match(rules.ICON_ADDRESS, whole, 1)] : [];
}

function judgePage(text: string, subject: Subject): Match[] {
  const theft = findTheft(text);
  const loader = findLoader(text);
  const loaded = loader ? [match(rules.APP_LOADER, loader, subject.leaf.isApp ? 1 : FETCHED_SCORE)] : [];
  return theft ? [...loaded, match(rules.STORAGE_THEFT, theft, subject.leaf.isApp ? 1 : FETCHED_SCORE)] : loaded;
}

/** A document about beacons shows one. */
const isTalkedAbout = (text: string, { start, end }: { start: number; end: number }): boolean =>
  TALK.test(text.slice(Math.max(0, start - AROUND_MAX), start)) || TALK.test(text.slice(end, end + AROUND_MAX));
