/** UTF-7 (RFC 2152): pages without a charset were read in it once, and filters do not see `+ADw-` as `<`. */

const RUN = /\+([A-Za-z0-9+/]{2,64})-?/g;
/** `<` in UTF-7, alone or with what follows it. */
const MARK = /\+A(?:Dw|Dx|CI|Cc|DA8)/i;

/** The text with its UTF-7 decoded, when it holds a `<` in it; otherwise as it is. */
export function withoutUtf7(text: string): string {
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
