/** From the lexicon to parts of words that wake the detector: what tells an order from other text, cut to a stem, without what another stem covers. */
import type { Concept, Words } from './concepts.ts';

/** Units of a stem. */
const STEM_MAX = 12;
const STEM_MIN = 5;
const ASCII_RUN = /[ -~]+/g;

/** The longest stretch that the literals of a detector can match: ASCII, in lower case. */
function stemOf(word: string): string {
  let best = '';
  for (const [run] of word.replaceAll('*', '').toLowerCase().matchAll(ASCII_RUN)) if (run.length > best.length) best = run;
  return best.slice(0, STEM_MAX);
}

/**
 * Stems of every word of these concepts; none that contains one of `known`, or another of them.
 * @param least units of a stem; shorter ones would wake on ordinary words
 */
export function stemsOf(lists: readonly Words[], concepts: readonly Concept[], known: readonly string[], least = STEM_MIN): string[] {
  const found = new Set<string>();
  for (const { words } of lists)
    for (const concept of concepts) for (const word of words[concept]?.split('|') ?? []) found.add(stemOf(word));
  const stems = [...found].filter((stem) => stem.trim().length >= least).sort((a, b) => a.length - b.length);
  const kept: string[] = [];
  for (const stem of stems) if (!known.some((one) => stem.includes(one)) && !kept.some((one) => stem.includes(one))) kept.push(stem);
  return kept;
}
