/** Which words stand around a number: they tell a card from an order, in whatever language. */
import { buildLiterals } from '../../text/literals.ts';

/** Who a word speaks for: an index into the owners that the vocabulary was built from. */
export type Owner = number;

export type Word = { owner: Owner; start: number; end: number };

export type Vocabulary = {
  /** All words between the two offsets, ordered by their ends, each once for every owner. Linear. */
  find(text: string, from: number, to: number): readonly Word[];
};

/** @param words for each owner, the words in lower case */
export function vocabularyOf(words: readonly (readonly string[])[]): Vocabulary {
  const owners = new Map<string, Set<Owner>>();
  for (const [owner, own] of words.entries())
    for (const word of own.flatMap(spellings)) owners.set(word, (owners.get(word) ?? new Set<Owner>()).add(owner));
  const literals = [...owners.keys()];
  const ownersOf = [...owners.values()].map((set) => [...set]);
  const automaton = buildLiterals(literals);
  return {
    find(text, from, to) {
      const found: Word[] = [];
      automaton.scan(text.slice(from, to), (literal, inStart, inEnd) => {
        const start = from + inStart;
        const end = from + inEnd;
        if (!isWhole(text, start, end)) return;
        for (const owner of ownersOf[literal]!) found.push({ owner, start, end });
      });
      return found;
    },
  };
}

/** Blanks may be underscores, hyphens or missing, as in names of fields; letters beyond ASCII may be capitals. */
function spellings(word: string): string[] {
  const elided = word.replaceAll(/\b([dl]) /g, "$1'");
  const forms = word.includes(' ') ? new Set([elided, ...[' ', '_', '-', ''].map((between) => word.replaceAll(' ', between))]) : [word];
  const isAscii = !/[^\x20-\x7e]/.test(word);
  return isAscii ? [...forms] : [...forms].flatMap((form) => [form, form.replaceAll(/[^\x20-\x7e]/g, (letter) => letter.toUpperCase())]);
}

const isLower = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 0xdf && code <= 0x24f) || (code >= 0x430 && code <= 0x45f);
const isUpper = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 0xc0 && code <= 0xde) || (code >= 0x400 && code <= 0x42f);

/** No part of a longer word: what stands beside it is no letter, or begins a new part as in `cardNumber`. Plural s is allowed. */
function isWhole(text: string, start: number, end: number): boolean {
  const before = text.charCodeAt(start - 1);
  const first = text.charCodeAt(start);
  if (start > 0 && (isLower(before) || isUpper(before)) && (isLower(first) || isUpper(first)) && !(isLower(before) && isUpper(first))) {
    // The letter of an escaped line end, as in JSON within JSON.
    if (!(/[nrt]/.test(text.charAt(start - 1)) && text.charAt(start - 2) === '\\')) return false;
  }
  const last = text.charCodeAt(end - 1);
  const after = text.charCodeAt(end);
  if (!isLower(after) && !isUpper(after)) return true;
  if (!isLower(last) && !isUpper(last)) return true;
  return isLower(last) && isUpper(after);
}

/** How far before and after a number a word still speaks of it. */
export const BEFORE_MAX = 64;
export const AFTER_MAX = 24;
/** Between a label and what it labels: at most this much, and nothing but these. */
export const LABEL_GAP_MAX = 40;
const GAP =
  /^(?:["'`\s:=#.,()[\]|*>\\_?-]|<[^<>]{0,16}>|\b(?:numbers?|no|nr|num|nummer|numero|número|numéro|is|was|of|code|id|digits|est|es|é|è|ist|er|jest|to|value|text|holder|the|my|your|on|file|it|s)\b|n°|nº|№|号码|号碼|号|號|は|是|为|為|：)*$/i;

/** Is there nothing between the two but what stands between a label and its value? */
export const isLabelGap = (text: string, from: number, to: number): boolean =>
  to >= from && to - from <= LABEL_GAP_MAX && GAP.test(text.slice(from, to));

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
