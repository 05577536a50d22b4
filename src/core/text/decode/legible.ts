/** Whether decoded bytes are text: hashes, keys, images and archives must not pass for it. */
import type { Draft } from './draft.ts';
import { sequenceAt } from './utf8.ts';

/** Shorter than this, a random identifier may decode to UTF-8 by chance (one in a few thousand); to ASCII it hardly does (one in 10⁵). */
const ASCII_ONLY_BELOW = 24;
/** Share of NUL and ESC that text may carry; one is always allowed, for `…/passwd\0` is an attack. */
const CONTROL_SHARE_MAX = 0.05;

const isText = (byte: number): boolean => (byte >= 0x20 && byte !== 0x7f) || byte === 0x09 || byte === 0x0a || byte === 0x0d;
const isTolerated = (byte: number): boolean => byte === 0 || byte === 0x1b;

/** Whether bytes `[0, end)` may be the beginning of text of `total` bytes; cheap, to be asked before more is decoded. */
export function mayBeText(bytes: Uint8Array, end: number, total: number): boolean {
  if (isWide(bytes, end)) return true;
  let controls = 0;
  const highest = total < ASCII_ONLY_BELOW ? 0x7f : 0xff;
  for (let i = 0; i < end; i++)
    if (bytes[i]! > highest || (!isText(bytes[i]!) && (!isTolerated(bytes[i]!) || ++controls > 1))) return false;
  return true;
}

/**
 * Writes the bytes `[0, end)` to the draft as text, when they are: UTF-8, or UTF-16LE as PowerShell's `-EncodedCommand` has it.
 * @param sourceOf source offset of a byte
 * @returns whether they were text; if not, the draft is as it was
 */
export function putText(bytes: Uint8Array, end: number, sourceOf: (byte: number) => number, draft: Draft): boolean {
  if (isWide(bytes, end)) {
    for (let i = 0; i + 1 < end; i += 2) if (bytes[i + 1] === 0 && !isText(bytes[i]!)) return false;
    for (let i = 0; i + 1 < end; i += 2) draft.put(bytes[i]! | (bytes[i + 1]! << 8), sourceOf(i));
    return true;
  }
  let controls = 0;
  for (let i = 0; i < end;) {
    const byte = bytes[i]!;
    if (byte < 0x80) {
      if (!isText(byte) && (!isTolerated(byte) || ++controls > Math.max(1, end * CONTROL_SHARE_MAX))) return false;
      i++;
      continue;
    }
    const sequence = end < ASCII_ONLY_BELOW ? null : sequenceAt(bytes, i, end, false);
    if (sequence === null || (sequence.point >= 0x80 && sequence.point < 0xa0)) return false;
    i += sequence.bytes;
  }
  for (let i = 0; i < end && !draft.full;) {
    const sequence = sequenceAt(bytes, i, end, false)!;
    draft.putPoint(sequence.point, sourceOf(i));
    i += sequence.bytes;
  }
  return true;
}

/** Even length, at least four characters, and every second byte is zero: Latin text in UTF-16LE. */
function isWide(bytes: Uint8Array, end: number): boolean {
  if (end < 8 || end % 2 !== 0) return false;
  for (let i = 1; i < end; i += 2) if (bytes[i] !== 0) return false;
  return bytes[0] !== 0;
}
