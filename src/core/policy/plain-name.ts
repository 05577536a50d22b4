/** Names by which a restriction knows what it restricts: spelt in other letters, a name is the same name. */
import { isInvisible } from '../text/features.ts';
import { COMPATIBLE, CONFUSABLE_LETTERS } from '../text/decode/confusables.ts';

const PLAIN = /^[\x21-\x7e]*$/;
const MARKS = /\p{M}+/gu;

/**
 * Case, white space, accents, invisible characters, compatibility forms (UAX 15) and look-alikes (UTS 39) taken away, each character by
 * itself: what a pattern matches, its plain form matches in plain form. Two names may fall together, so that permits never go by it.
 */
export function plainName(name: string): string {
  if (PLAIN.test(name)) return name.toLowerCase();
  let plain = '';
  for (const char of name.normalize('NFKD').replace(MARKS, '')) {
    const point = char.codePointAt(0)!;
    if (point >= 0x80 && isInvisible(point)) continue;
    // Each by itself: the lower case of a sigma depends on where in the word it stands.
    plain += (point < 0x80 ? char : (CONFUSABLE_LETTERS.get(point) ?? COMPATIBLE.get(point) ?? char)).toLowerCase();
  }
  return plain.replaceAll(/\s+/g, '').replaceAll('ς', 'σ');
}

/** Of a pattern in which `*` stands for any run of characters. */
export const plainPattern = (pattern: string): string => pattern.split('*').map(plainName).join('*');

/** What is behind the last slash: the same for a tool, whichever server has it. */
export const lastPart = (name: string): string => name.slice(name.lastIndexOf('/') + 1);

/** What a pattern of `server/tool` leaves of the tool, wherever the name of the server may end. */
export function toolParts(pattern: string): string[] {
  const parts: string[] = [];
  for (let at = pattern.indexOf('/'); at >= 0; at = pattern.indexOf('/', at + 1))
    if (at + 1 < pattern.length) parts.push(pattern.slice(at + 1));
  return [...new Set(parts)];
}
