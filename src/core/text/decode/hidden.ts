/** Messages in characters that show nothing: tag characters (ASCII at U+E0000), variation selectors as bytes, two invisible signs as bits. */
import { FEATURE, isInvisible } from '../features.ts';
import type { Decoder } from './decoder.ts';
import type { Draft } from './draft.ts';
import { putText } from './legible.ts';

const NEWLINE = 0x0a;
const TAGS_FIRST = 0xe0020;
const BLACK_FLAG = 0x1f3f4;
/** Tag letters of a subdivision flag (UTS 51): region and up to three more. */
const FLAG_TAGS_MAX = 6;
/** Bytes of variation selectors: two may stand in emoji and ideographs. */
const SELECTORS_MIN = 4;
/** Two bytes of bits. */
const BITS_MIN = 16;

/** A run of invisible code points, with the offset of each. */
type Run = { points: number[]; places: number[]; count: number };

export const hidden: Decoder = {
  name: 'tags',
  triggers: FEATURE.invisible,
  decode(text, draft) {
    const run: Run = { points: [], places: [], count: 0 };
    let end = 0;
    let base = 0;
    for (let i = 0; i <= text.length && !draft.full;) {
      const unit = i < text.length ? text.charCodeAt(i) : 0;
      const point = unit >= 0xd800 && unit < 0xdc00 ? text.codePointAt(i)! : unit;
      if (point >= 0x80 && isInvisible(point)) push(run, point, i);
      else {
        if (run.count > 0 && reveal(run, base, draft)) end = i;
        run.count = 0;
        base = point;
      }
      i += point > 0xffff ? 2 : 1;
    }
    return end;
  },
};

function push(run: Run, point: number, at: number): void {
  run.points[run.count] = point;
  run.places[run.count++] = at;
}

function reveal(run: Run, base: number, draft: Draft): boolean {
  // Most runs are one joiner or one mark.
  if (run.count < SELECTORS_MIN && run.points[0]! < TAGS_FIRST && run.points[run.count - 1]! < TAGS_FIRST) return false;
  const start = draft.length;
  if (start > 0) draft.put(NEWLINE, run.places[0]!);
  const written = draft.length;
  if (putTags(run, base, draft) || putSelectors(run, draft) || putBits(run, draft)) draft.changed = true;
  else draft.length = start;
  return draft.length > written;
}

function putTags({ points, places, count }: Run, base: number, draft: Draft): boolean {
  const start = draft.length;
  for (let i = 0; i < count; i++) if (points[i]! >= TAGS_FIRST && points[i]! <= 0xe007e) draft.put(points[i]! - 0xe0000, places[i]!);
  if (base === BLACK_FLAG && draft.length - start <= FLAG_TAGS_MAX) draft.length = start;
  return draft.length > start;
}

function putSelectors({ points, places, count }: Run, draft: Draft): boolean {
  const bytes = new Uint8Array(count);
  const sources = new Uint32Array(count);
  let taken = 0;
  for (let i = 0; i < count; i++) {
    const point = points[i]!;
    const byte = point >= 0xfe00 && point <= 0xfe0f ? point - 0xfe00 : point >= 0xe0100 && point <= 0xe01ef ? point - 0xe0100 + 16 : -1;
    if (byte < 0) continue;
    sources[taken] = places[i]!;
    bytes[taken++] = byte;
  }
  return taken >= SELECTORS_MIN && putText(bytes, taken, (byte) => sources[byte]!, draft);
}

/** The two signs that are used most are the bits, either way round; a third may part the letters, and is left out. */
function putBits({ points, places, count }: Run, draft: Draft): boolean {
  if (count < BITS_MIN) return false;
  const uses = new Map<number, number>();
  for (let i = 0; i < count; i++) uses.set(points[i]!, (uses.get(points[i]!) ?? 0) + 1);
  const [a, b] = [...uses].sort((x, y) => y[1] - x[1] || x[0] - y[0]);
  if (!a || !b) return false;
  const bits = new Uint8Array(a[1] + b[1]);
  const sources = new Uint32Array(bits.length);
  let taken = 0;
  for (let i = 0; i < count; i++) {
    if (points[i] !== a[0] && points[i] !== b[0]) continue;
    sources[taken] = places[i]!;
    bits[taken++] = points[i] === a[0] ? 1 : 0;
  }
  for (const one of [1, 0]) for (const width of [8, 7]) if (putBytes(bits, sources, one, width, draft)) return true;
  return false;
}

function putBytes(bits: Uint8Array, sources: Uint32Array, one: number, width: number, draft: Draft): boolean {
  if (bits.length % width !== 0) return false;
  const bytes = new Uint8Array(bits.length / width);
  for (let i = 0, byte = 0; byte < bytes.length; byte++) {
    let value = 0;
    for (let k = 0; k < width; k++) value = value * 2 + (bits[i++] === one ? 1 : 0);
    bytes[byte] = value;
  }
  return putText(bytes, bytes.length, (byte) => sources[byte * width]!, draft);
}
