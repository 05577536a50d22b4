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

/** In a longer text than this, evidence of a disguise counts together only within so many units, and the rest of the text is left alone. */
const NEAR = 2_048;
const LONG = 4_096;

/** From, to, from, to …: stretches of a text, in order and apart. */
export type Stretches = number[];
/** Which disguises a text wears (`DISGUISE` bits: the decoder is worth its cost), and where; null: anywhere. */
export type Disguises = { bits: number; where(disguise: number): Stretches | null };

/** Evidence of one disguise, as it is gathered. */
class Gathered {
  isFound = false;
  readonly stretches: Stretches = [];
  readonly #near: number;
  readonly #letters: number;
  readonly #words: number;
  #sum = 0;
  #count = 0;
  #from = 0;
  #last = 0;

  /** @param letters and words that make it a disguise */
  constructor(letters: number, words: number, near: number) {
    this.#letters = letters;
    this.#words = words;
    this.#near = near;
  }

  /** Letters of a word, or marks, that end at `at`. */
  add(letters: number, at: number): void {
    if (at - this.#last > this.#near) {
      this.#sum = this.#count = 0;
      this.#from = at;
    }
    this.#last = at;
    this.#sum += letters;
    if (++this.#count < this.#words || this.#sum < this.#letters) return;
    this.isFound = true;
    const { stretches } = this;
    const end = stretches.length - 1;
    const from = Math.max(0, this.#from - this.#near);
    if (end > 0 && from <= stretches[end]!) stretches[end] = at + this.#near;
    else stretches.push(from, at + this.#near);
  }
}

/** Linear in the text. */
export function disguisesOf(text: string): Disguises {
  const near = text.length > LONG ? NEAR : Infinity;
  const rot13 = new Gathered(TURNED_LETTERS_MIN, TURNED_WORDS_MIN, near);
  const reversed = new Gathered(TURNED_LETTERS_MIN, TURNED_WORDS_MIN, near);
  const leet = new Gathered(SIGNED_LETTERS_MIN, 1, near);
  const marked = new Gathered(SIGNED_LETTERS_MIN, 1, near);
  const stacked = new Gathered(STACKED_MIN, 1, near);
  const spaced = new Gathered(1, 1, near);
  let singles = 0;
  let lastEnd = 0;
  for (let i = 0, before = 0, state = ROOT, kinds = 0, length = 0; i <= text.length; i++) {
    const kind = i < text.length ? CLASSES[text.charCodeAt(i)]! : 0;
    if (kind === COMBINING) {
      if (before === COMBINING) stacked.add(1, i);
      kinds |= COMBINING;
    } else if (kind !== 0) {
      if (state !== 0) state = stateAfter(state, kind);
      kinds |= kind;
      length++;
    } else if (length > 0) {
      singles = length > 1 ? 0 : i - lastEnd <= SINGLES_GAP_MAX + 1 ? singles + 1 : 1;
      if (singles >= SINGLES_MIN) spaced.add(1, i);
      const bits = length > 1 ? bitsOf(state) : 0;
      if ((kinds & (SIGN | MARK | COMBINING)) === 0) {
        if ((bits & TURNED) !== 0) rot13.add(length, i);
        if ((bits & BACKWARD) !== 0) reversed.add(length, i);
      } else if ((bits & PLAIN) !== 0) ((kinds & SIGN) !== 0 ? leet : marked).add(length, i);
      lastEnd = i;
      state = ROOT;
      kinds = length = 0;
    }
    before = kind;
  }
  const found: readonly (readonly [number, Gathered])[] = [
    [DISGUISE.rot13, rot13],
    [DISGUISE.reversed, reversed],
    [DISGUISE.leet, leet],
    [DISGUISE.marked, marked],
    [DISGUISE.marked, stacked],
    [DISGUISE.spaced, spaced],
  ];
  const worn = found.filter(([, { isFound }]) => isFound);
  return {
    bits: worn.reduce((bits, [disguise]) => bits | disguise, 0),
    where(disguise) {
      const own = worn.filter(([one]) => one === disguise);
      return near < Infinity && own.length === 1 ? own[0]![1].stretches : null;
    },
  };
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
