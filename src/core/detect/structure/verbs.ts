/** What tools do, by the verbs of their names. */
import { NAME_MAX, wordsOf } from '../../roles/tokens.ts';

const set = (words: string): ReadonlySet<string> => new Set(words.split(' '));

/** What is gone afterwards. */
export const DESTROY = set('delete drop destroy wipe purge erase truncate shred nuke obliterate unlink rmdir rm');
/** These are done to texts, pictures and maps too; they destroy when it is one of these. */
const HOMELY = set('drop truncate erase wipe');
const STORES = set(
  'table tables database databases db schema index indexes collection collections view column user users partition keyspace bucket disk drive volume device data record records row rows file files log logs all everything history account',
);
/** What reaches other people or moves money, and cannot be called back. */
const DISPATCH = set('send pay transfer withdraw wire refund purchase buy publish tweet charge');
/** What changes something. */
const CHANGE = set('write create update insert upload overwrite edit modify remove rename move append patch install uninstall deploy post');
const RUN = set('execute exec run eval spawn');
const RUN_OBJECTS = set('command commands cmd shell bash code script terminal powershell sh');
/** A name that begins like this reads or asks, whatever follows: `list_deleted_items`, `preview_delete`, `get_transfer`. */
const READ = set(
  'get list read fetch search find query show view describe check count lookup look retrieve inspect preview validate verify test analyze analyse explain estimate simulate calculate compute dry plan can is has should suggest generate format parse convert compare diff browse scan monitor watch track status info help select load export download summarize print log draft quote render resolve detect extract translate who what where history undelete restore recover cancel undo prepare compose build make open play start stop',
);
/** After the verb: nothing is done, or it can be undone. */
const SOFT = set('preview dry simulate draft plan estimate status history quote template info help schema example request log logs');

export type Deed = 'destroy' | 'dispatch' | 'change' | 'run';

const FINANCIAL = set('pay transfer withdraw wire refund purchase buy charge');
const MONEY = /payment|money|funds?$|invoice|payout|crypto|bitcoin|ether/i;
/** The deed moves money. */
export const isFinancial = (verb: string, name: string): boolean => FINANCIAL.has(verb) || (verb === 'send' && MONEY.test(name));

export type Done = { deed: Deed; verb: string };

/** Names remembered; then all are forgotten. */
const NAMES_MAX = 2_000;
const remembered = new Map<string, Done | null>();

/** What the name says that is done: its first verb, if that does more than read. */
export function deedOf(name: string): Done | null {
  const known = remembered.get(name);
  if (known !== undefined) return known;
  if (remembered.size >= NAMES_MAX) remembered.clear();
  const done = readDeed(name);
  if (name.length <= NAME_MAX) remembered.set(name, done);
  return done;
}

function readDeed(name: string): Done | null {
  const words = wordsOf(name);
  for (const [i, word] of words.entries()) {
    if (READ.has(word)) return null;
    const deed = deedOfWord(word, words, i);
    if (deed) return words.slice(i + 1).some((next) => SOFT.has(next)) ? null : { deed, verb: word };
  }
  return null;
}

function deedOfWord(word: string, words: readonly string[], i: number): Deed | null {
  const rest = words.slice(i + 1);
  if (HOMELY.has(word) && rest.length > 0 && !rest.some((next) => STORES.has(next))) return null;
  if (DESTROY.has(word)) return 'destroy';
  if (DISPATCH.has(word)) return isNoun(words, i) ? null : 'dispatch';
  if (CHANGE.has(word)) return isNoun(words, i) ? null : 'change';
  return RUN.has(word) && rest.some((next) => RUN_OBJECTS.has(next)) ? 'run' : null;
}

/** `blog_post`, `stripe_charge`, `software_update`: what ends a name of several words is often a thing. */
const isNoun = (words: readonly string[], i: number): boolean => i > 0 && i === words.length - 1;

const SENTENCE_VERBS =
  /\b(?:delet(?:es?|ing)|drop(?:s|ping)?|destroy(?:s|ing)?|wip(?:es?|ing)|purg(?:es?|ing)|eras(?:es?|ing)|truncat(?:es?|ing)|permanently|irreversibl[ey]|send(?:s|ing)?|pay(?:s|ing)?|transfer(?:s|ring)?|execut(?:es?|ing)|overwrit(?:es?|ing)|withdraw(?:s|ing)?|uploads?)\b/i;
const UNDONE = /\b(?:dry[- ]run|preview|simulat\w{1,5}|without|does not|doesn't|no longer|never|trash|recycle|undo|soft)\b/i;
const SENTENCE_MAX = 400;

/** The description too says that something is destroyed, sent, paid or run. */
export function saysSo(description: unknown): boolean {
  if (typeof description !== 'string') return false;
  const head = description.slice(0, SENTENCE_MAX);
  return SENTENCE_VERBS.test(head) && !UNDONE.test(head);
}
