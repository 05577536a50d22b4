/** Strict JSON: what `JSON.parse` forgives is reported (docs: `protocol.md`; RFC 8259, RFC 7493). */
import { locate } from './json-locator.ts';

/** A fault that leaves the text parseable. `pointer` is RFC 6901 from the root of the text. */
export type JsonFault = {
  kind: 'duplicate_key' | 'too_deep' | 'number_out_of_range' | 'lone_surrogate';
  pointer: string;
  detail: string;
};

/** Containers within each other, counted from the root of the text, or from the message that `rootsAt` names. */
export const DEPTH_MAX = 64;
/** What a call to us may weigh. Enforced where the body is read; everything here is linear in it. */
export const BODY_BYTES_MAX = 1_048_576;

/** `offset` is in bytes from the start of the text. */
export type JsonText =
  | { ok: true; value: unknown; faults: JsonFault[]; bytes: number }
  | { ok: false; reason: 'invalid_utf8' | 'invalid_json'; detail: string; offset?: number };

/** True for the path of a value that is a message of its own: depth and the cap on listed faults start anew there. */
export type RootsAt = (path: readonly (string | number)[]) => boolean;

// ignoreBOM keeps the mark in the text, where it is refused.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads one JSON text (RFC 8259). Faults that parsers disagree about are listed, at most 20 in each message and 20 outside of them:
 * duplicate keys (compared after unescaping), depth above 64, numbers beyond the range of a double, escaped lone surrogates.
 * Inside a value that is too deep nothing more is listed. `__proto__` is a key like any other and an own property of the value.
 * Linear in `bytes`; never throws. No detail echoes the text. `path` given to `rootsAt` is only valid during the call.
 */
export function parseJson(bytes: Uint8Array, rootsAt?: RootsAt): JsonText {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return { ok: false, reason: 'invalid_utf8', detail: 'The text is not valid UTF-8 (RFC 3629)' };
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return invalid(text, rootsAt);
  }
  const seen = scan(bytes);
  const suspicious = seen.depth > DEPTH_MAX || seen.lone || !isPlain(value, seen.keys);
  return { ok: true, value, faults: suspicious ? locate(text, DEPTH_MAX, rootsAt).faults : [], bytes: bytes.length };
}

function invalid(text: string, rootsAt: RootsAt | undefined): JsonText {
  if (text.length === 0) return { ok: false, reason: 'invalid_json', detail: 'The text is empty', offset: 0 };
  if (text.charCodeAt(0) === 0xfeff) {
    return { ok: false, reason: 'invalid_json', detail: 'The text starts with a byte order mark (RFC 8259, 8.1)', offset: 0 };
  }
  const { error } = locate(text, DEPTH_MAX, rootsAt);
  if (!error) return { ok: false, reason: 'invalid_json', detail: 'The text is not JSON' };
  return { ok: false, reason: 'invalid_json', detail: error.detail, offset: bytesBefore(text, error.at) };
}

/** UTF-8 length of `text.slice(0, end)`; `text` was decoded from UTF-8, so its surrogates are paired. */
function bytesBefore(text: string, end: number): number {
  let n = 0;
  for (let i = 0; i < end; i++) {
    const c = text.charCodeAt(i);
    n += c < 0x80 ? 1 : c < 0x800 ? 2 : c >= 0xd800 && c <= 0xdfff ? 2 : 3;
  }
  return n;
}

/** Over text that is known to be JSON: how many keys it has, how deep it nests, and whether a surrogate escape lacks its partner. */
function scan(bytes: Uint8Array): { keys: number; depth: number; lone: boolean } {
  let keys = 0;
  let depth = 0;
  let deepest = 0;
  let lone = false;
  const n = bytes.length;
  for (let i = 0; i < n; i++) {
    const c = bytes[i];
    if (c === 0x22) {
      for (i++; i < n; i++) {
        const s = bytes[i];
        if (s === 0x22) break;
        if (s !== 0x5c) continue;
        i++;
        if (bytes[i] === 0x75 && isSurrogate(bytes, i)) {
          if (isPair(bytes, i)) i += 10;
          else lone = true;
        }
      }
    } else if (c === 0x3a) {
      keys++;
    } else if (c === 0x7b || c === 0x5b) {
      if (++depth > deepest) deepest = depth;
    } else if (c === 0x7d || c === 0x5d) {
      depth--;
    }
  }
  return { keys, depth: deepest, lone };
}

const lower = (c: number | undefined): number => (c ?? 0) | 0x20;
const isHexDigitFrom = (c: number | undefined, low: number, high: number): boolean => lower(c) >= low && lower(c) <= high;

/** `u` stands at `i`: is it `\uD800`…`\uDFFF`? */
const isSurrogate = (b: Uint8Array, i: number): boolean => lower(b[i + 1]) === 0x64 && !isHexDigitFrom(b[i + 2], 0x30, 0x37);

/** `u` stands at `i` in `\uD800`…`\uDFFF`: a high one with a low one behind it? */
function isPair(b: Uint8Array, i: number): boolean {
  const second = lower(b[i + 2]);
  const isHigh = second === 0x38 || second === 0x39 || second === 0x61 || second === 0x62;
  return isHigh && b[i + 5] === 0x5c && b[i + 6] === 0x75 && lower(b[i + 7]) === 0x64 && isHexDigitFrom(b[i + 8], 0x63, 0x66);
}

/** True when the value has as many keys as the text (so none was said twice) and every number is finite. */
function isPlain(root: unknown, keys: number): boolean {
  const stack: unknown[] = [root];
  let own = 0;
  while (stack.length > 0) {
    const value = stack.pop();
    if (typeof value === 'number') {
      if (value === Infinity || value === -Infinity) return false;
      continue;
    }
    if (typeof value !== 'object' || value === null) continue;
    const isList = Array.isArray(value);
    const members: unknown[] = isList ? value : Object.values(value);
    if (!isList) own += members.length;
    for (let i = 0; i < members.length; i++) {
      const member = members[i];
      if (typeof member === 'object' ? member !== null : member === Infinity || member === -Infinity) stack.push(member);
    }
  }
  return own === keys;
}
