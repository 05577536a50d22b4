/** How the scorer reads characters: case, accents and vowel points do not count, words are runs of letters in any script. */

/** By UTF-16 unit: what it becomes inside a word; 0 is no part of one. */
export const FOLDED = new Uint16Array(65_536);
/** By UTF-16 unit: 1 for scripts that put no space between words, where each character is a token. */
export const ALONE = new Uint8Array(65_536);
/** There are none before it. */
export const ALONE_MIN = 0x0e00;
/** Units that are dropped wherever they stand: accents, vowel points, what is drawn as nothing. */
export const DROPPED = 1;

const UNSPACED: readonly (readonly [number, number])[] = [
  [0x0e00, 0x0eff], // Thai, Lao
  [0x1000, 0x109f], // Myanmar
  [0x1780, 0x17ff], // Khmer
  [0x3040, 0x30ff], // kana
  [0x31f0, 0x31ff],
  [0x3400, 0x9fff], // Han
  [0xf900, 0xfaff],
];
/** Scripts whose letters have case or carry accents that writers leave out. */
const CASED: readonly (readonly [number, number])[] = [
  [0x00c0, 0x024f],
  [0x0370, 0x058f],
  [0x1e00, 0x1fff],
];
/** Combining accents, Hebrew and Arabic points, tatweel, joiners, variation selectors. */
const UNSEEN: readonly (readonly [number, number])[] = [
  [0x00ad, 0x00ad],
  [0x0300, 0x036f],
  [0x0591, 0x05c7],
  [0x0610, 0x061a],
  [0x0640, 0x0640],
  [0x064b, 0x065f],
  [0x200b, 0x200f],
  [0x2060, 0x2064],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
];

/** Blocks of nothing but letters. */
const LETTERS: readonly (readonly [number, number])[] = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
];
/** The rest of the plane, where Unicode is asked. */
const MIXED: readonly (readonly [number, number])[] = [
  [0x00aa, 0x33ff],
  [0xa000, 0xabff],
  [0xf900, 0xffff],
];
const LETTER = /[\p{L}\p{M}]/u;

for (let unit = 0x30; unit < 0x3a; unit++) FOLDED[unit] = unit;
for (let unit = 0x61; unit < 0x7b; unit++) FOLDED[unit] = FOLDED[unit - 32] = unit;
for (const [first, last] of LETTERS) for (let unit = first; unit <= last; unit++) FOLDED[unit] = unit;
for (const [first, last] of MIXED)
  for (let unit = first; unit <= last; unit++) if (LETTER.test(String.fromCharCode(unit))) FOLDED[unit] = unit;
for (const [first, last] of CASED)
  for (let unit = first; unit <= last; unit++)
    if (FOLDED[unit]) FOLDED[unit] = String.fromCharCode(unit).toLowerCase().normalize('NFD').charCodeAt(0);
for (const [first, last] of UNSPACED) for (let unit = first; unit <= last; unit++) if (FOLDED[unit]) ALONE[unit] = 1;
for (const [first, last] of UNSEEN) FOLDED.fill(DROPPED, first, last + 1);

/** By digit: the letter that it stands for in words such as `1gn0re`. */
export const LEET = Uint16Array.from('oizeasgtbg', (letter) => letter.charCodeAt(0));
