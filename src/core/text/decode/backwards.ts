/** Text written backwards: as a whole, or each word by itself. */
import { DISGUISE } from '../disguises.ts';
import { CLASSES } from '../disguised-words.ts';
import type { Decoder } from './decoder.ts';

/** The one decoder whose map runs down: `sourceSpan` knows. */
export const backwards: Decoder = {
  name: 'reversed',
  triggers: DISGUISE.reversed,
  decode(text, draft) {
    for (let i = text.length - 1; i >= 0 && !draft.full; i--) {
      const point = text.codePointAt(i - 1) ?? 0;
      if (point > 0xffff) draft.putPoint(point, --i);
      else draft.put(text.charCodeAt(i), i);
    }
    draft.changed = true;
    return 0;
  },
};

/** Every letter stands where its word stands. */
export const wordsBackwards: Decoder = {
  name: 'reversed-words',
  triggers: DISGUISE.reversed,
  decode(text, draft) {
    for (let i = 0; i < text.length && !draft.full;) {
      const start = i;
      while (i < text.length && CLASSES[text.charCodeAt(i)] !== 0) i++;
      for (let k = i - 1; k >= start; k--) draft.put(text.charCodeAt(k), start);
      if (i < text.length) draft.put(text.charCodeAt(i), i++);
    }
    draft.changed = true;
    return text.length;
  },
};
