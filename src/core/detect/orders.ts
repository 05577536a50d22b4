/** Text that tries to command a model (threats M01, M02, M04, M05, R01, R04, S01, F07): acts, place and reach, combined. */
import type { Match, Role } from '../finding.ts';
import type { Slot } from '../mcp/surface.ts';
import { FEATURE } from '../text/features.ts';
import type { View } from '../text/views.ts';
import type { Detector, Subject } from './detector.ts';
import type { Ground } from './orders/combinations.ts';
import { judgeEvidence } from './orders/judge-evidence.ts';
import { isQuoted } from './orders/quoted.ts';
import { RULES, type RuleName } from './orders/rules.ts';
import { learned } from './orders/scorer.ts';
import { isRead, placeOf } from './orders/scorer/place.ts';
import { evidenceIn, type Evidence } from './orders/signs.ts';
import { isWorthALook, OTHER_FROM, WAKING } from './orders/wake.ts';

const GROUNDS: Partial<Record<Slot, Ground>> = {
  tool: 'tool',
  schema: 'tool',
  instructions: 'tool',
  resource: 'data',
  elicitation: 'data',
  result: 'data',
  structured: 'data',
  error: 'data',
  notification: 'data',
  completion: 'data',
  html: 'data',
  prompt: 'prompt',
  sampling: 'prompt',
  argument: 'argument',
};

/** Arguments that carry text for somebody to read. */
const READ_ROLES: ReadonlySet<Role> = new Set(['prose', 'markdown', 'html', 'query', 'template']);
const LENGTH_MIN = 8;
const NONE: Match[] = [];
/** Letters of scripts in which no literal can be. */
const OTHER_SCRIPT = /[\u0400-\u1dff\u2e80-\ud7ff]/;
const QUOTED_CAP = 0.7;
const ABOUT_CAP = 0.7;
/** What people quote when they write about attacks. */
const SPOKEN_RULES: ReadonlySet<RuleName> = new Set(['override', 'jailbreak', 'promptLeak', 'conceal', 'hiddenOrder', 'toolConceal']);
/** A finding below this says nothing. */
const SCORE_MIN = 0.4;

/** What manuals tell their readers to do, too. */
const LOCAL_RULES: ReadonlySet<RuleName> = new Set([
  'sendOut',
  'sendCommand',
  'foreignOrder',
  'toolOrder',
  'beacon',
  'promptLeak',
  'forcedAnswer',
]);

/** Headings, code blocks and tables of a document, as many as make one. */
const STRUCTURE = /(?:^|\n|\\n)(?:#{1,5} \S|```|---+(?:\n|\\n)|\|[ :-]{3,20}\||\s{0,4}[*-] \[| {0,3}\.\. [a-z])/g;
const STRUCTURE_MIN = 3;

function looksWritten(text: string): boolean {
  let seen = 0;
  for (const _ of text.matchAll(STRUCTURE)) if (++seen >= STRUCTURE_MIN) return true;
  return false;
}

/** What rules are so sure of need not be asked of the learned scorer. */
const CERTAIN = 0.8;
/** Its score from which there is a finding. */
const LEARNED_MIN = 0.5;
/** Signs of a text that wants something sent out. */
const SENDING: ReadonlySet<string> = new Set(['send', 'send_data', 'send_out', 'send_chat', 'beacon', 'leak_command']);

function learnedRule(ground: Ground, { acts, spots }: Evidence): Match['rule'] {
  if (ground === 'tool') return RULES.learnedDefinition;
  const sends = acts.some(({ act }) => SENDING.has(act)) || spots.some(({ sign }) => SENDING.has(sign));
  return sends ? RULES.learnedLeak : RULES.learnedOrder;
}

export const orders: Detector = {
  name: 'orders',
  rules: Object.values(RULES),
  looksAt({ leaf, role }: Subject): boolean {
    if (leaf.kind !== 'value' || leaf.text.length < LENGTH_MIN) return false;
    const ground = GROUNDS[leaf.slot];
    return ground !== undefined && (ground !== 'argument' || READ_ROLES.has(role));
  },
  literals: WAKING,
  features: FEATURE.unusual,
  inspect({ text, features }: View, { leaf, role }: Subject, hits): Match[] {
    if ((hits.length === 0 || !isWorthALook(hits, text.length)) && !((features & FEATURE.unusual) !== 0 && OTHER_SCRIPT.test(text)))
      return NONE;
    const ground = GROUNDS[leaf.slot]!;
    const evidence = evidenceIn(
      text,
      hits.length === 0 || (features & FEATURE.unusual) !== 0 || hits.some(({ literal }) => literal >= OTHER_FROM),
    );
    let written: boolean | null = null;
    const matches = judgeEvidence(evidence, ground, text, (one, start, _end, about) => {
      let score = one.score;
      if (SPOKEN_RULES.has(one.rule) && isQuoted(text, start)) score = Math.min(score, QUOTED_CAP);
      if (ground === 'data' && LOCAL_RULES.has(one.rule) && (written ??= looksWritten(text))) score = Math.min(score, QUOTED_CAP);
      if (about > 1) score = Math.min(score, ABOUT_CAP);
      return score >= SCORE_MIN ? score : 0;
    });
    if (!isRead(leaf, role) || matches.some(({ score = 0 }) => score >= CERTAIN)) return matches;
    const score = learned(text, evidence, placeOf(leaf));
    return score < LEARNED_MIN ? matches : [...matches, { rule: learnedRule(ground, evidence), start: 0, end: text.length, score }];
  },
};
