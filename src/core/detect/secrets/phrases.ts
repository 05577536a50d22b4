/** Values that people make up for a manual: words about passwords, keys in the order of the keyboard or the alphabet. */

/** Words that tutorials build their passwords from. */
const WORDS = new Set(
  (
    'a my your our the is this some new old bad good real fake test tests testing tester demo sample example dummy mock change changed me pass passw ' +
    'passwd password passwords passphrase phrase pwd secret secrets secure secured security strong weak super very long short random user users ' +
    'admin administrator root guest login account client server db database app web api key keys token tokens auth value string text clear ' +
    'cleartext plain plaintext default temp temporary initial welcome hello world foo bar baz qux here please dev prod staging local host ' +
    'localhost postgres mysql redis mongo master service private public unsafe insecure'
  ).split(' '),
);

/** Of these, one at least must be among them: a weak password without them may well be somebody's. */
const TEACHING = new Set(
  'my your our some new old bad good real fake test tests testing tester demo sample example dummy mock change changed strong weak secure secured random clear cleartext plain plaintext default temp temporary initial here please unsafe insecure'.split(
    ' ',
  ),
);

const LEET: Readonly<Record<string, string>> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' };

const wordsOf = (value: string): string[] =>
  value
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/[a-z]+/g) ?? [];

const isOfWords = (words: readonly string[]): boolean => {
  const known = words.filter((word) => WORDS.has(word));
  return (
    known.some((word) => TEACHING.has(word)) && known.some((word) => word.length > 3) && known.length >= Math.max(1, words.length * 0.6)
  );
};

const KEYBOARD = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'abcdefghijklmnopqrstuvwxyz'].flatMap((row) => [row, [...row].reverse().join('')]);
const ROW_MIN = 6;
/** So many keys of a row, wherever they begin. */
const IN_ROWS = new Set(
  KEYBOARD.flatMap((row) => Array.from({ length: Math.max(0, row.length - ROW_MIN + 1) }, (_, i) => row.slice(i, i + ROW_MIN))),
);

/** Letters in the order of the alphabet or of a row of keys, with digits or capitals strewn in. */
function isRow(value: string): boolean {
  const letters = value.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (letters.length < ROW_MIN) return false;
  for (let i = 0; i + ROW_MIN <= letters.length; i++) if (IN_ROWS.has(letters.slice(i, i + ROW_MIN))) return true;
  return false;
}

/** Share of the value that lies in runs of four or more neighbours (`0123`, `abcd`) or equal characters. */
function isMostlyRuns(value: string): boolean {
  let inRuns = 0;
  for (let i = 0; i < value.length;) {
    let end = i + 1;
    const step = value.charCodeAt(end) - value.charCodeAt(i);
    if (step >= -1 && step <= 1) while (end < value.length && value.charCodeAt(end) - value.charCodeAt(end - 1) === step) end++;
    if (end - i >= 4) inRuns += end - i;
    i = end;
  }
  return inRuns >= value.length * 0.75;
}

export function isPhrase(value: string): boolean {
  if (isOfWords(wordsOf(value)) || isRow(value) || isMostlyRuns(value)) return true;
  const unleeted = [...value].map((c) => LEET[c] ?? c).join('');
  return unleeted !== value && isOfWords(splitKnown(unleeted.toLowerCase().replaceAll(/[^a-z]/g, '')));
}

/** Letters of a word that is looked for in others, and how such words begin. */
const PART_MIN = 4;
const PART_MAX = 14;
const BEGINNINGS = new Set([...WORDS].filter((word) => word.length >= PART_MIN).map((word) => word.slice(0, PART_MIN)));

/** Words of the list that the letters are made of, longest first; what is none of them is one more word. */
function splitKnown(letters: string): string[] {
  const words: string[] = [];
  let rest = '';
  for (let i = 0; i < letters.length;) {
    let length = BEGINNINGS.has(letters.slice(i, i + PART_MIN)) ? Math.min(PART_MAX, letters.length - i) : 0;
    while (length >= PART_MIN && !WORDS.has(letters.slice(i, i + length))) length--;
    if (length >= PART_MIN) {
      if (rest !== '') words.push(rest);
      rest = '';
      words.push(letters.slice(i, i + length));
      i += length;
    } else rest += letters.charAt(i++);
  }
  return rest === '' ? words : [...words, rest];
}
