/** Command injection (threat Q01): commands and code that break out of an argument's role, and grave misuse where commands are the role. */
import type { Match, Role, Rule } from '../finding.ts';
import type { Step } from '../mcp/surface.ts';
import { findCodeCalls, findDotCommand, findInterpolation, hasCodeMark } from './command-injection/code-calls.ts';
import { findHostOption, findLeadingOption, findOption, findOutputOption, findWildcardName } from './command-injection/options.ts';
import { deedsIn, type Hearer } from './command-injection/deeds.ts';
import { EVIDENCE, isEvident } from './command-injection/evidence.ts';
import { findCallbacks } from './command-injection/reverse-shell.ts';
import { isForkBomb } from './command-injection/damage.ts';
import type { Deed } from './command-injection/misuse.ts';
import { mayHoldCommand } from './command-injection/gate.ts';
import * as rules from './command-injection/rules.ts';
import type { View } from '../text/views.ts';
import type { Detector, Subject } from './detector.ts';
import { CALLER_SLOTS, PART_ROLES, QUOTED_SCORE_CAP, TEXT_ROLES } from './injection-places.ts';

/** Unless a short value is nothing but the attack. */
const LOOSE_SURE = 0.85;
const WHOLE_LENGTH_MAX = 256;
const WHOLE_WORDS_MAX = 2;
const WHOLE_RULES: ReadonlySet<Rule> = new Set([
  rules.CHAINED_COMMAND,
  rules.SUBSTITUTION,
  rules.DISGUISED_COMMAND,
  rules.SHELLSHOCK,
  rules.CODE_CALL,
  rules.PERL_INTERPOLATION,
  rules.REVERSE_SHELL,
  rules.WIPING,
]);
/** What people search for: pipelines and option lists. Only hiding, substitution and sensitive files are more than a search. */
const QUERY_SCORE_CAP = 0.75;
const QUERY_SURE = 0.94;
const QUERY_NOISE = 0.6;
/** Below this a finding says nothing. */
const SCORE_MIN = 0.4;
/** Code is written to files more often than run; what installers document is no attack there. */
const CODE_DOWNLOAD_SCORE = 0.7;
/** Code that is looked at, not run. */
const REVIEWED_SCORE_CAP = 0.7;
const SHELLSHOCK = /(?:^|[^\w\s)=>]|[^\w)=>]\s|\b\w{1,64} )\(\s?\)\s{0,4}\{\s{0,4}[\w:]{0,8}\s{0,2};?\s{0,2}\}\s{0,4};\s{0,4}[\w/]/;
const EMPTY_SUBSTITUTION = /[A-Za-z](?:\$\(\)|``|[<>]\(\))[A-Za-z]{2}|^[a-z]{2,12}(?:\$\(\)|``)(?:\s|$)/;

/** Spaces of form data at a shell operator; line breaks spelt `\\n` at either end, which end the command before. */
const FORM_SPACES = /[;|&`]\+|\+[;|&`]/;
const SPELT_BREAK = /^\s{0,4}\\[nr]|\\[nr]\s{0,4}$/g;

/** The text with such spaces and breaks as what they stand for, each unit in its place. */
function spelledOut(text: string): string {
  const spaced = text.includes('+') && FORM_SPACES.test(text) ? text.replaceAll('+', ' ') : text;
  return spaced.includes('\\') ? spaced.replace(SPELT_BREAK, (found) => `${' '.repeat(found.length - 1)};`) : spaced;
}

const ADDRESSES: ReadonlySet<string> = new Set(['url', 'host', 'email', 'recipient']);
const OPTION_PLACES = /(?:arg|args|argv|arguments|option|options|opts|flag|flags|params|parameters)$/i;

/** A place that is there for options, such as an item of `args`. */
const takesOptions = (at: Step): boolean =>
  OPTION_PLACES.test(String(at.key)) || (at.up !== null && at.up.up?.key !== 'params' && OPTION_PLACES.test(String(at.up.key)));

/** The gravest deed of a text that is run as a script, wherever it stands; null when none is sure. */
export function gravestDeed(text: string, least: number): Deed | null {
  let gravest: Deed | null = null;
  const keep = (deed: Deed): void => {
    const score = deed.score ?? deed.rule.score;
    if (score >= least && score > (gravest?.score ?? 0)) gravest = { ...deed, score };
  };
  deedsIn(text, 'bare', [{ role: 'shell', keep }], true, null);
  for (const deed of findCallbacks(text)) keep(deed);
  return gravest;
}

/** A value that is no command, whichever quote it lands in. */
function judgeContexts(text: string, hearers: readonly Hearer[]): void {
  if (!mayHoldCommand(text)) return;
  const known = deedsIn(text, 'bare', hearers, false, null);
  deedsIn(text, 'single', hearers, false, known);
  deedsIn(text, 'double', hearers, false, known);
}

const TITLE_MAX = 96;
const OF_SHELLS =
  /\b(?:fix\w{0,3}|use|using|replac\w{1,4}|how|escap\w{1,4}|syntax|substitut\w{1,5}|shell|bash|zsh|script\w{0,3}|command\w{0,2}|error|bug|docs?|document\w{0,6}|support|instead|add|remove|example|run|quot\w{1,4}|allow|expand\w{0,3}|expansion|handle|test|alias\w{0,2}|variable\w?|loop|director\w{1,3}|path|file\w?|print\w?|list\w?|output|string)\b/i;

/** Code marks, options, comparisons and URLs beside it: somebody speaks of the command. */
const SPOKEN_OF = /`|\bvs\b|\bversus\b|(?:^|\s)-{1,2}[a-z0-9]|\?\s{0,4}$/i;

/** A word or two with `$(…)`, and nothing about shells: no title says that by itself. */
const isTitle = (text: string, start: number): boolean =>
  text.length <= TITLE_MAX &&
  text.slice(Math.max(0, start - 4), start + 4).includes('$(') &&
  !OF_SHELLS.test(text) &&
  !SPOKEN_OF.test(text.replace(/\$\([^)]{0,90}\)/, ''));

/** True when the value is nothing but the attack: hardly a word of prose stands outside the span. */
function isWhole(text: string, { start, end, rule }: Deed): boolean {
  if (text.length > WHOLE_LENGTH_MAX || text.includes('\n', 1)) return false;
  if (rule === rules.SHELLSHOCK && /^\s{0,4}\(\)\s{0,4}\{/.test(text)) return true;
  if (rule === rules.CODE_CALL) return /^[!-~]+$/.test(text) || isCallAlone(text, start);
  if (rule === rules.PERL_INTERPOLATION) return /^\s{0,4}[@#]\{/.test(text) && /\}\s{0,4}$/.test(text);
  if (rule === rules.CHAINED_COMMAND) return /^\s{0,4}['"]?\s{0,4}[;|&]/.test(text) || leavesItsPlace(text);
  if (rule === rules.WIPING) return leavesItsPlace(text);
  const outside = `${text.slice(0, start)} ${text.slice(end)}`.match(/[A-Za-z]{3,}/g)?.length ?? 0;
  if (rule === rules.SUBSTITUTION) return outside === 0 || (outside <= WHOLE_WORDS_MAX && isTitle(text, start));
  return outside <= WHOLE_WORDS_MAX && (text.match(/(?<![\w/.-])[A-Za-z]{2,}(?=[\s,.!?]|$)/g)?.length ?? 0) <= WHOLE_WORDS_MAX * 2;
}

/** A file name or the end of a quoted word, then an operator; at the end a comment, an open quote, or nothing. */
const AFTER_FILE = /^[^\s.;|&'"]{1,80}\.[A-Za-z0-9]{1,5}['"]?\s{0,2}(?:;|&&|\|\|?)/;
const CLOSES_QUOTE = /^[^'"\n]{0,80}['"]\)?\s{0,4}(?:;|&&|\|\|?|&)/;
const HIDES_REST = /(?:#|['"])\s{0,4}$/;
const leavesItsPlace = (text: string): boolean => AFTER_FILE.test(text) || (CLOSES_QUOTE.test(text) && HIDES_REST.test(text));

/** No word stands before the call but what opens code, and nothing behind its last bracket. */
function isCallAlone(text: string, start: number): boolean {
  const before = text.slice(0, start).replace(/^\s{0,4}<\?(?:php|=)/i, '');
  const behind = text.slice(Math.max(start, text.lastIndexOf(')')));
  return !/[A-Za-z]{3}/.test(before) && !/[A-Za-z]{3}/.test(behind);
}

function cap(text: string, deed: Deed, { role, purposes }: Subject): number {
  const score = deed.score ?? deed.rule.score;
  if (role === 'code' && purposes?.has('review') && !purposes.has('run') && !purposes.has('shell'))
    return Math.min(score, REVIEWED_SCORE_CAP);
  if (TEXT_ROLES.has(role)) {
    const isSure = role === 'prose' && score >= LOOSE_SURE && WHOLE_RULES.has(deed.rule) && isWhole(text, deed);
    return isSure ? score : Math.min(score, QUOTED_SCORE_CAP);
  }
  if (role === 'query') {
    if (purposes?.has('lookup')) return Math.min(score, QUOTED_SCORE_CAP);
    if (deed.rule !== rules.CHAINED_COMMAND || score >= QUERY_SURE) return score;
    return score <= QUERY_NOISE ? 0 : Math.min(score, QUERY_SCORE_CAP);
  }
  if (role === 'code' && deed.rule === rules.DOWNLOAD_AND_RUN) return CODE_DOWNLOAD_SCORE;
  return score;
}

/** Names, hosts and addresses, which never begin with or carry an option. */
const HOST_ROLES: ReadonlySet<Role> = new Set(['identifier', 'host', 'url', 'enum', 'email']);

const NONE: Match[] = [];

/** The gravest of each rule, as one role minds it. */
class Gravest {
  readonly best = new Map<string, Match>();
  readonly role: Role;
  readonly unsure: boolean;
  readonly keep: (deed: Deed) => void;

  constructor(text: string, subject: Subject) {
    this.role = subject.role;
    this.unsure = subject.unsure ?? false;
    this.keep = (deed) => {
      const score = cap(text, deed, subject);
      if (score < SCORE_MIN) return;
      const other = this.best.get(deed.rule.id);
      if (!other || (other.score ?? 0) < score) this.best.set(deed.rule.id, { rule: deed.rule, start: deed.start, end: deed.end, score });
    };
  }
}

/** Longer texts are read once for both roles that they are judged under. */
const LONG = 4_096;
/** By view: what was found for the role that is still to come. */
const waiting = new WeakMap<View, Gravest>();

/** What a view holds that is no command by role, with the commands read for the other role too where that pays. */
function gravestIn(view: View, subject: Subject): Gravest {
  const { text } = view;
  const known = text.length < LONG ? undefined : waiting.get(view);
  if (known?.role === subject.role) return known;
  const own = new Gravest(text, subject);
  const { beside } = subject;
  const other =
    beside !== undefined && text.length >= LONG && commandInjection.looksAt({ ...subject, role: beside }) && !isRun(beside)
      ? new Gravest(text, { ...subject, role: beside })
      : null;
  const hearers = other ? [own, other] : [own];
  judgeContexts(text, hearers);
  const meant = spelledOut(text);
  if (meant !== text) judgeContexts(meant, hearers);
  if (other) waiting.set(view, other);
  return own;
}

/** Text of these roles is there to be run. */
const isRun = (role: Role): boolean => role === 'shell' || role === 'code';

/** Code in a value that is none: calls, interpolations, functions that a shell runs when it reads them. */
function judgeCode(text: string, role: Role, keep: (deed: Deed) => void): void {
  const shock = text.includes('{') ? SHELLSHOCK.exec(text) : null;
  if (shock) keep({ rule: rules.SHELLSHOCK, start: shock.index, end: shock.index + shock[0].length });
  judgeEmptySubstitution(text, keep);
  for (const deed of findCodeCalls(text)) keep(deed);
  for (const deed of findInterpolation(text)) keep(deed);
  if (PART_ROLES.has(role)) for (const deed of findDotCommand(text)) keep(deed);
}

function judgeEmptySubstitution(text: string, keep: (deed: Deed) => void): void {
  const empty = text.includes('()') || text.includes('``') ? EMPTY_SUBSTITUTION.exec(text) : null;
  if (empty) keep({ rule: rules.DISGUISED_COMMAND, start: empty.index, end: empty.index + empty[0].length, score: 0.9 });
}

export const commandInjection: Detector = {
  name: 'command-injection',
  by_place: true,
  rules: rules.COMMAND_RULES,
  ignores_hits: true,
  // A line break parts commands too.
  literals: [...EVIDENCE, '\n', '\r'],
  insists: ({ role }) => isRun(role),
  looksAt: ({ leaf, role, direction }) =>
    direction === 'request' &&
    leaf.kind !== 'number' &&
    CALLER_SLOTS.has(leaf.slot) &&
    (isRun(role) || PART_ROLES.has(role) || TEXT_ROLES.has(role)),
  inspect(view, subject) {
    const { text } = view;
    const { role } = subject;
    const isRole = isRun(role);
    const found = isRole ? new Gravest(text, subject) : gravestIn(view, subject);
    const { best, keep } = found;
    if (isRole) deedsIn(text, 'bare', [found], true, null);
    const marked = hasCodeMark(text);
    if (marked && text.includes('()') && isForkBomb(text))
      keep({ rule: rules.WIPING, start: text.indexOf('()'), end: text.indexOf('()') + 2 });
    if (isRole) for (const deed of findCallbacks(text)) keep(deed);
    else {
      if (marked) judgeCode(text, role, keep);
      else if (text.includes('``')) judgeEmptySubstitution(text, keep);
      if (!TEXT_ROLES.has(role)) for (const deed of findOption(text)) keep(deed);
      if (HOST_ROLES.has(role) && !takesOptions(subject.leaf.at)) for (const deed of findHostOption(text)) keep(deed);
      if (ADDRESSES.has(role) && view.name === 'raw' && !subject.unsure) for (const deed of findLeadingOption(text, true)) keep(deed);
      else if ((role === 'identifier' || role === 'path') && view.name === 'raw' && !subject.unsure && !takesOptions(subject.leaf.at))
        for (const deed of findLeadingOption(text, false)) keep(deed);
      if (role === 'identifier' && !takesOptions(subject.leaf.at)) for (const deed of findOutputOption(text)) keep(deed);
      if (role === 'path' && !takesOptions(subject.leaf.at)) for (const deed of findWildcardName(text)) keep(deed);
    }
    if (best.size === 0) return NONE;
    if (best.has(rules.BARE_COMMAND.id) && (best.size > 1 || !isEvident(text))) best.delete(rules.BARE_COMMAND.id);
    return [...best.values()].sort((a, b) => a.start - b.start);
  },
};
