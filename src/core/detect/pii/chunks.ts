/** Runs of letters and digits, and how they are made up: as numbers, for a text is full of them. */

export const LETTER = 1;
export const DIGIT = 2;
/** By code unit; ASCII only. */
export const CLASSES = Uint8Array.from({ length: 65_536 }, (_, code) => {
  if (code >= 48 && code <= 57) return DIGIT;
  return (code >= 65 && code <= 90) || (code >= 97 && code <= 122) ? LETTER : 0;
});

export const CHUNK_MAX = 20;
const RUNS_MAX = 7;
/** Codes: of digits, how many they are; of letters that and `LETTERS`; of mixtures that are known, from `MIXTURES` on; 0 of all others. */
export const LETTERS = 32;
const MIXTURES = 64;
/** Seven bits; the rest of 32 is for texts of up to 33 million units. */
const CODES = 128;

/** Known mixtures by their runs, written in base 41: the length, and 20 more for letters. */
const MIXED = new Map<number, number>();
const BASE = 2 * CHUNK_MAX + 1;

/** The code of `d4`, `a2`, `a2d6a1`; mixtures become known by this. */
export function codeOfShape(shape: string): number {
  const runs = [...shape.matchAll(/([ad])(\d+)/g)].map(([, type, length]) => Number(length) + (type === 'a' ? CHUNK_MAX : 0));
  if (runs.length === 1) return runs[0]! > CHUNK_MAX ? runs[0]! - CHUNK_MAX + LETTERS : runs[0]!;
  const mixture = runs.reduce((number, run) => number * BASE + run, 0);
  const code = MIXED.get(mixture) ?? MIXTURES + MIXED.size;
  if (code >= CODES) throw new RangeError('too many shapes of letters and digits');
  MIXED.set(mixture, code);
  return code;
}

/** End and code of the chunk at `at` in one number: see `endOf`, `codeOf`. */
export function readChunk(text: string, at: number): number {
  let end = at;
  let runs = 0;
  let mixture = 0;
  let type = CLASSES[text.charCodeAt(end)]!;
  while (type > 0) {
    const start = end;
    do end++;
    while (CLASSES[text.charCodeAt(end)] === type);
    if (runs++ < RUNS_MAX) mixture = mixture * BASE + Math.min(end - start, CHUNK_MAX) + (type === LETTER ? CHUNK_MAX : 0);
    type = end < text.length ? CLASSES[text.charCodeAt(end)]! : 0;
  }
  if (runs > RUNS_MAX || end - at > CHUNK_MAX) return end * CODES;
  if (runs === 1) return end * CODES + (mixture > CHUNK_MAX ? mixture - CHUNK_MAX + LETTERS : mixture);
  return end * CODES + (MIXED.get(mixture) ?? 0);
}

/** The same where a digit stands at `at`: most chunks are a few digits and nothing else. */
export function readDigits(text: string, at: number): number {
  let end = at + 1;
  let unit = text.charCodeAt(end);
  while (unit >= 48 && unit <= 57) unit = text.charCodeAt(++end);
  if (unit >= 65 && CLASSES[unit] === LETTER) return readChunk(text, at);
  return end * CODES + (end - at > CHUNK_MAX ? 0 : end - at);
}

export const endOf = (chunk: number): number => chunk >>> 7;
export const codeOf = (chunk: number): number => chunk & (CODES - 1);
