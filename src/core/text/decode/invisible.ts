/** What shows nothing or turns the direction of writing, taken out (Boucher & Anderson, "Trojan Source", CVE-2021-42574). */
import { FEATURE, isInvisible } from '../features.ts';
import type { Decoder } from './decoder.ts';

const JOINER = 0x200d;
const NON_JOINER = 0x200c;
const EMOJI_SELECTOR = 0xfe0f;
const TEXT_SELECTOR = 0xfe0e;
const KEYCAP = 0x20e3;
const BYTE_ORDER_MARK = 0xfeff;

export const invisible: Decoder = {
  name: 'invisible',
  triggers: FEATURE.invisible,
  decode(text, draft) {
    for (let i = 0; i < text.length && !draft.full;) {
      const unit = text.charCodeAt(i);
      const point = unit >= 0xd800 && unit < 0xdc00 ? text.codePointAt(i)! : unit;
      const taken = point > 0xffff ? 2 : 1;
      if (unit >= 0x80 && isInvisible(point)) {
        draft.replace(i, taken, -1);
        if (!isOrdinary(text, i, point)) draft.touch();
      }
      i += taken;
    }
    if (draft.changed) draft.copyTo(text.length);
    return text.length;
  },
};

/** Joiners and selectors where scripts and emoji need them, and a mark at the very start: no reason for a view of their own. */
function isOrdinary(text: string, at: number, point: number): boolean {
  if (point === BYTE_ORDER_MARK) return at === 0;
  if (point !== JOINER && point !== NON_JOINER && point !== EMOJI_SELECTOR && point !== TEXT_SELECTOR) return false;
  if (text.charCodeAt(at + 1) === KEYCAP) return true;
  const before = at > 0 ? text.charCodeAt(at - 1) : 0;
  // After an invisible unit nothing needs a joiner: runs of them carry messages.
  return before >= 0x80 && !(isInvisible(before) && before !== EMOJI_SELECTOR);
}
