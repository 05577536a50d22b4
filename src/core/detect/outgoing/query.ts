/** What an address carries in its query, fragment or path. */
import { fromBase64 } from './decode.ts';
import { tellingOf, wordsIn } from './telling.ts';

const VALUES_MAX = 24;
const BASE64 = /^[A-Za-z0-9+/_-]{20,}={0,2}$/;
/** Values that belong to whoever made the address, and are opaque to the sender. */
const OPAQUE =
  /^(?:state|nonce|cursor|page|page_?token|continuation|sig|signature|hmac|hash|code|code_challenge|sid|gclid|fbclid|utm_\w{1,20}|next|after|before|etag|key|token|session|ticket|jwt|saml\w{0,12}|relaystate|x-\w{1,40}|redirect\w{0,5}|return\w{0,5}|url|u|v|id)$/i;

/** How surely private data stands in it; 0 when none does. */
export function carried(address: string): number {
  const from = address.search(/[?#]/);
  if (from < 0) return 0;
  let best = 0;
  for (const pair of address.slice(from + 1).split(/[&#;]/, VALUES_MAX)) {
    const cut = pair.indexOf('=');
    const value = cut < 0 ? pair : pair.slice(cut + 1);
    if (value.length < 16) continue;
    best = Math.max(best, BASE64.test(value) ? hidden(cut < 0 ? '' : pair.slice(0, cut), value) : 0, spoken(value));
  }
  return best;
}

function hidden(name: string, value: string): number {
  const plain = fromBase64(value);
  if (plain === null || plain.length < 12 || /^https?:/.test(plain)) return 0;
  const { strong, all } = tellingOf(plain);
  const words = wordsIn(plain);
  if (OPAQUE.test(name)) return 0;
  if (/^\s{0,4}[[{<]/.test(plain)) return strong > 0 && all > 2 ? CODED_SCORE : 0;
  if ((strong > 0 && words > 1) || all > 2) return CODED_SCORE;
  return words > 3 ? DOUBT_SCORE : 0;
}

function spoken(value: string): number {
  const plain = decodePercent(value.replaceAll('+', ' '));
  const words = wordsIn(plain);
  if (words < WORDS_MIN || /^https?:/.test(plain)) return 0;
  const { strong, all } = tellingOf(plain);
  const hasDigits = /\d{4}|@/.test(plain);
  if (all >= 3 && hasDigits) return SPOKEN_SCORE;
  return strong > 0 && hasDigits ? DOUBT_SCORE : 0;
}

/** Malformed sequences stay as they are. */
const decodePercent = (text: string): string =>
  text.replaceAll(/%[0-9a-f]{2}/gi, (code) => {
    const unit = Number.parseInt(code.slice(1), 16);
    return unit < 0x80 ? String.fromCharCode(unit) : 'x';
  });

const WORDS_MIN = 4;
const CODED_SCORE = 0.85;
const SPOKEN_SCORE = 0.84;
const DOUBT_SCORE = 0.6;
