/** Strings put together from parts: `'se'+'lect'`, `"al"."ert"`, `c""at`, `$IFS`, `${PATH:0:1}`, `CHAR(97,98)`, `String.fromCharCode(97)`. */
import type { Decoder } from './decoder.ts';
import type { Draft } from './draft.ts';

/** In SQL, JavaScript, Python and Java (`+`), SQL (`||`), PHP and Perl (`.`), Lua (`..`), Visual Basic (`&`), Haskell and Elixir (`<>`). */
const OPERATORS = ['+', '||', '.', '..', '&', '<>'];
const QUOTES = ["'", '"', '`'];
const JOINT = /["'`][ \t]{0,8}(?:\+|\|\||\.{1,2}|&|<>)[ \t\r\n]{0,8}["'`]/y;
/** Functions that make a string of character codes: SQL, PHP, Python, JavaScript, Visual Basic. */
const CODES = /(?:\bn?char|\bchrw?|\bunichr|fromcharcode|fromcodepoint)[ \t]{0,4}\([ \t]{0,4}/iy;
const CODE = /(?:0x([0-9a-f]{1,6})|(\d{1,7}))[ \t]{0,4}([,)])[ \t]{0,4}/iy;
const BETWEEN_CODES = /[ \t]{0,4}(?:\+|\|\||\.{1,2}|&)[ \t\r\n]{0,4}/y;
const BEFORE_CODES = /[+|.&][ \t]{0,4}$/;
const POINT_MAX = 0x10ffff;
/** A shell's separator by another name; then what stands for nothing between the letters of a command, and for the first unit of a path. */
const SEPARATOR = /\$(?:IFS(?:\$\d)?(?!\w)|\{IFS[^}\s]{0,16}\})/y;
const NOTHING = /\$(?:[@*!]|[1-9](?!\d)|\{[@*]\})(?=[A-Za-z/])/y;
const SLASH = /\$\{(?:PATH|HOME|PWD|OLDPWD|SHELL|BASH)(?::0:1|%%[a-z]{1,8}\*)\}/y;
/** Quoted parts within one word, as in `w'ho'ami`. */
const QUOTED_PART = /'[A-Za-z/]{0,8}'(?=[A-Za-z/])|"[A-Za-z/]{0,8}"(?=[A-Za-z/])/y;
const WORD_UNIT = /[A-Za-z/]/;

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz/'];

export const concatenation: Decoder = {
  name: 'concat',
  triggers: 0,
  literals: [
    ...OPERATORS.flatMap((op) => QUOTES.flatMap((a) => QUOTES.flatMap((b) => [`${a}${op}${b}`, `${a} ${op} ${b}`]))),
    ...['+', '||'].flatMap((op) => QUOTES.flatMap((quote) => [`${quote}${op}`, `${op}${quote}`])),
    ...LETTERS.flatMap((letter) => [`${letter}''`, `${letter}""`]),
    'char(',
    'char (',
    'chr(',
    'chr (',
    'chrw(',
    'fromcharcode',
    'fromcodepoint',
    '$ifs',
    '${ifs',
    '$@',
    '$*',
    '${@',
    '${path:',
    '${home:',
    '${pwd:',
    '${oldpwd:',
    '${shell:',
    '${bash:',
  ],
  decode(text, draft) {
    for (let i = 0; i < text.length && !draft.full;) {
      const taken = decodeAt(text, i, draft);
      if (taken > 0) draft.touch();
      i += taken || 1;
    }
    if (draft.changed) draft.copyTo(text.length);
    return text.length;
  },
};

/** Returns the units taken. */
function decodeAt(text: string, at: number, draft: Draft): number {
  switch (text.charCodeAt(at)) {
    case 0x22:
    case 0x27:
    case 0x60:
      return decodeQuote(text, at, draft);
    case 0x24:
      return decodeVariable(text, at, draft);
    case 0x43:
    case 0x63:
    case 0x46:
    case 0x66:
    case 0x4e:
    case 0x6e:
    case 0x55:
    case 0x75:
      return mayBeginCodes(text, at) ? decodeCodes(text, at, draft) : 0;
    default:
      return 0;
  }
}

/** The first two letters of a function's name: most words that begin like one are left here. */
function mayBeginCodes(text: string, at: number): boolean {
  const second = text.charCodeAt(at + 1) | 0x20;
  switch (text.charCodeAt(at) | 0x20) {
    case 0x63: // char, chr
      return second === 0x68;
    case 0x66: // fromCharCode
      return second === 0x72;
    case 0x6e: // nchar
      return second === 0x63;
    default: // unichr
      return second === 0x6e;
  }
}

/** Units that `pattern` takes at `at`, 0 for none. */
function lengthAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex - at : 0;
}

function decodeQuote(text: string, at: number, draft: Draft): number {
  const joint = lengthAt(JOINT, text, at);
  if (joint > 0) {
    draft.replace(at, joint, -1);
    return joint;
  }
  if (at === 0 || !WORD_UNIT.test(text.charAt(at - 1))) return 0;
  const part = lengthAt(QUOTED_PART, text, at);
  if (part === 0) return 0;
  draft.replace(at, 1, -1);
  draft.replace(at + part - 1, 1, -1);
  return part;
}

function decodeVariable(text: string, at: number, draft: Draft): number {
  const separator = lengthAt(SEPARATOR, text, at);
  if (separator > 0) draft.replace(at, separator, 0x20);
  const slash = separator || lengthAt(SLASH, text, at);
  if (separator === 0 && slash > 0) draft.replace(at, slash, 0x2f);
  if (slash > 0) return slash;
  const nothing = at > 0 && WORD_UNIT.test(text.charAt(at - 1)) ? lengthAt(NOTHING, text, at) : 0;
  if (nothing > 0) draft.replace(at, nothing, -1);
  return nothing;
}

/** `CHAR(97, 98)` and `chr(97) || chr(98)`, each code in the place where it stands; one code alone is the length of a column. */
function decodeCodes(text: string, at: number, draft: Draft): number {
  const points: number[] = [];
  const places: number[] = [];
  let end = at;
  for (let i = at, more = true; more;) {
    const opening = lengthAt(CODES, text, i);
    if (opening === 0) break;
    const closed = readCodes(text, i + opening, points, places);
    if (closed === 0) break;
    end = closed;
    const between = lengthAt(BETWEEN_CODES, text, end);
    more = between > 0;
    i = end + between;
  }
  if (points.length === 0 || (points.length === 1 && !BEFORE_CODES.test(text.slice(Math.max(0, at - 5), at)))) return 0;
  draft.replace(at, end - at, -1);
  draft.put(0x27, at);
  for (const [i, point] of points.entries()) draft.putPoint(point, places[i]!);
  draft.put(0x27, end - 1);
  return end - at;
}

/** Offset behind the closing bracket, or 0. */
function readCodes(text: string, from: number, points: number[], places: number[]): number {
  for (let i = from; i < text.length;) {
    CODE.lastIndex = i;
    const match = CODE.exec(text);
    if (!match) return 0;
    const point = match[1] === undefined ? Number(match[2]) : Number.parseInt(match[1], 16);
    if (point > POINT_MAX) return 0;
    points.push(point);
    places.push(i);
    i = CODE.lastIndex;
    if (match[3] === ')') return i;
  }
  return 0;
}
