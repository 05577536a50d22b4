/** A text as the scorer reads it: words, the few marks that matter, and where sentences and values end. Linear, without allocation. */
import { ALONE, ALONE_MIN, DROPPED, FOLDED, LEET } from './alphabet.ts';

/** UTF-16 units that are read at once. */
export const CHUNK = 32_768;
/** Longer runs of letters and digits are no words. */
const WORD_MAX = 32;

/** What stands before a token. */
export const GAP = { none: 0, sentence: 1, value: 2 } as const;

const SPACE = 32;
const DIGIT_0 = 48;
const DIGIT_9 = 57;
const MARK = (name: string): number => hashOf(name, 0x51ed27);
const NUMBER = MARK('number');
const LONG = MARK('long');
const URL = MARK('url');
const EMAIL = MARK('email');

function hashOf(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** 0 nothing; 1 ends a sentence wherever it stands; 2 only before space, quote or end; 3 a quote; 4 a token of its own; 5 beside a quote it ends a value. */
const SIGN = new Uint8Array(65_536);
for (const unit of '\n\r|•·。！？；>') SIGN[unit.charCodeAt(0)] = 1;
for (const unit of '.!?;:') SIGN[unit.charCodeAt(0)] = 2;
for (const unit of '"\'`') SIGN[unit.charCodeAt(0)] = 3;
for (const unit of '<[') SIGN[unit.charCodeAt(0)] = 4;
for (const unit of ',{}]') SIGN[unit.charCodeAt(0)] = 5;

export class Tokens {
  count = 0;
  /** 32 bits that stand for the word. */
  readonly hashes = new Int32Array(CHUNK);
  /** `GAP` before the token. */
  readonly gaps = new Uint8Array(CHUNK);
  /** Letters of the word in `letters`, from–to; none for numbers, addresses and marks. */
  readonly from = new Int32Array(CHUNK);
  readonly to = new Int32Array(CHUNK);
  readonly letters = new Uint16Array(CHUNK + 1);
  /** Offset in the text behind the token. */
  readonly ends = new Int32Array(CHUNK);
  #used = 0;
  #gap: number = GAP.value;

  /** Reads `text[start, end)`, at most `CHUNK` units, in place of what was read before. */
  read(text: string, start: number, end: number): void {
    this.count = 0;
    this.#used = 0;
    this.#gap = GAP.value;
    /** Tokens before the last white space: what an address is made of stands after it. */
    let spaced = 0;
    for (let i = start; i < end;) {
      const unit = text.charCodeAt(i);
      const folded = FOLDED[unit]!;
      if (folded > DROPPED) {
        if (unit >= ALONE_MIN && ALONE[unit] === 1) {
          this.letters[this.#used++] = folded;
          this.#push(Math.imul(folded, 0x01000193), 1, ++i);
        } else i = this.#word(text, i, end);
        continue;
      }
      i++;
      if (unit === SPACE) {
        spaced = this.count;
        continue;
      }
      if (unit === 0x5c) i = this.#escape(text, i, end);
      else if (unit === 0x40) {
        if (this.count > spaced && FOLDED[text.charCodeAt(i)]! > DROPPED) {
          this.count = spaced;
          i = skipAddress(text, i, end);
          this.#push(EMAIL, 0, i);
        }
      } else if (unit === 0x3a && text.charCodeAt(i) === 0x2f && text.charCodeAt(i + 1) === 0x2f && this.count > 0) {
        this.count--;
        i = skipAddress(text, i, end);
        this.#push(URL, 0, i);
      } else if (SIGN[unit] !== 0) this.#sign(text, unit, i);
    }
  }

  #word(text: string, start: number, end: number): number {
    const { letters } = this;
    const from = this.#used;
    let used = from;
    let digits = 0;
    let hash = 0x811c9dc5;
    let i = start;
    for (; i < end; i++) {
      const unit = text.charCodeAt(i);
      let folded = FOLDED[unit]!;
      if (folded <= DROPPED) {
        if (folded === DROPPED) continue;
        // don't, l'ancien: the apostrophe is no end.
        if ((unit === 0x27 || unit === 0x2019) && i > start && i + 1 < end && FOLDED[text.charCodeAt(i + 1)]! > DIGIT_9) continue;
        break;
      }
      if (unit >= ALONE_MIN && ALONE[unit] === 1) break;
      if (folded <= DIGIT_9) {
        digits++;
        folded = LEET[folded - DIGIT_0]!;
      }
      hash = Math.imul(hash ^ folded, 0x01000193);
      letters[used++] = folded;
    }
    const length = used - from;
    if (digits === length) this.#push(NUMBER, 0, i);
    else if (length > WORD_MAX) this.#push(LONG, 0, i);
    else {
      this.#used = used;
      this.#push(hash, length, i);
    }
    return i;
  }

  /** JSON in a text: `\n` ends a line, `\"` is a quotation mark of the text, no end of a value. */
  #escape(text: string, i: number, end: number): number {
    if (i >= end) return i;
    const next = text.charCodeAt(i);
    if (next === 0x6e || next === 0x72) this.#end(GAP.sentence);
    else if (next === 0x75) return Math.min(i + 5, end);
    else if (FOLDED[next]! > DROPPED && next !== 0x74) return i;
    return i + 1;
  }

  #sign(text: string, unit: number, next: number): void {
    const kind = SIGN[unit]!;
    if (kind === 1) this.#end(GAP.sentence);
    else if (kind === 2) {
      const after = text.charCodeAt(next);
      // NaN at the end of the text.
      if (!(after > SPACE) || after === 0x22 || after === 0x27 || after === 0x5c || after === 0x2a || after === 0x29 || after === 0x3c) {
        if (unit === 0x3f) this.#push(0x3f, 0, next);
        this.#end(GAP.sentence);
      } else if (unit === 0x21 && after === 0x21 && text.charCodeAt(next - 2) !== 0x21) this.#push(0x21, 0, next);
    } else if (kind === 3) {
      const after = text.charCodeAt(next);
      const before = text.charCodeAt(next - 2);
      if (before === 0x7b || before === 0x5b || after === 0x3a || after === 0x7d || (after === 0x5d && before !== 0x5c))
        this.#end(GAP.value);
      else if (after === 0x2c || before === SPACE) {
        const further = after === 0x2c ? text.charCodeAt(next + 1) : text.charCodeAt(next - 3);
        if (further === 0x3a || further === 0x2c || (further === SPACE && isQuote(text.charCodeAt(next + 2)))) this.#end(GAP.value);
      }
    } else if (kind === 4 && FOLDED[text.charCodeAt(next)]! > DIGIT_9) this.#push(unit, 0, next);
  }

  #end(gap: number): void {
    if (gap > this.#gap) this.#gap = gap;
  }

  #push(hash: number, length: number, end: number): void {
    const at = this.count++;
    this.hashes[at] = hash;
    this.gaps[at] = this.#gap;
    this.ends[at] = end;
    this.to[at] = this.#used;
    this.from[at] = this.#used - length;
    this.#gap = GAP.none;
  }
}

const isQuote = (unit: number): boolean => unit === 0x22 || unit === 0x27;

/** Behind a URL or e-mail address: white space, quotation marks, brackets and backslashes end it. */
function skipAddress(text: string, from: number, end: number): number {
  let i = from;
  for (; i < end; i++) {
    const unit = text.charCodeAt(i);
    if (unit <= SPACE || unit === 0x22 || unit === 0x27 || unit === 0x60 || unit === 0x5c || unit === 0x3c || unit === 0x3e) break;
    if (unit === 0x29 || unit === 0x5d || unit === 0x7d || unit === 0x2c || ALONE[unit] === 1) break;
  }
  return i;
}
