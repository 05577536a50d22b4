/** Letters turned by thirteen places: hides words from filters and from nobody else. */
import { DISGUISE } from '../disguises.ts';
import type { Decoder } from './decoder.ts';

const HALF = 13;
const LETTERS = 26;

export const rot13: Decoder = {
  name: 'rot13',
  triggers: DISGUISE.rot13,
  decode(text, draft) {
    for (let i = 0; i < text.length && !draft.full; i++) {
      const unit = text.charCodeAt(i);
      const first = unit >= 97 ? 97 : 65;
      draft.put(unit - first < LETTERS && unit >= first ? first + ((unit - first + HALF) % LETTERS) : unit, i);
    }
    draft.changed = true;
    return text.length;
  },
};
