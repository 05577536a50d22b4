/** Hexadecimal runs, such as MySQL's `0x…` literals and `xxd -r -p` input; each run of text decoded to a line. */
import { FEATURE, RUN_MIN } from '../features.ts';
import type { Decoder } from './decoder.ts';
import type { Draft } from './draft.ts';
import { HEX_VALUES, hexValue } from './hex-digits.ts';
import { mayBeText, putText } from './legible.ts';
import { nextRun } from './runs.ts';
import { scratch } from './scratch.ts';

const NEWLINE = 0x0a;
const PROBE = 16;
/** Written anew for each run. */
const SHARED_PROBE = new Uint8Array(PROBE);
/** Digits behind `0x`. */
const PREFIXED_MIN = RUN_MIN - 2;
/** Share of letters and spaces in a decoded run: rows of decimal digits decode to printable signs, but not to words. */
const LETTER_SHARE_MIN = 0.6;
/** Bytes from which a run with a digit over nine in it cannot be printable by chance (one in 10⁸). */
const LONG_MIN = 20;

export const hex: Decoder = {
  name: 'hex',
  triggers: FEATURE.run,
  decode(text, draft, runs) {
    let end = 0;
    for (let r = 0; r < runs.length; r += 2) {
      const to = runs[r + 1]!;
      for (let from = nextRun(text, runs[r]!, HEX_VALUES, PREFIXED_MIN, to); from < to && !draft.full;) {
        let i = from;
        while (hexValue(text.charCodeAt(i)) >= 0) i++;
        // `0x` with its digits counts as one run: the nought before `x` is not part of the bytes.
        const prefixed = from >= 2 && (text.charCodeAt(from - 1) | 0x20) === 0x78 && text.charCodeAt(from - 2) === 0x30;
        if (i - from >= (prefixed ? PREFIXED_MIN : RUN_MIN) && (i - from) % 2 === 0 && decodeRun(text, from, i, draft)) end = i;
        from = nextRun(text, i, HEX_VALUES, PREFIXED_MIN, to);
      }
    }
    return end;
  },
};

function decodeRun(text: string, from: number, to: number, draft: Draft): boolean {
  const probe = SHARED_PROBE.fill(0);
  if (!mayBeText(probe, bytesOf(text, from, Math.min(to, from + 2 * PROBE), probe), (to - from) / 2)) return false;
  const bytes = scratch((to - from) / 2);
  const count = bytesOf(text, from, to, bytes);
  if (!isWordy(bytes, count) && !(count >= LONG_MIN && /[a-f]/i.test(text.slice(from, to)))) return false;
  const start = draft.length;
  if (start > 0) draft.put(NEWLINE, from);
  if (putText(bytes, count, (byte) => from + byte * 2, draft)) {
    draft.changed = true;
    return true;
  }
  draft.length = start;
  return false;
}

function bytesOf(text: string, from: number, to: number, bytes: Uint8Array): number {
  let count = 0;
  for (let i = from; i + 1 < to; i += 2) bytes[count++] = hexValue(text.charCodeAt(i)) * 16 + hexValue(text.charCodeAt(i + 1));
  return count;
}

function isWordy(bytes: Uint8Array, count: number): boolean {
  let letters = 0;
  for (let i = 0; i < count; i++) {
    const byte = bytes[i]! | 0x20;
    if ((byte >= 0x61 && byte <= 0x7a) || bytes[i] === 0x20 || byte === 0 || bytes[i]! >= 0x80) letters++;
  }
  return letters >= count * LETTER_SHARE_MIN;
}
