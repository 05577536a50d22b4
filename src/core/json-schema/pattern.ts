/** `pattern` of ECMA-262 as a linear-time pattern of RE2 (JSON Schema 2020-12 Core, 6.4). */
import { RE2JS } from 're2js';

/** Longer patterns are refused. */
export const PATTERN_CHARS_MAX = 1_000;
/** Instructions of one pattern after its repetitions are unrolled. */
export const PATTERN_SIZE_MAX = 1_500;

export type Pattern = {
  test(text: string): boolean;
  /** Work units of a test on `chars` UTF-16 units. */
  cost(chars: number): number;
  /** Instructions. */
  size: number;
};

/** Null when the pattern is malformed, too large, or needs what no linear-time engine can do (look-around, back-references). */
export function compilePattern(source: string): Pattern | null {
  if (source.length > PATTERN_CHARS_MAX) return null;
  const translated = new Translation(source).run();
  if (translated === null) return null;
  try {
    const compiled = RE2JS.compile(translated);
    const size = compiled.programSize();
    return { test: (text) => compiled.test(text), cost: (chars) => 2 + Math.floor((chars * size) / 4), size };
  } catch {
    return null;
  }
}

const SPACE = '\\t-\\r \\x{A0}\\x{1680}\\x{2000}-\\x{200A}\\x{2028}\\x{2029}\\x{202F}\\x{205F}\\x{3000}\\x{FEFF}';
const NOT_SPACE =
  '\\x{0}-\\x{8}\\x{E}-\\x{1F}!-\\x{9F}\\x{A1}-\\x{167F}\\x{1681}-\\x{1FFF}\\x{200B}-\\x{2027}\\x{202A}-\\x{202E}\\x{2030}-\\x{205E}\\x{2060}-\\x{2FFF}\\x{3001}-\\x{FEFE}\\x{FF00}-\\x{10FFFF}';
/** Escapes that mean the same in both. */
const SAME = 'dDwWnrtfv';
/** Long names of general categories (Unicode, PropertyValueAliases) that people write; RE2 knows the short ones. */
const CATEGORIES = new Map([
  ['Letter', 'L'],
  ['Uppercase_Letter', 'Lu'],
  ['Lowercase_Letter', 'Ll'],
  ['Titlecase_Letter', 'Lt'],
  ['Mark', 'M'],
  ['Number', 'N'],
  ['Decimal_Number', 'Nd'],
  ['digit', 'Nd'],
  ['Punctuation', 'P'],
  ['punct', 'P'],
  ['Symbol', 'S'],
  ['Currency_Symbol', 'Sc'],
  ['Separator', 'Z'],
  ['Space_Separator', 'Zs'],
  ['Other', 'C'],
  ['Control', 'Cc'],
]);

/** One left-to-right pass; keeps count of how large the pattern becomes when repetitions are unrolled. */
class Translation {
  readonly #source: string;
  #at = 0;
  #size = 0;
  #last = 0;
  readonly #groups: number[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  run(): string | null {
    let out = '';
    while (this.#at < this.#source.length) {
      const part = this.#part();
      if (part === null || this.#size > PATTERN_SIZE_MAX) return null;
      out += part;
    }
    return out;
  }

  #part(): string | null {
    const c = this.#source.charAt(this.#at++);
    if (c === '(') return this.#open();
    if (c === ')') {
      this.#last = this.#size - (this.#groups.pop() ?? this.#size);
      return ')';
    }
    if (c === '{') return this.#repeat();
    if ('*+?|^$'.includes(c)) return c;
    this.#last = 1;
    this.#size++;
    if (c === '[') return this.#set();
    if (c === '\\') return this.#escape(false);
    return c === '.' ? '[^\\n\\r\\x{2028}\\x{2029}]' : c;
  }

  #open(): string | null {
    this.#groups.push(this.#size);
    this.#size += 2;
    const isNamed = this.#source.startsWith('?<', this.#at) && !'=!'.includes(this.#source.charAt(this.#at + 2));
    if (!isNamed) return this.#source.startsWith('?<', this.#at) ? null : '(';
    this.#at += 2;
    return '(?P<';
  }

  /** `{n}`, `{n,}`, `{n,m}`; any other brace stands for itself. */
  #repeat(): string | null {
    const end = this.#source.indexOf('}', this.#at);
    const body = end < 0 || end - this.#at > 9 ? '' : this.#source.slice(this.#at, end);
    const bounds = body.split(',');
    const isCount = bounds.length <= 2 && isDigits(bounds[0]) && (bounds.length === 1 || bounds[1] === '' || isDigits(bounds[1]));
    if (!isCount) return '\\{';
    const times = Math.max(1, Number(bounds[0]), Number(bounds[1] ?? 0));
    this.#size += this.#last * (times - 1);
    this.#last *= times;
    this.#at = end + 1;
    return `{${body}}`;
  }

  #set(): string | null {
    const isNegated = this.#source.charAt(this.#at) === '^';
    if (isNegated) this.#at++;
    let body = '';
    for (;;) {
      if (this.#at >= this.#source.length) return null;
      const c = this.#source.charAt(this.#at++);
      if (c === ']') break;
      const part = c === '\\' ? this.#escape(true) : c === '[' ? '\\[' : c === '^' && body === '' ? '\\^' : c;
      if (part === null) return null;
      body += part;
    }
    // `[]` matches nothing in ECMA-262, `[^]` everything.
    if (body === '') return isNegated ? '[\\x{0}-\\x{10FFFF}]' : '[^\\x{0}-\\x{10FFFF}]';
    return `[${isNegated ? '^' : ''}${body}]`;
  }

  #escape(inSet: boolean): string | null {
    const c = this.#source.charAt(this.#at++);
    if (SAME.includes(c) && c !== '') return `\\${c}`;
    if (c === 's') return inSet ? SPACE : `[${SPACE}]`;
    if (c === 'S') return inSet ? NOT_SPACE : `[${NOT_SPACE}]`;
    if (c === 'b') return inSet ? '\\x{8}' : '\\b';
    if (c === 'B') return inSet ? null : '\\B';
    if (c === '0' && !isDigits(this.#source.charAt(this.#at))) return '\\x{0}';
    if (c === 'p' || c === 'P') return this.#property(c);
    if (c === 'c') return this.#control();
    if (c === 'x') return this.#hex(2);
    if (c === 'u') return this.#unicode();
    const isWord = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return c === '' || isWord ? null : c.charCodeAt(0) < 0x80 ? `\\${c}` : c;
  }

  #property(kind: string): string | null {
    const end = this.#source.indexOf('}', this.#at);
    if (this.#source.charAt(this.#at) !== '{' || end < 0) return null;
    const name = this.#source.slice(this.#at + 1, end);
    this.#at = end + 1;
    const equals = name.indexOf('=');
    const value = equals < 0 ? name : name.slice(equals + 1);
    return `\\${kind}{${CATEGORIES.get(value) ?? value}}`;
  }

  #control(): string | null {
    const c = this.#source.charCodeAt(this.#at++);
    return (c | 0x20) >= 0x61 && (c | 0x20) <= 0x7a ? `\\x{${(c & 0x1f).toString(16)}}` : null;
  }

  #hex(digits: number): string | null {
    const text = this.#source.slice(this.#at, this.#at + digits);
    if (text.length < digits || !isHexText(text)) return null;
    this.#at += digits;
    return `\\x{${text}}`;
  }

  #unicode(): string | null {
    if (this.#source.charAt(this.#at) === '{') {
      const end = this.#source.indexOf('}', this.#at);
      const text = this.#source.slice(this.#at + 1, end);
      if (end < 0 || text.length > 8 || !isHexText(text)) return null;
      this.#at = end + 1;
      return `\\x{${text}}`;
    }
    const unit = this.#hex(4);
    if (unit === null) return null;
    const high = Number.parseInt(unit.slice(3, -1), 16);
    if (high < 0xd800 || high > 0xdbff || !this.#source.startsWith('\\u', this.#at)) return unit;
    const low = Number.parseInt(this.#source.slice(this.#at + 2, this.#at + 6), 16);
    if (!(low >= 0xdc00 && low <= 0xdfff)) return unit;
    this.#at += 6;
    return `\\x{${(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)).toString(16)}}`;
  }
}

function isDigits(text: string | undefined): boolean {
  if (!text) return false;
  for (let i = 0; i < text.length; i++) if (text.charAt(i) < '0' || text.charAt(i) > '9') return false;
  return true;
}

function isHexText(text: string): boolean {
  if (text === '') return false;
  for (let i = 0; i < text.length; i++) if (!'0123456789abcdefABCDEF'.includes(text.charAt(i))) return false;
  return true;
}
