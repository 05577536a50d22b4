/**
 * Charsets that a page without one was read in: UTF-7 (RFC 2152), where `+ADw-` is `<`, and US-ASCII, whose decoders dropped the high bit,
 * so that `¼` was `<`.
 */

const RUN = /\+([A-Za-z0-9+/]{2,64})-?/g;
/** `<` in UTF-7, alone or with what follows it. */
const MARK = /\+A(?:Dw|Dx|CI|Cc|DA8)/;
/** The same where a form's `+` was read as a space, or a filter folded the case: no longer UTF-7, but an attempt at it. */
const SPOILT = /(?:^|[\s+])adw-?(?=\/?[a-z])/gi;

/** `¼` before a letter: not an amount. */
const HIGH_MARK = /\u00bc\/?[a-z]/i;

/** The text as such a page showed it, when it holds a tag that way; otherwise as it is. */
export function asAnotherCharset(text: string): string {
  if (HIGH_MARK.test(text))
    return text
      .replaceAll(/[\u00c2\u00d0](?=[\u0080-\u00bf])/g, '')
      .replaceAll(/[\u00a1-\u00ff]/g, (c) => String.fromCharCode(c.charCodeAt(0) & 0x7f));
  if (SPOILT.test(text)) return text.replaceAll(SPOILT, '<').replaceAll(/[\s+]?ad4-/gi, '>');
  if (!MARK.test(text)) return text;
  return text.replaceAll(RUN, (all, run: string) => decode(run) ?? all);
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
