/** What the service answered last: where that cannot be understood, people are shown what it was. */
import { mediaTypeOf } from '../exchange.ts';
import { withoutKeys } from './terminal.ts';

/** `start`: at most START_CHARS of its text, without what has no glyph and without keys. */
export type Heard = { status: number; type: string; start: string };

const START_CHARS = 200;
/** Of which those are taken. */
const START_BYTES = 4_096;

type Piece = { done: boolean; value?: Uint8Array | undefined };

let last: { status: number; type: string; start: Uint8Array } | undefined;

/** Undefined where the last call got no answer. */
export function heard(): Heard | undefined {
  if (!last) return undefined;
  const { status, type, start } = last;
  const text = new TextDecoder().decode(start).replaceAll(/[\p{C}\p{Z}]+/gu, ' ');
  return { status, type, start: Array.from(withoutKeys(text.trim())).slice(0, START_CHARS).join('') };
}

export const heardLine = ({ status, type, start }: Heard): string => `${status} ${type || 'of no type'}: ${start || 'nothing'}`;

/** `fetch`, which remembers. What is no JSON is read at once: nobody else would look at it. */
export const hearing: typeof fetch = async (input, init) => {
  last = undefined;
  const response = await fetch(input, init);
  const noted = (last = { status: response.status, type: mediaTypeOf(response), start: new Uint8Array() });
  if (!response.body) return response;
  const reader = response.body.getReader();
  const read = async (): Promise<Piece> => {
    const next = await reader.read();
    const room = START_BYTES - noted.start.length;
    if (next.value && room > 0) noted.start = Buffer.concat([noted.start, next.value.subarray(0, room)]);
    return next;
  };
  const early: Promise<Piece>[] = [];
  while (!noted.type.endsWith('json') && noted.start.length < START_BYTES) {
    const next = read();
    early.push(next);
    // Whoever reads the body meets the fault again.
    if (
      await next.then(
        ({ done }) => done,
        () => true,
      )
    )
      break;
  }
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await (early.shift() ?? read());
      if (done || !value) controller.close();
      else controller.enqueue(value);
    },
    cancel: async (reason) => reader.cancel(reason),
  });
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
};
