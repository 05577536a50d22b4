/** The stretches of a text that are scored one by one: an order is a few sentences, whatever it hides in. */
import { CHUNK, GAP, type Tokens } from './tokens.ts';

/** A sentence that goes on longer is cut. */
const SENTENCE_MAX = 24;
/** Sentences and tokens of a window. */
const SENTENCES_MAX = 4;
const TOKENS_MAX = 64;
/** Fewer say nothing. */
const TOKENS_MIN = 3;

/** Where sentences end, while a text is gone through. */
const ENDS = new Int32Array(CHUNK);

/** Calls `each` with every window as tokens `[from, to)`, by their beginnings. At most four windows begin at a sentence. */
export function eachWindow(tokens: Tokens, each: (from: number, to: number) => void): void {
  const { count, gaps } = tokens;
  let sentences = 0;
  for (let start = 0; start < count; start = ENDS[sentences++]!) ENDS[sentences] = sentenceEnd(tokens, start);
  for (let s = 0, start = 0; s < sentences; start = ENDS[s++]!) {
    const last = Math.min(sentences, s + SENTENCES_MAX);
    for (let n = s; n < last; n++) {
      if (n > s && gaps[ENDS[n - 1]!] === GAP.value) break;
      const end = ENDS[n]!;
      if (n > s && end - start > TOKENS_MAX) break;
      if (end - start >= TOKENS_MIN) each(start, end);
    }
  }
}

/** The end of the sentence, or of the piece of it, that begins at token `start`. */
export function sentenceEnd({ count, gaps }: Tokens, start: number): number {
  const limit = Math.min(count, start + SENTENCE_MAX);
  let end = start + 1;
  while (end < limit && gaps[end] === GAP.none) end++;
  return end;
}

/** Long windows have more words for and against: their sum is set against the root of their length. */
const WEIGHTS = Float64Array.from({ length: TOKENS_MAX + SENTENCE_MAX + 1 }, (_, tokens) => 1 / Math.sqrt(Math.max(tokens, 8)));
export const weightOf = (tokens: number): number => WEIGHTS[tokens]!;
