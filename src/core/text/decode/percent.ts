/** Percent-encoding (RFC 3986), with what servers also accept: `%uXXXX` of IIS, overlong UTF-8, and `+` in form data (WHATWG URL 5.1). */
import { FEATURE } from '../features.ts';
import type { Decoder } from './decoder.ts';
import type { Draft } from './draft.ts';
import { hexAt } from './hex-digits.ts';
import { sequenceAt } from './utf8.ts';

const PERCENT = 0x25;
const PLUS = 0x2b;
const U = 0x75;
/** `%XX` are gathered up to this many bytes, so that one UTF-8 sequence never straddles two gatherings by more than it must. */
const GATHERED_MAX = 4;

export const percent: Decoder = {
  name: 'url',
  triggers: FEATURE.percent | FEATURE.plus,
  expects: (length) => length,
  decode(text, draft) {
    const form = formStart(text);
    const bytes = new Uint8Array(GATHERED_MAX);
    for (let i = 0; i < text.length && !draft.full;) {
      const unit = text.charCodeAt(i);
      if (unit === PERCENT) {
        const wide = text.charCodeAt(i + 1) | 0x20;
        const point = wide === U ? hexAt(text, i + 2, 4) : -1;
        if (point >= 0) {
          draft.put(point, i);
          draft.changed = true;
          i += 6;
          continue;
        }
        const taken = decodeBytes(text, i, bytes, draft);
        if (taken > 0) {
          i += taken;
          continue;
        }
      }
      if (unit === PLUS && i > form) {
        draft.put(0x20, i);
        draft.changed = true;
      } else draft.put(unit, i);
      i++;
    }
    return text.length;
  },
};

/** One character from `%XX` sequences at `at`; bytes that are no UTF-8 stand for themselves (ISO 8859-1). Returns the units taken. */
function decodeBytes(text: string, at: number, bytes: Uint8Array, draft: Draft): number {
  let count = 0;
  for (let i = at; count < GATHERED_MAX && text.charCodeAt(i) === PERCENT; i += 3) {
    const byte = hexAt(text, i + 1, 2);
    if (byte < 0) break;
    bytes[count++] = byte;
    if (count === 1 && byte < 0x80) break;
  }
  if (count === 0) return 0;
  const sequence = sequenceAt(bytes, 0, count, true) ?? { point: bytes[0]!, bytes: 1 };
  draft.putPoint(sequence.point, at);
  draft.changed = true;
  return sequence.bytes * 3;
}

/** Offset after which `+` means a space: behind the first `?` or `=` of a text without white space; infinite where it means itself. */
function formStart(text: string): number {
  if (!text.includes('+') || /\s/.test(text)) return Infinity;
  const mark = text.search(/[?=]/);
  return mark < 0 ? Infinity : mark;
}
