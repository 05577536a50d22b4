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
/** Sent and not answered: as much as keeps the service busy, and no more than who reads can be behind. */
const IN_FLIGHT_MAX = 1_000;
/** Single lines would cost a write each. */
const PIECE_CHARS = 16_384;

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
      sender.answered(answered);
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
  #answered = 0;
  #awaited: Promise<IteratorResult<Item>> | undefined;
  #makeRoom: () => void = () => {};

  constructor(items: Items, watch: Watch) {
    this.#source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
    this.#watch = watch;
  }

  /** Whether there is anything to send. */
  async begin(): Promise<boolean> {
    this.#awaited = this.#next();
    return !(await this.#awaited).done;
  }

  body(): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder();
    const pull = async (controller: ReadableStreamDefaultController<Uint8Array>): Promise<void> => {
      while (this.#isFull()) await new Promise<void>((resolve) => (this.#makeRoom = resolve));
      const lines = await this.#gather();
      if (lines) controller.enqueue(encoder.encode(lines));
      if (this.ended) controller.close();
    };
    return new ReadableStream({ pull, cancel: () => this.stop() }, { highWaterMark: 0 });
  }

  answered(count: number): void {
    this.#answered = count;
    if (!this.#isFull()) this.#makeRoom();
  }

  /** Its end is not waited for: it may be waiting for an item that never comes. */
  stop(): void {
    if (this.ended) return;
    this.ended = true;
    Promise.resolve(this.#source.return?.()).catch(() => {});
  }

  #isFull(): boolean {
    return this.sent >= this.#answered + IN_FLIGHT_MAX;
  }

  /** What is there within a turn of the event loop goes together; at least one item, unless there is none. */
  async #gather(): Promise<string> {
    const turn = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), 0));
    let lines = '';
    while (lines.length < PIECE_CHARS && !this.#isFull()) {
      this.#awaited ??= this.#next();
      const next = await (lines ? Promise.race([this.#awaited, turn]) : this.#awaited);
      if (!next || next.done) break;
      this.#awaited = undefined;
      lines += this.#line(next.value);
      this.#watch.expect(++this.sent);
    }
    return lines;
  }

  async #next(): Promise<IteratorResult<Item>> {
    try {
      const next = await this.#source.next();
      if (next.done) this.ended = true;
      return next;
    } catch (error) {
      this.broken.abort(error);
      throw error;
    }
  }

  #line(item: Item): string {
    try {
      return `${JSON.stringify(item)}\n`;
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
