/** Text that is not what it shows (threat M03): hidden characters, reordered lines, look-alike letters, terminal control. */
import type { Match, Role } from '../finding.ts';
import type { Slot } from '../mcp/surface.ts';
import type { View } from '../text/views.ts';
import type { Detector, Subject } from './detector.ts';
import { findBidi } from './unicode/bidi.ts';
import { Matches } from './unicode/collect.ts';
import { findHidden, judgeSplitWords } from './unicode/invisible.ts';
import { findLookAlikes } from './unicode/look-alikes.ts';
import { RULES } from './unicode/rules.ts';
import { findTerminal } from './unicode/terminal.ts';

/** Text that is compared or run, not read: nothing in it may be invisible. */
const EXACT_ROLES: ReadonlySet<Role> = new Set(['identifier', 'path', 'url', 'host', 'email', 'code', 'shell', 'sql', 'enum']);
const METADATA_SLOTS: ReadonlySet<Slot> = new Set(['tool', 'schema', 'instructions', 'prompt', 'resource', 'elicitation']);
const INTERESTING = /[\u001b\u0080-\u{10ffff}]/u;
const ESCAPES = /[\u001b\u009b]/;
const HIDDEN = /[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2064\u3164\ufe00-\ufe0f\ufeff\uffa0\u{e0000}-\u{e01ef}]/u;
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/;
const TWO_SCRIPTS = /[A-Za-z0-9_][\u0370-\u052f]|[\u0370-\u052f][A-Za-z0-9_]/;

export const unicode: Detector = {
  name: 'unicode',
  rules: Object.values(RULES),
  looksAt({ leaf }) {
    return leaf.slot !== 'header' && leaf.kind !== 'number';
  },
  inspect(view: View, subject: Subject): Match[] {
    const { text } = view;
    if (view.name !== 'raw' || !INTERESTING.test(text)) return [];
    const { leaf, role } = subject;
    const matches = new Matches();
    if (HIDDEN.test(text)) {
      const exact = (leaf.slot === 'argument' && EXACT_ROLES.has(role)) || leaf.kind === 'name';
      judgeSplitWords(text, findHidden(text, matches), exact, matches);
    }
    if (DIRECTION.test(text)) findBidi(text, matches);
    if (TWO_SCRIPTS.test(text)) findLookAlikes(text, matches);
    if (ESCAPES.test(text)) findTerminal(text, METADATA_SLOTS.has(leaf.slot) && leaf.origin === 'server', matches);
    return matches.list;
  },
};
