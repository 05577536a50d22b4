/** A decoded text in the making, with the source offset of each of its units. */
import { excerptsOf, MARGIN, SEPARATOR } from './excerpts.ts';

const CHUNK = 8_192;
/** So few units are handed over as a plain array. */
const FEW = 256;
/** Drafts of this size and less share one place: there is only ever one in the making, and thousands of leaves are short. */
const SHARED = 1_024;
const SHARED_UNITS = new Uint16Array(SHARED);
const SHARED_SOURCES = new Uint32Array(SHARED + 1);
const NO_UNITS = new Uint16Array(0);
const NO_SOURCES = new Uint32Array(1);

/** `sources`: the offset that each unit came from, and behind them that where the decoded ends. */
export type Finished = { text: string; sources: ArrayLike<number>; /** Not the whole was kept. */ isExcerpt: boolean };

export class Draft {
  readonly text: string;
  /** True once something was decoded, not only copied. */
  changed = false;
  /** True once the room was used up; what came later is missing. */
  full = false;
  /** True once something was not decoded for its cost, though there is room. */
  left_out = false;
  /** True once something was also decompressed. */
  inflated = false;
  length = 0;
  /** Units that may be written at most. */
  readonly room: number;
  /** Source offset up to which `replace` has come. */
  #from = 0;
  #units = NO_UNITS;
  #sources = NO_SOURCES;
  #capacity = 0;
  /** Where the last `replace` wrote. */
  #begun = 0;
  /** From, to, from, to …: what was decoded in place, whatever lies near each other in one. */
  readonly #touched: number[] = [];

  /** @param text the source */
  constructor(text: string, room: number) {
    this.text = text;
    this.room = room;
  }

  /** Appends one UTF-16 unit that came from `source`. */
  put(unit: number, source: number): void {
    if (this.length >= this.#capacity && !this.#reserve(1)) return;
    this.#units[this.length] = unit;
    this.#sources[this.length++] = source;
  }

  /** Appends a code point, as one unit or two. */
  putPoint(point: number, source: number): void {
    if (point > 0xffff) {
      this.put(0xd800 + ((point - 0x10000) >> 10), source);
      this.put(0xdc00 + ((point - 0x10000) & 0x3ff), source);
    } else this.put(point, source);
  }

  /** Appends the source as it stands up to `at`, then `point` for its next `taken` units; −1 for nothing. */
  replace(at: number, taken: number, point: number): void {
    this.copyTo(at);
    this.#begun = this.length;
    if (point >= 0) this.putPoint(point, at);
    this.#from = at + taken;
  }

  /** Says that what the last `replace` wrote, and what was put since, is worth looking at: decoded, not only tidied. */
  touch(): void {
    this.changed = true;
    const touched = this.#touched;
    const last = touched.length - 1;
    if (last > 0 && this.#begun - touched[last]! <= 2 * MARGIN) touched[last] = this.length;
    else touched.push(this.#begun, this.length);
  }

  /** Appends the source as it stands up to `at`, from where `replace` left off. */
  copyTo(at: number): void {
    const from = this.#from;
    this.#from = at;
    if (at <= from) return;
    if (this.length + at - from > this.#capacity) this.#reserve(at - from);
    const units = this.#units;
    const sources = this.#sources;
    const { text } = this;
    const end = Math.min(at, from + this.#capacity - this.length);
    let length = this.length;
    for (let i = from; i < end; i++) {
      units[length] = text.charCodeAt(i);
      sources[length++] = i;
    }
    this.length = length;
  }

  /**
   * What was written; of a long text in which little was decoded in place, what stands around that (see `excerptsOf`).
   * @param end source offset just after what was decoded
   */
  finish(end: number): Finished {
    const excerpts = excerptsOf(this.#units, this.length, this.#touched);
    if (excerpts) return this.#excerpt(excerpts, end);
    const text = textOf(this.#units, 0, this.length);
    const isOwn = this.#sources !== SHARED_SOURCES && this.#sources !== NO_SOURCES;
    if (!isOwn) return { text, sources: sharedSources(this.length, end), isExcerpt: false };
    const sources = this.#sources.subarray(0, this.length + 1);
    sources[this.length] = end;
    return { text, sources, isExcerpt: false };
  }

  /** @param excerpts from, to, from, to … */
  #excerpt(excerpts: readonly number[], end: number): Finished {
    let length = (excerpts.length / 2 - 1) * SEPARATOR.length;
    for (let e = 0; e < excerpts.length; e += 2) length += excerpts[e + 1]! - excerpts[e]!;
    const sources = new Uint32Array(length + 1);
    let text = '';
    for (let e = 0; e < excerpts.length; e += 2) {
      const [from, to] = [excerpts[e]!, excerpts[e + 1]!];
      sources.set(this.#sources.subarray(from, to), text.length);
      text += textOf(this.#units, from, to);
      const behind = to < this.length ? this.#sources[to]! : end;
      if (e + 2 < excerpts.length) {
        sources.fill(behind, text.length, text.length + SEPARATOR.length);
        text += SEPARATOR;
      } else sources[length] = behind;
    }
    return { text, sources, isExcerpt: true };
  }

  /** Makes place for `more` units, or for as many as there is room for; false when there is none. */
  #reserve(more: number): boolean {
    const wanted = this.length + more;
    if (wanted > this.room) this.full = true;
    // Most decodings are as long as their source or shorter; what grows doubles.
    const size = Math.min(this.room, Math.max(wanted, this.#capacity === 0 ? Math.max(this.text.length, SHARED) : this.#capacity * 2));
    if (size <= this.#capacity) return false;
    const units = size <= SHARED ? SHARED_UNITS : new Uint16Array(size);
    const sources = size <= SHARED ? SHARED_SOURCES : new Uint32Array(size + 1);
    if (this.length > 0) {
      units.set(this.#units.subarray(0, this.length));
      sources.set(this.#sources.subarray(0, this.length));
    }
    this.#units = units;
    this.#sources = sources;
    this.#capacity = size;
    return size > this.length;
  }
}

/** As a plain array: a typed one costs twenty times as much to make, and short drafts come by the thousand. */
function sharedSources(length: number, end: number): number[] {
  const sources: number[] = [];
  for (let i = 0; i < length; i++) sources.push(SHARED_SOURCES[i]!);
  sources.push(end);
  return sources;
}

function textOf(units: Uint16Array, from: number, to: number): string {
  let text = '';
  if (to - from <= FEW) {
    const few: number[] = [];
    for (let i = from; i < to; i++) few.push(units[i]!);
    return Reflect.apply(String.fromCharCode, null, few);
  }
  // Spreading a typed array walks its iterator: seven times slower.
  for (let i = from; i < to; i += CHUNK) text += Reflect.apply(String.fromCharCode, null, units.subarray(i, Math.min(i + CHUNK, to)));
  return text;
}
