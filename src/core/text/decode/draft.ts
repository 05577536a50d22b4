/** A decoded text in the making, with the source offset of each of its units. */

const CHUNK = 8_192;

export class Draft {
  /** True once something was decoded, not only copied. */
  changed = false;
  /** True once the room was used up; what came later is missing. */
  full = false;
  length = 0;
  readonly #room: number;
  #units: Uint16Array;
  #sources: Uint32Array;

  /** @param expected units to make place for at once @param room units at most */
  constructor(expected: number, room: number) {
    this.#room = room;
    const size = Math.max(16, Math.min(expected, room));
    this.#units = new Uint16Array(size);
    this.#sources = new Uint32Array(size + 1);
  }

  /** Appends one UTF-16 unit that came from `source`. */
  put(unit: number, source: number): void {
    if (this.length === this.#units.length && !this.#grow()) return;
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

  /** Appends `text[from, to)` as it stands. */
  copy(text: string, from: number, to: number): void {
    for (let i = from; i < to && !this.full; i++) this.put(text.charCodeAt(i), i);
  }

  /** Offsets below this point can no longer change. @param end source offset just after what was decoded */
  finish(end: number): { text: string; sources: Uint32Array } {
    let text = '';
    for (let i = 0; i < this.length; i += CHUNK) text += String.fromCharCode(...this.#units.subarray(i, Math.min(i + CHUNK, this.length)));
    const sources = this.#sources.subarray(0, this.length + 1);
    sources[this.length] = end;
    return { text, sources };
  }

  #grow(): boolean {
    const size = Math.min(this.#units.length * 2, this.#room);
    if (size <= this.length) {
      this.full = true;
      return false;
    }
    const units = new Uint16Array(size);
    units.set(this.#units);
    this.#units = units;
    const sources = new Uint32Array(size + 1);
    sources.set(this.#sources);
    this.#sources = sources;
    return true;
  }
}
