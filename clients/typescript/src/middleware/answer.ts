/** What an MCP endpoint answers over HTTP, as JSON or as events. Lets nothing through that has not been judged. */
import { BAD_ANSWER, encode, messageOf, type Plain } from './body.ts';
import { eventOf, Events, rendered } from './events.ts';
import { Gathered } from './gathered.ts';
import type { Passage } from './guard.ts';

export type Exchange = {
  judged(message: object): Promise<Passage>;
  /** Told where to post to, of the transport of 2024-11-05. */
  opened(endpoint: string): void;
  /** The stream has ended, or nobody reads it any more. */
  closed(): void;
};

export class Answer {
  readonly isStream: boolean;
  readonly closed: () => void;
  readonly #exchange: Exchange;
  readonly #status: number;
  readonly #isPacked: boolean;
  readonly #events = new Events();

  constructor(exchange: Exchange, status: number, header: (name: string) => string | undefined) {
    this.#exchange = exchange;
    this.closed = () => exchange.closed();
    this.#status = status;
    this.isStream = !isElsewhere(status) && /^\s*text\/event-stream\s*(?:;|$)/i.test(header('content-type') ?? '');
    this.#isPacked = !/^\s*(?:identity)?\s*$/i.test(header('content-encoding') ?? '');
  }

  /** Of a stream: what may be sent on. Throws where the stream cannot be judged, and must end. */
  async events(chunk: Uint8Array): Promise<Uint8Array> {
    if (this.#isPacked) throw new Error('the stream is packed');
    const passed = new Gathered();
    for (const lines of this.#events.feed(chunk)) {
      const event = eventOf(lines);
      if (!event) continue;
      if (event.text) this.#exchange.opened(event.text);
      const onward = event.message && (await this.#exchange.judged(event.message)).onward;
      if (onward || !event.message) passed.add(rendered(event, onward));
    }
    return passed.take();
  }

  /** Of anything else. The status of an error tells enough where its page is no message, and "Accepted" is told by 202. */
  async whole(bytes: Uint8Array): Promise<Plain> {
    if (isElsewhere(this.#status)) return BAD_ANSWER;
    const bare = { status: this.#status, body: null };
    if (!bytes.length) return bare;
    const isTold = this.#status >= 400 || this.#status === 202;
    const message = this.#isPacked ? undefined : messageOf(bytes);
    if (!message || (isTold && !('jsonrpc' in message || Array.isArray(message)))) return isTold ? bare : BAD_ANSWER;
    const { onward } = await this.#exchange.judged(message);
    if (!onward) return isTold ? bare : BAD_ANSWER;
    return { status: this.#status, body: encode(onward) };
  }
}

/** Another protocol, or another place: what is said there would come back unjudged. */
const isElsewhere = (status: number): boolean => status < 200 || (status >= 300 && status < 400);
