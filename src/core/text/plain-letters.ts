/** Letters as a reader compares them: accents and case do not matter. */

/** What Unicode does not take apart, and what looks like a space or an apostrophe. */
const BY_HAND: Readonly<Record<string, string>> = {
  ı: 'i',
  İ: 'i',
  ł: 'l',
  Ł: 'l',
  ø: 'o',
  Ø: 'o',
  đ: 'd',
  Đ: 'd',
  '’': "'",
  '‘': "'",
  '\n': ' ',
  '\t': ' ',
  '\r': ' ',
  '\u00a0': ' ',
  '\u3000': ' ',
};
const HAND = new Map(Object.entries(BY_HAND).map(([from, to]) => [from.charCodeAt(0), to.charCodeAt(0)]));

/** Latin, Greek, Cyrillic, Armenian, Hebrew and Arabic letters without their marks, in lower case; any other unit as it is. */
export function plainLetter(unit: number): number {
  const hand = HAND.get(unit);
  if (hand !== undefined) return hand;
  const isLetter = (unit >= 0xc0 && unit < 0x700) || (unit >= 0x1e00 && unit < 0x2000);
  return isLetter ? String.fromCharCode(unit).toLowerCase().normalize('NFD').charCodeAt(0) : unit;
}

/** In lower case, marks and all. */
export const smallLetter = (unit: number): number =>
  HAND.get(unit) ?? (unit >= 0xc0 && unit < 0x2000 ? String.fromCharCode(unit).toLowerCase().charCodeAt(0) : unit);
