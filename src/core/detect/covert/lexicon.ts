/** Finds the words of all languages in one pass, sentence by sentence; accents and case do not matter. */
import { buildLiterals } from '../../text/literals.ts';
import { plainLetter } from '../../text/plain-letters.ts';
import { endsSentence } from '../../text/sentence-ends.ts';
import { CONCEPTS, type Words } from './concepts.ts';
import { TELLING, TELLING_ANYWHERE } from './definition-words.ts';
import { ENGLISH } from './words-english.ts';
import { EUROPE } from './words-europe.ts';
import { WORLD } from './words-world.ts';

export type Word = { concept: number; start: number; end: number };
/** The words of one language in one sentence, in order, and where the sentence stands. */
export type Said = { sentence: number; start: number; end: number; english: boolean; words: readonly Word[] };

const NUMBER = new Map<string, number>(CONCEPTS.map((concept, i) => [concept, i]));

type Entry = { literal: string; concept: number; language: number; left: boolean; right: boolean };

const LANGUAGES: readonly Words[] = [ENGLISH, ...EUROPE, ...WORLD];
const ENTRIES: readonly Entry[] = LANGUAGES.flatMap(({ joined = false, words }, language) =>
  Object.entries(words).flatMap(([concept, list]) =>
    list.split('|').map((spelt) => ({
      literal: spelt.replaceAll('*', ''),
      concept: NUMBER.get(concept)!,
      language,
      left: joined,
      right: joined || spelt.endsWith('*'),
    })),
  ),
);

const telling = (words: string, left: boolean): Entry[] =>
  words.split('|').map((spelt) => ({
    literal: spelt.replaceAll('*', ''),
    concept: TELLS,
    language: 0,
    left,
    right: left || spelt.endsWith('*'),
  }));
/** No concept: only whether they occur is told. */
const TELLS = -1;

const ALL: readonly Entry[] = [...ENTRIES, ...telling(TELLING, false), ...telling(TELLING_ANYWHERE, true)];
const AUTOMATON = buildLiterals(
  ALL.map(({ literal }) => literal),
  undefined,
  plainLetter,
);

const isWordUnit = (unit: number): boolean =>
  (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || (unit >= 48 && unit <= 57) || unit === 95 || (unit >= 0xc0 && unit < 0x2000);

/** Words of one language in one sentence that are kept: a sentence is read, a flood is not. */
const WORDS_MAX = 96;

type Found = { entry: Entry; start: number; end: number };

/** The words of a text in order of their ends, their concepts as bits, and whether `definition.ts` may have something to say about it. */
export type Heard = { found: readonly Found[]; concepts: number; tells: boolean };

/** Linear. */
export function hear(text: string): Heard {
  const found: Found[] = [];
  let concepts = 0;
  let tells = false;
  AUTOMATON.scan(text, (literal, start, end) => {
    const entry = ALL[literal]!;
    if (!entry.left && start > 0 && isWordUnit(text.charCodeAt(start - 1))) return;
    if (!entry.right && end < text.length && isWordUnit(text.charCodeAt(end))) return;
    if (entry.concept === TELLS) {
      tells = true;
      return;
    }
    concepts |= 1 << entry.concept;
    found.push({ entry, start, end });
  });
  return { found, concepts, tells };
}

/** What is said in the text, in order of its sentences. Linear. */
export function readSentences(text: string, { found }: Heard): Said[] {
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
