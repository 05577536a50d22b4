/** Cedar's `like`: `*` stands for any run of characters, everything else for itself. */
import type { PatternPart } from './policy-json.ts';

/** Tests the whole of a text. Each literal part is sought once, from left to right: linear in pattern and text together. */
export function matcherOf(pattern: readonly PatternPart[]): (text: string) => boolean {
  const parts = [''];
  for (const part of pattern) {
    if (part === 'Wildcard') parts.push('');
    else parts.push(parts.pop()! + part.Literal);
  }
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (parts.length === 1) return (text) => text === first;
  const inner = parts
    .slice(1, -1)
    .filter((part) => part !== '')
    .map(seekerOf);
  const fixed = first.length + last.length;
  return (text) => {
    if (text.length < fixed || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    const end = text.length - last.length;
    for (const { part, seek } of inner) {
      const found = seek(text, at);
      if (found < 0 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}

/** Steps that the engine's own search may take at worst: text × part. */
const PLAIN_STEPS_MAX = 1_000_000;
type Seeker = { part: string; seek(text: string, from: number): number };

/** Where steps would multiply, by Knuth, Morris and Pratt: a text such as `aaaa…` and a part such as `baaa…` are hostile. */
function seekerOf(part: string): Seeker {
  let fallback: Int32Array | null = null;
  return {
    part,
    seek(text, from) {
      if ((text.length - from) * part.length <= PLAIN_STEPS_MAX) return text.indexOf(part, from);
      return seekLinearly(text, part, (fallback ??= fallbackOf(part)), from);
    },
  };
}

/** For each place of the part, how much of its beginning ends there. */
function fallbackOf(part: string): Int32Array {
  const table = new Int32Array(part.length);
  for (let i = 1, matched = 0; i < part.length; i++) {
    while (matched > 0 && part.charCodeAt(i) !== part.charCodeAt(matched)) matched = table[matched - 1]!;
    if (part.charCodeAt(i) === part.charCodeAt(matched)) matched++;
    table[i] = matched;
  }
  return table;
}

function seekLinearly(text: string, part: string, table: Int32Array, from: number): number {
  for (let i = from, matched = 0; i < text.length; i++) {
    while (matched > 0 && text.charCodeAt(i) !== part.charCodeAt(matched)) matched = table[matched - 1]!;
    if (text.charCodeAt(i) === part.charCodeAt(matched)) matched++;
    if (matched === part.length) return i - matched + 1;
  }
  return -1;
}
