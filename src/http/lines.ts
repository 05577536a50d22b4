/** Splitting a stream of bytes into lines: constant memory, whatever the peer sends. */
import { BODY_BYTES_MAX } from '#core/json.ts';

/** A line without its end; null for one that was too long to be kept. */
export type Line = Uint8Array | null;

/** Lines that are handed on together at most. */
export const GROUP_MAX = 100;

const NEWLINE = 0x0a;

/**
 * Groups of lines as they arrive: never more than `GROUP_MAX` at once, never waiting for more than has come. A line above
 * `BODY_BYTES_MAX` is dropped up to its end. A last line needs no end.
 */
export async function* lineGroups(input: AsyncIterable<Uint8Array>): AsyncGenerator<Line[], void, undefined> {
  let parts: Uint8Array[] = [];
  let size = 0;
  let group: Line[] = [];
  const keep = (bytes: Uint8Array): void => {
    size += bytes.length;
    if (size > BODY_BYTES_MAX) parts = [];
    else if (bytes.length) parts.push(bytes);
  };
  const finish = (): void => {
    if (size > 0) group.push(size > BODY_BYTES_MAX ? null : Buffer.concat(parts, size));
    parts = [];
    size = 0;
  };
  for await (const chunk of input) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      keep(chunk.subarray(from, end));
      finish();
      from = end + 1;
      if (group.length < GROUP_MAX) continue;
      yield group;
      group = [];
    }
    keep(chunk.subarray(from));
    if (!group.length) continue;
    yield group;
    group = [];
  }
  finish();
  if (group.length) yield group;
}
