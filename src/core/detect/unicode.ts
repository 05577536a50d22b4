/** Text that is not what it shows (threat M03): hidden characters, reordered lines, look-alike letters, terminal control. */
import type { Match, Role } from '../finding.ts';
import type { Slot } from '../mcp/surface.ts';
import { FEATURE } from '../text/features.ts';
import type { View } from '../text/views.ts';
import type { Detector, Subject } from './detector.ts';
import { findBidi } from './unicode/bidi.ts';
import { Matches } from './unicode/collect.ts';
import { findFalseSlashes, findHeaps } from './unicode/heaps.ts';
import { findHidden, findSilentInName, judgeSplitWords } from './unicode/invisible.ts';
import { findLookAlikes } from './unicode/look-alikes.ts';
import { RULES } from './unicode/rules.ts';
import { findTerminal } from './unicode/terminal.ts';
import { unicodeOf } from './structure/punycode.ts';
import { DIRECTION, ESCAPES, FOREIGN_HOST, HEAPS, HIDDEN, traitsOf, TWO_SCRIPTS } from './unicode/traits.ts';

/** Text that is compared or run, not read: nothing in it may be invisible. */
const EXACT_ROLES: ReadonlySet<Role> = new Set(['identifier', 'path', 'url', 'host', 'email', 'code', 'shell', 'sql', 'enum']);
/** Of these, the names. */
const NAME_ROLES: ReadonlySet<Role> = new Set(['identifier', 'host', 'email', 'enum', 'url']);
const METADATA_SLOTS: ReadonlySet<Slot> = new Set(['tool', 'schema', 'instructions', 'prompt', 'resource', 'elicitation']);
export const unicode: Detector = {
  name: 'unicode',
  by_place: true,
  rules: Object.values(RULES),
  looksAt({ leaf }) {
    return leaf.slot !== 'header' && leaf.kind !== 'number';
  },
  inspect(view: View, subject: Subject): Match[] {
    const { text } = view;
    if (view.name !== 'raw') return [];
    if ((view.features & FEATURE.unusual) === 0) return WEB_ROLES.has(subject.role) && text.includes('xn--') ? judgePunycode(text) : [];
    const traits = traitsOf(text);
    const { leaf, role } = subject;
    const matches = new Matches();
    if ((view.features & FEATURE.compatible) !== 0) findFalseSlashes(text, leaf.slot === 'argument' || leaf.slot === 'uri', matches);
    if (traits === 0) return matches.list;
    if (traits & HIDDEN) {
      const exact = (leaf.slot === 'argument' && EXACT_ROLES.has(role)) || leaf.kind === 'name';
      judgeSplitWords(text, findHidden(text, matches), exact, matches);
      if (exact && (NAME_ROLES.has(role) || leaf.kind === 'name') && matches.list.length === 0) findSilentInName(text, matches);
    }
    if (traits & DIRECTION) findBidi(text, matches);
    if (traits & (TWO_SCRIPTS | FOREIGN_HOST)) findLookAlikes(text, matches);
    if (traits & HEAPS) findHeaps(text, matches);
    if (traits & ESCAPES) findTerminal(text, METADATA_SLOTS.has(leaf.slot) && leaf.origin === 'server', matches);
    return matches.list;
  },
};

const WEB_ROLES: ReadonlySet<Role> = new Set(['url', 'host', 'email', 'recipient']);
/** Labels of a host, and the name that may stand before them. */
const LABELS = /[^/?#@:\s]{1,253}/g;
const LABELS_MAX = 8;

/** A host that browsers would show in letters which pass for Latin ones. */
function judgePunycode(text: string): Match[] {
  let seen = 0;
  for (const { 0: host, index } of text.matchAll(LABELS)) {
    if (++seen > LABELS_MAX) break;
    if (!/(?:^|\.)xn--/i.test(host)) continue;
    const shown = new Matches();
    findLookAlikes(unicodeOf(host.toLowerCase()), shown);
    if (shown.list.length > 0) return [{ rule: RULES.homoglyph, start: index, end: index + host.length }];
  }
  return [];
}
