/** What reads like an order to a model and is none: stories, manuals, guides of servers to their own tools. */
import type { Match } from '../../finding.ts';
import type { Ground } from './combinations.ts';
import { RULES } from './rules.ts';
import type { Evidence } from './signs.ts';

/** Headings, code blocks and tables of a document, as many as make one. */
const STRUCTURE = /(?:^|\n|\\n)(?:#{1,5} \S|```|[=~^-]{3,100}(?:\n|\\n)|\|[ :-]{3,20}\||\s{0,4}[*-] [[`]| {0,3}\.\. [a-z])/g;
const STRUCTURE_MIN = 3;

export function looksWritten(text: string): boolean {
  let seen = 0;
  for (const _ of text.matchAll(STRUCTURE)) if (++seen >= STRUCTURE_MIN) return true;
  return false;
}

/** Entries of a catalogue of translations (GNU gettext): what a program says to its users, one sentence beside the other. */
const ENTRY = /(?:^|\n|\\n)msg(?:id|str)(?:_plural|\[\d\])? \\?"/g;
const ENTRIES_MIN = 4;

function isCatalogue(text: string): boolean {
  let seen = 0;
  for (const _ of text.matchAll(ENTRY)) if (++seen >= ENTRIES_MIN) return true;
  return false;
}

/** A page of the manual, as `man` sets it: its name and section at either end of the first line. */
const MANUAL = /^[\w.:+-]{2,40}\(\d[a-z]{0,4}\)(?=\s)/i;
const LINE_MAX = 240;
function isManual(text: string): boolean {
  const line = text.slice(0, LINE_MAX).split('\n', 1)[0]!.trim();
  const name = MANUAL.exec(line)?.[0];
  return name !== undefined && line.endsWith(name);
}

/** What programs say to their users, and what is said of programs. */
export const isReference = (text: string): boolean => isManual(text) || isCatalogue(text);

/** A role and a story for the reader to play: what games, exercises and writers ask for too. */
const ROLES_PLAYED: ReadonlySet<string> = new Set(['persona', 'figure']);
/** What goes with a story: nothing against anybody's rules, and nothing that sends. */
const STORY: ReadonlySet<string> = new Set([
  ...ROLES_PLAYED,
  'model',
  'vice',
  'lead',
  'urgent',
  'about',
  'operate',
  'obey',
  'bid',
  'later',
  'keep',
  'dictate',
  'override_about',
  'override_told',
]);
const HARMLESS_SPOTS: ReadonlySet<string> = new Set(['url', 'email', 'tool_name', 'any_path', 'shout', 'loud_tag']);

/** What is found in texts of every kind: beside it the scorer has only its words. */
const FAINT: ReadonlySet<string> = new Set([
  'about',
  'vice',
  'urgent',
  'model',
  'figure',
  'send',
  'operate',
  'bid',
  'before',
  'keep',
  'later',
  'override_about',
  'override_told',
  'url',
  'email',
  'tool_name',
  'any_path',
  'secret_path',
  'shout',
  'command',
]);
/** What instructions that are meant as such hold, too. */
const INSTRUCTING: ReadonlySet<string> = new Set([
  'persona',
  'lead',
  'omit',
  'dictate',
  'address',
  'obliged',
  'obey',
  'later_deed',
  'call_tool',
]);
/** From here on words alone decide about a prompt; about what a user writes they never do. */
const PROMPT_CERTAIN = 0.88;

export function isBacked({ acts, spots }: Evidence, ground: Ground, raw: number): boolean {
  if (ground !== 'argument' && ground !== 'prompt') return true;
  if (ground === 'prompt' && raw >= PROMPT_CERTAIN) return true;
  return acts.some(({ act }) => !FAINT.has(act) && !INSTRUCTING.has(act)) || spots.some(({ sign }) => !FAINT.has(sign));
}

/** Roles are offered, and nothing speaks against rules, of tools or secrets, nor poses as a turn. */
export const isRolePlay = ({ acts, spots }: Evidence): boolean =>
  acts.some(({ act }) => ROLES_PLAYED.has(act)) &&
  acts.every(({ act }) => STORY.has(act)) &&
  spots.every(({ sign }) => HARMLESS_SPOTS.has(sign));

/** How definitions tell what to call first and what matters. */
const USAGE: ReadonlySet<string> = new Set(['call_tool', 'before', 'before_every', 'urgent', 'model', 'about', 'send', 'operate']);

/** What a guide of a server to its own tools does without. */
const BEYOND_GUIDES: ReadonlySet<string> = new Set([
  'hide',
  'silent',
  'unasked',
  'send_out',
  'read_secret',
  'override',
  'uncheck',
  'secret_path',
]);
export const isGuide = (text: string, { acts, spots }: Evidence, matches: readonly Match[]): boolean =>
  matches.length === 0 &&
  looksWritten(text) &&
  acts.every(({ act }) => !BEYOND_GUIDES.has(act)) &&
  spots.every(({ sign }) => !BEYOND_GUIDES.has(sign));

const ANY_TOOL = /\b(?:any\w{0,6}|all|every|other)\b/i;

/** A definition that only says how tools are used: nothing of secrets, sending out, concealment or other instructions. */
export const isUsage = (text: string, ground: Ground, { acts, spots }: Evidence, matches: readonly Match[]): boolean =>
  ground === 'tool' &&
  matches.every(({ rule }) => rule === RULES.toolConceal) &&
  acts.every(
    ({ act, start, end }) => (USAGE.has(act) && !ANY_TOOL.test(text.slice(start, end))) || (act === 'hide' && matches.length > 0),
  ) &&
  spots.every(({ sign }) => HARMLESS_SPOTS.has(sign) || sign === 'note_to_model');
