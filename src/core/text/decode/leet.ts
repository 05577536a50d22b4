/** Digits and signs for letters, as in `1gn0r3`. */
import { DISGUISE } from '../disguises.ts';
import { CLASSES, ROOT, SIGN, SIGNS, spellingOf, stateAfter } from '../disguised-words.ts';
import type { Decoder } from './decoder.ts';
import type { Draft } from './draft.ts';

export const leet: Decoder = {
  name: 'leet',
  triggers: DISGUISE.leet,
  decode(text, draft) {
    for (let i = 0; i < text.length && !draft.full;) {
      const start = i;
      let signs = 0;
      for (; i < text.length; i++) {
        const kind = CLASSES[text.charCodeAt(i)]!;
        if (kind === 0) break;
        if ((kind & SIGN) !== 0) signs++;
      }
      if (signs > 0 && signs < i - start) decodeWord(text, start, i, draft);
      if (i === start) i++;
    }
    if (draft.changed) draft.copyTo(text.length);
    return text.length;
  },
};

function decodeWord(text: string, start: number, end: number, draft: Draft): void {
  let state = ROOT;
  for (let i = start; i < end; i++) state = stateAfter(state, CLASSES[text.charCodeAt(i)]!);
  const spelling = spellingOf(state);
  for (let i = start; i < end; i++) {
    const letter = SIGNS.get(text.charCodeAt(i));
    if (letter === undefined) continue;
    draft.replace(i, 1, spelling?.charCodeAt(i - start) ?? letter);
    draft.changed = true;
    if (spelling !== undefined) draft.touch();
  }
}
