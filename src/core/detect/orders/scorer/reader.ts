/** Scores the windows of a text with a model: single words first; pairs, triples and parts only where those leave it open. */
import type { Evidence } from '../signs.ts';
import { before, pairHash, partCount, sumParts, tripleHash, twoBefore, wordHash } from './features.ts';
import { weightAt, type Model } from './model.ts';
import { aboutLevel, spottedIn, type Spotted } from './spotted.ts';
import { CHUNK, Tokens } from './tokens.ts';
import { eachWindow, weightOf } from './windows.ts';

/** Units that two chunks of a long text share: more than an ordinary window holds. */
export const OVERLAP = 1_024;
/** A text without any window. */
const NOTHING = -20;
/**
 * What pairs, triples and parts add to the single words of a window, as far as it matters: a window whose words stand further below the
 * best one, or below `FLOOR`, is not looked into. A hostile window has hostile words.
 */
const REST_MAX = 2.5;
/** The same for `FLOOR`: words spelt otherwise are known by their parts alone. */
const REST_AT_FLOOR = 3;
/** The least probability that makes a finding; how far below it a text is, nobody asks. */
const FLOOR = 0.5;
/** Of signs, beyond this many in a window the rest is left out. */
const SIGNS_MAX = 64;

export class Reader {
  readonly #model: Model;
  readonly #tokens = new Tokens();
  /** Sums of the tokens before, in units. */
  readonly #words = new Int32Array(CHUNK + 1);
  /** By token, what it adds beside its word; NaN until asked for. */
  readonly #rests = new Float32Array(CHUNK);
  readonly #seen: Uint32Array;
  /** `FLOOR` as log-odds before calibration. */
  readonly #floor: number;
  #window = 0;
  #best = NOTHING;

  constructor(model: Model) {
    this.#model = model;
    this.#seen = new Uint32Array(model.signs.length);
    this.#floor = (Math.log(FLOOR / (1 - FLOOR)) - model.calibration.offset) / model.calibration.slope;
  }

  /** Log-odds, before calibration, of the most hostile window. */
  logit(text: string, evidence: Evidence, place: number): number {
    const model = this.#model;
    const tokens = this.#tokens;
    const spotted = spottedIn(evidence);
    const frame = model.bias + model.places[place]! + model.about[aboutLevel(spotted)]!;
    this.#best = NOTHING;
    for (let at = 0; at < text.length; at += CHUNK - OVERLAP) {
      tokens.read(text, at, Math.min(at + CHUNK, text.length));
      this.#sumWords();
      let low = 0;
      eachWindow(tokens, (from, to) => {
        const start = from === 0 ? at : tokens.ends[from - 1]!;
        while (low < spotted.starts.length && spotted.starts[low]! < start) low++;
        const signs = this.#signsIn(spotted, low, tokens.ends[to - 1]!);
        this.#consider(from, to, frame + signs);
      });
      if (at + CHUNK >= text.length) break;
    }
    return this.#best;
  }

  #sumWords(): void {
    const { weights, tags, bits } = this.#model;
    const { hashes, count } = this.#tokens;
    const sums = this.#words;
    const shift = 32 - bits;
    let sum = 0;
    for (let t = 0; t < count; t++) {
      const hash = wordHash(hashes[t]!);
      const at = hash >>> shift;
      if (tags[at] === (hash & 0xff)) sum += weights[at]!;
      sums[t + 1] = sum;
    }
    this.#rests.fill(NaN, 0, count);
  }

  /** Each sign counts once in a window. */
  #signsIn({ signs, starts }: Spotted, low: number, end: number): number {
    if (low >= starts.length || starts[low]! >= end) return 0;
    const window = ++this.#window;
    let sum = 0;
    for (let i = low; i < starts.length && starts[i]! < end && i - low < SIGNS_MAX; i++) {
      const sign = signs[i]!;
      if (this.#seen[sign] === window) continue;
      this.#seen[sign] = window;
      sum += this.#model.signs[sign]!;
    }
    return sum;
  }

  #consider(from: number, to: number, frame: number): void {
    const weight = weightOf(to - from) * this.#model.unit;
    const plain = frame + (this.#words[to]! - this.#words[from]!) * weight;
    if (plain + REST_MAX < this.#best || plain + REST_AT_FLOOR < this.#floor) {
      if (plain > this.#best) this.#best = plain;
      return;
    }
    let rest = 0;
    for (let t = from; t < to; t++) rest += this.#restOf(t);
    const logit = plain + rest * weight;
    if (logit > this.#best) this.#best = logit;
  }

  /** What the token adds beside its word. */
  #restOf(t: number): number {
    const known = this.#rests[t]!;
    if (!Number.isNaN(known)) return known;
    const model = this.#model;
    const tokens = this.#tokens;
    const word = tokens.hashes[t]!;
    const last = before(tokens, t);
    const beforeLast = twoBefore(tokens, t);
    let value = weightAt(model, pairHash(last, word));
    if (beforeLast !== 0) value += weightAt(model, tripleHash(beforeLast, last, word));
    const count = partCount(tokens, t);
    if (count > 0) value += (sumParts(tokens, t, model) * model.partScale) / Math.sqrt(count);
    this.#rests[t] = value;
    return value;
  }
}
