/** JSON Pointer (RFC 6901). */
import { isObject } from './exchange.ts';

/** Its reference tokens, unescaped; null for what is no pointer. */
export function tokensOf(pointer: unknown): string[] | null {
  if (pointer === '') return [];
  if (typeof pointer !== 'string' || !pointer.startsWith('/') || /~(?![01])/.test(pointer)) return null;
  return pointer
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** Digits without leading zeros (RFC 6901, 4); -1 for anything else. */
export const indexOf = (token: string): number => (/^(?:0|[1-9]\d{0,8})$/.test(token) ? Number(token) : -1);

/** What is there; `found` is false for what only the language has there. */
export function lookUp(value: unknown, tokens: readonly string[]): { found: boolean; value?: unknown } {
  let at = value;
  for (const token of tokens) {
    if (Array.isArray(at)) {
      const index = indexOf(token);
      if (index < 0 || index >= at.length) return { found: false };
      at = at[index];
    } else if (isObject(at) && Object.hasOwn(at, token)) at = at[token];
    else return { found: false };
  }
  return { found: true, value: at };
}
