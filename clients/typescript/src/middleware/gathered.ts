/** Bytes that arrive in pieces. However small those are, at most twice as many bytes are held as have arrived. */
export class Gathered {
  #held = new Uint8Array(256);
  length = 0;

  add(piece: Uint8Array): void {
    const needed = this.length + piece.length;
    if (needed > this.#held.length) {
      const grown = new Uint8Array(Math.max(needed, this.#held.length * 2));
      grown.set(this.#held.subarray(0, this.length));
      this.#held = grown;
    }
    this.#held.set(piece, this.length);
    this.length = needed;
  }

  /** All that has come; what comes from now on is gathered anew. */
  take(): Uint8Array<ArrayBuffer> {
    const all = this.#held.slice(0, this.length);
    this.#held = new Uint8Array(256);
    this.length = 0;
    return all;
  }
}
