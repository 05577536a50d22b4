/** Quoted-printable (RFC 2045, 6.7): mail bodies. */
import type { Decoder } from './decoder.ts';
import { hexAt } from './hex-digits.ts';
import { sequenceAt } from './utf8.ts';

const EQUALS = 0x3d;
const RETURN = 0x0d;
const NEWLINE = 0x0a;
/** Fewer encoded characters are a parameter, such as `a=20`. */
const ENCODED_MIN = 2;
const GATHERED = new Uint8Array(64);

export const quotedPrintable: Decoder = {
  name: 'qp',
  triggers: 0,
  // What an attack cannot do without and mail programs encode: quotes, angle brackets, the equals sign itself, dots and slashes.
  literals: ['=3d', '=22', '=27', '=3c', '=3e', '=2f', '=2e', '=3b', '=28', '=20=20', '=0d=0a', '=69', '=65', '=61', '=73'],
  decode(text, draft) {
    if (!isQuotedPrintable(text)) return 0;
    const bytes = GATHERED;
    for (let i = text.indexOf('='); i >= 0 && !draft.full;) {
      const end = softBreakAt(text, i);
      if (end > 0) draft.replace(i, end - i, -1);
      let count = 0;
      let next = end || i;
      for (; count < bytes.length && text.charCodeAt(next) === EQUALS && softBreakAt(text, next) === 0; next += 3)
        bytes[count++] = hexAt(text, next + 1, 2);
      const start = next - 3 * count;
      if (count > 0) draft.replace(start, next - start, -1);
      for (let k = 0; k < count;) {
        const sequence = sequenceAt(bytes, k, count, false);
        draft.putPoint(sequence?.point ?? bytes[k]!, start + 3 * k);
        k += sequence?.bytes ?? 1;
      }
      draft.touch();
      i = text.indexOf('=', next);
    }
    draft.copyTo(text.length);
    return text.length;
  },
};

/** Offset behind a soft line break at `at`, or 0. */
function softBreakAt(text: string, at: number): number {
  const next = text.charCodeAt(at + 1) === RETURN ? at + 2 : at + 1;
  return text.charCodeAt(next) === NEWLINE ? next + 1 : 0;
}

/** In quoted-printable every equals sign begins an encoded character or a soft line break; in `a=10&b=20` what it begins is no text. */
function isQuotedPrintable(text: string): boolean {
  let encoded = 0;
  for (let i = text.indexOf('='); i >= 0; i = text.indexOf('=', i + 1)) {
    if (softBreakAt(text, i) > 0) continue;
    const byte = hexAt(text, i + 1, 2);
    if (byte < 0 || (byte < 0x20 && byte !== 0x09 && byte !== RETURN && byte !== NEWLINE)) return false;
    encoded++;
  }
  return encoded >= ENCODED_MIN;
}
