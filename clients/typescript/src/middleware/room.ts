/** How much is judged at once: who sends more in parallel than the service can take would make it slow, and slow may mean open. */

/** In characters of JSON, as much as one message may have over HTTP; of small ones that is a thousand. A larger one goes in alone. */
export const JUDGING_CHARS_MAX = 1_048_576;
/** Beside those. What comes above is refused at once. */
export const WAITING_CHARS_MAX = 8_388_608;

type Waiting = { size: number; enter: () => void };

export class Room {
  readonly #insideMax: number;
  readonly #waitingMax: number;
  #inside = 0;
  #waitingSize = 0;
  /** In the order in which they came; those before `#next` are in. */
  #waiting: Waiting[] = [];
  #next = 0;

  constructor(insideMax = JUDGING_CHARS_MAX, waitingMax = WAITING_CHARS_MAX) {
    this.#insideMax = insideMax;
    this.#waitingMax = waitingMax;
  }

  /** What `judge` comes to, once there is room for it; undefined where there is none even to wait. */
  async within<T>(size: number, judge: () => Promise<T>): Promise<T | undefined> {
    if (this.#next < this.#waiting.length || !this.#fits(size)) {
      if (this.#waitingSize + size > this.#waitingMax) return undefined;
      this.#waitingSize += size;
      await new Promise<void>((enter) => this.#waiting.push({ size, enter }));
    } else this.#inside += size;
    try {
      return await judge();
    } finally {
      this.#inside -= size;
      this.#admit();
    }
  }

  #fits(size: number): boolean {
    return this.#inside === 0 || this.#inside + size <= this.#insideMax;
  }

  #admit(): void {
    for (let first = this.#waiting[this.#next]; first && this.#fits(first.size); first = this.#waiting[this.#next]) {
      this.#next += 1;
      this.#waitingSize -= first.size;
      this.#inside += first.size;
      first.enter();
    }
    if (this.#next < this.#waiting.length / 2) return;
    this.#waiting = this.#waiting.slice(this.#next);
    this.#next = 0;
  }
}
