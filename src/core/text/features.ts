/** One pass over a text that tells which decoders could find work in it. */
import { COMPATIBLE, CONFUSABLE_LETTERS } from './decode/confusables.ts';
import { nextRun, runsOf, type Runs } from './decode/runs.ts';
import { CLASSES, COMBINING, MARK } from './disguised-words.ts';

export const FEATURE = {
  percent: 1,
  plus: 2,
  ampersand: 4,
  backslash: 8,
  /** A unit that compatibility mapping or a look-alike table may replace. */
  compatible: 16,
  /** A unit that shows nothing, or turns the direction of writing. */
  invisible: 32,
  /** A Latin letter with an accent, or a mark that stands upon letters. */
  accented: 64,
  /** Beyond ASCII, or what begins a terminal's escape sequence. */
  unusual: 128,
  /** An ASCII digit. */
  digit: 256,
  /** At least `RUN_MIN` units of the base64 or base64url alphabet in a row; no unit's own. */
  run: 512,
} as const;

/** Shorter runs are words: twelve bytes of text are the least that base64 is looked into for. */
export const RUN_MIN = 16;

/** By unit below 128: −1 for what is in neither alphabet. */
const ALPHABET = new Int8Array(128).fill(-1);
for (const c of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_') ALPHABET[c.charCodeAt(0)] = 1;

const KINDS = new Uint16Array(65_536).fill(FEATURE.unusual, 0x80);
KINDS[0x1b] = FEATURE.unusual;
for (const [unit, feature] of [
  ['%', FEATURE.percent],
  ['+', FEATURE.plus],
  ['&', FEATURE.ampersand],
  ['\\', FEATURE.backslash],
] as const)
  KINDS[unit.charCodeAt(0)] = feature;
for (const c of '0123456789') KINDS[c.charCodeAt(0)] = FEATURE.digit;
for (let unit = 0x80; unit < 65_536; unit++) if ((CLASSES[unit]! & (MARK | COMBINING)) !== 0) KINDS[unit]! |= FEATURE.accented;
for (const point of COMPATIBLE.keys()) KINDS[leadOf(point)]! |= FEATURE.compatible;
for (const point of CONFUSABLE_LETTERS.keys()) KINDS[leadOf(point)]! |= FEATURE.compatible;

/** First and last code point of what is drawn as nothing: Unicode `Default_Ignorable_Code_Point`, and the blanks that look like it. */
export const INVISIBLE: readonly (readonly [number, number])[] = [
  [0x00ad, 0x00ad], // soft hyphen
  [0x034f, 0x034f], // combining grapheme joiner
  [0x061c, 0x061c], // Arabic letter mark
  [0x115f, 0x1160], // Hangul fillers
  [0x17b4, 0x17b5], // Khmer inherent vowels
  [0x180b, 0x180f], // Mongolian selectors and vowel separator
  [0x200b, 0x200f], // zero-width space and joiners, direction marks
  [0x202a, 0x202e], // bidi embeddings and overrides
  [0x2060, 0x206f], // word joiner, invisible operators, bidi isolates, deprecated controls
  [0x3164, 0x3164], // Hangul filler
  [0xfe00, 0xfe0f], // variation selectors
  [0xfeff, 0xfeff], // byte order mark
  [0xffa0, 0xffa0], // half-width Hangul filler
  [0xfff9, 0xfffb], // interlinear annotation
  [0x1bca0, 0x1bca3], // shorthand format controls
  [0x1d173, 0x1d17a], // musical format controls
  [0xe0000, 0xe0fff], // tags, variation selectors supplement
];
for (const [first, last] of INVISIBLE)
  for (let p = first; p <= last; p = p < 0x10000 ? p + 1 : p + 0x400) KINDS[leadOf(p)]! |= FEATURE.invisible;
for (const [, last] of INVISIBLE) KINDS[leadOf(last)]! |= FEATURE.invisible;

function leadOf(point: number): number {
  return point > 0xffff ? 0xd800 + ((point - 0x10000) >> 10) : point;
}

/** `FEATURE` bits of the text; linear. A bit says "may", its absence says "cannot". */
export function featuresOf(text: string): number {
  let features = 0;
  for (let i = 0; i < text.length; i++) features |= KINDS[text.charCodeAt(i)]!;
  return nextRun(text, 0, ALPHABET, RUN_MIN) < text.length ? features | FEATURE.run : features;
}

/** What `FEATURE.run` stands for: all such runs. */
export const runsIn = (text: string): Runs => runsOf(text, ALPHABET, RUN_MIN);

export function isInvisible(point: number): boolean {
  if (point < 0xd800) return (KINDS[point]! & FEATURE.invisible) !== 0;
  for (const [first, last] of INVISIBLE) if (point >= first && point <= last) return true;
  return false;
}
