/** What stands between a word and a number that it tells something of. */
import type { Word } from './vocabulary.ts';

/** How far before and after a number a word still speaks of it. */
export const BEFORE_MAX = 64;
export const AFTER_MAX = 24;
/** Between a label and what it labels: at most this much, and nothing but these. */
export const LABEL_GAP_MAX = 40;
const MARKS = /["'`\s:=#.,()[\]|*>\\_?：号码碼號は是为為№-]/;
const TAGS = /<[^<>]{0,16}>/g;
const GAP_WORDS: ReadonlySet<string> = new Set(
  '|number|numbers|no|nr|num|nummer|numero|número|numéro|is|was|of|code|id|digits|est|es|é|è|ist|er|jest|to|value|text|holder|the|my|your|on|file|it|s|n°|nº'.split(
    '|',
  ),
);

/** Is there nothing between the two but what stands between a label and its value? */
export function isLabelGap(text: string, from: number, to: number): boolean {
  if (to < from || to - from > LABEL_GAP_MAX) return false;
  const gap = text.slice(from, to).toLowerCase();
  return (gap.includes('<') ? gap.replaceAll(TAGS, ' ') : gap).split(MARKS).every((word) => GAP_WORDS.has(word));
}

/** Index of the first word that ends after `offset`. */
export function firstAfter(words: readonly Word[], offset: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
