/** Text that is not what it shows (threat M03): hidden characters, reordered lines, look-alike letters, terminal control. */
import type { Match, Role } from '../finding.ts';
import type { Slot } from '../mcp/surface.ts';
import { FEATURE } from '../text/features.ts';
import type { View } from '../text/views.ts';
import type { Detector, Subject } from './detector.ts';
import { findBidi } from './unicode/bidi.ts';
import { Matches } from './unicode/collect.ts';
import { findHidden, judgeSplitWords } from './unicode/invisible.ts';
import { findLookAlikes } from './unicode/look-alikes.ts';
import { RULES } from './unicode/rules.ts';
import { findTerminal } from './unicode/terminal.ts';
import { DIRECTION, ESCAPES, HIDDEN, traitsOf, TWO_SCRIPTS } from './unicode/traits.ts';

/** Text that is compared or run, not read: nothing in it may be invisible. */
const EXACT_ROLES: ReadonlySet<Role> = new Set(['identifier', 'path', 'url', 'host', 'email', 'code', 'shell', 'sql', 'enum']);
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
    const traits = view.name === 'raw' && view.features & FEATURE.unusual ? traitsOf(text) : 0;
    if (traits === 0) return [];
    const { leaf, role } = subject;
    const matches = new Matches();
    if (traits & HIDDEN) {
      const exact = (leaf.slot === 'argument' && EXACT_ROLES.has(role)) || leaf.kind === 'name';
      judgeSplitWords(text, findHidden(text, matches), exact, matches);
    }
    if (traits & DIRECTION) findBidi(text, matches);
    if (traits & TWO_SCRIPTS) findLookAlikes(text, matches);
    if (traits & ESCAPES) findTerminal(text, METADATA_SLOTS.has(leaf.slot) && leaf.origin === 'server', matches);
    return matches.list;
  },
};
