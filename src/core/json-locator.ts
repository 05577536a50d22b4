/** The slow reader behind `json.ts`: finds where a fault or a syntax error stands. Runs only when something is known to be wrong. */
import type { JsonFault, RootsAt } from './json.ts';

/** Faults listed in one message, and as many outside of all messages. */
export const FAULTS_MAX = 20;
/** A longer key is cut in a pointer, so that an answer cannot be made larger than the question. */
export const POINTER_KEY_CHARS_MAX = 200;

/** A container that is open and not too deep. `keys`: whether the name was already reported. */
type Frame = { isArray: boolean; depth: number; budget: { left: number }; keys: Map<string, boolean>; index: number };
type SyntaxFault = { at: number; detail: string };

const VALUE = 0;
const VALUE_OR_END = 1;
const KEY = 2;
const KEY_OR_END = 3;
const COLON = 4;
const COMMA_OR_END = 5;

/**
 * Reads `text` by the grammar of RFC 8259 with a stack of its own, so depth costs no call stack. Linear.
 * `error.at` is a UTF-16 offset; with an error, `faults` are those before it.
 */
export function locate(text: string, depthMax: number, rootsAt?: RootsAt): { faults: JsonFault[]; error?: SyntaxFault } {
  const faults: JsonFault[] = [];
  const path: (string | number)[] = [];
  const frames: Frame[] = [];
  // Kinds of the containers inside one that is too deep: all that is kept of them.
  const tooDeep: boolean[] = [];
  const outside = { left: FAULTS_MAX };
  let state = VALUE;
  let i = 0;

  const report = (kind: JsonFault['kind'], budget: { left: number }, detail: string): void => {
    if (budget.left-- > 0) faults.push({ kind, pointer: pointerTo(path), detail });
  };
  const fail = (at: number, detail: string): { faults: JsonFault[]; error: SyntaxFault } => ({
    faults,
    error: at >= text.length ? { at: text.length, detail: 'The text ends too early' } : { at, detail },
  });

  for (;;) {
    i = skipSpace(text, i);
    const c = i < text.length ? text.charCodeAt(i) : -1;
    const frame = frames.at(-1);
    const inArray = tooDeep.at(-1) ?? frame?.isArray;
    const isMuted = tooDeep.length > 0;

    if ((state === VALUE_OR_END && c === 0x5d) || (state === KEY_OR_END && c === 0x7d)) {
      state = close();
      i++;
    } else if (state === VALUE || state === VALUE_OR_END) {
      if (frame?.isArray && !isMuted) path.push(frame.index++);
      const isRoot = !isMuted && rootsAt?.(path) === true;
      const budget = isRoot ? { left: FAULTS_MAX } : (frame?.budget ?? outside);
      if (c === 0x7b || c === 0x5b) {
        const isArray = c === 0x5b;
        const depth = isRoot ? 1 : (frame?.depth ?? 0) + 1;
        if (isMuted) tooDeep.push(isArray);
        else if (depth > depthMax) {
          report('too_deep', budget, `Nested deeper than ${depthMax} levels`);
          tooDeep.push(isArray);
        } else frames.push({ isArray, depth, budget, keys: new Map(), index: 0 });
        state = isArray ? VALUE_OR_END : KEY_OR_END;
        i++;
      } else {
        const end = c === 0x22 ? endOfString(text, i) : endOfScalar(text, i);
        if (end < 0)
          return fail(~end, c === 0x22 ? 'A string is not closed, or has an invalid escape or a control character' : 'Expected a value');
        if (!isMuted) {
          if (c === 0x22) {
            if (!unescape(text, i, end).isWellFormed()) report('lone_surrogate', budget, 'A surrogate escape without its partner');
          } else if (!Number.isFinite(Number(text.slice(i, end))) && c !== 0x74 && c !== 0x66 && c !== 0x6e) {
            report('number_out_of_range', budget, 'A number beyond the range of a double');
          }
          path.pop();
        }
        state = COMMA_OR_END;
        i = end;
      }
    } else if (state === KEY || state === KEY_OR_END) {
      const end = c === 0x22 ? endOfString(text, i) : ~i;
      if (end < 0)
        return fail(
          ~end,
          c === 0x22
            ? 'A property name is not closed, or has an invalid escape or a control character'
            : 'Expected a property name in double quotes',
        );
      if (!isMuted && frame) readKey(frame, unescape(text, i, end));
      state = COLON;
      i = end;
    } else if (state === COLON) {
      if (c !== 0x3a) return fail(i, 'Expected a colon after the property name');
      state = VALUE;
      i++;
    } else if (inArray === undefined) {
      return c === -1 ? { faults } : { faults, error: { at: i, detail: 'Unexpected text after the value' } };
    } else if (c === 0x2c) {
      state = inArray ? VALUE : KEY;
      i++;
    } else if (c === (inArray ? 0x5d : 0x7d)) {
      state = close();
      i++;
    } else {
      return fail(i, inArray ? 'Expected a comma or a closing bracket' : 'Expected a comma or a closing brace');
    }
  }

  function close(): number {
    if (tooDeep.length > 0) tooDeep.pop();
    else frames.pop();
    if (tooDeep.length === 0) path.pop();
    return COMMA_OR_END;
  }

  function readKey(frame: Frame, key: string): void {
    const reported = frame.keys.get(key);
    path.push(key);
    if (reported === undefined) {
      frame.keys.set(key, false);
      if (!key.isWellFormed()) report('lone_surrogate', frame.budget, 'A surrogate escape without its partner, in a property name');
    } else if (!reported) {
      frame.keys.set(key, true);
      report('duplicate_key', frame.budget, 'This property name stands more than once in its object');
    }
  }
}

function pointerTo(path: readonly (string | number)[]): string {
  let pointer = '';
  for (const key of path) {
    const name = String(key).toWellFormed();
    const shown = name.length > POINTER_KEY_CHARS_MAX ? `${name.slice(0, POINTER_KEY_CHARS_MAX).toWellFormed()}…` : name;
    pointer += `/${shown.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  }
  return pointer;
}

function skipSpace(text: string, from: number): number {
  let i = from;
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) break;
  }
  return i;
}

/** The string that stands from its opening quote at `start` to behind its closing quote at `end`. */
function unescape(text: string, start: number, end: number): string {
  const raw = text.slice(start + 1, end - 1);
  if (!raw.includes('\\')) return raw;
  const value: unknown = JSON.parse(text.slice(start, end));
  return typeof value === 'string' ? value : '';
}

const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39;
const isHex = (c: number): boolean => isDigit(c) || ((c | 0x20) >= 0x61 && (c | 0x20) <= 0x66);

/** Offset behind the closing quote, or the complement of the offset at which the string goes wrong. */
function endOfString(text: string, start: number): number {
  for (let i = start + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x22) return i + 1;
    if (c < 0x20) return ~i;
    if (c !== 0x5c) continue;
    i++;
    if (text[i] === 'u') {
      for (const last = i + 4; i < last; i++) if (!isHex(text.charCodeAt(i + 1))) return ~(i + 1);
    } else if (i < text.length && !'"\\/bfnrt'.includes(text.charAt(i))) return ~i;
  }
  return ~text.length;
}

/** Offset behind a number, `true`, `false` or `null`, or the complement of `start`. */
function endOfScalar(text: string, start: number): number {
  for (const word of ['true', 'false', 'null']) if (text.startsWith(word, start)) return start + word.length;
  const whole = text.charCodeAt(start) === 0x2d ? start + 1 : start;
  let end = text.charCodeAt(whole) === 0x30 ? whole + 1 : endOfDigits(text, whole);
  if (end === whole) return ~start;
  if (text.charCodeAt(end) === 0x2e) {
    const fraction = endOfDigits(text, end + 1);
    if (fraction === end + 1) return ~fraction;
    end = fraction;
  }
  if ((text.charCodeAt(end) | 0x20) !== 0x65) return end;
  const sign = text.charCodeAt(end + 1);
  const digits = sign === 0x2b || sign === 0x2d ? end + 2 : end + 1;
  const exponent = endOfDigits(text, digits);
  return exponent === digits ? ~exponent : exponent;
}

function endOfDigits(text: string, from: number): number {
  let i = from;
  while (i < text.length && isDigit(text.charCodeAt(i))) i++;
  return i;
}
