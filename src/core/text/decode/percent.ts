/** Percent-encoding (RFC 3986), with what servers also accept: `%uXXXX` of IIS, overlong UTF-8, and `+` in form data (WHATWG URL 5.1). */
import { FEATURE } from '../features.ts';
import type { Decoder } from './decoder.ts';
import type { Draft } from './draft.ts';
import { hexAt } from './hex-digits.ts';
import { sequenceAt } from './utf8.ts';

const PERCENT = 0x25;
const PLUS = 0x2b;
const U = 0x75;
/** Bytes of the longest UTF-8 sequence. */
const GATHERED_MAX = 4;
const GATHERED = new Uint8Array(GATHERED_MAX);

export const percent: Decoder = {
  name: 'url',
  triggers: FEATURE.percent | FEATURE.plus,
  decode(text, draft) {
    const form = formStart(text);
    for (let i = 0; i < text.length && !draft.full;) {
      if (form === Infinity) {
        i = text.indexOf('%', i);
        if (i < 0) break;
      }
      const unit = text.charCodeAt(i);
      let taken = 0;
      if (unit === PERCENT) taken = decodeWide(text, i, draft) || decodeBytes(text, i, draft);
      else if (unit === PLUS && i > form) {
        draft.replace(i, 1, 0x20);
        taken = 1;
      }
      if (taken > 0) draft.touch();
      i += taken || 1;
    }
    if (draft.changed) draft.copyTo(text.length);
    return text.length;
  },
};

/** `%uXXXX`; returns the units taken. */
function decodeWide(text: string, at: number, draft: Draft): number {
  if ((text.charCodeAt(at + 1) | 0x20) !== U) return 0;
  const unit = hexAt(text, at + 2, 4);
  if (unit < 0) return 0;
  draft.replace(at, 6, unit);
  return 6;
}

/** One character from `%XX` sequences; bytes that are no UTF-8 stand for themselves (ISO 8859-1). Returns the units taken. */
function decodeBytes(text: string, at: number, draft: Draft): number {
  let count = 0;
  for (let i = at; count < GATHERED_MAX && text.charCodeAt(i) === PERCENT; i += 3) {
    const byte = hexAt(text, i + 1, 2);
    if (byte < 0) break;
    GATHERED[count++] = byte;
    if (count === 1 && byte < 0xc0) break;
  }
  if (count === 0) return 0;
  const sequence = count === 1 ? null : sequenceAt(GATHERED, 0, count, true);
  const taken = 3 * (sequence?.bytes ?? 1);
  draft.replace(at, taken, sequence?.point ?? GATHERED[0]!);
  return taken;
}

/** Offset after which `+` means a space: behind the first `?` or `=` of a text without white space; infinite where it means itself. */
function formStart(text: string): number {
  if (!text.includes('+') || /\s/.test(text)) return Infinity;
  const mark = text.search(/[?=]/);
  return mark < 0 ? Infinity : mark;
}
