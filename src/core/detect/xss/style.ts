/** CSS that runs script or loads it (CSS Syntax 4.3.7 escapes and comments undone first). */

const CODE =
  /expression\s{0,16}\(|-moz-binding\s{0,16}:|behaviou?r\s{0,16}:\s{0,16}(?:url|expression|#)|(?:java|vb|live)script\s{0,16}:|mocha:|data:text\/html|filter\s{0,8}:\s{0,8}url\(\s{0,4}["']?data:/;
/** Outlook's own, in every mail that it writes. */
const OFFICE = /behaviou?r\s{0,16}:\s{0,16}url\(\s{0,4}["']?#default#(?:vml|wordart)/g;
/** Selectors on values tell another site, by the picture that it is asked for, what a field holds. */
const SELECTOR = /\[[\w-]{1,32}\s{0,4}[\^$*~|]?=[^{}]{0,128}\{[^}]{0,272}/g;
const REMOTE = /url\(\s{0,4}["']?(?:https?:)?\/\//;
const IMPORT = /@import\s{0,16}(?:url\s{0,4}\(\s{0,4})?["'(]?\s{0,4}(?:https?:)?(?:\/\/|\\\\)/;

/** `code`: runs script; `import`: a style sheet from elsewhere, or one that tells another site what it styles; null: neither. */
export function styleKind(css: string): 'code' | 'import' | null {
  const plain = undo(css);
  if (CODE.test(plain.replaceAll(OFFICE, ''))) return 'code';
  return IMPORT.test(plain) || leaks(plain) ? 'import' : null;
}

/** @param css the block in braces does not end before the address */
function leaks(css: string): boolean {
  for (const [rule] of css.matchAll(SELECTOR)) if (REMOTE.test(rule.slice(rule.indexOf('{')))) return true;
  return false;
}

/** Lower case, without comments, escapes and NUL. */
function undo(css: string): string {
  let plain = css.replaceAll('\0', '');
  if (plain.includes('/*')) plain = withoutComments(plain);
  if (plain.includes('\\'))
    plain = plain.replaceAll(/\\(?:([0-9a-f]{1,6})\s?|([^\n]))/gi, (_all, hex: string | undefined, other: string | undefined) =>
      hex === undefined ? (other ?? '') : codePoint(Number.parseInt(hex, 16)),
    );
  // Old engines took white space out of `java script:` in a style, as they did in an address.
  return plain.toLowerCase().replaceAll(/(java|vb)\s{1,16}script/g, '$1script');
}

const codePoint = (point: number): string => (point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '');

/** What looks like a comment inside a string is none. */
function withoutComments(css: string): string {
  let out = '';
  let from = 0;
  let quote = '';
  for (let i = 0; i < css.length; i++) {
    const c = css[i]!;
    if (quote !== '') {
      if (c === quote || c === '\n') quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '/' && css[i + 1] === '*') {
      out += css.slice(from, i);
      const end = css.indexOf('*/', i + 2);
      if (end < 0) return out;
      from = end + 2;
      i = from - 1;
    }
  }
  return out + css.slice(from);
}
