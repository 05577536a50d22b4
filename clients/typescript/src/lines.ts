/** NDJSON, as a stream of bytes in any pieces. */
import { invalid, tooLarge } from './exchange.ts';

const LF = 0x0a;

/** Lines without their ends; empty ones are left out. Throws `response_too_large` at a line above `bytes_max`. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>, bytes_max: number): AsyncGenerator<string, void, undefined> {
  let held: Uint8Array[] = [];
  let size = 0;
  const hold = (part: Uint8Array): void => {
    size += part.length;
    if (size > bytes_max) throw tooLarge(bytes_max);
    held.push(part);
  };
  const line = (): string => {
    const text = decode(held);
    held = [];
    size = 0;
    return text;
  };
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, from)) {
      hold(chunk.subarray(from, end));
      from = end + 1;
      const text = line();
      if (text.trim()) yield text;
    }
    hold(chunk.subarray(from));
  }
  const last = line();
  if (last.trim()) yield last;
}

function decode(parts: readonly Uint8Array[]): string {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    return parts.map((part) => decoder.decode(part, { stream: true })).join('') + decoder.decode();
  } catch (error) {
    throw invalid('The answer is not UTF-8', error);
  }
}
