/** What went by of late, by whom it belongs to: the oldest is forgotten first, and all of one owner at once. */

type Entry<V> = { owner: string; key: string; value: V; size: number };

export class Recent<V> {
  /** In the order in which they came. */
  readonly #entries = new Map<string, Entry<V>>();
  readonly #owned = new Map<string, Set<string>>();
  readonly #sizeMax: number;
  #size = 0;

  /** `sizeMax` in the unit in which `set` is told sizes. */
  constructor(sizeMax: number) {
    this.#sizeMax = sizeMax;
  }

  get(owner: string, key: string): V | undefined {
    return this.#entries.get(placeOf(owner, key))?.value;
  }

  set(owner: string, key: string, value: V, size = 1): void {
    this.delete(owner, key);
    const place = placeOf(owner, key);
    this.#entries.set(place, { owner, key, value, size });
    const own = this.#owned.get(owner) ?? new Set();
    this.#owned.set(owner, own.add(place));
    this.#size += size;
    for (const oldest of this.#entries.values()) {
      if (this.#size <= this.#sizeMax) return;
      this.delete(oldest.owner, oldest.key);
    }
  }

  delete(owner: string, key: string): void {
    const place = placeOf(owner, key);
    const entry = this.#entries.get(place);
    if (!entry) return;
    this.#entries.delete(place);
    this.#size -= entry.size;
    const own = this.#owned.get(owner);
    own?.delete(place);
    if (!own?.size) this.#owned.delete(owner);
  }

  release(owner: string): void {
    for (const place of this.#owned.get(owner) ?? []) {
      this.#size -= this.#entries.get(place)?.size ?? 0;
      this.#entries.delete(place);
    }
    this.#owned.delete(owner);
  }
}

const placeOf = (owner: string, key: string): string => JSON.stringify([owner, key]);
