/** Multiple-instance logistic regression: an example is as hostile as its most hostile window (AdaGrad, seeded, single-threaded). */
import { PLACES } from '#core/detect/orders/scorer/place.ts';
import { weightOf } from '#core/detect/orders/scorer/windows.ts';
import { ABOUT_LEVELS } from '#core/detect/orders/scorer/spotted.ts';
import { SIGNS } from '#core/detect/orders/signs.ts';
import type { Bag, Bags } from './bags.ts';

export type Options = {
  epochs: number;
  rate: number;
  decay: number;
  seed: number;
  partScale: number;
  minSources: number;
  dropout: number;
  blind: number;
  signRate: number;
  spread: number;
  support: number;
};
export const OPTIONS: Options = {
  epochs: 5,
  rate: 0.3,
  decay: 2e-6,
  seed: 7,
  partScale: 0.5,
  minSources: 1,
  dropout: 0.5,
  blind: 0.2,
  signRate: 0.1,
  spread: 0.4,
  support: 3,
};

/** A 32-bit generator (mulberry32): the same numbers everywhere. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

export class Trainer {
  readonly weights: Float32Array;
  readonly places = new Float32Array(PLACES.length);
  readonly signs = new Float32Array(SIGNS.length);
  readonly about = new Float32Array(ABOUT_LEVELS);
  bias = -2;
  readonly #squares: Float32Array;
  readonly #placeSquares = new Float32Array(PLACES.length).fill(1);
  readonly #signSquares = new Float32Array(SIGNS.length).fill(0.1);
  readonly #aboutSquares = new Float32Array(ABOUT_LEVELS).fill(1);
  readonly #random: () => number;
  readonly #kept = new Uint8Array(4096);
  #biasSquare = 1;
  readonly partScale: number;
  readonly #parts: readonly Int32Array[];
  readonly #options: Options;
  #prefix = new Float64Array(1024);
  /** Slots that may have a weight. */
  readonly #allowed: Uint8Array;

  constructor({ parts, hashes }: Bags, options: Options) {
    this.#parts = parts;
    this.partScale = options.partScale;
    this.weights = new Float32Array(hashes.length);
    this.#squares = new Float32Array(hashes.length).fill(1e-2);
    this.#allowed = new Uint8Array(hashes.length);
    this.#options = options;
    this.#random = randomOf(options.seed + 1);
  }

  fit(bags: readonly Bag[]): void {
    const { epochs, seed } = this.#options;
    this.#allow(bags);
    const random = randomOf(seed);
    const weights = costs(bags);
    const order = Int32Array.from(bags.keys());
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (let i = order.length - 1; i > 0; i--) {
        const j = Math.floor(random() * (i + 1));
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      for (const index of order) {
        const bag = bags[index]!;
        const count = bag.own.length;
        if (count === 0) continue;
        const best = this.#best(bag);
        const any = this.#pick(bag, random);
        const cost = weights[index]!;
        if (epoch === 0) this.#learn(bag, any, cost);
        else {
          const { spread } = this.#options;
          this.#learn(bag, best, bag.hostile ? cost * (1 - spread) : cost);
          this.#learn(bag, any, bag.hostile ? cost * spread : cost * 0.5);
        }
      }
    }
  }

  /** The logit of the most hostile window. */
  score(bag: Bag): number {
    if (bag.own.length === 0) return -20;
    return this.#logit(bag, this.#best(bag, true));
  }

  #pick({ own }: Bag, random: () => number): number {
    let w = Math.floor(random() * own.length);
    for (let tries = 0; tries < own.length && own[w] === 0; tries++) w = (w + 1) % own.length;
    return w;
  }

  #sum(bag: Bag): void {
    const { words, kinds } = bag;
    if (this.#prefix.length <= kinds.length) this.#prefix = new Float64Array(2 * kinds.length);
    const prefix = this.#prefix;
    const { weights } = this;
    const scale = this.#options.partScale;
    let sum = 0;
    for (let t = 0; t < kinds.length; t++) {
      sum += weights[words[3 * t]!]! + weights[words[3 * t + 1]!]! + weights[words[3 * t + 2]!]!;
      const parts = this.#parts[kinds[t]!]!;
      if (parts.length > 0) {
        let inner = 0;
        for (let p = 0; p < parts.length; p++) inner += weights[parts[p]!]!;
        sum += (inner * scale) / Math.sqrt(parts.length);
      }
      prefix[t + 1] = sum;
    }
  }

  #best(bag: Bag, all = false): number {
    this.#sum(bag);
    let best = -1;
    let top = -Infinity;
    for (let w = 0; w < bag.own.length; w++) {
      if (!all && bag.own[w] === 0) continue;
      const logit = this.#logit(bag, w);
      if (logit > top) {
        top = logit;
        best = w;
      }
    }
    return best;
  }

  /** After `#sum`. */
  #logit(bag: Bag, w: number): number {
    const from = bag.windows[3 * w]!;
    const to = bag.windows[3 * w + 1]!;
    return this.#frame(bag, w) + (this.#prefix[to]! - this.#prefix[from]!) * weightOf(to - from);
  }

  /** All but the words. */
  #frame({ windows, signs, signsFrom, about }: Bag, w: number): number {
    let sum = this.bias + this.places[windows[3 * w + 2]!]! + this.about[about[w]!]!;
    for (let s = signsFrom[w]!; s < signsFrom[w + 1]!; s++) sum += this.signs[signs[s]!]!;
    return sum;
  }

  /** Words are left out at random, at times all of them, so that no single one decides and the signs learn to stand alone. */
  #learn(bag: Bag, w: number, cost: number): void {
    const { windows, words, kinds, signs, signsFrom, about } = bag;
    const { rate, dropout, blind, partScale, signRate } = this.#options;
    const random = this.#random;
    const from = windows[3 * w]!;
    const to = windows[3 * w + 1]!;
    const isBlind = random() < blind;
    const kept = this.#kept;
    let sum = 0;
    for (let t = from; t < to; t++) {
      const keep = !isBlind && (dropout === 0 || random() >= dropout);
      kept[t - from] = keep ? 1 : 0;
      if (keep) sum += this.#prefix[t + 1]! - this.#prefix[t]!;
    }
    const weight = weightOf(to - from) / (isBlind ? 1 : 1 - dropout);
    const logit = this.#frame(bag, w) + sum * weight;
    const error = (sigmoid(logit) - (bag.hostile ? 1 : 0)) * cost;
    if (Math.abs(error) < 1e-4) return;
    this.#biasSquare += error * error;
    this.bias -= (rate * error) / Math.sqrt(this.#biasSquare);
    this.#slide(this.places, this.#placeSquares, windows[3 * w + 2]!, error, rate * 0.3);
    this.#slide(this.about, this.#aboutSquares, about[w]!, error, rate * 0.3);
    for (let s = signsFrom[w]!; s < signsFrom[w + 1]!; s++) this.#slide(this.signs, this.#signSquares, signs[s]!, error, signRate);
    if (isBlind) return;
    const step = error * weight;
    for (let t = from; t < to; t++) {
      if (kept[t - from] === 0) continue;
      for (let k = 3 * t; k < 3 * t + 3; k++) this.#update(words[k]!, step);
      const parts = this.#parts[kinds[t]!]!;
      if (parts.length === 0) continue;
      const inner = (step * partScale) / Math.sqrt(parts.length);
      for (let p = 0; p < parts.length; p++) this.#update(parts[p]!, inner);
    }
  }

  #slide(weights: Float32Array, squares: Float32Array, index: number, gradient: number, rate: number): void {
    squares[index]! += gradient * gradient;
    weights[index]! -= (rate * gradient) / Math.sqrt(squares[index]!);
  }

  #update(slot: number, gradient: number): void {
    if (this.#allowed[slot] === 0) return;
    const own = this.weights[slot]!;
    const full = gradient + this.#options.decay * own;
    const square = this.#squares[slot]! + full * full;
    this.#squares[slot] = square;
    this.weights[slot] = own - (this.#options.rate * full) / Math.sqrt(square);
  }

  /** What only one source says is that source's way of speaking; what few examples say is chance. */
  #allow(bags: readonly Bag[]): void {
    const { minSources, support } = this.#options;
    const size = this.#allowed.length;
    const source = new Int16Array(size);
    const sources = new Uint8Array(size);
    const example = new Int32Array(size);
    const examples = new Uint16Array(size);
    const see = (feature: number, bag: number): void => {
      if (example[feature] === bag + 1) return;
      example[feature] = bag + 1;
      if (examples[feature]! < 65_535) examples[feature]!++;
      const own = bags[bag]!.source + 1;
      if (source[feature] !== own && sources[feature]! < 255) sources[feature]!++;
      source[feature] = own;
    };
    for (const [b, { words, kinds }] of bags.entries()) {
      for (const feature of words) see(feature, b);
      for (const kind of kinds) for (const feature of this.#parts[kind]!) see(feature, b);
    }
    for (let f = 1; f < size; f++) this.#allowed[f] = sources[f]! >= minSources && examples[f]! >= support ? 1 : 0;
  }
}

const key = ({ source, hostile }: Bag): string => `${source} ${hostile}`;

/** Large sources count less for each example, and hostile ones as much as the others together. */
function costs(bags: readonly Bag[]): Float64Array {
  const sizes = new Map<string, number>();
  for (const bag of bags) sizes.set(key(bag), (sizes.get(key(bag)) ?? 0) + 1);
  const raw = Float64Array.from(bags, (bag) => 1 / Math.sqrt(sizes.get(key(bag))!));
  const total = [0, 0];
  for (const [i, { hostile }] of bags.entries()) total[hostile ? 1 : 0]! += raw[i]!;
  return raw.map((cost, i) => (cost / total[bags[i]!.hostile ? 1 : 0]!) * bags.length * (bags[i]!.hostile ? 0.3 : 0.7));
}

export function fit(all: Bags, bags: readonly Bag[], options: Options = OPTIONS): Trainer {
  const trainer = new Trainer(all, options);
  trainer.fit(bags);
  return trainer;
}
