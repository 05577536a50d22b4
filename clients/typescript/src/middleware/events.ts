/** Server-sent events (HTML, 9.2.6) out of the chunks of a stream, and back. */
import { ANSWER_BYTES_MAX, encode, joined, messageOf } from './body.ts';

export type SentEvent = {
  /** `id`, `event` and `retry`, as they came. */
  fields: string[];
  message: object | null;
  /** Instead of a message: where to post to (2024-11-05). */
  endpoint: string | null;
};

const [LF, CR] = [0x0a, 0x0d];
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ENDPOINT = /^(?:https?:\/\/|\/)[!-~]{0,2048}$/;

/** Holds one event at most. Each byte is looked at once. */
export class Events {
  #line: Uint8Array[] = [];
  #lines: Uint8Array[] = [];
  #held = 0;
  #afterCr = false;

  /** Whole events, each as its lines. Throws where one is above ANSWER_BYTES_MAX. */
  *feed(chunk: Uint8Array): Generator<Uint8Array[]> {
    let from = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      const isSecond = byte === LF && this.#afterCr;
      this.#afterCr = byte === CR;
      if (byte !== LF && byte !== CR) continue;
      if (!isSecond) {
        this.#hold(chunk.subarray(from, at));
        const event = this.#endLine();
        if (event.length) yield event;
      }
      from = at + 1;
    }
    this.#hold(chunk.slice(from));
  }

  #hold(piece: Uint8Array): void {
    this.#held += piece.length;
    if (this.#held > ANSWER_BYTES_MAX) throw new Error(`an event is above ${ANSWER_BYTES_MAX} bytes`);
    if (piece.length) this.#line.push(piece);
  }

  /** The lines of the event that ends here, none where none does. */
  #endLine(): Uint8Array[] {
    const line = joined(this.#line);
    this.#line = [];
    if (line.length) {
      this.#lines.push(line);
      return [];
    }
    const event = this.#lines;
    this.#lines = [];
    this.#held = 0;
    return event;
  }
}

/** Null for what must not pass: comments, and data that is no message. */
export function eventOf(lines: readonly Uint8Array[]): SentEvent | null {
  let texts: string[];
  try {
    texts = lines.map((line) => decoder.decode(line));
  } catch {
    return null;
  }
  const fields = texts.filter((text) => /^(?:id|event|retry)(?::|$)/.test(text));
  const data = texts.filter((text) => /^data(?::|$)/.test(text)).map((text) => text.replace(/^data:? ?/, ''));
  const text = data.join('\n');
  if (text === '') return fields.length ? { fields, message: null, endpoint: null } : null;
  if (fields.some((field) => /^event: ?endpoint$/.test(field)))
    return ENDPOINT.test(text) ? { fields, message: null, endpoint: text } : null;
  const message = messageOf(encoder.encode(text));
  return message ? { fields, message, endpoint: null } : null;
}

export function rendered({ fields, endpoint }: SentEvent, message: object | null): Uint8Array {
  const head = fields.map((field) => `${field}\n`).join('');
  const body = message ? encode(message) : encoder.encode(endpoint ?? '');
  return joined([encoder.encode(`${head}data: `), body, encoder.encode('\n\n')]);
}
