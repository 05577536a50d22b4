/** Messages in characters that show nothing: tag characters (ASCII at U+E0000), variation selectors as bytes, two invisible signs as bits. */
import { FEATURE, isInvisible } from '../features.ts';
import type { Decoder } from './decoder.ts';
import type { Draft } from './draft.ts';
import { putText } from './legible.ts';

const NEWLINE = 0x0a;
const BLACK_FLAG = 0x1f3f4;
/** Tag letters of a subdivision flag (UTS 51): region and up to three more. */
const FLAG_TAGS_MAX = 6;
/** Bytes of variation selectors: two may stand in emoji and ideographs. */
const SELECTORS_MIN = 4;
/** Two bytes of bits. */
const BITS_MIN = 16;

type Unseen = { point: number; at: number };

export const hidden: Decoder = {
  name: 'tags',
  triggers: FEATURE.invisible,
  expects: (length) => length >> 2,
  decode(text, draft) {
    const run: Unseen[] = [];
    let end = 0;
    let base = 0;
    for (let i = 0; i <= text.length && !draft.full;) {
      const point = i < text.length ? text.codePointAt(i)! : 0;
      if (point >= 0x80 && isInvisible(point)) run.push({ point, at: i });
      else {
        if (run.length > 0 && reveal(run, base, draft)) end = i;
        run.length = 0;
        base = point;
      }
      i += point > 0xffff ? 2 : 1;
    }
    return end;
  },
};

function reveal(run: readonly Unseen[], base: number, draft: Draft): boolean {
  const start = draft.length;
  if (start > 0) draft.put(NEWLINE, run[0]!.at);
  const written = draft.length;
  if (putTags(run, base, draft) || putSelectors(run, draft) || putBits(run, draft)) draft.changed = true;
  else draft.length = start;
  return draft.length > written;
}

function putTags(run: readonly Unseen[], base: number, draft: Draft): boolean {
  const tags = run.filter(({ point }) => point >= 0xe0020 && point <= 0xe007e);
  if (tags.length === 0 || (base === BLACK_FLAG && tags.length <= FLAG_TAGS_MAX)) return false;
  for (const { point, at } of tags) draft.put(point - 0xe0000, at);
  return true;
}

function putSelectors(run: readonly Unseen[], draft: Draft): boolean {
  const bytes = new Uint8Array(run.length);
  const places = new Uint32Array(run.length);
  let count = 0;
  for (const { point, at } of run) {
    const byte = point >= 0xfe00 && point <= 0xfe0f ? point - 0xfe00 : point >= 0xe0100 && point <= 0xe01ef ? point - 0xe0100 + 16 : -1;
    if (byte < 0) continue;
    places[count] = at;
    bytes[count++] = byte;
  }
  return count >= SELECTORS_MIN && putText(bytes, count, (byte) => places[byte]!, draft);
}

/** Any two signs may be the bits, either way round; a third may part the letters, and is left out. */
function putBits(run: readonly Unseen[], draft: Draft): boolean {
  if (run.length < BITS_MIN) return false;
  const counts = new Map<number, number>();
  for (const { point } of run) counts.set(point, (counts.get(point) ?? 0) + 1);
  const [a, b] = [...counts].sort((x, y) => y[1] - x[1] || x[0] - y[0]);
  if (!a || !b) return false;
  const bits = run.filter(({ point }) => point === a[0] || point === b[0]);
  return [a[0], b[0]].some((one) => putBytes(bits, one, 8, draft) || putBytes(bits, one, 7, draft));
}

function putBytes(bits: readonly Unseen[], one: number, width: number, draft: Draft): boolean {
  if (bits.length % width !== 0) return false;
  const bytes = new Uint8Array(bits.length / width);
  for (const [i, { point }] of bits.entries()) bytes[Math.floor(i / width)]! |= (point === one ? 1 : 0) << (width - 1 - (i % width));
  return putText(bytes, bytes.length, (byte) => bits[byte * width]!.at, draft);
}
