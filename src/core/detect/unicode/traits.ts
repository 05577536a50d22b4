/** What a text has that is worth a closer look, found in one pass. */
import {
  isAsciiWord,
  isBidiControl,
  isBlankLetter,
  isCombining,
  isCyrillicOrGreek,
  isPrivateUse,
  isSilent,
  isVariationSelector,
  isZeroWidth,
} from './characters.ts';

export const ESCAPES = 1;
export const HIDDEN = 2;
export const DIRECTION = 4;
export const TWO_SCRIPTS = 8;
/** Marks or private characters in a row. */
export const HEAPS = 16;
/** A name of the web in another script. */
export const FOREIGN_HOST = 32;

/** High surrogate of U+E0000 to U+E03FF: tags and the supplementary variation selectors. */
const PLANE_14 = 0xdb40;

/** Bits of the traits of `text`; 0 for nearly every text. */
export function traitsOf(text: string): number {
  let traits = 0;
  let before = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) {
      if (unit === 0x1b) traits |= ESCAPES;
      else if (before >= 0x370 && isCyrillicOrGreek(before)) traits |= isAsciiWord(unit) ? TWO_SCRIPTS : unit === 0x2e ? FOREIGN_HOST : 0;
    } else if (unit === 0x9b) traits |= ESCAPES;
    else if (isCyrillicOrGreek(unit)) {
      if (isAsciiWord(before)) traits |= TWO_SCRIPTS;
    } else if (isBidiControl(unit)) traits |= DIRECTION;
    else if (unit === PLANE_14 || isZeroWidth(unit) || isVariationSelector(unit) || isBlankLetter(unit) || isSilent(unit)) traits |= HIDDEN;
    else if (isPrivateUse(unit) ? unit < 0xe000 || isPrivateUse(before) : isCombining(unit) && isCombining(before)) traits |= HEAPS;
    before = unit;
  }
  return traits;
}
