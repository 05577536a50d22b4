/** JavaScript as it stands in attacks: what proves execution, what steals, what hides, and how a value leaves the string that it lands in. */
import type { Span } from './deed.ts';

/** Units of a script that are looked into; a payload says early what it is. */
const SCRIPT_MAX = 8_192;

/** What proves execution, what takes what is secret, and what hides what it does. */
const HOSTILE =
  /(?<![\w-])(?:alert|confirm|prompt)(?![\w-])|(?<!\w)document\s{0,4}(?:\.|\[|\?\.)\s{0,4}["'`]?(?:cookie|domain)|(?<!\w)(?:(?:eval|execscript|atob|unescape)\s{0,4}[(`]\s{0,4}[^)\s]|function\s{0,4}\(\s{0,4}["'`])|fromcharcode|\bset(?:timeout|interval)\s{0,4}(?:\(\s{0,4}["'`a]|`)|(?<!\w)import\s{0,4}\(\s{0,4}["'`]|\.constructor\s{0,4}[(.]|\["constructor"\]|\blocation(?:\.hash|\.search|\s{0,4}=\s{0,4}(?:name|["'`]))/gi;
/** What is kept in a browser, and the ways out of it: pages use either, thieves both. */
const STORAGE = /(?:local|session)storage|indexeddb/i;
const SENDS =
  /fetch\s{0,4}\(|xmlhttprequest|sendbeacon|new\s{1,4}image|\.src\s{0,4}=|location(?:\.href)?\s{0,4}=|window\.open|websocket|postmessage|document\.write/i;
/** Script that proves an attack, takes what is secret, or hides what it does: more than pages need for themselves. */
export function isHostileScript(code: string): boolean {
  const head = code.length > SCRIPT_MAX ? code.slice(0, SCRIPT_MAX) : code;
  return head.search(HOSTILE) >= 0 || (STORAGE.test(head) && SENDS.test(head));
}

/** Where hostile script stands in a text; asked from left to right, each unit is looked at once. */
export class Hostility {
  readonly text: string;
  #next = -1;

  constructor(text: string) {
    this.text = text;
  }

  /** Begins at or after `from` and before `to`. */
  isWithin(from: number, to: number): boolean {
    if (this.#next < from) {
      HOSTILE.lastIndex = from;
      this.#next = HOSTILE.exec(this.text)?.index ?? Infinity;
    }
    return this.#next < to;
  }
}

/** Whether a handler's value is code at all: a call, an assignment, a template, a throw. */
export const isCode = (value: string): boolean =>
  /[\w$\])'"]\s{0,8}(?:\(|`|=(?!=)|\?\.|\[)|\w\s{0,4}:\s{0,4}\w|\bthrow\b|=>|\w\.\w|&\w/.test(value.slice(0, SCRIPT_MAX));

const SINK =
  /(?<![\w$]|--)(alert|confirm|prompt|eval|execscript|settimeout|setinterval|function|fetch|import|atob|document|window|location|self|top|parent|this|globalthis|frames|constructor|throw|console|print|open|postmessage|navigator|xmlhttprequest|onerror|\[\])(?![\w-])/gi;
/** What follows, by how telling the word is: a call for those that are only called, a member or an assignment for objects. */
const CALLED = /^(?:\s{0,4}(?:\(|`|\?\.\s{0,4}\(|\.(?:call|apply|bind)\b|\s{0,2}\)\s{0,4}[(`]|["'`]\s{0,2}\]\s{0,4}[(`]))/;
const REACHED = /^\s{0,4}(?:\?{0,1}\.\s{0,4}[a-z_$]|\[|=\s{0,4}[^=\s])/i;
const OBJECTS = new Set([
  'document',
  'window',
  'location',
  'self',
  'top',
  'parent',
  'this',
  'globalthis',
  'frames',
  'navigator',
  'onerror',
  '[]',
]);
const PROOFS = new Set(['alert', 'confirm', 'prompt']);
/** Words that mean something else in a sentence. */
const PLAIN = new Set(['print', 'open', 'console', 'throw', 'function', 'constructor', 'import', 'this', 'top', 'self', 'parent']);

/** Code of several lines is a program more often than an attack. */
const LINE_MAX = 256;
/** Units before a call in which the break-out must stand. */
const BEFORE_MAX = 48;
/** A quote, then what ends or continues an expression; or the end of a comment or the beginning of an interpolation. */
const BREAK =
  /(?:\\{0,2}["'`]|<\/\w{1,10}>)(?=[)\] \t\u00a0]{0,16}[;,+*/%&|^<>=?:~!({}[\r\n-])[;,+*/%&|^<>=?:~!(){}[\]\s-]{1,28}$|(?:\\{0,2}["'`]|<\/\w{1,10}>|\*\/|\$\{|\{\{)[)\]}\s]{0,16}\bin(?:stanceof)?\b[;,+*/%&|^<>=?:~!(){}[\]\s-]{0,12}$|(?:\*\/|\$\{|\{\{)[;,+*/%&|^<>=?:~!(){}[\]\s-]{0,28}$/i;
/** One of which every break-out has. */
const MAY_BREAK = /["'`]|<\/|\*\/|\$\{|\{\{/;
/** What may stand between that and the call: an operator in letters, an assignment, the object that has the function. */
const LEAD =
  /(?:\b(?:void|new|typeof|return|var|let|const)\s\(?)?(?:(?<![\w$])[\w$]{1,12}\s{0,2}=\s{0,2}\(?)?(?:(?:window|self|top|parent|this|globalthis)[.([]?)?["'`]?$/i;
const STATEMENT = /^[\w.-]{0,24}\s{0,2}[)\]}]{0,4}(?:;|\|\||&&|%0a|%0d|\n|,(?=\())[;\s(!~+-]{0,6}$/;

export type Call = Span & { word: string };

/** Calls, in a text that is no tag, that a JavaScript string or statement was left for. */
export function* scriptBreaks(text: string): Generator<Call> {
  const quotes = new QuoteCount(text);
  const isOneLine = text.length <= LINE_MAX && !text.includes('\n');
  for (const m of text.matchAll(SINK)) {
    const word = m[1]!.toLowerCase();
    const end = m.index + m[0].length;
    const after = text.slice(end, end + 24);
    if ((PLAIN.has(word) || OBJECTS.has(word)) && !isOneLine) continue;
    const called = CALLED.test(after);
    if (!(called || (OBJECTS.has(word) && REACHED.test(after)))) continue;
    const before = text.slice(Math.max(0, m.index - BEFORE_MAX), m.index);
    const broke = MAY_BREAK.test(before) ? BREAK.exec(before.replace(LEAD, '')) : null;
    if (broke && /^[*${]/.test(broke[0]) && !PROOFS.has(word)) continue;
    if (broke && quotes.isOpen(m.index - before.length + broke.index)) yield { word, start: m.index - before.length + broke.index, end };
    else if (called && !PLAIN.has(word) && before.length === m.index && STATEMENT.test(before) && closesAfter(text, end))
      yield { word, start: 0, end };
  }
}

/** A quote that closes a string which the text itself opened breaks out of nothing. Asked from left to right. */
class QuoteCount {
  readonly #text: string;
  readonly #odd = new Map([
    ['"', false],
    ["'", false],
    ['`', false],
  ]);
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** True when the quote at `start` (or behind a backslash there) has no partner before it. */
  isOpen(start: number): boolean {
    let at = start;
    while (this.#text[at] === '\\') at++;
    for (; this.#at < at; this.#at++) {
      const c = this.#text[this.#at]!;
      const odd = this.#odd.get(c);
      if (odd !== undefined) this.#odd.set(c, !odd);
    }
    return this.#odd.get(this.#text[at]!) !== true;
  }
}

/** The call's tail is commented out or continued, as what follows would not fit otherwise. */
const closesAfter = (text: string, from: number): boolean =>
  /(?:\/\/|\/\*|<!--|;|-->|[-+*|&^]\s{0,2}["'`\w]|\)$)/.test(text.slice(from, from + 96));

/** Names in brackets put together, so that no filter sees them; constructors reached from literals; JSFuck, JJEncode and AAEncode. */
const BRACKET_NAME =
  /(?<![\w$])(?:top|self|parent|window|this|frames|globalthis|document)\s{0,4}(?:\[|\?\.\[)\s{0,4}(?:["'`][^"'`\]]{0,24}["'`]\s{0,4}\+|\/[^/\]]{1,24}\/\s{0,4}\.\s{0,2}source|[\w$]{0,12}\(?["'`]?\\|["'`](?:alert|eval|confirm|prompt|settimeout|function|document|location|cookie)["'`]\s{0,4}\]|(?:\d{1,12}|8680439\.\.)\s{0,2}\)?\.tostring|atob\()/i;
const CONSTRUCTOR =
  /(?<![\w$.])constructor\s{0,4}\.\s{0,4}constructor\s{0,4}[(`]|(?:[\]\w]|(?<=[\d(])\)|(?<=["'`])["'`])\s{0,4}(?:\.|\[\s{0,4}["'`])\s{0,4}(?:constructor|fi(?:lter|nd)|flat|map|at|sort|entries)\s{0,4}(?:["'`]\s{0,4}\]\s{0,4})?(?:\.|\[\s{0,4}["'`])\s{0,4}constructor\s{0,4}(?:["'`]\s{0,4}\]\s{0,4})?[(`]/i;
const LITERAL_METHOD =
  /(?:\[[^[\]]{0,16}\]|["'`][^"'`]{0,16}["'`]|\d\))\s{0,4}(?:\.|\[\s{0,4}["'`])(?:map|f(?:i(?:lter|nd)|lat|oreach|rom)|re(?:place|duce)|so(?:me|rt)|every|constructor)\s{0,4}(?:["'`]\s{0,4}\]\s{0,4})?(?:\.(?:call|apply|bind)\s{0,4})?[(`]\s{0,4}(?:\$\{)?["'`]?(?:alert|confirm|prompt|eval)/i;
const EVALUATION =
  /(?<![\w$.])(?:eval|settimeout|setinterval|execscript|new function)\s{0,4}(?:\(|`)\s{0,4}(?:atob|unescape|decodeuri|string\.|["'`](?:[^"'`]{0,16}\\[xu0-7]|alert|confirm|prompt)|location|name\b|window\.name|document\.|url\b|hash\b|['"`]{1}[^'"`]{0,8}['"`]\s{0,4}[+.])/i;
/** What is short enough to be looked at without its comments and spaces. */
const COMPACT_MAX = 512;
const READS_COOKIE = /(?<![\w$])document\)?(?:\.|\?\.|\[["'`])cookie/i;
const SYMBOLS_MIN = 8;
const SYMBOLS_RUN = 40;
const SYMBOLS = /[[\]()!+{}$_~;:="',\s\\]/;

export function obfuscationIn(text: string): Span | null {
  if (!/[([`/]/.test(text)) return null;
  for (const pattern of [BRACKET_NAME, CONSTRUCTOR, LITERAL_METHOD, EVALUATION]) {
    const m = pattern.exec(text);
    if (m) return { start: m.index, end: m.index + m[0].length };
  }
  const compact = text.length <= COMPACT_MAX ? text.replaceAll(/\/\*[^*]{0,64}\*\/|\s{1,64}/g, '') : '';
  const isSpelt = compact.length < text.length && (CONSTRUCTOR.test(compact) || LITERAL_METHOD.test(compact));
  const reads = READS_COOKIE.exec(compact);
  if (isSpelt || (reads && !text.includes('document.cookie'))) return { start: 0, end: text.length };
  if (text.length >= SYMBOLS_MIN && /^[[\]()!+{}\s]{8,512}$/.test(text) && text.includes('![]')) return { start: 0, end: text.length };
  for (const mark of ['![]', '+[]', '[][', '=~[]', '\uff9f\u0434\uff9f', '\uff9f\u0414\uff9f']) {
    const at = text.indexOf(mark);
    if (at >= 0 && (mark.length > 2 && mark.startsWith('\uff9f') ? text.includes('\uff9f\u03c9\uff9f') : isSymbols(text, at)))
      return { start: at, end: text.length };
  }
  return null;
}

/** The text around is made of the few characters that such encoders use. */
function isSymbols(text: string, at: number): boolean {
  const part = text.slice(at, at + SYMBOLS_RUN);
  if (part.length < SYMBOLS_RUN) return false;
  for (const c of part) if (!SYMBOLS.test(c)) return false;
  return part.includes('[]') && /[!~]/.test(part);
}
