/** A decoded text in the making, with the source offset of each of its units. */

const CHUNK = 8_192;
const CAPACITY_MIN = 64;

export class Draft {
  readonly text: string;
  /** True once something was decoded, not only copied. */
  changed = false;
  /** True once the room was used up; what came later is missing. */
  full = false;
  length = 0;
  readonly #room: number;
  /** Source offset up to which `replace` has come. */
  #from = 0;
  #units = new Uint16Array(0);
  #sources = new Uint32Array(0);

  /** @param text the source @param room units that may be written at most */
  constructor(text: string, room: number) {
    this.text = text;
    this.#room = room;
  }

  /** Appends one UTF-16 unit that came from `source`. */
  put(unit: number, source: number): void {
    if (this.length >= this.#units.length && !this.#reserve(1)) return;
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
    if (point >= 0) this.putPoint(point, at);
    this.#from = at + taken;
  }

  /** Appends the source as it stands up to `at`, from where `replace` left off. */
  copyTo(at: number): void {
    const from = this.#from;
    this.#from = at;
    if (at <= from) return;
    if (this.length + at - from > this.#units.length) this.#reserve(at - from);
    const units = this.#units;
    const sources = this.#sources;
    const { text } = this;
    const end = Math.min(at, from + units.length - this.length);
    let length = this.length;
    for (let i = from; i < end; i++) {
      units[length] = text.charCodeAt(i);
      sources[length++] = i;
    }
    this.length = length;
  }

  /** What was written. @param end source offset just after what was decoded */
  finish(end: number): { text: string; sources: Uint32Array } {
    if (this.#sources.length === 0) this.#reserve(0);
    let text = '';
    // Spreading a typed array walks its iterator: seven times slower.
    for (let i = 0; i < this.length; i += CHUNK)
      text += Reflect.apply(String.fromCharCode, null, this.#units.subarray(i, Math.min(i + CHUNK, this.length)));
    const sources = this.#sources.subarray(0, this.length + 1);
    sources[this.length] = end;
    return { text, sources };
  }

  /** Makes place for `more` units, or for as many as there is room for; false when there is none. */
  #reserve(more: number): boolean {
    const wanted = this.length + more;
    if (wanted > this.#room) this.full = true;
    // Most decodings are as long as their source or shorter; what grows doubles.
    const size = Math.min(this.#room, Math.max(wanted, this.#units.length === 0 ? this.text.length : this.#units.length * 2, CAPACITY_MIN));
    if (size <= this.#units.length) return false;
    const units = new Uint16Array(size);
    units.set(this.#units);
    this.#units = units;
    const sources = new Uint32Array(size + 1);
    sources.set(this.#sources);
    this.#sources = sources;
    return size > this.length;
  }
}
