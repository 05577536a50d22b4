/** Finds the words of all languages in one pass, sentence by sentence; accents and case do not matter. */
import { buildLiterals } from '../../text/literals.ts';
import { plainLetter } from '../../text/plain-letters.ts';
import { endsSentence } from '../../text/sentence-ends.ts';
import { CONCEPTS, type Concept, type Words } from './concepts.ts';
import { ENGLISH } from './words-english.ts';
import { EUROPE } from './words-europe.ts';
import { WORLD } from './words-world.ts';

export type Word = { concept: number; start: number; end: number };
/** The words of one language in one sentence, in order, and where the sentence stands. */
export type Said = { sentence: number; start: number; end: number; english: boolean; words: readonly Word[] };

const NUMBER = new Map<Concept, number>(CONCEPTS.map((concept, i) => [concept, i]));
export const numberOf = (concept: Concept): number => NUMBER.get(concept)!;

type Entry = { literal: string; concept: number; language: number; left: boolean; right: boolean };

const LANGUAGES: readonly Words[] = [ENGLISH, ...EUROPE, ...WORLD];
const ENTRIES: readonly Entry[] = LANGUAGES.flatMap(({ joined = false, words }, language) =>
  Object.entries(words).flatMap(([concept, list]) =>
    list.split('|').map((spelt) => ({
      literal: spelt.replaceAll('*', ''),
      concept: numberOf(concept as Concept),
      language,
      left: joined,
      right: joined || spelt.endsWith('*'),
    })),
  ),
);

const AUTOMATON = buildLiterals(
  ENTRIES.map(({ literal }) => literal),
  undefined,
  plainLetter,
);

const isWordUnit = (unit: number): boolean =>
  (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57) || unit === 95 || (unit >= 0xc0 && unit < 0x2000);

/** Words of one language in one sentence that are kept: a sentence is read, a flood is not. */
const WORDS_MAX = 96;

/** What is said in the text, in order of its sentences. Linear. */
export function readSentences(text: string): Said[] {
  const found: { entry: Entry; start: number; end: number }[] = [];
  AUTOMATON.scan(text, (literal, start, end) => {
    const entry = ENTRIES[literal]!;
    if (!entry.left && start > 0 && isWordUnit(text.charCodeAt(start - 1))) return;
    if (!entry.right && end < text.length && isWordUnit(text.charCodeAt(end))) return;
    found.push({ entry, start, end });
  });
  const said: Said[] = [];
  let sentence = 0;
  let from = 0;
  let next = 0;
  const close = (end: number): void => {
    const byLanguage = new Map<number, Word[]>();
    for (; next < found.length && found[next]!.end <= end; next++) {
      const { entry, start, end: to } = found[next]!;
      const words = byLanguage.get(entry.language);
      const word = { concept: entry.concept, start, end: to };
      if (!words) byLanguage.set(entry.language, [word]);
      else if (words.length < WORDS_MAX) words.push(word);
    }
    for (const [language, words] of byLanguage) said.push({ sentence, start: from, end, english: language === 0, words });
    sentence++;
    from = end;
  };
  for (let i = 0; i < text.length && next < found.length; i++) if (endsSentence(text, i)) close(i + 1);
  if (next < found.length) close(text.length);
  return said;
}
