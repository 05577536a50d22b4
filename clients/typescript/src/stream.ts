/** `/validate/batch` as a stream: one item a line out, one result a line in, both at once. */
import { errorOf } from './call.ts';
import { headersOf, type CallOptions, type Operation } from './calls.ts';
import { CountersignError } from './errors.ts';
import { exchange, invalid, mediaTypeOf } from './exchange.ts';
import type { ValidateRequest } from './generated/types.ts';
import { linesOf } from './lines.ts';
import type { Setup } from './settings.ts';
import { parseItemResult, type ItemResult } from './verdicts.ts';

export type Item = ValidateRequest & { id?: string };
export type StreamOptions = Pick<CallOptions, 'signal' | 'idempotencyKey'>;
export type Items = AsyncIterable<Item> | Iterable<Item>;

const BATCH: Operation = { method: 'POST', path: '/validate/batch' };
const TYPE = 'application/x-ndjson';

/**
 * Results in the order of the items, which are taken as they can be sent. Never tried again by itself: an error comes after the results
 * that came, and whoever counts them knows where to go on. Items of which there are none cost nothing.
 */
export async function* streamResults(setup: Setup, items: Items, options: StreamOptions): AsyncGenerator<ItemResult, void, undefined> {
  const over = new AbortController();
  const watch = new Watch(setup.idleTimeoutMs);
  const sender = new Sender(items, watch);
  const signals = [over.signal, watch.late.signal, sender.broken.signal, ...(options.signal ? [options.signal] : [])];
  let answered = 0;
  try {
    if (!(await sender.begin())) return;
    const sent = { method: BATCH.method, target: BATCH.path, headers: headersOf(BATCH, options, TYPE), body: sender.body() };
    const response = await exchange(setup, { ...sent, signal: AbortSignal.any(signals) });
    if (mediaTypeOf(response) !== TYPE || !response.body) throw invalid('The answer is not a stream of results');
    for await (const line of linesOf(watch.over(response.body), setup.responseBytesMax)) {
      const result = parseItemResult(line);
      if (++answered > sender.sent) throw invalid('There are more results than items');
      watch.rest(answered);
      yield result;
      watch.resume();
    }
    if (!sender.ended || answered < sender.sent)
      throw new CountersignError('connection', `The stream ended after ${answered} results of ${sender.sent} items that were sent`);
  } catch (error) {
    if (sender.broken.signal.aborted) throw sender.broken.signal.reason;
    throw errorOf(error, { signal: options.signal, timeout_ms: setup.idleTimeoutMs }, watch.late.signal);
  } finally {
    watch.stop();
    over.abort();
    sender.stop();
  }
}

/** Takes items as they can be sent, no sooner. */
class Sender {
  sent = 0;
  ended = false;
  /** What the items threw is its reason. */
  readonly broken = new AbortController();
  readonly #source: AsyncIterator<Item> | Iterator<Item>;
  readonly #watch: Watch;
  #first: Item | undefined;

  constructor(items: Items, watch: Watch) {
    this.#source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
    this.#watch = watch;
  }

  /** Whether there is anything to send. */
  async begin(): Promise<boolean> {
    const { done, value } = await this.#next();
    if (!done) this.#first = value;
    return !done;
  }

  body(): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder();
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
      const item = this.#first ?? (await this.#next()).value;
      this.#first = undefined;
      if (this.ended || item === undefined) return controller.close();
      const line = this.#attempt(() => encoder.encode(`${JSON.stringify(item)}\n`));
      this.#watch.expect(++this.sent);
      controller.enqueue(line);
    };
    return new ReadableStream({ pull, cancel: () => this.stop() }, { highWaterMark: 0 });
  }

  /** Its end is not waited for: it may be waiting for an item that never comes. */
  stop(): void {
    if (this.ended) return;
    this.ended = true;
    Promise.resolve(this.#source.return?.()).catch(() => {});
  }

  async #next(): Promise<IteratorResult<Item, unknown> & { value?: Item }> {
    try {
      const next = await this.#source.next();
      if (next.done) this.ended = true;
      return next.done ? { done: true, value: undefined } : next;
    } catch (error) {
      this.broken.abort(error);
      throw error;
    }
  }

  #attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.broken.abort(error);
      throw error;
    }
  }
}

/** Time runs while results are due and whoever reads them waits for them. */
class Watch {
  readonly late = new AbortController();
  readonly #ms: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #sent = 0;
  #answered = 0;
  #reading = true;

  constructor(ms: number) {
    this.#ms = ms;
  }

  expect(sent: number): void {
    this.#sent = sent;
    if (this.#timer === undefined) this.#restart();
  }

  rest(answered: number): void {
    this.#answered = answered;
    this.#reading = false;
    this.stop();
  }

  resume(): void {
    this.#reading = true;
    this.#restart();
  }

  async *over(chunks: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    const reader = chunks.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      this.#restart();
      yield value;
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #restart(): void {
    this.stop();
    if (this.#reading && this.#answered < this.#sent) this.#timer = setTimeout(() => this.late.abort(), this.#ms);
  }
}
