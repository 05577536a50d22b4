/** Classes of characters that do not show, and of letters that look alike (Unicode 16; UTS #39 confusables, the subset that passes for ASCII). */

export function isTag(point: number): boolean {
  return point >= 0xe0000 && point <= 0xe007f;
}

export function isVariationSelector(point: number): boolean {
  return (point >= 0xfe00 && point <= 0xfe0f) || (point >= 0xe0100 && point <= 0xe01ef);
}

/** Zero width and format characters without an effect that plain text needs. ZWJ and ZWNJ are among them: scripts and emoji need those. */
export function isZeroWidth(point: number): boolean {
  return (
    (point >= 0x200b && point <= 0x200d) ||
    (point >= 0x2060 && point <= 0x2064) ||
    (point >= 0x206a && point <= 0x206f) ||
    (point >= 0xfff9 && point <= 0xfffb) ||
    point === 0xfeff ||
    point === 0x180e ||
    point === 0xad ||
    point === 0x34f
  );
}

/** Letters by their category that show nothing. */
export function isBlankLetter(point: number): boolean {
  return point === 0x3164 || point === 0xffa0 || point === 0x115f || point === 0x1160 || point === 0x17b4 || point === 0x17b5;
}

/** LRM, RLM and ALM, and the blank of Braille: harmless in text, without a reason in a name. */
export function isSilent(point: number): boolean {
  return point === 0x200e || point === 0x200f || point === 0x61c || point === 0x2800;
}

/** Units of the private use areas: in the basic plane, and the high surrogates of planes 15 and 16. */
export function isPrivateUse(unit: number): boolean {
  return (unit >= 0xe000 && unit <= 0xf8ff) || (unit >= 0xdb80 && unit <= 0xdbff);
}

/** Marks that stand on the letter before them, of any script. */
export function isCombining(unit: number): boolean {
  return (
    (unit >= 0x300 && unit <= 0x36f) ||
    unit === 0x488 ||
    unit === 0x489 ||
    (unit >= 0x1ab0 && unit <= 0x1aff) ||
    (unit >= 0x1dc0 && unit <= 0x1dff) ||
    (unit >= 0x20d0 && unit <= 0x20ff) ||
    (unit >= 0xfe20 && unit <= 0xfe2f)
  );
}

/** LRE, RLE, PDF, LRO, RLO and the isolates LRI, RLI, FSI, PDI (UAX #9). */
export function isBidiControl(point: number): boolean {
  return (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
}

export function isRightToLeft(point: number): boolean {
  return (
    (point >= 0x590 && point <= 0x8ff) ||
    (point >= 0xfb1d && point <= 0xfdff) ||
    (point >= 0xfe70 && point <= 0xfefe) ||
    (point >= 0x10800 && point <= 0x10fff)
  );
}

export function isAsciiLetter(unit: number): boolean {
  return (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a;
}

export function isAsciiWord(unit: number): boolean {
  return isAsciiLetter(unit) || (unit >= 0x30 && unit <= 0x39) || unit === 0x5f;
}

const PAIRS =
  'аa сc ԁd еe һh іi јj ӏl оo рp ԛq гr ѕs уy хx ѵv ԝw ѡw АA ВB СC ЕE НH ІI ЈJ КK МM ОO РP ԚQ ЅS ТT ԜW ХX ҮY ЗZ ' +
  'αa οo νv ρp υu ιi κk ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX ϳj ϲc ϹC';

/** Cyrillic and Greek letters that pass for a Latin one. */
export const LATIN_TWIN: ReadonlyMap<string, string> = new Map(PAIRS.split(' ').map((pair) => [pair.charAt(0), pair.charAt(1)]));

export function isCyrillicOrGreek(unit: number): boolean {
  return (
    (unit >= 0x370 && unit <= 0x52f) ||
    (unit >= 0x1c80 && unit <= 0x1c8f) ||
    (unit >= 0x2de0 && unit <= 0x2dff) ||
    (unit >= 0xa640 && unit <= 0xa69f)
  );
}
