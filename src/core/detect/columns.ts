/** Values that come again in the same column of a list are the same to every detector: what was found of one holds for all. */
import type { Leaf, Slot, Step } from '../mcp/surface.ts';

/** UTF-16 units of values that are remembered: longer ones seldom come again. */
const VALUE_MAX = 256;
/** Values remembered of one message. */
const VALUES_MAX = 16_384;
/** Stands for every position in a list; no key of an object is a number. */
const ANY = 0;

/** Where fewer than one in so many of the first values came again, none is looked for any more: most lists say something new in each row. */
const WORTH = 8;
const TRIED = 256;

/** By the keys that lead to them; positions in lists are all one, but for those of the messages in a batch. */
type Column<T> = { inner: Map<string | number, Column<T>> | null; values: Values<T> | null; names: Values<T> | null };
type Values<T> = Map<string, Known<T>>;
type Known<T> = { slot: Slot; value: T };

const column = <T>(): Column<T> => ({ inner: null, values: null, names: null });

/** Detectors may ask of a leaf for its text, its place in the protocol and the names on its path, never for its position in a list. */
export class Columns<T> {
  readonly #root: Column<T> = column();
  readonly #known = new Map<Step, Column<T>>();
  #size = 0;
  #asked = 0;
  #answered = 0;

  /** Nothing comes of asking. */
  get isIdle(): boolean {
    return this.#asked >= TRIED && this.#answered * WORTH < this.#asked;
  }

  get(leaf: Leaf): T | undefined {
    this.#asked++;
    const known = this.#valuesOf(leaf)?.get(leaf.text);
    if (known?.slot !== leaf.slot) return undefined;
    this.#answered++;
    return known.value;
  }

  set(leaf: Leaf, value: T): void {
    if (this.#size >= VALUES_MAX) return;
    const values = this.#valuesOf(leaf);
    if (!values || values.has(leaf.text)) return;
    values.set(leaf.text, { slot: leaf.slot, value });
    this.#size++;
  }

  /** Of a property's name the column is that of its object. */
  #valuesOf({ text, kind, at, mimeType, isApp, isBase64 }: Leaf): Values<T> | null {
    if (text.length > VALUE_MAX || mimeType !== undefined || isApp || isBase64 || at.up === null) return null;
    const own = this.#columnOf(at.up);
    if (kind === 'name') return (own.names ??= new Map());
    return kind === 'value' ? (this.#inner(own, at).values ??= new Map()) : null;
  }

  #columnOf(step: Step): Column<T> {
    const known = this.#known.get(step);
    if (known) return known;
    const own = step.up === null ? this.#root : this.#inner(this.#columnOf(step.up), step);
    this.#known.set(step, own);
    return own;
  }

  #inner(outer: Column<T>, { key, up }: Step): Column<T> {
    const inner = (outer.inner ??= new Map());
    const name = typeof key === 'number' && up?.up ? ANY : key;
    let own = inner.get(name);
    if (!own) inner.set(name, (own = column()));
    return own;
  }
}
