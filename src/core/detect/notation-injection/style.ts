/** Style sheets that run code or read a page out, letter by letter (Heiderich et al., Scriptless Attacks, CCS 2012). */
import type { Span } from '../quoting.ts';

const PATTERNS: readonly RegExp[] = [
  /\bexpression\s{0,4}\(/i,
  /-moz-binding\s{0,4}:\s{0,4}url/i,
  /\bbehaviou?r\s{0,4}:\s{0,4}url/i,
  /url\(\s{0,4}["']?\s{0,4}(?:javascript|vbscript|data\s{0,4}:\s{0,4}text\/html)\s{0,4}:?/i,
  /<\/style\b[^>]{0,16}>/i,
  /\[\s{0,4}(?:value|content|nonce|csrf[\w-]{0,16}|data-[\w-]{0,24}token|token|password)\s{0,4}[\^$*~|]?=[^\]]{1,48}\][^{}]{0,64}\{[^}]{0,200}url\(\s{0,4}["']?(?:https?:)?\/\//i,
  /url\(\s{0,4}["']?(?:https?:)?\/\/[^)]{1,200}\)[^}]{0,120}unicode-range\s{0,4}:\s{0,4}U\+00[2-7][0-9a-f]\s{0,4}[;}]/i,
];

export function findStyle(text: string): Span | null {
  for (const pattern of PATTERNS) {
    const found = pattern.exec(text);
    if (found) return { start: found.index, end: found.index + found[0].length };
  }
  return null;
}
