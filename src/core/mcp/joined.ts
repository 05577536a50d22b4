/** Text parts of one list, joined as a model reads them: payloads get split over parts. */
import type { JoinedLeaf, Leaf } from './surface.ts';

/** UTF-16 units of one joined text. Longer lists are joined piece by piece, each piece beginning with the last part of the one before. */
export const JOINED_CHARS_MAX = 131_072;

/** Joins adjacent parts without a separator; a part alone, or a pair that is too long together, is not joined. Linear. */
export function joinParts(parts: readonly Leaf[]): JoinedLeaf[] {
  const out: JoinedLeaf[] = [];
  let piece: Leaf[] = [];
  let chars = 0;
  for (const part of parts) {
    if (chars + part.text.length > JOINED_CHARS_MAX) {
      if (piece.length > 1) out.push(join(piece));
      const last = piece.at(-1);
      piece = last && last.text.length + part.text.length <= JOINED_CHARS_MAX ? [last] : [];
      chars = piece.length > 0 && last ? last.text.length : 0;
    }
    piece.push(part);
    chars += part.text.length;
  }
  if (piece.length > 1) out.push(join(piece));
  return out;
}

function join(parts: Leaf[]): JoinedLeaf {
  const starts: number[] = [];
  let chars = 0;
  for (const part of parts) {
    starts.push(chars);
    chars += part.text.length;
  }
  return {
    parts,
    text: parts.map((part) => part.text).join(''),
    locate(offset) {
      let low = 0;
      let high = parts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) low = middle;
        else high = middle - 1;
      }
      const part = parts[low];
      if (!part) throw new RangeError('a joined text has parts');
      return { part, offset: Math.min(offset - (starts[low] ?? 0), part.text.length) };
    },
  };
}
