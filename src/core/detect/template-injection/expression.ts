/** What a template expression does, told from its tokens: climbs, calls, reckons with constants, or names data. */
import {
  OTHER,
  BLANK,
  QUOTE,
  LETTER,
  DIGIT,
  OPERATOR,
  OPENING,
  CLOSING,
  CLOSING_SQUARE,
  DOT,
  QUESTION,
  BACKSLASH,
  DOLLAR,
  KINDS,
  following,
  nameEnd,
  previous,
} from './characters.ts';
import { ARITHMETIC, bitsOf, CALL, CALLED, CALLER, CONSTANT, isClass, isHarmless, KEYWORD, PURE, REACH } from './names.ts';

export type Traits = {
  /** It names something that leads out of the data. */
  reach: boolean;
  /** It calls what runs commands or reads files. */
  call: boolean;
  /** It computes, and from constants alone. */
  constant: boolean;
  /** The first name, and whether it is all that there is. */
  first: string;
  single: boolean;
};

const NUMBER = /\d[\w.]{0,64}/y;

/** Functions that read a template by its name, and names that are files of the machine. */
const INCLUDES = new Set(['include', 'source', 'extends', 'render', 'read', 'open', 'import', 'parse']);
const OUTSIDE = /^\s?\(\s{0,4}['"](?:\/(?:etc|proc|var|root|home|tmp|usr)\/|\.\.\/\.\.|file:|https?:|[a-z]:\\)/i;
const FILE_NAME = /^\s?\(\s{0,4}['"]([\w./-]{1,56})['"]/;
const NO_TEMPLATE = /\.(?:php|env|conf|ini|key|pem|log|ya?ml|py|rb|json)$/i;
const leadsOutside = (call: string): boolean => OUTSIDE.test(call) || NO_TEMPLATE.test(FILE_NAME.exec(call)?.[1] ?? '');

const BUILT_INS = new Set(['new', 'api', 'eval', 'eval_json', 'interpret']);

type Operand = 'none' | 'constant' | 'other';

/** One pass from left to right; linear. Texts in quotes are constants, and are looked into for names as well. */
class Reader {
  readonly traits: Traits = { reach: false, call: false, constant: false, first: '', single: true };
  readonly #text: string;
  readonly #end: number;
  #at: number;
  #before: Operand = 'none';
  #operator = '';
  #operators = '';
  #caller = false;
  #free = 0;
  #constants = 0;
  #computes = false;
  #names = 0;

  constructor(text: string, from: number, to: number) {
    this.#text = text;
    this.#at = from;
    this.#end = to;
  }

  read(): Traits {
    while (this.#at < this.#end) this.#step(this.#text.charCodeAt(this.#at));
    const { traits } = this;
    const dated = /^[-/]{2,}$/.test(this.#operators);
    const decides = /^(?:if|elif|elsif|unless|when)$/.test(traits.first);
    traits.constant = this.#free === 0 && this.#constants > 0 && (this.#computes || decides) && !dated;
    traits.single &&= this.#names === 1 && this.#constants === 0;
    return traits;
  }

  #step(unit: number): void {
    const kind = unit < 128 ? KINDS[unit]! : OTHER;
    if (kind === BLANK) this.#at++;
    else if (kind === QUOTE) this.#string(unit);
    else if (kind === LETTER) this.#path();
    else if (kind === DIGIT) {
      NUMBER.lastIndex = this.#at;
      this.#at += NUMBER.exec(this.#text)?.[0].length ?? 1;
      this.#constant();
    } else {
      this.#at++;
      if (kind === OPERATOR) this.#operator = this.#before === 'constant' || this.#operator ? String.fromCharCode(unit) : '';
      else if (kind !== OPENING) this.#mark(unit);
    }
  }

  /** What parts one operand from the next. */
  #mark(unit: number): void {
    const closes = unit === CLOSING || unit === CLOSING_SQUARE;
    // An empty list is a constant too.
    if (unit === CLOSING_SQUARE && this.#before === 'none' && this.#free === 0) this.#constant();
    if (unit === CLOSING_SQUARE && this.#text.charAt(this.#at) === '(') this.traits.reach = true;
    if (!closes && unit !== DOT && unit !== QUESTION) this.#before = 'none';
    if (unit !== CLOSING) this.#operator = '';
  }

  #constant(): void {
    if (this.#operator && this.#before === 'constant') {
      this.#computes = true;
      this.#operators += this.#operator;
    }
    this.#operator = '';
    this.#before = 'constant';
    this.#constants++;
  }

  /** To the same quote that no backslash hides, or to the end. */
  #string(quote: number): void {
    const start = this.#at + 1;
    let i = start;
    for (let c = 0; i < this.#end && (c = this.#text.charCodeAt(i)) !== quote;) i += c === BACKSLASH ? 2 : 1;
    this.#at = Math.min(i + 1, this.#end);
    const content = this.#text.slice(start, Math.min(i, this.#end));
    if (content.length > 1 && /[A-Za-z_]{2}/.test(content)) this.#insideString(content);
    this.#constant();
  }

  #insideString(content: string): void {
    const first = /^\s{0,8}(\w+)/.exec(content)?.[1] ?? '';
    if (this.#caller && bitsOf(first) & CALLED) this.traits.call = true;
    for (const [path] of content.matchAll(/[A-Za-z_$][\w$.]*/g)) {
      const segments = path.split('.');
      for (let s = 0; s < segments.length; s++)
        if (bitsOf(segments[s]!) & REACH || (s > 0 && bitsOf(`${segments[s - 1]!}.${segments[s]!}`) & REACH)) this.traits.reach = true;
    }
  }

  /** A name, or names with dots between them. */
  #path(): void {
    const start = this.#at;
    const before = previous(this.#text, start);
    let last = '';
    let bits = 0;
    let segments = 0;
    let first = '';
    for (;;) {
      const end = nameEnd(this.#text, this.#at, this.#end);
      if (end === this.#at) break;
      const name = this.#text.slice(this.#text.charCodeAt(this.#at) === DOLLAR ? this.#at + 1 : this.#at, end);
      this.#at = end;
      bits = bitsOf(name);
      if (last !== '') bits |= bitsOf(`${last}.${name}`) & (REACH | CALL);
      if (bits & REACH) this.traits.reach = true;
      if (++segments === 1) first = name;
      last = name;
      if (this.#text.charAt(this.#at) !== '.') break;
      this.#at++;
    }
    // Dollar signs and underscores alone are marks of another expression inside this one.
    if (segments < 2 && /^_*$/.test(first)) {
      this.#at = Math.max(this.#at, start + 1);
      return;
    }
    this.#named({ first, last, bits, segments, before });
  }

  #named({ first, last, bits, segments, before }: { first: string; last: string; bits: number; segments: number; before: string }): void {
    const next = following(this.#text, this.#at, this.#end);
    const called = next === '(' || next === '"' || next === "'" || (next === '!' && this.#text.charAt(this.#at + 1) === '(');
    if (called && (bits & CALL || (segments > 1 && isClass(first)))) this.traits.call = true;
    // One variable of the environment is a setting; all of them are not.
    if (segments === 2 && first === 'process' && last === 'env') this.traits.reach = true;
    if (next === '(' && INCLUDES.has(last.toLowerCase()) && leadsOutside(this.#text.slice(this.#at, this.#at + 64)))
      this.traits.call = true;
    if (before === '|' && last === 'attr' && next === '(') this.traits.reach = true;
    // Built-ins of Freemarker that make, open or run what stands before them.
    if (before === '?' && BUILT_INS.has(last)) this.traits.reach = true;
    if (last === 'new' && segments === 1) this.#made();
    if (bits & CALLER) this.#caller = true;
    if (segments === 1 && bits & CONSTANT) return this.#constant();
    if ((before === '.' || before === '?') && this.#before === 'constant') this.#computes = true;
    else if (before === '|') this.#computes ||= (bits & (ARITHMETIC | PURE)) !== 0 && this.#free === 0;
    else if (segments === 1 && bits & PURE) this.#computes = true;
    else if (segments > 1 || !(bits & KEYWORD)) {
      this.#free++;
      this.#before = 'other';
    }
    this.#operator = '';
    if (this.#names++ === 0) this.traits.first = first;
    if (segments > 1 || called || next === '[') this.traits.single = false;
  }

  /** `new Class(`, with blanks or a comment between. */
  #made(): void {
    const made = /^(?:\s|\/\*\*\/){1,8}([A-Za-z_][\w.$]{0,128})\s?[([]/.exec(
      this.#text.slice(this.#at, Math.min(this.#end, this.#at + 160)),
    );
    if (made && !isHarmless(made[1]!)) this.traits.reach = true;
  }
}

export const readExpression = (text: string, from: number, to: number): Traits => new Reader(text, from, to).read();
