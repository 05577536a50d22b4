/** Server-sent events (HTML, 9.2.6) out of the chunks of a stream, and back. */
import { ANSWER_BYTES_MAX, encode, messageOf } from './body.ts';
import { Gathered } from './gathered.ts';

export type SentEvent = {
  /** `id`, `event` and `retry`, as they came, where they are what they are called. */
  fields: string[];
  message: object | null;
  /** Instead of a message: nothing, or where to post to (2024-11-05); null where there is no data at all. */
  text: string | null;
};

const [LF, CR] = [0x0a, 0x0d];
const LINE_END = Uint8Array.of(LF);
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** Of the same site: another would be asked unjudged. */
const ENDPOINT = /^\/(?![/\\])[!-~]{0,2048}$/;
/** With values in which nothing can be told. */
const FIELD = /^(?:id(?:: ?[!-~]{0,1024})?|event: ?[\w./-]{0,64}|retry: ?\d{1,10})$/;
const KEEP_ALIVE = encoder.encode(':\n\n');

/** Holds one event at most. Each byte is looked at once. */
export class Events {
  #event = new Gathered();
  #lineLength = 0;
  #afterCr = false;

  /** Whole events, each as its lines with LF behind them. Throws where one is above ANSWER_BYTES_MAX. */
  *feed(chunk: Uint8Array): Generator<Uint8Array> {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      const isSecond = byte === LF && this.#afterCr;
      this.#afterCr = byte === CR;
      if (byte !== LF && byte !== CR) continue;
      if (!isSecond) {
        this.#hold(chunk.subarray(from, at));
        if (this.#lineLength) this.#hold(LINE_END);
        else if (this.#event.length) yield this.#event.take();
        this.#lineLength = 0;
      }
      from = at + 1;
    }
    this.#hold(chunk.subarray(from));
  }

  #hold(piece: Uint8Array): void {
    if (this.#event.length + piece.length > ANSWER_BYTES_MAX) throw new Error(`an event is above ${ANSWER_BYTES_MAX} bytes`);
    this.#event.add(piece);
    this.#lineLength += piece.length;
  }
}

/** Null for what must not pass: data that is no message, and lines that say nothing to anybody. What comments say is not kept. */
export function eventOf(lines: Uint8Array): SentEvent | null {
  let texts: string[];
  try {
    texts = decoder.decode(lines).split('\n');
  } catch {
    return null;
  }
  const fields = texts.filter((text) => FIELD.test(text));
  const data = texts.filter((text) => /^data(?::|$)/.test(text)).map((text) => text.replace(/^data:? ?/, ''));
  if (!data.length) return fields.length || texts.some((text) => text.startsWith(':')) ? { fields, message: null, text: null } : null;
  const text = data.join('\n');
  if (text === '') return { fields, message: null, text };
  if (fields.some((field) => /^event: ?endpoint$/.test(field))) return ENDPOINT.test(text) ? { fields, message: null, text } : null;
  const message = messageOf(encoder.encode(text));
  return message ? { fields, message, text: null } : null;
}

export function rendered({ fields, text }: Pick<SentEvent, 'fields' | 'text'>, message: object | null): Uint8Array {
  const all = new Gathered();
  for (const field of fields) all.add(encoder.encode(`${field}\n`));
  if (message || text !== null) {
    all.add(encoder.encode('data: '));
    all.add(message ? encode(message) : encoder.encode(text ?? ''));
    all.add(LINE_END);
  } else if (!fields.length) return KEEP_ALIVE;
  all.add(LINE_END);
  return all.take();
}
