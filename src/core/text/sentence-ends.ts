/** Where a sentence ends, as far as one can tell without reading it. */

/** By unit: what `endsSentence` looks at. */
const MAY_END = new Uint8Array(65_536);
for (const unit of '.!?;\n"。！？؟।') MAY_END[unit.charCodeAt(0)] = 1;

export const mayEndSentence = (unit: number): boolean => MAY_END[unit] !== 0;

/** Full stops before a space, a quote or the end, blank lines, lines that end with a value, list items, and the end of a value in JSON. */
export function endsSentence(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  switch (text.charCodeAt(at)) {
    case 0x2e: // .
    case 0x21: // !
    case 0x3f: // ?
    case 0x3b: // ;
      return !(next > 0x20) || next === 0x22 || next === 0x5c;
    case 0x0a: // line feed after the end of a value, or before another one, a list item or a heading
      return (
        text.charCodeAt(at - 1) === 0x22 ||
        next === 0x0a ||
        next === 0x0d ||
        next === 0x2d ||
        next === 0x2a ||
        next === 0x23 ||
        (next >= 0x30 && next <= 0x39)
      );
    case 0x22: // "
      return next === 0x2c || next === 0x3a || next === 0x7d || next === 0x5d;
    case 0x3002: // 。
    case 0xff01:
    case 0xff1f:
    case 0x061f: // ؟
    case 0x0964: // ।
      return true;
    default:
      return false;
  }
}
