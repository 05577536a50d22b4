/** Programs given to be run (threats Q01, Q05): they send away what the machine or the browser keeps, or climb out of a sandbox. */
import type { Match } from '../finding.ts';
import type { Detector, Subject } from './detector.ts';
import { findLeak, LEAK_LITERALS } from './program/leak.ts';
import { RULES } from './program/rules.ts';
import { ESCAPE_LITERALS, findEscape } from './program/escape.ts';

/** Arguments that hold programs, whatever the rest of the tool says. */
const PROGRAM_KEY =
  /^(?:code|script|source|program|snippet|function|fn|js|javascript|python|expression|expr|eval|cell|body_script|page_?function)$/i;
/** A program that is looked at, not run. */
const REVIEWED_SCORE_CAP = 0.7;

/** Files hold documents as often as programs. */
const FILE_KEY = /^(?:content|contents|text|file_?text|body|new_?str\w{0,4}|new_?text|markdown|data)$/i;
const isProgram = ({ leaf, role }: Pick<Subject, 'leaf' | 'role'>): boolean =>
  ((role === 'code' || role === 'shell') && !FILE_KEY.test(String(leaf.at.key))) ||
  (typeof leaf.at.key === 'string' && leaf.at.key.length < 24 && PROGRAM_KEY.test(leaf.at.key));

export const program: Detector = {
  name: 'program',
  rules: Object.values(RULES),
  ignores_hits: true,
  literals: [...LEAK_LITERALS, ...ESCAPE_LITERALS],
  looksAt: (subject) =>
    subject.direction === 'request' && subject.leaf.kind === 'value' && subject.leaf.slot === 'argument' && isProgram(subject),
  inspect({ text }, { purposes }): Match[] {
    const cap = purposes?.has('review') && !purposes.has('run') && !purposes.has('shell') ? REVIEWED_SCORE_CAP : 1;
    const matches: Match[] = [];
    const leak = findLeak(text);
    if (leak) matches.push({ rule: RULES.leak, ...leak, score: Math.min(cap, RULES.leak.score) });
    const escape = findEscape(text);
    if (escape) matches.push({ rule: RULES.escape, ...escape, score: Math.min(cap, RULES.escape.score) });
    return matches;
  },
};
