/** Spellings of `.`, `/`, `\` and NUL that outlive ordinary decoding, folded to the characters they stand for. */

const DOT = 0x2e;
const SLASH = 0x2f;
const BACKSLASH = 0x5c;
const PERCENT = 0x25;
/** How often percent-decoding is repeated; double and triple encoding are seen in the wild (CWE-174). */
const PASSES_MAX = 3;

/** Look-alikes that path libraries or best-fit code pages map to ASCII: full-width forms, division slash, `%uEFC8` and `%uF025` of IIS. */
const LOOKALIKES = new Map<number, string>([
  [0xff0e, '.'],
  [0x2024, '.'],
  [0x2025, '..'],
  [0x3002, '.'],
  [0xff0f, '/'],
  [0x2215, '/'],
  [0x2044, '/'],
  [0xefc8, '/'],
  [0xf025, '/'],
  [0xff3c, '\\'],
  [0x2216, '\\'],
]);

export type Folded = {
  text: string;
  /** A dot, a separator or NUL stood there in a form no honest writer uses: overlong UTF-8, `%u`, `0x2e`, look-alikes, encoded twice. */
  oddly: boolean;
  /** A dot or a separator stood there percent-encoded. */
  encoded: boolean;
  /** Percent-encoded bytes that cannot begin a character of UTF-8 (RFC 3629, 1), and escapes within escapes. */
  invalid: number;
  /** A dot, a separator or NUL was spelt in overlong UTF-8. */
  overlong: boolean;
};

type State = Omit<Folded, 'text'>;

/** Digit value in base 36, or -1: lenient hex decoders of old servers accept `%c1%pc` and compute `p` as 25. */
function digitOf(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const lower = code | 0x20;
  return lower >= 0x61 && lower <= 0x7a ? lower - 0x57 : -1;
}

function isHex(code: number): boolean {
  const digit = digitOf(code);
  return digit >= 0 && digit < 16;
}

function areHex(text: string, at: number, count: number): boolean {
  for (let i = at; i < at + count; i++) if (!isHex(text.charCodeAt(i))) return false;
  return true;
}

/** Byte that `%xy` at `at` stands for (lenient), or -1. */
function byteAt(text: string, at: number): number {
  if (text.charCodeAt(at) !== PERCENT || at + 2 >= text.length) return -1;
  const high = digitOf(text.charCodeAt(at + 1));
  const low = digitOf(text.charCodeAt(at + 2));
  return high < 0 || low < 0 ? -1 : (high * 16 + low) & 0xff;
}

/** Length in bytes of a sequence that starts with `lead`, and the smallest character it may carry (RFC 3629 forbids less: overlong). */
function sequenceOf(lead: number): { bytes: number; least: number; bits: number } | null {
  if (lead === 0xc0 || lead === 0xc1) return { bytes: 2, least: 0x80, bits: lead & 0x1f };
  if (lead === 0xe0) return { bytes: 3, least: 0x800, bits: 0 };
  if (lead === 0xf0) return { bytes: 4, least: 0x10000, bits: 0 };
  if (lead === 0xf8) return { bytes: 5, least: 0x200000, bits: 0 };
  if (lead === 0xfc) return { bytes: 6, least: 0x4000000, bits: 0 };
  return null;
}

function isStructural(code: number): boolean {
  return code === DOT || code === SLASH || code === BACKSLASH || code === 0;
}

/** Overlong form of a structural character at `at`: the character and the length of its spelling. */
function overlongAt(text: string, at: number): { code: number; length: number } | null {
  const sequence = sequenceOf(byteAt(text, at));
  if (!sequence) return null;
  let value = sequence.bits;
  let next = at + 3;
  for (let i = 1; i < sequence.bytes; i++) {
    const byte = byteAt(text, next);
    if (byte >= 0) {
      if (sequence.bytes === 2 && isStructural(byte) && byte !== 0) return { code: byte, length: next + 3 - at };
      value = (value << 6) | (byte & 0x3f);
      next += 3;
    } else {
      const literal = text.charCodeAt(next);
      if (!isStructural(literal) || Number.isNaN(literal)) return null;
      return { code: literal, length: next + 1 - at };
    }
  }
  return value < sequence.least && isStructural(value) ? { code: value, length: next - at } : null;
}

function foldOnce(text: string, pass: number, state: State): string {
  let out = '';
  let kept = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    let replacement: string | null = null;
    let length = 1;
    if (code === PERCENT) {
      const overlong = overlongAt(text, i);
      const next = text.charCodeAt(i + 1);
      // `%%32%%65`: percent signs doubled so that a decoder that skips bad escapes meets new ones.
      if (pass === 0 && next === PERCENT && isHex(text.charCodeAt(i + 2)) && isHex(text.charCodeAt(i + 3))) state.invalid++;
      if (overlong) {
        replacement = String.fromCharCode(overlong.code);
        length = overlong.length;
        state.oddly = true;
        state.overlong = true;
      } else if ((next | 0x20) === 0x75 && areHex(text, i + 2, 4)) {
        const unit = Number.parseInt(text.slice(i + 2, i + 6), 16);
        const folded = isStructural(unit) ? String.fromCharCode(unit) : LOOKALIKES.get(unit);
        if (folded !== undefined) {
          replacement = folded;
          length = 6;
          state.oddly = true;
        }
      } else if (isHex(next) && isHex(text.charCodeAt(i + 2))) {
        const byte = byteAt(text, i);
        if (byte < 0x80) {
          replacement = String.fromCharCode(byte);
          length = 3;
          if (isStructural(byte)) {
            if (pass > 0) state.oddly = true;
            state.encoded = true;
          }
        } else if (pass === 0 && (byte === 0xc0 || byte === 0xc1) && text.charCodeAt(i + 3) === PERCENT) state.invalid++;
      }
    } else if (code === 0x30 && (text.charCodeAt(i + 1) | 0x20) === 0x78) {
      const unit = Number.parseInt(text.slice(i + 2, i + 4), 16);
      if (unit !== 0 && isStructural(unit)) {
        replacement = String.fromCharCode(unit);
        length = 4;
      }
    } else if (code > 0x7f) {
      const folded = LOOKALIKES.get(code);
      if (folded !== undefined) {
        replacement = folded;
        state.oddly ||= pass > 0 || code !== 0x3002;
      }
    }
    if (replacement !== null) {
      out += text.slice(kept, i) + replacement;
      i += length - 1;
      kept = i + 1;
    }
  }
  return kept === 0 ? text : out + text.slice(kept);
}

/** `..2f..2f`: what is left of `%2f` when a filter has removed the percent signs. */
function restoreStripped(text: string): string {
  if (!text.includes('..') || !/\.\.(?:2f|5c)/i.test(text)) return text;
  return text
    .replaceAll(/2e2e(?=2f|5c)/gi, '..')
    .replaceAll(/2f/gi, '/')
    .replaceAll(/5c/gi, '\\');
}

/** A percent sign, `0x` or what is beyond ASCII: without them there is nothing to fold. */
function mayFold(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === PERCENT || code > 0x7f || ((code | 0x20) === 0x78 && i > 0 && text.charCodeAt(i - 1) === 0x30)) return true;
  }
  return false;
}

/** Folds `text`; linear in its length. The text out is never longer than twice the text in. */
export function foldPath(text: string): Folded {
  const state: State = { oddly: false, encoded: false, invalid: 0, overlong: false };
  let folded = text;
  for (let pass = 0; pass < PASSES_MAX && mayFold(folded); pass++) {
    const next = foldOnce(folded, pass, state);
    if (next === folded) break;
    folded = next;
  }
  const restored = restoreStripped(folded);
  if (restored !== folded) state.oddly = true;
  return { text: restored, ...state };
}
