/** Regular expressions as a tree, as far as the question of backtracking needs it (ECMA-262, 22.2). */

export type PatternNode =
  | { type: 'set'; has(char: number): boolean }
  | { type: 'row'; parts: PatternNode[] }
  | { type: 'either'; branches: PatternNode[] }
  | { type: 'loop'; body: PatternNode; min: number; max: number }
  /** `^`, which fails before anything is tried. */
  | { type: 'start' }
  /** Anchors, look-arounds and back references: they may fail, and what they match is not followed. */
  | { type: 'barrier' };

/** Longer patterns are not judged. */
export const PATTERN_MAX = 1_000;
const GROUPS_MAX = 20;

/** Null for what is no pattern, or too long. Linear. */
export function parsePattern(source: string): PatternNode | null {
  if (source.length > PATTERN_MAX) return null;
  const reader = new Reader(source);
  const root = reader.either(0);
  return root && reader.isAtEnd ? root : null;
}

const BARRIER: PatternNode = { type: 'barrier' };
const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isWord = (c: number): boolean => isDigit(c) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95;
const isSpace = (c: number): boolean => c === 32 || (c >= 9 && c <= 13) || c === 0xa0;
const CLASSES: Readonly<Record<string, (c: number) => boolean>> = {
  d: isDigit,
  D: (c) => !isDigit(c),
  w: isWord,
  W: (c) => !isWord(c),
  s: isSpace,
  S: (c) => !isSpace(c),
};
const CONTROLS: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, 0: 0 };

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#source.length;
  }

  either(depth: number): PatternNode | null {
    if (depth > GROUPS_MAX) return null;
    const branches: PatternNode[] = [];
    for (;;) {
      const row = this.#row(depth);
      if (!row) return null;
      branches.push(row);
      if (this.#source[this.#at] !== '|') break;
      this.#at++;
    }
    return branches.length === 1 ? branches[0]! : { type: 'either', branches };
  }

  #row(depth: number): PatternNode | null {
    const parts: PatternNode[] = [];
    while (!this.isAtEnd && this.#source[this.#at] !== '|' && this.#source[this.#at] !== ')') {
      const part = this.#atom(depth);
      if (!part) return null;
      parts.push(this.#quantified(part));
    }
    return parts.length === 1 ? parts[0]! : { type: 'row', parts };
  }

  #atom(depth: number): PatternNode | null {
    const char = this.#source[this.#at++]!;
    if (char === '(') return this.#group(depth);
    if (char === '[') return this.#class();
    if (char === '\\') return this.#escape();
    if (char === '.') return { type: 'set', has: (c) => c !== 10 && c !== 13 };
    if (char === '^') return { type: 'start' };
    if (char === '$') return BARRIER;
    const code = char.charCodeAt(0);
    return { type: 'set', has: (c) => c === code };
  }

  #group(depth: number): PatternNode | null {
    const head = /\?(?:[:=!]|<[=!]|<[A-Za-z_$][\w$]{0,99}>)/y;
    head.lastIndex = this.#at;
    const opened = head.exec(this.#source)?.[0] ?? '';
    this.#at += opened.length;
    const body = this.either(depth + 1);
    if (!body || this.#source[this.#at] !== ')') return null;
    this.#at++;
    return opened.endsWith('=') || opened.endsWith('!') ? BARRIER : body;
  }

  #class(): PatternNode | null {
    const negated = this.#source[this.#at] === '^';
    if (negated) this.#at++;
    const tests: ((c: number) => boolean)[] = [];
    for (;;) {
      if (this.isAtEnd) return null;
      if (this.#source[this.#at] === ']') break;
      const low = this.#member();
      if (typeof low === 'function') {
        tests.push(low);
        continue;
      }
      if (this.#source[this.#at] !== '-' || this.#source[this.#at + 1] === ']') {
        tests.push((c) => c === low);
        continue;
      }
      this.#at++;
      const high = this.#member();
      if (typeof high === 'number') tests.push((c) => c >= low && c <= high);
      else tests.push((c) => c === low || c === 45 || high(c));
    }
    this.#at++;
    const within = (c: number): boolean => tests.some((test) => test(c));
    return { type: 'set', has: negated ? (c) => !within(c) : within };
  }

  /** One character of a class, or a class of its own. */
  #member(): number | ((c: number) => boolean) {
    const char = this.#source[this.#at++] ?? '';
    if (char !== '\\') return char.charCodeAt(0);
    return this.#escaped();
  }

  #escape(): PatternNode {
    const next = this.#source[this.#at] ?? '';
    if (next === 'b' || next === 'B' || (next >= '1' && next <= '9') || next === 'k') {
      this.#at++;
      return BARRIER;
    }
    const read = this.#escaped();
    return { type: 'set', has: typeof read === 'number' ? (c) => c === read : read };
  }

  /** After a backslash. Letters by property are no set that could be told here. */
  #escaped(): number | ((c: number) => boolean) {
    const char = this.#source[this.#at++] ?? '';
    const known = CLASSES[char];
    if (known) return known;
    if (char === 'p' || char === 'P') {
      const end = this.#source[this.#at] === '{' ? this.#source.indexOf('}', this.#at) : -1;
      if (end > 0) this.#at = end + 1;
      return () => false;
    }
    const digits = char === 'x' ? 2 : char === 'u' ? 4 : 0;
    const hex = this.#source.slice(this.#at, this.#at + digits);
    if (digits > 0 && hex.length === digits && /^[0-9a-f]+$/i.test(hex)) {
      this.#at += digits;
      return Number.parseInt(hex, 16);
    }
    return CONTROLS[char] ?? char.charCodeAt(0);
  }

  #quantified(body: PatternNode): PatternNode {
    const quantifier = /(?:[*+?]|\{(\d{1,6})(?:(,)(\d{0,6}))?\})\??/y;
    quantifier.lastIndex = this.#at;
    const found = quantifier.exec(this.#source);
    if (!found) return body;
    this.#at += found[0].length;
    const [sign, low, comma, high] = [found[0][0], found[1], found[2], found[3]];
    if (low === undefined) return { type: 'loop', body, min: sign === '+' ? 1 : 0, max: sign === '?' ? 1 : Infinity };
    const min = Number(low);
    return { type: 'loop', body, min, max: comma === undefined ? min : high ? Number(high) : Infinity };
  }
}
