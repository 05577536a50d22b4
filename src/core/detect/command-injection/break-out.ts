/** Commands in a value that is not meant to hold any: what was put behind the operator, and how sure it is a command. */
import type { Role } from '../../finding.ts';
import type { Command } from './commands.ts';
import type { Deed } from './misuse.ts';
import * as rules from './rules.ts';
import { argumentsOf, certainty, PROSE_WORDS_MIN, SHELL_VARIABLE, touchesFiles } from './traits.ts';
import { PREFIXES, PROGRAMS } from './words.ts';

/** Roles whose grammar has no room for a shell operator. */
const TIGHT: ReadonlySet<Role> = new Set(['host', 'email', 'recipient', 'number', 'datetime', 'enum']);
/** Roles in which backticks mark words as code. */
const QUOTING: ReadonlySet<Role> = new Set(['prose', 'markdown', 'html', 'template']);
const QUOTED_LINE = /^\s*> ?[A-Z]/;
const QUOTED_LINE_MAX = 8;
const LIST_SEGMENTS_MIN = 3;
const SEGMENTS_MAX = 32;
const AROUND = 80;
const LINE_SCORE_CAP = 0.75;
const SURE = 0.95;
/** Roles in which a value is one name: no sentence, no search, nothing of the caller's own making. */
const NAMES: ReadonlySet<Role> = new Set(['identifier', 'path', 'host', 'url', 'email', 'recipient', 'number', 'datetime', 'enum']);
const OPERATORS = new Set([';', '|', '||', '&', '&&', '\n']);
const SUBSTITUTIONS = new Set(['$(', '`', '<(', '>(']);

/** `name;date;time`: a list of plain words, not commands. */
function isList(commands: readonly Command[]): boolean {
  return (
    commands.length >= LIST_SEGMENTS_MIN &&
    commands
      .slice(0, SEGMENTS_MAX)
      .every((c) => c.words.length === 0 && c.head !== null && /^[\w-]+$/.test(c.path) && c.before !== '$(' && c.before !== '`')
  );
}

function isDisguised({ head, name }: Command, sure: number): boolean {
  if (!head || head.disguises === 0) return false;
  return sure === 2 || (sure === 1 && head.disguises >= 1 && name.length > 1);
}

/** A file name is over at its extension. */
const endsAsFile = (text: string, at: number): boolean => /\w\.[A-Za-z]\w{0,4}['")\s]{0,4}$/.test(text.slice(Math.max(0, at - 12), at));

/** `a);id` closes a bracket that the value never opened; `a;id|` ends with another operator than it began with, which no list of names does. */
function endsWhatItLandsIn({ before, after, head, start, end }: Command, text: string): boolean {
  if (head?.quoted !== false || /\S/.test(text.slice(after === '' ? end : end + after.length).slice(0, AROUND))) return false;
  const ahead = text.slice(Math.max(0, start - AROUND), start);
  return (/^[^\s(]{0,80}\)$/.test(ahead) && start <= AROUND) || (OPERATORS.has(after) && after !== before && after !== '\n');
}

/** Scores one command that stands behind an operator, in a substitution, or is the whole value. */
function judge(command: Command, place: Place, isFirstOfText: boolean, startsWithOperator: boolean, listed: boolean): Deed | null {
  const { role } = place;
  const sure = certainty(command);
  if (sure === 0) return null;
  const given = argumentsOf(command);
  const span = { start: command.start, end: Math.max(command.end, command.start + 1) };
  if (isDisguised(command, sure) && given !== 'prose')
    return { rule: rules.DISGUISED_COMMAND, ...span, score: sure === 2 || given === 'clear' ? 0.95 : 0.7 };
  const touches = touchesFiles(command);
  if (SUBSTITUTIONS.has(command.before)) {
    // `$(date)` is also jQuery, and prose sets names of commands in backticks.
    if (given === 'prose' && sure === 1) return null;
    if (command.before === '`' && QUOTING.has(role) && !(sure === 2 && given === 'clear') && !startsWithOperator) return null;
    const score = sure === 2 ? (given === 'prose' ? 0.6 : 0.94) : given === 'clear' ? 0.93 : command.before === '`' ? 0.85 : 0.88;
    return { rule: rules.SUBSTITUTION, ...span, score };
  }
  if (!OPERATORS.has(command.before)) {
    if (!isFirstOfText || command.before !== '') return null;
    if (sure === 2 ? given === 'prose' : given !== 'clear') return null;
    if (command.head?.spaced || command.words.some((w) => w.spaced)) return { rule: rules.DISGUISED_COMMAND, ...span, score: 0.93 };
    if (SHELL_VARIABLE.test(command.path) && command.words.some(({ text }) => text === '-c'))
      return { rule: rules.DISGUISED_COMMAND, ...span, score: 0.9 };
    if (sure === 2 && command.words.length === 0 && command.path.startsWith('/') && OPERATORS.has(command.after) && NAMES.has(role))
      return { rule: rules.CHAINED_COMMAND, ...span, score: 0.84 };
    // `/etc/passwd` alone, where a path is wanted, is a path.
    if (role === 'path' && command.words.length === 0) return null;
    return { rule: rules.BARE_COMMAND, ...span, score: touches ? 0.85 : sure === 2 && TIGHT.has(role) && given === 'clear' ? 0.75 : 0.5 };
  }
  // `> It's in the vault`: a line of the mail that is answered.
  if (command.before === '\n' && QUOTING.has(role) && QUOTED_LINE.test(place.text.slice(command.start, command.start + QUOTED_LINE_MAX)))
    return null;
  const spaced = command.head?.spaced === true || command.words.some((w) => w.spaced);
  if (touches || spaced) return { rule: rules.CHAINED_COMMAND, ...span, score: 0.95 };
  const opens = startsWithOperator && isFirstOfText;
  const tight =
    TIGHT.has(role) ||
    (role === 'path' && endsAsFile(place.text, command.start)) ||
    (role === 'url' && command.before === ';' && /^\s{0,4}[a-z][a-z0-9+.-]{1,16}:\/\/[^\s;]{4,256}\s?;\s/i.test(place.text));
  const closes = NAMES.has(role) && command.glued && endsWhatItLandsIn(command, place.text);
  const ampersand = command.before === '&';
  let score = 0;
  if (sure === 2) {
    if (given === 'clear') score = 0.93;
    else if (given === 'none') score = listed ? 0.3 : ampersand && !command.glued && !opens && !tight ? 0.6 : 0.86;
    else if (given === 'some') score = ampersand && !tight ? 0.6 : 0.82;
    else score = tight || (opens && NAMES.has(role)) ? 0.82 : opens ? 0.7 : 0.5;
  } else if (given === 'clear') score = ampersand && command.glued && role === 'url' ? 0.5 : 0.88;
  else if (given === 'none') score = listed ? 0 : tight || opens || closes ? 0.84 : command.commented ? 0.82 : command.glued ? 0.6 : 0.45;
  else if (given === 'some') score = tight || (opens && NAMES.has(role)) ? 0.82 : opens ? 0.7 : 0;
  else score = 0;
  // A new line before an everyday word begins a sentence more often than a command.
  if (command.before === '\n' && !tight && !(sure === 2 && given === 'clear')) score = Math.min(score, 0.5);
  return score > 0 ? { rule: rules.CHAINED_COMMAND, ...span, score } : null;
}

/** Text around a substitution that makes its backticks quotation marks: "Use `ls -la` to list". */
function quotesCode(text: string, { before, start, end }: Command): boolean {
  if (before !== '`' || (start > 0 && !/[\s(]/.test(text[start - 1] ?? ''))) return false;
  const after = text.slice(end, end + 2).replace(/^`/, '');
  if (after !== '' && !/^[\s.,:;!?)]/.test(after)) return false;
  const outside = `${text.slice(Math.max(0, start - AROUND), start)} ${text.slice(end, end + AROUND)}`;
  return (outside.match(/(?:^|\s)[A-Za-z]{2,}(?=[\s.,!?]|$)/g)?.length ?? 0) >= PROSE_WORDS_MIN;
}

/** The text, where in it the commands start, and whether that is directly behind a quote that the value closed. */
export type Place = {
  text: string;
  from: number;
  broke: boolean;
  role: Role;
  /** The role is told by the value's looks alone. */ unsure?: boolean;
};

/** All commands in a value of a role that is no command. */
export function findBreakOuts(commands: readonly Command[], place: Place, keep: (deed: Deed) => void): void {
  const { text, from, broke, role } = place;
  const listed = isList(commands);
  const named = namesSetIn(commands);
  const startsWithOperator = broke || (from === 0 && /^\s*[;|&\n]/.test(text.slice(0, 8)));
  // A whole command line breaks out of nothing: the argument was rather meant to hold one.
  const isLine = !broke && from === 0 && isCommandLine(commands);
  const isName = TIGHT.has(role) || (NAMES.has(role) && !place.unsure);
  const cap = isLine && !isName ? LINE_SCORE_CAP : 1;
  commands.forEach((command, index) => {
    const span = { start: command.start, end: command.end };
    const deed = judge(command, place, index === 0 || commands[index - 1]?.head === null, startsWithOperator, listed);
    const isNamed = named.size > 0 && command.head !== null && OPERATORS.has(command.before) && named.has(command.path.replace(/^\$/, ''));
    if (isNamed) keep({ rule: rules.DISGUISED_COMMAND, ...span, score: 0.9 });
    else if (deed && quotesCode(text, command)) {
      if (!QUOTING.has(role)) keep({ ...deed, score: Math.min(deed.score ?? 1, LINE_SCORE_CAP) });
    } else if (deed)
      keep(deed.rule === rules.CHAINED_COMMAND && (deed.score ?? 1) < SURE ? { ...deed, score: Math.min(deed.score ?? 1, cap) } : deed);
    // In `a; time cmd` the prefix is a command too.
    else if (OPERATORS.has(command.before) && command.via.some((name) => PREFIXES.has(name) && PROGRAMS.has(name)))
      keep({ rule: rules.CHAINED_COMMAND, ...span, score: Math.min(0.85, cap) });
  });
  if (isLine && !listed && isName && commands.slice(0, SEGMENTS_MAX).some((c) => certainty(c) === 2 || argumentsOf(c) === 'clear'))
    keep({ rule: rules.CHAINED_COMMAND, start: commands[0]?.start ?? 0, end: commands.at(-1)?.end ?? text.length, score: 0.85 });
}

/** True for a value that is commands from its first word to its last. */
function isCommandLine(commands: readonly Command[]): boolean {
  if (commands.length < 2 || commands[0]?.before !== '') return false;
  // Where a directory is entered first, what follows is no sentence.
  const enters = commands[0].name === 'cd' && argumentsOf(commands[0]) === 'clear';
  return commands
    .slice(0, SEGMENTS_MAX)
    .every((c) => certainty(c) > 0 && c.before !== '\n' && (certainty(c) === 2 || enters || argumentsOf(c) !== 'prose'));
}

/** Names that the value itself gives to commands: `a=curl&$a …`, `alias q=curl&q …`. */
function namesSetIn(commands: readonly Command[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { name, words, assigns } of commands.slice(0, SEGMENTS_MAX)) {
    const texts = name === 'alias' ? words : assigns;
    for (const { text } of texts) {
      const [key = '', value = ''] = text.split('=', 2);
      if (key !== '' && value !== '' && (name === 'alias' || !/^\d+$/.test(value))) names.add(key);
    }
  }
  return names;
}
