/** A name in braces or brackets that a model would fill in: what was said, what is secret; not the parts of a badge. */

const OPENER = /\$\{?|\{[{$]?|[[<]|%[75]B|__/gi;
const INSIDE = /([\w\s-]{2,96})([}\]>]|%[75]D)?/iy;
const UNDERLINE = '__';

const plural = (words: string): string[] => words.split('|').flatMap((word) => [word, `${word}s`]);
const NAMES: ReadonlySet<string> = new Set([
  ...plural(
    'secret|token|password|credential|apikey|key|conversation|chat|message|context|prompt|systemprompt|content|cookie|email|mail|file',
  ),
  ...'history|histories|summary|summaries|memory|memories'.split('|'),
  ...'data|information|info|payload|encoded|base64|text|answer|response|input|output|env'.split('|'),
]);
/** Said before the name. The `s` is what is left of `users`. */
const QUALIFIER =
  /^(?:the|your|all|user|current|full|previous|last|entire|base64|b64|url|encoded|stolen|exfil(?:trat(?:ed?|ing|ion))?|private|sensitive|secret|insert|put|any|s)/;
const QUALIFIERS_MAX = 5;
/** Said behind it. */
const TAIL = /(?:(?:goes)?here|data|base64|encoded|content|text|history)$/;
const TAILS_MAX = 2;

/** @returns where the first one begins, or -1 */
export function placeholderIn(address: string): number {
  for (const { 0: opener, index } of address.matchAll(OPENER)) {
    INSIDE.lastIndex = index + opener.length;
    const inside = INSIDE.exec(address);
    if (inside && phrasesOf(inside[1]!, inside[2] !== undefined).some(isAskedFor)) return index;
  }
  return -1;
}

/** Also what underlines close. */
function phrasesOf(inside: string, isClosed: boolean): string[] {
  const cuts = [inside.indexOf(UNDERLINE, 1), inside.lastIndexOf(UNDERLINE)].filter((at) => at > 0);
  return [...cuts.map((at) => inside.slice(0, at)), ...(isClosed ? [inside] : [])];
}

function isAskedFor(phrase: string): boolean {
  let left = phrase.toLowerCase().replaceAll(/[\s_-]/g, '');
  for (let said = 0; said <= QUALIFIERS_MAX; said++) {
    if (isName(left)) return true;
    const less = left.replace(QUALIFIER, '');
    if (less === left) return false;
    left = less;
  }
  return false;
}

function isName(phrase: string): boolean {
  let left = phrase;
  for (let said = 0; said <= TAILS_MAX; said++) {
    if (NAMES.has(left)) return true;
    left = left.replace(TAIL, '');
  }
  return false;
}
