/** Ways out of sandboxes of Python and JavaScript: from any object to all classes, globals or the process. */
import { findChain, type Chain } from '../chain.ts';
import type { Span } from '../rendering/theft.ts';

export const ESCAPE_LITERALS = ['__subclasses__', '__globals__', '__builtins__', 'constructor', 'mainmodule', 'process.binding', '__mro__'];

const WAYS: readonly Chain[] = [
  { head: /__(?:class|base|bases|mro)__/gi, links: [/__subclasses__\s{0,4}[('"]/i], reach: 96 },
  { head: /__(?:class|init|base|self|func|code)__/gi, links: [/__globals__/i], reach: 96 },
  { head: /__globals__\s{0,4}\[/gi, links: [/^\s{0,4}['"](?:__builtins__|os|sys|subprocess)/i], reach: 32 },
  { head: /getattr\s{0,4}\(/gi, links: [/__builtins__\s{0,4},/i, /^\s{0,4}['"]/, /['"]\s{0,4}\+/], reach: 112 },
  { head: /__builtins__/gi, links: [/\[\s{0,4}['"](?:__import__|eval|exec|open)['"]/i, /^\s{0,4}\]\s{0,4}\(/], reach: 64 },
  {
    head: /constructor['"`\]]{0,2}\s{0,2}[.[]/gi,
    links: [/^['"`]?\s{0,2}constructor['"`\]]{0,2}\s{0,4}\(/i, /\b(?:process|this|require|globalThis)\b/i],
    reach: 96,
    stop: /\n/,
  },
  { head: /\bprocess\.binding\(/gi, links: [/^\s{0,4}['"](?:spawn_sync|process_wrap|fs)/i], reach: 32 },
  { head: /process(?:\.|\[['"])mainModule/gi, links: [/\.\s{0,4}(?:require|constructor)\s{0,4}[.(]/i], reach: 32 },
];
const TEXT_MAX = 32_768;

export function findEscape(text: string): Span | null {
  const head = text.slice(0, TEXT_MAX);
  for (const way of WAYS) {
    const found = findChain(head, way);
    if (found) return found;
  }
  return null;
}
