/** Compatibility forms (NFKC, UAX 15) and look-alikes of ASCII; case and composition stay as they are. */
import { FEATURE } from '../features.ts';
import { COMPATIBLE, CONFUSABLE_LETTERS } from './confusables.ts';
import type { Decoder } from './decoder.ts';

/** A word drawn wholly of look-alikes is a disguise from this many letters on; shorter ones are words of their own script. */
const WHOLE_WORD_MIN = 4;

export const compatibility: Decoder = {
  name: 'nfkc',
  triggers: FEATURE.compatible,
  expects: (length) => length,
  decode(text, draft) {
    let wordEnd = 0;
    let mixed = false;
    for (let i = 0; i < text.length && !draft.full;) {
      const unit = text.charCodeAt(i);
      if (unit < 0x80) {
        draft.put(unit, i++);
        continue;
      }
      const point = unit >= 0xd800 && unit < 0xdc00 ? text.codePointAt(i)! : unit;
      const letter = CONFUSABLE_LETTERS.get(point);
      if (letter !== undefined && i >= wordEnd) {
        const word = wordAt(text, i);
        wordEnd = word.end;
        mixed = word.mixed;
      }
      const plain = letter !== undefined && mixed ? letter : COMPATIBLE.get(point);
      if (plain === undefined) draft.putPoint(point, i);
      else {
        for (let k = 0; k < plain.length; k++) draft.put(plain.charCodeAt(k), i);
        draft.changed = true;
      }
      i += point > 0xffff ? 2 : 1;
    }
    return text.length;
  },
};

/** The word around a look-alike letter at `at`: where it ends, and whether it is a disguise. Each word is read once, backwards at most as far as ASCII goes. */
function wordAt(text: string, at: number): { end: number; mixed: boolean } {
  let mixed = at > 0 && isAsciiLetter(text.charCodeAt(at - 1));
  let others = 0;
  let end = at;
  for (; end < text.length; end++) {
    const unit = text.charCodeAt(end);
    if (isAsciiLetter(unit)) mixed = true;
    else if (unit < 0xc0 || (unit >= 0x2000 && unit < 0xa000)) break;
    else if (!CONFUSABLE_LETTERS.has(unit)) others++;
  }
  const precededByOther = at > 0 && text.charCodeAt(at - 1) >= 0xc0;
  return { end, mixed: mixed || (others === 0 && !precededByOther && end - at >= WHOLE_WORD_MIN) };
}

const isAsciiLetter = (unit: number): boolean => (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90);
