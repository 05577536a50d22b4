/** A large JSON text cut at the elements of some of its lists, so that each can be read by itself, one after the other. */

/** Offsets in bytes of the text, the end excluded. */
export type Span = { start: number; end: number };
/** `list` is the whole of it, brackets included. `count` may be more than `elements`, of which only so many are told. */
export type ListParts = { list: Span; elements: Span[]; count: number };

/** Bytes that are looked at in one piece. */
const PIECE_BYTES = 131_072;

const [QUOTE, BACKSLASH, COLON, COMMA] = [0x22, 0x5c, 0x3a, 0x2c];
const isSpace = (c: number | undefined): boolean => c === 0x20 || c === 0x0a || c === 0x0d || c === 0x09;

/**
 * Lists that are members of the root object, by name; of two members of one name the first, and of a name that is written with escapes
 * none: they stay in what is left (`without`), where a strict reader sees both. The text is JSON if and only if all elements are, and what
 * is left is. Yields between pieces; linear in the text. Null when it ends within something.
 * @param most elements of each list that are told
 */
export function* listsIn(bytes: Uint8Array, most: Readonly<Record<string, number>>): Generator<void, Map<string, ListParts> | null, void> {
  const found = new Map<string, ListParts>();
  let depth = 0;
  let key: string | null = null;
  let open: ListParts | null = null;
  let limit = 0;
  let start = 0;
  let pause = PIECE_BYTES;
  const close = (parts: ListParts, end: number, is_last: boolean): void => {
    let [from, to] = [start, end];
    while (from < to && isSpace(bytes[from])) from++;
    while (to > from && isSpace(bytes[to - 1])) to--;
    // `[]` has no elements; `[,]` has two that are none.
    if (is_last && parts.count === 0 && from === to) return;
    if (parts.count++ < limit) parts.elements.push({ start: from, end: to });
    start = end + 1;
  };
  for (let i = 0; i < bytes.length; i++) {
    if (i >= pause) {
      yield;
      pause = i + PIECE_BYTES;
    }
    const c = bytes[i]!;
    if (c === QUOTE) {
      const from = i + 1;
      for (i++; i < bytes.length && bytes[i] !== QUOTE; i++) if (bytes[i] === BACKSLASH) i++;
      if (i >= bytes.length) return null;
      key = depth === 1 ? nameAt(bytes, from, i, most) : null;
    } else if (c === 0x7b || c === 0x5b) {
      depth++;
      if (c === 0x5b && depth === 2 && key !== null && !found.has(key)) {
        open = { list: { start: i, end: i }, elements: [], count: 0 };
        found.set(key, open);
        limit = most[key]!;
        start = i + 1;
      }
      key = null;
    } else if (c === 0x7d || c === 0x5d) {
      if (open && depth === 2) {
        close(open, i, true);
        open.list.end = i + 1;
        open = null;
      }
      depth--;
    } else if (c === COMMA) {
      if (open && depth === 2) close(open, i, false);
      key = null;
    } else if (c !== COLON && !isSpace(c)) key = null;
  }
  return open || depth !== 0 ? null : found;
}

/** A name that is asked for, and is a name: a colon follows. */
function nameAt(bytes: Uint8Array, from: number, to: number, most: Readonly<Record<string, number>>): string | null {
  let after = to + 1;
  while (isSpace(bytes[after])) after++;
  if (bytes[after] !== COLON) return null;
  for (const name in most) {
    let same = name.length === to - from;
    for (let i = 0; same && i < name.length; i++) same = bytes[from + i] === name.charCodeAt(i);
    if (same) return name;
  }
  return null;
}

/** What is left of the text where each list has lost its elements. */
export function without(bytes: Uint8Array, lists: Iterable<ListParts>): Uint8Array {
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const { list } of [...lists].sort((a, b) => a.list.start - b.list.start)) {
    pieces.push(bytes.subarray(from, list.start + 1));
    from = list.end - 1;
  }
  pieces.push(bytes.subarray(from));
  const left = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    left.set(piece, at);
    at += piece.length;
  }
  return left;
}
