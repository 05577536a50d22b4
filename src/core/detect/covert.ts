/** Definitions, sampling requests and notes that have a model act behind its user's back (threats M01, M02, M04, M05, S01, F07). */
import type { Match, Role } from '../finding.ts';
import type { Slot } from '../mcp/surface.ts';
import { beyondTask } from './covert/definition.ts';
import { judgeText, type Ground } from './covert/judge.ts';
import { hear } from './covert/lexicon.ts';
import { RULES } from './covert/rules.ts';
import type { Detector, Subject } from './detector.ts';

const GROUNDS: Partial<Record<Slot, Ground>> = {
  tool: 'definition',
  schema: 'definition',
  instructions: 'definition',
  resource: 'definition',
  sampling: 'sampling',
};
const LENGTH_MIN = 16;
/** Longer texts are documents. */
const KEPT_MAX = 20_000;
const READ: ReadonlySet<Role> = new Set<Role>(['prose', 'markdown', 'opaque', 'query', 'template']);

/** Words of standing orders; without one of them no text that is kept gives any. */
const LASTING: readonly string[] = [
  ...'every|each |whenever|from now on|future|next time|henceforth|always|before answer|before respond|any other tool|regardless'.split(
    '|',
  ),
  ...'immer|jedes mal|jeder|siempre|cada |sempre|toujours|chaque|ogni |altijd|elke|varje|hver |zawsze|kazd|her zaman|setiap'.split('|'),
  ...'всегда|кажд|每|毎|必ず|항상|매번|दर बार|हर |دائم|كل '.split('|'),
];

function groundOf({ leaf, role, direction }: Subject): Ground | null {
  if (leaf.kind !== 'value' || leaf.text.length < LENGTH_MIN) return null;
  if (leaf.slot === 'argument') return direction === 'request' && READ.has(role) ? 'kept' : null;
  return GROUNDS[leaf.slot] ?? null;
}

export const covert: Detector = {
  name: 'covert',
  rules: Object.values(RULES),
  ignores_hits: true,
  literals: LASTING,
  insists: ({ leaf }) => leaf.slot !== 'argument',
  looksAt: (subject) => groundOf(subject) !== null,
  inspect({ text }, subject): Match[] {
    const ground = groundOf(subject);
    if (ground === null || (ground === 'kept' && text.length > KEPT_MAX)) return [];
    const heard = hear(text);
    const matches = judgeText(text, ground, heard);
    const beyond = heard.tells && ground === 'definition' && subject.leaf.slot !== 'resource' ? beyondTask(text) : null;
    if (beyond) matches.push({ rule: RULES.beyond, ...beyond });
    return matches;
  },
};
