/** Examples as numbers: which weights each token of each text uses, and which windows it is scored by. */
import { before, eachPart, pairHash, tripleHash, twoBefore, wordHash } from '#core/detect/orders/scorer/features.ts';
import { aboutLevel, spottedIn } from '#core/detect/orders/scorer/spotted.ts';
import { evidenceIn } from '#core/detect/orders/signs.ts';
import { OVERLAP } from '#core/detect/orders/scorer/reader.ts';
import { CHUNK, Tokens } from '#core/detect/orders/scorer/tokens.ts';
import { eachWindow, sentenceEnd } from '#core/detect/orders/scorer/windows.ts';
import type { Example } from './corpus.ts';

/** One example. Features of token `t`: `words[3t]` the word, then the pair and the triple that end there, by number; 0 is none. */
export type Bag = {
  source: number;
  hostile: boolean;
  words: Int32Array;
  /** By token, its word's number in `Bags.parts`. */
  kinds: Int32Array;
  /** Signs of window `w`: `signs[signsFrom[w] … signsFrom[w + 1]]`, each once. */
  signs: Uint8Array;
  signsFrom: Int32Array;
  /** `aboutLevel` of the text of a window. */
  about: Uint8Array;
  /** Three numbers a window: first token, end, place. */
  windows: Int32Array;
  /** By window: 1 where it has a sentence that no benign example has. */
  own: Uint8Array;
  /** By sentence of the example: its hash, and the token it begins at. */
  sentences: Int32Array;
};

/** `hashes[n]` is the hash of feature `n`. */
export type Bags = { bags: Bag[]; parts: Int32Array[]; sources: string[]; hashes: Int32Array };

export function bagsOf(examples: readonly Example[]): Bags {
  const numbers = new Map<number, number>();
  const parts: Int32Array[] = [];
  const sources = [...new Set(examples.map(({ source }) => source))].sort();
  const tokens = new Tokens();

  const kindOf = (t: number): number => {
    const hash = tokens.from[t] === tokens.to[t] ? 0 : tokens.hashes[t]!;
    let number = numbers.get(hash);
    if (number === undefined) {
      const own: number[] = [];
      if (hash !== 0) eachPart(tokens, t, (part) => own.push(part));
      number = parts.push(Int32Array.from(own)) - 1;
      numbers.set(hash, number);
    }
    return number;
  };

  const bags = examples.map(({ source, hostile, passages }): Bag => {
    const words: number[] = [];
    const kinds: number[] = [];
    const windows: number[] = [];
    const sentences: number[] = [];
    const signs: number[] = [];
    const signsFrom: number[] = [0];
    const about: number[] = [];
    for (const { text, place } of passages) {
      const spotted = spottedIn(evidenceIn(text));
      const level = aboutLevel(spotted);
      let low = 0;
      for (let at = 0; at < text.length; at += CHUNK - OVERLAP) {
        tokens.read(text, at, Math.min(at + CHUNK, text.length));
        const base = kinds.length;
        for (let t = 0; t < tokens.count; t++) {
          const word = tokens.hashes[t]!;
          const last = before(tokens, t);
          const beforeLast = twoBefore(tokens, t);
          words.push(wordHash(word), pairHash(last, word), beforeLast === 0 ? 0 : tripleHash(beforeLast, last, word));
          kinds.push(kindOf(t));
        }
        low = 0;
        eachWindow(tokens, (from, to) => {
          windows.push(base + from, base + to, place);
          const start = from === 0 ? at : tokens.ends[from - 1]!;
          const end = tokens.ends[to - 1]!;
          while (low < spotted.starts.length && spotted.starts[low]! < start) low++;
          const own = new Set<number>();
          for (let i = low; i < spotted.starts.length && spotted.starts[i]! < end; i++) own.add(spotted.signs[i]!);
          signs.push(...own);
          signsFrom.push(signs.length);
          about.push(level);
        });
        for (let start = 0; start < tokens.count;) {
          const end = sentenceEnd(tokens, start);
          let hash = end - start;
          for (let t = start; t < end; t++) hash = Math.imul(hash ^ tokens.hashes[t]!, 0x9e3779b1) ^ (hash >>> 13);
          sentences.push(hash, base + start);
          start = end;
        }
      }
    }
    return {
      source: sources.indexOf(source),
      hostile,
      words: Int32Array.from(words),
      kinds: Int32Array.from(kinds),
      windows: Int32Array.from(windows),
      signs: Uint8Array.from(signs),
      signsFrom: Int32Array.from(signsFrom),
      about: Uint8Array.from(about),
      own: new Uint8Array(windows.length / 3).fill(1),
      sentences: Int32Array.from(sentences),
    };
  });
  return { bags, parts, sources, hashes: numberFeatures(bags, parts) };
}

/** Replaces hashes by numbers from 1 on; what stands in one example alone teaches nothing and becomes 0. */
function numberFeatures(bags: readonly Bag[], parts: readonly Int32Array[]): Int32Array {
  const table = new HashTable(23);
  for (const [b, { words, kinds }] of bags.entries()) {
    for (const hash of words) table.see(hash, b + 1);
    for (const kind of kinds) for (const hash of parts[kind]!) table.see(hash, b + 1);
  }
  const hashes = table.number();
  const renumber = (list: Int32Array): void => {
    for (let i = 0; i < list.length; i++) list[i] = table.numberOf(list[i]!);
  };
  for (const { words } of bags) renumber(words);
  for (const list of parts) renumber(list);
  return hashes;
}

/** Open addressing over 32-bit hashes; 0 is no key. */
class HashTable {
  readonly #mask: number;
  readonly #keys: Int32Array;
  /** The first example that has it; then −1, once a second has; at last its number. */
  readonly #values: Int32Array;

  constructor(bits: number) {
    this.#mask = 2 ** bits - 1;
    this.#keys = new Int32Array(2 ** bits);
    this.#values = new Int32Array(2 ** bits);
  }

  see(hash: number, example: number): void {
    if (hash === 0) return;
    const at = this.#find(hash);
    if (this.#keys[at] === 0) {
      this.#keys[at] = hash;
      this.#values[at] = example;
    } else if (this.#values[at] !== example) this.#values[at] = -1;
  }

  number(): Int32Array {
    const hashes = [0];
    for (let at = 0; at <= this.#mask; at++) this.#values[at] = this.#values[at] === -1 ? hashes.push(this.#keys[at]!) - 1 : 0;
    return Int32Array.from(hashes);
  }

  numberOf(hash: number): number {
    return hash === 0 ? 0 : this.#values[this.#find(hash)]!;
  }

  #find(hash: number): number {
    let at = Math.imul(hash, 0x9e3779b1) & this.#mask;
    while (this.#keys[at] !== 0 && this.#keys[at] !== hash) at = (at + 1) & this.#mask;
    return at;
  }
}

/** In hostile examples, windows of nothing but sentences that benign examples have too are what the order was put into: they do not count. */
export function markOwn(bags: readonly Bag[]): void {
  const known = new Set<number>();
  for (const { hostile, sentences } of bags) if (!hostile) for (let i = 0; i < sentences.length; i += 2) known.add(sentences[i]!);
  for (const bag of bags) {
    if (!bag.hostile) continue;
    const { sentences, windows, own } = bag;
    const fresh = new Uint8Array(bag.kinds.length);
    for (let i = 0; i < sentences.length; i += 2) {
      const end = i + 3 < sentences.length ? sentences[i + 3]! : bag.kinds.length;
      if (!known.has(sentences[i]!)) fresh.fill(1, sentences[i + 1]!, end);
    }
    let any = 0;
    for (let w = 0; w < own.length; w++) {
      const from = windows[3 * w]!;
      const to = windows[3 * w + 1]!;
      own[w] = fresh.subarray(from, to).includes(1) ? 1 : 0;
      any |= own[w]!;
    }
    if (!any) own.fill(1);
  }
}
