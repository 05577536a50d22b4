/** Accents taken off, and the marks that are heaped upon letters (“Zalgo”). */
import { DISGUISE } from '../disguises.ts';
import { BASES, CLASSES, COMBINING } from '../disguised-words.ts';
import type { Decoder } from './decoder.ts';

export const marks: Decoder = {
  name: 'marks',
  triggers: DISGUISE.marked,
  decode(text, draft) {
    for (let i = 0; i < text.length && !draft.full; i++) {
      const unit = text.charCodeAt(i);
      if (unit < 0xc0) continue;
      const base = BASES[unit]!;
      if (base === 0 && CLASSES[unit] !== COMBINING) continue;
      draft.replace(i, 1, base === 0 ? -1 : base);
      draft.touch();
    }
    if (draft.changed) draft.copyTo(text.length);
    return text.length;
  },
};
