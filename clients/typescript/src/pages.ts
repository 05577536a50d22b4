/** Lists come in pages. */
import { invalid } from './exchange.ts';

export type Page<T> = { data: T[]; next_cursor: string | null };

/** All items of a list, newest first; pages are asked for as they are needed. */
export class Pages<T> implements AsyncIterable<T> {
  readonly #ask: (cursor: string | undefined) => Promise<Page<T>>;

  constructor(ask: (cursor: string | undefined) => Promise<Page<T>>) {
    this.#ask = ask;
  }

  /** One page: the first, or that to which a `next_cursor` leads. */
  async page(cursor?: string): Promise<Page<T>> {
    const page = await this.#ask(cursor);
    if (!Array.isArray(page.data)) throw invalid('The answer is not a page: its data is no list');
    const { next_cursor: next } = page;
    if (next !== null && next !== undefined && typeof next !== 'string') throw invalid('The answer is not a page: its cursor is no text');
    return { ...page, next_cursor: next ?? null };
  }

  /** Throws `response_invalid` at a cursor that leads to itself: it would never end. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    let cursor: string | undefined;
    for (;;) {
      const { data, next_cursor } = await this.page(cursor);
      yield* data;
      if (next_cursor === null) return;
      if (next_cursor === cursor) throw invalid('The cursor of the page leads to the page itself');
      cursor = next_cursor;
    }
  }
}
