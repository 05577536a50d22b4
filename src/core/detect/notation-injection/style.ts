/** Style sheets that run code or read a page out, letter by letter (Heiderich et al., Scriptless Attacks, CCS 2012). */
import type { Span } from '../quoting.ts';

const PATTERNS: readonly RegExp[] = [
  /\bexpression\s{0,4}\(/i,
  /-moz-binding\s{0,4}:\s{0,4}url/i,
  /\bbehaviou?r\s{0,4}:\s{0,4}url/i,
  /url\(\s{0,4}["']?\s{0,4}(?:javascript|vbscript|data\s{0,4}:\s{0,4}text\/html)\s{0,4}:?/i,
  /<\/style\b[^>]{0,16}>/i,
];
/** Selectors by what somebody typed, and faces of a font for single letters; both tell only with an address behind or before them. */
const SELECTOR = /\[\s{0,4}(?:value|content|nonce|csrf|csrf-token|csrfmiddlewaretoken|token|password)\s{0,4}[\^$*~|]?=/i;
const ONE_LETTER = /unicode-range\s{0,4}:\s{0,4}U\+00[2-7][0-9a-f]\s{0,4}(?:[;}]|$)/i;
const ADDRESS = /url\(\s{0,4}["']?(?:https?:)?\/\//i;
const RULE_REACH = 320;

export function findStyle(text: string): Span | null {
  for (const pattern of PATTERNS) {
    const found = pattern.exec(text);
    if (found) return { start: found.index, end: found.index + found[0].length };
  }
  const told = SELECTOR.exec(text) ?? ONE_LETTER.exec(text);
  if (!told) return null;
  const from = Math.max(0, told.index - RULE_REACH);
  const address = ADDRESS.exec(text.slice(from, told.index + RULE_REACH));
  return address && { start: told.index, end: told.index + told[0].length };
}
