/** Whether words of a text are common words in disguise; asked only where `DISGUISE_LITERALS` occur or accents stand. */
import { TELLING_WORDS } from './common-words.ts';
import {
  backward,
  BACKWARD,
  bitsOf,
  CLASSES,
  COMBINING,
  MARK,
  PLAIN,
  ROOT,
  SIGN,
  SIGNS,
  stateAfter,
  turned,
  TURNED,
} from './disguised-words.ts';

export const DISGUISE = {
  /** Letters turned by thirteen. */
  rot13: 1,
  /** Written backwards, as a whole or word by word. */
  reversed: 2,
  /** Digits and signs for letters. */
  leet: 4,
  /** Accents on letters that have none. */
  marked: 8,
  /** Letters one by one. */
  spaced: 16,
} as const;

/** Letters and words that make it a disguise: an identifier may hit upon one short word. */
const SIGNED_LETTERS_MIN = 6;
const TURNED_LETTERS_MIN = 9;
const TURNED_WORDS_MIN = 2;
/** Single letters in a row, at most so many units apart. */
const SINGLES_MIN = 6;
export const SINGLES_GAP_MAX = 3;
/** Marks upon marks; Vietnamese has two on a letter now and then. */
const STACKED_MIN = 6;

/** Letters and words seen of one disguise. */
type Seen = { letters: number; words: number };
const nothing = (): Seen => ({ letters: 0, words: 0 });
const count = (seen: Seen, letters: number): void => {
  seen.letters += letters;
  seen.words++;
};
const isTurned = ({ letters, words }: Seen): boolean => letters >= TURNED_LETTERS_MIN && words >= TURNED_WORDS_MIN;

/** `DISGUISE` bits of the text; linear. A bit says that the decoder is worth its cost. */
export function disguisesOf(text: string): number {
  const rot13 = nothing();
  const reversed = nothing();
  const leet = nothing();
  const marked = nothing();
  let stacked = 0;
  let singles = 0;
  let singlesMost = 0;
  let lastEnd = 0;
  for (let i = 0, before = 0, state = ROOT, kinds = 0, length = 0; i <= text.length; i++) {
    const kind = i < text.length ? CLASSES[text.charCodeAt(i)]! : 0;
    if (kind === COMBINING) {
      if (before === COMBINING) stacked++;
      kinds |= COMBINING;
    } else if (kind !== 0) {
      if (state !== 0) state = stateAfter(state, kind);
      kinds |= kind;
      length++;
    } else if (length > 0) {
      singles = length > 1 ? 0 : i - lastEnd <= SINGLES_GAP_MAX + 1 ? singles + 1 : 1;
      singlesMost = Math.max(singles, singlesMost);
      const bits = length > 1 ? bitsOf(state) : 0;
      if ((kinds & (SIGN | MARK | COMBINING)) === 0) {
        if ((bits & TURNED) !== 0) count(rot13, length);
        if ((bits & BACKWARD) !== 0) count(reversed, length);
      } else if ((bits & PLAIN) !== 0) count((kinds & SIGN) !== 0 ? leet : marked, length);
      lastEnd = i;
      state = ROOT;
      kinds = length = 0;
    }
    before = kind;
  }
  return (
    (isTurned(rot13) ? DISGUISE.rot13 : 0) |
    (isTurned(reversed) ? DISGUISE.reversed : 0) |
    (leet.letters >= SIGNED_LETTERS_MIN ? DISGUISE.leet : 0) |
    (marked.letters >= SIGNED_LETTERS_MIN || stacked >= STACKED_MIN ? DISGUISE.marked : 0) |
    (singlesMost >= SINGLES_MIN ? DISGUISE.spaced : 0)
  );
}

const SIGNED_WINDOW = 4;
/** Letters that are left in such a part: digits alone are numbers. */
const SIGNED_LETTERS_LEFT = 2;
/** What may stand between the letters of a word that is spelt out. */
const SEPARATORS = [' ', '.', '-', '_', '*'];
const VOWELS: ReadonlyMap<string, readonly string[]> = new Map([
  ['a', ['4', '@']],
  ['e', ['3']],
  ['i', ['1']],
  ['o', ['0']],
]);
const CONSONANTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['s', ['s', '5', '$']],
  ['t', ['t', '7']],
  ['l', ['l', '1']],
]);

/**
 * What a text with a disguised order in it holds somewhere, for an automaton that reads every text anyway: telling words turned
 * or backwards, parts of four letters in which digits stand for all vowels, and the first three letters of a word apart.
 */
export const DISGUISE_LITERALS: readonly string[] = [...new Set(TELLING_WORDS.flatMap(disguisesOfWord))];

function disguisesOfWord(word: string): string[] {
  const windows = Array.from({ length: word.length - SIGNED_WINDOW + 1 }, (_, i) => word.slice(i, i + SIGNED_WINDOW));
  const spelt = SEPARATORS.map((separator) => Array.from(word.slice(0, SIGNED_WINDOW)).join(separator));
  return [turned(word), backward(word), ...spelt, ...windows.flatMap(signed)];
}

function signed(part: string): string[] {
  let forms = [''];
  for (const letter of part) {
    const signs = VOWELS.get(letter) ?? CONSONANTS.get(letter) ?? [letter];
    forms = forms.flatMap((form) => signs.map((sign) => form + sign));
  }
  return forms.filter(
    (form) => [...form].some((c) => SIGNS.has(c.charCodeAt(0))) && form.replaceAll(/[^a-z]/g, '').length >= SIGNED_LETTERS_LEFT,
  );
}
