/** Cedar's `like`: `*` stands for any run of characters, everything else for itself. */
import type { PatternPart } from './policy-json.ts';

/** Tests the whole of a text. Each literal part is sought once, from left to right. */
export function matcherOf(pattern: readonly PatternPart[]): (text: string) => boolean {
  const parts = [''];
  for (const part of pattern) {
    if (part === 'Wildcard') parts.push('');
    else parts.push(parts.pop()! + part.Literal);
  }
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (parts.length === 1) return (text) => text === first;
  const inner = parts.slice(1, -1).filter((part) => part !== '');
  const fixed = first.length + last.length;
  return (text) => {
    if (text.length < fixed || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    const end = text.length - last.length;
    for (const part of inner) {
      const found = text.indexOf(part, at);
      if (found < 0 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}
