/** Text in letters that addresses and names may hold: Base64, Base32 and hexadecimal. Null when it is not plain text. */

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const HEX = '0123456789abcdef';

function unpack(run: string, alphabet: string, width: number): string | null {
  let bits = 0;
  let held = 0;
  let out = '';
  let high = 0;
  for (const c of run) {
    if (c === '=') break;
    const value = alphabet.indexOf(c);
    if (value < 0) return null;
    bits = ((bits << width) | value) & 0xffff;
    held += width;
    if (held < 8) continue;
    held -= 8;
    const unit = (bits >> held) & 0xff;
    if (unit === 0x7f || (unit < 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 9)) return null;
    if (unit >= 0x80) high++;
    out += String.fromCharCode(unit);
  }
  // Letters beyond ASCII come in twos and threes, and few of them.
  return high * 4 > out.length ? null : out;
}

export const fromBase64 = (run: string): string | null => unpack(run.replaceAll('-', '+').replaceAll('_', '/'), BASE64, 6);

const LABELS_MAX = 16;
const LEGIBLE_MIN = 10;

/** What the labels of a host say, when they are text in disguise; the registered name is left out. */
export function fromLabels(host: string): string | null {
  const labels = host.toLowerCase().split('.').slice(0, -2);
  if (labels.length === 0 || labels.length > LABELS_MAX) return null;
  const long = labels.filter((label) => label.length >= 8);
  const run = long.join('');
  if (run.length < LEGIBLE_MIN * 1.6) return null;
  const plain = (/^[0-9a-f]+$/.test(run) && run.length % 2 === 0 ? unpack(run, HEX, 4) : null) ?? unpack(run, BASE32, 5);
  return plain !== null &&
    plain.length >= LEGIBLE_MIN &&
    /^[\x20-\x7e\n]+$/.test(plain) &&
    (plain.match(/[A-Za-z]/g)?.length ?? 0) * 2 > plain.length
    ? plain
    : null;
}
