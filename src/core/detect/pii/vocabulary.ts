/** Words of many languages found in a text: a trie that is walked from the beginnings of words, so most of a text costs a step or two. */

/** Who a word speaks for: an index into the owners that the vocabulary was built from. */
export type Owner = number;

export type Word = { owner: Owner; start: number; end: number };

export type Vocabulary = {
  /** All words between the two offsets, ordered by their ends, each once for every owner. Linear. */
  find(text: string, from: number, to: number): readonly Word[];
};

/** What may stand between the parts of a phrase: nothing is the fifth. */
const BETWEEN = " _-'";
const BLANK = 1;

type Trie = { classes: Uint8Array; width: number; next: Uint16Array; owners: Owner[][] };

/** @param words for each owner, the words in lower case; they are found in either case, a blank being any of `BETWEEN` or nothing */
export function vocabularyOf(words: readonly (readonly string[])[]): Vocabulary {
  const trie = growTrie(words);
  const { classes, next } = trie;
  return {
    find(text, from, to) {
      let found: Word[] | null = null;
      const stop = Math.min(to, text.length);
      let before = 0;
      let unit = from > 0 ? text.charCodeAt(from - 1) : 0;
      for (let i = from; i < stop; i++) {
        before = unit;
        unit = text.charCodeAt(i);
        // Most units go on with a word.
        if (
          unit >= 97 &&
          unit <= 122 &&
          before >= 97 &&
          before <= 122 &&
          ((before !== 110 && before !== 114 && before !== 116) || i < 2 || text.charCodeAt(i - 2) !== BACKSLASH)
        )
          continue;
        if (next[classes[unit]!] === 0 || !beginsWord(text, i)) continue;
        found = walk(trie, text, i, stop, found);
      }
      if (found === null) return NO_WORDS;
      return found.length > 1 ? found.sort((a, b) => a.end - b.end || a.start - b.start) : found;
    },
  };
}

const NO_WORDS: readonly Word[] = [];

/** Adds the words that begin at `start`. */
function walk({ classes, width, next, owners }: Trie, text: string, start: number, stop: number, known: Word[] | null): Word[] | null {
  let found = known;
  let state = 0;
  for (let at = start; at < stop; at++) {
    state = next[state * width + classes[text.charCodeAt(at)]!]!;
    if (state === 0) break;
    const own = owners[state]!;
    if (own === NOBODY || !endsWord(text, at + 1)) continue;
    found ??= [];
    for (let o = 0; o < own.length; o++) found.push({ owner: own[o]!, start, end: at + 1 });
  }
  return found;
}

const NOBODY: Owner[] = [];

function growTrie(words: readonly (readonly string[])[]): Trie {
  const classes = new Uint8Array(65_536);
  let width = BLANK + 1;
  let units = 1;
  const spelt = words.map((own) => [...new Set(own.flatMap((word) => [word, word.replaceAll(' ', '')]))]);
  for (const c of BETWEEN) classes[c.charCodeAt(0)] = BLANK;
  for (const word of spelt.flat()) {
    units += word.length;
    for (let i = 0; i < word.length; i++) {
      const unit = word.charCodeAt(i);
      if (classes[unit] === 0) classes[unit] = classes[upperOf(unit)] = width++;
    }
  }
  if (width > 255) throw new RangeError('more letters than classes');
  const next = new Uint16Array(units * width);
  const owners: Trie['owners'] = Array.from({ length: units }, () => NOBODY);
  let states = 1;
  for (const [owner, own] of spelt.entries()) {
    for (const word of own) {
      let state = 0;
      for (let i = 0; i < word.length; i++) {
        const cell = state * width + classes[word.charCodeAt(i)]!;
        if (next[cell] === 0) next[cell] = states++;
        state = next[cell]!;
      }
      if (owners[state] === NOBODY) owners[state] = [owner];
      else owners[state]!.push(owner);
    }
  }
  return { classes, width, next: next.slice(0, states * width), owners };
}

const upperOf = (unit: number): number => {
  const upper = String.fromCharCode(unit).toUpperCase();
  // Not the dotless i of Turkish: its capital is that of another letter.
  return upper.length === 1 && upper.toLowerCase() === String.fromCharCode(unit) ? upper.charCodeAt(0) : unit;
};

const isLower = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 0xdf && code <= 0x24f) || (code >= 0x430 && code <= 0x45f);
const isUpper = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 0xc0 && code <= 0xde) || (code >= 0x400 && code <= 0x42f);

/** Not within a longer word: what stands before is no letter, or a new part begins as in `cardNumber`. */
function beginsWord(text: string, start: number): boolean {
  if (start === 0) return true;
  const before = text.charCodeAt(start - 1);
  const first = text.charCodeAt(start);
  if (!(isLower(before) || isUpper(before)) || !(isLower(first) || isUpper(first))) return true;
  if (isLower(before) && isUpper(first)) return true;
  // The letter of an escaped line end, as in JSON within JSON.
  return text.charCodeAt(start - 2) === BACKSLASH && 'nrt'.includes(text.charAt(start - 1));
}

const BACKSLASH = 0x5c;

function endsWord(text: string, end: number): boolean {
  if (end === text.length) return true;
  const last = text.charCodeAt(end - 1);
  const after = text.charCodeAt(end);
  if (!(isLower(after) || isUpper(after)) || !(isLower(last) || isUpper(last))) return true;
  return isLower(last) && isUpper(after);
}
