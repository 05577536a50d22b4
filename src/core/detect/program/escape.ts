/** Ways out of sandboxes of Python and JavaScript: from any object to all classes, globals or the process. */
import type { Span } from '../rendering/theft.ts';

export const ESCAPE_LITERALS = ['__subclasses__', '__globals__', '__builtins__', 'constructor', 'mainmodule', 'process.binding', '__mro__'];

const WAYS: readonly RegExp[] = [
  /__(?:class|base|bases|mro)__.{0,60}__subclasses__\s{0,4}(?:\(|['"])/is,
  /__(?:class|init|base|self|func|code)__.{0,80}__globals__/is,
  /__globals__\s{0,4}\[\s{0,4}['"](?:__builtins__|os|sys|subprocess)/i,
  /getattr\s{0,4}\(.{0,40}__builtins__\s{0,4},\s{0,4}['"][^'"]{1,20}['"]\s{0,4}\+/is,
  /__builtins__.{0,24}\[\s{0,4}['"](?:__import__|eval|exec|open)['"]\s{0,4}\]\s{0,4}\(/is,
  /constructor(?:\.|\[['"`])\s{0,4}constructor['"`\]]{0,2}\s{0,4}\(\s{0,4}['"`][^'"`]{0,40}\b(?:process|this|require|globalThis)\b/i,
  /\bprocess\.binding\(\s{0,4}['"](?:spawn_sync|process_wrap|fs)/i,
  /process(?:\.|\[['"])mainModule.{0,8}\.\s{0,4}(?:require|constructor)\s{0,4}[.(]/i,
];
const TEXT_MAX = 32_768;

export function findEscape(text: string): Span | null {
  const head = text.slice(0, TEXT_MAX);
  for (const way of WAYS) {
    const found = way.exec(head);
    if (found) return { start: found.index, end: found.index + found[0].length };
  }
  return null;
}
