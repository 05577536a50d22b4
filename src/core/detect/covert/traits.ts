/** What one sentence of a definition orders or admits, as bits. */
import { CONCEPTS, type Concept } from './concepts.ts';
import type { Said, Word } from './lexicon.ts';
import { isAboutData } from './raw.ts';

export const HUSH = 1;
/** To take or send secrets that no tool is handed. */
export const VAULT = 2;
/** The same with credentials as tools use them too. */
export const KEY = 4;
/** The conversation, whole. */
export const TALK = 8;
/** To an address that the text itself gives. */
export const DEST = 16;
/** Who receives things is always somebody whom the text names. */
export const REWRITE = 32;
/** Each time, before all else. */
export const EVERY = 64;
/** Other tools must not be used. */
export const RIVAL = 128;
/** Another tool is to be called. */
export const CALL = 256;
/** The tool says of itself that it keeps or shares secrets and personal data. */
export const ADMITS = 512;
export const REMOTE = 1024;
/** About remembering and handing over: there the conversation is what the tool works on. */
export const MEMORY = 2048;
export const MODEL = 4096;
/** The tool says that it keeps, logs or passes on something. */
export const TOLD = 16_384;
/** A secret is to be read, and then handed over. */
export const FETCHED = 8192;

/** The bit of each concept. */
const W = Object.fromEntries(CONCEPTS.map((concept, i) => [concept, 1 << i])) as Readonly<Record<Concept, number>>;

const NEAR = 45;
const REACH = 140;
const KEY_REACH = 60;

/** Some word of `a` and some of `b` stand at most `gap` units apart; `ordered`: in this order. */
function near(words: readonly Word[], a: number, b: number, gap: number, ordered = false): boolean {
  let lastA = -Infinity;
  let lastB = -Infinity;
  for (const { concept, start, end } of words) {
    const bit = 1 << concept;
    if ((bit & b) !== 0 && start >= lastA && start - lastA <= gap) return true;
    if (!ordered && (bit & a) !== 0 && start >= lastB && start - lastB <= gap) return true;
    if ((bit & a) !== 0) lastA = end;
    if ((bit & b) !== 0) lastB = end;
  }
  return false;
}

/** What only the model's side has, named as what a place is filled with. */
const INNER =
  /\b(?:everything (?:that )?the user|what the user (?:said|wrote|typed)|tool (?:calls?|outputs?|results?)|system prompt|(?:conversation|chat|messages?|dialog\w{0,3}) (?:so far|up to now|to date)|your (?:instructions|reasoning|context))\b/i;
/** What the tool itself gets, and when it is used. */
const OWN_TASK = /^\s{0,8}(?:gets?|lists?|returns?|shows?)\b|\b(?:before|after) (?:each|every|any|a|the|taking)\b/i;
/** To be read in one place, and handed over in another. */
const READS = /\b(?:read|open|load|fetch|cat|get|take|retrieve|grab|extract|copy)\b/i;
const PUTS = /\b(?:pass|put|include|paste|attach|add|append|insert|provide|supply|fill|embed|send|submit|place|hand)\b/i;

function readsAndPuts(sentence: string): boolean {
  const read = READS.exec(sentence);
  return read !== null && PUTS.test(sentence.slice(read.index + read[0].length));
}
const OTHER_TOOL = /(?<![\w/.-])[a-z]{2,24}(?:_[a-z0-9]{2,24}){1,4}(?![\w/=.-])/;
/** An order begins a sentence, or stands behind what makes one. */
const ORDER =
  /(?:^|[.!?,:;"'(>\n。]\s{0,2}|\b(?:please|must|should|shall|always|first|then|and|also|to|now|silently|secretly|quietly|just|additionally|never|it|be)\s{1,2})$/i;

export type Place = { start: number; end: number };

/** The first place that begins within, of places in order. */
function firstIn(places: readonly Place[], start: number, end: number): Place | undefined {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]!.start < start) low = middle + 1;
    else high = middle;
  }
  const found = places[low];
  return found && found.start < end ? found : undefined;
}

/** An order to take something. */
const TAKES = W.take | W.send | W.call;
export const mayTake = (mask: number): boolean => (mask & TAKES) !== 0;

/** Whether sentences with these words can mean anything that is judged, files that hold secrets aside (see `judge.ts`). */
export function mayMean(mask: number): boolean {
  return (
    (mask & (W.hush | W.whole)) !== 0 ||
    all(mask, W.deny | W.know) ||
    all(mask, W.silent | W.send) ||
    ((mask & TAKES) !== 0 && (mask & (W.vault | W.key)) !== 0) ||
    (all(mask, W.party | W.set) && (mask & (W.must | W.every)) !== 0) ||
    all(mask, W.over | W.others) ||
    (all(mask, W.keeps | W.aside) && (mask & (W.key | W.vault | W.personal | W.talk)) !== 0)
  );
}

const all = (mask: number, bits: number): boolean => (mask & bits) === bits;

/** @param reached addresses that the text names, in order, and @param paths files that hold secrets */
export function traitsOf(text: string, { start, end, words, english }: Said, reached: readonly Place[], paths: readonly Place[]): number {
  let mask = 0;
  for (const { concept } of words) mask |= 1 << concept;
  const address = firstIn(reached, start, end);
  const path = firstIn(paths, start, end) !== undefined;
  let traits = 0;
  const moves = english ? orders(text, words, TAKES) : (mask & (W.take | W.send)) !== 0;
  if (moves && (path || ((mask & W.vault) !== 0 && near(words, TAKES, W.vault, REACH)))) traits |= VAULT;
  if (moves && (mask & W.key) !== 0 && near(words, TAKES, W.key, KEY_REACH)) traits |= KEY;
  if (moves && (mask & W.seen) !== 0 && (mask & (W.key | W.vault)) !== 0) traits |= VAULT | TALK;
  if ((mask & (W.talk | W.personal)) !== 0 && (mask & W.whole) !== 0 && moves && near(words, TAKES, W.talk | W.personal, REACH))
    traits |= TALK;
  else if (english && (mask & W.whole) !== 0 && INNER.test(text.slice(start, end)) && !OWN_TASK.test(text.slice(start, end)))
    traits |= TALK;
  else if ((mask & W.talk) !== 0 && (mask & W.whole) !== 0 && (mask & W.call) !== 0 && near(words, W.call, W.talk, REACH)) traits |= TALK;
  if (address && (mask & W.send) !== 0 && isDestination(text, words, address)) traits |= DEST;
  if (
    (mask & W.party) !== 0 &&
    (mask & (W.must | W.every)) !== 0 &&
    (mask & W.set) !== 0 &&
    (address ? !isExample(text, address) : (mask & W.others) !== 0)
  )
    traits |= REWRITE;
  if ((traits & VAULT) !== 0 && english && readsAndPuts(text.slice(start, end))) traits |= FETCHED;
  if ((mask & W.every) !== 0) traits |= EVERY;
  if ((mask & W.over) !== 0 && (mask & W.others) !== 0) traits |= RIVAL;
  if ((mask & W.call) !== 0 && ((mask & W.own) !== 0 || OTHER_TOOL.test(text.slice(start, end)))) traits |= CALL;
  if ((mask & W.keeps) !== 0 && (mask & (W.key | W.vault | W.personal | W.talk)) !== 0 && (mask & W.deny) === 0 && (mask & W.aside) !== 0)
    traits |= ADMITS;
  if ((mask & W.keeps) !== 0) traits |= TOLD;
  if ((mask & W.remote) !== 0) traits |= REMOTE;
  if ((mask & W.memory) !== 0) traits |= MEMORY;
  if ((mask & W.model) !== 0 || (!english && (mask & W.user) !== 0)) traits |= MODEL;
  if (isHushed(text, { start, end, words, english }, mask, traits)) traits |= HUSH;
  return (traits & (HUSH | TALK)) !== 0 && BRIEFING.test(text.slice(start, end)) ? traits & ~(HUSH | TALK) : traits;
}

/** “Give it all the context: it does not see this conversation”: who is told is another agent, not the user. */
const BRIEFING =
  /\b(?:it|they|he|(?:sub-?)?agents?|tasks?|workers?) (?:does not|doesn't|do not|don't|cannot|can't|can not|has no|have no|will not|won't) (?:see|know|share|remember|have|access|memory|knowledge)\b/i;

function isHushed(text: string, said: Pick<Said, 'start' | 'end' | 'words' | 'english'>, mask: number, traits: number): boolean {
  const { words, english } = said;
  if ((mask & W.hush) !== 0) return true;
  if ((mask & W.silent) !== 0 && (traits & (VAULT | KEY | TALK | DEST | REWRITE)) !== 0) return true;
  if ((mask & W.deny) === 0 || (mask & W.know) === 0) return false;
  if (!near(words, W.deny, W.know, NEAR, english)) return false;
  if (isAboutData(text.slice(said.start, said.end))) return false;
  return (mask & W.user) !== 0 || near(words, W.know, W.act, 12, true) || near(words, W.act, W.know, 24);
}

/** One of the verbs gives an order; `reads` and `reading` are other words already. */
function orders(text: string, words: readonly Word[], verbs: number): boolean {
  return words.some(({ concept, start }) => ((1 << concept) & verbs) !== 0 && ORDER.test(text.slice(Math.max(0, start - 14), start)));
}

function isDestination(text: string, words: readonly Word[], address: Place): boolean {
  const send = W.send;
  return (
    !isExample(text, address) &&
    words.some(({ concept, end }) => ((1 << concept) & send) !== 0 && end <= address.start && address.start - end <= REACH)
  );
}

const isExample = (text: string, { start }: Place): boolean =>
  /\b(?:e\.g\.?|for example|for instance|such as|like|example|see|docs?|documentation|read more|format|default(?:s to)?|learn more|more (?:info|information|details)|refer)\b[^.!?]{0,32}$/i.test(
    text.slice(Math.max(0, start - 60), start),
  );
