/** Text parts of one list, joined as a model reads them: payloads get split over parts. */
import type { JoinedLeaf, Leaf } from './surface.ts';

/** UTF-16 units of one joined text. Longer lists are joined piece by piece, each piece beginning with the last part of the one before. */
export const JOINED_CHARS_MAX = 131_072;
/** Of a part longer than two of these, so many units at either end are joined to its neighbours: the rest was looked into with the part. */
export const SEAM_REACH = 4_096;

/** `[from, to)` of a part. */
type Slice = { part: Leaf; from: number; to: number };

/** Joins adjacent parts without a separator; a part alone is not joined. Linear. */
export function joinParts(parts: readonly Leaf[]): JoinedLeaf[] {
  const out: JoinedLeaf[] = [];
  let piece: Slice[] = [];
  let chars = 0;
  const close = (next: Slice[]): void => {
    if (piece.length > 1) out.push(join(piece));
    piece = next;
    chars = next.reduce((sum, { from, to }) => sum + to - from, 0);
  };
  const add = (slice: Slice): void => {
    if (chars + slice.to - slice.from > JOINED_CHARS_MAX) close(piece.slice(-1));
    piece.push(slice);
    chars += slice.to - slice.from;
  };
  for (const part of parts) {
    const { length } = part.text;
    if (length <= 2 * SEAM_REACH) {
      add({ part, from: 0, to: length });
      continue;
    }
    add({ part, from: 0, to: SEAM_REACH });
    close([{ part, from: length - SEAM_REACH, to: length }]);
  }
  close([]);
  return out;
}

function join(slices: readonly Slice[]): JoinedLeaf {
  const starts: number[] = [];
  let text = '';
  for (const { part, from, to } of slices) {
    starts.push(text.length);
    text += to - from === part.text.length ? part.text : part.text.slice(from, to);
  }
  return {
    parts: slices.map(({ part }) => part),
    text,
    locate(offset) {
      let low = 0;
      let high = slices.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      const slice = slices[low];
      if (!slice) throw new RangeError('a joined text has parts');
      return { part: slice.part, offset: Math.min(slice.from + offset - (starts[low] ?? 0), slice.to) };
    },
  };
}
