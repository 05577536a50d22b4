/** What speaks for or against a token: words alone, in pairs and triples, and parts of words, each as a hash of 32 bits. */
import { GAP, type Tokens } from './tokens.ts';

/** Stands before the first word of a sentence: orders begin with their verb. */
const START = 0x2f0b4c47;
/** Length of the parts of words. */
const PART = 4;
const EDGE = 0x5f;

const mix = (hash: number): number => {
  let h = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return h ^ (h >>> 15);
};

export const wordHash = (word: number): number => mix(word);
export const pairHash = (a: number, b: number): number => mix(Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ 0x1b873593);
export const tripleHash = (a: number, b: number, c: number): number =>
  mix(Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0xc2b2ae35) ^ Math.imul(c, 0x27d4eb2f) ^ 0x165667b1);

/** The word before token `t`, or the mark of a beginning. */
export const before = (tokens: Tokens, t: number): number => (tokens.gaps[t] === GAP.none && t > 0 ? tokens.hashes[t - 1]! : START);
/** The word before that; 0 where token `t` begins a sentence. */
export const twoBefore = (tokens: Tokens, t: number): number => (tokens.gaps[t] === GAP.none && t > 0 ? before(tokens, t - 1) : 0);

/** What a table of weights is to those who add them up. */
type Table = { weights: Int8Array; tags: Uint8Array; bits: number };

/** Parts of the word of token `t`, with its edges: `_ign`, `igno`, … Short words have none. */
export const partCount = (tokens: Tokens, t: number): number => {
  const length = tokens.to[t]! - tokens.from[t]!;
  return length < PART - 1 ? 0 : length + 3 - PART;
};

/** Calls `each` with the hash of every part of the word of token `t`. */
export function eachPart({ from, to, letters }: Tokens, t: number, each: (hash: number) => void): void {
  const end = to[t]!;
  if (end - from[t]! < PART - 1) return;
  let a = EDGE;
  let b = letters[from[t]!]!;
  let c = letters[from[t]! + 1]!;
  for (let i = from[t]! + 2; i <= end; i++) {
    const d = i === end ? EDGE : letters[i]!;
    each(partHash(a, b, c, d));
    a = b;
    b = c;
    c = d;
  }
}

/** What the parts of the word of token `t` weigh together, in the units of the table. */
export function sumParts({ from, to, letters }: Tokens, t: number, { weights, tags, bits }: Table): number {
  const end = to[t]!;
  if (end - from[t]! < PART - 1) return 0;
  const shift = 32 - bits;
  let sum = 0;
  let a = EDGE;
  let b = letters[from[t]!]!;
  let c = letters[from[t]! + 1]!;
  for (let i = from[t]! + 2; i <= end; i++) {
    const d = i === end ? EDGE : letters[i]!;
    const hash = partHash(a, b, c, d);
    const at = hash >>> shift;
    if (tags[at] === (hash & 0xff)) sum += weights[at]!;
    a = b;
    b = c;
    c = d;
  }
  return sum;
}

const partHash = (a: number, b: number, c: number, d: number): number =>
  mix(Math.imul(a, 0x2c9277b5) + Math.imul(b, 0x5f356495) + Math.imul(c, 0x1b56c4e9) + Math.imul(d, 0x3b9aca07));
