/** Cedar text before Cedar reads it: cut into policies, with our names for short ones, and no deeper than its reader bears. */

/** UTF-16 units of one document, and policies in it. */
export const CEDAR_TEXT_MAX = 262_144;
export const CEDAR_POLICIES_MAX = 1_000;
/**
 * Cedar's reader is recursive. One that overruns its stack is of no use to anybody after that (4.13.0: 150 brackets, 3,200 operands of `&&`
 * or 800 of `if`), so that what goes far is refused before it is read.
 */
export const BRACKETS_MAX = 32;
export const OPERATORS_MAX = 400;
export const DOTS_MAX = 64;
/** Of one policy. Each may be an attribute that is missing in every action there is, of which Cedar tells one by one. */
export const POLICY_DOTS_MAX = 1_000;

/** Offsets in UTF-16 units of the text as written. */
export type Span = { start: number; end: number };
export type TextFault = Span & { detail: string; suggestion?: string };
/** `cedar` is the text with names in full; `inserted`: where, in offsets of the text as written, `prefix` was put. */
export type Part = Span & { cedar: string; inserted: number[]; dots: number };

const PREFIX = 'Mcp::';
/** A comment ends where Cedar says so: what were hidden in one here, and not there, would be held against no limit. */
const TOKEN = /\s+|\/\/[^\n\r]*|"(?:[^"\\]|\\[^])*"?|[A-Za-z_][A-Za-z0-9_]*|::|&&|\|\||[^]/y;
const OPERATORS: ReadonlySet<string> = new Set(['&&', '||', '+', '-', '*', 'if', '!']);
const OPENING: ReadonlySet<string> = new Set(['(', '[', '{']);
const CLOSING: ReadonlySet<string> = new Set([')', ']', '}']);

type Token = Span & { text: string };

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) {
    const [token] = found;
    if (!/^(?:\s|\/\/)/.test(token)) tokens.push({ text: token, start: found.index, end: TOKEN.lastIndex });
  }
  return tokens;
}

/** @param types names that may be written without their namespace */
export function partsOf(text: string, types: ReadonlySet<string>): { parts: Part[]; faults: TextFault[] } {
  if (text.length > CEDAR_TEXT_MAX) return tooLong(text);
  // Cedar's reader does not outlive half a surrogate pair.
  if (!text.isWellFormed()) return { parts: [], faults: [{ start: 0, end: text.length, detail: 'Cedar text must be Unicode text.' }] };
  const faults: TextFault[] = [];
  const parts: Part[] = [];
  let own: Token[] = [];
  for (const token of tokensOf(text)) {
    own.push(token);
    if (token.text !== ';') continue;
    finish();
  }
  if (own.length) finish();
  if (parts.length > CEDAR_POLICIES_MAX) {
    const { start, end } = parts[CEDAR_POLICIES_MAX]!;
    faults.push({ start, end, detail: `A document must not have more than ${CEDAR_POLICIES_MAX} policies.` });
  }
  return { parts, faults };

  function finish(): void {
    faults.push(...tooDeep(own));
    parts.push(partOf(text, own, types));
    own = [];
  }
}

const PAIRS: ReadonlyMap<string, string> = new Map([
  ['(', ')'],
  ['[', ']'],
  ['{', '}'],
]);

/** What could end more than the expression that the text is to be: a bracket without its fellow, a text without its end, a `;`. */
export function strayIn(text: string): TextFault | null {
  const open: Token[] = [];
  const tokens = tokensOf(text);
  if (!tokens.length) return { start: 0, end: text.length, detail: 'There is no expression in the text.' };
  for (const token of tokens) {
    const { text: sign, ...span } = token;
    if (sign === ';') return { ...span, detail: 'Must be one expression, without `;`.' };
    if (sign.startsWith('"') && !/^"(?:[^"\\]|\\[^])*"$/.test(sign)) return { ...span, detail: 'This text has no end.' };
    if (OPENING.has(sign)) open.push(token);
    else if (CLOSING.has(sign) && PAIRS.get(open.pop()?.text ?? '') !== sign) return { ...span, detail: 'This bracket closes nothing.' };
  }
  const [first] = open;
  return first ? { start: first.start, end: first.end, detail: 'This bracket is not closed.' } : null;
}

const tooLong = (text: string): { parts: Part[]; faults: TextFault[] } => ({
  parts: [],
  faults: [{ start: CEDAR_TEXT_MAX, end: text.length, detail: `Cedar text must not be longer than ${CEDAR_TEXT_MAX} characters.` }],
});

function tooDeep(tokens: readonly Token[]): TextFault[] {
  let [depth, operators, dots, allDots] = [0, 0, 0, 0];
  for (const { text, start, end } of tokens) {
    if (OPENING.has(text)) depth++;
    else if (CLOSING.has(text)) depth--;
    else if (OPERATORS.has(text)) operators++;
    if (text === '.') {
      dots++;
      allDots++;
    } else if (text === '&&' || text === '||' || text === ',') dots = 0;
    if (depth > BRACKETS_MAX) return [{ start, end, detail: `Brackets must not nest deeper than ${BRACKETS_MAX}.` }];
    if (operators > OPERATORS_MAX)
      return [
        { start, end, detail: `A policy must not have more than ${OPERATORS_MAX} operators.`, suggestion: 'Cut it into several policies.' },
      ];
    if (allDots > POLICY_DOTS_MAX) return [{ start, end, detail: `A policy must not have more than ${POLICY_DOTS_MAX} dots.` }];
    if (dots > DOTS_MAX) return [{ start, end, detail: `An expression must not have more than ${DOTS_MAX} dots.` }];
  }
  return [];
}

/** `Tool::"x"` and `is Tool` are `Mcp::Tool::"x"` and `is Mcp::Tool`. */
function partOf(text: string, tokens: readonly Token[], types: ReadonlySet<string>): Part {
  const [first, last] = [tokens[0]!, tokens.at(-1)!];
  const inserted = tokens.filter((token, i) => isShort(tokens, i, types) && token).map(({ start }) => start);
  let cedar = '';
  let at = first.start;
  for (const start of inserted) {
    cedar += text.slice(at, start) + PREFIX;
    at = start;
  }
  const dots = tokens.filter((token) => token.text === '.').length;
  return { start: first.start, end: last.end, cedar: cedar + text.slice(at, last.end), inserted, dots };
}

function isShort(tokens: readonly Token[], at: number, types: ReadonlySet<string>): boolean {
  if (!types.has(tokens[at]!.text)) return false;
  const [twoBefore, before, after, twoAfter] = [-2, -1, 1, 2].map((by) => tokens[at + by]?.text);
  if (before === '::') return false;
  return after === '::' ? twoAfter?.startsWith('"') === true : before === 'is' && twoBefore !== '.';
}

/** From where Cedar points (bytes of UTF-8 in `cedar`) to the text as written. */
export function spanOf(part: Part, where: Span | undefined): Span {
  if (!where) return { start: part.start, end: part.end };
  return { start: offsetOf(part, where.start), end: offsetOf(part, where.end) };
}

function offsetOf({ cedar, start, end, inserted }: Part, bytes: number): number {
  let left = bytes;
  let units = 0;
  for (; left > 0 && units < cedar.length; units++) {
    const c = cedar.charCodeAt(units);
    // A surrogate pair is four bytes, two for each half.
    left -= c < 0x80 ? 1 : c < 0x800 || (c >= 0xd800 && c <= 0xdfff) ? 2 : 3;
  }
  let at = start + units;
  for (const place of inserted) if (at > place) at = Math.max(place, at - PREFIX.length);
  return Math.min(at, end);
}

/** Line and column of an offset, both from 1, as editors count. */
export function placesIn(text: string): (at: number) => { line: number; column: number } {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (at) => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - starts[low]! + 1 };
  };
}
