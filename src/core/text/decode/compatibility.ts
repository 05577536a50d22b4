/** Compatibility forms (NFKC, UAX 15) and look-alikes of ASCII; case and composition stay as they are. */
import { FEATURE } from '../features.ts';
import { COMPATIBLE, CONFUSABLE_LETTERS } from './confusables.ts';
import type { Decoder } from './decoder.ts';

/** A word drawn wholly of look-alikes, in a text of no other letters of their script, is a disguise from this many letters on. */
const WHOLE_WORD_MIN = 4;

export const compatibility: Decoder = {
  name: 'nfkc',
  triggers: FEATURE.compatible,
  decode(text, draft) {
    let wordEnd = 0;
    let mixed = false;
    /** Whether the text has letters of the look-alikes' own scripts that look like no ASCII letter; null until asked. */
    let native: boolean | null = null;
    for (let i = 0; i < text.length && !draft.full;) {
      const unit = text.charCodeAt(i);
      if (unit < 0x80) {
        while (++i < text.length && text.charCodeAt(i) < 0x80);
        continue;
      }
      const point = unit >= 0xd800 && unit < 0xdc00 ? text.codePointAt(i)! : unit;
      const letter = CONFUSABLE_LETTERS.get(point);
      if (letter !== undefined && i >= wordEnd) {
        const word = wordAt(text, i);
        wordEnd = word.end;
        mixed = word.mixed || (word.whole && !(native ??= hasNativeLetters(text)));
      }
      const plain = letter !== undefined && mixed ? letter : COMPATIBLE.get(point);
      const taken = point > 0xffff ? 2 : 1;
      if (plain !== undefined) {
        draft.replace(i, taken, -1);
        for (let k = 0; k < plain.length; k++) draft.put(plain.charCodeAt(k), i);
        draft.touch();
      }
      i += taken;
    }
    if (draft.changed) draft.copyTo(text.length);
    return text.length;
  },
};

/** The look-alike letters from `at` on to the end of their word: whether ASCII letters stand among them, and whether there is nothing else. */
function wordAt(text: string, at: number): { end: number; mixed: boolean; whole: boolean } {
  const before = at > 0 ? text.charCodeAt(at - 1) : 0;
  let mixed = isAsciiLetter(before);
  let whole = before < FIRST_LETTER;
  let end = at;
  for (; end < text.length; end++) {
    const unit = text.charCodeAt(end);
    if (isAsciiLetter(unit)) mixed = true;
    else if (unit < FIRST_LETTER || (unit >= 0x2000 && unit < 0xa000)) break;
    else if (!CONFUSABLE_LETTERS.has(unit)) whole = false;
  }
  return { end, mixed, whole: whole && end - at >= WHOLE_WORD_MIN };
}

/** Greek, Cyrillic and Armenian letters that are no look-alikes: then a word of look-alikes is a word of that script. */
function hasNativeLetters(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x370 && unit < 0x590 && !CONFUSABLE_LETTERS.has(unit)) return true;
  }
  return false;
}

/** Non-ASCII letters begin here (À). */
const FIRST_LETTER = 0xc0;

const isAsciiLetter = (unit: number): boolean => (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90);
