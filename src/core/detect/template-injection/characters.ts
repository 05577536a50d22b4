/** Characters of template expressions by what they do, and small steps over them. */

export const OTHER = 0;
export const BLANK = 1;
export const QUOTE = 2;
export const LETTER = 3;
export const DIGIT = 4;
export const OPERATOR = 5;
export const OPENING = 6;
export const CLOSING = 41;
export const CLOSING_SQUARE = 93;
export const DOT = 46;
export const QUESTION = 63;
export const BACKSLASH = 92;
export const DOLLAR = 36;
const OPEN_BRACE = 123;
export const KINDS = new Uint8Array(128);
for (const [kind, units] of [
  [BLANK, ' \t\n\r\f\v'],
  [QUOTE, `"'`],
  [LETTER, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_$'],
  [DIGIT, '0123456789'],
  [OPERATOR, '*/%+-=<>~'],
  [OPENING, '({'],
] as const)
  for (const unit of units) KINDS[unit.charCodeAt(0)] = kind;

const isBlank = (unit: number): boolean => unit < 128 && KINDS[unit] === BLANK;

export function previous(text: string, at: number): string {
  let i = at - 1;
  while (i >= 0 && at - i < 16 && isBlank(text.charCodeAt(i))) i--;
  return text.charAt(i);
}

export function following(text: string, at: number, end: number): string {
  let i = at;
  while (i < end && i - at < 16 && isBlank(text.charCodeAt(i))) i++;
  return i < end ? text.charAt(i) : '';
}

/** Behind the name at `at`: letters, digits, underscores, and dollar signs that open nothing. */
export function nameEnd(text: string, at: number, end: number): number {
  let i = at;
  for (; i < end; i++) {
    const unit = text.charCodeAt(i);
    const kind = unit < 128 ? KINDS[unit] : OTHER;
    if (kind !== LETTER && (kind !== DIGIT || i === at)) break;
    if (unit === DOLLAR && i > at && text.charCodeAt(i + 1) === OPEN_BRACE) break;
  }
  return i;
}
