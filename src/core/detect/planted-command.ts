/** Commands in results (threat R01): lines that wait for an agent with a shell to copy them, in a page, a file or a mail that is about something else. */
import type { Match } from '../finding.ts';
import type { Slot } from '../mcp/surface.ts';
import type { Detector, Subject } from './detector.ts';
import { COMMANDS, findCommand } from './planted-command/commands.ts';
import { RULES } from './planted-command/rules.ts';

const SLOTS: ReadonlySet<Slot> = new Set(['result', 'structured', 'resource', 'error', 'notification', 'html']);
/** In code marks, in a listing, or in a text that is about such commands. */
const SHOWN_SCORE_CAP = 0.6;
const ABOUT =
  /\b(?:attack\w{0,4}|exploit\w{0,6}|vulnerab\w{1,8}|malware|payloads?|CVE-\d|mitre|adversar\w{1,6}|injection|detect\w{0,6}|mitigat\w{1,4}|security|red.team|phishing|sandbox\w{0,4}|honeypot|pentest\w{0,4}|threat\w{0,2}|ATT&CK|sigma|yara|blocked|denied|refus\w{1,4}|dangerous|never run|do not run|warning)\b/gi;
const ABOUT_MIN = 2;

/** Three backticks before it that are not closed, or backticks or a prompt on its line. */
function isShown(text: string, at: number): boolean {
  let fences = 0;
  for (let i = text.indexOf('```'); i >= 0 && i < at; i = text.indexOf('```', i + 3)) fences++;
  if (fences % 2 === 1) return true;
  const line = text.slice(Math.max(0, text.lastIndexOf('\n', at - 1) + 1), at);
  return line.includes('`') || /^\s{0,16}(?:[$>#%]|\d{1,6}[:|\t-]|[-+|]|\/\/|\*|RUN\b|"|')\s?/.test(line);
}

/** A text that speaks of such commands rather than one that gives one. */
function isAbout(text: string, start: number, end: number): boolean {
  const around = `${text.slice(Math.max(0, start - 4_096), start)} ${text.slice(end, end + 4_096)}`;
  return (around.match(ABOUT)?.length ?? 0) >= ABOUT_MIN;
}

const LITERALS = [...new Set(COMMANDS.flatMap(({ literals }) => literals))];

export const plantedCommand: Detector = {
  name: 'planted-command',
  by_place: true,
  rules: Object.values(RULES),
  literals: LITERALS,
  looksAt: ({ leaf, role, direction, purposes }: Subject) =>
    direction === 'response' &&
    leaf.kind === 'value' &&
    SLOTS.has(leaf.slot) &&
    (role === 'prose' || role === 'markdown' || role === 'html') &&
    !purposes?.has('shell'),
  inspect({ text }, _subject, hits): Match[] {
    const seen = new Set(hits.map(({ literal }) => LITERALS[literal]));
    const matches: Match[] = [];
    for (const command of COMMANDS) {
      const span = command.literals.some((literal) => seen.has(literal)) ? findCommand(command, text) : null;
      if (!span) continue;
      const { rule } = command;
      const quoted = isShown(text, span.start) || isAbout(text, span.start, span.end);
      matches.push({ rule, ...span, score: quoted ? Math.min(rule.score, SHOWN_SCORE_CAP) : rule.score });
    }
    return matches;
  },
};
