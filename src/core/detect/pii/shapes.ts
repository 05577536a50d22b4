/** Finds runs of digits and letters that are written as one of the kinds is: a trie over the lengths of their parts. */
import { CHUNK_MAX, CLASSES, codeOf, codeOfShape, DIGIT, endOf, LETTER, LETTERS, readChunk, readDigits } from './chunks.ts';
import { AFTER_MAX, BEFORE_MAX } from './context.ts';
import type { Kind } from './kind.ts';

export class Candidate {
  /** All that are written so; their form is not looked at yet. */
  readonly kinds: readonly Kind[];
  readonly start: number;
  readonly end: number;
  /** Written with separators, and no piece of a longer row of numbers. */
  readonly grouped: boolean;
  readonly #text: string;
  #compact: string | null = null;

  constructor(kinds: readonly Kind[], text: string, start: number, end: number, grouped: boolean) {
    this.kinds = kinds;
    this.start = start;
    this.end = end;
    this.grouped = grouped;
    this.#text = text;
  }

  /** Without separators, in upper case. */
  get compact(): string {
    return (this.#compact ??= compactOf(this.#text, this.start, this.end));
  }
}

type End = { kinds: Kind[]; separators: readonly string[] };
/** By the code of the next chunk. */
type Node = { next: (Node | undefined)[]; ends: End[] };

const BLANKS = ' -\u00a0\u2009\u202f\u2011\u2013';

export type Shapes = { root: Node };

export function compileShapes(kinds: readonly Kind[]): Shapes {
  const root: Node = { next: [], ends: [] };
  for (const kind of kinds) {
    for (const shape of kind.shapes) {
      const separators = shape.replaceAll(/[ad\d]/g, '').split('');
      let node = root;
      for (const chunk of shape.split(/[^ad\d]/)) node = node.next[codeOfShape(chunk)] ??= { next: [], ends: [] };
      const same = node.ends.find((end) => end.separators.join('') === separators.join(''));
      if (same) same.kinds.push(kind);
      else node.ends.push({ kinds: [kind], separators });
    }
  }
  return { root };
}

export type Numbers = {
  candidates: Candidate[];
  /** Where two letters and two digits begin. */
  countries: number[];
  /** Where words around it could explain something: from, to, from, to …, in order and apart. */
  spans: number[];
};

/** Every place in the text that is written as a kind is and is no part of something longer. Linear. */
export function scanNumbers(text: string, { root }: Shapes): Numbers {
  const numbers: Numbers = { candidates: [], countries: [], spans: [] };
  let done = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit > NINE || unit < ZERO) continue;
    const start = i > done && CLASSES[text.charCodeAt(i - 1)] === LETTER ? chunkStart(text, i, done) : i;
    const chunk = start === i ? readDigits(text, i) : readChunk(text, start);
    const code = codeOf(chunk);
    const end = endOf(chunk);
    if (mayHaveLabel(text, start, end, code)) include(numbers, start, end);
    if (i - start === 2 && CLASSES[text.charCodeAt(i + 1)] === DIGIT) {
      numbers.countries.push(start);
      include(numbers, start, start);
    }
    if (code > 0) {
      begin(text, start, end, root.next[code], numbers);
      if (start === i) afterLetters(text, start, done, root, numbers);
    }
    done = end;
    i = end - 1;
  }
  return numbers;
}

const ZERO = 48;
const NINE = 57;
const BACKSLASH = 0x5c;

/** Back over the letters before the digit at `at`, but not over the letter of an escaped line end (JSON within JSON). */
function chunkStart(text: string, at: number, floor: number): number {
  let start = at;
  while (start > floor && CLASSES[text.charCodeAt(start - 1)] === LETTER) start--;
  return start < at && text.charCodeAt(start - 1) === BACKSLASH && 'nrt'.includes(text.charAt(start)) ? start + 1 : start;
}

/** What begins with a letter or two, a separator away from the digit at `at`. */
function afterLetters(text: string, at: number, floor: number, root: Node, numbers: Numbers): void {
  const end = at - 1;
  let start = end;
  while (start > floor && end - start < 3 && CLASSES[text.charCodeAt(start - 1)] === LETTER) start--;
  if (end - start === 1 || end - start === 2) begin(text, start, end, root.next[LETTERS + end - start], numbers);
}

/** Spans nearer to each other than this are one. */
const SPAN_GAP = BEFORE_MAX + AFTER_MAX;

function include({ spans }: Numbers, start: number, end: number): void {
  const last = spans.length - 1;
  if (last < 0 || start > spans[last]! + SPAN_GAP) spans.push(start, end);
  else if (end > spans[last]!) spans[last] = end;
}

/** Only a label tells what it is: a number of five units or more, or of four before another; years and hashes have none. */
const mayHaveLabel = (text: string, start: number, end: number, code: number): boolean =>
  (end - start > 4 && end - start <= CHUNK_MAX) || (code === 4 && CLASSES[text.charCodeAt(end + 1)] === DIGIT && !isYear(text, start));

const isYear = (text: string, start: number): boolean => text.startsWith('19', start) || text.startsWith('20', start);

const CHUNKS_MAX = 9;

function begin(text: string, start: number, firstEnd: number, first: Node | undefined, numbers: Numbers): void {
  if (first === undefined || (first.ends.length === 0 && !goesOn(text, firstEnd)) || !beginsHere(text, start)) return;
  let node = first;
  let end = firstEnd;
  let separators = '';
  for (let chunks = 1; chunks <= CHUNKS_MAX; chunks++) {
    if (node.ends.length > 0) addEnds(text, start, end, separators, node.ends, numbers);
    if (node.next.length === 0 || !goesOn(text, end)) return;
    const chunk = readChunk(text, end + 1);
    const next = node.next[codeOf(chunk)];
    if (!next) return;
    separators += text.charAt(end);
    node = next;
    end = endOf(chunk);
  }
}

const SEPARATORS = Uint8Array.from({ length: 65_536 }, (_, code) => (`${BLANKS}./(+`.includes(String.fromCharCode(code)) ? 1 : 0));

/** A separator, and then a chunk. */
const goesOn = (text: string, end: number): boolean =>
  end + 1 < text.length && SEPARATORS[text.charCodeAt(end)] === 1 && CLASSES[text.charCodeAt(end + 1)]! > 0;

function addEnds(text: string, start: number, end: number, separators: string, ends: readonly End[], numbers: Numbers): void {
  for (const { kinds, separators: wanted } of ends) {
    if (!fits(separators, wanted) || !endsHere(text, end, wanted.includes('('))) continue;
    numbers.candidates.push(new Candidate(kinds, text, start, end, separators !== '' && !isInRow(text, start, end)));
    include(numbers, start, end);
  }
}

/** A blank in a shape is a blank or a hyphen, the same all through. */
function fits(separators: string, wanted: readonly string[]): boolean {
  if (separators.length !== wanted.length) return false;
  let blank = '';
  for (let i = 0; i < wanted.length; i++) {
    const own = separators.charAt(i);
    if (wanted[i] !== ' ') {
      if (own !== wanted[i] && !(wanted[i] === '-' && own === '\u2011')) return false;
      continue;
    }
    if (!BLANKS.includes(own) || (blank !== '' && own !== blank)) return false;
    blank = own;
  }
  return true;
}

const isWordUnit = (code: number): boolean => (CLASSES[code] ?? 0) !== 0;

/** By unit what it does to a number that it touches. */
const AROUND = new Uint8Array(65_536);
/** Before it: something else, whatever precedes. */
const NEVER_BEFORE = 1;
/** Before it: something else between two words: no decimals, no money, no path, no identifier. */
const NOT_JOINED = 2;
/** Behind it: something else. */
const NEVER_AFTER = 4;
/** Behind it: something else where a word follows. */
const NOT_GOING_ON = 8;
for (const [units, bit] of [
  ['_$€£¥+@%&^~', NEVER_BEFORE],
  ['-./:', NOT_JOINED],
  ['_@%€£(', NEVER_AFTER],
  ['-./+', NOT_GOING_ON],
] as const)
  for (const unit of units) AROUND[unit.charCodeAt(0)]! |= bit;
const COLON = 0x3a;

function beginsHere(text: string, start: number): boolean {
  if (start === 0) return true;
  const before = text.charCodeAt(start - 1);
  const around = AROUND[before]!;
  if ((around & (NEVER_BEFORE | NOT_JOINED)) === 0) return true;
  if ((around & NEVER_BEFORE) !== 0) return false;
  const joined = CLASSES[text.charCodeAt(start - 2)] ?? 0;
  return joined === 0 || (before === COLON && joined === LETTER);
}

function endsHere(text: string, end: number, isBracket: boolean): boolean {
  if (isBracket) return text.charAt(end) === ')';
  if (end === text.length) return true;
  const after = text.charCodeAt(end);
  const around = AROUND[after]!;
  if (isWordUnit(after) || (around & NEVER_AFTER) !== 0) return false;
  return (around & NOT_GOING_ON) === 0 || !isWordUnit(text.charCodeAt(end + 1));
}

/** Numbers to its left or right, a blank away: a column of figures. */
function isInRow(text: string, start: number, end: number): boolean {
  const left = BLANKS.includes(text.charAt(start - 1)) && CLASSES[text.charCodeAt(start - 2)] === DIGIT;
  const right = BLANKS.includes(text.charAt(end)) && CLASSES[text.charCodeAt(end + 1)] === DIGIT;
  return (left && start > 1) || (right && end + 1 < text.length);
}

function compactOf(text: string, start: number, end: number): string {
  let compact = '';
  let from = start;
  for (let i = start; i < end; i++) {
    if (isWordUnit(text.charCodeAt(i))) continue;
    compact += text.slice(from, i);
    from = i + 1;
  }
  return (from === start ? text.slice(start, end) : compact + text.slice(from, end)).toUpperCase();
}
