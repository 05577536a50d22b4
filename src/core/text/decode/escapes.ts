/** Backslash escapes of JavaScript, JSON, Python, C and shells: `\uXXXX`, `\u{X}`, `\UXXXXXXXX`, `\xXX`, `\x{X}`, octal. */
import { FEATURE } from '../features.ts';
import type { Decoder } from './decoder.ts';
import type { Draft } from './draft.ts';
import { hexAt, hexValue } from './hex-digits.ts';

const POINT_MAX = 0x10ffff;

/** `\n` and the like are undone only beside a numeric escape: alone they are how JSON and code spell ordinary text. */
const SIMPLE: ReadonlyMap<number, number> = new Map(
  [
    ['n', '\n'],
    ['r', '\r'],
    ['t', '\t'],
    ['\\', '\\'],
    ['/', '/'],
    ['"', '"'],
    ["'", "'"],
  ].map(([from, to]) => [from!.charCodeAt(0), to!.charCodeAt(0)]),
);

/** How every numeric escape begins. */
const NUMERIC = /\\[uUx0-7]/;

export const escapes: Decoder = {
  name: 'escape',
  triggers: FEATURE.backslash,
  decode(text, draft) {
    if (!NUMERIC.test(text)) return text.length;
    for (let i = text.indexOf('\\'); i >= 0 && !draft.full;) {
      let taken = decodeNumeric(text, i, draft);
      if (taken > 0) draft.touch();
      else {
        const simple = SIMPLE.get(text.charCodeAt(i + 1));
        if (simple !== undefined) {
          taken = 2;
          draft.replace(i, taken, simple);
        }
      }
      i = text.indexOf('\\', i + (taken || 1));
    }
    if (draft.changed) draft.copyTo(text.length);
    return text.length;
  },
};

function decodeNumeric(text: string, at: number, draft: Draft): number {
  const kind = text.charCodeAt(at + 1);
  if (kind === 0x75 || kind === 0x78) {
    const braced = text.charCodeAt(at + 2) === 0x7b ? decodeBraced(text, at, draft) : 0;
    if (braced > 0) return braced;
    const digits = kind === 0x75 ? 4 : 2;
    const point = hexAt(text, at + 2, digits);
    if (point < 0) return 0;
    draft.replace(at, 2 + digits, point);
    return 2 + digits;
  }
  if (kind === 0x55) {
    const point = hexAt(text, at + 2, 4) === 0 ? hexAt(text, at + 6, 4) : hexAt(text, at + 5, 5);
    if (point < 0 || point > POINT_MAX || hexAt(text, at + 2, 3) !== 0) return 0;
    draft.replace(at, 10, point);
    return 10;
  }
  return decodeOctal(text, at, draft);
}

function decodeBraced(text: string, at: number, draft: Draft): number {
  let point = 0;
  let i = at + 3;
  for (; i < at + 9; i++) {
    const digit = hexValue(text.charCodeAt(i));
    if (digit < 0) break;
    point = point * 16 + digit;
  }
  if (i === at + 3 || text.charCodeAt(i) !== 0x7d || point > POINT_MAX) return 0;
  draft.replace(at, i + 1 - at, point);
  return i + 1 - at;
}

/** Three octal digits, or four after a nought, that give printable ASCII: `\1` to `\99` are back-references, `C:\2024` is a path. */
function decodeOctal(text: string, at: number, draft: Draft): number {
  const first = text.charCodeAt(at + 1) === 0x30 ? at + 2 : at + 1;
  let value = octalAt(text, first);
  let taken = first + 3 - at;
  if (value < 0 || value > 0x7e) {
    value = octalAt(text, at + 1);
    taken = 4;
  }
  if (value < 0x20 || value > 0x7e) return 0;
  draft.replace(at, taken, value);
  return taken;
}

function octalAt(text: string, at: number): number {
  let value = 0;
  for (let i = at; i < at + 3; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (!(digit >= 0 && digit <= 7)) return -1;
    value = value * 8 + digit;
  }
  return value;
}
