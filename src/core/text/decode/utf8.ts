/** UTF-8 (RFC 3629) over bytes that something else decoded. */

/** A sequence: its code point and how many bytes it took. */
export type Sequence = { point: number; bytes: number };

/**
 * The sequence at `at`, or null when there is none.
 * @param overlong also accept forms that RFC 3629 forbids: `C0 AE` for `.` passed for a dot in CVE-2000-0884 and CVE-2008-2938
 */
export function sequenceAt(bytes: Uint8Array, at: number, end: number, overlong: boolean): Sequence | null {
  const lead = bytes[at]!;
  if (lead < 0x80) return { point: lead, bytes: 1 };
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc0 || lead > 0xf7 || at + length > end) return null;
  let point = lead & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i]!;
    if ((byte & 0xc0) !== 0x80) return null;
    point = (point << 6) | (byte & 0x3f);
  }
  const least = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x10000;
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff) || (point < least && !overlong)) return null;
  return { point, bytes: length };
}
