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

/** Many, of which most come to nothing: kept as numbers, and made when they are asked for. */
export class Candidates {
  readonly #text: string;
  /** Start, end and 1 for a group of each. */
  readonly #places: number[] = [];
  readonly #kinds: (readonly Kind[])[] = [];

  constructor(text: string) {
    this.#text = text;
  }

  get length(): number {
    return this.#kinds.length;
  }

  add(kinds: readonly Kind[], start: number, end: number, grouped: boolean): void {
    this.#kinds.push(kinds);
    this.#places.push(start, end, grouped ? 1 : 0);
  }

  at(index: number): Candidate {
    const place = index * 3;
    return new Candidate(this.#kinds[index]!, this.#text, this.#places[place]!, this.#places[place + 1]!, this.#places[place + 2] === 1);
  }
}

/** `units`: the separators; `bracket`: one of them opens a bracket, which must be closed. */
type End = { kinds: Kind[]; separators: readonly string[]; units: readonly number[]; bracket: boolean };
/** By the code of the next chunk. */
type Node = { next: (Node | undefined)[]; ends: End[] };

const BLANKS = ' -\u00a0\u2009\u202f\u2011\u2013';
const IS_BLANK = new Uint8Array(65_536);
for (const blank of BLANKS) IS_BLANK[blank.charCodeAt(0)] = 1;

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
      else node.ends.push({ kinds: [kind], separators, units: separators.map((c) => c.charCodeAt(0)), bracket: separators.includes('(') });
    }
  }
  return { root };
}

export type Numbers = {
  candidates: Candidates;
  /** Where two letters and two digits begin. */
  countries: number[];
  /** Where words around it could explain something: from, to, from, to …, in order and apart. */
  spans: number[];
};

/** Every place in the text that is written as a kind is and is no part of something longer. Linear. */
export function scanNumbers(text: string, { root }: Shapes): Numbers {
  const numbers: Numbers = { candidates: new Candidates(text), countries: [], spans: [] };
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
/** The separators of what is being read. */
const BETWEEN = new Uint16Array(CHUNKS_MAX);

function begin(text: string, start: number, firstEnd: number, first: Node | undefined, numbers: Numbers): void {
  if (first === undefined || (first.ends.length === 0 && !goesOn(text, firstEnd)) || !beginsHere(text, start)) return;
  let node = first;
  let end = firstEnd;
  for (let chunks = 1; chunks <= CHUNKS_MAX; chunks++) {
    if (node.ends.length > 0) addEnds(text, start, end, chunks - 1, node.ends, numbers);
    if (node.next.length === 0 || !goesOn(text, end)) return;
    const chunk = readChunk(text, end + 1);
    const next = node.next[codeOf(chunk)];
    if (!next) return;
    BETWEEN[chunks - 1] = text.charCodeAt(end);
    node = next;
    end = endOf(chunk);
  }
}

const SEPARATORS = Uint8Array.from({ length: 65_536 }, (_, code) => (`${BLANKS}./(+`.includes(String.fromCharCode(code)) ? 1 : 0));

/** A separator, and then a chunk. */
const goesOn = (text: string, end: number): boolean =>
  end + 1 < text.length && SEPARATORS[text.charCodeAt(end)] === 1 && CLASSES[text.charCodeAt(end + 1)]! > 0;

/** @param count of the separators in `BETWEEN` */
function addEnds(text: string, start: number, end: number, count: number, ends: readonly End[], numbers: Numbers): void {
  for (let e = 0; e < ends.length; e++) {
    const { kinds, units, bracket } = ends[e]!;
    if (units.length !== count || !fits(units) || !endsHere(text, end, bracket)) continue;
    numbers.candidates.add(kinds, start, end, count > 0 && !isInRow(text, start, end));
    include(numbers, start, end);
  }
}

const BLANK = 0x20;
const HYPHEN = 0x2d;
const FIRM_HYPHEN = 0x2011;

/** A blank in a shape is a blank or a hyphen, the same all through. */
function fits(wanted: readonly number[]): boolean {
  let blank = 0;
  for (let i = 0; i < wanted.length; i++) {
    const own = BETWEEN[i]!;
    if (wanted[i] !== BLANK) {
      if (own !== wanted[i] && !(wanted[i] === HYPHEN && own === FIRM_HYPHEN)) return false;
      continue;
    }
    if (IS_BLANK[own] !== 1 || (blank !== 0 && own !== blank)) return false;
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
  const left = start > 1 && IS_BLANK[text.charCodeAt(start - 1)] === 1 && CLASSES[text.charCodeAt(start - 2)] === DIGIT;
  return left || (end + 1 < text.length && IS_BLANK[text.charCodeAt(end)] === 1 && CLASSES[text.charCodeAt(end + 1)] === DIGIT);
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
