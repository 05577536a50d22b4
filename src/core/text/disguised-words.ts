/** Common words, and how they look turned by thirteen, backwards, with signs for letters, or with accents: one table for all. */
import { COMMON_WORDS, ORDER_WORDS } from './common-words.ts';

export const PLAIN = 1;
export const TURNED = 2;
export const BACKWARD = 4;

/** Bits of a unit's class, over the column of its letter. */
export const SIGN = 32;
export const MARK = 64;
export const COMBINING = 128;
const COLUMN = 31;
const COLUMNS = 32;

/** What digits and signs stand for. `1` may be an i or an l: these two are one letter in the table. */
export const SIGNS: ReadonlyMap<number, number> = new Map(
  [...'0o1i3e4a5s7t8b9g@a$s'.matchAll(/(.)(.)/g)].map(([, sign, letter]) => [sign!.charCodeAt(0), letter!.charCodeAt(0)]),
);

/** Latin letters with accents. */
const ACCENTED: readonly (readonly [number, number])[] = [
  [0xc0, 0x24f],
  [0x1e00, 0x1eff],
];
/** Combining diacritical marks, extended, supplement, for symbols, and half marks. */
const COMBINING_MARKS: readonly (readonly [number, number])[] = [
  [0x300, 0x36f],
  [0x1ab0, 0x1aff],
  [0x1dc0, 0x1dff],
  [0x20d0, 0x20ff],
  [0xfe20, 0xfe2f],
];

/** By unit: what it is in a word, 0 for what parts words. */
export const CLASSES = new Uint8Array(65_536);
/** By unit: the letter under the accent, 0 for none. */
export const BASES = new Uint8Array(65_536);
for (let i = 0; i < 26; i++) CLASSES[97 + i] = CLASSES[65 + i] = columnOf(97 + i);
for (const [sign, letter] of SIGNS) CLASSES[sign] = columnOf(letter) | SIGN;
for (const [first, last] of ACCENTED) for (let unit = first; unit <= last; unit++) classifyAccented(unit);
for (const [first, last] of COMBINING_MARKS) CLASSES.fill(COMBINING, first, last + 1);

function columnOf(letter: number): number {
  return letter === 108 ? 9 : letter - 96;
}

function classifyAccented(unit: number): void {
  const base = String.fromCharCode(unit).normalize('NFD').charCodeAt(0);
  const lower = base | 0x20;
  if (base === unit || lower < 97 || lower > 122) return;
  BASES[unit] = base;
  CLASSES[unit] = columnOf(lower) | MARK;
}

export const turned = (word: string): string =>
  word.replaceAll(/[a-z]/g, (letter) => String.fromCharCode(((letter.charCodeAt(0) - 97 + 13) % 26) + 97));
export const backward = (word: string): string => [...word].reverse().join('');

/** Turned or reversed, they are words or names of their own. */
const AMBIGUOUS = new Set(
  'era saw won ton lla nac ner gur bar naq sih reh yam ees yaw yad pots loot tac stup teg yas nur edoc dne llac emit nur tap yek'.split(
    ' ',
  ),
);

const WORDS = new Set([...COMMON_WORDS, ...ORDER_WORDS]);
const KEYS = keys();

function keys(): Map<string, number> {
  const bits = new Map<string, number>();
  const add = (key: string, bit: number): void => void bits.set(key, (bits.get(key) ?? 0) | bit);
  for (const word of WORDS) {
    add(word, PLAIN);
    for (const [key, bit] of [
      [turned(word), TURNED],
      [backward(word), BACKWARD],
    ] as const)
      if (!WORDS.has(key) && !AMBIGUOUS.has(key)) add(key, bit);
  }
  return bits;
}

export const ROOT = 1;
const NEXT = new Uint16Array((ROOT + 1 + [...KEYS.keys()].reduce((sum, key) => sum + key.length, 0)) * COLUMNS);
const BITS = new Uint8Array(NEXT.length / COLUMNS);
/** By state: the word as it is spelt, for the i and l that the table does not tell apart. */
const SPELLING = new Map<number, string>();
grow();

function grow(): void {
  let used = ROOT + 1;
  for (const [key, bits] of KEYS) {
    let state = ROOT;
    for (let i = 0; i < key.length; i++) {
      const cell = state * COLUMNS + columnOf(key.charCodeAt(i));
      if (NEXT[cell] === 0) NEXT[cell] = used++;
      state = NEXT[cell]!;
    }
    BITS[state]! |= bits;
    if (bits & PLAIN) SPELLING.set(state, key);
  }
}

/** The state after one more unit of a word; 0 once no word of the table begins so. */
export const stateAfter = (state: number, kind: number): number => NEXT[state * COLUMNS + (kind & COLUMN)]!;
/** How the table knows the word that led to this state. */
export const bitsOf = (state: number): number => BITS[state]!;
export const spellingOf = (state: number): string | undefined => SPELLING.get(state);
