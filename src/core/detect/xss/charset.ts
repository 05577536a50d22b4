/**
 * Charsets that a page without one was read in: UTF-7 (RFC 2152), where `+ADw-` is `<`, and US-ASCII, whose decoders dropped the high bit,
 * so that `¼` was `<`.
 */

const RUN = /\+([A-Za-z0-9+/]{2,64})-?/g;
/** `<` in UTF-7, alone or with what follows it. */
const MARK = /\+A(?:Dw|Dx|CI|Cc|DA8)/;
/** The same where a form's `+` was read as a space, or a filter folded the case: no longer UTF-7, but an attempt at it. */
const SPOILT = /(?:^|[\s+])adw-(?=\/?[a-z])|\+adw(?=\/?[a-z])/gi;

/** `¼` before a letter: not an amount. */
const HIGH_MARK = /\u00bc\/?[a-z]/i;

/** The text as such a page showed it, when it holds a tag that way; otherwise as it is. */
export function asAnotherCharset(text: string): string {
  if (HIGH_MARK.test(text)) return withoutHighBits(text);
  if (text.search(SPOILT) >= 0) return text.replaceAll(SPOILT, '<').replaceAll(/[\s+]?ad4-/gi, '>');
  if (!MARK.test(text)) return text;
  return text.replaceAll(RUN, (all, run: string) => decode(run) ?? all);
}

const CHUNK = 8_192;

/** Bytes that came as ISO 8859-1, or as UTF-8 whose first bytes are left over. */
function withoutHighBits(text: string): string {
  const units = new Uint16Array(text.length);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const next = text.charCodeAt(i + 1);
    if ((unit === 0xc2 || unit === 0xd0) && next >= 0x80 && next <= 0xbf) continue;
    units[length++] = unit > 0xa0 && unit <= 0xff ? unit & 0x7f : unit;
  }
  let out = '';
  for (let i = 0; i < length; i += CHUNK) out += Reflect.apply(String.fromCharCode, null, units.subarray(i, Math.min(i + CHUNK, length)));
  return out;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function decode(run: string): string | null {
  let bits = 0;
  let held = 0;
  let out = '';
  for (const c of run) {
    bits = ((bits << 6) | ALPHABET.indexOf(c)) & 0x3fffff;
    held += 6;
    if (held < 16) continue;
    held -= 16;
    const unit = (bits >> held) & 0xffff;
    if (unit < 0x20 || unit > 0x7e) return null;
    out += String.fromCharCode(unit);
  }
  return out === '' ? null : out;
}
