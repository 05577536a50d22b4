/** Known words, looked up where they stand: nothing is cut out of the text, so passing over an ordinary word costs a few table reads. */

const COLUMNS = 64;
/** The Kelvin sign: the one unit beyond ASCII whose lower case is an ASCII letter. */
const KELVIN = 0x212a;
const SMALL_K = 107;
const DEAD = 0;
const ROOT = 1;

/** @param extra characters that are part of a word besides ASCII letters and digits and the underscore */
export type WordAlphabet = { extra: string; /** Units from U+00A1 on are part of a word, of no known one. */ wide: boolean };

export class WordTable {
  /** Offset behind the word that `bitsAt` read last. */
  end = 0;
  /** By unit below 128: 0 ends the word. */
  readonly #columns = new Uint8Array(128);
  readonly #next: Uint16Array;
  readonly #bits: Int32Array;
  readonly #wide: boolean;

  /** @param words in lower case, each with the bits of the sets that it is in */
  constructor(words: ReadonlyMap<string, number>, { extra, wide }: WordAlphabet) {
    for (const [i, c] of [...`abcdefghijklmnopqrstuvwxyz0123456789_${extra}`].entries()) this.#columns[c.charCodeAt(0)] = i + 1;
    for (let upper = 65; upper <= 90; upper++) this.#columns[upper] = this.#columns[upper + 32]!;
    this.#wide = wide;
    const states = [...words.keys()].reduce((sum, word) => sum + word.length, ROOT + 1);
    this.#next = new Uint16Array(states * COLUMNS);
    this.#bits = new Int32Array(states);
    let used = ROOT + 1;
    for (const [word, bits] of words) {
      let state = ROOT;
      for (let i = 0; i < word.length; i++) {
        const column = this.#columns[word.charCodeAt(i)];
        if (!column) throw new RangeError(`no word of this table: ${word}`);
        const cell = state * COLUMNS + column;
        if (this.#next[cell] === DEAD) this.#next[cell] = used++;
        state = this.#next[cell]!;
      }
      this.#bits[state]! |= bits;
    }
  }

  /** The bits of the word that starts at `at`, 0 when it is not known; `end` is then behind it. Linear in the word. */
  bitsAt(text: string, at: number): number {
    const columns = this.#columns;
    const next = this.#next;
    let state = ROOT;
    let i = at;
    for (; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit < 128) {
        const column = columns[unit]!;
        if (column === 0) break;
        state = next[state * COLUMNS + column]!;
      } else if (this.#wide && unit > 0xa0) state = unit === KELVIN ? next[state * COLUMNS + columns[SMALL_K]!]! : DEAD;
      else break;
    }
    this.end = i;
    return this.#bits[state]!;
  }
}

/** Each word of some sets with the bits of those that it is in. */
export function bitsOfSets(sets: readonly (readonly [number, Iterable<string>])[]): Map<string, number> {
  const bits = new Map<string, number>();
  for (const [bit, words] of sets) for (const word of words) bits.set(word, (bits.get(word) ?? 0) | bit);
  return bits;
}
