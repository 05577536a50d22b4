/** Finds the words of all languages in one pass; accents and case do not matter. */
import { buildLiterals, type Literals } from '../../text/literals.ts';
import { plainLetter, smallLetter } from '../../text/plain-letters.ts';
import { endsSentence, mayEndSentence } from '../../text/sentence-ends.ts';
import { CONCEPTS, type Concept, type Words } from './concepts.ts';
import { MARK_TRIGGERS, type Mark } from './markers.ts';
import { NAMES, nameAt } from './names.ts';
import { REACH_TRIGGERS, type Reach } from './reach.ts';
import { ENGLISH } from './words/english.ts';
import { LATIN, SCRIPTS } from './words/languages.ts';

/** A word at `[start, end)`; `free` words stand before or after their objects. `sentence` counts from 0. */
export type Occurrence = { concept: number; start: number; end: number; free: boolean; sentence: number };

const NUMBER = new Map<Concept, number>(CONCEPTS.map((concept, i) => [concept, i]));
export const numberOf = (concept: Concept): number => NUMBER.get(concept)!;

/** `left`, `right`: the word may go on there; `joined`: only Latin letters make it go on. */
type Entry = { literal: string; concept: number; free: boolean; left: boolean; right: boolean; joined: boolean };

function entriesOf({ free, joined, words }: Words): Entry[] {
  return Object.entries(words).flatMap(([concept, list]) =>
    list.split('|').map((spelt) => {
      const left = spelt.startsWith('*');
      const right = spelt.endsWith('*');
      const literal = spelt.replaceAll('*', '');
      return {
        literal,
        concept: numberOf(concept as Concept),
        free: free === true,
        left: left || isOpen(literal, 0),
        right: right || isOpen(literal, -1),
        joined: joined === true,
      };
    }),
  );
}

/** Scripts that put no spaces between words, and Arabic, where articles and particles are joined to them. */
const NO_SPACES = /[\u0590-\u05ff\u0600-\u06ff\u0e00-\u0e7f\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]/;
const isOpen = (literal: string, at: number): boolean => NO_SPACES.test(literal.at(at) ?? '');

/** A mark or reach: it begins where one of its literals does, and has the shape, if it needs one. Each shape is sticky and bounded. */
export type Trigger<Kind extends string> = {
  sign: Kind;
  literals: readonly string[];
  shape?: RegExp;
  /** The end of the match, −1 for none. What lies before that end is not asked about again. */
  ends?: (text: string, start: number) => number;
};

export type Sign = Mark | Reach;
export type Spot = { sign: Sign; start: number; end: number };

/** What the grammar of acts reads like words. */
const SPOKEN: Partial<Record<Sign, number>> = {
  url: numberOf('address'),
  email: numberOf('mailbox'),
  secret_path: numberOf('path'),
  tool_name: numberOf('named'),
};

const WORDS = entriesOf(ENGLISH);
const TRIGGERS: readonly Trigger<Sign>[] = [...MARK_TRIGGERS, ...REACH_TRIGGERS];
const SPOTS = TRIGGERS.flatMap((trigger) => trigger.literals.map((literal) => ({ literal, trigger })));

const literalsOf = (entries: readonly { literal: string }[], alike: (unit: number) => number = plainLetter): Literals =>
  buildLiterals(
    entries.map((entry) => entry.literal),
    undefined,
    alike,
  );
const AUTOMATON = literalsOf([...WORDS, ...SPOTS, ...NAMES]);
const NAMES_FROM = WORDS.length + SPOTS.length;
const OTHER_SCRIPT = /[\u0400-\u1dff\u1ea0-\u1ef9\u2e80-\ud7ff]/;
const LATIN_ENTRIES = LATIN.flatMap(entriesOf);
const LATIN_AUTOMATON = literalsOf(LATIN_ENTRIES);
/** The first letter of another script. */
const OTHER_FIRST = 0x400;
const isForeign = ({ literal }: Entry): boolean => Array.from(literal).some((letter) => letter.charCodeAt(0) >= OTHER_FIRST);
/** `rest`: words in Latin letters that stand within other scripts. */
const OTHERS = SCRIPTS.map(({ letters, languages, exact }) => {
  const fold = exact ? smallLetter : plainLetter;
  const all = languages.flatMap(entriesOf);
  const entries = all.filter(isForeign);
  const rest = all.filter((entry) => !isForeign(entry));
  return { letters, entries, automaton: literalsOf(entries, fold), rest, restAutomaton: rest.length > 0 ? literalsOf(rest, fold) : null };
});
/** Units between a letter of another script and the ends of the words that it stands in. */
const OTHER_REACH = Math.max(...OTHERS.flatMap(({ entries }) => entries.map(({ literal }) => literal.length)));

/** Letters and digits of any script; punctuation beyond ASCII lies in few blocks. */
export function isWordUnit(unit: number): boolean {
  if (unit < 0x80) return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57) || unit === 95;
  return unit >= 0xc0 && !(unit >= 0x2000 && unit < 0x2070) && !(unit >= 0x3000 && unit < 0x3040) && !(unit >= 0xff00 && unit < 0xff10);
}

const goesOn = (unit: number, joined: boolean): boolean => isWordUnit(unit) && (!joined || unit < 0x80);

/** The letter of `\\n`, `\\r` or `\\t` in JSON that is handed on as text. */
export function isEscape(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return (unit === 110 || unit === 114 || unit === 116) && at > 0 && text.charCodeAt(at - 1) === 92;
}

const NO_OTHERS: typeof OTHERS = [];

/**
 * Every word of the lexicon in the text, by its end, with the sentence that it stands in; every mark and reach; and `NAME` bits. Linear.
 * @param all whether languages in Latin letters other than English are looked for
 */
export function scan(text: string, all = true): { words: Occurrence[]; spots: Spot[]; names: number } {
  const words: Occurrence[] = [];
  const spots: Spot[] = [];
  let names = 0;
  let asked = 0;
  const meet = ({ concept, free, left, right, joined }: Entry, start: number, end: number): void => {
    if (!left && start > 0 && goesOn(text.charCodeAt(start - 1), joined) && !isEscape(text, start - 1)) return;
    if (!right && end < text.length && goesOn(text.charCodeAt(end), joined)) return;
    const last = words.at(-1);
    // One spelling in several languages.
    if (last && last.end === end && last.start === start && last.concept === concept) return;
    words.push({ concept, start, end, free, sentence: 0 });
  };
  AUTOMATON.scan(text, (literal, start, end) => {
    if (literal < WORDS.length) return meet(WORDS[literal]!, start, end);
    if (literal >= NAMES_FROM) {
      names |= nameAt(text, literal - NAMES_FROM, start);
      return;
    }
    const { sign, shape, ends } = SPOTS[literal - WORDS.length]!.trigger;
    if (ends && start < asked) return;
    const to = ends ? ends(text, start) : shape ? shapeEnd(shape, text, start) : end;
    if (ends) asked = to < 0 ? start + ASKED_STEP : to;
    if (to < 0) return;
    spots.push({ sign, start, end: to });
    const concept = SPOKEN[sign];
    if (concept !== undefined) words.push({ concept, start, end: to, free: true, sentence: 0 });
  });
  const english = words.length;
  if (all) LATIN_AUTOMATON.scan(text, (literal, start, end) => meet(LATIN_ENTRIES[literal]!, start, end));
  const more = OTHER_SCRIPT.test(text) ? OTHERS.filter(({ letters }) => letters.test(text)) : NO_OTHERS;
  for (const { rest, restAutomaton } of more) restAutomaton?.scan(text, (literal, start, end) => meet(rest[literal]!, start, end));
  if (more.length > 0)
    eachForeign(text, (from, to) => {
      const part = text.slice(from, to);
      for (const { entries, automaton } of more)
        automaton.scan(part, (literal, start, end) => meet(entries[literal]!, from + start, from + end));
    });
  if (words.length > english) words.sort((a, b) => a.end - b.end);
  if (words.length > 1) numberSentences(text, words);
  return { words, spots, names };
}

/** Stretches around the letters of other scripts: a long text has few of them, and every script its own automaton. */
function eachForeign(text: string, each: (from: number, to: number) => void): void {
  let from = -1;
  let to = -1;
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) < OTHER_FIRST) continue;
    if (from < 0 || i - OTHER_REACH > to) {
      if (from >= 0) each(from, to);
      from = Math.max(0, i - OTHER_REACH);
    }
    to = Math.min(text.length, i + OTHER_REACH + 1);
  }
  if (from >= 0) each(from, to);
}

/** Where a line did not match, the next one is asked about no sooner. */
const ASKED_STEP = 60;

function shapeEnd(shape: RegExp, text: string, at: number): number {
  shape.lastIndex = at;
  return shape.test(text) ? shape.lastIndex : -1;
}

function numberSentences(text: string, found: readonly Occurrence[]): void {
  let sentence = 0;
  let at = 0;
  for (const one of found) {
    for (; at < one.start; at++) if (mayEndSentence(text.charCodeAt(at)) && endsSentence(text, at)) sentence++;
    one.sentence = sentence;
  }
}
